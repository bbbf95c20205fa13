"""What may go goes, a little at a time; what anybody may still ask for stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.decision import Snapshot
from bot.domain.outcome import Outcome
from bot.domain.source import Kind, Role
from bot.store import around, findings, looks, outbox, sources
from bot.store.connection import Connection
from bot.store.retention import Retained
from tests.store.build import (
    NOW,
    TEXT,
    add_claim,
    add_source,
    decision,
    finding,
    found_look,
    plain_notice,
    watched_page,
)

LONG_AFTER = NOW + timedelta(days=400)


def forget(db: Connection, *, chunk: int = 2000, keep_days: int = 90) -> Retained:
    """Call until there is no more, as the program does, and add it all up."""
    total = Retained()
    while True:
        step = looks.retain(db, LONG_AFTER, keep_days, chunk=chunk)
        total = Retained(
            *(
                getattr(total, name) + getattr(step, name)
                for name in ("looks", "snapshots", "texts", "sent", "feed_items")
            )
        )
        if not step.more:
            return total


@pytest.mark.parametrize("chunk", [1, 3, 2000])
def test_looks_are_thinned_and_the_newest_and_those_that_found_stay(bare: Connection, chunk: int) -> None:
    claim, source = watched_page(bare)
    outcomes = [Outcome.OK, Outcome.TIMEOUT] * 5
    for day, outcome in enumerate(outcomes):
        looks.commit(bare, decision(sources.get(bare, source.id), NOW + timedelta(days=day), outcome))
    at = NOW + timedelta(days=11)
    looks.commit(bare, found_look(claim, sources.get(bare, source.id), at, [finding(claim, source)]))
    looks.commit(bare, decision(sources.get(bare, source.id), at + timedelta(days=1), Outcome.DNS))
    assert forget(bare, chunk=chunk).looks == len(outcomes)
    left = bare.execute("SELECT outcome, findings FROM looks ORDER BY id").fetchall()
    assert left == [("ok", 1), ("dns", 0)]
    assert looks.last(bare, source.id) is not None
    assert forget(bare, chunk=chunk) == Retained()


def test_texts_that_findings_cite_and_baselines_stay(bare: Connection) -> None:
    claim, source = watched_page(bare)
    for day in range(4):
        wanted = decision(
            sources.get(bare, source.id), NOW + timedelta(days=day), snapshot=Snapshot(f"f{day}", "", f"{TEXT} {day}")
        )
        looks.commit(bare, wanted)
    looks.commit(
        bare, found_look(claim, sources.get(bare, source.id), NOW + timedelta(days=5), [finding(claim, source)])
    )
    looks.commit(
        bare,
        decision(sources.get(bare, source.id), NOW + timedelta(days=6), snapshot=Snapshot("last", "", "the last text")),
    )
    gone = forget(bare)
    assert (gone.snapshots, gone.texts) == (3, 3)
    (stored,) = findings.of_claim(bare, claim.id)
    assert stored.snapshot_before_id is not None
    assert stored.snapshot_after_id is not None
    assert around.text_of(bare, stored.snapshot_before_id) == f"{TEXT} 3"
    assert around.text_of(bare, stored.snapshot_after_id) == f"{TEXT} {NOW + timedelta(days=5)}"
    assert sources.baseline(bare, sources.get(bare, source.id)) == "the last text"
    assert around.text_of(bare, 1) is None


def test_a_text_that_another_snapshot_shows_stays(bare: Connection) -> None:
    claim, source = watched_page(bare)
    other = add_source(bare, claim, "https://copy.example/")
    looks.commit(bare, decision(source, NOW, snapshot=Snapshot("same", "", TEXT)))
    looks.commit(
        bare, decision(sources.get(bare, source.id), NOW + timedelta(days=1), snapshot=Snapshot("new", "", "n"))
    )
    looks.commit(bare, decision(other, NOW, snapshot=Snapshot("same", "", TEXT)))
    gone = forget(bare)
    assert (gone.snapshots, gone.texts) == (1, 0)
    assert sources.baseline(bare, sources.get(bare, other.id)) == TEXT


def test_what_is_young_stays(bare: Connection) -> None:
    claim, source = watched_page(bare)
    for day, outcome in enumerate((Outcome.OK, Outcome.DNS, Outcome.OK)):
        looks.commit(
            bare,
            decision(
                sources.get(bare, source.id),
                NOW + timedelta(days=day),
                outcome,
                snapshot=Snapshot(f"f{day}", "", f"{day}"),
            ),
        )
    outbox.put(bare, plain_notice(claim))
    assert forget(bare, keep_days=401) == Retained()


def test_sent_rows_go_and_where_they_were_posted_stays(bare: Connection) -> None:
    claim, source = watched_page(bare)
    outbox.put(bare, plain_notice(claim))
    looks.commit(bare, found_look(claim, source, NOW, [finding(claim, source)]))
    waiting = add_claim(bare, "waiting")
    for _ in range(2):
        (row, *_) = outbox.claim_batch(bare, NOW, 1)
        outbox.sent(bare, row.id, message=f"m{row.id}", now=NOW)
    outbox.put(bare, plain_notice(waiting))
    assert forget(bare).sent == 2
    assert [place.message for place in outbox.places(bare, claim.id)] == ["m1", "m2"]
    (stored,) = findings.of_claim(bare, claim.id)
    assert stored.proposal is not None  # a button may still be pressed
    assert outbox.counts(bare) == {"waiting": 1, "sending": 0, "sent": 0, "suspended": 0}
    assert bare.execute("SELECT kind, claim_id FROM notices ORDER BY id").fetchall() == [
        ("flag_gone", claim.id),
        ("claim_added", waiting.id),
    ]


def test_feed_items_go_only_once_they_were_long_gone_from_the_feed(bare: Connection) -> None:
    claim = add_claim(bare)
    busy = add_source(bare, claim, "https://a.example/feed", Role.COVERAGE, Kind.FEED)
    quiet = add_source(bare, claim, "https://b.example/feed", Role.COVERAGE, Kind.FEED)
    looks.commit(bare, decision(quiet, NOW, identities=("q1", "q2")))
    for day, identities in enumerate((("a", "pinned"), ("b", "pinned"), ("c", "pinned"))):
        wanted = decision(sources.get(bare, busy.id), NOW + timedelta(days=day * 60), identities=identities)
        looks.commit(bare, wanted)
    assert forget(bare).feed_items == 1
    assert sources.seen(bare, busy.id) == frozenset({"b", "c", "pinned"})
    assert sources.seen(bare, quiet.id) == frozenset({"q1", "q2"})  # said nothing since, and must not say it all anew
