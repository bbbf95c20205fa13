"""Answering in time: acknowledge first (Discord gives three seconds), answer after, lose no work to a lost reply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
import structlog

from bot.cards import Card
from bot.cards.embed import to_embed
from bot.commands.errors import PUBLIC, answer_error

log = structlog.get_logger()

VIEW_TIMEOUT = 14 * 60  # an interaction may be answered for fifteen minutes


class View(discord.ui.View):
    """A view under a private answer. Its errors are answered in the one place for errors."""

    def __init__(self) -> None:
        super().__init__(timeout=VIEW_TIMEOUT)

    async def on_error(
        self, interaction: discord.Interaction, error: Exception, _item: discord.ui.Item[Any], /
    ) -> None:
        """Answer the error privately."""
        await answer_error(interaction, error)


class Modal(discord.ui.Modal):
    """A form. Its errors are answered in the one place for errors."""

    async def on_error(  # type: ignore[override]  # discord.py's own form takes one argument fewer, too
        self, interaction: discord.Interaction, error: Exception, /
    ) -> None:
        """Answer the error privately."""
        await answer_error(interaction, error)


async def wait(interaction: discord.Interaction, *, public: bool = False) -> None:
    """Acknowledge a command or a form, so that the answer may take its time.

    Where even this comes too late the work goes on: what a person asked for is done, and the channel tells it.
    """
    interaction.extras[PUBLIC] = public
    try:
        await interaction.response.defer(ephemeral=not public, thinking=True)
    except discord.HTTPException as late:
        log.warning("acknowledged too late", command=_name(interaction), error=str(late))


async def wait_quietly(interaction: discord.Interaction) -> None:
    """Acknowledge a press without a visible answer; the post itself is changed later."""
    try:
        await interaction.response.defer()
    except discord.HTTPException as late:
        log.warning("acknowledged too late", command=_name(interaction), error=str(late))


async def answer(interaction: discord.Interaction, card: Card, view: discord.ui.View | None = None) -> None:
    """Send the answer. That it got lost is logged and no error: what it tells has happened."""
    try:
        await interaction.followup.send(
            embed=to_embed(card),
            view=view or discord.utils.MISSING,
            ephemeral=not interaction.extras.get(PUBLIC, False),
            allowed_mentions=discord.AllowedMentions.none(),
        )
    except discord.HTTPException as lost:
        log.warning("an answer was lost", command=_name(interaction), error=str(lost))


def _name(interaction: discord.Interaction) -> str:
    data: Mapping[str, object] = {**(interaction.data or {})}
    return interaction.command.qualified_name if interaction.command else str(data.get("custom_id"))
