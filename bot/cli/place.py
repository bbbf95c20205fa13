"""Where a command works: database, configuration folder, whose list. Light: `--help` imports it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typer

DEFAULT_DB = Path("data/claimwatch.db")
DEFAULT_CONFIG = Path("config")


@dataclass(frozen=True, slots=True)
class Place:
    """The global options. `config` is None where none was named."""

    db: Path
    config: Path | None
    guild: int

    @property
    def settings_dir(self) -> Path:
        """The folder of the configuration: the named one, else ``config/`` here, else what came with the program."""
        if self.config is not None:
            return self.config
        if DEFAULT_CONFIG.is_dir():
            return DEFAULT_CONFIG
        from bot.folders import shipped

        return shipped("config")


def place_of(ctx: typer.Context) -> Place:
    """Return what the global options say."""
    place = ctx.obj
    assert isinstance(place, Place), "set by the root callback"
    return place


def examples(*lines: str) -> str:
    """Return the end of a verb's help: commands to copy."""
    return "\b\nExample:\n" + "\n".join(f"  claimwatch {line}" for line in lines)
