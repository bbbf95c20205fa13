"""What is in memory where: seconds and megabytes differ from machine to machine, what is imported does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READING = {"trafilatura", "lxml.html", "justext", "htmldate", "courlan", "onnxruntime", "tokenizers", "numpy"}
JUDGING = {
    f"bot.text.{name}"
    for name in ("work.worker", "work.warm", "analyse", "read.extract", "claims.scan", "changes.align", "stance.judge")
}
LOOKING = {"aiohttp", "httpx", "discord", "apscheduler", "pebble", "feedparser", "sentencex", "watchfiles"}
RUNNING = ("bot.cli.running", "bot.commands.client", "bot.sources", "bot.app.service")


def imported_by(*modules: str) -> set[str]:
    """Return what a fresh interpreter holds after importing these."""
    script = f"import {', '.join(modules)}, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_running_bot_leaves_reading_and_judging_to_its_workers() -> None:
    assert imported_by(*RUNNING) & (READING | JUDGING) == set()


def test_what_workers_need_is_warm_before_they_are_born() -> None:
    assert {"trafilatura", "lxml.html", "pebble", *JUDGING} <= imported_by("bot.text.work.warm")


@pytest.mark.parametrize("module", ["bot.cli.opening", "bot.cli.tables", "bot.cli.jsonforms", "bot.cards.claims"])
def test_verbs_of_the_list_alone_do_without_what_looks(module: str) -> None:
    assert imported_by(module) & (READING | JUDGING | LOOKING) == set()
