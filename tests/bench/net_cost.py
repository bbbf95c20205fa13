"""What the guarded client costs on top of a bare loop over the same transport.

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
        condition = {"If-None-Match": TAG}

        async def bare_304(url: str) -> None:
            assert (await bare.get(url, headers=condition)).status_code == 304

        async def bare_200(url: str) -> None:
            assert len((await bare.get(url)).content) == len(BODY)

        async def ours_304(url: str) -> None:
            assert isinstance(await client.get(url, validators=Validators(TAG), now=NOW), NotModified)

        async def ours_200(url: str) -> None:
            assert isinstance(await client.get(url, now=NOW), Response)

        ways = {
            "bare loop, 304": bare_304,
            "guarded client, 304": ours_304,
            "bare loop, 200": bare_200,
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
