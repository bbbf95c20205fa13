"""`/claim show`: one claim with its flags, sources, findings and history."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.cards.claims import card_of_claim
from bot.commands.desk import Desk
from bot.commands.options import claims_of
from bot.commands.registry import Groups
from bot.commands.reply import answer, wait
from bot.commands.roles import guild_of


def register(groups: Groups, desk: Desk) -> None:
    """Hang the command into the tree."""

    @groups.claim.command(name="show", description="Show one claim: where it stands and what is known")
    @app_commands.describe(claim="Number of the claim, or words of it", share="Let everyone in this channel see it")
    @app_commands.autocomplete(claim=claims_of(desk))
    async def show(
        interaction: discord.Interaction, claim: app_commands.Range[str, 1, 200], share: bool = False
    ) -> None:
        await wait(interaction, public=share)
        guild_id = guild_of(interaction)
        found = await desk.watchlist.resolve(guild_id, claim)
        await answer(interaction, card_of_claim(await desk.watchlist.show(guild_id, found.id), desk.looks))
