"""Whatever a server does ends in a typed value within the deadline, and leaves the client healthy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest

from bot.domain.outcome import Outcome
from bot.domain.reading import Failed
from bot.net.client import Client
from bot.net.response import Response
from bot.net.settings import NetSettings
from tests.hostile import GOOD, MISBEHAVIOURS, HostileServer

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
DEADLINE = 0.4


@pytest.fixture
async def hostile() -> AsyncIterator[HostileServer]:
    async with HostileServer() as server:
        yield server


@pytest.fixture
def settings(hostile: HostileServer) -> NetSettings:
    return NetSettings(
        allowed_networks=("127.0.0.1/32",),
        allowed_ports=frozenset({80, 443, hostile.port}),
        total_timeout=DEADLINE,
        per_host_interval=0.0,
    )


@pytest.mark.parametrize("name", MISBEHAVIOURS)
async def test_each_misbehaviour_has_its_outcome_within_the_deadline(
    name: str, hostile: HostileServer, settings: NetSettings
) -> None:
    expected, _ = MISBEHAVIOURS[name]
    async with Client(settings) as client:
        started = perf_counter()
        answer = await client.get(hostile.url(name), now=NOW)
        took = perf_counter() - started
        assert isinstance(answer, Response) if expected is Outcome.OK else isinstance(answer, Failed)
        if isinstance(answer, Failed):
            assert (answer.outcome, answer.detail) == (expected, answer.detail)
            assert answer.detail.endswith(".")
            assert len(answer.detail) < 200
        assert took < DEADLINE + 0.5

        good = await client.get(hostile.url(), robots=False, now=NOW + timedelta(days=1))
        assert isinstance(good, Response)
        assert good.body == GOOD
    await asyncio.sleep(0.05)
    assert hostile.open <= 1  # one server task may still be asleep; the client holds nothing
