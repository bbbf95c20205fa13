"""The work of `run`: open everything, watch for the signal to stop, close in order."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from bot.app.building import App, build
from bot.app.connection import connected
from bot.app.service import serve
from bot.app.settings import Settings
from bot.cli.looking import settings_for
from bot.cli.place import Place
from bot.cli.shown import hint
from bot.domain.claim import TERMINAL_GUILD
from bot.folders import shipped
from bot.notifiers.terminal import TerminalNotifier
from bot.ports import Notifier
from bot.seeds import load_seed

log = structlog.get_logger()

INTERRUPTED = 130
_SEEDED = "seeded"
_BEGUN = "begun"
_DONE = "done"


@dataclass(frozen=True, slots=True)
class Manner:
    """How to run. `discord` only counts where a token is set."""

    discord: bool = True
    seed: bool = True
    as_json: bool = False


async def run_until_told(place: Place, manner: Manner) -> int:
    """Run until SIGINT or SIGTERM; return the exit code: 0, 130 after Ctrl-C, 1 where nobody reads the output.

    Raises:
        ConfigError: the configuration is faulty, or Discord refuses the token.
        StoreError: the database can not be used.
    """
    settings = settings_for(place)
    told = Told()
    async with AsyncExitStack() as stack:
        told.listen()
        app = await stack.enter_async_context(build(place.settings_dir, settings, place.db))
        if manner.seed:
            await seed_once(app)
        terminal = terminal_for(app, place.db, settings, as_json=manner.as_json)
        notifiers: list[Notifier] = [terminal]
        waiting: list[asyncio.Task[Any]] = [
            asyncio.create_task(told.event.wait()),
            asyncio.create_task(terminal.closed.wait()),
        ]
        for task in waiting:
            stack.callback(task.cancel)
        token = settings.config.secrets.discord_token
        if manner.discord and token is not None:
            connection, held = await stack.enter_async_context(connected(app, token.get_secret_value()))
            notifiers.append(connection)
            waiting.append(held)
        await stack.enter_async_context(serve(app, notifiers))
        hint(_greeting(place, talking=len(notifiers) > 1))
        log.info("running", database=str(place.db), discord=len(notifiers) > 1)
        done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        log.info("stopping")
    if terminal.closed.is_set() and not told.event.is_set():
        return 1
    return INTERRUPTED if told.by == signal.SIGINT else 0


class Told:
    """Hears SIGINT and SIGTERM; a second one is left to Python, so that a hanging stop can be broken."""

    def __init__(self) -> None:
        self.event = asyncio.Event()
        self.by: signal.Signals | None = None

    def listen(self) -> None:
        """Hear signals from now on."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._heard, number)

    def _heard(self, number: signal.Signals) -> None:
        self.by = number
        self.event.set()
        loop = asyncio.get_running_loop()
        for heard in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(heard)


def terminal_for(app: App, db: Path, settings: Settings, *, as_json: bool) -> TerminalNotifier:
    """Return the terminal as a channel, its journal beside the database."""
    width = settings.config.terminal.width
    return TerminalNotifier(sys.stdout, journal_of(db), lambda: app.looks, width=width, as_json=as_json)


def journal_of(db: Path) -> Path:
    """Return where it is noted what the terminal showed."""
    return db.with_name(f"{db.name}.shown")


async def seed_once(app: App) -> None:
    """Give a fresh database the shipped watchlist; a start that was cut off in the middle is completed."""
    state = await app.recall(_SEEDED)
    if state is None:
        empty = (await app.watchlist.listing(TERMINAL_GUILD)).total == 0
        state = _BEGUN if empty else _DONE
        await app.keep(_SEEDED, state)
    if state == _DONE:
        return
    added, _ = await app.watchlist.seed(load_seed(shipped("seeds")), now=app.now())
    await app.keep(_SEEDED, _DONE)
    log.info("seeded", claims=len(added))


def _greeting(place: Place, *, talking: bool) -> str:
    where = "on Discord and here" if talking else "here; set CLAIMWATCH_DISCORD_TOKEN to talk to Discord"
    return f"Watching the claims in {place.db}; posts appear {where}. Stop with Ctrl-C."
