"""What readers of APIs share: asking for JSON, following pages, and taking no value on trust."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NoReturn
from urllib.parse import urljoin, urlsplit

from bot.domain.outcome import Outcome
from bot.domain.reading import Failed, NotModified
from bot.domain.source import NO_VALIDATORS, Validators
from bot.net.client import Client
from bot.net.response import Response

MOST_PAGES = 5
MOST_JSON = 2_000_000  # bytes: what is parsed on the event loop in about 20 ms
_NEXT = re.compile(r'<([^<>]{1,2048})>[^<>]*;\s*rel="?next"?', re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class Service:
    """An API: its `name` for people, headers to send, and what a `refusal` (401, 403) means there.

    `secret` is the key or token among the headers; it is struck out of whatever the API says.
    """

    name: str
    headers: Mapping[str, str]
    refusal: str
    secret: str = ""
    accept: str = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """Parsed JSON with the answer that it came in."""

    value: Any
    response: Response


async def get_json(
    client: Client, service: Service, url: str, now: datetime, validators: Validators = NO_VALIDATORS
) -> Answer | NotModified | Failed:
    """Ask an API; every failure is told in its name."""
    answer = await client.get(
        url, validators=validators, headers=service.headers, accept=service.accept, robots=False, now=now
    )
    if isinstance(answer, Failed):
        return _told(answer, service)
    if isinstance(answer, NotModified):
        return answer
    value = parse_json(answer.body, service.name)
    return replace(value, seconds=answer.seconds) if isinstance(value, Failed) else Answer(value.value, answer)


@dataclass(frozen=True, slots=True)
class Listed:
    """All entries of a list over its pages, and the answer of the first page."""

    entries: tuple[dict[str, Any], ...]
    response: Response


async def get_list(
    client: Client, service: Service, url: str, now: datetime, validators: Validators = NO_VALIDATORS
) -> Listed | NotModified | Failed:
    """Ask for a list that goes on by the `Link` header; pages beyond `MOST_PAGES` are left out."""
    first: Response | None = None
    entries: list[dict[str, Any]] = []
    for _ in range(MOST_PAGES):
        answer = await get_json(client, service, url, now, NO_VALIDATORS if first else validators)
        if not isinstance(answer, Answer):
            return answer
        if not isinstance(answer.value, list):
            return Failed(Outcome.MALFORMED, f"The answer of {service.name} is no list.")
        first = first or answer.response
        entries += [entry for entry in answer.value if isinstance(entry, dict)]
        url = next_link(answer.response)
        if not url:
            break
    assert first is not None  # the loop runs at least once
    return Listed(tuple(entries), first)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What JSON holds, null included."""

    value: Any


def parse_json(body: bytes, name: str) -> Parsed | Failed:
    """Parse JSON (RFC 8259) from `name`; not too large, not too deep, no NaN."""
    if len(body) > MOST_JSON:
        return Failed(Outcome.TOO_LARGE, f"The answer of {name} is larger than {MOST_JSON / 1_000_000:g} MB.")
    if not body.strip():
        return Failed(Outcome.EMPTY, f"The answer of {name} is empty.")
    try:
        return Parsed(json.loads(body, parse_constant=_no_number))
    except (ValueError, RecursionError):
        what = "a page of HTML" if body.lstrip()[:1] == b"<" else "no well-formed JSON"
        return Failed(Outcome.MALFORMED, f"The answer of {name} is {what}.")


def next_link(response: Response) -> str:
    """Return the next page by the `Link` header (RFC 8288), empty for none; it may not lead to another host."""
    found = _NEXT.search(response.headers.get("link", "")[:8_192])
    if not found:
        return ""
    url = urljoin(response.url, found.group(1))
    return url if _origin(url) == _origin(response.url) else ""


def text_of(value: object, most: int = 300) -> str:
    """Return a text from an API, cut and on one line; anything else counts as empty."""
    return _CONTROL.sub(" ", value[:most]).strip() if isinstance(value, str) else ""


def url_of(value: object) -> str:
    """Return a web address from an API; anything else counts as empty."""
    url = value.strip() if isinstance(value, str) and len(value) <= 2_048 else ""  # noqa: PLR2004  as long as URLs get
    return url if url.startswith(("https://", "http://")) and url.isprintable() and " " not in url else ""


def moment_of(value: object) -> datetime | None:
    """Return a time of ISO 8601 in UTC; anything else counts as absent."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        if moment is None:
            return None
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def matcher(pattern: str) -> Callable[[str], bool]:
    """Return a test whether a name holds `pattern`: any case, `-`, `_`, `.` and blanks being alike; empty fits all."""
    wanted = _plain(pattern)
    return lambda name: wanted in _plain(name)


def _plain(name: str) -> str:
    return re.sub(r"[-_. ]+", "-", name.casefold())


def _told(failed: Failed, service: Service) -> Failed:
    """Return the failure in the API's own terms: a login is no paywall there."""
    if failed.outcome in {Outcome.PAYWALL, Outcome.BLOCKED}:
        return replace(failed, outcome=Outcome.BLOCKED, detail=f"{service.name} refuses the request: {service.refusal}")
    detail = failed.detail.replace(service.secret, "…") if service.secret else failed.detail
    return replace(failed, detail=f"{service.name}: {detail}")


def _origin(url: str) -> tuple[str, str]:
    split = urlsplit(url)
    return split.scheme, split.netloc


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)
