"""Fixtures that every area may use."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator

import pytest

from tests.newsroom import Newsroom

# A shell starts what it runs in the background deaf to Ctrl-C, and every process that a test starts would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
async def newsroom() -> AsyncIterator[Newsroom]:
    """A running loopback server, known as `newsroom.example` too."""
    async with Newsroom("newsroom.example") as room:
        yield room
