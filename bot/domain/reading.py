"""The result of one look, any outcome: `Fetched`, `NotModified` or `Failed`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.outcome import Outcome
from bot.domain.source import NO_VALIDATORS, Validators


class Media(StrEnum):
    """What the bytes are, so that the right extraction is chosen."""

    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"
    FEED = "feed"  # RSS, Atom or JSON Feed, as bytes
    ITEMS = "items"  # already parsed by the reader (an API's answer)
    VALUE = "value"  # a value selected out of a JSON answer, as text: any change of it counts


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed or of an API's list.

    `identity` is stable over looks: GUID, else canonical link, else title and date. `rating` is
    what a publisher said in its own words (ClaimReview), else empty.
    """

    identity: str
    title: str
    url: str = ""
    summary: str = ""
    published_at: datetime | None = None
    rating: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body came. `moved_to` is set when the server answered 301 or 308 on the way.

    `body_hash` is a hash over the bytes; `seconds` the time on the wire. For `Media.ITEMS`
    the body is empty and `items` holds what the reader parsed.
    """

    url: str
    media: Media
    body: bytes
    body_hash: str
    charset: str = ""
    validators: Validators = NO_VALIDATORS
    items: tuple[Item, ...] = ()
    moved_to: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class NotModified:
    """304: the server says that nothing changed. `moved_to` as in `Fetched`."""

    validators: Validators = NO_VALIDATORS
    moved_to: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Failed:
    """No good look. `detail` is a short sentence for people; `retry_at` what the server asked for."""

    outcome: Outcome
    detail: str
    retry_at: datetime | None = None
    seconds: float = 0.0


Reading = Fetched | NotModified | Failed
