"""What the commands need from the rest of the program: one object, handed in when the client is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.look import Looks
from bot.domain.scanned import ScannedClaim
from bot.domain.source import Kind
from bot.watchlist import Watchlist


class ScanResult(Protocol):
    """What was found at an address."""

    @property
    def url(self) -> str:
        """The address in the end, after redirects."""

    @property
    def title(self) -> str:
        """The text's title; may be empty."""

    @property
    def claims(self) -> Sequence[ScannedClaim]:
        """The flagged claims, best first."""


class CheckSummary(Protocol):
    """How a round of looks went, in numbers of sources."""

    @property
    def checked(self) -> int:
        """Looks made."""

    @property
    def first(self) -> int:
        """The first good looks at a source, which make its baseline."""

    @property
    def not_modified(self) -> int:
        """The server said that nothing changed."""

    @property
    def unchanged(self) -> int:
        """The text is the same."""

    @property
    def changed(self) -> int:
        """The text differs."""

    @property
    def failed(self) -> int:
        """No good look."""


class Desk(Protocol):
    """The program as the commands see it."""

    @property
    def watchlist(self) -> Watchlist:
        """The use cases."""

    @property
    def looks(self) -> Looks:
        """How statuses look, by the configuration in force right now."""

    @property
    def now(self) -> Callable[[], datetime]:
        """The clock (aware UTC)."""

    def source_options(self, kind: Kind, /) -> Mapping[str, str]:
        """Return what may be set for a source of this kind: each option's name with what it does."""

    async def scan(self, url: str, /) -> ScanResult:
        """Fetch and read one address. Raises BadUrl or UnreadableTarget."""

    async def check(self, claim_ids: Sequence[int] | None, guild_id: int, /) -> CheckSummary:
        """Look at the sources of these claims now, or at those of every claim of the guild."""

    async def recall(self, key: str, /) -> str | None:
        """Return what was kept under `key`, None if nothing was."""

    async def keep(self, key: str, value: str, /) -> None:
        """Keep a small value over restarts."""
