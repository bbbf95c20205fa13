# ruff: noqa: E501 - feeds are data
from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime

import pytest

from bot.text.read.feedlink import find_feed
from bot.text.read.feeds import MAX_ITEMS, FeedError, parse_feed
from bot.text.read.identity import link_identity
from tests.text.cost import cheap, lean

URL = "https://news.example/feeds/all.xml"
WHEN = datetime(2026, 2, 4, 10, 0, tzinfo=UTC)


def rss(items: str, version: str = "2.0", head: str = "") -> bytes:
    return f"<?xml version='1.0' encoding='utf-8'?>{head}<rss version='{version}'><channel><title>All</title>{items}</channel></rss>".encode()


def item(number: int) -> str:
    return (
        f"<item><guid isPermaLink='false'>g{number}</guid><title>Guava &amp;amp; number {number}</title><link>/a/{number}?utm_source=x</link>"
        "<description>&lt;p&gt;Some &lt;b&gt;te&lt;/b&gt;xt&lt;br/&gt;here &lt;script&gt;alert(1)&lt;/script&gt;&lt;/p&gt;</description>"
        "<pubDate>Wed, 04 Feb 2026 10:00:00 GMT</pubDate></item>"
    )


FEEDS = {
    "RSS 2.0": rss(item(1)),
    "RSS 0.92": rss(
        "<item><title>One</title><link>https://news.example/1</link><description>x</description></item>", "0.92"
    ),
    "RSS 0.91 with a document type": rss(
        "<item><title>One</title><link>https://news.example/1</link></item>",
        "0.91",
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.example/rss-0.91.dtd">',
    ),
    "RSS 1.0": b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>t</title></channel>
        <item rdf:about="https://news.example/1"><title>One</title><link>https://news.example/1</link></item></rdf:RDF>""",
    "Atom 1.0": b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>urn:1</id><title type="html">One &lt;b&gt;x&lt;/b&gt;</title>
        <link href="/1"/><updated>2026-02-04T11:00:00+01:00</updated><content type="html">&lt;p&gt;Long&lt;/p&gt;</content></entry></feed>""",
    "Atom 0.3": b"""<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>t</title><entry><id>urn:1</id><title>One</title>
        <link rel="alternate" href="https://news.example/1"/><modified>2026-02-04T10:00:00Z</modified></entry></feed>""",
    "JSON Feed 1.1": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [{"id": 7, "url": "/1", "content_html": "<p>One</p>", "date_published": "2026-02-04T10:00:00Z"}],
        }
    ).encode(),
}


@pytest.mark.parametrize("name", FEEDS)
def test_every_age_of_feed_is_read(name: str) -> None:
    (found,) = parse_feed(FEEDS[name], URL)
    assert found.identity
    assert found.url.startswith("https://news.example/")
    assert found.published_at in {None, WHEN}
    assert "<" not in found.title + found.summary


def test_title_and_summary_are_plain_words() -> None:
    (found,) = parse_feed(rss(item(1)), URL)
    assert (found.title, found.summary) == ("Guava & number 1", "Some text here")
    assert found.published_at == WHEN
    assert found.url == "https://news.example/a/1?utm_source=x"


@pytest.mark.parametrize(
    ("entry", "identity"),
    [
        ("<guid isPermaLink='false'>tag:1</guid><link>https://news.example/1</link><title>T</title>", "tag:1"),
        ("<link>https://www.news.example/1?utm_medium=rss&amp;id=4#top</link><title>T</title>", "news.example/1?id=4"),
        ("<link>http://news.example/1?id=4</link><title>T</title>", "news.example/1?id=4"),
        ("<title>The  Title</title><pubDate>Wed, 04 Feb 2026 10:00:00 GMT</pubDate>", "the title|2026-02-04"),
        ("<title>The Title</title>", "the title|"),
    ],
)
def test_the_identity_goes_down_the_ladder(entry: str, identity: str) -> None:
    (found,) = parse_feed(rss(f"<item>{entry}</item>"), URL)
    assert found.identity == identity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/x?fbclid=1", "http://www.a.example/x/"),
        ("https://a.example/x?b=2&a=1", "https://a.example/x?a=1&b=2"),
        ("https://user:secret@a.example/x", "https://a.example/x"),
        ("HTTPS://A.example:443/x#part", "https://a.example/x"),
    ],
)
def test_two_ways_to_write_a_link_are_one_identity(one: str, other: str) -> None:
    assert link_identity(one) == link_identity(other)


def test_links_that_differ_stay_apart() -> None:
    assert link_identity("https://a.example/x?id=1") != link_identity("https://a.example/x?id=2")


def test_an_item_listed_twice_counts_once_and_an_empty_one_not_at_all() -> None:
    assert len(parse_feed(rss(item(1) + item(1) + "<item></item>"), URL)) == 1


def test_an_empty_feed_is_no_error() -> None:
    assert parse_feed(rss(""), URL) == ()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b"hello there", "neither XML nor JSON"),
        (b"<!doctype html><html><body>x</body></html>", "web page"),
        (b"<rss", "malformed XML"),
        (b'{"items":', "malformed JSON"),
        (b'{"a":1}', "items"),
        (b"[" * 100_000, "malformed JSON"),
        (b"/etc/passwd", "neither XML nor JSON"),
        (b"http://127.0.0.1:1/feed", "neither XML nor JSON"),
        (b"<a>" * 100_000, "malformed XML"),
    ],
)
def test_what_is_no_feed_is_told_in_a_sentence(body: bytes, said: str) -> None:
    with pytest.raises(FeedError, match=said):
        cheap(lambda: parse_feed(body, URL))


def test_twenty_thousand_items_are_read_in_time_and_more_are_cut() -> None:
    body = rss("".join(item(number) for number in range(MAX_ITEMS + 500)))
    found = cheap(lambda: parse_feed(body, URL))
    assert len(found) == MAX_ITEMS
    assert found[0] == parse_feed(rss(item(0)), URL)[0]  # both readers give the same


def test_a_broken_end_loses_no_more_than_the_last_item() -> None:
    body = rss("".join(item(number) for number in range(3000)))[:-200]
    assert len(parse_feed(body, URL)) >= 2998


def test_a_broken_small_feed_gives_what_can_be_read() -> None:
    assert len(parse_feed(rss(item(1) + item(2) + "<item><title>x & y</title></item>"), URL)) == 3


def test_declared_entities_are_never_expanded() -> None:
    entities = '<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = rss("<item><title>&l9;</title><link>https://news.example/1</link></item>", head=f"<!DOCTYPE z [{entities}]>")
    (found,) = lean(lambda: cheap(lambda: parse_feed(body, URL)))
    assert len(found.title) < 100


def test_files_named_by_entities_are_not_read() -> None:
    body = rss(
        "<item><title>&x;</title><link>https://news.example/1</link></item>",
        head='<!DOCTYPE z [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    )
    assert parse_feed(body, URL)[0].title in {"", "&x;"}


@pytest.mark.parametrize(
    "body",
    [b"<rss><item>" + b"<b>" * 300_000, b"<!DOCTYPE[" * 100_000, b"<item>" * 100_000, b"<rss>" + b"&amp;" * 400_000],
)
def test_hostile_feeds_are_cheap(body: bytes) -> None:
    with contextlib.suppress(FeedError):
        cheap(lambda: parse_feed(body, URL))


@pytest.mark.parametrize(
    ("html", "feed"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/feed.xml">', "https://news.example/feed.xml"),
        ("<link href=feed.json type='application/feed+json' rel='alternate'>", "https://news.example/front/feed.json"),
        (
            "<link rel=alternate type=application/rss+xml title='Comments' href=/c.xml><link rel='alternate' type='application/atom+xml; charset=utf-8' href='/a.xml?x=1&amp;y=2'>",
            "https://news.example/a.xml?x=1&y=2",
        ),
        (
            "<base href='https://cdn.example/'><link rel=alternate type=application/rss+xml href=f.xml>",
            "https://cdn.example/f.xml",
        ),
        ("<link rel=alternate type=application/rss+xml href='javascript:alert(1)'>", None),
        ("<link rel=alternate type=text/html hreflang=de href=/de>", None),
        ("<link rel=stylesheet href=a.css>", None),
        ("<link " * 100_000, None),
    ],
)
def test_a_front_page_names_its_feed(html: str, feed: str | None) -> None:
    assert cheap(lambda: find_feed(html, "https://news.example/front/")) == feed
