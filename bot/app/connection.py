"""The connection to Discord: made anew until it holds, and mended for as long as the program runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiohttp
import discord
import structlog

from bot.app.building import App
from bot.commands.client import ClaimWatchClient
from bot.domain.delivery import Delivered, Delivery, Place, Retry
from bot.errors import ConfigError
from bot.notifiers.channel import NOT_CONNECTED, ChannelNotifier
from bot.store import outbox

log = structlog.get_logger()

FIRST_PAUSE = 5.0  # seconds
LONGEST_PAUSE = 300.0


class Connection:
    """The channel notifier over a connection that may not be there yet. `task` ends only with a fault."""

    name = ChannelNotifier.name

    def __init__(self, app: App, token: str, *, first_pause: float = FIRST_PAUSE) -> None:
        self._app = app
        self._token = token
        self._first_pause = first_pause
        self._notifier: ChannelNotifier | None = None

    async def deliver(self, delivery: Delivery) -> Delivered:
        """Deliver over the connection, or soon again where there is none."""
        if self._notifier is None:
            return Retry(NOT_CONNECTED, "not connected to Discord")
        return await self._notifier.deliver(delivery)

    async def find(self, delivery: Delivery) -> str | None:
        """Look for an earlier post; None where there is no connection."""
        return None if self._notifier is None else await self._notifier.find(delivery)

    async def _places(self, claim_id: int) -> list[Place]:
        return await self._app.database.read(lambda db: outbox.places(db, claim_id))

    async def hold(self) -> None:
        """Connect and stay connected; without a network try again, ever more slowly.

        Raises:
            ConfigError: Discord refuses the token.
        """
        pause = self._first_pause
        while True:
            async with ClaimWatchClient(self._app) as client:
                try:
                    await client.login(self._token)
                    self._notifier = ChannelNotifier(client, lambda: self._app.looks, self._places)
                    pause = self._first_pause
                    await client.connect()
                except discord.LoginFailure as error:
                    raise ConfigError(
                        ("environment: CLAIMWATCH_DISCORD_TOKEN: expected a bot's token; Discord refuses this one",)
                    ) from error
                except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
                    log.warning("no connection to Discord, trying again", error=repr(error), seconds=pause)
                finally:
                    self._notifier = None
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


@asynccontextmanager
async def connected(app: App, token: str) -> AsyncIterator[tuple[Connection, asyncio.Task[None]]]:
    """Hold a connection around a block of code; the task fails where trying again is no use."""
    connection = Connection(app, token)
    task = asyncio.create_task(connection.hold(), name="discord")
    try:
        yield connection, task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await task
