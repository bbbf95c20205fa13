"""Manners towards hosts: pace, one at a time, back-off shared by all of a host's pages."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
from aiohttp import web

from bot.domain.outcome import Outcome
from bot.domain.reading import Failed
from bot.net.client import Client
from bot.net.faults import Fault
from bot.net.hosts import Host, Hosts
from bot.net.response import Response
from bot.net.settings import NetSettings
from tests.newsroom import Newsroom

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
PAGE = "<p>The memo could not be independently verified.</p>"


class Crowd:
    """A handler that notes how many requests it serves at once."""

    def __init__(self) -> None:
        self.now = self.most = 0

    async def __call__(self, _: web.Request) -> web.StreamResponse:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.03)
        self.now -= 1
        return web.Response(text=PAGE, content_type="text/html")


@pytest.mark.parametrize("at_once", [1, 3])
async def test_a_host_gets_so_many_requests_at_once(at_once: int, newsroom: Newsroom) -> None:
    crowd = Crowd()
    urls = [newsroom.answer(f"/{n}", crowd) for n in range(9)]
    async with Client(newsroom.settings(per_host_in_flight=at_once)) as client:
        await asyncio.gather(*(client.get(url, now=NOW) for url in urls))
    assert crowd.most == at_once


async def test_all_hosts_together_get_so_many_requests_at_once() -> None:
    names = [f"host{n}.example" for n in range(12)]
    async with Newsroom(*names) as newsroom:
        crowd = Crowd()
        newsroom.answer("/a", crowd)
        async with Client(newsroom.settings(max_in_flight=4, robots=False)) as client:
            answers = await asyncio.gather(*(client.get(newsroom.url("/a", host), now=NOW) for host in names))
    assert all(isinstance(answer, Response) for answer in answers)
    assert crowd.most == 4


async def test_requests_to_one_host_keep_their_distance_and_others_do_not_wait() -> None:
    names = [f"host{n}.example" for n in range(10)]
    async with Newsroom(*names) as newsroom:
        newsroom.page("/a", PAGE)
        async with Client(newsroom.settings(per_host_interval=0.3, robots=False)) as client:
            started = perf_counter()
            await asyncio.gather(*(client.get(newsroom.url("/a", host), now=NOW) for host in names))
            assert perf_counter() - started < 0.3
            started = perf_counter()
            await asyncio.gather(*(client.get(newsroom.url("/a", names[0]), now=NOW) for _ in range(3)))
            assert 0.6 < perf_counter() - started < 2.5


async def test_a_redirect_within_a_host_is_one_visit(newsroom: Newsroom) -> None:
    newsroom.redirect("/a", "/b", 302)
    newsroom.page("/b", PAGE)
    async with Client(newsroom.settings(per_host_interval=5.0)) as client:
        started = perf_counter()
        assert isinstance(await client.get(newsroom.url("/a"), now=NOW), Response)
        assert perf_counter() - started < 1.0


async def test_waiting_for_the_pace_is_not_held_against_the_deadline(newsroom: Newsroom) -> None:
    url = newsroom.page("/a", PAGE)
    async with Client(newsroom.settings(per_host_interval=0.3, total_timeout=0.25)) as client:
        answers = await asyncio.gather(*(client.get(url, now=NOW) for _ in range(3)))
    assert [type(answer) for answer in answers] == [Response] * 3


async def test_a_host_that_asks_for_a_pause_gets_it_from_all_its_pages(newsroom: Newsroom) -> None:
    busy = newsroom.page("/busy", "no", status=429, headers={"Retry-After": "600"})
    calm = newsroom.page("/calm", PAGE)
    async with Client(newsroom.settings()) as client:
        first = await client.get(busy, now=NOW)
        assert isinstance(first, Failed)
        assert first.retry_at == NOW + timedelta(seconds=600)
        second = await client.get(calm, now=NOW + timedelta(seconds=599))
        assert isinstance(second, Failed)
        assert (second.outcome, second.retry_at) == (Outcome.RATE_LIMITED, first.retry_at)
        assert "left alone until 2026-11-24 10:10 UTC" in second.detail
        assert newsroom.requests["/calm"] == 0
        other = await client.get(newsroom.url("/calm", host="newsroom.example"), now=NOW)
        assert isinstance(other, Response)
        assert isinstance(await client.get(calm, now=NOW + timedelta(seconds=600)), Response)


async def test_those_in_the_queue_learn_of_the_pause_too(newsroom: Newsroom) -> None:
    url = newsroom.page("/busy", "no", status=429, headers={"Retry-After": "600"}, delay=0.05)
    async with Client(newsroom.settings(robots=False)) as client:
        answers = await asyncio.gather(*(client.get(url, now=NOW) for _ in range(20)))
    assert {answer.outcome for answer in answers if isinstance(answer, Failed)} == {Outcome.RATE_LIMITED}
    assert newsroom.requests["/busy"] == 1


async def test_a_silent_host_is_left_alone_after_a_few_tries(newsroom: Newsroom) -> None:
    url = newsroom.page("/slow", PAGE, delay=5)
    async with Client(newsroom.settings(total_timeout=0.1, backoff_after_failures=2, robots=False)) as client:
        for _ in range(2):
            answer = await client.get(url, now=NOW)
            assert isinstance(answer, Failed)
            assert (answer.outcome, answer.retry_at) == (Outcome.TIMEOUT, None)
        quick = await client.get(newsroom.page("/other", PAGE), now=NOW + timedelta(seconds=59))
        assert isinstance(quick, Failed)
        assert newsroom.requests["/other"] == 0
        assert (quick.outcome, quick.retry_at) == (Outcome.TIMEOUT, NOW + timedelta(minutes=1))
        assert isinstance(await client.get(newsroom.url("/other"), now=NOW + timedelta(minutes=1)), Response)
        assert isinstance(await client.get(newsroom.url("/other"), now=NOW), Response)


def rest_of(host: Host, fault: Fault, now: datetime) -> timedelta | None:
    host.answered(fault, now)
    if not host.resting:
        return None
    with pytest.raises(Fault) as caught:
        host._refuse_while_resting(now)
    assert caught.value.retry_at is not None
    return caught.value.retry_at - now


async def test_the_pause_doubles_up_to_the_limit_and_ends_with_an_answer() -> None:
    host = Host("orchard.example", NetSettings(backoff_most=timedelta(minutes=5)))
    busy = Fault(Outcome.RATE_LIMITED, "Later.")
    minutes = [rest_of(host, busy, NOW) for _ in range(5)]
    assert minutes == [timedelta(minutes=n) for n in (1, 2, 4, 5, 5)]
    host.answered(None, NOW)
    assert not host.resting
    assert rest_of(host, busy, NOW) == timedelta(minutes=1)


async def test_a_host_that_always_says_at_once_is_not_asked_at_once_for_ever() -> None:
    host = Host("orchard.example", NetSettings())
    host.answered(Fault(Outcome.RATE_LIMITED, "Later.", NOW), NOW)
    assert rest_of(host, Fault(Outcome.RATE_LIMITED, "Later.", NOW), NOW) == timedelta(minutes=2)


@pytest.mark.parametrize("outcome", [Outcome.NOT_FOUND, Outcome.TOO_LARGE, Outcome.BLOCKED, Outcome.SERVER_ERROR])
async def test_a_page_that_fails_says_nothing_against_its_host(outcome: Outcome) -> None:
    host = Host("orchard.example", NetSettings())
    assert [rest_of(host, Fault(outcome, "No."), NOW) for _ in range(9)] == [None] * 9


async def test_one_good_page_between_bad_ones_keeps_the_host_open() -> None:
    host = Host("orchard.example", NetSettings())
    late = Fault(Outcome.TIMEOUT, "Late.")
    for _ in range(5):
        assert rest_of(host, late, NOW) is None
        assert rest_of(host, late, NOW) is None
        host.answered(None, NOW)


async def test_hosts_are_forgotten_but_not_while_they_are_busy_or_resting() -> None:
    hosts = Hosts(NetSettings(known_hosts=3))
    busy, resting = hosts.of("busy.example"), hosts.of("resting.example")
    await busy.enter(NOW)
    resting.answered(Fault(Outcome.RATE_LIMITED, "Later."), NOW)
    for number in range(100):
        hosts.of(f"host{number}.example")
        assert len(hosts._known) <= 3
    assert hosts.of("busy.example") is busy
    assert hosts.of("resting.example") is resting
    busy.leave(pause=False)
