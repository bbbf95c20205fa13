"""Opening the list. Heavy: imported inside the verbs alone."""

from __future__ import annotations

import getpass
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.app.listing import OpenList, open_list
from bot.cli.logs import log_as
from bot.cli.place import Place
from bot.config import load
from bot.errors import UnknownClaim


@asynccontextmanager
async def the_list(place: Place, *, new: bool = False) -> AsyncIterator[OpenList]:
    """Open the list without the parts that look. A database is made only where `new` says so.

    Raises:
        ConfigError: the configuration is faulty.
        StoreError: the database can not be used.
        UnknownClaim: there is no database yet.
    """
    config = load(place.settings_dir)
    log_as(config)
    if not new:
        require_database(place)
    async with open_list(config, place.db) as opened:
        yield opened


def require_database(place: Place) -> None:
    """Raise UnknownClaim where there is no database: a mistyped path must not make one."""
    if not place.db.exists():
        raise UnknownClaim(
            f"There is no database at {place.db} yet. Make one with run, seed or add, or name another with --db."
        )


def person(named: str) -> str:
    """Return who acts: the name given, else the account's."""
    if named.strip():
        return named.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user without a name
        return f"user {os.getuid()}"
