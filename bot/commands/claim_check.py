"""`/claim check`: look at the sources now instead of when they are due."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.cards import Card, own
from bot.cards.words import AMBER, BLUE, GREY
from bot.commands.desk import CheckSummary, Desk
from bot.commands.options import claims_of
from bot.commands.registry import Groups
from bot.commands.reply import answer, wait
from bot.commands.roles import require_curator


def register(groups: Groups, desk: Desk) -> None:
    """Hang the command into the tree."""

    @groups.claim.command(name="check", description="Look at a claim's sources now")
    @app_commands.describe(claim="Number of the claim, or words of it; every claim of this server if left out")
    @app_commands.autocomplete(claim=claims_of(desk))
    async def check(interaction: discord.Interaction, claim: app_commands.Range[str, 1, 200] | None = None) -> None:
        await wait(interaction)
        guild_id = await require_curator(interaction, desk)
        found = await desk.watchlist.resolve(guild_id, claim) if claim else None
        await answer(interaction, card_of_check(await desk.check([found.id] if found else None, guild_id)))


def card_of_check(summary: CheckSummary) -> Card:
    """Return how the looks went; what was found goes to the channel."""
    counts = {
        "for the first time": summary.first,
        "changed": summary.changed,
        "unchanged": summary.not_modified + summary.unchanged,
        "could not be read": summary.failed,
    }
    if not summary.checked:
        return Card("Nothing to look at", GREY, lines=(own("Add a source first: /claim source add."),))
    lines = (
        own(", ".join(f"{count} {what}" for what, count in counts.items() if count) + "."),
        own("What bears on a claim goes to the channel. /claim why tells each look step by step."),
    )
    title = f"Looked at {summary.checked} source{'s' * (summary.checked != 1)}"
    return Card(title, AMBER if summary.failed else BLUE, lines=lines)
