"""A notice on its way to one destination, and how the way ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.notice import Notice, NoticeKind


@dataclass(frozen=True, slots=True)
class Delivery:
    """One outbox row to deliver.

    Ids strictly increase in the order in which notices were written. `attempts` counts this try too, so it is
    at least 1. `again` tells that an earlier try, cut off or failed, may have arrived: look for it first. `nonce`
    is the same at every try, at most 25 characters, and differs between databases.
    """

    id: int
    notice_id: int
    notifier: str
    destination: str
    notice: Notice
    finding_id: int | None
    attempts: int
    again: bool
    attempted_at: datetime
    nonce: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """It arrived; `message` refers to it in the notifier's own way (a message id)."""

    message: str


@dataclass(frozen=True, slots=True)
class Retry:
    """Not now: try again after `after`, or after the usual back-off where it is None."""

    after: timedelta | None
    error: str


@dataclass(frozen=True, slots=True)
class Dead:
    """The destination can not be reached until a person mends it; `reason` says what to do."""

    reason: str


Delivered = Sent | Retry | Dead


@dataclass(frozen=True, slots=True)
class Place:
    """Where a notice about a claim was posted."""

    notifier: str
    destination: str
    message: str
    kind: NoticeKind
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Suspended:
    """A destination that gets nothing until it is resumed; `rows` notices wait for it."""

    notifier: str
    destination: str
    reason: str
    since: datetime | None
    rows: int
