"""Everything an admin can edit, read and checked as one: configuration, flag phrases, owners."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from bot.config import Config, load, rules
from bot.domain.decision import Rules
from bot.errors import ConfigError
from bot.text.flags.find import FlagBook, load_book
from bot.text.origins.owners import load_owners

T = TypeVar("T")


@dataclass(frozen=True)
class Settings:
    """One good state of the folder of configuration. `owners` maps a domain to its owner."""

    config: Config
    book: FlagBook
    owners: dict[str, str]

    @cached_property
    def rules(self) -> Rules:
        """The thresholds of a decision: every look asks for them."""
        return rules(self.config)


def load_settings(directory: Path) -> Settings:
    """Read and check the whole folder. Raises ConfigError with the faults of all files."""
    faults: list[str] = []
    config = _kept(lambda: load(directory), faults)
    if config is None and not directory.is_dir():
        raise ConfigError(tuple(faults))
    book = _kept(lambda: load_book(directory / "flags"), faults)
    owners = _kept(lambda: load_owners(directory / "owners.toml"), faults)
    if config is None or book is None or owners is None:
        raise ConfigError(tuple(faults))
    return Settings(config, book, owners)


def _kept(read: Callable[[], T], faults: list[str]) -> T | None:
    """Return what `read` gives, or None with its faults noted."""
    try:
        return read()
    except ConfigError as error:
        faults += error.faults
        return None
