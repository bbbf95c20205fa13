"""What a scan is asked and what it answers: plain values that can cross a process border."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.analysis import Document
from bot.domain.claim import Flag, NewClaim
from bot.domain.outcome import Outcome
from bot.domain.reading import Media


@dataclass(frozen=True, slots=True)
class ScanTask:
    """Bytes to be scanned for the claims that they flag themselves. `url` and `charset` may be empty."""

    media: Media
    body: bytes
    url: str = ""
    charset: str = ""


@dataclass(frozen=True, slots=True)
class ScannedClaim:
    """A flagged claim as found: `flags` with offsets into the document's text, `score` 0..1 how sure and how outspoken.

    `settles` is what the text says would settle it, `trigger` what to wait for where that is a release, a publication
    or a date; both may be empty.
    """

    text: str
    claimant: str = ""
    attribution: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    score: float = 0.0
    settles: str = ""
    trigger: str = ""

    def new_claim(self, guild_id: int) -> NewClaim:
        """Return what tracks it on this guild's list."""
        return NewClaim(
            guild_id=guild_id,
            text=self.text,
            claimant=self.claimant,
            attribution=self.attribution,
            flags=self.flags,
            settles=self.settles,
            trigger=self.trigger,
        )


@dataclass(frozen=True, slots=True)
class Scanned:
    """The document with its flagged claims, best first; `failure` says why nothing could be read."""

    document: Document
    claims: tuple[ScannedClaim, ...]
    failure: tuple[Outcome, str] | None = None
