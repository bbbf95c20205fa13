from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.net.client import Client
from tests.newsroom import Newsroom


@pytest.fixture
async def client(newsroom: Newsroom) -> AsyncIterator[Client]:
    async with Client(newsroom.settings()) as client:
        yield client
