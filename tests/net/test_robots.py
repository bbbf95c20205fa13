"""robots.txt by RFC 9309: groups, statuses, size, age, and manners that follow from it."""

from __future__ import annotations

import asyncio
import gc
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
from protego import Protego

from bot.domain.outcome import Outcome
from bot.domain.reading import Failed
from bot.net.client import Client
from bot.net.faults import Fault
from bot.net.response import Response
from bot.net.robots import Robots
from bot.net.rules import relevant
from bot.net.settings import NetSettings
from tests.hostile import HostileServer, head
from tests.newsroom import Newsroom

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
PAGE = "<p>The memo could not be independently verified.</p>"

RULES = {
    "no rules": ("", True),
    "only comments": ("# nothing here", True),
    "everybody out": ("User-agent: *\nDisallow: /", False),
    "everybody in": ("User-agent: *\nDisallow:", True),
    "another agent out": ("User-agent: otherbot\nDisallow: /", True),
    "we are out": ("User-agent: ClaimWatch\nDisallow: /", False),
    "we are out, whatever the case": ("user-agent: CLAIMWATCH\ndisallow: /", False),
    "we are out, with a version": ("User-agent: ClaimWatch/2.0\nDisallow: /", False),
    "our own group counts alone": ("User-agent: *\nDisallow: /\n\nUser-agent: claimwatch\nDisallow: /private", True),
    "our own group is stricter": ("User-agent: *\nAllow: /\n\nUser-agent: claimwatch\nDisallow: /news", False),
    "shared group": ("User-agent: otherbot\nUser-agent: claimwatch\nDisallow: /news", False),
    "shared group, us first": ("User-agent: claimwatch\nUser-agent: otherbot\nDisallow: /news", False),
    "group after a sitemap": ("User-agent: claimwatch\nSitemap: https://a.example/s\nDisallow: /news", False),
    "longest rule wins": ("User-agent: *\nDisallow: /news\nAllow: /news/a", True),
    "wildcard": ("User-agent: *\nDisallow: /*/a$", False),
    "end mark": ("User-agent: *\nDisallow: /news$", True),
    "byte order mark": ("\ufeffUser-agent: *\nDisallow: /", False),
    "old line ends": ("User-agent: *\rDisallow: /", False),
    "html instead": ("<html><body>404</body></html>", True),
    "rules without a group": ("Disallow: /", True),
}


@pytest.mark.parametrize("name", RULES)
async def test_rules_decide(name: str, newsroom: Newsroom) -> None:
    text, allowed = RULES[name]
    newsroom.robots(text)
    url = newsroom.page("/news/a", PAGE)
    async with Client(newsroom.settings()) as client:
        answer = await client.get(url, now=NOW)
    if allowed:
        assert isinstance(answer, Response)
    else:
        assert isinstance(answer, Failed)
        assert answer.outcome is Outcome.REFUSED_ROBOTS
        assert "robots.txt" in answer.detail
        assert newsroom.requests["/news/a"] == 0


STATUSES = {200: True, 204: True, 401: True, 403: True, 404: True, 410: True, 418: True, 500: False, 502: False}


@pytest.mark.parametrize("status", STATUSES)
async def test_a_missing_file_allows_and_a_broken_one_forbids(status: int, newsroom: Newsroom) -> None:
    newsroom.robots("", status=status)
    url = newsroom.page("/a", PAGE)
    async with Client(newsroom.settings()) as client:
        answer = await client.get(url, now=NOW)
        if STATUSES[status]:
            assert isinstance(answer, Response)
            return
        assert isinstance(answer, Failed)
        assert (answer.outcome, answer.retry_at) == (Outcome.REFUSED_ROBOTS, NOW + timedelta(hours=1))
        assert str(status) in answer.detail
        newsroom.robots("")
        assert isinstance(await client.get(url, now=NOW + timedelta(minutes=59)), Failed)
        assert isinstance(await client.get(url, now=NOW + timedelta(minutes=61)), Response)
    assert newsroom.requests["/robots.txt"] == 2


async def test_rules_once_read_stay_in_force_while_the_file_is_broken(newsroom: Newsroom) -> None:
    newsroom.robots("User-agent: *\nDisallow: /private")
    url, private = newsroom.page("/a", PAGE), newsroom.page("/private", PAGE)
    async with Client(newsroom.settings()) as client:
        assert isinstance(await client.get(url, now=NOW), Response)
        newsroom.robots("", status=500)
        later = NOW + timedelta(hours=25)
        assert isinstance(await client.get(url, now=later), Response)
        refused = await client.get(private, now=later)
    assert isinstance(refused, Failed)
    assert refused.outcome is Outcome.REFUSED_ROBOTS


async def test_the_file_is_fetched_once_a_day_and_origin(newsroom: Newsroom) -> None:
    newsroom.robots("User-agent: *\nDisallow: /private")
    url = newsroom.page("/a", PAGE)
    async with Client(newsroom.settings()) as client:
        await asyncio.gather(*(client.get(url, now=NOW) for _ in range(8)))
        assert newsroom.requests["/robots.txt"] == 1
        await client.get(newsroom.url("/a", host="newsroom.example"), now=NOW)
        assert newsroom.requests["/robots.txt"] == 2
        await client.get(url, now=NOW + timedelta(hours=23))
        assert newsroom.requests["/robots.txt"] == 2
        await client.get(url, now=NOW + timedelta(hours=24))
        assert newsroom.requests["/robots.txt"] == 3


async def test_each_hop_of_a_redirect_asks_its_own_file(newsroom: Newsroom) -> None:
    async with Newsroom() as other:
        other.robots("User-agent: *\nDisallow: /")
        newsroom.redirect("/a", other.page("/b", PAGE), 302)
        settings = newsroom.settings(allowed_ports=frozenset({newsroom.port, other.port}))
        async with Client(settings) as client:
            answer = await client.get(newsroom.url("/a"), now=NOW)
        assert isinstance(answer, Failed)
        assert answer.outcome is Outcome.REFUSED_ROBOTS
        assert other.requests["/b"] == 0


async def test_the_file_may_be_redirected_and_its_rules_count_here(newsroom: Newsroom) -> None:
    async with Newsroom() as other:
        newsroom.redirect("/robots.txt", other.page("/rules", "User-agent: *\nDisallow: /a", content_type="text/plain"))
        url = newsroom.page("/a", PAGE)
        settings = newsroom.settings(allowed_ports=frozenset({newsroom.port, other.port}))
        async with Client(settings) as client:
            answer = await client.get(url, now=NOW)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.REFUSED_ROBOTS


@pytest.mark.parametrize("to", ["/robots.txt", "http://10.0.0.1/robots.txt", "http://["])
async def test_a_file_that_leads_astray_counts_as_none(to: str, newsroom: Newsroom) -> None:
    newsroom.redirect("/robots.txt", to)
    async with Client(newsroom.settings()) as client:
        assert isinstance(await client.get(newsroom.page("/a", PAGE), now=NOW), Response)


async def test_programs_interfaces_and_the_switch_ask_for_no_file(newsroom: Newsroom) -> None:
    newsroom.robots("User-agent: *\nDisallow: /")
    url = newsroom.page("/a", PAGE)
    async with Client(newsroom.settings()) as client:
        assert isinstance(await client.get(url, robots=False, now=NOW), Response)
    async with Client(newsroom.settings(robots=False)) as client:
        assert isinstance(await client.get(url, now=NOW), Response)
    assert newsroom.requests["/robots.txt"] == 0


async def test_crawl_delay_sets_the_pace_up_to_a_limit(newsroom: Newsroom) -> None:
    newsroom.robots("User-agent: *\nCrawl-delay: 0.2")
    url = newsroom.page("/a", PAGE)
    async with Client(newsroom.settings()) as client:
        started = perf_counter()
        for _ in range(3):
            await client.get(url, now=NOW)
        assert 0.4 <= perf_counter() - started < 1.5
    newsroom.robots("User-agent: *\nCrawl-delay: 86400")
    async with Client(newsroom.settings(max_crawl_delay=0.1)) as client:
        started = perf_counter()
        for _ in range(3):
            await client.get(url, now=NOW)
        assert 0.2 <= perf_counter() - started < 1.0


async def test_a_file_of_fifty_megabytes_is_read_as_far_as_the_limit() -> None:
    async def fifty_megabytes(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head(Content_Type="text/plain", Content_Length=50_000_000))
        writer.write(b"User-agent: *\nDisallow: /good\n")
        for _unused in range(800):
            writer.write(b"Disallow: /somewhere/else/altogether\n" * 1_700)
            await writer.drain()

    async with HostileServer(robots=fifty_megabytes) as hostile, Client(hostile.settings()) as client:
        answer = await client.get(hostile.url("good"), now=NOW)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.REFUSED_ROBOTS


async def test_a_long_file_is_read_to_the_last_whole_line_of_its_first_500_kib(newsroom: Newsroom) -> None:
    last = "Disallow: /private\nDisallow: /"
    head = "User-agent: *\n"
    newsroom.robots(f"{head}{'#' * (512_000 - len(head) - len(last) - 1)}\n{last}somewhere\n")
    newsroom.page("/good", "<p>text</p>")
    newsroom.page("/private", "<p>text</p>")
    async with Client(newsroom.settings()) as client:
        assert isinstance(await client.get(newsroom.url("/good"), now=NOW), Response)
        refused = await client.get(newsroom.url("/private"), now=NOW)
    assert isinstance(refused, Failed)
    assert refused.outcome is Outcome.REFUSED_ROBOTS


async def test_a_file_that_never_ends_is_a_time_out_of_the_look() -> None:
    async def stall(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head(Content_Type="text/plain", Content_Length=100) + b"User-agent")
        await asyncio.sleep(3600)

    async with HostileServer(robots=stall) as hostile, Client(hostile.settings(total_timeout=0.3)) as client:
        answer = await client.get(hostile.url("good"), now=NOW)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.TIMEOUT


def test_many_agents_times_many_rules_take_neither_time_nor_memory() -> None:
    agents = "".join(f"User-agent: bot{n}\n" for n in range(15_000))
    rules = "".join(f"Disallow: /{n}\n" for n in range(15_000))
    assert len(relevant((agents + rules).encode(), "claimwatch")) < 100
    ours = relevant(f"{agents}User-agent: *\n{rules}".encode(), "claimwatch")
    assert ours.count("User-agent") == 1
    assert ours.count("Disallow") == 15_000


async def test_the_files_of_many_hosts_take_little_memory_and_still_count() -> None:
    async def fetch(url: str, _: datetime) -> bytes:
        return ("User-agent: *\n" + "".join(f"Disallow: /{url}/{n}\n" for n in range(400))).encode()

    origins = [f"https://h{number}.example" for number in range(100)]
    robots = Robots(NetSettings(), fetch)
    for origin in origins:
        await robots.check(origin, f"{origin}/page", NOW)
    gc.collect()
    assert sum(isinstance(held, Protego) for held in gc.get_objects()) < 60  # each takes 170 kB
    for origin in (origins[0], origins[-1]):
        with pytest.raises(Fault):
            await robots.check(origin, f"{origin}/{origin}/robots.txt/7", NOW)
