"""What a feed's bytes become: items by an identity that lasts, however many there are."""

from __future__ import annotations

import pytest

from bot.text.read.feeds import MAX_ITEMS, FeedError, parse_feed

URL = "https://newswire.example/models.xml"
DATE = "<pubDate>Wed, 04 Feb 2026 09:00:00 GMT</pubDate>"


def rss(*items: str) -> bytes:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{inner}</channel></rss>'.encode()


def numbered(count: int) -> bytes:
    return rss(
        *(f"<guid>{n}</guid><title>Guava {n}</title><link>https://newswire.example/{n}</link>" for n in range(count))
    )


@pytest.mark.parametrize(
    ("name", "one", "other", "same"),
    [
        ("a GUID outlives a new link and title", "<guid>g</guid><title>A</title><link>https://n.example/a</link>",
         "<guid>g</guid><title>B</title><link>https://n.example/b</link>", True),
        ("another GUID is another item", "<guid>g</guid><title>A</title>", "<guid>h</guid><title>A</title>", False),
        ("a link outlives a new title and tracking", "<title>A</title><link>https://n.example/a?utm_source=x</link>",
         "<title>B</title><link>https://n.example/a</link>", True),
        ("without both, title and date", f"<title>A</title>{DATE}", f"<title>A</title>{DATE}", True),
        ("without both, another title", f"<title>A</title>{DATE}", f"<title>B</title>{DATE}", False),
    ],
)  # fmt: skip
def test_identity_goes_by_guid_then_link_then_title_and_date(name: str, one: str, other: str, same: bool) -> None:
    (first,) = parse_feed(rss(one), URL)
    (second,) = parse_feed(rss(other), URL)
    assert (first.identity == second.identity) is same, name


def test_twenty_thousand_items_are_read_and_no_more() -> None:
    found = parse_feed(numbered(MAX_ITEMS + 5), URL)
    assert len(found) == MAX_ITEMS == 20_000
    assert len({item.identity for item in found}) == MAX_ITEMS
    few = parse_feed(numbered(3), URL)
    assert [item.identity for item in few] == [item.identity for item in found[:3]], "the fast reader agrees"


@pytest.mark.parametrize("body", [b"", b"not a feed", b"<html><body>x</body></html>", b"<rss version='2.0'><chan"])
def test_what_is_no_feed_is_said(body: bytes) -> None:
    with pytest.raises(FeedError):
        parse_feed(body, URL)
