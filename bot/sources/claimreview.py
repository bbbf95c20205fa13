"""Published fact checks that may be about a claim, by Google's Fact Check Tools (v1alpha1, `claims:search`).

It is a search for words: what it finds are candidates for people to look at, with the publisher's rating in the
publisher's own words, and never decides anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from bot.domain.outcome import Outcome
from bot.domain.reading import Failed, Item, Media, Reading
from bot.domain.source import NO_VALIDATORS, Kind, Source
from bot.errors import InputError
from bot.net.client import Client
from bot.net.response import Response
from bot.sources import _options
from bot.sources._api import Answer, Service, get_json, moment_of, text_of, url_of
from bot.sources._apis import Apis
from bot.sources._body import fetched

PAGE_SIZE = 50
MOST_PAGES = 3
_LONGEST_DAYS = 6  # digits: longer ago than there is a web
OPTIONS = {
    "query": "what to search for",
    "language": "only reviews in this language, such as en",
    "site": "only reviews of this publisher, such as factcheck.example",
    "max_age_days": "only reviews that are at most so many days old",
}
NO_KEY = (
    "Fact checks can not be searched without a key for Google's Fact Check Tools: "
    "set the secret fact_check_key (CLAIMWATCH_FACT_CHECK_KEY)."
)


class Reader:
    """Searches fact checks. The key travels in a header, so that no URL that is kept or logged ever holds it."""

    kind = Kind.CLAIMREVIEW

    def __init__(self, client: Client, apis: Apis) -> None:
        self._client = client
        self._apis = apis
        self._service = Service(
            "Google's Fact Check Tools",
            {"X-Goog-Api-Key": apis.fact_check_key},
            "the key is not valid for them; check the secret fact_check_key.",
            apis.fact_check_key,
        )

    async def read(self, source: Source, now: datetime) -> Reading:
        """Take one look."""
        if not self._apis.fact_check_key:
            return Failed(Outcome.BLOCKED, NO_KEY)
        try:
            asked = asked_of(source.url, source.options)
        except InputError as error:
            return Failed(Outcome.BAD_REQUEST, error.user_message)
        first: Response | None = None
        claims: list[Any] = []
        token = ""
        for _ in range(MOST_PAGES):
            validators = NO_VALIDATORS if first else source.validators
            answer = await get_json(self._client, self._service, self._url(asked, token), now, validators)
            if not isinstance(answer, Answer):
                return answer
            page = answer.value
            if not isinstance(page, dict) or not isinstance(page.get("claims", []), list):
                return Failed(Outcome.MALFORMED, "The answer of Google's Fact Check Tools is no list of claims.")
            first = first or answer.response
            claims += page.get("claims", [])
            token = text_of(page.get("nextPageToken"), 1_000)
            if not token:
                break
        assert first is not None  # the loop runs at least once
        return fetched(first, Media.ITEMS, items=items_of(claims))

    def _url(self, asked: dict[str, str], token: str) -> str:
        query = asked | {"pageSize": str(PAGE_SIZE)} | ({"pageToken": token} if token else {})
        return f"{self._apis.fact_check}/v1alpha1/claims:search?{urlencode(query)}"


def asked_of(url: str, options: Mapping[str, Any]) -> dict[str, str]:
    """Return the parameters of the search, from the options or the URL's own query; raises `InputError`."""
    _options.only(Kind.CLAIMREVIEW, options, OPTIONS)
    given = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    if "key" in given:
        raise InputError("Leave the key out of the URL: it belongs in the secret fact_check_key.")
    texts = {name: _options.text(Kind.CLAIMREVIEW, options, name) for name in ("query", "language", "site")}
    asked = {
        "query": texts["query"] or given.get("query", "").strip(),
        "languageCode": texts["language"] or given.get("languageCode", ""),
        "reviewPublisherSiteFilter": texts["site"] or given.get("reviewPublisherSiteFilter", ""),
        "maxAgeDays": _days(options.get("max_age_days", given.get("maxAgeDays", ""))),
    }
    if not asked["query"]:
        raise InputError("Say what to search for: give a claimreview source the option query.")
    return {name: value for name, value in asked.items() if value}


def check(url: str, options: Mapping[str, Any], _: Apis) -> None:
    """Raise `InputError` unless this can be searched for."""
    asked_of(url, options)


def items_of(claims: list[Any]) -> tuple[Item, ...]:
    """Return one item per review and rating: one article may rate several claims, and a rating may be mended."""
    found: dict[str, Item] = {}
    for claim in claims:
        reviews = claim.get("claimReview") if isinstance(claim, dict) else None
        for review in reviews if isinstance(reviews, list) else ():
            item = _item(claim, review) if isinstance(review, dict) else None
            if item is not None:
                found.setdefault(item.identity, item)
    return tuple(found.values())


def _item(claim: dict[str, Any], review: dict[str, Any]) -> Item | None:
    said, claimant = text_of(claim.get("text"), 1_000), text_of(claim.get("claimant"))
    url, rating = url_of(review.get("url")), text_of(review.get("textualRating"))
    publisher = review.get("publisher")
    publisher = publisher if isinstance(publisher, dict) else {}
    title = text_of(review.get("title")) or said
    if not rating or not title:
        return None
    date = text_of(review.get("reviewDate"), 40)
    return Item(
        identity=" ".join(filter(None, (url or f"{title} {date}", rating))),
        title=title,
        url=url,
        summary=f"{claimant}: {said}" if claimant and said else said,
        published_at=moment_of(date),
        rating=rating,
        publisher=text_of(publisher.get("name")) or text_of(publisher.get("site")),
    )


def _days(value: object) -> str:
    days = str(value)
    if days and not (len(days) < _LONGEST_DAYS and days.isascii() and days.isdigit() and int(days)):
        raise InputError("The option max_age_days of a claimreview source is a whole number of days, 1 or more.")
    return days
