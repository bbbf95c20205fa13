"""What the guarded client costs on top of a bare loop over the same transport, and what httpx's own pool would cost.

The transport under httpx's API was chosen by these figures. They are CPU of one event loop with 50 looks in flight.

    python -m tests.bench.net_cost [PAGES]

The server runs in a process of its own, so that the CPU time measured is the client's alone.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from time import perf_counter, process_time

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from bot.domain.reading import NotModified
from bot.domain.source import Validators
from bot.net.client import Client
from bot.net.response import Response
from bot.net.settings import NetSettings
from tests.newsroom import Newsroom

BODY = "<p>" + "The memo could not be independently verified. " * 1_100 + "</p>"  # about 50 kB
TAG = '"one"'
IN_FLIGHT = 50
NOW = datetime(2026, 11, 24, tzinfo=UTC)

Look = Callable[[str], Awaitable[None]]


def _serve(pipe: Connection) -> None:
    async def main() -> None:
        async with Newsroom() as newsroom:
            newsroom.page("/page", BODY, etag=TAG)
            pipe.send(newsroom.port)
            await asyncio.get_running_loop().run_in_executor(None, pipe.recv)

    asyncio.run(main())


async def _cycle(pages: int, base: str, look: Look) -> dict[str, float]:
    """Look at `pages` URLs, `IN_FLIGHT` at once; return looks per second and CPU milliseconds per look."""
    urls = iter([f"{base}/page?{number}" for number in range(pages)])

    async def work() -> None:
        for url in urls:
            await look(url)

    started, cpu = perf_counter(), process_time()
    await asyncio.gather(*(work() for _ in range(IN_FLIGHT)))
    took, used = perf_counter() - started, process_time() - cpu
    return {"per_second": round(pages / took, 1), "cpu_ms": round(used / pages * 1_000, 3)}


def _settings(port: int) -> NetSettings:
    return NetSettings(
        allowed_networks=("127.0.0.0/8",),
        allowed_ports=frozenset({port}),
        per_host_interval=0.0,
        per_host_in_flight=IN_FLIGHT,
        max_in_flight=IN_FLIGHT,
    )


async def measure(pages: int, port: int) -> dict[str, dict[str, float]]:
    """Run each way in turn, three times, and keep its best run: noise only ever makes things slower."""
    base = f"http://127.0.0.1:{port}"
    async with AsyncExitStack() as stack:
        session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=IN_FLIGHT), cookie_jar=aiohttp.DummyCookieJar()
        )
        bare = await stack.enter_async_context(httpx.AsyncClient(transport=AiohttpTransport(client=session)))
        client = await stack.enter_async_context(Client(_settings(port)))
        limits = httpx.Limits(max_connections=IN_FLIGHT, max_keepalive_connections=IN_FLIGHT)
        own = await stack.enter_async_context(httpx.AsyncClient(limits=limits, trust_env=False))
        condition = {"If-None-Match": TAG}

        def asks_again(asking: httpx.AsyncClient) -> Look:
            async def look(url: str) -> None:
                assert (await asking.get(url, headers=condition)).status_code == 304

            return look

        def fetches(asking: httpx.AsyncClient) -> Look:
            async def look(url: str) -> None:
                assert len((await asking.get(url)).content) == len(BODY)

            return look

        async def ours_304(url: str) -> None:
            assert isinstance(await client.get(url, validators=Validators(TAG), now=NOW), NotModified)

        async def ours_200(url: str) -> None:
            assert isinstance(await client.get(url, now=NOW), Response)

        ways = {
            "httpx's own pool, 304": asks_again(own),
            "bare loop, 304": asks_again(bare),
            "guarded client, 304": ours_304,
            "httpx's own pool, 200": fetches(own),
            "bare loop, 200": fetches(bare),
            "guarded client, 200": ours_200,
        }
        best: dict[str, dict[str, float]] = {}
        for _ in range(3):
            for name, look in ways.items():
                run = await _cycle(pages, base, look)
                if name not in best or run["cpu_ms"] < best[name]["cpu_ms"]:
                    best[name] = run
        return best


def main() -> None:
    """Print the table and, as its last line, JSON."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,))
    server.start()
    try:
        figures = asyncio.run(measure(pages, here.recv()))
    finally:
        here.send("stop")
        server.join()
    for name, run in figures.items():
        print(f"{name:22} {run['per_second']:8.0f} looks/s {run['cpu_ms']:7.3f} ms CPU each")  # noqa: T201  its output
    print(json.dumps(figures))  # noqa: T201  likewise


if __name__ == "__main__":
    main()
