"""The buttons Confirm and Dismiss under a finding: a person decides, and the post says who."""

from __future__ import annotations

import asyncio
import re

import discord
import structlog

from bot.cards.buttons import finding_buttons
from bot.cards.card import Card, own
from bot.cards.clean import cut, short
from bot.cards.decided import card_of_decided
from bot.cards.embed import to_embed
from bot.cards.words import GREEN, label
from bot.commands.desk import Desk
from bot.commands.errors import answer_error
from bot.commands.reply import Modal, answer, wait_quietly
from bot.commands.roles import ASK, actor_of, require_curator
from bot.domain.stored import StoredFinding
from bot.errors import InputError

log = structlog.get_logger()

LONGEST_REASON = 500
EVIDENCE = 50  # characters of the address; Discord allows 100 for the whole line


# No button has this class's own id; its template only lets discord.py accept the class.
class Press(discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]], template=r"cw1:never:(?P<finding>\d+)"):
    """A button under a finding, rebuilt from its id at every press."""

    def __init__(self, item: discord.ui.Button[discord.ui.View], finding_id: int) -> None:
        super().__init__(item)
        self.finding_id = finding_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction, item: discord.ui.Item[discord.ui.View], match: re.Match[str], /
    ) -> Press:
        """Rebuild the button; the id carries the finding and nothing else."""
        assert isinstance(item, discord.ui.Button)
        return cls(item, int(match["finding"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Do what the button says; whatever goes wrong is answered in the one place for errors."""
        try:
            await self.pressed(interaction, desk_of(interaction))
        except Exception as error:  # noqa: BLE001 - discord.py would log it and leave the person without an answer
            await answer_error(interaction, error)

    async def pressed(self, interaction: discord.Interaction, desk: Desk) -> None:
        """Do what the button says."""
        raise NotImplementedError


class Confirm(Press, template=r"cw1:confirm:(?P<finding>\d{1,18})"):
    """Takes the bot's proposal with this finding as evidence; asks for the reason where it settles the claim."""

    async def pressed(self, interaction: discord.Interaction, desk: Desk) -> None:
        """Confirm, by way of a form where the proposal settles the claim."""
        guild_id = await require_curator(interaction, desk)
        async with asyncio.timeout(ASK):
            stored = await desk.watchlist.finding(guild_id, self.finding_id)
        proposal = stored.proposal
        if stored.accepted is None and proposal and proposal.status and proposal.status.settled:
            await interaction.response.send_modal(Reason(desk, stored))
            return
        await wait_quietly(interaction)
        await confirm(interaction, desk, self.finding_id)


class Dismiss(Press, template=r"cw1:dismiss:(?P<finding>\d{1,18})"):
    """Sets the finding aside."""

    async def pressed(self, interaction: discord.Interaction, desk: Desk) -> None:
        """Dismiss and say so."""
        guild_id = await require_curator(interaction, desk)
        await wait_quietly(interaction)
        sentence = await desk.watchlist.dismiss(guild_id, self.finding_id, actor=actor_of(interaction), now=desk.now())
        await _redraw(interaction, desk, self.finding_id)
        await answer(interaction, Card("Dismissed", GREEN, lines=(own(sentence),)))


class Reason(Modal):
    """Asks why before a claim is settled; the bot's own reason stands there already."""

    def __init__(self, desk: Desk, stored: StoredFinding) -> None:
        proposal = stored.proposal
        status = label(proposal.status, desk.looks) if proposal and proposal.status else ""
        super().__init__(title=f"Settle the claim: {status}"[:45], custom_id=f"cw1:reason:{stored.id}")
        self.desk = desk
        self.finding_id = stored.id
        self.reason: discord.ui.TextInput[Reason] = discord.ui.TextInput(
            custom_id="reason",
            style=discord.TextStyle.paragraph,
            default=proposal.headline[:LONGEST_REASON] if proposal else "",
            max_length=LONGEST_REASON,
        )
        evidence = f"Evidence: {cut(short(stored.finding.url), EVIDENCE)}. Everyone will read the reason."
        self.add_item(discord.ui.Label(text="Why?", description=evidence, component=self.reason))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Confirm with the reason given; the role is asked again, for a form can stay open for long."""
        await wait_quietly(interaction)
        await require_curator(interaction, self.desk)
        await confirm(interaction, self.desk, self.finding_id, reason=self.reason.value)


async def confirm(interaction: discord.Interaction, desk: Desk, finding_id: int, *, reason: str = "") -> None:
    """Confirm the finding, redraw its post and tell the person what came of it."""
    guild_id = interaction.guild_id or 0
    done = await desk.watchlist.confirm(
        guild_id, finding_id, actor=actor_of(interaction), now=desk.now(), reason=reason
    )
    await _redraw(interaction, desk, finding_id)
    title = label(done.claim.status, desk.looks) if done.changed else "Kept as evidence"
    await answer(interaction, Card(title, GREEN, lines=(own(done.sentence),)))


async def _redraw(interaction: discord.Interaction, desk: Desk, finding_id: int) -> None:
    """Show on the post who decided, and take its buttons away. That it fails undoes nothing."""
    stored = await desk.watchlist.finding(interaction.guild_id or 0, finding_id)
    if stored.notice is None or interaction.message is None:
        return
    card = card_of_decided(stored, stored.notice, desk.looks)
    old = interaction.message.embeds[0].footer.text if interaction.message.embeds else None
    if old:
        card = card.marked(old.rpartition(" · ")[2])  # the mark by which the post is found again
    view = finding_buttons(None, stored.notice.url)
    try:
        await interaction.edit_original_response(embed=to_embed(card), view=view)
    except discord.HTTPException as lost:
        log.warning("a decided post was not redrawn", finding=finding_id, error=str(lost))


def desk_of(interaction: discord.Interaction) -> Desk:
    """Return what the client was built with."""
    desk: Desk | None = getattr(interaction.client, "desk", None)
    if desk is None:
        raise InputError("This button belongs to another program.")
    return desk
