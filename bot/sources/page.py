"""A page for people: HTML, Markdown or plain text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.outcome import Outcome
from bot.domain.reading import Failed, Reading
from bot.domain.source import Kind, Source
from bot.net.client import Client
from bot.net.response import Response
from bot.sources._apis import Apis
from bot.sources._body import fetched, head_of, is_feed, is_json, media_of
from bot.sources._options import only

OPTIONS: dict[str, str] = {}  # nothing to set


class Reader:
    """Reads pages, conditionally when the source has validators."""

    kind = Kind.PAGE

    def __init__(self, client: Client, _: Apis) -> None:
        self._client = client

    async def read(self, source: Source, now: datetime) -> Reading:
        """Take one look."""
        answer = await self._client.get(source.url, validators=source.validators, now=now)
        if not isinstance(answer, Response):
            return answer
        if not answer.body.strip():
            return Failed(Outcome.EMPTY, "The page is empty.", seconds=answer.seconds)
        media = media_of(answer)
        if media is None:
            return Failed(Outcome.WRONG_CONTENT, _hint(answer), seconds=answer.seconds)
        return fetched(answer, media, moved_to=answer.moved_to)


def check(_: str, options: Mapping[str, Any], __: Apis) -> None:
    """Raise `InputError` unless a page can be watched with these options: there are none."""
    only(Kind.PAGE, options, OPTIONS)


def _hint(response: Response) -> str:
    head = head_of(response.body, response.charset)
    if is_json(head):
        return "This is data, no page; watch it as a source of kind json, or feed if it is a JSON Feed."
    if is_feed(head):
        return "This is a feed, no page; watch it as a source of kind feed."
    return f"This is no page of text but {response.content_type[:40] or 'XML'}."
