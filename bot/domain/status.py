"""Where a claim stands on our list; set by a person, never by the bot."""

from __future__ import annotations

from enum import StrEnum

from bot.errors import BadTransition, EvidenceMissing


class Status(StrEnum):
    """The fixed ids. Label, emoji and colour are configuration."""

    UNVERIFIED = "unverified"
    CORROBORATED = "corroborated"
    DISPUTED = "disputed"
    VERIFIED = "verified"
    REFUTED = "refuted"
    RETRACTED = "retracted"
    INCONCLUSIVE = "inconclusive"
    EXPIRED = "expired"

    @property
    def settled(self) -> bool:
        """Whether the claim is closed; a settled claim must be reopened before anything else."""
        return self in SETTLED


OPEN = frozenset({Status.UNVERIFIED, Status.CORROBORATED, Status.DISPUTED})
SETTLED = frozenset(Status) - OPEN


def allowed(before: Status, after: Status) -> bool:
    """Say whether `after` may follow `before`: open → anything else, settled → open (a reopening)."""
    if before == after:
        return False
    return not (before.settled and after.settled)


def check_transition(before: Status, after: Status, *, evidence: str, reason: str, actor: str) -> None:
    """Raise unless the change of status is allowed and, where it settles, is backed.

    Raises:
        BadTransition: `after` equals `before`, or both are settled.
        EvidenceMissing: `after` is settled and evidence, reason or actor is blank.
    """
    if before == after:
        raise BadTransition(f"The claim is {before} already.")
    if not allowed(before, after):
        raise BadTransition(f"The claim is settled as {before}: reopen it first (status unverified), then decide.")
    if not actor.strip():
        raise EvidenceMissing("A decision needs a person who takes it.")
    if after.settled:
        missing = [name for name, value in (("an evidence URL", evidence), ("a reason", reason)) if not value.strip()]
        if missing:
            raise EvidenceMissing(f"To settle a claim as {after}, give {' and '.join(missing)}.")
