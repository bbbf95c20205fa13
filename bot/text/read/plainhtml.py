"""HTML to text in linear time, for pages that would cost the real extraction seconds or its stack."""

from __future__ import annotations

import html as entities
import re

_MAX_TAGS = 12_000  # angle brackets; trafilatura needs up to a second there, and more than linear time beyond
_MAX_SOURCE = 3_000_000
_MAX_TAG_LENGTH = 20_000
_MAX_ATTRIBUTES = 1_500  # in one tag: libxml2 compares them all with each other
_LONG_TAG = re.compile(rf"<[^<>]{{{_MAX_TAG_LENGTH}}}")
_SILENT = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "head",
    "nav",
    "aside",
    "footer",
    "form",
    "iframe",
    "button",
)
_SILENT_BORDER = re.compile(rf"<(/?)({'|'.join(_SILENT)})(?=[\s>/])[^<>]*>?", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|th|table|section|article|main|header|blockquote|pre|dd|dt|hr|figure)\b[^<>]*>?",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>?")
_LINK = re.compile(r"<a\b[^<>]*>", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^<>]*>([^<]{1,2000})", re.IGNORECASE)
_HEADING = re.compile(r"<h1\b[^<>]*>([^<]{1,2000})", re.IGNORECASE)
_LEAST_WORDS = 5


def too_costly(source: str) -> bool:
    """Whether the page is beyond what the real extraction does in a second."""
    if len(source) > _MAX_SOURCE or source.count("<") > _MAX_TAGS:
        return True
    return any(_attributes(source, match.start()) > _MAX_ATTRIBUTES for match in _LONG_TAG.finditer(source))


def plain_title(source: str) -> str:
    """Return the page's title, else its first heading, else nothing."""
    match = _TITLE.search(source, 0, 200_000) or _HEADING.search(source, 0, 500_000)
    return entities.unescape(match[1]).strip() if match else ""


def plain_heading(source: str) -> str:
    """Return the page's first heading, which lacks the site's name, else its title, else nothing."""
    match = _HEADING.search(source, 0, 500_000)
    return (entities.unescape(match[1]).strip() if match else "") or plain_title(source)


def plain_html(source: str) -> str:
    """Return the text of the blocks that hold more than a few words and are not mostly links."""
    body = _spoken(source[:_MAX_SOURCE])
    kept = []
    for block in filter(None, _BLOCK.sub("\n", body).split("\n")):  # tags nested for nobody leave 100,000 empty ones
        links = len(_LINK.findall(block))
        line = " ".join(entities.unescape(_TAG.sub("", block)).split())
        if line.count(" ") + 1 >= max(_LEAST_WORDS, links * 6):
            kept.append(line)
    return "\n".join(kept)


def visible(source: str, limit: int = 20_000) -> str:
    """Return all text a visitor sees, buttons and banners included, on one line; at most `limit` characters."""
    without = re.sub(
        r"<(script|style|noscript|template|svg|head)\b[^<>]*>.*?(?:</\1\s*>|\Z)",
        " ",
        source[: limit * 50],
        flags=re.DOTALL | re.IGNORECASE,
    )
    return " ".join(entities.unescape(_TAG.sub(" ", without)).split())[:limit]


def attribute(tag: str, name: str) -> str:
    """Return the value of an attribute in one tag's source, empty when absent."""
    match = re.search(rf"\s{name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", tag, re.IGNORECASE)
    return entities.unescape(match[1] or match[2] or match[3] or "").strip() if match else ""


def _attributes(source: str, start: int) -> int:
    end = source.find(">", start)
    return source.count("=", start, end if end >= 0 else len(source))


def _spoken(source: str) -> str:
    """Cut out the elements that are chrome; one that is never closed loses only its own tag."""
    pieces: list[str] = []
    position = 0
    lowered = source.lower()
    never_closed: set[str] = set()
    while True:
        match = _SILENT_BORDER.search(source, position)
        if match is None:
            pieces.append(source[position:])
            return "\n".join(pieces)
        pieces.append(source[position : match.start()])
        position = match.end()
        name = match[2].lower()
        if not match[1] and name not in never_closed:
            close = lowered.find(f"</{name}", match.end())
            position = close if close >= 0 else match.end()
            if close < 0:
                never_closed.add(name)
