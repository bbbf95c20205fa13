"""The feed that a front page names."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from bot.text.read.plainhtml import attribute

_HEAD = 500_000
_MAX_LINKS = 500
_LINK = re.compile(r"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_BASE = re.compile(r"<base\b[^<>]{0,2000}>", re.IGNORECASE)
_TYPES = (
    "application/atom+xml",
    "application/rss+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/json",
)
_MINOR = re.compile(r"comment|kommentar|comentario|commentaire|评论|oembed|wp-json", re.IGNORECASE)


def find_feed(html: str, url: str) -> str | None:
    """Return the absolute URL of the page's main feed (RSS autodiscovery), None when it names none.

    Feeds of comments come last and ties go to the first named.
    """
    base = _BASE.search(html, 0, _HEAD)
    origin = urljoin(url, attribute(base[0], "href")) if base else url
    best: tuple[int, str] | None = None
    for count, match in enumerate(_LINK.finditer(html, 0, _HEAD)):
        if count >= _MAX_LINKS:
            break
        rank, target = _rank(match[0]), _absolute(origin, attribute(match[0], "href"))
        if rank is not None and target and (best is None or rank < best[0]):
            best = (rank, target)
    return best[1] if best else None


def _rank(tag: str) -> int | None:
    """Return how good the link is as the page's feed, lower is better, None when it is no feed."""
    kind = attribute(tag, "type").lower().partition(";")[0].strip()
    if "alternate" not in attribute(tag, "rel").lower().split() or kind not in _TYPES:
        return None
    words = f"{attribute(tag, 'title')} {attribute(tag, 'href')}"
    minor = bool(_MINOR.search(words)) or kind == "application/json"
    return int(minor)


def _absolute(base: str, href: str) -> str:
    try:
        target = urljoin(base, href.replace("feed://", "https://", 1) if href.startswith("feed://") else href)
        parts = urlsplit(target)
    except ValueError:
        return ""
    return target if href and parts.scheme in {"http", "https"} and parts.hostname else ""
