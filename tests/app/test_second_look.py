"""The second look at a changed page: the same bytes are not read again, and nothing else is spared."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.domain.analysis import Analysis, Task
from bot.ports import Runner
from bot.recheck import Recheck
from bot.sources import Apis, readers
from tests.app.conftest import World, article

GONE = article(flag="The firm showed the model to its guests on Monday.")


@dataclass(slots=True)
class Keeping:
    """A runner that keeps what it was asked."""

    runner: Runner
    tasks: list[Task] = field(default_factory=list)

    async def run(self, task: Task) -> Analysis:
        self.tasks.append(task)
        return await self.runner.run(task)


@pytest.fixture
def keeping(world: World) -> Keeping:
    """Judge the world's looks by a runner that keeps what it was asked."""
    keeping = Keeping(world.app.runner)
    world.app.recheck = Recheck(
        world.app.database,
        readers(world.app.client, Apis()),
        keeping,
        lambda: world.app.settings.rules,
        lambda: world.app.settings.owners,
        str,
    )
    return keeping


async def test_the_same_bytes_are_read_once_and_said_all_the_same(world: World, keeping: Keeping) -> None:
    world.newsroom.page("/guava", article())
    await world.track_page()
    await world.looks()
    world.newsroom.page("/guava", GONE)
    await world.looks(2)
    assert len(keeping.tasks) == len(["the first look", "the first sight of the change"])
    assert "flag_gone" in world.channel.kinds()


async def test_other_bytes_are_read_anew(world: World, keeping: Keeping) -> None:
    world.newsroom.page("/guava", article())
    await world.track_page()
    await world.looks()
    world.newsroom.page("/guava", GONE)
    await world.looks()
    world.newsroom.page("/guava", article())
    await world.looks()
    assert [bool(task.body) for task in keeping.tasks] == [True, True, True]
    assert "flag_gone" not in world.channel.kinds()


async def test_a_claim_that_came_in_between_is_judged_too(world: World, keeping: Keeping) -> None:
    world.newsroom.page("/guava", article())
    await world.track_page()
    await world.looks()
    world.newsroom.page("/guava", GONE)
    await world.looks(apart=timedelta(minutes=11))
    await world.track_page()
    await world.looks()
    assert [(len(task.claims), bool(task.body)) for task in keeping.tasks] == [(1, True), (1, True), (2, True)]
    assert "flag_gone" in world.channel.kinds()


async def test_after_a_restart_in_between_it_is_said_as_well(world: World) -> None:
    world.newsroom.page("/guava", article())
    await world.track_page()
    await world.looks()
    world.newsroom.page("/guava", GONE)
    await world.looks()
    await world.restart()
    await world.looks()
    assert "flag_gone" in world.channel.kinds()
