"""`/claim decide`: a person sets where a claim stands; settling it needs evidence and a reason."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.cards import Card, said
from bot.cards.words import label, look_of
from bot.commands.desk import Desk
from bot.commands.options import claims_of
from bot.commands.registry import Groups
from bot.commands.reply import answer, wait
from bot.commands.roles import actor_of, require_curator
from bot.domain.status import Status


def register(groups: Groups, desk: Desk) -> None:
    """Hang the command into the tree."""

    @groups.claim.command(name="decide", description="Say where a claim stands now")
    @app_commands.describe(
        claim="Number of the claim, or words of it",
        status="Where it stands; a settled claim is reopened with unverified",
        evidence="Address of what it rests on; needed to settle a claim",
        reason="Why, in a sentence; needed to settle a claim",
    )
    @app_commands.autocomplete(claim=claims_of(desk))
    async def decide(
        interaction: discord.Interaction,
        claim: app_commands.Range[str, 1, 200],
        status: Status,
        evidence: app_commands.Range[str, 1, 1000] = "",
        reason: app_commands.Range[str, 1, 1000] = "",
    ) -> None:
        await wait(interaction)
        guild_id = await require_curator(interaction, desk)
        found = await desk.watchlist.resolve(guild_id, claim)
        after = await desk.watchlist.decide(
            guild_id, found.id, status, evidence=evidence, reason=reason, actor=actor_of(interaction), now=desk.now()
        )
        title = f"#{after.id} is now {label(after.status, desk.looks)}"
        await answer(interaction, Card(title, look_of(after.status, desk.looks).colour, lines=(said(after.text),)))
