"""From a page's bytes to the claims that it flags itself."""

from __future__ import annotations

from bot.domain.scanned import Scanned, ScanTask
from bot.text.claims.scan import scan
from bot.text.flags.find import FlagBook
from bot.text.read.blocked import diagnose
from bot.text.read.extract import extract


def read_and_scan(task: ScanTask, book: FlagBook) -> Scanned:
    """Extract the text and scan it; content that is no good look is told as a failure."""
    document = extract(task.media, task.body, task.url, task.charset)
    failure = diagnose(task.media, task.body, document)
    return Scanned(document, () if failure else scan(document, book), failure)
