"""The Discord server of the tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import simcord

from bot.commands.client import ClaimWatchClient
from tests.discord.world import Desk, World, furnish, open_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk over a fresh database."""
    async with open_desk(tmp_path) as made:
        yield made


@pytest.fixture
def simcord_bot(desk: Desk) -> ClaimWatchClient:
    """The client under test; simcord's own fixture starts it."""
    return ClaimWatchClient(desk)


@pytest.fixture
async def server(simcord_env: simcord.Env, desk: Desk) -> World:
    """A server with the bot in it, set up and ready."""
    return await furnish(simcord_env, desk)
