"""Tell a page that keeps its content back from one that changed: challenge, consent, paywall, "not found" and the like.

Every rule asks for two things at once, a sign of the obstacle and a lack of content, so that an article *about*
challenge pages, cookies or missing pages is never taken for one.
"""

from __future__ import annotations

import re

from bot.domain.analysis import Document
from bot.domain.outcome import Outcome
from bot.domain.reading import Media
from bot.text.read import jsonld
from bot.text.read.binary import binary_name
from bot.text.read.decode import decode
from bot.text.read.obstacles import (
    CHALLENGE_MARK,
    CHALLENGE_TEXT,
    CHALLENGE_TITLE,
    CONSENT_PHRASE,
    JAVASCRIPT_TEXT,
    LOGIN_WALL,
    MISSING_TEXT,
    MISSING_TITLE,
    MOUNT_POINT,
    PAYWALL_PHRASE,
)
from bot.text.read.plainhtml import plain_title, visible

Diagnosis = tuple[Outcome, str]

_SHORT = 1500  # characters of content below which a page may be an obstacle
_SCANT = 600
_NOTHING = 60
_HEAD = 400_000  # characters of source searched for marks
_MANY_CONSENT = 3  # different consent phrases
_TITLE_PARTS = re.compile(r"\s+[|\-–—·•:»]\s+|\s*[|·•»]\s*|:\s+")  # noqa: RUF001 - dashes that titles use

_HINTS = {
    Outcome.BLOCKED: "The site shows a challenge page to programs; watch its feed or another outlet instead.",
    Outcome.PAYWALL: "The article is behind a paywall; watch a free report of the same claim instead.",
    Outcome.SOFT_404: 'The page says "not found" although the server answers with success.',
    Outcome.NEEDS_JAVASCRIPT: "The page is empty without JavaScript, which is not run; watch its feed or API instead.",
    Outcome.EMPTY: "The page holds no text.",
    Outcome.PDF: "This is a PDF, which is not read; watch the page that links to it instead.",
}
_CONSENT_HINT = "The site shows a cookie consent wall instead of its content; watch its feed instead."


def diagnose(media: Media, body: bytes, document: Document, status: int = 200) -> Diagnosis | None:
    """Return why this is no good look (outcome, one sentence with a hint), None when it is one.

    `document` is what `extract` made of the same body. `status` is the HTTP status, which settles what it can.
    """
    if media in {Media.ITEMS, Media.VALUE}:
        return None
    found = _by_status(status) or _by_bytes(body)
    if found:
        return found
    if media is Media.FEED:
        return _challenge(decode(body[:_HEAD]), document, "") if _looks_html(body) else None
    if not _looks_html(body) and media is not Media.HTML:
        return None if len(document.text) else _say(Outcome.EMPTY)
    return _by_page(body, document)


def _by_page(body: bytes, document: Document) -> Diagnosis | None:
    if b"isAccessibleForFree" in body and jsonld.paid(jsonld.nodes(decode(body))):
        return _say(Outcome.PAYWALL)
    if len(document.text) > _SHORT:
        return None
    source = decode(body)[:_HEAD]
    seen = visible(source)
    return (
        _challenge(source, document, seen)
        or _missing(source, document, seen)
        or _paywall(document, seen)
        or _consent(document, plain_title(source), seen)
        or _script_only(source, document, seen)
        or (_say(Outcome.EMPTY) if not document.text else None)
    )


def _say(outcome: Outcome) -> Diagnosis:
    return outcome, _HINTS[outcome]


def _by_status(status: int) -> Diagnosis | None:
    by_status = {
        401: Outcome.BLOCKED,
        402: Outcome.PAYWALL,
        403: Outcome.BLOCKED,
        404: Outcome.NOT_FOUND,
        410: Outcome.GONE,
    }
    outcome = by_status.get(status)
    return (outcome, _HINTS.get(outcome, f"The server answered {status}.")) if outcome else None


def _by_bytes(body: bytes) -> Diagnosis | None:
    name = binary_name(body)
    if name == "PDF":
        return _say(Outcome.PDF)
    return (
        (Outcome.WRONG_CONTENT, f"This is no text but {name}; watch the page that links to it instead.")
        if name
        else None
    )


def _looks_html(body: bytes) -> bool:
    head = body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n\0").lower().replace(b"\0", b"")
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in head


def _challenge(source: str, document: Document, seen: str) -> Diagnosis | None:
    title = plain_title(source) or document.title
    if CHALLENGE_TITLE.fullmatch(title.strip()) and len(document.text) <= _SHORT:
        return _say(Outcome.BLOCKED)
    if CHALLENGE_MARK.search(source) and len(document.text) <= _SCANT:
        return _say(Outcome.BLOCKED)
    scant = len(seen) <= _SCANT and len(document.text) <= _SCANT // 2 and "<article" not in source
    if scant and CHALLENGE_TEXT.search(seen):
        return _say(Outcome.BLOCKED)
    return None


def _missing(source: str, document: Document, seen: str) -> Diagnosis | None:
    parts = [part.strip(" .!\"'“”") for part in _TITLE_PARTS.split(plain_title(source) or document.title)]
    heading = (document.text or seen).partition("\n")[0][:80]
    titled = any(MISSING_TITLE.fullmatch(part) for part in [*parts, heading.strip(" .!")])
    said = MISSING_TEXT.search(document.text[:_SCANT] or seen[:_SHORT])
    if (titled and len(document.text) <= _SHORT) or (said and len(document.text) <= _SCANT // 2):
        return _say(Outcome.SOFT_404)
    return None


def _paywall(document: Document, seen: str) -> Diagnosis | None:
    cut = PAYWALL_PHRASE.search(document.text) or (len(document.text) <= _SCANT and PAYWALL_PHRASE.search(seen))
    if cut or (len(document.text) <= _SCANT // 2 and LOGIN_WALL.search(document.text or seen)):
        return _say(Outcome.PAYWALL)
    return None


def _consent(document: Document, title: str, seen: str) -> Diagnosis | None:
    """A banner beside an article is none: the wall opens the page, or nothing else is on it."""
    phrases = {match[0].lower() for match in CONSENT_PHRASE.finditer(seen)}
    if len(phrases) < _MANY_CONSENT or len(seen) > _SHORT * 2:
        return None
    lines = document.text.split("\n")
    opens = CONSENT_PHRASE.search(title) or CONSENT_PHRASE.search(lines[0])
    alone = all(CONSENT_PHRASE.search(line) for line in lines if line)
    return (Outcome.BLOCKED, _CONSENT_HINT) if opens or alone else None


def _script_only(source: str, document: Document, seen: str) -> Diagnosis | None:
    if len(document.text) > _SCANT // 2:
        return None
    # What takes long on a large page comes last.
    told = len(seen) <= _SCANT and "<article" not in source and "javascript" in source.lower()
    told = told and bool(JAVASCRIPT_TEXT.search(source))
    mounted = (
        "<script" in source
        and len(seen) <= _NOTHING * 5
        and len(document.text) <= _NOTHING
        and MOUNT_POINT.search(source)
    )
    bare = not document.text and len(seen) <= _NOTHING and source.count("<script") > 1
    return _say(Outcome.NEEDS_JAVASCRIPT) if told or mounted or bare else None
