"""`/claim list`: the claims of this server, by status and tag, page by page."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.cards.claims import card_of_listing
from bot.commands.desk import Desk
from bot.commands.listing import page_of, turns
from bot.commands.options import tags_of
from bot.commands.registry import Groups
from bot.commands.reply import answer, wait
from bot.commands.roles import guild_of
from bot.domain.status import Status


def register(groups: Groups, desk: Desk) -> None:
    """Hang the command into the tree."""

    @groups.claim.command(name="list", description="List the claims of this server")
    @app_commands.describe(
        status="Only claims that stand like this", tag="Only claims with this tag", page="Which page (1 if left out)"
    )
    @app_commands.autocomplete(tag=tags_of(desk))
    async def list_(
        interaction: discord.Interaction,
        status: Status | None = None,
        tag: app_commands.Range[str, 1, 100] = "",
        page: app_commands.Range[int, 1, 100_000] = 1,
    ) -> None:
        await wait(interaction)
        tag = tag.strip().removeprefix("#").casefold()
        found = await page_of(desk, guild_of(interaction), status, tag, page)
        await answer(interaction, card_of_listing(found, desk.looks, status=status, tag=tag), turns(found, status, tag))
