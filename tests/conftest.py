"""Fixtures that every area may use."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.newsroom import Newsroom


@pytest.fixture
async def newsroom() -> AsyncIterator[Newsroom]:
    """A running loopback server, known as `newsroom.example` too."""
    async with Newsroom("newsroom.example") as room:
        yield room
