"""Each kind of source from its server to what is said: through database, processes and decisions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.domain.finding import FindingKind
from bot.domain.outcome import Outcome
from bot.domain.source import Kind, NewSource, Role
from bot.sources import Apis
from tests.newsroom import Newsroom
from tests.sources.cycling import Watched, watching

PROSE = "".join(f"<p>The harvest of orchard {n} was late, and nobody in the valley knew why.</p>" for n in range(20))
ARTICLE = (
    "<!doctype html><html lang='en'><head><title>Guava</title>{head}</head><body><article><h1>Guava</h1>"
    "<p>Guava beats every open-source rival on the harvest test, says a memo of Orchard Labs.</p>"
    + PROSE
    + "</article></body></html>"
)
REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://fruitfacts.example/guava",
    "claimReviewed": "Guava beats every open-source rival on the harvest test",
    "author": {"@type": "Organization", "name": "Fruit Facts"},
    "reviewRating": {"@type": "Rating", "alternateName": "Unproven"},
}


def apis(newsroom: Newsroom) -> Apis:
    base = newsroom.url("")
    return Apis(fact_check=base, fact_check_key="key", huggingface=base, github=base, github_api=f"{base}/api")


async def kinds_found(watched: Watched) -> list[FindingKind]:
    page = await watched.watchlist.show(0, watched.claim.id)
    return [stored.finding.kind for stored in page.findings]


def serve_json(newsroom: Newsroom, path: str, value: Any) -> str:
    return newsroom.page(path, json.dumps(value), content_type="application/json")


async def test_a_model_that_appears_is_told_at_once(newsroom: Newsroom, tmp_path: Path) -> None:
    serve_json(newsroom, "/api/models", [{"id": "squatter/guava-7b"}])
    source = NewSource(newsroom.url("/orchard-labs"), Role.ARTEFACT, Kind.HUGGINGFACE, {"match": "guava"})
    async with watching([source], newsroom.settings(), tmp_path, apis=apis(newsroom)) as watched:
        await watched.cycle()
        assert await kinds_found(watched) == []
        serve_json(newsroom, "/api/models", [{"id": "orchard-labs/guava-7b"}, {"id": "squatter/guava-7b"}])
        await watched.cycle()
        await watched.cycle()
        page = await watched.watchlist.show(0, watched.claim.id)
        [stored] = page.findings
        assert stored.finding.kind is FindingKind.ARTEFACT_APPEARED
        assert stored.finding.url == newsroom.url("/orchard-labs/guava-7b")


async def test_a_repository_that_is_awaited_is_told_when_it_is_there(newsroom: Newsroom, tmp_path: Path) -> None:
    source = NewSource(newsroom.url("/orchard-labs"), Role.ARTEFACT, Kind.GITHUB, {"match": "guava"})
    async with watching([source], newsroom.settings(), tmp_path, apis=apis(newsroom)) as watched:
        for _ in range(4):
            await watched.cycle()
        [why] = (await watched.why()).values()
        assert why.look is not None
        assert why.look.outcome is Outcome.NOT_FOUND
        assert not why.source.degraded
        serve_json(newsroom, "/api/users/orchard-labs/repos", [{"full_name": "orchard-labs/guava"}])
        await watched.cycle()
        assert await kinds_found(watched) == [FindingKind.ARTEFACT_APPEARED]


async def test_a_fact_check_that_appears_is_told(newsroom: Newsroom, tmp_path: Path) -> None:
    serve_json(newsroom, "/v1alpha1/claims:search", {})
    url = newsroom.url("/v1alpha1/claims:search?query=guava")
    source = NewSource(url, Role.FACT_CHECK, Kind.CLAIMREVIEW)
    async with watching([source], newsroom.settings(), tmp_path, apis=apis(newsroom)) as watched:
        await watched.cycle()
        review = {
            "publisher": {"name": "Fruit Facts"},
            "url": "https://fruitfacts.example/guava",
            "title": "Does Guava beat every open-source rival on the harvest test?",
            "textualRating": "Unproven",
        }
        other = review | {"url": "https://fruitfacts.example/pears", "title": "Do pears cure colds?"}
        said = "Guava beats every open-source rival on the harvest test."
        found = [
            {"text": said, "claimant": "Orchard Labs", "claimReview": [review]},
            {"text": "Pears cure colds.", "claimReview": [other]},
        ]
        serve_json(newsroom, "/v1alpha1/claims:search", {"claims": found})
        await watched.cycle()
        page = await watched.watchlist.show(0, watched.claim.id)
        [stored] = page.findings
        assert stored.finding.kind is FindingKind.RATING_PUBLISHED
        assert stored.finding.after == "Fruit Facts: Unproven"
        assert stored.finding.url == "https://fruitfacts.example/guava"


async def test_claimreview_on_a_watched_page_is_told(newsroom: Newsroom, tmp_path: Path) -> None:
    url = newsroom.page("/a", ARTICLE.format(head=""))
    async with watching([NewSource(url)], newsroom.settings(), tmp_path) as watched:
        await watched.cycle()
        markup = f'<script type="application/ld+json">{json.dumps(REVIEW)}</script>'
        newsroom.page("/a", ARTICLE.format(head=markup))
        await watched.cycle()
        await watched.cycle()
        assert await kinds_found(watched) == [FindingKind.RATING_PUBLISHED]


async def test_a_value_that_changes_is_told_and_what_is_around_it_is_not(newsroom: Newsroom, tmp_path: Path) -> None:
    url = serve_json(newsroom, "/board", {"at": 1, "guava": {"score": 71.0}})
    source = NewSource(url, Role.COVERAGE, Kind.JSON, {"select": "guava.score"})
    async with watching([source], newsroom.settings(), tmp_path) as watched:
        await watched.cycle()
        serve_json(newsroom, "/board", {"at": 2, "guava": {"score": 71}})
        await watched.cycle()
        assert await kinds_found(watched) == []
        serve_json(newsroom, "/board", {"at": 3, "guava": {"score": 72}})
        await watched.cycle()
        assert await kinds_found(watched) == []
        await watched.cycle()
        page = await watched.watchlist.show(0, watched.claim.id)
        [stored] = page.findings
        assert stored.finding.kind is FindingKind.VALUE_CHANGED
        assert (stored.finding.before, stored.finding.after) == ("71", "72")


async def test_a_front_page_becomes_its_feed(newsroom: Newsroom, tmp_path: Path) -> None:
    front = newsroom.page("/", '<html><head><link rel="alternate" type="application/rss+xml" href="/f"></head></html>')
    item = "<item><guid>1</guid><title>Pears cure colds</title></item>"
    rss = f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{item}</channel></rss>'
    feed = newsroom.page("/f", rss, content_type="application/rss+xml", last_modified=None)
    async with watching([NewSource(front, Role.COVERAGE, Kind.FEED)], newsroom.settings(), tmp_path) as watched:
        for _ in range(4):
            await watched.cycle()
        [why] = (await watched.why()).values()
        assert why.source.url == feed
        assert newsroom.requests["/"] == 2
        assert newsroom.not_modified["/f"] == 1
        history = (await watched.watchlist.show(0, watched.claim.id)).history
        assert any(entry.before == front and entry.after == feed for entry in history)
