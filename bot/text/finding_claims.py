"""From a page's bytes to the claims that it flags itself."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.analysis import Document
from bot.domain.outcome import Outcome
from bot.domain.reading import Media
from bot.text.blocked import diagnose
from bot.text.extract import extract
from bot.text.flags import FlagBook
from bot.text.scan import ScannedClaim, scan


@dataclass(frozen=True, slots=True)
class Page:
    """Bytes to be scanned. `url` and `charset` may be empty."""

    media: Media
    body: bytes
    url: str = ""
    charset: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The document with its flagged claims, best first; `failure` says why nothing could be read."""

    document: Document
    claims: tuple[ScannedClaim, ...]
    failure: tuple[Outcome, str] | None = None


def read_and_scan(page: Page, book: FlagBook) -> Found:
    """Extract the text and scan it; content that is no good look is told as a failure."""
    document = extract(page.media, page.body, page.url, page.charset)
    failure = diagnose(page.media, page.body, document)
    return Found(document, () if failure else scan(document, book), failure)
