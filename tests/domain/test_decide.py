"""What a look means: silence by default, and each thing said once, after a second look."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.analysis import ClaimAnalysis, ItemMatch
from bot.domain.decide import needs_analysis, to_ask
from bot.domain.decision import Decision
from bot.domain.finding import Change, FindingKind
from bot.domain.gates import GateName
from bot.domain.notice import NoticeKind
from bot.domain.outcome import Outcome
from bot.domain.reading import Item, NotModified
from bot.domain.source import Kind, Role, Source, Validators
from tests.domain.build import (
    FLAG_GONE,
    NOW,
    REFUTES,
    RULES,
    analysis,
    claim,
    failed,
    fetched,
    look,
    new_source,
    source,
    watch,
)


def kinds(decision: Decision) -> list[str]:
    return [finding.kind.value for finding, _ in decision.said]


def stopped_at(decision: Decision, claim_id: int = 1) -> GateName | None:
    gates = (*decision.look.gates, *decision.look.claim_gates.get(claim_id, ()))
    return next((gate.name for gate in gates if gate.passed is False), None)


def twice(at: Source, *changes: Change, now_too: tuple[Change, ...] | None = None) -> tuple[Decision, Decision]:
    first = look(at, judged=analysis(*changes))
    later = NOW + RULES.cadence.confirm
    second = look(first.source, judged=analysis(*(changes if now_too is None else now_too)), now=later)
    return first, second


def test_the_first_look_keeps_a_baseline_and_says_nothing() -> None:
    decision = look(new_source(), judged=analysis())
    assert decision.snapshot is not None
    assert decision.said == ()
    assert stopped_at(decision) is GateName.BEARS


def test_304_writes_nothing_but_the_look() -> None:
    decision = look(source(), NotModified())
    assert (decision.said, decision.snapshot, decision.source.not_modified) == ((), None, 1)
    assert stopped_at(decision) is GateName.FINGERPRINT


def test_the_same_bytes_need_no_analysis_unless_something_waits() -> None:
    assert not needs_analysis(source(), fetched("old"))
    assert needs_analysis(source(), fetched("new"))
    waiting = look(source(), judged=analysis(FLAG_GONE)).source
    assert needs_analysis(waiting, fetched(waiting.body_hash))


def test_noise_that_keeps_the_fingerprint_is_unchanged() -> None:
    decision = look(source(), judged=analysis(fingerprint="old"))
    assert decision.snapshot is None
    assert stopped_at(decision) is GateName.FINGERPRINT


def test_an_edit_elsewhere_is_kept_in_silence() -> None:
    decision = look(source(), judged=analysis())
    assert decision.snapshot is not None
    assert decision.said == ()
    assert decision.look.claim_gates[1][0].why == "changed, nothing for this claim"


def test_a_change_waits_for_its_second_look_and_is_then_said_once() -> None:
    first, second = twice(source(), FLAG_GONE)
    assert (kinds(first), first.snapshot, stopped_at(first)) == ([], None, GateName.CONFIRMED)
    assert first.source.next_check_at == NOW + RULES.cadence.confirm
    assert kinds(second) == ["flag_gone"]
    assert second.snapshot is not None
    assert second.source.candidate is None
    assert second.source.event_at == NOW + RULES.cadence.confirm


def test_the_second_look_asks_without_validators() -> None:
    waiting = look(source(validators=Validators('"a"')), judged=analysis(FLAG_GONE)).source
    assert not to_ask(waiting, RULES).validators


def test_a_change_that_does_not_last_is_dropped() -> None:
    first = look(source(), judged=analysis(FLAG_GONE))
    second = look(first.source, fetched("old"), analysis(fingerprint="old"))
    assert (kinds(second), second.source.candidate) == ([], None)


def test_a_second_change_that_joins_later_is_not_swallowed() -> None:
    other = Change(FindingKind.CORRECTION, "", "Correction: it was 7, not 9.")
    _, second = twice(source(), FLAG_GONE, now_too=(FLAG_GONE, other))
    assert kinds(second) == ["flag_gone"]
    assert second.snapshot is None
    said = frozenset(finding.key for finding, _ in second.said)
    third = look(second.source, judged=analysis(FLAG_GONE, other), known=said)
    assert kinds(third) == ["correction"]
    assert third.snapshot is not None


def test_a_change_said_before_is_a_known_state() -> None:
    _, second = twice(source(), FLAG_GONE)
    known = frozenset(finding.key for finding, _ in second.said)
    again = look(source(), judged=analysis(FLAG_GONE), known=known)
    assert kinds(again) == []
    assert stopped_at(again) is GateName.KNOWN
    assert again.snapshot is not None


def test_what_differs_at_every_look_is_in_the_end_taken_as_habit() -> None:
    at, now = source(), NOW
    for number in range(200):
        decision = look(at, judged=analysis(Change(FindingKind.CLAIM_CHANGED, "a", str(number))), now=now)
        assert kinds(decision) == []
        at, now = decision.source, decision.source.next_check_at
        if decision.snapshot:
            break
    assert decision.snapshot is not None
    assert now - NOW >= RULES.restless_after


def test_a_shrunken_text_is_no_good_look() -> None:
    decision = look(source(), judged=analysis(FLAG_GONE, text="Accept cookies"))
    assert decision.look.outcome is Outcome.SHRUNKEN
    assert (decision.snapshot, decision.source.fingerprint) == (None, "old")


def test_a_short_retraction_is_heard_all_the_same() -> None:
    taken_back = Change(FindingKind.RETRACTION, "", "This article has been retracted.")
    first = look(source(), judged=analysis(taken_back, text="This article has been retracted."))
    second = look(first.source, judged=analysis(taken_back, text="This article has been retracted."))
    assert kinds(second) == ["retraction"]
    assert second.said[0][1].proposal is not None
    assert second.said[0][1].proposal.status == "retracted"


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.PAYWALL, Outcome.EMPTY, Outcome.NEEDS_JAVASCRIPT])
def test_content_that_is_no_good_look_never_differs(outcome: Outcome) -> None:
    decision = look(source(), judged=analysis(FLAG_GONE, failure=outcome, detail="a challenge page"))
    assert decision.look.outcome is outcome
    assert (kinds(decision), decision.snapshot, decision.source.candidate) == ([], None, None)
    assert stopped_at(decision) is GateName.GOOD_LOOK


def fail(at: Source, outcome: Outcome, times: int, step: timedelta) -> list[Decision]:
    decisions = []
    for number in range(times):
        decisions.append(look(at, failed(outcome), now=NOW + number * step))
        at = decisions[-1].source
    return decisions


def test_degraded_is_told_once_after_k_failures_and_so_is_the_recovery() -> None:
    decisions = fail(source(), Outcome.TIMEOUT, 6, timedelta(hours=1))
    told = [[notice.kind for notice in d.notices] for d in decisions]
    assert told == [[], [], [NoticeKind.DEGRADED], [], [], []]
    back = look(decisions[-1].source, NotModified())
    assert [notice.kind for notice in back.notices] == [NoticeKind.RECOVERED]
    assert look(back.source, NotModified()).notices == ()


def test_a_shared_source_is_told_once_for_each_guild() -> None:
    watches = (watch(claim_id=1, guild_id=5), watch(claim_id=2, guild_id=5), watch(claim_id=3, guild_id=6))
    decision = look(source(failures=2, last_outcome=Outcome.DNS), failed(Outcome.DNS), watches=watches)
    assert [(n.kind, n.guild_id, n.claim_id) for n in decision.notices] == [
        (NoticeKind.DEGRADED, 5, 1),
        (NoticeKind.DEGRADED, 6, 3),
    ]


def test_404_is_gone_only_when_it_lasts() -> None:
    quick = fail(source(), Outcome.NOT_FOUND, 5, timedelta(minutes=10))
    assert [kinds(d) for d in quick] == [[]] * 5
    slow = fail(source(), Outcome.NOT_FOUND, 4, timedelta(hours=12))
    assert [kinds(d) for d in slow] == [[], [], ["source_gone"], []]


def test_410_is_gone_at_its_second_look() -> None:
    assert [kinds(d) for d in fail(source(), Outcome.GONE, 3, timedelta(minutes=15))] == [[], ["source_gone"], []]


def test_a_source_that_returns_is_back_after_two_looks() -> None:
    gone = fail(source(), Outcome.GONE, 2, timedelta(minutes=15))[-1].source
    assert not to_ask(gone, RULES).validators
    first = look(gone, fetched("old"), analysis(fingerprint="old"))
    second = look(first.source, fetched("old"), analysis(fingerprint="old"))
    assert (kinds(first), kinds(second)) == ([], ["source_back"])
    assert not second.source.gone


def test_an_awaited_artefact_that_is_absent_is_no_failure() -> None:
    awaiting = (watch(Role.ARTEFACT),)
    at = new_source()
    for hour in range(10):
        decision = look(at, failed(Outcome.NOT_FOUND), watches=awaiting, now=NOW + timedelta(hours=hour))
        assert (decision.source.failures, decision.notices, decision.said) == (0, (), ())
        at = decision.source
    first = look(at, judged=analysis(), watches=awaiting)
    second = look(first.source, judged=analysis(), watches=awaiting)
    assert (kinds(first), kinds(second)) == ([], ["artefact_appeared"])
    assert second.said[0][1].proposal is not None
    assert second.said[0][1].proposal.status is None


FOUND = Item("guid-1", "Guava retested", url="https://lab.example/guava", summary="A test")


def test_an_article_found_in_a_feed_is_news_at_its_first_look() -> None:
    mine = ClaimAnalysis(1, bearing=("Guava does not beat its rivals.",), judgement=REFUTES)
    decision = look(new_source(), judged=analysis(claims=(mine,)), watches=(watch(Role.COVERAGE, found=FOUND),))
    assert kinds(decision) == ["new_coverage"]
    assert decision.announced == (1,)


def test_an_article_found_in_a_feed_that_says_nothing_of_the_claim_stays_silent() -> None:
    decision = look(
        new_source(),
        judged=analysis(claims=(ClaimAnalysis(1),)),
        watches=(watch(Role.COVERAGE, found=FOUND),),
    )
    assert (kinds(decision), decision.announced) == ([], (1,))
    assert decision.look.claim_gates[1][0].why == "the article found in the feed says nothing about the claim"


def test_an_unreadable_article_is_told_by_the_feeds_own_words() -> None:
    found = watch(Role.COVERAGE, found=FOUND)
    at = new_source()
    told = []
    for hour in range(5):
        decision = look(at, failed(Outcome.PAYWALL), watches=(found,), now=NOW + timedelta(hours=hour))
        told.append(kinds(decision))
        if decision.announced:
            found = replace(found, announced=True)
        at = decision.source
    assert told == [[], [], ["new_coverage"], [], []]


def test_matching_feed_items_become_coverage_sources() -> None:
    feed = source(kind=Kind.FEED)
    match = ItemMatch(1, FOUND, 0.8)
    decision = look(feed, judged=analysis(claims=(), matches=(match,), identities=("guid-1",)))
    assert [(a.claim_id, a.item) for a in decision.attach] == [(1, FOUND)]
    assert (kinds(decision), decision.identities) == ([], ("guid-1",))


def test_a_model_in_its_owners_list_is_an_artefact() -> None:
    model = Item("orchard-labs/guava", "orchard-labs/guava", url="https://hub.example/orchard-labs/guava")
    decision = look(
        source(kind=Kind.HUGGINGFACE),
        judged=analysis(claims=(), matches=(ItemMatch(1, model, 1.0),)),
        watches=(watch(Role.ARTEFACT),),
    )
    assert kinds(decision) == ["artefact_appeared"]
    assert decision.attach == ()


def test_releases_that_are_all_there_at_the_first_look_are_one_piece_of_news() -> None:
    releases = tuple(ItemMatch(1, Item(f"v{n}", f"Guava {n}", url=f"https://hub.example/v{n}"), 1.0) for n in (3, 2, 1))
    decision = look(
        new_source(kind=Kind.GITHUB),
        judged=analysis(claims=(), matches=releases, identities=("v3", "v2", "v1")),
        watches=(watch(Role.ARTEFACT),),
    )
    assert [finding.title for finding, _ in decision.said] == ["Guava 3"]
    assert decision.identities == ("v3", "v2", "v1")


def test_a_published_rating_is_a_candidate_and_proposes_nothing() -> None:
    rated = Item("r1", "Guava", url="https://checks.example/1", rating="Misleading", publisher="Checks")
    decision = look(source(kind=Kind.CLAIMREVIEW), judged=analysis(claims=(), matches=(ItemMatch(1, rated, 1.0),)))
    assert kinds(decision) == ["rating_published"]
    notice = decision.said[0][1]
    assert notice.after == "Checks: Misleading"
    assert notice.proposal is not None
    assert notice.proposal.status is None


def test_a_server_that_lies_with_304_is_asked_in_full_from_then_on() -> None:
    at = source(validators=Validators('"a"'), not_modified=RULES.full_every)
    assert not to_ask(at, RULES).validators
    caught = look(at, fetched("new", validators=Validators('"a"')), analysis())
    assert "asked in full" in caught.look.gates[2].why
    assert not to_ask(caught.source, RULES).validators
    honest = look(at, fetched("old", validators=Validators('"a"')))
    assert to_ask(honest.source, RULES).validators
    assert "asked in full" not in look(honest.source, fetched("old", validators=Validators('"b"'))).look.gates[2].why


def test_a_permanent_move_is_followed_when_seen_twice() -> None:
    first = look(source(), NotModified(moved_to="https://gazette.example/new"))
    assert first.source.url == "https://gazette.example/guava"
    second = look(first.source, NotModified(moved_to="https://gazette.example/new"))
    assert second.source.url == "https://gazette.example/new"


def test_why_names_every_gate_in_order() -> None:
    for decision in (
        look(source(), NotModified()),
        look(source(), failed(Outcome.TIMEOUT)),
        look(source(), judged=analysis()),
        *twice(source(), FLAG_GONE),
    ):
        shared = [gate.name for gate in decision.look.gates]
        assert shared == list(GateName)[: len(shared)]
        for gates in decision.look.claim_gates.values():
            assert [*shared, *(gate.name for gate in gates)] == list(GateName)


def test_why_tells_a_look_that_was_due_from_one_that_a_person_asked_for() -> None:
    early = source(next_check_at=NOW + timedelta(hours=1))
    for reading in (NotModified(), failed(Outcome.TIMEOUT)):
        assert look(source(), reading).look.gates[0].why == "the look was due"
        assert "a person asked" in look(early, reading).look.gates[0].why


def test_a_finding_tells_the_interval_in_which_it_happened() -> None:
    _, second = twice(source(), FLAG_GONE)
    notice = second.said[0][1]
    assert (notice.before, notice.at) == (FLAG_GONE.before, NOW + RULES.cadence.confirm)
    assert notice.before_at is not None
    assert notice.claim_text == claim().text
