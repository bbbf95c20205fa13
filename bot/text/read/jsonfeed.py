"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from typing import Any

from bot.text.read.dates import parse_date
from bot.text.read.decode import decode
from bot.text.read.feederror import FeedError
from bot.text.read.identity import absolute


def looks_json(body: bytes) -> bool:
    """Whether the body starts like a JSON document."""
    return body[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] in (b"{", b"[")


def raw_items(body: bytes, url: str, limit: int) -> list[dict[str, Any]]:
    """Return the items as plain values, links made absolute.

    Raises:
        FeedError: no JSON, or JSON that is no feed.
    """
    try:
        feed = json.loads(decode(body), strict=False)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise FeedError(f"The feed is malformed JSON{where}.") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise FeedError('This JSON is no feed: it has no list "items".')
    return [_raw(item, url) for item in items[:limit] if isinstance(item, dict)]


def _raw(item: dict[str, Any], base: str) -> dict[str, Any]:
    link = _text(item.get("url")) or _text(item.get("external_url"))
    return {
        "id": _text(item.get("id")),
        "title": _text(item.get("title")),
        "url": absolute(base, link),
        "summary": _text(item.get("summary")) or _text(item.get("content_text")) or _text(item.get("content_html")),
        "when": parse_date(item.get("date_published")) or parse_date(item.get("date_modified")),
        "publisher": "",
    }


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
