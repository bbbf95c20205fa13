"""The second look at a changed page: whatever was judged already is not judged again, and nothing else is spared."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.domain.analysis import Analysis, Task
from bot.ports import Runner
from bot.recheck import Recheck
from bot.sources import Apis, readers
from tests.app.conftest import World, article

GONE = article(flag="Nobody outside the firm has used the model so far.")


@dataclass(slots=True)
class Counting:
    """A runner that says how many looks it was asked to judge."""

    runner: Runner
    tasks: list[Task] = field(default_factory=list)

    async def run(self, task: Task) -> Analysis:
        self.tasks.append(task)
        return await self.runner.run(task)


@pytest.fixture
def counting(world: World) -> Counting:
    """Judge the world's looks by a runner that counts them."""
    counting = Counting(world.app.runner)
    world.app.recheck = Recheck(
        world.app.database,
        readers(world.app.client, Apis()),
        counting,
        lambda: world.app.rules,
        lambda: world.app.settings.owners,
        str,
    )
    return counting


async def test_the_same_bytes_are_judged_once_and_said_all_the_same(world: World, counting: Counting) -> None:
    world.newsroom.page("/guava", article())
    await world.track_page()
    await world.looks()
    world.newsroom.page("/guava", GONE)
    await world.looks(2)
    assert len(counting.tasks) == 2  # the first look's and the changed page's
    assert "flag_gone" in world.channel.kinds()


async def test_other_bytes_are_judged_anew(world: World, counting: Counting) -> None:
    world.newsroom.page("/guava", article())
    await world.track_page()
    await world.looks()
    world.newsroom.page("/guava", GONE)
    await world.looks()
    world.newsroom.page("/guava", article())
    await world.looks()
    assert len(counting.tasks) == 3
    assert "flag_gone" not in world.channel.kinds()


async def test_a_claim_that_came_in_between_is_judged_too(world: World, counting: Counting) -> None:
    world.newsroom.page("/guava", article())
    await world.track_page()
    await world.looks()
    world.newsroom.page("/guava", GONE)
    await world.looks(apart=timedelta(minutes=11))
    await world.track_page()
    await world.looks()
    assert [len(task.claims) for task in counting.tasks] == [1, 1, 2]
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
