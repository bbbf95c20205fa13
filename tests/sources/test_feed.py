from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.domain.outcome import Outcome
from bot.domain.reading import Media, Reading
from bot.domain.source import Kind, Source, Validators
from bot.errors import InputError
from bot.net.client import Client
from bot.sources import Apis, check_options
from bot.sources.feed import Reader
from tests.newsroom import Newsroom
from tests.sources.build import NOW, failed, fetched, not_modified, source_of

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Orchard News</title>
<item><guid>1</guid><title>Guava tested</title><link>https://news.example/1</link></item></channel></rss>"""
ATOM = '<?xml version="1.0"?><!-- by hand --><feed xmlns="http://www.w3.org/2005/Atom"><title>t</title></feed>'
RDF = '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF>'
OLD = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "x.dtd"><rss version="0.91"><channel/></rss>'
JSON_FEED = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": []})
FRONT = """<!doctype html><html><head><title>Orchard News</title>
<link rel="stylesheet" href="/a.css"><link rel="alternate" type="application/rss+xml" href="{href}">
</head><body><p>Today</p></body></html>"""


async def look(client: Client, source: Source) -> Reading:
    return await Reader(client, Apis()).read(source, NOW)


FEEDS = [
    ("RSS 2.0", RSS, "application/rss+xml"),
    ("RSS 0.91", OLD, "text/xml"),
    ("RSS 1.0", RDF, "application/rdf+xml"),
    ("Atom", ATOM, "application/atom+xml"),
    ("JSON Feed", JSON_FEED, "application/feed+json"),
    ("RSS sent as HTML", RSS, "text/html"),
    ("RSS of no type", RSS, ""),
    ("a mark before it", "\ufeff" + RSS, "text/xml"),
]


@pytest.mark.parametrize(("body", "declared"), [c[1:] for c in FEEDS], ids=[c[0] for c in FEEDS])
async def test_feeds(client: Client, newsroom: Newsroom, body: str, declared: str) -> None:
    url = newsroom.page("/feed", body, content_type=declared)
    reading = fetched(await look(client, source_of(Kind.FEED, url)))
    assert reading.media is Media.FEED
    assert reading.body == body.encode()
    assert reading.moved_to == ""


async def test_wide_text_is_recognised(client: Client, newsroom: Newsroom) -> None:
    url = newsroom.page("/feed", RSS.replace("utf-8", "utf-16").encode("utf-16"), content_type="text/xml")
    assert fetched(await look(client, source_of(Kind.FEED, url))).media is Media.FEED


async def test_the_second_look_is_conditional(client: Client, newsroom: Newsroom) -> None:
    url = newsroom.page("/feed", RSS)
    first = fetched(await look(client, source_of(Kind.FEED, url)))
    not_modified(await look(client, source_of(Kind.FEED, url, first.validators)))


async def test_a_front_page_leads_to_its_feed(client: Client, newsroom: Newsroom) -> None:
    front = newsroom.page("/", FRONT.format(href="/feed.xml"))
    feed = newsroom.page("/feed.xml", RSS, content_type="application/rss+xml")
    reading = fetched(await look(client, source_of(Kind.FEED, front)))
    assert reading.media is Media.FEED
    assert reading.url == reading.moved_to == feed
    assert reading.body == RSS.encode()


async def test_a_front_page_is_not_asked_with_the_feeds_validators(client: Client, newsroom: Newsroom) -> None:
    front = newsroom.page("/", FRONT.format(href="/feed.xml"), last_modified=NOW)
    feed = newsroom.page("/feed.xml", RSS, last_modified=NOW)
    reading = fetched(await look(client, source_of(Kind.FEED, front)))
    assert not reading.validators
    waiting = replace(source_of(Kind.FEED, front, Validators('"x"', "")), moved_to=feed)
    assert fetched(await look(client, waiting)).moved_to == feed
    assert "if-none-match" not in newsroom.headers["/"]


async def test_the_feed_of_a_front_page_may_itself_have_moved(client: Client, newsroom: Newsroom) -> None:
    front = newsroom.page("/", FRONT.format(href="/old.xml"))
    newsroom.redirect("/old.xml", "/feed.xml")
    feed = newsroom.page("/feed.xml", RSS)
    assert fetched(await look(client, source_of(Kind.FEED, front))).moved_to == feed


async def test_a_feed_that_moved_says_where_to(client: Client, newsroom: Newsroom) -> None:
    feed = newsroom.page("/feed.xml", RSS)
    assert (
        fetched(await look(client, source_of(Kind.FEED, newsroom.redirect("/old.xml", "/feed.xml")))).moved_to == feed
    )


NO_FEEDS = [
    ("a page without one", "<!doctype html><html><body><p>Hello</p></body></html>", Outcome.MALFORMED, "names no feed"),
    ("text", "Hello", Outcome.MALFORMED, "neither"),
    ("other XML", '<?xml version="1.0"?><urlset></urlset>', Outcome.MALFORMED, "neither"),
    ("nothing", "", Outcome.EMPTY, "empty"),
    ("blanks", "  \n", Outcome.EMPTY, "empty"),
]


@pytest.mark.parametrize(("body", "outcome", "said"), [c[1:] for c in NO_FEEDS], ids=[c[0] for c in NO_FEEDS])
async def test_what_is_no_feed_is_named(
    client: Client, newsroom: Newsroom, body: str, outcome: Outcome, said: str
) -> None:
    url = newsroom.page("/feed", body)
    reading = failed(await look(client, source_of(Kind.FEED, url)))
    assert reading.outcome is outcome
    assert said in reading.detail


LEADS = [
    ("nowhere", "/missing.xml", Outcome.NOT_FOUND),
    ("to another page", "/", Outcome.MALFORMED),
    ("inside", "http://169.254.169.254/feed", Outcome.REFUSED_ADDRESS),
    ("to a file", "file:///etc/passwd", Outcome.MALFORMED),
]


@pytest.mark.parametrize(("href", "outcome"), [c[1:] for c in LEADS], ids=[c[0] for c in LEADS])
async def test_a_front_page_that_leads_astray(client: Client, newsroom: Newsroom, href: str, outcome: Outcome) -> None:
    url = newsroom.page("/", FRONT.format(href=href))
    assert failed(await look(client, source_of(Kind.FEED, url))).outcome is outcome


def test_a_feed_has_no_options() -> None:
    check_options(Kind.FEED, "https://news.example/feed", {})
    with pytest.raises(InputError, match="no option 'match'"):
        check_options(Kind.FEED, "https://news.example/feed", {"match": "guava"})
