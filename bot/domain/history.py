"""What happened to a claim, line by line; nothing is ever changed or taken away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verb(StrEnum):
    """What was done."""

    ADDED = "added"
    STATUS = "status"
    TAGS = "tags"
    REVIEW = "review"
    ATTACHED = "attached"
    DETACHED = "detached"
    MOVED = "moved"  # a source answers under another URL from now on
    NOT_MOVED = "not_moved"  # it would, but that URL is a source of its own
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of a claim's history. `actor` is a person, ``bot`` or ``seed``; `evidence` a URL or empty."""

    at: datetime
    actor: str
    verb: Verb
    before: str = ""
    after: str = ""
    reason: str = ""
    evidence: str = ""
