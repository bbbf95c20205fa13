"""Opening what looks. Heavier than the list alone: it brings the network and the processes that read pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.app.building import App, build
from bot.app.settings import Settings, load_settings
from bot.cli.logs import log_as
from bot.cli.opening import require_database
from bot.cli.place import Place


def settings_for(place: Place) -> Settings:
    """Read the whole configuration and log as it says. Raises ConfigError with all faults."""
    settings = load_settings(place.settings_dir)
    log_as(settings.config)
    return settings


@asynccontextmanager
async def the_watch(place: Place) -> AsyncIterator[App]:
    """Open the list and all that looks. Raises as `the_list` does, and NoWorkers."""
    settings = settings_for(place)
    require_database(place)
    async with build(place.settings_dir, settings, place.db) as app:
        yield app
