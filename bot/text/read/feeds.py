"""Feeds of every age as items with a stable identity: RSS 0.9x to 2.0, RDF, Atom, JSON Feed."""

from __future__ import annotations

import calendar
import html as entities
import io
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import feedparser

from bot.domain.reading import Item
from bot.text.read import bigfeed, jsonfeed
from bot.text.read.feederror import FeedError
from bot.text.read.identity import absolute, link_identity

__all__ = ["FeedError", "parse_feed"]

MAX_ITEMS = 20_000
_MAX_TITLE = 500
_MAX_SUMMARY = 5_000
_HEAD = 20_000
_ROOT = re.compile(rb"<(?:\w{1,20}:)?(?:rss|rdf|feed|channel|item|entry)\b", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|div|br|li|tr|h[1-6]|blockquote)\b[^<>]{0,2000}>", re.IGNORECASE)
_SILENT = re.compile(r"<(script|style)\b[^<>]{0,2000}>.{0,20000}?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,4000}>")
_ITEM = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s>]")
_MANY = 1_500  # items above which the fast reader serves: feedparser takes 3 s for 20,000
_MANY_TAGS = 40_000  # likewise


def parse_feed(body: bytes, url: str) -> tuple[Item, ...]:
    """Return the feed's items as listed, each identity once, at most 20,000; `url` resolves relative links.

    The identity is the GUID, else the canonical link, else title and date. Titles and summaries hold no markup.
    An empty feed gives an empty tuple.

    Raises:
        FeedError: the body is no feed, or too broken to find a single item in it.
    """
    if not body.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise FeedError("The feed is empty: the server sent no bytes.")
    if jsonfeed.looks_json(body):
        return _distinct(_item(raw) for raw in jsonfeed.raw_items(body, url, MAX_ITEMS))
    return _distinct(_item(raw) for raw in _xml_items(_without_doctype(body), url))


def _without_doctype(body: bytes) -> bytes:
    """Drop the document type, and with it every entity that it declares: no feed needs one, bombs do."""
    start = body[:_HEAD].upper().find(b"<!DOCTYPE")
    if start < 0:
        return body
    subset, end = body.find(b"[", start), body.find(b">", start)
    if 0 <= subset < end:
        end = body.find(b">", max(body.find(b"]", subset), subset))
    return body[:start] + body[end + 1 :] if end >= 0 else b""


def _xml_items(body: bytes, url: str) -> Iterable[dict[str, Any]]:
    if not _ROOT.search(body, 0, _HEAD):
        raise FeedError(_fault(body, {}))
    if len(_ITEM.findall(body)) > _MANY or body.count(b"<") > _MANY_TAGS:
        return bigfeed.raw_items(body, url, MAX_ITEMS)
    # A stream, never the bytes themselves: feedparser takes those for a file's name first.
    parsed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": "application/xml"},  # no location: plain GUIDs would be resolved against it
        sanitize_html=False,  # all markup is stripped below
        resolve_relative_uris=False,
    )
    if not parsed.entries and (parsed.bozo or not parsed.version):
        raise FeedError(_fault(body, parsed))
    return [_from_feedparser(entry, url) for entry in parsed.entries[:MAX_ITEMS]]


def _fault(body: bytes, parsed: Any) -> str:  # noqa: ANN401 - feedparser has no types
    head = body[:2000].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")) or b"<html" in head[:500]:
        return "This is a web page, not a feed; give the feed's own address."
    if not head.startswith(b"<"):
        return "This is no feed: neither XML nor JSON."
    reason = getattr(parsed.get("bozo_exception"), "getMessage", lambda: "no channel or entry in it")()
    return f"The feed is malformed XML without a readable item ({str(reason)[:80]})."


def _from_feedparser(entry: Any, base: str) -> dict[str, Any]:  # noqa: ANN401 - feedparser has no types
    content = entry.get("content") or [{}]
    when = entry.get("published_parsed") or entry.get("updated_parsed")
    return {
        "id": entry.get("id") or "",
        "title": entry.get("title") or "",
        "url": absolute(base, entry.get("link") or ""),
        "summary": entry.get("summary") or content[0].get("value") or "",
        "when": datetime.fromtimestamp(calendar.timegm(when), UTC) if when else None,
        "publisher": (entry.get("source") or {}).get("title") or "",
    }


def _item(raw: dict[str, Any]) -> Item:
    title, link, when = strip_html(raw["title"])[:_MAX_TITLE], raw["url"].strip(), raw["when"]
    summary = strip_html(raw["summary"])[:_MAX_SUMMARY]
    named = " ".join((title or summary[:200]).casefold().split())
    dated = f"{named}|{when.date().isoformat() if when else ''}"
    return Item(
        identity=raw["id"].strip()[:1000] or (link_identity(link) if link else dated),
        title=title,
        url=link,
        summary=summary,
        published_at=when,
        publisher=strip_html(raw["publisher"])[:200],
    )


def _distinct(items: Iterable[Item]) -> tuple[Item, ...]:
    found: dict[str, Item] = {}
    for item in items:
        if item.title or item.url or item.summary:
            found.setdefault(item.identity, item)
    return tuple(found.values())[:MAX_ITEMS]


def strip_html(text: str) -> str:
    """Return a feed's title or summary as one line of plain words."""
    if "<" in text:
        text = _TAG.sub("", _BLOCK.sub(" ", _SILENT.sub(" ", text[:200_000])))
    if "&" in text:
        text = entities.unescape(text)
        if "<" in text:  # markup that was escaped twice
            text = _TAG.sub("", _BLOCK.sub(" ", text))
    return " ".join(text.split())
