"""The list alone: enough to show and to decide, without any part that looks, and open at once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.config import Config, looks
from bot.domain.look import Looks
from bot.domain.source import NewSource
from bot.store.database import Database
from bot.watchlist import Watchlist


def utc_now() -> datetime:
    """Return the time; everything below takes it as an argument."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class OpenList:
    """The list and how it looks."""

    watchlist: Watchlist
    looks: Looks
    now: Callable[[], datetime]


@asynccontextmanager
async def open_list(config: Config, db_path: Path) -> AsyncIterator[OpenList]:
    """Open the database and close it again.

    Raises:
        StoreError: the database can not be used.
    """
    database = await Database.open(db_path, now=utc_now())
    try:
        watchlist = Watchlist(database, partial(_vetted_url, config), partial(_vetted_source, config))
        yield OpenList(watchlist, looks(config), utc_now)
    finally:
        await database.close()


# The rules of what may be added bring every reader and the network with them: half a second that only adding needs.


def _vetted_url(config: Config, url: str) -> str:
    from bot.app.vetting import vetting_of  # noqa: PLC0415  as said

    return vetting_of(config).url(url)


def _vetted_source(config: Config, source: NewSource) -> NewSource:
    from bot.app.vetting import vetting_of  # noqa: PLC0415  as said

    return vetting_of(config).source(source)
