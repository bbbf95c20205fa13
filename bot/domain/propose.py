"""From findings to a proposal. The bot proposes, people decide: nothing here sets a status.

`RULES` is the table: the first row whose every condition holds is proposed. "Independent" means of an origin group that
rests neither on the claimant nor on another counted report. No row holds, and nothing is proposed, for a flag that is
gone or softer, a correction, a source that is gone, an echo, or a stance that is unclear: none is evidence by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from bot.domain.finding import Finding, FindingKind, Stance
from bot.domain.status import Status


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the bot would do. `status` is None when it proposes to wait.

    `because` holds at most three sentences that speak for it, excerpts included; `needed` what
    would still be needed; `confidence` is 0..1, that of the weakest judgement it rests on.
    """

    status: Status | None
    headline: str
    because: tuple[str, ...] = ()
    needed: str = ""
    confidence: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @staticmethod
    def from_json(values: dict[str, Any]) -> Proposal:
        """Build a proposal from what `to_json` gave."""
        status = Status(values["status"]) if values["status"] else None
        return Proposal(**values | {"status": status, "because": tuple(values["because"])})


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table: what is proposed where everything holds that is set, and what would still be needed then.

    `tested` means that an independent report on that side came after the artefact was public.
    """

    headline: str
    status: Status
    needed: str
    taken_back: bool = False
    for_it: bool = False
    against: bool = False
    tested: bool = False


RULES = (
    Rule(
        "The source took it back",
        Status.RETRACTED,
        "Reading whether it takes back all of the claim",
        taken_back=True,
    ),
    Rule(
        "Independent reports contradict each other",
        Status.DISPUTED,
        "An independent test that explains the difference",
        for_it=True,
        against=True,
    ),
    Rule(
        "It can be tested, and an independent test says no",
        Status.REFUTED,
        "Reading whether the test is one of the very claim",
        against=True,
        tested=True,
    ),
    Rule(
        "An independent report speaks against it",
        Status.DISPUTED,
        "The thing itself in public, and an independent test of it",
        against=True,
    ),
    Rule(
        "It can be tested, and an independent test says yes",
        Status.VERIFIED,
        "Reading whether the test is one of the very claim",
        for_it=True,
        tested=True,
    ),
    Rule(
        "An independent origin says so too",
        Status.CORROBORATED,
        "The thing itself in public, and an independent test of it",
        for_it=True,
    ),
)
NEEDED = "An origin that is independent of the claimant, or the thing itself in public"


def propose(status: Status, findings: Sequence[Finding], settles: str = "") -> Proposal:
    """Weigh the claim's findings, oldest first and the newest last, and say what follows from them.

    `findings` holds those that no person dismissed. The newest decides the headline where no rule
    about evidence applies. `settles` is what the claim itself says would settle it.
    """
    newest = findings[-1]
    waiting = Proposal(None, _headline(newest), needed=settles or NEEDED)
    if newest.kind not in _EVIDENCE:
        return waiting
    rule = next((rule for rule in RULES if _holds(rule, findings)), None)
    if rule is None:
        return waiting
    found = _weigh(rule, findings, settles)
    if found.status == status:
        return replace(found, status=None, headline=f"Stays {status}: {found.headline.lower()}")
    return found


def _holds(rule: Rule, findings: Sequence[Finding]) -> bool:
    kinds = [finding.kind for finding in findings]
    public = kinds.index(FindingKind.ARTEFACT_APPEARED) if FindingKind.ARTEFACT_APPEARED in kinds else len(kinds)
    speaking = findings[public:] if rule.tested else findings
    return (
        (not rule.taken_back or kinds[-1] is FindingKind.RETRACTION)
        and (not rule.for_it or any(_speaks(finding, Stance.SUPPORTS) for finding in speaking))
        and (not rule.against or any(_speaks(finding, Stance.REFUTES) for finding in speaking))
    )


_TAKEN_BACK = 0.9  # confidence in a notice of retraction that was recognised
_EVIDENCE = frozenset({FindingKind.NEW_COVERAGE, FindingKind.RETRACTION, FindingKind.CLAIM_CHANGED})

_HEADLINES = {
    FindingKind.FLAG_GONE: "The flag is gone; that alone is no evidence",
    FindingKind.FLAG_SOFTENED: "The flag is softer; that alone is no evidence",
    FindingKind.FLAG_HARDENED: "The flag is harder than before",
    FindingKind.CLAIM_CHANGED: "The claim is worded differently: compare before and after",
    FindingKind.CORRECTION: "The source corrected itself: read what changed",
    FindingKind.SOURCE_GONE: "The source is gone; the kept text remains",
    FindingKind.SOURCE_BACK: "The source is back",
    FindingKind.ARTEFACT_APPEARED: "It can be verified now; nobody has yet",
    FindingKind.RATING_PUBLISHED: "A fact-checker published a rating: a candidate, read it",
    FindingKind.VALUE_CHANGED: "The watched value changed",
}


def _headline(finding: Finding) -> str:
    if finding.kind is not FindingKind.NEW_COVERAGE:
        return _HEADLINES.get(finding.kind, "Something changed")
    if not finding.independent:
        return "Same origin: not counted as independent"
    if finding.judgement is None or not finding.judgement.clear:
        return "An independent report, but how it stands to the claim is unclear: read it"
    return "An independent report that takes no side"


def _speaks(finding: Finding, stance: Stance) -> bool:
    """Whether the finding is independent coverage with that clear stance."""
    judgement = finding.judgement
    if finding.kind is not FindingKind.NEW_COVERAGE or judgement is None:
        return False
    return finding.independent and judgement.clear and judgement.stance is stance


def _weigh(rule: Rule, findings: Sequence[Finding], settles: str) -> Proposal:
    """Return the row's proposal with the newest excerpt of each side, and why the newest one counts."""
    needed = settles if settles and not (rule.taken_back or rule.tested) else rule.needed
    if rule.taken_back:
        return Proposal(rule.status, rule.headline, (findings[-1].after,), needed, _TAKEN_BACK)
    sides = [stance for stance, asked in ((Stance.REFUTES, rule.against), (Stance.SUPPORTS, rule.for_it)) if asked]
    speaking = [finding for finding in findings if any(_speaks(finding, stance) for stance in sides)]
    if len(sides) > 1:
        speaking = [next(f for f in reversed(speaking) if _speaks(f, stance)) for stance in sides]
    judgements = [finding.judgement for finding in speaking if finding.judgement]
    because = tuple(dict.fromkeys(j.excerpt for j in judgements if j.excerpt))[-2:]
    reasons = tuple(dict.fromkeys(f.origin_reason for f in speaking if f.origin_reason))[-1:]
    confidence = min((j.confidence for j in judgements), default=0.0)
    return Proposal(rule.status, rule.headline, because + reasons, needed, round(confidence, 2))
