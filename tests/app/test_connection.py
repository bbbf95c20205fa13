"""The connection to Discord: a refused token ends the program, a missing network does not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import discord
import pytest
from aiohttp import web

from bot.app.connection import Connection, connected
from bot.domain.delivery import Delivery, Retry
from bot.domain.notice import Notice, NoticeKind
from bot.errors import ConfigError
from tests.app.conftest import World

TOKEN = "made-up"


@pytest.fixture
async def api(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[int]]:
    """Discord's API on loopback; the list holds the status of each answer to come, the last one for ever."""
    answers = [401]

    async def answer(request: web.BaseRequest) -> web.Response:
        del request
        status = answers.pop(0) if len(answers) > 1 else answers[0]
        # Exactly this content type is read as JSON by discord.py.
        body = json.dumps({"code": 0, "message": "no"}).encode()
        return web.Response(status=status, body=body, headers={"Content-Type": "application/json"})

    runner = web.ServerRunner(web.Server(answer, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    monkeypatch.setattr(discord.http.Route, "BASE", f"http://127.0.0.1:{runner.addresses[0][1]}")
    yield answers
    await runner.cleanup()


def delivery(world: World) -> Delivery:
    now = world.app.now()
    notice = Notice(NoticeKind.CLAIM_ADDED, guild_id=5, at=now)
    return Delivery(1, 1, "channel", "9", notice, None, attempts=1, again=True, attempted_at=now)


async def test_a_refused_token_is_a_fault_of_the_configuration(world: World, api: list[int]) -> None:
    async with connected(world.app, TOKEN) as (_, task):
        with pytest.raises(ConfigError) as caught:
            await asyncio.wait_for(task, 10)
    assert "CLAIMWATCH_DISCORD_TOKEN" in caught.value.faults[0]
    assert TOKEN not in str(caught.value)


async def test_without_a_connection_notices_wait_and_it_is_tried_again(world: World, api: list[int]) -> None:
    api[:] = [403, 401]
    connection = Connection(world.app, TOKEN, first_pause=0.05)
    task = asyncio.create_task(connection.hold())
    delivered = await connection.deliver(delivery(world))
    assert isinstance(delivered, Retry)
    assert delivered.error == "not connected to Discord"
    assert await connection.find(delivery(world)) is None
    with pytest.raises(ConfigError):
        await asyncio.wait_for(task, 20)
    assert api == [401], "the first answer was got over"
