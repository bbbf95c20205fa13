"""After a pause of the program: what is overdue is looked at little by little, not all at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app.service import Service
from bot.domain.source import NewSource, Role
from tests.app.conftest import World
from tests.newsroom import Newsroom

HOSTS = [f"h{number}.example" for number in range(12)]
AT_ONCE = 4


@pytest.fixture
async def newsroom() -> AsyncIterator[Newsroom]:
    async with Newsroom(*HOSTS) as room:
        yield room


@pytest.fixture
async def service(world: World) -> Service:
    """A service whose ticks the test takes, with as many sources as there are hosts; each was looked at once."""
    config = world.app.settings.config
    recheck = config.recheck.model_copy(update={"in_flight": AT_ONCE})
    world.app.settings = replace(world.app.settings, config=config.model_copy(update={"recheck": recheck}))
    for host in HOSTS:
        await world.track(NewSource(world.newsroom.url("/none", host), Role.COVERAGE), text=f"Claim of {host}")
    service = Service(world.app, [], tick=timedelta(seconds=1))
    await tick(world, service, timedelta(0))
    assert world.newsroom.requests["/none"] == len(HOSTS)  # what was just added waits for nothing
    return service


async def tick(world: World, service: Service, later: timedelta) -> int:
    """Let time pass and the service tick once; return how many sources were looked at."""
    before = world.newsroom.requests["/none"]
    world.at += later
    await service.look()
    await world.app.recheck.drain(30)
    return world.newsroom.requests["/none"] - before


async def test_some_are_looked_at_at_once_and_the_others_one_after_another(world: World, service: Service) -> None:
    assert await tick(world, service, timedelta(days=3)) == AT_ONCE
    second = timedelta(seconds=1)
    assert [await tick(world, service, second) for _ in range(3)] == [5, 3, 0]


async def test_so_it_is_after_a_restart(world: World, service: Service) -> None:
    world.at += timedelta(days=3)
    assert await tick(world, Service(world.app, [], tick=timedelta(seconds=1)), timedelta(0)) == AT_ONCE
