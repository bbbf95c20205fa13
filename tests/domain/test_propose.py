"""The table of proposals, row by row; and that nothing settles on echoes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.finding import Finding, FindingKind, Judgement
from bot.domain.propose import RULES, Rule, propose
from bot.domain.status import Status
from tests.domain.build import REFUTES, SUPPORTS, UNCLEAR


def found(kind: FindingKind, judgement: Judgement | None = None, *, independent: bool = False) -> Finding:
    return Finding(1, 7, kind, "", "after", "key", judgement, independent=independent)


FOR = found(FindingKind.NEW_COVERAGE, SUPPORTS, independent=True)
AGAINST = found(FindingKind.NEW_COVERAGE, REFUTES, independent=True)
ECHO = found(FindingKind.NEW_COVERAGE, SUPPORTS)
VAGUE = found(FindingKind.NEW_COVERAGE, UNCLEAR, independent=True)
OUT = found(FindingKind.ARTEFACT_APPEARED)
GONE = found(FindingKind.FLAG_GONE)
RETRACTED = found(FindingKind.RETRACTION)
CORRECTED = found(FindingKind.CORRECTION)

TABLE = {
    "an echo": ([ECHO], None),
    "five echoes": ([ECHO] * 5, None),
    "an unclear independent report": ([VAGUE], None),
    "the artefact alone": ([OUT], None),
    "a flag that is gone": ([GONE], None),
    "independent for": ([FOR], Status.CORROBORATED),
    "independent against": ([AGAINST], Status.DISPUTED),
    "both sides": ([FOR, AGAINST], Status.DISPUTED),
    "both sides although testable": ([OUT, FOR, AGAINST], Status.DISPUTED),
    "testable and for": ([OUT, FOR], Status.VERIFIED),
    "for, and testable only afterwards": ([FOR, OUT, ECHO], Status.CORROBORATED),
    "against, and testable only afterwards": ([AGAINST, OUT, ECHO], Status.DISPUTED),
    "a report, then the artefact": ([FOR, OUT], None),
    "testable and against": ([OUT, AGAINST], Status.REFUTED),
    "an echo after the test": ([OUT, AGAINST, ECHO], Status.REFUTED),
    "a retraction": ([FOR, RETRACTED], Status.RETRACTED),
    "a correction after a test": ([OUT, AGAINST, CORRECTED], None),
}


@pytest.mark.parametrize(("findings", "expected"), TABLE.values(), ids=TABLE.keys())
def test_the_table(findings: list[Finding], expected: Status | None) -> None:
    assert propose(Status.UNVERIFIED, findings).status is expected


def evidence_for(rule: Rule) -> list[Finding]:
    """Return the least that the row asks for, the artefact first."""
    rows = ((rule.tested, OUT), (rule.for_it, FOR), (rule.against, AGAINST), (rule.taken_back, RETRACTED))
    return [finding for asked, finding in rows if asked]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.headline)
def test_each_row_of_the_rules_is_what_is_proposed(rule: Rule) -> None:
    proposal = propose(Status.UNVERIFIED, evidence_for(rule))
    assert (proposal.status, proposal.headline) == (rule.status, rule.headline)
    assert proposal.needed
    assert proposal.because


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.headline)
def test_no_row_settles_without_an_independent_report_on_what_can_be_tested(rule: Rule) -> None:
    if rule.status in {Status.VERIFIED, Status.REFUTED}:
        assert rule.tested
        assert rule.for_it or rule.against


@given(st.lists(st.sampled_from([FOR, AGAINST, ECHO, VAGUE, OUT, GONE, RETRACTED, CORRECTED]), min_size=1))
def test_settling_is_proposed_only_upon_an_independent_report_after_the_artefact(findings: list[Finding]) -> None:
    status = propose(Status.UNVERIFIED, findings).status
    if status in {Status.VERIFIED, Status.REFUTED}:
        speaks = FOR if status is Status.VERIFIED else AGAINST
        assert speaks in findings[findings.index(OUT) :]
    if FOR in findings and AGAINST in findings:
        assert status in {None, Status.DISPUTED, Status.RETRACTED}


def test_what_is_so_already_is_not_proposed() -> None:
    proposal = propose(Status.DISPUTED, [AGAINST])
    assert proposal.status is None
    assert "disputed" in proposal.headline


def test_a_proposal_shows_its_excerpts_and_what_is_needed() -> None:
    proposal = propose(Status.UNVERIFIED, [AGAINST], "a public release")
    assert REFUTES.excerpt in proposal.because
    assert proposal.needed == "a public release"
    assert proposal.confidence == pytest.approx(0.9)


@given(st.lists(st.sampled_from([ECHO, VAGUE, OUT, GONE, CORRECTED]), min_size=1))
def test_without_an_independent_clear_report_nothing_is_proposed(findings: list[Finding]) -> None:
    assert propose(Status.UNVERIFIED, findings).status is None


@given(st.lists(st.sampled_from([FOR, AGAINST, ECHO, VAGUE, GONE, CORRECTED]), min_size=1))
def test_nothing_is_verified_or_refuted_before_it_can_be_tested(findings: list[Finding]) -> None:
    assert propose(Status.UNVERIFIED, findings).status not in {Status.VERIFIED, Status.REFUTED}


def test_proposals_survive_storage() -> None:
    proposal = propose(Status.UNVERIFIED, [replace(AGAINST, origin_reason="another lab")])
    assert type(proposal).from_json(proposal.to_json()) == proposal
