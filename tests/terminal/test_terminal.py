"""Notices on standard output: readable, harmless, and shown once even across a crash."""

from __future__ import annotations

import io
import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.domain.delivery import Delivery, Retry, Sent
from bot.domain.look import DEFAULT_LOOKS
from bot.domain.notice import Notice, NoticeKind
from bot.domain.propose import Proposal
from bot.domain.status import Status
from bot.notifiers.terminal import Journal, TerminalNotifier

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NOTICE = Notice(
    kind=NoticeKind.FLAG_SOFTENED,
    guild_id=0,
    at=NOW,
    claim_id=12,
    claim_text="Guava outperforms open-source rivals.",
    claimant="Orchard Labs",
    before="This could not be independently verified.",
    after="Researchers were shown some results.",
    url="https://gazette.example/guava",
    origin_groups=1,
    reports=2,
    proposal=Proposal(None, "The flag is softer; that alone is no evidence", needed="a public release"),
)
HOSTILE = "[bold red]x[/] \x1b[31m\x1b]8;;https://evil.example\x07link\x1b]8;;\x07 \u202egnp.exe\u2066 \r\n\x08\x9b2J"


def delivery(number: int = 1, notice: Notice = NOTICE, *, again: bool = False) -> Delivery:
    return Delivery(
        id=number,
        notice_id=number,
        notifier="terminal",
        destination="0",
        notice=notice,
        finding_id=None,
        attempts=1,
        again=again,
        attempted_at=NOW,
        nonce=f"n{number}",
    )


def terminal(out: io.TextIOBase, folder: Path, **rest: object) -> TerminalNotifier:
    return TerminalNotifier(out, folder / "c.db.shown", lambda: DEFAULT_LOOKS, **rest)  # type: ignore[arg-type]


async def test_a_card_says_what_happened(tmp_path: Path) -> None:
    out = io.StringIO()
    assert await terminal(out, tmp_path).deliver(delivery()) == Sent("n1")
    shown = out.getvalue()
    for words in ("claim #12", "Orchard Labs", "The flag is softer", "could not be", "Researchers", "gazette.example"):
        assert words in shown
    assert max(cell_len(line) for line in shown.splitlines()) <= 80
    assert "\x1b" not in shown, "no colours where the output is no terminal"


async def test_a_finding_names_the_verbs_that_settle_it(tmp_path: Path) -> None:
    out = io.StringIO()
    await terminal(out, tmp_path).deliver(replace(delivery(), finding_id=7))
    assert "claimwatch confirm 7" in out.getvalue()
    assert "claimwatch dismiss 7" in out.getvalue()


async def test_json_is_one_object_per_line(tmp_path: Path) -> None:
    out = io.StringIO()
    notifier = terminal(out, tmp_path, as_json=True, step=lambda: 3)
    await notifier.deliver(delivery(1))
    await notifier.deliver(delivery(2, replace(NOTICE, before=HOSTILE, after="two\nlines")))
    first, second = (json.loads(line) for line in out.getvalue().splitlines())
    assert list(first) == [
        "at",
        "step",
        "kind",
        "claim_id",
        "status",
        "before",
        "after",
        "origin_groups",
        "proposal",
        "text",
    ]
    assert (first["step"], first["kind"], first["claim_id"], first["status"]) == (3, "flag_softened", 12, "unverified")
    assert first["proposal"]["headline"].startswith("The flag is softer")
    assert second["after"] == "two\nlines"
    assert "\x1b" not in out.getvalue()


async def test_text_from_outside_neither_styles_nor_steers_the_terminal(tmp_path: Path) -> None:
    out = io.StringIO()
    hostile = replace(NOTICE, claim_text=HOSTILE, claimant=HOSTILE, before=HOSTILE, after=HOSTILE, title=HOSTILE)
    await terminal(out, tmp_path).deliver(delivery(1, hostile))
    shown = out.getvalue()
    assert "[bold red]" in shown, "markup is shown as written"
    assert not {character for character in shown if not character.isprintable()} - {"\n"}


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), st.sampled_from(NoticeKind), st.sampled_from(Status), st.integers(40, 120))
async def test_no_text_breaks_the_frame(text: str, kind: NoticeKind, status: Status, width: int) -> None:
    out = io.StringIO()
    notice = replace(NOTICE, kind=kind, status=status, claim_text=text, before=text, after=text[::-1], reason=text)
    notifier = TerminalNotifier(out, Path("unused"), lambda: DEFAULT_LOOKS, width=width)
    shown = notifier._shown(notice)
    assert {cell_len(line) for line in shown.splitlines()} == {width}
    assert out.getvalue() == ""


async def test_what_was_shown_before_a_crash_is_found(tmp_path: Path) -> None:
    await terminal(io.StringIO(), tmp_path).deliver(delivery(1))
    after = terminal(io.StringIO(), tmp_path)
    assert await after.find(delivery(1, again=True)) == "n1"
    assert await after.find(delivery(2, again=True)) is None


async def test_what_was_shown_by_the_same_process_is_found_too(tmp_path: Path) -> None:
    """The database may refuse to note it as sent: another process can hold its lock for long."""
    notifier = terminal(io.StringIO(), tmp_path)
    assert await notifier.find(delivery(1, again=True)) is None
    await notifier.deliver(delivery(1))
    assert await notifier.find(delivery(1, again=True)) == "n1"


async def test_a_closed_pipe_is_told_and_nothing_is_noted(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    out = os.fdopen(writing, "w", encoding="utf-8")
    notifier = terminal(out, tmp_path)
    delivered = await notifier.deliver(delivery())
    assert isinstance(delivered, Retry)
    assert notifier.closed.is_set()
    assert await terminal(io.StringIO(), tmp_path).find(delivery(again=True)) is None
    with pytest.raises(BrokenPipeError):
        out.close()


def test_the_journal_does_not_grow_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "c.db.shown"
    path.write_text("".join(f"{number}\n" for number in range(5000)), encoding="utf-8")
    journal = Journal(path)
    journal.trim()
    assert journal.holds("4999")
    assert not journal.holds("100")
    assert len(path.read_text(encoding="utf-8").split()) <= 1000
    journal.note("x")
    assert path.read_text(encoding="utf-8").endswith("4999\nx\n")
