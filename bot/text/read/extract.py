"""From a body of bytes to the text that a reader of the page would call its content."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime

import trafilatura
from htmldate import find_date
from trafilatura.settings import Document as Page

from bot.domain.analysis import Document
from bot.domain.reading import Media
from bot.text.read import jsonld, opinion
from bot.text.read.dates import parse_date
from bot.text.read.decode import decode
from bot.text.read.language import guess_language, in_han
from bot.text.read.markdown import read_markdown
from bot.text.read.plainhtml import attribute, plain_heading, plain_html, too_costly

MAX_TEXT = 1_000_000  # characters
_MAX_TITLE = 300
_HEAD = 20_000  # characters in which a page declares itself
_NEVER = "2999-12-31"  # the latest day believed; the default reads the clock
_LANG = re.compile(r"<html\b[^<>]{0,2000}?\s(?:xml:)?lang\s*=\s*[\"']?\s*([a-zA-Z]{2,3})\b", re.IGNORECASE)
_META_TIME = re.compile(
    r"<meta\b[^<>]{0,300}?[\"'](?:article:published_time|datePublished|date|dc\.date|pubdate|parsely-pub-date)[\"'][^<>]{0,300}>",
    re.IGNORECASE,
)
_META_TITLE = re.compile(r"<meta\b[^<>]{0,300}?[\"']og:title[\"'][^<>]{0,600}>", re.IGNORECASE)
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^<>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it reports as error what is a plain fact about a page
logging.getLogger("htmldate").setLevel(logging.CRITICAL)
opinion.ask_only_where_it_matters()


def extract(media: Media, body: bytes, url: str, charset: str = "") -> Document:
    """Return what the page says, without its chrome; never raises.

    Markdown and plain text are read as HTML when the body is HTML all the same. The text is empty where
    nothing was found. `lang` is what the page declares, else a guess, else empty. For feeds, items and values
    the decoded body is the text.
    """
    source = decode(body, charset)
    if media in {Media.MARKDOWN, Media.TEXT} and _MARKUP.match(source, 0, _HEAD):
        media = Media.HTML
    readers: dict[Media, Callable[[str, str], Document]] = {Media.HTML: _html, Media.MARKDOWN: _markdown}
    return readers.get(media, _text)(source, url)


def clean(text: str) -> str:
    """Return the text with single spaces, one newline between paragraphs, composed characters, cut to its cap."""
    lines = (" ".join(line.split()) for line in text[: MAX_TEXT * 2].split("\n"))
    text = "\n".join(line for line in lines if line)
    return (text if text.isascii() else unicodedata.normalize("NFC", text))[:MAX_TEXT]


def _text(source: str, url: str) -> Document:
    text = clean(source)
    return Document(url=url, title="", text=text, lang=guess_language(text))


def _markdown(source: str, url: str) -> Document:
    page = read_markdown(source[: MAX_TEXT * 2])
    text = clean(page.text)
    return Document(
        url=page.url or url,
        title=clean(page.title)[:_MAX_TITLE],
        text=text,
        lang=page.lang or guess_language(text),
        published_at=page.published_at,
    )


def _html(source: str, url: str) -> Document:
    """Read HTML. Title and date come from what the page declares: trafilatura's search for them costs as much again."""
    found = jsonld.nodes(source)
    costly = too_costly(source)
    text = clean(plain_html(source) if costly else _main(source, url))
    declared = _LANG.search(source, 0, _HEAD)
    return Document(
        url=url,
        title=clean(jsonld.headline(found) or _meta_title(source) or plain_heading(source))[:_MAX_TITLE],
        text=text,
        lang=_language(declared[1] if declared else "", text),
        published_at=jsonld.published(found) or _meta_time(source) or (None if costly else _searched_day(source)),
        ratings=jsonld.ratings(found, url),
    )


def _main(source: str, url: str) -> str:
    """Return the main text as trafilatura sees it."""
    try:
        page = trafilatura.bare_extraction(source, url=url or None, include_comments=False)
    except Exception:  # noqa: BLE001 - whatever a hostile page does to the parser, the plain way remains
        return plain_html(source)
    return page.text or "" if isinstance(page, Page) else ""


def _searched_day(source: str) -> datetime | None:
    """Return the day of publication that the markup suggests, for pages that declare none."""
    try:
        return parse_date(find_date(source, original_date=True, extensive_search=False, max_date=_NEVER))
    except Exception:  # noqa: BLE001 - as above
        return None


def _meta_title(source: str) -> str:
    match = _META_TITLE.search(source, 0, _HEAD * 5)
    return attribute(match[0], "content") if match else ""


def _meta_time(source: str) -> datetime | None:
    match = _META_TIME.search(source, 0, _HEAD * 5)
    return parse_date(attribute(match[0], "content")) if match else None


def _language(declared: str, text: str) -> str:
    """Return the declared language unless the script of the text shows that it is wrong."""
    lang = declared.lower() if len(declared) == len("en") else ""
    if lang not in {"", "zh"} and not in_han(text):
        return lang
    guess = guess_language(text)
    if not lang or (guess and "zh" in {lang, guess} and lang not in {"ja", "ko", guess}):
        return guess or lang
    return lang
