"""The message menu *Track as claim*: scan the message's link, or take its words as the claim.

Discord hands the message over with the interaction, so that the bot need not read along.
"""

from __future__ import annotations

import re

import discord
from discord import app_commands

from bot.cards import card_of_error
from bot.commands.claim_add import track
from bot.commands.claim_scan import offer
from bot.commands.desk import Desk
from bot.commands.registry import Groups
from bot.commands.reply import Modal, View, answer, wait
from bot.commands.roles import require_curator
from bot.domain.claim import NewClaim
from bot.domain.source import NewSource, Role
from bot.errors import BadUrl, UnreadableTarget

NAME = "Track as claim"
LONGEST = 1000
LONGEST_FIELD = 500
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?')\]*_|]")


def register(groups: Groups, desk: Desk) -> None:
    """Hang the menu into the tree."""

    @app_commands.guild_only()
    async def track_message(interaction: discord.Interaction, message: discord.Message) -> None:
        link = link_in(message)
        if not link:
            await require_curator(interaction, desk)
            await interaction.response.send_modal(ByHand(desk, message.content))
            return
        await wait(interaction)
        guild_id = await require_curator(interaction, desk)
        try:
            result = await desk.scan(link)
        except (BadUrl, UnreadableTarget) as error:
            await answer(interaction, card_of_error(error), WriteIt(desk, message.content, link))
            return
        await offer(interaction, desk, guild_id, result)

    groups.tree.add_command(app_commands.ContextMenu(name=NAME, callback=track_message))


def link_in(message: discord.Message) -> str:
    """Return the first web address in a message, in what it forwards, or in its embeds; "" without one."""
    texts = [message.content, *(snapshot.content for snapshot in message.message_snapshots)]
    for text in texts:
        if found := _LINK.search(text):
            return found[0]
    return next((embed.url for embed in message.embeds if embed.url), "")


class WriteIt(View):
    """One button that opens the form, for when the link could not be read."""

    def __init__(self, desk: Desk, text: str, link: str) -> None:
        super().__init__()
        self.desk = desk
        self.text = text
        self.link = link

    @discord.ui.button(label="Write it by hand", style=discord.ButtonStyle.secondary)
    async def write(self, interaction: discord.Interaction, _button: discord.ui.Button[WriteIt]) -> None:
        """Open the form with the message's words."""
        await require_curator(interaction, self.desk)
        await interaction.response.send_modal(ByHand(self.desk, self.text, self.link))


class ByHand(Modal):
    """A form for a claim, with the message's words in it."""

    def __init__(self, desk: Desk, text: str, link: str = "") -> None:
        super().__init__(title=NAME, custom_id="cw1:byhand")
        self.desk = desk
        self.claim: discord.ui.TextInput[ByHand] = discord.ui.TextInput(
            custom_id="claim", style=discord.TextStyle.paragraph, default=text[:LONGEST] or None, max_length=LONGEST
        )
        self.claimant = _line("claimant")
        self.source = _line("source", link)
        self.settles = _line("settles")
        for label, hint, item in (
            ("The claim", "One sentence that can be checked, as it was made", self.claim),
            ("Who stated it?", "A person, a firm, a memo", self.claimant),
            ("Where to look again?", "Address of a report or page", self.source),
            ("What would settle it?", "Such as a public release and an independent test", self.settles),
        ):
            self.add_item(discord.ui.Label(text=label, description=hint, component=item))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Track what was written."""
        await wait(interaction)
        guild_id = await require_curator(interaction, self.desk)
        new = NewClaim(
            guild_id=guild_id,
            text=self.claim.value,
            claimant=self.claimant.value.strip(),
            settles=self.settles.value.strip(),
        )
        source = self.source.value.strip()
        await track(interaction, self.desk, new, [NewSource(source, Role.ORIGIN)] if source else [])


def _line(custom_id: str, text: str = "") -> discord.ui.TextInput[ByHand]:
    return discord.ui.TextInput(
        custom_id=custom_id, required=False, default=text[:LONGEST_FIELD] or None, max_length=LONGEST_FIELD
    )
