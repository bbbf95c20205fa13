"""A claim that nobody could settle comes back to a person at its review-by date."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.status import Status
from tests.app.conftest import World, article


async def test_an_open_claim_is_heard_of_at_its_review_date_and_then_monthly(world: World) -> None:
    world.newsroom.page("/guava", article())
    await world.track_page()
    counts = []
    for _ in range(130):
        counts.append(await world.app.watchlist.remind(world.at))
        world.at += timedelta(days=1)
    assert [day for day, count in enumerate(counts) if count] == [90, 120]
    await world.deliver()
    assert world.channel.kinds() == ["claim_added", "review_due", "review_due"]


async def test_a_settled_claim_is_left_alone(world: World) -> None:
    world.newsroom.page("/guava", article())
    claim = await world.track_page()
    await world.app.watchlist.decide(
        0, claim.id, Status.INCONCLUSIVE, evidence="http://a.example/", reason="no test", actor="ada", now=world.at
    )
    world.at += timedelta(days=200)
    assert await world.app.watchlist.remind(world.at) == 0
