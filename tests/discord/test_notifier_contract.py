"""A walk over the package: whatever way to deliver stands there keeps these rules from its first day."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

import bot.notifiers
from bot.domain.delivery import Sent
from bot.domain.look import DEFAULT_LOOKS
from bot.domain.notice import NoticeKind
from bot.domain.propose import Proposal
from bot.domain.status import Status
from bot.notifiers.terminal import TerminalNotifier
from bot.plugins import discover
from bot.ports import Notifier
from tests.discord.test_cards import within_limits
from tests.discord.test_channel import HOSTILE, delivery, notice
from tests.discord.world import World

WILD = HOSTILE + "\x1b[31m[bold]\r\n\x08"
Stage = tuple[Notifier, Callable[[int], None]]


def on_channel(server: World, folder: Path) -> Stage:
    """Return the notifier, and what holds for the posts it made: pings nobody, within Discord's limits."""
    del folder

    def hold(number: int) -> None:
        posts = server.posts()
        assert len(posts) == number
        for post in posts:
            assert not post.mention_everyone
            assert post.raw_mentions == post.raw_role_mentions == []
            assert all(within_limits(embed) for embed in post.embeds)

    return server.notifier(), hold


def on_terminal(server: World, folder: Path) -> Stage:
    """Return the notifier, and what holds for its lines: no steering characters, none wider than asked for."""
    del server
    out = io.StringIO()

    def hold(number: int) -> None:
        assert out.getvalue().count("╭") == number
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", out.getvalue())
        assert max(cell_len(line) for line in out.getvalue().splitlines()) <= 80

    return TerminalNotifier(out, folder / "shown", lambda: DEFAULT_LOOKS), hold


STAGES: dict[str, Callable[[World, Path], Stage]] = {"channel": on_channel, "terminal": on_terminal}


def notifiers() -> list[type[Any]]:
    """Return every notifier of the package."""
    return [
        found
        for module in discover(bot.notifiers)
        for found in vars(module).values()
        if isinstance(found, type) and found.__module__ == module.__name__ and hasattr(found, "deliver")
    ]


def test_each_notifier_has_its_own_name_and_a_stage_here() -> None:
    named = {(notifier.name, notifier.__module__.rpartition(".")[2]) for notifier in notifiers()}
    assert named == {(name, name) for name in STAGES}
    assert all(callable(notifier.find) for notifier in notifiers())


@pytest.mark.parametrize("name", sorted(STAGES))
async def test_hostile_text_in_every_field_of_every_kind_arrives_harmless(
    server: World, tmp_path: Path, name: str
) -> None:
    notifier, hold = STAGES[name](server, tmp_path)
    for number, kind in enumerate(NoticeKind, 1):
        wild = notice(
            server,
            kind=kind,
            at=server.env.now(),
            **dict.fromkeys(
                ("claim_text", "claimant", "before", "after", "title", "flag", "settles", "reason", "origin_reason"),
                WILD,
            ),
            proposal=Proposal(Status.REFUTED, WILD, (WILD,) * 3, WILD, 0.9),
        )
        row = delivery(server, notifier=name, id=number, nonce=f"n{number}", notice=wild)
        assert isinstance(await notifier.deliver(row), Sent), kind
        assert await notifier.find(replace(row, again=True)) is not None, kind
    hold(len(NoticeKind))
