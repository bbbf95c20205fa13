"""The one place that answers errors to people: ours with their sentence, any other with a reference to the log."""

from __future__ import annotations

import secrets

import discord
import structlog
from discord import app_commands

from bot.cards import card_of_error
from bot.cards.embed import to_embed
from bot.errors import ClaimWatchError, InputError

log = structlog.get_logger()

PUBLIC = "public"  # key in an interaction's extras: the answer was announced as visible to all
_UNWRAPPED = (app_commands.CommandInvokeError, app_commands.TransformerError)


async def answer_error(interaction: discord.Interaction, error: BaseException) -> None:
    """Tell the person, privately, what went wrong; never raises."""
    known = _known(error)
    reference = ""
    if known is None:
        reference = secrets.token_hex(4)
        log.error("interaction failed", reference=reference, exc_info=error)
    embed = to_embed(card_of_error(known, reference=reference))
    try:
        await _whisper(interaction, embed)
    except discord.HTTPException as lost:
        log.warning("an error could not be told", reference=reference, error=str(lost))


async def _whisper(interaction: discord.Interaction, embed: discord.Embed) -> None:
    """Send `embed` so that only the person sees it, whatever was answered before."""
    nobody = discord.AllowedMentions.none()
    if not interaction.response.is_done():
        await interaction.response.send_message(embed=embed, ephemeral=True, allowed_mentions=nobody)
        return
    if interaction.extras.get(PUBLIC):
        await interaction.delete_original_response()  # the first follow-up would be as public as what it answers
    await interaction.followup.send(embed=embed, ephemeral=True, allowed_mentions=nobody)


def _known(error: BaseException) -> ClaimWatchError | None:
    """Return the error of ours behind `error`, a sentence for what discord.py refuses, None for a bug."""
    if isinstance(error, _UNWRAPPED) and error.__cause__ is not None:
        error = error.__cause__
    match error:
        case ClaimWatchError():
            return error
        case TimeoutError():
            return InputError("That took too long and was left undone. Please try again in a moment.")
        case app_commands.NoPrivateMessage():
            return InputError("This works in a server only.")
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return InputError("This command has changed. Reload Discord (Ctrl+R) and try again.")
        case app_commands.CheckFailure():
            return InputError("You may not do this here.")
    return None
