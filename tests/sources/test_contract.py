"""Every reader, those of tomorrow included, answers whatever a server does with a typed value."""

from __future__ import annotations

import json
import pickle
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest

import bot.sources
from bot.domain.outcome import Outcome
from bot.domain.reading import Failed, Fetched, Media, NotModified, Reading
from bot.domain.source import NO_VALIDATORS, Kind, Validators
from bot.errors import InputError
from bot.net.client import Client
from bot.plugins import discover
from bot.sources import Apis, check_options, options_of, readers
from tests.hostile import MISBEHAVIOURS, page, raw_server
from tests.newsroom import LOOPBACK, Newsroom
from tests.sources.build import NOW, source_of

RSS = '<?xml version="1.0"?><rss version="2.0"><channel><title>t</title></channel></rss>'
ATOM = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>t</title></feed>'


@dataclass(frozen=True)
class Subject:
    """A source of one kind: what is asked for at its server, and a good answer."""

    asked: str
    body: str
    content_type: str
    media: Media
    url: str = ""
    options: dict[str, Any] = field(default_factory=dict)
    malformed: str = '{"a": [1,'
    parses: bool = True  # False when what is in the body is parsed by the analysis


SUBJECTS = {
    Kind.PAGE: Subject("/a", "<!doctype html><p>Guava</p>", "text/html", Media.HTML, parses=False),
    Kind.FEED: Subject("/f", RSS, "application/rss+xml", Media.FEED, malformed="<rss><chan", parses=False),
    Kind.JSON: Subject("/j", '{"a": 1}', "application/json", Media.VALUE, options={"select": "a"}),
    Kind.CLAIMREVIEW: Subject(
        "/v1alpha1/claims:search", "{}", "application/json", Media.ITEMS, options={"query": "guava"}
    ),
    Kind.HUGGINGFACE: Subject("/api/models", "[]", "application/json", Media.ITEMS, url="/orchard-labs"),
    Kind.GITHUB: Subject(
        "/orchard-labs/guava/releases.atom",
        ATOM,
        "application/atom+xml",
        Media.ITEMS,
        url="/orchard-labs/guava",
        malformed="<feed><ent",
    ),
}
each_kind = pytest.mark.parametrize("kind", list(Kind))
Look = Callable[..., Awaitable[Reading]]


@pytest.fixture
def look(newsroom: Newsroom) -> Look:
    """Take one look at a kind's source with limits that are soon reached."""

    async def take(kind: Kind, validators: Validators = NO_VALIDATORS, deadline: float = 10.0) -> Reading:
        async with Client(newsroom.settings(total_timeout=deadline, max_wire_bytes=100_000)) as client:
            return await look_at(client, kind, newsroom.url(""), validators)

    return take


async def look_at(client: Client, kind: Kind, base: str, validators: Validators = NO_VALIDATORS) -> Reading:
    apis = Apis(base, "key", base, "token", base, base, "token")
    subject = SUBJECTS[kind]
    source = source_of(kind, base + (subject.url or subject.asked), validators, options=subject.options)
    reading = await readers(client, apis)[kind].read(source, NOW)
    assert isinstance(reading, Fetched | NotModified | Failed)
    assert pickle.loads(pickle.dumps(reading)) == reading
    if isinstance(reading, Failed):
        assert not reading.outcome.good
        assert reading.detail
        assert len(reading.detail) < 300
    return reading


def serve(newsroom: Newsroom, kind: Kind, **changes: Any) -> None:
    subject = SUBJECTS[kind]
    newsroom.page(subject.asked, **{"body": subject.body, "content_type": subject.content_type} | changes)


def test_each_kind_has_one_reader_and_one_subject() -> None:
    modules = discover(bot.sources)
    assert sorted(module.Reader.kind for module in modules) == sorted(Kind)
    assert {module.__name__.rpartition(".")[2] for module in modules} == set(Kind)
    assert set(SUBJECTS) == set(Kind)


@each_kind
def test_each_kind_checks_its_options(kind: Kind) -> None:
    with pytest.raises(InputError) as caught:
        check_options(kind, "https://orchard.example/", {"no_such": 1})
    assert "no_such" in caught.value.user_message
    assert all(name in caught.value.user_message and says for name, says in options_of(kind).items())


@each_kind
async def test_a_good_answer(kind: Kind, newsroom: Newsroom, look: Look) -> None:
    serve(newsroom, kind)
    reading = await look(kind)
    assert isinstance(reading, Fetched), reading
    assert reading.media is SUBJECTS[kind].media
    assert reading.body_hash
    assert reading.validators.etag


@each_kind
async def test_304(kind: Kind, newsroom: Newsroom, look: Look) -> None:
    serve(newsroom, kind)
    first = await look(kind)
    assert isinstance(first, Fetched)
    again = await look(kind, first.validators)
    assert isinstance(again, NotModified), again
    assert again.validators == first.validators


@each_kind
@pytest.mark.parametrize("form", ["seconds", "date"])
async def test_429(kind: Kind, form: str, newsroom: Newsroom, look: Look) -> None:
    later = NOW + timedelta(minutes=2)
    said = "120" if form == "seconds" else format_datetime(later, usegmt=True)
    serve(newsroom, kind, status=429, headers={"Retry-After": said})
    reading = await look(kind)
    assert isinstance(reading, Failed)
    assert reading.outcome is Outcome.RATE_LIMITED
    assert reading.retry_at == later


FAILURES = [
    ("500", {"status": 500}, Outcome.SERVER_ERROR),
    ("503", {"status": 503}, Outcome.SERVER_ERROR),
    ("404", {"status": 404}, Outcome.NOT_FOUND),
    ("410", {"status": 410}, Outcome.GONE),
    ("403", {"status": 403}, Outcome.BLOCKED),
    ("too slow", {"delay": 5.0}, Outcome.TIMEOUT),
    ("a huge body", {"body": "x" * 200_000}, Outcome.TOO_LARGE),
    ("binary data", {"body": b"\x00\x01\x02" * 100}, Outcome.WRONG_CONTENT),
    ("a picture", {"body": b"\x89PNG\r\n\x1a\n", "content_type": "image/png"}, Outcome.WRONG_CONTENT),
    ("a PDF", {"body": "%PDF-1.7", "content_type": "application/pdf"}, Outcome.PDF),
    ("nothing", {"body": ""}, Outcome.EMPTY),
    ("a circle", {"status": 302, "headers": {"Location": "#again"}}, Outcome.REDIRECT_LOOP),
    ("inside", {"status": 302, "headers": {"Location": "http://10.0.0.1/"}}, Outcome.REFUSED_ADDRESS),
    ("nowhere", {"status": 302}, Outcome.MOVED),
]


@each_kind
@pytest.mark.parametrize(("answer", "outcome"), [c[1:] for c in FAILURES], ids=[c[0] for c in FAILURES])
async def test_failures_are_typed(
    kind: Kind, answer: dict[str, Any], outcome: Outcome, newsroom: Newsroom, look: Look
) -> None:
    serve(newsroom, kind, **answer)
    reading = await look(kind, deadline=0.3 if outcome is Outcome.TIMEOUT else 10.0)
    assert isinstance(reading, Failed), reading
    assert reading.outcome is outcome


@each_kind
async def test_a_redirect_is_followed(kind: Kind, newsroom: Newsroom, look: Look) -> None:
    subject = SUBJECTS[kind]
    serve(newsroom, kind, status=302, headers={"Location": f"{subject.asked}?moved=1"})
    newsroom.page(f"{subject.asked}?moved=1", subject.body, content_type=subject.content_type)
    reading = await look(kind)
    assert isinstance(reading, Fetched), reading
    assert reading.moved_to == ""


@each_kind
async def test_malformed(kind: Kind, newsroom: Newsroom, look: Look) -> None:
    serve(newsroom, kind, body=SUBJECTS[kind].malformed, content_type="text/html")
    reading = await look(kind)
    if SUBJECTS[kind].parses:
        assert isinstance(reading, Failed)
        assert reading.outcome is Outcome.MALFORMED
    elif kind is Kind.FEED:
        assert isinstance(reading, Fetched)


BODIES = [
    ("bytes of no charset", bytes(range(128, 256)) * 50, "text/html; charset=utf-8"),
    ("an unknown charset", b"Guava \xe4", "text/html; charset=klingon"),
    ("a codec that makes no text", b"Guava", "text/html; charset=base64"),
    ("half a wide mark", b"\xff\xfe<", ""),
    ("deep JSON", b"[" * 50_000, "application/json"),
    ("deep markup", b"<div>" * 15_000, "text/html"),
    ("an opened comment", b"<!-- " * 5_000, "text/xml"),
    ("a declared bomb", b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa">]><rss>&a;</rss>', "text/xml"),
    ("JSON of another shape", json.dumps([[None], {"id": [1]}, "x"]).encode(), "application/json"),
    ("JSON null", b"null", "application/json"),
    ("a lone surrogate", b'{"a": "\\ud800"}', "application/json"),
    ("front matter without an end", b"---\ntitle: Guava\n" * 1_000, "text/plain"),
]


@each_kind
@pytest.mark.parametrize(("body", "declared"), [c[1:] for c in BODIES], ids=[c[0] for c in BODIES])
async def test_odd_bodies_end_in_a_value(
    kind: Kind, body: bytes, declared: str, newsroom: Newsroom, look: Look
) -> None:
    serve(newsroom, kind, body=body, content_type=declared)
    await look(kind)


HOSTILE = [
    "stall-in-body",
    "reset-in-body",
    "truncated-chunk",
    "not-http",
    "gzip-cut-off",
    "stacked-encodings",
    "unasked-304",
]


@each_kind
@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_servers_end_in_a_value(kind: Kind, name: str, newsroom: Newsroom) -> None:
    outcome, misbehave = MISBEHAVIOURS[name]

    async def answer(reader: Any, writer: Any) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        if request.startswith(b"GET /robots.txt"):
            writer.write(page(b"no", "404 Not Found", Connection="close"))
        else:
            await misbehave(reader, writer)
        await writer.drain()

    async with raw_server(answer) as port:
        deadline = 0.3 if outcome is Outcome.TIMEOUT else 10.0
        settings = newsroom.settings(total_timeout=deadline, allowed_ports=frozenset({port}))
        async with Client(settings) as client:
            reading = await look_at(client, kind, f"http://{LOOPBACK}:{port}")
    assert isinstance(reading, Failed), reading
    assert reading.outcome is outcome


async def test_a_secret_that_an_api_repeats_is_struck_out(newsroom: Newsroom, look: Look) -> None:
    for kind in (Kind.CLAIMREVIEW, Kind.HUGGINGFACE):
        serve(newsroom, kind, body='{"error": "bad: token key"}', status=400)
        reading = await look(kind)
        assert isinstance(reading, Failed)
        assert ("token" if kind is Kind.HUGGINGFACE else "key") not in reading.detail
