"""Edited settings count from the next look on, and nothing is left behind."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.domain.outcome import Outcome
from bot.domain.reading import Failed
from bot.net.client import Client
from bot.net.response import Response
from tests.newsroom import Newsroom

NOW = datetime(2026, 2, 4, tzinfo=UTC)


async def test_a_network_that_is_closed_by_an_edit_is_refused_from_then_on(newsroom: Newsroom) -> None:
    url = newsroom.page("/a", "<p>here</p>")
    async with Client(newsroom.settings()) as client:
        assert isinstance(await client.get(url, now=NOW), Response)
        await client.reconfigure(newsroom.settings(allowed_networks=()))
        refused = await client.get(url, now=NOW)
        assert isinstance(refused, Failed)
        assert refused.outcome is Outcome.REFUSED_ADDRESS


async def test_a_look_under_way_ends_well(newsroom: Newsroom) -> None:
    url = newsroom.page("/slow", "<p>here</p>", delay=0.3)
    async with Client(newsroom.settings()) as client:
        under_way = asyncio.create_task(client.get(url, now=NOW, robots=False))
        await asyncio.sleep(0.1)
        await client.reconfigure(newsroom.settings(contact="desk@newsroom.example"))
        assert isinstance(await under_way, Response)
        assert isinstance(await client.get(url, now=NOW, robots=False), Response)
        assert "desk@newsroom.example" in newsroom.headers["/slow"]["user-agent"]
