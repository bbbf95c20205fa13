"""A feed (RSS, Atom, JSON Feed), or the front page of a site that names one.

The feed that a front page names is told as the place the source moved to. Named twice, it becomes the source's own URL,
with history, like any permanent redirect; looks then go straight there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.outcome import Outcome
from bot.domain.reading import Failed, Fetched, Media, NotModified, Reading
from bot.domain.source import NO_VALIDATORS, Kind, Source, Validators
from bot.net.client import Client
from bot.net.response import Response
from bot.sources._apis import Apis
from bot.sources._body import fetched, head_of, is_feed, is_html, no_feed
from bot.sources._options import only
from bot.text.read.decode import decode
from bot.text.read.feedlink import find_feed

OPTIONS: dict[str, str] = {}  # nothing to set
FRONT = 500_000  # bytes of a front page in which its feed is sought
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


class Reader:
    """Reads feeds, conditionally when the source has validators; what is in them is parsed by the analysis."""

    kind = Kind.FEED

    def __init__(self, client: Client, _: Apis) -> None:
        self._client = client

    async def read(self, source: Source, now: datetime) -> Reading:
        """Take one look."""
        # After a move the validators are those of another URL.
        validators = NO_VALIDATORS if source.moved_to else source.validators
        answer = await self._ask(source.url, validators, now)
        if not isinstance(answer, Response):
            return answer
        head = head_of(answer.body, answer.charset)
        if is_feed(head) or not is_html(head):
            return _judged(answer)
        return await self._named_by(answer, now)

    async def _named_by(self, front_page: Response, now: datetime) -> Reading:
        found = find_feed(decode(front_page.body[:FRONT], front_page.charset), front_page.url)
        if not found:
            return Failed(Outcome.MALFORMED, "This page names no feed; give the feed's own address.")
        answer = await self._ask(found, NO_VALIDATORS, now)
        reading = _judged(answer) if isinstance(answer, Response) else answer
        if not isinstance(reading, Fetched):
            return reading
        # Its validators stay behind: asked with them, the front page might say "not modified" for ever.
        return replace(reading, moved_to=reading.moved_to or found, validators=NO_VALIDATORS)

    async def _ask(self, url: str, validators: Validators, now: datetime) -> Response | NotModified | Failed:
        return await self._client.get(url, validators=validators, accept=ACCEPT, now=now)


def check(_: str, options: Mapping[str, Any], __: Apis) -> None:
    """Raise `InputError` unless a feed can be watched with these options: there are none."""
    only(Kind.FEED, options, OPTIONS)


def _judged(answer: Response) -> Fetched | Failed:
    return no_feed(answer) or fetched(answer, Media.FEED, moved_to=answer.moved_to)
