"""Scanning one page for the claims that it flags itself."""

from __future__ import annotations

from datetime import datetime

from bot.app.results import ScanResult
from bot.domain.outcome import Outcome
from bot.domain.reading import Failed, Fetched, Media, NotModified
from bot.domain.scanned import ScanTask
from bot.domain.source import Kind, Source
from bot.errors import UnreadableTarget
from bot.net.client import Client
from bot.sources import Apis
from bot.sources.page import Reader
from bot.text.work.runner import LocalRunner


async def scanned(client: Client, runner: LocalRunner, url: str, now: datetime) -> ScanResult:
    """Fetch and scan `url`. Raises UnreadableTarget with the outcome in words."""
    source = Source(id=0, kind=Kind.PAGE, url=url, next_check_at=now, event_at=now, options={})
    reading = await Reader(client, Apis()).read(source, now)
    if not isinstance(reading, Fetched):
        raise _unreadable(url, reading)
    return await scanned_bytes(runner, reading.media, reading.body, reading.url, reading.charset)


async def scanned_bytes(runner: LocalRunner, media: Media, body: bytes, url: str, charset: str = "") -> ScanResult:
    """Scan bytes at hand. Raises UnreadableTarget when there is nothing to read in them."""
    found = await runner.scan(ScanTask(media, body, url, charset))
    if found.failure is not None:
        outcome, detail = found.failure
        raise UnreadableTarget(f"{url or 'This text'} could not be read: {outcome.words}. {detail}")
    return ScanResult(found.document, found.claims)


def _unreadable(url: str, reading: Failed | NotModified) -> UnreadableTarget:
    detail = reading.detail if isinstance(reading, Failed) else "the server sent no body"
    outcome = reading.outcome if isinstance(reading, Failed) else Outcome.EMPTY
    return UnreadableTarget(f"{url} could not be read: {outcome.words}. {detail}")
