"""The good ways of a look: conditional requests, redirects, encodings, headers."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.domain.outcome import Outcome
from bot.domain.reading import Failed, NotModified
from bot.domain.source import Validators
from bot.net.client import Client
from bot.net.response import Response
from tests.newsroom import Newsroom

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
PAGE = "<p>The memo could not be independently verified.</p>"


@pytest.fixture
async def client(newsroom: Newsroom) -> AsyncIterator[Client]:
    async with Client(newsroom.settings(robots=False, contact="desk@orchard.example")) as running:
        yield running


async def test_a_page_comes_with_all_that_is_known_of_it(newsroom: Newsroom, client: Client) -> None:
    url = newsroom.page("/a", PAGE, last_modified=NOW, headers={"X-Said": "yes"})
    answer = await client.get(url, now=NOW)
    assert isinstance(answer, Response)
    assert (answer.url, answer.status, answer.body) == (url, 200, PAGE.encode())
    assert (answer.content_type, answer.charset, answer.moved_to) == ("text/html", "utf-8", "")
    assert answer.headers["x-said"] == answer.headers["X-Said"] == "yes"
    assert answer.validators.etag.startswith('"')
    assert answer.validators.last_modified == "Tue, 24 Nov 2026 10:00:00 GMT"
    assert 0 < answer.seconds < 5


async def test_what_is_sent_is_polite_and_plain(newsroom: Newsroom, client: Client) -> None:
    await client.get(newsroom.page("/a", PAGE), now=NOW)
    sent = newsroom.headers["/a"]
    assert sent["user-agent"] == "ClaimWatch/0.1 (+desk@orchard.example)"
    assert sent["accept-encoding"] == "gzip, deflate"
    assert sent["host"] == f"127.0.0.1:{newsroom.port}"
    assert "cookie" not in sent
    assert set(sent) <= {"user-agent", "accept", "accept-encoding", "host"}


async def test_unchanged_pages_are_not_fetched_again(newsroom: Newsroom, client: Client) -> None:
    url = newsroom.page("/a", PAGE)
    first = await client.get(url, now=NOW)
    assert isinstance(first, Response)
    second = await client.get(url, validators=first.validators, now=NOW)
    assert isinstance(second, NotModified)
    assert second.validators == first.validators
    newsroom.page("/a", PAGE + "more")
    assert isinstance(await client.get(url, validators=first.validators, now=NOW), Response)
    assert newsroom.not_modified["/a"] == 1


async def test_last_modified_alone_is_enough(newsroom: Newsroom, client: Client) -> None:
    url = newsroom.page("/a", PAGE, etag=False, last_modified=NOW)
    first = await client.get(url, now=NOW)
    assert isinstance(first, Response)
    assert first.validators == Validators("", "Tue, 24 Nov 2026 10:00:00 GMT")
    assert isinstance(await client.get(url, validators=first.validators, now=NOW), NotModified)
    newsroom.page("/a", PAGE, etag=False, last_modified=NOW + timedelta(hours=1))
    assert isinstance(await client.get(url, validators=first.validators, now=NOW), Response)


@pytest.mark.parametrize("etag", ["“quoted”", "x" * 2_000, '"caf\u00e9"'])
async def test_validators_that_can_not_be_sent_back_are_dropped(etag: str, newsroom: Newsroom, client: Client) -> None:
    url = newsroom.page("/a", PAGE, etag=etag)
    first = await client.get(url, now=NOW)
    assert isinstance(first, Response)
    assert first.validators == Validators()
    assert isinstance(await client.get(url, validators=first.validators, now=NOW), Response)


async def test_cookies_are_never_kept(newsroom: Newsroom, client: Client) -> None:
    newsroom.page("/a", PAGE, headers={"Set-Cookie": "reader=7"})
    url = newsroom.url("/a", host="newsroom.example")  # a jar would take none from an address
    await client.get(url, now=NOW)
    await client.get(url, now=NOW)
    assert "cookie" not in newsroom.headers["/a"]


REDIRECTS = {
    "permanent": ([301], "/end"),
    "permanent 308": ([308], "/end"),
    "twice permanent": ([301, 308], "/end"),
    "temporary": ([302], ""),
    "see other": ([303], ""),
    "temporary 307": ([307], ""),
    "permanent, then temporary": ([301, 302], "/1"),
    "temporary, then permanent": ([302, 301], ""),
    "permanent, temporary, temporary": ([301, 302, 302], "/1"),
}


@pytest.mark.parametrize("name", REDIRECTS)
async def test_redirects_are_followed_and_permanent_ones_remembered(
    name: str, newsroom: Newsroom, client: Client
) -> None:
    statuses, moved_to = REDIRECTS[name]
    for step, status in enumerate(statuses):
        newsroom.redirect(f"/{step}", f"/{step + 1}" if step + 1 < len(statuses) else "/end", status)
    end = newsroom.page("/end", PAGE, etag='"x"')
    expected = newsroom.url(moved_to) if moved_to else ""
    answer = await client.get(newsroom.url("/0"), now=NOW)
    assert isinstance(answer, Response)
    assert (answer.url, answer.moved_to) == (end, expected)
    again = await client.get(newsroom.url("/0"), validators=Validators('"x"'), now=NOW)
    assert isinstance(again, NotModified)
    assert again.moved_to == expected


async def test_a_redirect_with_a_blank_in_it_is_followed_as_a_browser_would(newsroom: Newsroom, client: Client) -> None:
    newsroom.redirect("/a", "/the guava report?of=orchard labs", 302)
    answer = await client.get(newsroom.url("/a"), now=NOW)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.NOT_FOUND
    assert newsroom.requests["/the guava report"] == 1


async def test_a_move_to_the_same_page_with_tracking_is_no_move(newsroom: Newsroom, client: Client) -> None:
    newsroom.redirect("/a", "/a?utm_source=feed")
    newsroom.page("/a?utm_source=feed", PAGE)
    answer = await client.get(newsroom.url("/a"), now=NOW)
    assert isinstance(answer, Response)
    assert answer.moved_to == ""


async def test_the_date_of_one_page_is_not_asked_of_another(newsroom: Newsroom, client: Client) -> None:
    newsroom.redirect("/a", "/consent", 302)
    newsroom.page("/consent", "<p>Do you agree?</p>", etag=False, last_modified=NOW - timedelta(days=300))
    known = Validators("", "Tue, 24 Nov 2026 10:00:00 GMT")
    assert isinstance(await client.get(newsroom.url("/a"), validators=known, now=NOW), Response)


async def test_a_token_does_not_leave_its_origin(newsroom: Newsroom, client: Client) -> None:
    newsroom.redirect("/here", "/there", 302)
    newsroom.redirect("/out", newsroom.url("/there", host="newsroom.example"), 302)
    newsroom.page("/there", PAGE)
    token = {"Authorization": "Bearer seed"}
    await client.get(newsroom.url("/here"), headers=token, now=NOW)
    assert newsroom.headers["/there"]["authorization"] == "Bearer seed"
    await client.get(newsroom.url("/out"), headers=token, now=NOW)
    assert "authorization" not in newsroom.headers["/there"]


@pytest.mark.parametrize("location", ["http://[::1", "//", "http://"])
async def test_a_redirect_to_no_url_is_told(location: str, newsroom: Newsroom, client: Client) -> None:
    answer = await client.get(newsroom.redirect("/a", location), now=NOW)
    assert isinstance(answer, Failed)
    assert answer.outcome in {Outcome.MOVED, Outcome.REFUSED_ADDRESS, Outcome.REDIRECT_LOOP}


async def test_the_deadline_covers_all_hops_together(newsroom: Newsroom) -> None:
    for step in range(5):
        newsroom.page(f"/{step}", status=302, headers={"Location": f"/{step + 1}"}, delay=0.15)
    newsroom.page("/5", PAGE)
    async with Client(newsroom.settings(robots=False, total_timeout=0.4)) as client:
        answer = await client.get(newsroom.url("/0"), now=NOW)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.TIMEOUT
    assert 0.35 < answer.seconds < 1


ENCODED = {
    "gzip": ("gzip", gzip.compress(PAGE.encode())),
    "x-gzip": ("x-gzip", gzip.compress(PAGE.encode())),
    "two members": ("gzip", gzip.compress(PAGE[:9].encode()) + gzip.compress(PAGE[9:].encode())),
    "gzip and zeros": ("gzip", gzip.compress(PAGE.encode()) + bytes(64)),
    "zlib": ("deflate", zlib.compress(PAGE.encode())),
    "raw deflate": ("deflate", zlib.compress(PAGE.encode(), wbits=-15)),
    "identity": ("identity", PAGE.encode()),
    "in capitals": ("GZIP", gzip.compress(PAGE.encode())),
    "none, by its name": ("none", PAGE.encode()),
    "a charset in the wrong place": ("UTF-8", PAGE.encode()),
}


@pytest.mark.parametrize("name", ENCODED)
@pytest.mark.parametrize("drip", [False, True])
async def test_encodings_are_undone(name: str, drip: bool, newsroom: Newsroom, client: Client) -> None:
    encoding, body = ENCODED[name]

    async def serve(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Encoding": encoding, "Content-Type": "text/html"})
        await response.prepare(request)
        for start in range(0, len(body), 1 if drip else len(body)):
            await response.write(body[start : start + (1 if drip else len(body))])
        return response

    answer = await client.get(newsroom.answer("/a", serve), now=NOW)
    assert isinstance(answer, Response)
    assert answer.body == PAGE.encode()


async def test_an_empty_compressed_page_is_empty(newsroom: Newsroom, client: Client) -> None:
    answer = await client.get(newsroom.page("/a", b"", headers={"Content-Encoding": "gzip"}), now=NOW)
    assert isinstance(answer, Response)
    assert answer.body == b""


TYPES = {
    "text/html": ("text/html", ""),
    "TEXT/HTML; Charset=UTF-8": ("text/html", "utf-8"),
    'text/html; charset="iso-8859-1"': ("text/html", "iso-8859-1"),
    "text/html; charset=klingon": ("text/html", ""),
    "text/html;;charset=": ("text/html", ""),
    "text/html; charset=utf-8, text/html": ("text/html", "utf-8"),
    "html": ("", ""),
    "application/rss+xml": ("application/rss+xml", ""),
    "application/feed+json": ("application/feed+json", ""),
    "text/markdown": ("text/markdown", ""),
    "application/octet-stream": ("application/octet-stream", ""),
    "": ("", ""),
}


@pytest.mark.parametrize("sent", TYPES)
async def test_types_that_are_text_pass(sent: str, newsroom: Newsroom, client: Client) -> None:
    async def serve(_: web.Request) -> web.StreamResponse:
        response = web.Response(body=PAGE.encode(), headers={"Content-Type": sent} if sent else {})
        if not sent:
            response.headers.popall("Content-Type", None)
        return response

    answer = await client.get(newsroom.answer("/a", serve), now=NOW)
    assert isinstance(answer, Response)
    if sent:
        assert (answer.content_type, answer.charset) == TYPES[sent]


@pytest.mark.parametrize("sent", ["image/png", "video/mp4", "application/zip", "font/woff2", "audio/mpeg"])
async def test_types_that_are_no_text_are_told(sent: str, newsroom: Newsroom, client: Client) -> None:
    answer = await client.get(newsroom.page("/a", PAGE, content_type=sent), now=NOW)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.WRONG_CONTENT
    assert sent in answer.detail


async def test_wide_text_is_text(newsroom: Newsroom, client: Client) -> None:
    for body, kind in ((PAGE.encode("utf-16"), "text/html"), (PAGE.encode("utf-16-le"), "text/html; charset=utf-16le")):
        answer = await client.get(newsroom.page("/a", body, content_type=kind), now=NOW)
        assert isinstance(answer, Response)


ERRORS = {
    "google": ('{"error": {"code": 400, "message": "API key not valid."}}', "It says: “API key not valid”."),
    "github": ('{"message": "Not Found"}', "It says: “Not Found”."),
    "hub": ('{"error": "Repository not found"}', "It says: “Repository not found”."),
    "long": ('{"error": "' + "a" * 9_000 + '"}', "a”."),
    "control characters": ('{"error": "one\\u0000\\n two"}', "“one two”"),
    "another shape": ('{"errors": []}', "(400)"),
    "no JSON": ("oops", "(400)"),
    "nested without end": ("[" * 5_000, "(400)"),
}


@pytest.mark.parametrize("name", ERRORS)
async def test_an_api_that_explains_its_error_is_quoted(name: str, newsroom: Newsroom, client: Client) -> None:
    body, said = ERRORS[name]
    answer = await client.get(newsroom.page("/a", body, status=400, content_type="application/json"), now=NOW)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.BAD_REQUEST
    assert said in answer.detail or said == "(400)"
    assert len(answer.detail) < 250


LATER = {
    "429 without a word": (429, {}, None),
    "429 in seconds": (429, {"Retry-After": "90"}, NOW + timedelta(seconds=90)),
    "429 at a date": (429, {"Retry-After": "Tue, 24 Nov 2026 10:05:00 GMT"}, NOW + timedelta(minutes=5)),
    "429 in the past": (429, {"Retry-After": "Tue, 24 Nov 2020 10:05:00 GMT"}, NOW),
    "429 in a year": (429, {"Retry-After": "31536000"}, NOW + timedelta(hours=24)),
    "429 with nonsense": (429, {"Retry-After": "soon"}, None),
    "429 with a huge number": (429, {"Retry-After": "9" * 30}, None),
    "503 in seconds": (503, {"Retry-After": "60"}, NOW + timedelta(seconds=60)),
    "spent limit": (
        403,
        {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(NOW.timestamp()) + 600)},
        NOW + timedelta(minutes=10),
    ),
    "secondary limit": (403, {"Retry-After": "30"}, NOW + timedelta(seconds=30)),
    "draft header": (429, {"RateLimit": '"api";r=0;t=40'}, NOW + timedelta(seconds=40)),
}


@pytest.mark.parametrize("name", LATER)
async def test_the_wish_to_be_asked_later_is_understood(name: str, newsroom: Newsroom, client: Client) -> None:
    status, headers, retry_at = LATER[name]
    answer = await client.get(newsroom.page("/a", "no", status=status, headers=headers), now=NOW)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.RATE_LIMITED
    assert answer.retry_at == retry_at


CHALLENGES = {
    "cloudflare": (403, {"cf-mitigated": "challenge"}, "Cloudflare"),
    "cloudflare with 200": (200, {"cf-mitigated": "challenge"}, "Cloudflare"),
    "cloudflare 503": (503, {"cf-mitigated": "challenge", "Retry-After": "5"}, "Cloudflare"),
    "cloudflare without a mark": (403, {"Server": "cloudflare"}, "Cloudflare"),
    "firewall with 202": (202, {"x-amzn-waf-action": "challenge"}, "firewall"),
    "another guard": (403, {"Server": "ddos-guard"}, "guard"),
    "yet another": (403, {"X-DataDome": "protected"}, "guard"),
}


@pytest.mark.parametrize("name", CHALLENGES)
async def test_a_challenge_page_is_told(name: str, newsroom: Newsroom, client: Client) -> None:
    status, headers, said = CHALLENGES[name]
    answer = await client.get(newsroom.page("/a", "wait", status=status, headers=headers), now=NOW)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.BLOCKED
    assert said in answer.detail
    assert "challenge" in answer.detail


async def test_cancelling_a_look_leaves_the_host_free(newsroom: Newsroom, client: Client) -> None:
    newsroom.page("/slow", PAGE, delay=5)
    slow = asyncio.create_task(client.get(newsroom.url("/slow"), now=NOW))
    waiting = asyncio.create_task(client.get(newsroom.url("/slow"), now=NOW))
    await asyncio.sleep(0.05)
    waiting.cancel()
    slow.cancel()
    await asyncio.gather(slow, waiting, return_exceptions=True)
    answer = await client.get(newsroom.page("/a", PAGE), now=NOW)
    assert isinstance(answer, Response)


async def test_a_client_that_was_not_entered_says_so(newsroom: Newsroom) -> None:
    with pytest.raises(RuntimeError, match="not entered"):
        await Client(newsroom.settings(robots=False)).get(newsroom.url("/"), now=NOW)


async def test_proxies_of_the_environment_are_not_used(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    async with Client(newsroom.settings(robots=False)) as client:
        assert isinstance(await client.get(newsroom.page("/a", PAGE), now=NOW), Response)
    async with Client(replace(newsroom.settings(robots=False), trust_env=True)) as client:
        answer = await client.get(newsroom.url("/a"), now=NOW)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.REFUSED_ADDRESS  # the proxy's port is not allowed


async def test_a_server_that_is_away_is_told_and_found_again(newsroom: Newsroom, client: Client) -> None:
    url = newsroom.page("/a", PAGE)
    assert isinstance(await client.get(url, now=NOW), Response)
    await newsroom.close()
    answer = await client.get(url, now=NOW)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.CONNECTION
    await newsroom.start()
    assert isinstance(await client.get(url, now=NOW), Response)
