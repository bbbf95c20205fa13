"""JSON-LD on a page: what a publisher says about itself, and the ratings it published."""

from __future__ import annotations

import html as entities
import itertools
import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.domain.reading import Item
from bot.text.read.dates import parse_date

_SCRIPT = re.compile(r"<script\b[^<>]{0,300}?application/ld\+json[^<>]{0,300}>", re.IGNORECASE)
_CLOSE = re.compile(r"</script", re.IGNORECASE)
_MAX_BLOCK = 400_000  # characters
_WRAPPER = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[\]}])")
_MAX_BLOCKS = 40
_MAX_NODES = 5000
_MAX_RATINGS = 50
_ARTICLES = ("Article", "NewsArticle", "ReportageNewsArticle", "BlogPosting", "TechArticle", "AnalysisNewsArticle")


def nodes(html: str) -> list[dict[str, Any]]:
    """Return every JSON-LD object on the page, those in lists and graphs included; broken blocks are passed over."""
    if "ld+json" not in html:
        return []
    found: list[dict[str, Any]] = []
    for block in itertools.islice(_blocks(html), _MAX_BLOCKS):
        found.extend(itertools.islice(_walk(_tolerant(block)), _MAX_NODES - len(found)))
    return found


def _blocks(html: str) -> Iterator[str]:
    """Yield what stands inside each JSON-LD script; one that is never closed ends the search."""
    for opening in _SCRIPT.finditer(html):
        closing = _CLOSE.search(html, opening.end())
        if closing is None:
            return
        yield html[opening.end() : closing.start()][:_MAX_BLOCK]


def _tolerant(raw: str) -> object:
    """Parse JSON as it is found in the wild: wrapped in comments, with control characters and trailing commas."""
    text = _WRAPPER.sub("", raw).strip()
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text), entities.unescape(text)):
        try:
            parsed: object = json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        return parsed
    return None


def _walk(value: object) -> Iterator[dict[str, Any]]:
    """Yield all objects inside, outermost first, without recursion."""
    queue: list[object] = [value]
    while queue:
        current = queue.pop(0)
        if isinstance(current, dict):
            yield current
            queue.extend(inner for inner in current.values() if isinstance(inner, dict | list))
        elif isinstance(current, list):
            queue.extend(inner for inner in current[:_MAX_NODES] if isinstance(inner, dict | list))
        if len(queue) > _MAX_NODES * 4:
            return


def kinds(node: dict[str, Any]) -> frozenset[str]:
    """Return the node's types without their vocabulary's address."""
    kind = node.get("@type", ())
    names = kind if isinstance(kind, list) else [kind]
    return frozenset(str(name).rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if isinstance(name, str))


def headline(found: list[dict[str, Any]]) -> str:
    """Return the article's headline as declared, empty when there is none."""
    headlines = (node.get("headline") for node in found if kinds(node) & set(_ARTICLES))
    return next((text.strip() for text in headlines if isinstance(text, str) and text.strip()), "")


def published(found: list[dict[str, Any]]) -> datetime | None:
    """Return when the article was published, as aware UTC."""
    for node in found:
        if kinds(node) & set(_ARTICLES):
            when = parse_date(node.get("datePublished"))
            if when:
                return when
    return None


def paid(found: list[dict[str, Any]]) -> bool:
    """Whether the publisher says that the page's article is not free to read."""
    return any(
        str(node.get("isAccessibleForFree", "")).strip().lower() in {"false", "http://schema.org/false", "0", "no"}
        for node in found
        if "isAccessibleForFree" in node and not kinds(node) & {"WebPageElement", "Product", "Offer", "Event"}
    )


def ratings(found: list[dict[str, Any]], url: str) -> tuple[Item, ...]:
    """Return the ClaimReview entries among the nodes (schema.org/ClaimReview), each once."""
    items: dict[str, Item] = {}
    for node in found:
        if "ClaimReview" in kinds(node):
            item = _rating(node, url)
            if item:
                items.setdefault(item.identity, item)
        if len(items) >= _MAX_RATINGS:
            break
    return tuple(items.values())


def _rating(node: dict[str, Any], url: str) -> Item | None:
    claim = _text(node.get("claimReviewed"))
    rating = _rating_text(_first(node.get("reviewRating")))
    if not claim or not rating:
        return None
    publisher = _name(node.get("author")) or _name(node.get("publisher"))
    address = _text(node.get("url")) or url
    return Item(
        identity=f"{address}#{claim[:120]}",
        title=claim,
        url=address,
        summary=_text(node.get("reviewBody")) or _text(node.get("description")),
        published_at=parse_date(node.get("datePublished")),
        rating=rating,
        publisher=publisher,
    )


def _rating_text(node: object) -> str:
    """Return the publisher's own words; a bare number is given with its scale."""
    if not isinstance(node, dict):
        return _text(node)
    words = _text(node.get("alternateName")) or _text(node.get("name"))
    if words:
        return words
    value, best = _text(node.get("ratingValue")), _text(node.get("bestRating"))
    return f"{value} of {best}" if value and best else value


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value


def _name(value: object) -> str:
    first = _first(value)
    return _text(first.get("name")) if isinstance(first, dict) else _text(first)


def _text(value: object) -> str:
    """Return a scalar as one line of at most 500 characters; anything else is empty."""
    first = _first(value)
    if isinstance(first, bool) or not isinstance(first, str | int | float):
        return ""
    return " ".join(entities.unescape(str(first)).split())[:500]
