"""What a body is, by what the server says, what the URL looks like and what the first bytes are."""

from __future__ import annotations

import codecs
import hashlib
import re
from urllib.parse import urlsplit

from bot.domain.outcome import Outcome
from bot.domain.reading import Failed, Fetched, Item, Media
from bot.net.response import Response

HEAD = 4_096  # bytes that are looked at

_WIDE = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"))
_MARKS = (*_WIDE, (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"), (codecs.BOM_UTF8, "utf-8-sig"))
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n[\w-]+[ \t]*:")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|title|div|p|article)\b", re.IGNORECASE)
_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_BEFORE_ROOT = re.compile(
    r"\A(?:\ufeff|\s|<!--.*?-->|<\?[^>]*>|<!doctype[^\[>]*(?:\[.*?\]\s*)?>)*", re.IGNORECASE | re.DOTALL
)


def fetched(response: Response, media: Media, *, moved_to: str = "", items: tuple[Item, ...] = ()) -> Fetched:
    """Return the reading for a body that came; with `items` they take its place."""
    return Fetched(
        url=response.url,
        media=media,
        body=b"" if media is Media.ITEMS else response.body,
        body_hash=hash_of_items(items) if media is Media.ITEMS else hash_of(response.body),
        charset=response.charset,
        validators=response.validators,
        items=items,
        moved_to=moved_to,
        seconds=response.seconds,
    )


def hash_of(body: bytes) -> str:
    """Return the hash that tells whether the same bytes came."""
    return hashlib.sha256(body).hexdigest()[:32]  # of the good ones the quickest where processors help with it


def hash_of_items(items: tuple[Item, ...]) -> str:
    """Return the hash over what is said of items; counters that the API sends along are not part of it."""
    return hash_of("\n".join(sorted(map(repr, items))).encode())


def head_of(body: bytes, charset: str) -> str:
    """Return the beginning as text, good enough to recognise markup."""
    start = body[:HEAD]
    codec = next((name for mark, name in _MARKS if start.startswith(mark)), charset or "utf-8")
    try:
        return start.decode(codec, "replace")
    except (LookupError, ValueError):  # a codec that is known but makes no text of bytes
        return start.decode("utf-8", "replace")


def is_feed(head: str) -> bool:
    """Say whether this is the beginning of RSS, Atom or JSON Feed."""
    return _is_feed_markup(head) or is_json(head)


def is_json(head: str) -> bool:
    """Say whether this begins like a JSON object or list."""
    return head.lstrip("\ufeff \t\r\n").startswith(("{", "["))


def is_html(head: str) -> bool:
    """Say whether this begins like HTML."""
    return bool(_HTML.search(head))


def no_feed(response: Response) -> Failed | None:
    """Return why this can not be a feed, None when it may be one."""
    if not response.body.strip():
        return Failed(Outcome.EMPTY, "The feed is empty: not even its frame came.", seconds=response.seconds)
    if not is_feed(head_of(response.body, response.charset)):
        return Failed(Outcome.MALFORMED, "This is neither RSS, Atom nor JSON Feed.", seconds=response.seconds)
    return None


def media_of(response: Response) -> Media | None:
    """Return what kind of page this is; None when it is none (a feed, data, a script)."""
    declared = response.content_type
    head = head_of(response.body, response.charset)
    if "markdown" in declared or _FRONT_MATTER.match(head.lstrip("\ufeff")):
        return Media.MARKDOWN
    if _is_no_page(declared, head):
        return None
    html = is_html(head)
    if _named_markdown(response.url) and not (html and declared in _HTML_TYPES):
        return Media.MARKDOWN
    if declared == "text/plain":
        return Media.TEXT
    return Media.HTML if html or declared in _HTML_TYPES else Media.TEXT


def _is_no_page(declared: str, head: str) -> bool:
    if declared in _SCRIPTS or declared.endswith(("json", "yaml")) or _is_feed_markup(head):
        return True
    if declared in _HTML_TYPES or is_html(head):
        return False
    xml = declared.endswith("xml") or head.lstrip("\ufeff \t\r\n").startswith("<?xml")
    return xml or (declared != "text/plain" and is_json(head))


def _is_feed_markup(head: str) -> bool:
    return bool(_FEED.match(_BEFORE_ROOT.sub("", head, count=1)))


def _named_markdown(url: str) -> bool:
    return urlsplit(url).path.lower().endswith((".md", ".markdown"))


_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_SCRIPTS = frozenset({"text/css", "text/javascript", "application/javascript", "application/x-javascript", "text/csv"})
