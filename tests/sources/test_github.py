"""Against a loopback server that answers as GitHub does."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.outcome import Outcome
from bot.domain.reading import Media, Reading
from bot.domain.source import Kind, Validators
from bot.errors import InputError
from bot.net.client import Client
from bot.sources import Apis, check_options
from bot.sources.github import Reader
from tests.newsroom import Newsroom
from tests.sources.build import NOW, failed, fetched, not_modified, source_of

TOKEN = "ghp_not_a_real_token"
ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xml:lang="en-US">
  <id>tag:github.com,2008:https://github.com/orchard-labs/guava/releases</id>
  <title>Release notes from guava</title>
  <updated>2026-11-20T08:00:00Z</updated>
  {entries}
</feed>"""


def entry(tag: str, title: str = "", owner: str = "orchard-labs") -> str:
    return f"""<entry>
    <id>tag:github.com,2008:Repository/7421/{tag}</id>
    <updated>2026-11-20T08:00:00Z</updated>
    <link rel="alternate" type="text/html" href="https://github.com/{owner}/guava/releases/tag/{tag}"/>
    <title>{title or tag}</title>
    <content type="html">&lt;p&gt;Weights and evaluation code.&lt;/p&gt;</content>
    <author><name>orchard-bot</name></author>
  </entry>"""


def feed(*entries: str) -> str:
    return ATOM.format(entries="".join(entries))


def repository(name: str, **more: Any) -> dict[str, Any]:
    """As much of an entry of `GET /users/{owner}/repos` as matters."""
    return {
        "id": 7421,
        "full_name": name,
        "private": False,
        "fork": False,
        "html_url": f"https://github.com/{name}",
        "description": "Weights of Guava.",
        "created_at": "2026-11-20T08:00:00Z",
        "stargazers_count": 12,
    } | more


async def look(
    client: Client,
    newsroom: Newsroom,
    path: str,
    *,
    token: str = "",
    etag: str = "",
    **options: Any,
) -> Reading:
    apis = Apis(github=newsroom.url(""), github_api=newsroom.url("/api"), github_token=token)
    source = source_of(Kind.GITHUB, newsroom.url(path), Validators(etag), options=options)
    return await Reader(client, apis).read(source, NOW)


def releases(newsroom: Newsroom, *entries: str, which: str = "releases") -> None:
    newsroom.page(
        f"/orchard-labs/guava/{which}.atom", feed(*entries), content_type="application/atom+xml; charset=utf-8"
    )


async def test_releases(client: Client, newsroom: Newsroom) -> None:
    releases(newsroom, entry("v1.1", "Guava 7B"), entry("v1.0"))
    reading = fetched(await look(client, newsroom, "/orchard-labs/guava"))
    assert reading.media is Media.ITEMS
    assert [item.identity for item in reading.items] == [
        "tag:github.com,2008:Repository/7421/v1.1",
        "tag:github.com,2008:Repository/7421/v1.0",
    ]
    first = reading.items[0]
    assert first.title == "Guava 7B"
    assert first.url == "https://github.com/orchard-labs/guava/releases/tag/v1.1"
    assert first.published_at == datetime(2026, 11, 20, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("path", "options"), [("/orchard-labs/guava/tags", {}), ("/orchard-labs/guava", {"watch": "tags"})]
)
async def test_tags(client: Client, newsroom: Newsroom, path: str, options: dict[str, str]) -> None:
    releases(newsroom, entry("v2"), which="tags")
    assert len(fetched(await look(client, newsroom, path, **options)).items) == 1


async def test_only_what_fits_and_belongs_to_the_owner(client: Client, newsroom: Newsroom) -> None:
    releases(newsroom, entry("guava-7b"), entry("v3", "Guava-7B, mended"), entry("v2"), entry("guava-7b", owner="x"))
    reading = fetched(await look(client, newsroom, "/orchard-labs/guava", match="guava 7b"))
    assert [item.title for item in reading.items] == ["guava-7b", "Guava-7B, mended"]


async def test_a_second_look_is_conditional(client: Client, newsroom: Newsroom) -> None:
    releases(newsroom, entry("v1"))
    first = fetched(await look(client, newsroom, "/orchard-labs/guava"))
    not_modified(await look(client, newsroom, "/orchard-labs/guava", etag=first.validators.etag))


async def test_a_repository_that_went_to_another_owner_does_not_count(client: Client, newsroom: Newsroom) -> None:
    newsroom.redirect("/orchard-labs/guava/releases.atom", "/squatter/guava/releases.atom")
    newsroom.page("/squatter/guava/releases.atom", feed(entry("v1")), content_type="application/atom+xml")
    assert failed(await look(client, newsroom, "/orchard-labs/guava")).outcome is Outcome.MOVED


async def test_what_is_not_there_yet_is_said(client: Client, newsroom: Newsroom) -> None:
    assert failed(await look(client, newsroom, "/orchard-labs/guava")).outcome is Outcome.NOT_FOUND
    assert failed(await look(client, newsroom, "/orchard-labs")).outcome is Outcome.NOT_FOUND
    releases(newsroom)
    assert fetched(await look(client, newsroom, "/orchard-labs/guava")).items == ()


@pytest.mark.parametrize("body", ["<feed><ent", "no feed", "<html></html>"])
async def test_a_feed_that_is_none(client: Client, newsroom: Newsroom, body: str) -> None:
    newsroom.page("/orchard-labs/guava/releases.atom", body, content_type="application/atom+xml")
    assert failed(await look(client, newsroom, "/orchard-labs/guava")).outcome is Outcome.MALFORMED


def repositories(newsroom: Newsroom, entries: list[Any], **headers: str) -> None:
    newsroom.page(
        "/api/users/orchard-labs/repos", json.dumps(entries), content_type="application/json", headers=headers
    )


async def test_new_repositories_of_an_owner(client: Client, newsroom: Newsroom) -> None:
    repositories(
        newsroom,
        [
            repository("orchard-labs/guava"),
            repository("orchard-labs/quince"),
            repository("orchard-labs/guava-private", private=True),
            repository("orchard-labs/guava-fork", fork=True),
            repository("squatter/guava"),
            {"full_name": None},
            5,
        ],
    )
    reading = fetched(await look(client, newsroom, "/orchard-labs", match="guava", token=TOKEN))
    [item] = reading.items
    assert item.title == item.identity == "orchard-labs/guava"
    assert item.url == newsroom.url("/orchard-labs/guava")
    assert item.summary == "Weights of Guava."
    assert item.published_at == datetime(2026, 11, 20, 8, tzinfo=UTC)
    sent = newsroom.headers["/api/users/orchard-labs/repos"]
    assert sent["authorization"] == f"Bearer {TOKEN}"
    assert sent["accept"] == "application/vnd.github+json"


async def test_pages_are_followed(client: Client, newsroom: Newsroom) -> None:
    onward = newsroom.url("/api/organizations/5/repos?page=2")
    repositories(newsroom, [repository("orchard-labs/a")], Link=f'<{onward}>; rel="next", <{onward}>; rel="last"')
    newsroom.page(
        "/api/organizations/5/repos?page=2", json.dumps([repository("orchard-labs/b")]), content_type="application/json"
    )
    reading = fetched(await look(client, newsroom, "/orchard-labs"))
    assert [item.title for item in reading.items] == ["orchard-labs/a", "orchard-labs/b"]


ERRORS = [
    ("bad credentials", 401, {}, Outcome.BLOCKED),
    ("quota spent", 403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1795516200"}, Outcome.RATE_LIMITED),
    ("secondary limit", 429, {"Retry-After": "60"}, Outcome.RATE_LIMITED),
    ("their fault", 502, {}, Outcome.SERVER_ERROR),
]


@pytest.mark.parametrize(("status", "headers", "outcome"), [c[1:] for c in ERRORS], ids=[c[0] for c in ERRORS])
async def test_errors_are_told_as_they_are(
    client: Client, newsroom: Newsroom, status: int, headers: dict[str, str], outcome: Outcome
) -> None:
    body = json.dumps({"message": "…", "documentation_url": "https://docs.github.com/rest"})
    newsroom.page("/api/users/orchard-labs/repos", body, status=status, headers=headers)
    reading = failed(await look(client, newsroom, "/orchard-labs", token=TOKEN))
    assert reading.outcome is outcome
    assert "GitHub" in reading.detail
    assert TOKEN not in repr(reading)
    assert (reading.retry_at is not None) == bool(headers)


GOOD = [
    ("https://github.com/orchard-labs", {"match": "guava"}),
    ("https://github.com/orchard-labs/guava", {}),
    ("https://github.com/orchard-labs/guava/releases", {}),
    ("https://github.com/orchard-labs/guava/tree/main", {"watch": "tags"}),
    ("https://orchard.example/", {"owner": "orchard-labs", "repo": "guava"}),
]


@pytest.mark.parametrize(("url", "options"), GOOD)
def test_options_that_can_be_used(url: str, options: dict[str, Any]) -> None:
    check_options(Kind.GITHUB, url, options)


BAD = [
    ("https://github.com/", {}, "OWNER/REPO"),
    ("https://orchard.example/a/b", {}, "OWNER/REPO"),
    ("https://github.com/orchard-labs", {"repo": "a/b"}, "OWNER/REPO"),
    ("https://github.com/orchard-labs", {"repo": ".."}, "OWNER/REPO"),
    ("https://orchard.example/", {"owner": ".."}, "OWNER/REPO"),
    ("https://github.com/orchard-labs/guava", {"watch": "stars"}, "releases or tags"),
    ("https://github.com/orchard-labs/guava", {"branch": "main"}, "owner, repo, watch, match"),
]


@pytest.mark.parametrize(("url", "options", "said"), BAD)
def test_options_that_can_not_be_used(url: str, options: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as caught:
        check_options(Kind.GITHUB, url, options)
    assert said in caught.value.user_message
