"""Something worth saying, without markup: what was found or decided, for whichever notifier."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.claim import Claim, outspoken_first
from bot.domain.finding import Finding, FindingKind, Stance
from bot.domain.propose import Proposal
from bot.domain.status import Status

# Findings whose text can speak for or against the claim; how a flag's wording "stands" to it says nothing.
_TAKES_SIDES = frozenset({FindingKind.NEW_COVERAGE, FindingKind.CLAIM_CHANGED, FindingKind.CORRECTION})
EXCERPT = 600  # characters of source text a notice carries; the snapshot keeps the whole


class NoticeKind(StrEnum):
    """The kinds. Those of findings carry the finding's own name (`FindingKind`)."""

    CLAIM_ADDED = "claim_added"
    STATUS_CHANGED = "status_changed"
    DEGRADED = "degraded"
    RECOVERED = "recovered"
    REVIEW_DUE = "review_due"
    CONFIG_FAULT = "config_fault"
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


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be said. All strings are plain text and may come from outside: renderers escape them.

    `before_at` and `at` bound the time in which the change happened. `claim_id` is None for notices
    to the admin channel (`config_fault`). `actor` is who decided; empty for the bot.
    """

    kind: NoticeKind
    guild_id: int
    at: datetime
    claim_id: int | None = None
    claim_text: str = ""
    claimant: str = ""
    status: Status = Status.UNVERIFIED
    before: str = ""
    after: str = ""
    before_at: datetime | None = None
    url: str = ""
    title: str = ""
    flag: str = ""
    settles: str = ""
    stance: Stance | None = None
    stance_clear: bool = True
    confidence: float = 0.0
    reports: int = 0
    origin_groups: int = 0
    independent: bool = False
    origin_reason: str = ""
    proposal: Proposal | None = None
    actor: str = ""
    reason: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return JSON-ready values; `from_json` is the inverse."""
        return {field.name: getattr(self, field.name) for field in fields(self)} | {
            "at": self.at.isoformat(),
            "before_at": self.before_at.isoformat() if self.before_at else None,
            "proposal": self.proposal.to_json() if self.proposal else None,
        }

    @staticmethod
    def from_json(values: dict[str, Any]) -> Notice:
        """Build a notice from what `to_json` gave; unknown keys are an error."""
        proposal = values.get("proposal")
        return Notice(
            **values
            | {
                "kind": NoticeKind(values["kind"]),
                "status": Status(values["status"]),
                "at": datetime.fromisoformat(values["at"]),
                "before_at": datetime.fromisoformat(values["before_at"]) if values["before_at"] else None,
                "stance": Stance(values["stance"]) if values["stance"] else None,
                "proposal": Proposal.from_json(proposal) if proposal else None,
            }
        )


def cut(text: str, limit: int = EXCERPT) -> str:
    """Return `text` in at most `limit` characters, its middle left out where it is longer."""
    if len(text) <= limit:
        return text
    head = (limit - 3) * 2 // 3
    return f"{text[:head]} … {text[-(limit - 3 - head) :]}"


def about(claim: Claim, kind: NoticeKind, at: datetime) -> Notice:
    """Return a notice that names the claim and nothing else yet."""
    return Notice(
        kind=kind,
        guild_id=claim.guild_id,
        at=at,
        claim_id=claim.id,
        claim_text=claim.text,
        claimant=claim.claimant,
        status=claim.status,
        settles=claim.settles,
        flag=next((flag.text for flag in outspoken_first(claim.flags)), ""),
    )


def of_finding(
    claim: Claim, finding: Finding, proposal: Proposal | None, at: datetime, before_at: datetime | None
) -> Notice:
    """Return the notice that tells a finding, with the bot's proposal."""
    judgement = finding.judgement if finding.kind in _TAKES_SIDES else None
    return replace(
        about(claim, NoticeKind(finding.kind.value), at),
        before=cut(finding.before),
        after=cut(finding.after),
        before_at=before_at,
        url=finding.url,
        title=cut(finding.title, 200),
        stance=judgement.stance if judgement else None,
        stance_clear=judgement.clear if judgement else True,
        confidence=judgement.confidence if judgement else 0.0,
        reports=finding.reports,
        origin_groups=finding.origin_groups,
        independent=finding.independent,
        origin_reason=finding.origin_reason,
        proposal=proposal,
    )
