"""Opening what a verb works on. Heavy: imported inside the verbs alone."""

from __future__ import annotations

import getpass
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.app import App, Settings, build, load_settings
from bot.cli.logs import log_as
from bot.cli.place import Place
from bot.errors import UnknownClaim


def settings_for(place: Place) -> Settings:
    """Read the whole configuration and log as it says. Raises ConfigError with all faults."""
    settings = load_settings(place.settings_dir)
    log_as(settings.config)
    return settings


@asynccontextmanager
async def the_list(place: Place, *, new: bool = False) -> AsyncIterator[App]:
    """Open the list without the parts that look. A database is made only where `new` says so.

    Raises:
        ConfigError: the configuration is faulty.
        StoreError: the database can not be used.
        UnknownClaim: there is no database yet.
    """
    settings = settings_for(place)
    if not new:
        require_database(place)
    async with build(place.settings_dir, settings, place.db, looking=False) as app:
        yield app


@asynccontextmanager
async def the_watch(place: Place, *, new: bool = False) -> AsyncIterator[App]:
    """Open the list and all that looks. Raises as `the_list` does."""
    settings = settings_for(place)
    if not new:
        require_database(place)
    async with build(place.settings_dir, settings, place.db) as app:
        yield app


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
