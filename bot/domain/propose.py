"""From findings to a proposal. The bot proposes, people decide: nothing here sets a status.

The rules, first match wins; "independent" means an origin group that neither rests on the
claimant nor on another counted report:

| what was found | proposed | why |
|---|---|---|
| a retraction by the origin | retracted | the source itself took it back |
| independent reports both for and against | disputed | they contradict each other |
| independent report against, artefact public | refuted | it can be tested, and the test says no |
| independent report against | disputed | one side is not enough to refute |
| independent report for, artefact public | verified | it can be tested, and the test says yes |
| independent report for | corroborated | an origin of its own says so too |
| artefact appeared | (none) | it can be verified now; nobody has yet |
| flag gone or softened, correction, source gone, echo, unclear | (none) | no evidence for or against by itself |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
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
        return asdict(self)

    @staticmethod
    def from_json(values: dict[str, Any]) -> Proposal:
        """Build a proposal from what `to_json` gave."""
        status = Status(values["status"]) if values["status"] else None
        return Proposal(**values | {"status": status, "because": tuple(values["because"])})


def propose(status: Status, findings: Sequence[Finding], settles: str = "") -> Proposal:
    """Weigh the claim's findings, oldest first and the newest last, and say what follows from them.

    `findings` holds those that no person dismissed. The newest decides the headline where no rule
    about evidence applies.
    """
    newest = findings[-1]
    against = [f for f in findings if _speaks(f, Stance.REFUTES)]
    for_it = [f for f in findings if _speaks(f, Stance.SUPPORTS)]
    public = any(f.kind is FindingKind.ARTEFACT_APPEARED for f in findings)
    if newest.kind is FindingKind.RETRACTION:
        found = Proposal(Status.RETRACTED, "The source took it back", (newest.after,), "", 0.9)
    elif against and for_it:
        found = _weigh(Status.DISPUTED, "Independent reports contradict each other", [against[-1], for_it[-1]], settles)
    elif against and public:
        found = _weigh(Status.REFUTED, "It can be tested, and an independent test says no", against, "")
    elif against:
        found = _weigh(Status.DISPUTED, "An independent report speaks against it", against, settles)
    elif for_it and public:
        found = _weigh(Status.VERIFIED, "It can be tested, and an independent test says yes", for_it, "")
    elif for_it:
        found = _weigh(Status.CORROBORATED, "An independent origin says so too", for_it, settles)
    else:
        found = Proposal(None, _headline(newest), needed=settles)
    if newest.kind not in _EVIDENCE and found.status is not Status.RETRACTED:
        return Proposal(None, _headline(newest), needed=settles)
    if found.status == status:
        return Proposal(None, f"Stays {status}: {found.headline.lower()}", found.because)
    return found


_EVIDENCE = frozenset(
    {FindingKind.NEW_COVERAGE, FindingKind.RETRACTION, FindingKind.ARTEFACT_APPEARED, FindingKind.CLAIM_CHANGED}
)

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


def _weigh(status: Status, headline: str, findings: Sequence[Finding], settles: str) -> Proposal:
    judgements = [f.judgement for f in findings if f.judgement]
    because = tuple(dict.fromkeys(j.excerpt for j in judgements if j.excerpt))[-2:]
    reasons = tuple(dict.fromkeys(f.origin_reason for f in findings if f.origin_reason))[-1:]
    confidence = min((j.confidence for j in judgements), default=0.0)
    return Proposal(status, headline, because + reasons, settles, round(confidence, 2))
