"""Running the command line inside the test's process, in an empty folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli.root import run_
from bot.folders import shipped


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Cli = Callable[..., Ran]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Cli:
    """Run one command with the shipped configuration and a database in `tmp_path`."""
    monkeypatch.chdir(tmp_path)
    for name in ("CLAIMWATCH_DB", "CLAIMWATCH_CONFIG", "CLAIMWATCH_DISCORD_TOKEN", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CLAIMWATCH_CONFIG", str(shipped("config")))

    def run(*arguments: str) -> Ran:
        capfd.readouterr()
        code = run_(arguments)
        captured = capfd.readouterr()
        return Ran(code, captured.out, captured.err)

    return run
