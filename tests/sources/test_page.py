from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.outcome import Outcome
from bot.domain.reading import Media
from bot.domain.source import Kind, Validators
from bot.net.client import Client
from bot.sources import Apis
from bot.sources.page import Reader
from tests.newsroom import Newsroom
from tests.sources.build import NOW, failed, fetched, not_modified, source_of

HTML = "<!doctype html><html><body><p>Guava could not be independently verified.</p></body></html>"
MARKDOWN = '---\ntitle: "Orchard Labs shows Guava"\nlocale: en\n---\n\n# Guava\n\nThe memo could not be verified.\n'
RSS = '<?xml version="1.0"?><!-- made by hand --><rss version="2.0"><channel><title>t</title></channel></rss>'


@pytest.fixture
def reader(client: Client) -> Reader:
    return Reader(client, Apis())


MEDIA = [
    ("html", "/a", "text/html; charset=utf-8", HTML, Media.HTML),
    ("xhtml", "/a", "application/xhtml+xml", '<?xml version="1.0"?>' + HTML, Media.HTML),
    ("fragment without a root", "/a", "text/html", "Guava <b>wins</b>", Media.HTML),
    ("markdown by type", "/a", "text/markdown; charset=utf-8", "# Guava", Media.MARKDOWN),
    ("markdown by ending", "/a.md", "text/plain", "# Guava", Media.MARKDOWN),
    ("markdown by ending, sent as bytes", "/a.markdown", "application/octet-stream", "# Guava", Media.MARKDOWN),
    ("markdown by front matter", "/a", "text/plain", MARKDOWN, Media.MARKDOWN),
    ("markdown by front matter, sent as HTML", "/a", "text/html", MARKDOWN, Media.MARKDOWN),
    ("markdown by ending, sent as HTML", "/a.md", "text/html", "# Guava", Media.MARKDOWN),
    ("a rendered page whose name ends as markdown", "/a.md", "text/html", HTML, Media.HTML),
    ("front matter after a byte order mark", "/a", "", "\ufeff" + MARKDOWN, Media.MARKDOWN),
    ("a rule is no front matter", "/a", "text/plain", "---\n\nGuava\n", Media.TEXT),
    ("text", "/a.txt", "text/plain", "Guava", Media.TEXT),
    ("html shown as text", "/a.txt", "text/plain", HTML, Media.TEXT),
    ("html of no type", "/a", "", HTML, Media.HTML),
    ("text of no type", "/a", "", "Guava", Media.TEXT),
]


@pytest.mark.parametrize(("path", "declared", "body", "media"), [c[1:] for c in MEDIA], ids=[c[0] for c in MEDIA])
async def test_media(newsroom: Newsroom, reader: Reader, path: str, declared: str, body: str, media: Media) -> None:
    url = newsroom.page(path, body, content_type=declared)
    reading = fetched(await reader.read(source_of(Kind.PAGE, url), NOW))
    assert reading.media is media
    assert reading.body == body.encode()


async def test_wide_text_is_recognised(newsroom: Newsroom, reader: Reader) -> None:
    url = newsroom.page("/wide", HTML.encode("utf-16"), content_type="")
    assert fetched(await reader.read(source_of(Kind.PAGE, url), NOW)).media is Media.HTML


async def test_the_second_look_is_conditional(newsroom: Newsroom, reader: Reader) -> None:
    url = newsroom.page("/a", HTML, last_modified=NOW - timedelta(days=1))
    first = fetched(await reader.read(source_of(Kind.PAGE, url), NOW))
    assert first.validators.etag
    assert first.validators.last_modified
    second = not_modified(await reader.read(source_of(Kind.PAGE, url, first.validators), NOW))
    assert second.validators == first.validators
    assert newsroom.not_modified["/a"] == 1


async def test_the_hash_is_that_of_the_bytes(newsroom: Newsroom, reader: Reader) -> None:
    hashes = []
    for body in (HTML, HTML, HTML + " "):
        url = newsroom.page("/a", body)
        hashes.append(fetched(await reader.read(source_of(Kind.PAGE, url), NOW)).body_hash)
    assert hashes[0] == hashes[1] != hashes[2]


async def test_a_permanent_redirect_is_told(newsroom: Newsroom, reader: Reader) -> None:
    target = newsroom.page("/new", HTML)
    reading = fetched(await reader.read(source_of(Kind.PAGE, newsroom.redirect("/old", "/new")), NOW))
    assert reading.moved_to == reading.url == target


NO_PAGES = [
    ("nothing", "text/html", "", Outcome.EMPTY, "empty"),
    ("blanks", "text/html", " \n\t " * 100, Outcome.EMPTY, "empty"),
    ("a feed", "application/rss+xml", RSS, Outcome.WRONG_CONTENT, "kind feed"),
    ("a feed sent as text", "text/xml", RSS, Outcome.WRONG_CONTENT, "kind feed"),
    ("data", "application/json", '{"models": []}', Outcome.WRONG_CONTENT, "kind json"),
    ("data of no type", "", '[{"id": 1}]', Outcome.WRONG_CONTENT, "kind json"),
    ("a style sheet", "text/css", "p { color: red }", Outcome.WRONG_CONTENT, "text/css"),
    ("a script", "application/javascript", "alert(1)", Outcome.WRONG_CONTENT, "application/javascript"),
    ("a table", "text/csv", "a,b", Outcome.WRONG_CONTENT, "text/csv"),
    ("a PDF", "application/pdf", "%PDF-1.7 …", Outcome.PDF, "PDF"),
    ("a PDF sent as HTML", "text/html", "%PDF-1.7 …", Outcome.PDF, "PDF"),
    ("an image", "image/png", "\x89PNG", Outcome.WRONG_CONTENT, "image/png"),
]


@pytest.mark.parametrize(
    ("declared", "body", "outcome", "hint"), [c[1:] for c in NO_PAGES], ids=[c[0] for c in NO_PAGES]
)
async def test_what_is_no_page_is_named(
    newsroom: Newsroom, reader: Reader, declared: str, body: str, outcome: Outcome, hint: str
) -> None:
    url = newsroom.page("/a", body, content_type=declared)
    reading = failed(await reader.read(source_of(Kind.PAGE, url), NOW))
    assert reading.outcome is outcome
    assert hint in reading.detail


async def test_validators_that_nobody_sent_are_empty(newsroom: Newsroom, reader: Reader) -> None:
    url = newsroom.page("/a", HTML, etag=False)
    assert fetched(await reader.read(source_of(Kind.PAGE, url), NOW)).validators == Validators()
