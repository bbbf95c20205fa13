"""Which status may follow which, and what a settled one needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.status import OPEN, SETTLED, Status, allowed, check_transition
from bot.errors import BadTransition, EvidenceMissing

statuses = st.sampled_from(list(Status))


@given(statuses, statuses)
def test_open_becomes_anything_and_settled_is_reopened_first(before: Status, after: Status) -> None:
    expected = before != after and (before in OPEN or after in OPEN)
    assert allowed(before, after) is expected


@given(statuses, statuses)
def test_a_settled_status_is_never_reached_without_evidence(before: Status, after: Status) -> None:
    if after in SETTLED:
        with pytest.raises((BadTransition, EvidenceMissing)):
            check_transition(before, after, evidence=" ", reason="seen", actor="ada")


@pytest.mark.parametrize(
    ("evidence", "reason", "missing"),
    [("", "r", "an evidence URL"), ("https://a.example", "", "a reason"), ("", "", "an evidence URL and a reason")],
)
def test_the_sentence_names_what_is_missing(evidence: str, reason: str, missing: str) -> None:
    with pytest.raises(EvidenceMissing, match=missing):
        check_transition(Status.UNVERIFIED, Status.REFUTED, evidence=evidence, reason=reason, actor="ada")


def test_a_decision_needs_a_person() -> None:
    with pytest.raises(EvidenceMissing, match="person"):
        check_transition(Status.UNVERIFIED, Status.DISPUTED, evidence="", reason="", actor=" ")


def test_a_settled_claim_says_how_to_go_on() -> None:
    with pytest.raises(BadTransition, match="reopen it first"):
        check_transition(Status.REFUTED, Status.VERIFIED, evidence="https://a.example", reason="r", actor="ada")
