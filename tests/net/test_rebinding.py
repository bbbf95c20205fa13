"""Names whose answers change, mix, fail or never come, asked of a real name server on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from time import perf_counter

import pytest

from bot.domain.outcome import Outcome
from bot.domain.reading import Failed
from bot.net.client import Client
from bot.net.resolver import SystemLookup
from bot.net.response import Response
from bot.net.settings import NetSettings
from tests.hostile import GOOD, page, raw_server
from tests.net.dialled import dialled
from tests.net.dns_stub import SERVER_FAILURE, NameServer, Script, StubLookup

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
OUTSIDE = "127.0.0.2"  # allowed in these tests, as if it were public
INSIDE = "127.0.0.1"  # refused, as ever


class Listener:
    """Answers on both addresses at one port, closing each connection, and counts per address."""

    def __init__(self) -> None:
        self.accepted = {OUTSIDE: 0, INSIDE: 0}
        self.port = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Listener]:
        async with raw_server(self._serve, OUTSIDE) as self.port, raw_server(self._serve, INSIDE, self.port):
            yield self

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted[writer.get_extra_info("sockname")[0]] += 1
        await reader.readuntil(b"\r\n\r\n")
        writer.write(page(GOOD, Connection="close"))
        await writer.drain()


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    async with Listener().running() as running:
        yield running


def settings_for(listener: Listener) -> NetSettings:
    return NetSettings(
        allowed_networks=(f"{OUTSIDE}/32",),
        allowed_ports=frozenset({listener.port}),
        robots=False,
        per_host_interval=0.0,
        total_timeout=2.0,
        dns_timeout=0.6,
    )


async def test_each_connection_rests_on_one_look_up(listener: Listener) -> None:
    url = f"http://newsroom.example:{listener.port}/a"
    async with (
        NameServer({"newsroom.example": [[OUTSIDE]]}) as names,
        Client(settings_for(listener), lookup=StubLookup(names.port)) as client,
    ):
        for _ in range(3):
            assert isinstance(await client.get(url, now=NOW), Response)
        assert names.asked["newsroom.example"] == 3
    assert listener.accepted == {OUTSIDE: 3, INSIDE: 0}


@pytest.mark.parametrize("turn", [[INSIDE], [OUTSIDE, INSIDE], ["10.0.0.1"], ["::1"], [OUTSIDE, "fd00::1"]])
async def test_an_answer_that_turns_inside_is_refused(turn: list[str], listener: Listener) -> None:
    url = f"http://newsroom.example:{listener.port}/a"
    async with (
        NameServer({"newsroom.example": [[OUTSIDE], turn, [OUTSIDE]]}) as names,
        Client(settings_for(listener), lookup=StubLookup(names.port)) as client,
    ):
        assert isinstance(await client.get(url, now=NOW), Response)
        with dialled() as attempts:
            rebound = await client.get(url, now=NOW)
        assert isinstance(rebound, Failed)
        assert rebound.outcome is Outcome.REFUSED_ADDRESS
        assert {address[1] for address in attempts} == {names.port}  # the name server, twice, and nobody else
        assert isinstance(await client.get(url, now=NOW), Response)
    assert listener.accepted[INSIDE] == 0


async def test_a_redirect_to_a_name_that_leads_inside_is_refused(listener: Listener) -> None:
    async def redirecting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(page(b"", "302 Found", Location=f"http://trap.example:{listener.port}/", Connection="close"))
        await writer.drain()

    answers: Script = {"newsroom.example": [[OUTSIDE]], "trap.example": [[INSIDE]]}
    async with raw_server(redirecting, OUTSIDE) as port, NameServer(answers) as names:
        settings = replace(settings_for(listener), allowed_ports=frozenset({port, listener.port}))
        async with Client(settings, lookup=StubLookup(names.port)) as client:
            answer = await client.get(f"http://newsroom.example:{port}/a", now=NOW)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.REFUSED_ADDRESS
    assert listener.accepted == {OUTSIDE: 0, INSIDE: 0}


DNS_FAILURES: dict[str, tuple[list[str] | int | None, str]] = {
    "silent.example": (None, "did not answer"),
    "broken.example": (SERVER_FAILURE, "gave no answer"),
    "empty.example": ([], "No such host"),
    "unknown.example": (3, "No such host"),
}


@pytest.mark.parametrize("name", DNS_FAILURES)
async def test_each_way_of_the_name_server_to_fail_is_said(name: str, listener: Listener) -> None:
    script, said = DNS_FAILURES[name]
    async with (
        NameServer({name: [script]}) as names,
        Client(settings_for(listener), lookup=StubLookup(names.port)) as client,
    ):
        started = perf_counter()
        answer = await client.get(f"http://{name}:{listener.port}/", now=NOW)
        assert perf_counter() - started < 1.5
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.DNS
    assert said in answer.detail


async def test_hanging_look_ups_of_some_do_not_stop_the_others(listener: Listener) -> None:
    dead_names = [f"dead{n}.example" for n in range(40)]
    answers: Script = {**{name: [None] for name in dead_names}, "newsroom.example": [[OUTSIDE]]}
    async with (
        NameServer(answers) as names,
        Client(settings_for(listener), lookup=StubLookup(names.port)) as client,
    ):
        dead = [asyncio.create_task(client.get(f"http://{name}:{listener.port}/", now=NOW)) for name in dead_names]
        await asyncio.sleep(0)
        started = perf_counter()
        good = await client.get(f"http://newsroom.example:{listener.port}/", now=NOW)
        assert isinstance(good, Response)
        assert perf_counter() - started < 0.5
        failed = await asyncio.gather(*dead)
    assert {answer.outcome for answer in failed if isinstance(answer, Failed)} == {Outcome.DNS}


async def test_the_systems_resolver_is_asked_by_default(listener: Listener) -> None:
    async with Client(settings_for(listener)) as client:
        answer = await client.get(f"http://no-such-host.invalid:{listener.port}/", now=NOW)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.DNS


async def test_the_systems_resolver_knows_this_machine() -> None:
    found = await SystemLookup()("localhost")
    assert set(found) & {"127.0.0.1", "::1"}
