"""The work of `demo`: a fresh database, the story, a line that moves while it waits, and what to try next."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from bot.app.settings import Settings, load_settings
from bot.cli.logs import log_as
from bot.cli.place import Place
from bot.cli.running import journal_of
from bot.cli.shown import hint
from bot.config import looks
from bot.demo.play import Progress, performance
from bot.demo.story import load_story
from bot.errors import InputError
from bot.folders import shipped
from bot.notifiers.terminal import TerminalNotifier

_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_FRAME = 0.12  # seconds
_CLEAR = "\r\x1b[2K"


async def play(place: Place, db: Path, *, as_json: bool) -> int:
    """Play the story into a new database at `db` and return the exit code.

    Raises:
        InputError: there is a database at `db` that the demo did not make.
    """
    settings = _quiet(load_settings(place.settings_dir))
    log_as(settings.config)
    stage = load_story(shipped("seeds") / "demo")
    clear_away(db)
    say = hint if as_json else _print
    say(stage.story.title)
    line = ProgressLine(sys.stderr)

    def notifiers(progress: Progress) -> list[TerminalNotifier]:
        line.progress = progress
        return [
            TerminalNotifier(
                sys.stdout,
                journal_of(db),
                lambda: looks(settings.config),
                width=settings.config.terminal.width,
                as_json=as_json,
                step=lambda: progress.step,
                before=line.clear,
            )
        ]

    async with performance(stage, settings, place.settings_dir, db, notifiers) as story:
        moving = asyncio.create_task(line.move())
        try:
            await story.perform(line.step)
        finally:
            moving.cancel()
            with suppress(asyncio.CancelledError):
                await moving
            line.clear()
    say(_next(db))
    return 0


def clear_away(db: Path) -> None:
    """Make room for a new demo: an earlier demo's files go, anything else stays.

    Raises:
        InputError: there is a file at `db` that no demo made.
    """
    mark = db.with_name(f"{db.name}.demo")
    if db.exists() and not mark.exists():
        raise InputError(f"There is a file at {db} that is no earlier demo. Name another with --db.")
    for suffix in ("", "-wal", "-shm", ".shown"):
        db.with_name(f"{db.name}{suffix}").unlink(missing_ok=True)
    db.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text("A demo made the database beside this file; the next demo replaces it.\n", encoding="utf-8")


def _quiet(settings: Settings) -> Settings:
    """Log errors only: the story is what is to be read, and its clock makes every pause look long."""
    config = settings.config
    log = config.log.model_copy(update={"level": "error"})
    return replace(settings, config=config.model_copy(update={"log": log}))


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _next(db: Path) -> str:
    called = sys.argv[0] if Path(sys.argv[0]).name == "claimwatch" else "claimwatch"
    command = f"{called} --db {db}"
    return (
        f"\nThe story is told. Its database is {db}. Try next:\n  {command} list\n  {command} show 1\n  {command} why 1"
    )


class ProgressLine:
    """One line on a terminal that says what the story is at; elsewhere a line for each step."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._live = out.isatty()
        self._drawn = False
        self.progress = Progress()

    def step(self, progress: Progress) -> None:
        """Tell that a step begins."""
        self.progress = progress
        if not self._live:
            self._out.write(f"step {progress.step}: {progress.title}\n")
            self._out.flush()

    async def move(self) -> None:
        """Redraw the line until cancelled."""
        frame = 0
        while self._live:
            await asyncio.sleep(_FRAME)
            frame += 1
            said = f"{_FRAMES[frame % len(_FRAMES)]} {self.progress.step}. {self.progress.title}"
            self._out.write(f"{_CLEAR}{said[:60]}  ({self.progress.looks} looks)")
            self._out.flush()
            self._drawn = True

    def clear(self) -> None:
        """Take the line away, so that something else can be written."""
        if self._drawn:
            self._out.write(_CLEAR)
            self._out.flush()
            self._drawn = False
