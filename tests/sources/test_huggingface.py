"""Against a loopback server that answers as the Hub does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.domain.outcome import Outcome
from bot.domain.reading import Media, Reading
from bot.domain.source import Kind, Validators
from bot.errors import InputError
from bot.net.client import Client
from bot.sources import Apis, check_options
from bot.sources.huggingface import Reader
from tests.newsroom import Newsroom
from tests.sources.build import NOW, failed, fetched, not_modified, source_of

TOKEN = "hf_not_a_real_token"


def model(name: str, **more: Any) -> dict[str, Any]:
    """One entry as `GET /api/models` gives it."""
    return {
        "_id": "66a0f3c1",
        "id": name,
        "modelId": name,
        "likes": 3,
        "downloads": 1200,
        "private": False,
        "tags": ["safetensors", "license:apache-2.0"],
        "pipeline_tag": "text-generation",
        "library_name": "transformers",
        "createdAt": "2026-11-20T08:00:00.000Z",
    } | more


class Hub:
    """`GET /api/models` with author, search, limit and pages by cursor."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.models: list[dict[str, Any]] = []
        self.asked: list[dict[str, str]] = []
        self.refuse: web.Response | None = None
        self.page_size = 100
        newsroom.answer("/api/models", self.answer)

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(dict(request.query))
        if self.refuse is not None:
            return self.refuse
        query = request.query
        start = int(query.get("cursor", "0"))
        found = [m for m in self.models if query.get("search", "").lower() in str(m["id"]).lower()]
        page = found[start : start + self.page_size]
        tag = f'W/"{hash(str(page))}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        headers = {"ETag": tag}
        if start + self.page_size < len(found):
            onward = request.url.update_query(cursor=start + self.page_size).human_repr()
            headers["Link"] = f'<{onward}>; rel="next"'
        return web.json_response(page, headers=headers)


@pytest.fixture
def hub(newsroom: Newsroom) -> Hub:
    return Hub(newsroom)


async def look(
    client: Client, hub: Hub, *, path: str = "/orchard-labs", token: str = "", etag: str = "", **options: Any
) -> Reading:
    apis = Apis(huggingface=hub.newsroom.url(""), huggingface_token=token)
    source = source_of(Kind.HUGGINGFACE, hub.newsroom.url(path), Validators(etag), options=options)
    return await Reader(client, apis).read(source, NOW)


async def test_an_organisation_s_models_that_fit(client: Client, hub: Hub) -> None:
    hub.models = [model("orchard-labs/Guava-7B"), model("orchard-labs/quince-1b"), model("orchard-labs/tiny_guava")]
    reading = fetched(await look(client, hub, match="guava"))
    assert reading.media is Media.ITEMS
    assert [item.identity for item in reading.items] == ["orchard-labs/Guava-7B", "orchard-labs/tiny_guava"]
    first = reading.items[0]
    assert first.url == hub.newsroom.url("/orchard-labs/Guava-7B")
    assert first.published_at == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert "text-generation" in first.summary
    assert hub.asked == [
        {
            "author": "orchard-labs",
            "sort": "createdAt",
            "direction": "-1",
            "limit": "100",
            "search": "guava",
        }
    ]


async def test_squatters_do_not_count(client: Client, hub: Hub) -> None:
    hub.models = [
        model("guava-fans/guava-7b"),
        model("orchard-labs-official/guava-7b"),
        model("orchard-labs/../guava"),
        model("guava"),
        model("somebody/orchard-labs/guava"),
    ]
    assert fetched(await look(client, hub, match="guava")).items == ()


async def test_what_is_not_public_does_not_count(client: Client, hub: Hub) -> None:
    hub.models = [model("orchard-labs/guava-a", private=True), model("orchard-labs/guava-b", disabled=True)]
    assert fetched(await look(client, hub, match="guava", token=TOKEN)).items == ()


async def test_gated_models_are_there_and_told_as_such(client: Client, hub: Hub) -> None:
    hub.models = [model("orchard-labs/guava", gated="manual")]
    assert "access on request" in fetched(await look(client, hub, match="guava")).items[0].summary


async def test_the_hubs_stand_in_for_no_date_is_no_date(client: Client, hub: Hub) -> None:
    hub.models = [model("orchard-labs/guava", createdAt="2022-03-02T23:29:04.000Z")]
    assert fetched(await look(client, hub)).items[0].published_at is None


async def test_pages_are_followed_to_a_bound(client: Client, hub: Hub) -> None:
    hub.models = [model(f"orchard-labs/guava-{n}") for n in range(45)]
    hub.page_size = 20
    assert len(fetched(await look(client, hub, match="guava")).items) == 45
    assert len(hub.asked) == 3
    hub.page_size = 5
    assert len(fetched(await look(client, hub, match="guava")).items) == 25


async def test_the_next_page_may_not_be_elsewhere(client: Client, newsroom: Newsroom) -> None:
    newsroom.page(
        "/api/models",
        '[{"id": "orchard-labs/guava"}]',
        content_type="application/json",
        headers={"Link": '<http://newsroom.example/api/models?cursor=1>; rel="next"'},
    )
    source = source_of(Kind.HUGGINGFACE, newsroom.url("/orchard-labs"))
    reading = fetched(await Reader(client, Apis(huggingface=newsroom.url(""))).read(source, NOW))
    assert len(reading.items) == 1
    assert newsroom.requests["/api/models"] == 1


async def test_the_token_is_sent_when_set(client: Client, hub: Hub) -> None:
    await look(client, hub)
    assert "authorization" not in hub.newsroom.headers["/api/models"]
    await look(client, hub, token=TOKEN)
    assert hub.newsroom.headers["/api/models"]["authorization"] == f"Bearer {TOKEN}"


async def test_a_second_look_is_conditional(client: Client, hub: Hub) -> None:
    hub.models = [model("orchard-labs/guava")]
    first = fetched(await look(client, hub))
    not_modified(await look(client, hub, etag=first.validators.etag))


async def test_counters_are_no_change(client: Client, hub: Hub) -> None:
    hub.models = [model("orchard-labs/guava", downloads=1)]
    first = fetched(await look(client, hub))
    hub.models = [model("orchard-labs/guava", downloads=2)]
    second = fetched(await look(client, hub))
    hub.models.append(model("orchard-labs/guava-2"))
    third = fetched(await look(client, hub))
    assert first.body_hash == second.body_hash != third.body_hash


async def test_nothing_there_yet_is_a_good_look(client: Client, hub: Hub) -> None:
    assert fetched(await look(client, hub, match="guava")).items == ()


ERRORS = [
    ("a bad token", 401, {}, '{"error":"Invalid credentials in Authorization header"}', Outcome.BLOCKED, "token"),
    ("a private owner", 403, {}, '{"error":"Forbidden"}', Outcome.BLOCKED, "refuses"),
    ("no such thing", 404, {}, '{"error":"Sorry, we can\'t find the page"}', Outcome.NOT_FOUND, "Hugging Face"),
    ("too many", 429, {"RateLimit": '"api";r=0;t=55'}, "429 Too Many Requests", Outcome.RATE_LIMITED, "later"),
    ("too many, for a while", 429, {"Retry-After": "55"}, "", Outcome.RATE_LIMITED, "later"),
    ("an error of its own", 500, {}, '{"error":"Internal Error"}', Outcome.SERVER_ERROR, "Hugging Face"),
    ("no list", 200, {}, '{"error":"odd"}', Outcome.MALFORMED, "list"),
    ("no JSON", 200, {}, "<html>maintenance</html>", Outcome.MALFORMED, "HTML"),
]


@pytest.mark.parametrize(
    ("status", "headers", "body", "outcome", "said"), [c[1:] for c in ERRORS], ids=[c[0] for c in ERRORS]
)
async def test_errors_are_told_as_they_are(
    client: Client, hub: Hub, status: int, headers: dict[str, str], body: str, outcome: Outcome, said: str
) -> None:
    hub.refuse = web.Response(status=status, headers=headers, text=body, content_type="application/json")
    reading = failed(await look(client, hub, token=TOKEN))
    assert reading.outcome is outcome
    assert said in reading.detail
    assert TOKEN not in repr(reading)
    if status == 429:
        assert reading.retry_at == NOW + timedelta(seconds=55)


ODD: list[Any] = [
    1,
    None,
    "x",
    [],
    {},
    {"id": 7},
    {"id": None, "modelId": {}},
    {"id": "orchard-labs/\x00guava"},
    {"id": "/"},
]


async def test_odd_entries_are_passed_over(client: Client, newsroom: Newsroom) -> None:
    newsroom.answer("/api/models", lambda _: _json([*ODD, model("orchard-labs/guava", createdAt=5, pipeline_tag=[])]))
    source = source_of(Kind.HUGGINGFACE, newsroom.url("/orchard-labs"))
    reading = fetched(await Reader(client, Apis(huggingface=newsroom.url(""))).read(source, NOW))
    assert [item.title for item in reading.items] == ["orchard-labs/guava"]


async def _json(value: Any) -> web.Response:
    return web.json_response(value)


GOOD = [
    ("https://huggingface.co/orchard-labs", {}),
    ("https://huggingface.co/orchard-labs/models", {"match": "guava"}),
    ("https://orchard.example/models", {"owner": "orchard-labs", "match": "Guava 7B"}),
]


@pytest.mark.parametrize(("url", "options"), GOOD)
def test_options_that_can_be_used(url: str, options: dict[str, Any]) -> None:
    check_options(Kind.HUGGINGFACE, url, options)


BAD = [
    ("https://huggingface.co/", {}, "OWNER"),
    ("https://orchard.example/orchard-labs", {}, "OWNER"),
    ("https://huggingface.co/orchard-labs", {"owner": "../etc"}, "OWNER"),
    ("https://huggingface.co/orchard-labs", {"owner": 5}, "line of text"),
    ("https://huggingface.co/orchard-labs", {"match": "a\nb"}, "line of text"),
    ("https://huggingface.co/orchard-labs", {"match": "x" * 101}, "100"),
    ("https://huggingface.co/orchard-labs", {"author": "x"}, "owner, match"),
]


@pytest.mark.parametrize(("url", "options", "said"), BAD)
def test_options_that_can_not_be_used(url: str, options: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as caught:
        check_options(Kind.HUGGINGFACE, url, options)
    assert said in caught.value.user_message
