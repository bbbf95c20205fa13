"""The claim: one checkable statement, with the flag that says nobody could check it yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.status import Status

REVIEW_AFTER = timedelta(days=90)
REMIND_AFTER = timedelta(days=30)
TERMINAL_GUILD = 0


class FlagKind(StrEnum):
    """How a source marks a claim as unverified; from most to least outspoken."""

    EXPLICIT = "explicit"
    ATTRIBUTED = "attributed"
    HEDGED = "hedged"


@dataclass(frozen=True, slots=True)
class Flag:
    """The passage which says that a claim is unverified.

    `start` and `end` are offsets in characters into the extracted text of the source; both
    are 0 where the passage was typed by a person.
    """

    kind: FlagKind
    text: str
    start: int = 0
    end: int = 0


def outspoken_first(flags: Iterable[Flag]) -> list[Flag]:
    """Return the flags with the most outspoken first, for whoever has room for few."""
    kinds = list(FlagKind)
    return sorted(flags, key=lambda flag: kinds.index(flag.kind))


@dataclass(frozen=True, slots=True)
class NewClaim:
    """What is needed to track a claim. `settles` says what would settle it; `trigger` what to wait for."""

    guild_id: int
    text: str
    claimant: str = ""
    attribution: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    settles: str = ""
    trigger: str = ""
    review_on: date | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A tracked claim as stored. `updated_at` moves with status and text, not with looks."""

    id: int
    guild_id: int
    text: str
    status: Status
    created_at: datetime
    updated_at: datetime
    review_on: date
    claimant: str = ""
    attribution: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    settles: str = ""
    trigger: str = ""
    tags: tuple[str, ...] = field(default=())
