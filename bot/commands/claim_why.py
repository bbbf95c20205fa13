"""`/claim why`: for the last look at each source, every gate passed or not."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.cards.claims import card_of_why
from bot.commands.desk import Desk
from bot.commands.options import claims_of
from bot.commands.registry import Groups
from bot.commands.reply import answer, wait
from bot.commands.roles import guild_of


def register(groups: Groups, desk: Desk) -> None:
    """Hang the command into the tree."""

    @groups.claim.command(name="why", description="Why something was said about a claim, or why not")
    @app_commands.describe(claim="Number of the claim, or words of it")
    @app_commands.autocomplete(claim=claims_of(desk))
    async def why(interaction: discord.Interaction, claim: app_commands.Range[str, 1, 200]) -> None:
        await wait(interaction)
        guild_id = guild_of(interaction)
        found = await desk.watchlist.resolve(guild_id, claim)
        await answer(interaction, card_of_why(found, await desk.watchlist.why(guild_id, found.id), desk.looks))
