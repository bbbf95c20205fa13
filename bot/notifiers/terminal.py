"""Notices on standard output: a card each, or a JSON object per line."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

import structlog
from rich.console import Console

from bot.cards import card_of_notice, plain
from bot.cards.panel import text_of
from bot.domain.delivery import Delivered, Delivery, Retry, Sent
from bot.domain.look import Looks
from bot.domain.notice import Notice

log = structlog.get_logger()

_KEPT = 500  # lines of the journal that a start keeps; only the very last can ever be asked for


class Journal:
    """What was shown, by delivery nonce, in a file beside the database.

    A line follows its card at once, so that after a crash a notice which the database still takes for unsent is
    found here and not shown again. Lines are appended whole: a second process may write to the same file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._shown: set[str] | None = None

    def note(self, nonce: str) -> None:
        """Append that this was shown."""
        line = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(line, f"{nonce}\n".encode())
        finally:
            os.close(line)
        if self._shown is not None:
            self._shown.add(nonce)

    def holds(self, nonce: str) -> bool:
        """Tell whether this was shown."""
        if self._shown is None:
            self._shown = set(self._lines())
        return nonce in self._shown

    def trim(self) -> None:
        """Drop all but the newest lines."""
        lines = self._lines()
        if len(lines) <= 2 * _KEPT:
            return
        new = self._path.with_name(f"{self._path.name}.new")
        new.write_text("".join(f"{line}\n" for line in lines[-_KEPT:]), encoding="utf-8")
        new.replace(self._path)

    def _lines(self) -> list[str]:
        try:
            return self._path.read_text(encoding="utf-8", errors="replace").split()
        except FileNotFoundError:
            return []


class TerminalNotifier:
    """Shows notices of the terminal's own list (guild 0) on `out`.

    `looks` gives the statuses' looks in force. With `as_json` each notice is one JSON object on a line of its own;
    `step` then fills its ``step``. `before` is called right before each post is written. `closed` is set when
    nobody reads `out` any more. `width` is in columns.
    """

    name = "terminal"

    def __init__(
        self,
        out: TextIO,
        journal: Path,
        looks: Callable[[], Looks],
        *,
        width: int = 80,
        as_json: bool = False,
        step: Callable[[], int | None] = lambda: None,
        before: Callable[[], None] = lambda: None,
    ) -> None:
        self.closed = asyncio.Event()
        self._out = out
        self._journal = Journal(journal)
        self._journal.trim()
        self._looks = looks
        self._as_json = as_json
        self._step = step
        self._before = before
        console = Console(file=out, highlight=False)
        self._console = Console(
            file=out, highlight=False, width=min(width, console.width) if console.is_terminal else width
        )

    async def deliver(self, delivery: Delivery) -> Delivered:
        """Show the notice and note that it was shown."""
        shown = self._shown(delivery.notice, delivery.finding_id)
        try:
            # In a thread: a terminal that is held (Ctrl-S) must not hold everything else.
            await asyncio.to_thread(self._show, shown, _nonce(delivery))
        except BrokenPipeError:
            self.closed.set()
            return Retry(None, "nobody reads the output")
        except OSError as error:
            return Retry(None, f"the output can not be written: {error.strerror}")
        return Sent(_nonce(delivery))

    async def find(self, delivery: Delivery) -> str | None:
        """Return the reference of a notice that was shown before a crash."""
        return _nonce(delivery) if self._journal.holds(_nonce(delivery)) else None

    def _shown(self, notice: Notice, finding_id: int | None = None) -> str:
        card = card_of_notice(notice, self._looks())
        if finding_id is not None:  # what the buttons are elsewhere
            card = replace(
                card, footer=f"claimwatch confirm {finding_id} keeps it, claimwatch dismiss {finding_id} not"
            )
        if self._as_json:
            return json.dumps(post(notice, plain(card), self._step()), ensure_ascii=False) + "\n"
        return text_of(card, self._console)

    def _show(self, shown: str, nonce: str) -> None:
        self._before()
        self._out.write(shown)
        self._out.flush()
        self._journal.note(nonce)


def console_for(out: TextIO, width: int) -> Console:
    """Return a console at most `width` columns wide; without colours where `out` is no terminal."""
    console = Console(file=out, highlight=False)
    if not console.is_terminal or console.width > width:
        console.width = width
    return console


def post(notice: Notice, text: str, step: int | None) -> dict[str, Any]:
    """Return a notice as scripts get it."""
    return {
        "at": notice.at.isoformat(),
        "step": step,
        "kind": notice.kind.value,
        "claim_id": notice.claim_id,
        "status": notice.status.value,
        "before": notice.before,
        "after": notice.after,
        "origin_groups": notice.origin_groups,
        "proposal": notice.proposal.to_json() if notice.proposal else None,
        "text": text,
    }


def _nonce(delivery: Delivery) -> str:
    return delivery.nonce or str(delivery.id)
