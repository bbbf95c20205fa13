"""`/claim add`: track a claim; one much like it is shown first."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import app_commands

from bot.cards import Card, own, said
from bot.cards.words import AMBER, BLUE
from bot.commands.desk import Desk
from bot.commands.options import read_date, read_tags, tags_of
from bot.commands.registry import Groups
from bot.commands.reply import View, answer, wait
from bot.commands.roles import actor_of, require_curator
from bot.domain.claim import Claim, NewClaim
from bot.domain.source import NewSource, Role
from bot.errors import DuplicateClaim, NotCheckable

Text = app_commands.Range[str, 1, 1000]
Short = app_commands.Range[str, 1, 500]


def register(groups: Groups, desk: Desk) -> None:
    """Hang the command into the tree."""

    @groups.claim.command(name="add", description="Track a claim that nobody could check yet")
    @app_commands.describe(
        claim="The claim in one sentence, as it was made",
        source="Address of the report or page to look at again",
        role="What this source is to the claim (origin if left out)",
        claimant="Who stated it: a person, a firm, a memo",
        settles="What would settle it",
        trigger="What to wait for, such as a public release",
        review="When to look again by yourself: 2026-05-01 or 30d",
        tags="Tags, parted by commas",
    )
    @app_commands.autocomplete(tags=tags_of(desk))
    async def add(
        interaction: discord.Interaction,
        claim: Text,
        source: Text | None = None,
        role: Role = Role.ORIGIN,
        claimant: Short = "",
        settles: Short = "",
        trigger: Short = "",
        review: str = "",
        tags: str = "",
    ) -> None:
        await wait(interaction)
        guild_id = await require_curator(interaction, desk)
        new = NewClaim(
            guild_id=guild_id,
            text=claim,
            claimant=claimant,
            settles=settles,
            trigger=trigger,
            review_on=read_date(review, desk.now()),
            tags=read_tags(tags),
        )
        await track(interaction, desk, new, [NewSource(source, role)] if source else [])


async def track(interaction: discord.Interaction, desk: Desk, new: NewClaim, sources: Sequence[NewSource]) -> None:
    """Track the claim and say so; where one like it is there, or nothing could settle it, offer to track it anyway."""
    try:
        claim = await desk.watchlist.add(new, sources, actor=actor_of(interaction), now=desk.now())
    except (DuplicateClaim, NotCheckable) as doubt:
        title = "Tracked already?" if isinstance(doubt, DuplicateClaim) else "Can it be checked?"
        card = Card(title, AMBER, lines=(said(doubt.user_message),))
        await answer(interaction, card, Anyway(desk, new, sources))
        return
    await answer(interaction, card_of_added(claim, sources))


def card_of_added(claim: Claim, sources: Sequence[NewSource]) -> Card:
    """Return the private answer to the person who added a claim."""
    what = "Its source is looked at now." if sources else "It has no source yet: /claim source add."
    return Card(f"Tracked as #{claim.id}", BLUE, lines=(said(claim.text), own(what)))


class Anyway(View):
    """One button: track the claim although one like it exists, or nobody could check it."""

    def __init__(self, desk: Desk, new: NewClaim, sources: Sequence[NewSource]) -> None:
        super().__init__()
        self.desk = desk
        self.new = new
        self.sources = sources

    @discord.ui.button(label="Track it anyway", style=discord.ButtonStyle.secondary)
    async def anyway(self, interaction: discord.Interaction, _button: discord.ui.Button[Anyway]) -> None:
        """Track the claim; a second press finds the button gone."""
        await wait(interaction)
        await require_curator(interaction, self.desk)
        if self.is_finished():
            return
        self.stop()
        claim = await self.desk.watchlist.add(
            self.new, self.sources, actor=actor_of(interaction), now=self.desk.now(), force=True
        )
        await answer(interaction, card_of_added(claim, self.sources))
