"""A fast reader for feeds of many thousand items; smaller ones are feedparser's."""

from __future__ import annotations

from typing import Any

from lxml import etree

from bot.text.read.dates import parse_date
from bot.text.read.feederror import FeedError
from bot.text.read.identity import absolute

_FIELDS = {
    "guid": "id",
    "id": "id",
    "title": "title",
    "link": "url",
    "description": "summary",
    "summary": "summary",
    "encoded": "content",
    "content": "content",
    "pubDate": "when",
    "published": "when",
    "date": "when",
    "updated": "updated",
    "modified": "updated",
    "issued": "when",
    "source": "publisher",
}
_ENTRIES = frozenset({"item", "entry"})


def raw_items(body: bytes, url: str, limit: int) -> list[dict[str, Any]]:
    """Return the items as plain values, links made absolute.

    Broken XML is read as far as it goes.

    Raises:
        FeedError: there is no XML in it at all.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, recover=True
    )
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FeedError("The feed is malformed XML without a readable item.") from error
    if root is None:
        raise FeedError("The feed is malformed XML without a readable item.")
    found: list[dict[str, Any]] = []
    for element in root.iter():
        if isinstance(element.tag, str) and _local(element) in _ENTRIES:
            found.append(_raw(element, url))
            if len(found) >= limit:
                break
    return found


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _raw(entry: etree._Element, base: str) -> dict[str, Any]:
    values: dict[str, str] = {}
    for child in entry:
        name = _FIELDS.get(_local(child)) if isinstance(child.tag, str) else None
        if name:
            _take(values, name, child)
    link = values.get("url", "") or (values.get("id", "") if values.get("id", "").startswith("http") else "")
    return {
        "id": values.get("id", ""),
        "title": values.get("title", ""),
        "url": absolute(base, link),
        "summary": values.get("summary") or values.get("content", ""),
        "when": parse_date(values.get("when")) or parse_date(values.get("updated")),
        "publisher": values.get("publisher", ""),
    }


def _take(values: dict[str, str], name: str, child: etree._Element) -> None:
    if name == "url":
        relation = child.get("rel", "alternate")
        text = child.get("href") or (child.text or "").strip()
        if relation != "alternate" or not text:
            return
    elif name == "publisher":
        text = next((inner.text or "" for inner in child if _local(inner) == "title"), child.text or "")
    else:
        text = "".join(str(part) for part in child.itertext()) if len(child) else child.text or ""
    values.setdefault(name, text.strip())
