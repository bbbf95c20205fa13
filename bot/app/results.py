"""What a scan and a round of looks came to."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.analysis import Document
from bot.domain.finding import Finding
from bot.domain.scanned import ScannedClaim


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """What a round of looks came to. `seconds` is real time."""

    checked: int
    first: int
    not_modified: int
    unchanged: int
    changed: int
    failed: int
    findings: tuple[Finding, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class ScanResult:
    """A document with the claims it flags, best first. Offsets of flags point into `document.text`."""

    document: Document
    claims: tuple[ScannedClaim, ...]

    @property
    def url(self) -> str:
        """The address in the end, after redirects."""
        return self.document.url

    @property
    def title(self) -> str:
        """The document's title; may be empty."""
        return self.document.title
