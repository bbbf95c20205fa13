"""`/claim delete`: take a claim off the list for good, after asking once."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.cards import Card, own, said
from bot.cards.words import GREY, RED
from bot.commands.desk import Desk
from bot.commands.options import claims_of
from bot.commands.registry import Groups
from bot.commands.reply import View, answer, wait
from bot.commands.roles import actor_of, require_curator
from bot.domain.claim import Claim


def register(groups: Groups, desk: Desk) -> None:
    """Hang the command into the tree."""

    @groups.claim.command(name="delete", description="Take a claim off the list for good")
    @app_commands.describe(claim="Number of the claim, or words of it")
    @app_commands.autocomplete(claim=claims_of(desk))
    async def delete(interaction: discord.Interaction, claim: app_commands.Range[str, 1, 200]) -> None:
        await wait(interaction)
        guild_id = await require_curator(interaction, desk)
        found = await desk.watchlist.resolve(guild_id, claim)
        lines = (said(found.text), own("It will not come back by a seed or a feed. To close it, use /claim decide."))
        await answer(interaction, Card(f"Delete #{found.id}?", RED, lines=lines), Sure(desk, found))


class Sure(View):
    """One button: delete, indeed."""

    def __init__(self, desk: Desk, claim: Claim) -> None:
        super().__init__()
        self.desk = desk
        self.claim = claim

    @discord.ui.button(label="Delete", style=discord.ButtonStyle.danger)
    async def delete(self, interaction: discord.Interaction, _button: discord.ui.Button[Sure]) -> None:
        """Delete the claim; the role is asked again."""
        await wait(interaction)
        guild_id = await require_curator(interaction, self.desk)
        gone = await self.desk.watchlist.delete(
            guild_id, self.claim.id, actor=actor_of(interaction), now=self.desk.now()
        )
        self.stop()
        await answer(interaction, Card(f"Deleted #{gone.id}", GREY, lines=(said(gone.text),)))
