"""A source: a URL that we look at again for one or more claims of any guild."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.domain.outcome import Outcome


class Kind(StrEnum):
    """Which reader handles the source; one file in `bot/sources/` each."""

    PAGE = "page"
    FEED = "feed"
    CLAIMREVIEW = "claimreview"
    HUGGINGFACE = "huggingface"
    GITHUB = "github"
    JSON = "json"


class Role(StrEnum):
    """Why a source hangs on a claim."""

    ORIGIN = "origin"
    COVERAGE = "coverage"
    ARTEFACT = "artefact"
    FACT_CHECK = "fact_check"


@dataclass(frozen=True, slots=True)
class Validators:
    """ETag and Last-Modified as the server sent them (RFC 9110, section 8.8); empty when absent."""

    etag: str = ""
    last_modified: str = ""

    def __bool__(self) -> bool:
        return bool(self.etag or self.last_modified)


NO_VALIDATORS = Validators()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A change seen once and waiting for its second look: the keys of its findings."""

    keys: frozenset[str]
    first_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Source:
    """A source with its state.

    `options` are the reader's own settings (JSON values, for instance ``{"match": "guava"}``).
    `open` tells whether any open claim watches it. `event_at` is when something last happened
    that makes looking sooner worth while: adding, a finding, a decision. `every` is the shortest
    distance that a claim asks for instead of the cadence, `usual` tells whether another one leaves
    it to the cadence. `failures` counts looks in a row that were not good; `not_modified` counts
    304s in a row; `text_length` is that of the baseline in characters. `gone` is set once
    `source_gone` was found, `degraded` once it was announced. `moved_to` is where a permanent
    redirect led last time.
    """

    id: int
    kind: Kind
    url: str
    next_check_at: datetime
    event_at: datetime
    options: dict[str, Any]
    open: bool = True
    every: timedelta | None = None
    usual: bool = True
    validators: Validators = NO_VALIDATORS
    body_hash: str = ""
    fingerprint: str = ""
    baseline_id: int | None = None
    text_length: int = 0
    candidate: Candidate | None = None
    failures: int = 0
    failing_since: datetime | None = None
    last_outcome: Outcome | None = None
    last_look_at: datetime | None = None
    last_good_at: datetime | None = None
    not_modified: int = 0
    degraded: bool = False
    gone: bool = False
    moved_to: str = ""

    @property
    def first_look(self) -> bool:
        """Whether no good look has been made yet."""
        return self.baseline_id is None


USUAL = timedelta(0)  # asks for the usual cadence again


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source to be attached to a claim. `every` is asked for instead of the cadence; `USUAL` takes that back."""

    url: str
    role: Role = Role.COVERAGE
    kind: Kind = Kind.PAGE
    options: dict[str, Any] = field(default_factory=dict)
    every: timedelta | None = None
