"""What a change may mean for a claim."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """The kinds, by what happened in the source."""

    FLAG_GONE = "flag_gone"
    FLAG_SOFTENED = "flag_softened"
    FLAG_HARDENED = "flag_hardened"
    CLAIM_CHANGED = "claim_changed"
    CORRECTION = "correction"
    RETRACTION = "retraction"
    SOURCE_GONE = "source_gone"
    SOURCE_BACK = "source_back"
    NEW_COVERAGE = "new_coverage"
    ARTEFACT_APPEARED = "artefact_appeared"
    RATING_PUBLISHED = "rating_published"
    VALUE_CHANGED = "value_changed"

    @property
    def words(self) -> str:
        """The kind as a person would say it."""
        return self.value.replace("_", " ")


class Stance(StrEnum):
    """How one text stands to the claim."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    DISCUSSES = "discusses"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A stance with its calibrated probabilities (they sum to 1).

    `clear` is False when the best probability is below the threshold: the proposal then says
    "unclear". `excerpt` holds the sentences that the judgement rests on.
    """

    supports: float
    refutes: float
    discusses: float
    unrelated: float
    excerpt: str = ""
    clear: bool = True

    @property
    def stance(self) -> Stance:
        """The likeliest stance; ties go to the more cautious one."""
        cautious = (Stance.UNRELATED, Stance.DISCUSSES, Stance.REFUTES, Stance.SUPPORTS)
        return max(cautious, key=lambda stance: float(getattr(self, stance.value)))

    @property
    def confidence(self) -> float:
        """The probability of `stance`, 0..1."""
        return float(getattr(self, self.stance.value))


@dataclass(frozen=True, slots=True)
class Change:
    """One bearing difference between baseline and now, as the text layer found it."""

    kind: FindingKind
    before: str
    after: str
    judgement: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A confirmed change that bears on one claim.

    `key` is the same for the same change of the same source and claim, so that it is said once.
    `origin_groups` counts the claim's independent origins with this one; `independent` tells
    whether this one adds to them, `origin_reason` why.
    """

    claim_id: int
    source_id: int
    kind: FindingKind
    before: str
    after: str
    key: str
    judgement: Judgement | None = None
    title: str = ""
    url: str = ""
    origin_groups: int = 0
    reports: int = 0
    independent: bool = False
    origin_reason: str = ""


def finding_key(claim_id: int, source_id: int, kind: FindingKind, before: str, after: str) -> str:
    """Return 16 hex digits that name this change of this source for this claim; spacing and case do not matter."""
    parts = (str(claim_id), str(source_id), kind, _plain(before), _plain(after))
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=8).hexdigest()


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
