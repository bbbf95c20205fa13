"""Whatever a server does ends in a typed value within the deadline, and leaves the client healthy."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import tracemalloc
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
from aiohttp import BaseConnector, ClientSession

from bot.domain.outcome import Outcome
from bot.domain.reading import Failed
from bot.net.client import Client
from bot.net.response import Response
from bot.net.settings import NetSettings
from tests.hostile import GOOD, MISBEHAVIOURS, HostileServer, head, page, raw_server

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
DEADLINE = 0.4


@pytest.fixture
async def hostile() -> AsyncIterator[HostileServer]:
    async with HostileServer() as server:
        yield server


@pytest.fixture
def settings(hostile: HostileServer) -> NetSettings:
    return hostile.settings(total_timeout=DEADLINE)


@pytest.mark.parametrize("name", MISBEHAVIOURS)
async def test_each_misbehaviour_has_its_outcome_within_the_deadline(
    name: str, hostile: HostileServer, settings: NetSettings
) -> None:
    expected, _ = MISBEHAVIOURS[name]
    deadline = DEADLINE if expected is Outcome.TIMEOUT else 10 * DEADLINE
    async with Client(replace(settings, total_timeout=deadline)) as client:
        started = perf_counter()
        answer = await client.get(hostile.url(name), now=NOW)
        took = perf_counter() - started
        assert isinstance(answer, Response) if expected is Outcome.OK else isinstance(answer, Failed)
        if isinstance(answer, Failed):
            assert (answer.outcome, answer.detail) == (expected, answer.detail)
            assert answer.detail.endswith(".")
            assert len(answer.detail) < 200
        assert took < deadline + 1.0

        good = await client.get(hostile.url(), robots=False, now=NOW + timedelta(days=1))
        assert isinstance(good, Response)
        assert good.body == GOOD
    await asyncio.sleep(0.05)
    assert hostile.open <= 1  # one server task may still be asleep; the client holds nothing


LIMITS = {
    "deadline": ["drip"],
    "wire bytes": ["thirty-megabytes", "endless-body"],
    "inflated bytes": ["gzip-bomb", "deflate-bomb", "raw-deflate-bomb", "many-members", "stacked-encodings"],
    "header size": ["endless-headers", "huge-header"],
    "redirects": ["endless-redirect", "redirect-loop"],
    "content type": ["endless-picture", "endless-pdf"],
}


@pytest.mark.parametrize("name", [name for names in LIMITS.values() for name in names])
async def test_a_limit_hit_costs_little_memory(name: str, hostile: HostileServer, settings: NetSettings) -> None:
    expected, _ = MISBEHAVIOURS[name]
    deadline = DEADLINE if expected is Outcome.TIMEOUT else 5.0
    async with Client(replace(settings, robots=False, total_timeout=deadline)) as client:
        await client.get(hostile.url("gzip-bomb"), now=NOW)  # so that the server has made its bombs
        tracemalloc.start()
        try:
            answer = await client.get(hostile.url(name), now=NOW)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert isinstance(answer, Failed)
    assert answer.outcome is expected
    assert peak < 20_000_000  # the server's own buffers are counted with it


def pool_of(client: Client) -> BaseConnector:
    assert client._transport is not None
    session = client._transport.client
    assert isinstance(session, ClientSession)
    assert session.connector is not None
    return session.connector


async def test_the_pool_is_whole_after_all_of_them(hostile: HostileServer, settings: NetSettings) -> None:
    names = {name: f"host{number}.example" for number, name in enumerate(MISBEHAVIOURS)}
    hosts = dict.fromkeys([*names.values(), "good.example"], "127.0.0.1")
    async with Client(replace(settings, hosts=hosts, max_in_flight=60, total_timeout=5 * DEADLINE)) as client:
        started = perf_counter()
        looks = [client.get(hostile.url(name, host), now=NOW) for name, host in names.items()]
        goods = [client.get(hostile.url("good", "good.example"), now=NOW) for _ in range(20)]
        answers = await asyncio.gather(*looks, *goods)
        took = perf_counter() - started
        outcomes = [answer.outcome if isinstance(answer, Failed) else Outcome.OK for answer in answers]
        wrong = {
            name: outcome
            for name, outcome in zip(names, outcomes, strict=False)
            if outcome is not MISBEHAVIOURS[name][0]
        }
        assert set(outcomes[len(names) :]) == {Outcome.OK}
        assert took < 5 * DEADLINE + 3
        assert not wrong
        connector = pool_of(client)
        assert not connector._acquired
        assert not client._wire.locked()
        assert not any(host.busy for host in client._hosts._known.values())
    await asyncio.sleep(0.05)
    assert connector.closed


async def test_a_host_that_never_accepts_is_a_time_out() -> None:
    with socket.socket() as listening, contextlib.ExitStack() as fillers:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        port = listening.getsockname()[1]
        for _ in range(4):  # fill the backlog: the next connection hangs in the kernel
            filler = fillers.enter_context(socket.socket())
            filler.settimeout(0)
            filler.connect_ex(("127.0.0.1", port))
        settings = NetSettings(
            allowed_networks=("127.0.0.1/32",), allowed_ports=frozenset({port}), connect_timeout=0.2, robots=False
        )
        async with Client(settings) as client:
            answer = await client.get(f"http://127.0.0.1:{port}/", now=NOW)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.TIMEOUT
    assert "no connection" in answer.detail


async def test_a_kept_connection_that_the_server_closed_is_no_failure() -> None:
    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(page(GOOD))
        await writer.drain()

    async with raw_server(once) as port:
        settings = NetSettings(allowed_networks=("127.0.0.1/32",), allowed_ports=frozenset({port}), robots=False)
        async with Client(replace(settings, per_host_interval=0.0)) as client:
            for _ in range(4):
                assert isinstance(await client.get(f"http://127.0.0.1:{port}/", now=NOW), Response)


WHOLE = bytes(range(32, 132)) * 30_000
FRAMINGS = {
    "until the end": head(Content_Type="text/plain", Connection="close") + WHOLE,
    "by length": head(Content_Type="text/plain", Content_Length=len(WHOLE)) + WHOLE,
    "in chunks": head(Content_Type="text/plain", Transfer_Encoding="chunked")
    + b"%x\r\n%b\r\n0\r\n\r\n" % (len(WHOLE), WHOLE),
}


@pytest.mark.parametrize("framing", FRAMINGS)
async def test_a_large_body_is_whole_although_the_server_hangs_up_at_once(framing: str) -> None:
    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(FRAMINGS[framing])

    async with raw_server(once) as port:
        settings = NetSettings(allowed_networks=("127.0.0.1/32",), allowed_ports=frozenset({port}), robots=False)
        async with Client(settings) as client:
            answer = await client.get(f"http://127.0.0.1:{port}/", now=NOW)
    assert isinstance(answer, Response)
    assert answer.body == WHOLE
