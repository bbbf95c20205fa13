"""What people type into options: claims, sources and tags completed, dates and tags read."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine
from datetime import date, datetime, timedelta
from typing import Any

import discord
import structlog
from discord import app_commands

from bot.cards.clean import cut, host_of
from bot.cards.words import look_of
from bot.commands.desk import Desk
from bot.domain.source import Kind
from bot.errors import ClaimWatchError, InputError

log = structlog.get_logger()

CHOICES = 25
NAME = 100
TIME = 2.0  # seconds; an autocompletion has three in all and can not be put off
Complete = Callable[[discord.Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]
_DAYS = re.compile(r"(\d{1,4}) ?d(ays?)?", re.IGNORECASE)
TAGS_TEXT = 300


def claims_of(desk: Desk) -> Complete:
    """Return the completion for a claim: its number, status and text."""

    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        async def find() -> list[tuple[str, str]]:
            found = await desk.watchlist.matching(interaction.guild_id or -1, typed)
            return [(f"#{c.id} {look_of(c.status, desk.looks).emoji} {c.text}", f"#{c.id}") for c in found]

        return await _offer(find)

    return complete


def sources_of(desk: Desk) -> Complete:
    """Return the completion for a source of the claim chosen before it: host, path and role."""

    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        async def find() -> list[tuple[str, str]]:
            guild_id = interaction.guild_id or -1
            claim = await desk.watchlist.resolve(guild_id, str(interaction.namespace.claim or ""))
            page = await desk.watchlist.show(guild_id, claim.id)
            named = [(f"{s.id}: {host_of(s.url)} ({role.value}) {s.url}", str(s.id)) for s, role in page.sources]
            return [choice for choice in named if typed.casefold() in choice[0].casefold()]

        return await _offer(find)

    return complete


def tags_of(desk: Desk) -> Complete:
    """Return the completion for a tag in use here."""

    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        async def find() -> list[tuple[str, str]]:
            tags = await desk.watchlist.tags(interaction.guild_id or -1)
            return [(tag, tag) for tag in tags if tag.startswith(typed.strip().casefold()) and len(tag) <= NAME]

        return await _offer(find)

    return complete


def source_options_of(desk: Desk) -> Complete:
    """Return the completion for a source's options: the names that its kind knows, each with what it does."""

    async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        async def find() -> list[tuple[str, str]]:
            known = desk.source_options(Kind(interaction.namespace.kind or Kind.PAGE))
            done, sign, begun = typed.rpartition(";")
            head = f"{done.strip()}; " if sign else ""
            fits = [name for name in known if name.startswith(begun.strip()) and f"{name}=" not in head]
            return [(f"{head}{name}=…  ({known[name]})", f"{head}{name}=") for name in fits]

        return await _offer(find)

    return complete


async def _offer(find: Callable[[], Awaitable[list[tuple[str, str]]]]) -> list[app_commands.Choice[str]]:
    """Return what was found as choices; nothing, where it fails or takes too long: people may type on."""
    try:
        async with asyncio.timeout(TIME):
            found = await find()
    except (ClaimWatchError, TimeoutError) as error:
        log.debug("nothing to offer", error=str(error))
        return []
    return [app_commands.Choice(name=cut(name, NAME) or value, value=value) for name, value in found[:CHOICES]]


def read_tags(text: str) -> tuple[str, ...]:
    """Return the tags in ``ai, models``: parted by commas, lower case, without #, each once."""
    if len(text) > TAGS_TEXT:
        raise InputError(f"The tags may hold at most {TAGS_TEXT} characters.")
    tags = (" ".join(tag.strip().removeprefix("#").casefold().split()) for tag in text.split(","))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def read_date(text: str, now: datetime) -> date | None:
    """Return the day meant by ``2026-05-01`` or ``30d``; None for nothing. Raises InputError for the past."""
    text = text.strip()
    if not text:
        return None
    try:
        days = _DAYS.fullmatch(text)
        day = (now + timedelta(days=int(days[1]))).date() if days else date.fromisoformat(text)
    except ValueError:
        raise InputError("Give the date as 2026-05-01 or as a number of days, such as 30d.") from None
    if day <= now.date():
        raise InputError("The review date must lie in the future.")
    return day
