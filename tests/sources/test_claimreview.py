"""Against a loopback server that answers as Google's `claims:search` does."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from bot.domain.outcome import Outcome
from bot.domain.reading import Media, Reading
from bot.domain.source import Kind
from bot.errors import InputError
from bot.net.client import Client
from bot.sources import Apis, check_options
from bot.sources.claimreview import Reader
from tests.newsroom import Newsroom
from tests.sources.build import NOW, failed, fetched, source_of

KEY = "AIza-not-a-real-key"
PATH = "/v1alpha1/claims:search"
URL = "https://factchecktools.googleapis.com/v1alpha1/claims:search"


def claim(number: int = 1, *, rating: str = "Unproven", **more: Any) -> dict[str, Any]:
    """One entry of `claims[]` as documented."""
    review = {
        "publisher": {"name": "Fruit Facts", "site": "fruitfacts.example"},
        "url": f"https://fruitfacts.example/guava-{number}",
        "title": f"Does Guava beat its rivals? ({number})",
        "reviewDate": "2026-11-20T00:00:00Z",
        "textualRating": rating,
        "languageCode": "en",
    }
    return {
        "text": "Guava beats every open-source rival.",
        "claimant": "Orchard Labs",
        "claimDate": "2026-11-01T00:00:00Z",
        "claimReview": [review | more],
    }


class Google:
    """`claims:search` with a key, a query and page tokens."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom = newsroom
        self.claims: list[Any] = []
        self.asked: list[dict[str, str]] = []
        self.refuse: web.Response | None = None
        newsroom.answer(PATH, self.answer)

    async def answer(self, request: web.Request) -> web.Response:
        query = dict(request.query)
        self.asked.append(query)
        if self.refuse is not None:
            return self.refuse
        if request.headers.get("X-Goog-Api-Key") != KEY:
            return error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.")
        if "query" not in query:
            return error(400, "INVALID_ARGUMENT", "Request must contain a query.")
        start, size = int(query.get("pageToken", "0")), int(query.get("pageSize", "10"))
        page = self.claims[start : start + size]
        answer: dict[str, Any] = {"claims": page} if page else {}
        if start + size < len(self.claims):
            answer["nextPageToken"] = str(start + size)
        return web.json_response(answer)


def error(code: int, status: str, message: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": message, "status": status}}, status=code)


@pytest.fixture
def google(newsroom: Newsroom) -> Google:
    return Google(newsroom)


async def look(client: Client, google: Google, *, key: str = KEY, query: str = "", **options: Any) -> Reading:
    apis = Apis(fact_check=google.newsroom.url(""), fact_check_key=key)
    source = source_of(Kind.CLAIMREVIEW, google.newsroom.url(PATH + query), options=options)
    return await Reader(client, apis).read(source, NOW)


async def test_reviews_are_items_with_a_rating(client: Client, google: Google) -> None:
    google.claims = [claim()]
    reading = fetched(await look(client, google, query="?query=guava"))
    assert reading.media is Media.ITEMS
    [item] = reading.items
    assert item.rating == "Unproven"
    assert item.publisher == "Fruit Facts"
    assert item.url == "https://fruitfacts.example/guava-1"
    assert item.title == "Does Guava beat its rivals? (1)"
    assert item.summary == "Orchard Labs: Guava beats every open-source rival."
    assert item.published_at == datetime(2026, 11, 20, tzinfo=UTC)


async def test_what_is_asked(client: Client, google: Google) -> None:
    source = source_of(
        Kind.CLAIMREVIEW,
        URL,
        options={"query": "Guava & rivals", "site": "fruitfacts.example", "language": "en", "max_age_days": 30},
    )
    await Reader(client, Apis(fact_check=google.newsroom.url(""), fact_check_key=KEY)).read(source, NOW)
    assert google.asked == [
        {
            "query": "Guava & rivals",
            "languageCode": "en",
            "reviewPublisherSiteFilter": "fruitfacts.example",
            "maxAgeDays": "30",
            "pageSize": "50",
        }
    ]


async def test_nothing_found_is_a_good_look(client: Client, google: Google) -> None:
    assert fetched(await look(client, google, query="?query=guava")).items == ()


async def test_pages_are_followed_to_a_bound(client: Client, google: Google) -> None:
    google.claims = [claim(n) for n in range(200)]
    assert len(fetched(await look(client, google, query="?query=guava")).items) == 150
    assert [asked.get("pageToken") for asked in google.asked] == [None, "50", "100"]
    assert {asked["query"] for asked in google.asked} == {"guava"}


async def test_a_mended_rating_is_another_item(client: Client, google: Google) -> None:
    google.claims = [claim(rating="Unproven")]
    before = fetched(await look(client, google, query="?query=guava"))
    google.claims = [claim(rating="False")]
    after = fetched(await look(client, google, query="?query=guava"))
    assert before.items[0].url == after.items[0].url
    assert before.items[0].identity != after.items[0].identity
    assert before.body_hash != after.body_hash


async def test_without_a_key_it_says_what_to_set(client: Client, google: Google) -> None:
    reading = failed(await look(client, google, key="", query="?query=guava"))
    assert "CLAIMWATCH_FACT_CHECK_KEY" in reading.detail
    assert google.asked == []


ERRORS = [
    ("bad key", error(400, "INVALID_ARGUMENT", f"API key {KEY} not valid."), Outcome.BAD_REQUEST, "Fact Check"),
    ("not allowed", error(403, "PERMISSION_DENIED", "Not enabled."), Outcome.BLOCKED, "fact_check_key"),
    ("quota", error(429, "RESOURCE_EXHAUSTED", "Quota exceeded."), Outcome.RATE_LIMITED, "later"),
    ("their fault", error(503, "UNAVAILABLE", "Try again."), Outcome.SERVER_ERROR, "503"),
    ("a list", web.json_response([1]), Outcome.MALFORMED, "list of claims"),
    ("odd claims", web.json_response({"claims": "none"}), Outcome.MALFORMED, "list of claims"),
    ("a page", web.Response(text="<html></html>", content_type="text/html"), Outcome.MALFORMED, "HTML"),
]


@pytest.mark.parametrize("case", range(len(ERRORS)), ids=[c[0] for c in ERRORS])
async def test_errors_are_told_without_the_key(
    client: Client, google: Google, case: int, caplog: pytest.LogCaptureFixture
) -> None:
    _, google.refuse, outcome, said = ERRORS[case]
    with caplog.at_level(logging.DEBUG):
        reading = failed(await look(client, google, query="?query=guava"))
    assert reading.outcome is outcome
    assert said in reading.detail
    assert KEY not in repr(reading)
    assert KEY not in caplog.text


async def test_the_key_is_in_no_url_and_no_print(client: Client, google: Google) -> None:
    google.claims = [claim()]
    reading = fetched(await look(client, google, query="?query=guava"))
    assert KEY not in repr(reading)
    assert all(KEY not in repr(asked) for asked in google.asked)
    assert KEY not in repr(Apis(fact_check_key=KEY))


ODD: list[Any] = [
    1,
    None,
    {"claimReview": "x"},
    {"claimReview": [None, {"textualRating": 5}, {"url": "https://fruitfacts.example/no-rating"}]},
    claim(2, url="javascript:alert(1)"),
    claim(3, publisher="somebody", reviewDate="soon"),
]


async def test_odd_entries_are_passed_over(client: Client, google: Google) -> None:
    google.claims = ODD
    items = fetched(await look(client, google, query="?query=guava")).items
    assert [item.url for item in items] == ["", "https://fruitfacts.example/guava-3"]
    assert items[1].publisher == ""
    assert items[1].published_at is None


BAD = [
    (URL, {}, "query"),
    (URL + "?query=guava&key=" + KEY, {}, "Leave the key out"),
    (URL, {"query": "guava", "max_age_days": 0}, "max_age_days"),
    (URL, {"query": "guava", "max_age_days": True}, "max_age_days"),
    (URL, {"query": "guava", "max_age_days": "a week"}, "max_age_days"),
    (URL, {"query": ["guava"]}, "line of text"),
    (URL, {"q": "guava"}, "query, language"),
]


@pytest.mark.parametrize(("url", "options", "said"), BAD)
def test_options_that_can_not_be_used(url: str, options: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as caught:
        check_options(Kind.CLAIMREVIEW, url, options)
    assert said in caught.value.user_message
    assert KEY not in str(caught.value)
