"""Sources are shared, fall due in order with hosts taking turns, and rest when nobody watches."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.analysis import Report
from bot.domain.cadence import CadenceRules
from bot.domain.history import Verb
from bot.domain.reading import Item
from bot.domain.source import Kind, Role
from bot.domain.status import Status
from bot.errors import InputError
from bot.store import catching_up, claims, due_query, findings, looks, sources
from bot.store.connection import Connection
from tests.store.build import LATER, NOW, add_claim, add_source, decision, finding, first_look, found_look, watched_page

DECIDED = {"evidence": "https://lab.example/test", "reason": "a test", "actor": "ann"}


def fill(db: Connection, hosts: dict[str, int], *, apart: int = 1) -> None:
    """Add so many sources of each host, host by host, due so many seconds after one another."""
    claim = add_claim(db)
    at = NOW
    for host, count in hosts.items():
        for number in range(count):
            at += timedelta(seconds=apart)
            source = sources.upsert(db, Kind.PAGE, f"https://{host}/{number}", {}, now=at)
            sources.attach(db, claim.id, source.id, Role.COVERAGE, actor="ann", now=at)


def hosts_due(db: Connection, limit: int) -> Counter[str]:
    return Counter(sources.host_of(source.url) for source in sources.due(db, NOW + timedelta(days=1), limit))


def test_one_url_is_one_source_for_all_claims(bare: Connection) -> None:
    one = sources.upsert(bare, Kind.JSON, "https://api.example/x", {"a": 1, "b": [2]}, now=NOW)
    same = sources.upsert(bare, Kind.JSON, "https://api.example/x", {"b": [2], "a": 1}, now=LATER)
    others = (
        sources.upsert(bare, Kind.JSON, "https://api.example/x", {"a": 2}, now=NOW),
        sources.upsert(bare, Kind.PAGE, "https://api.example/x", {"a": 1, "b": [2]}, now=NOW),
        sources.upsert(bare, Kind.JSON, "https://api.example/y", {"a": 1, "b": [2]}, now=NOW),
    )
    assert one == same
    assert one.options == {"a": 1, "b": [2]}
    assert len({one.id, *(other.id for other in others)}) == 4


def test_a_source_that_nobody_watches_is_not_due(bare: Connection) -> None:
    source = sources.upsert(bare, Kind.PAGE, "https://a.example/", {}, now=NOW)
    assert sources.due(bare, LATER, 9) == []
    assert (sources.next_due_at(bare), sources.oldest_overdue(bare, LATER)) == (None, None)
    claim = add_claim(bare)
    assert sources.attach(bare, claim.id, source.id, Role.ORIGIN, actor="ann", now=LATER)
    assert not sources.attach(bare, claim.id, source.id, Role.ORIGIN, actor="ann", now=LATER)
    assert [s.id for s in sources.due(bare, LATER, 9)] == [source.id]
    assert sources.oldest_overdue(bare, LATER) == NOW
    sources.detach(bare, claim.id, source.id, actor="bob", now=LATER)
    assert sources.due(bare, LATER, 9) == []
    verbs = [entry.verb for entry in claims.history(bare, claim.id)]
    assert verbs == [Verb.ADDED, Verb.ATTACHED, Verb.DETACHED]


def test_attaching_makes_it_due_now(bare: Connection) -> None:
    _, source = watched_page(bare)
    looks.commit(bare, decision(source, NOW))
    assert sources.due(bare, NOW, 9) == []
    assert sources.oldest_overdue(bare, NOW) is None
    add_source(bare, add_claim(bare, "another"))
    (due,) = sources.due(bare, NOW, 9)
    assert due.event_at == NOW


def test_what_is_long_overdue_is_put_off_in_its_order_and_nothing_else(bare: Connection) -> None:
    claim = add_claim(bare)
    ids = {}
    for minutes in (50, 40, 30, 20, 1):
        source = add_source(bare, claim, f"https://h{minutes}.example/")
        looks.commit(bare, decision(source, NOW - timedelta(minutes=minutes + 15)))
        ids[source.id] = f"due {minutes} minutes ago"
    ids[add_source(bare, claim, "https://new.example/").id] = "new"
    late = NOW - timedelta(minutes=5)
    assert catching_up.overdue(bare, late) == 4
    gap = timedelta(seconds=2)
    assert catching_up.put_off(bare, late, NOW, at_once=1, gap=gap, before=0, step=2) == 2
    assert catching_up.put_off(bare, late, NOW, at_once=1, gap=gap, before=2, step=2) == 1
    assert catching_up.put_off(bare, late, NOW, at_once=1, gap=gap, before=3, step=2) == 0
    found = {ids[s.id]: s.next_check_at for s in sources.all_watched(bare)}
    assert found == {
        "due 50 minutes ago": NOW - timedelta(minutes=50),
        "due 40 minutes ago": NOW + gap,
        "due 30 minutes ago": NOW + 2 * gap,
        "due 20 minutes ago": NOW + 3 * gap,
        "due 1 minutes ago": NOW - timedelta(minutes=1),
        "new": NOW,
    }


@pytest.mark.parametrize("status", [Status.VERIFIED, Status.EXPIRED])
def test_a_source_is_open_while_any_claim_is(bare: Connection, status: Status) -> None:
    claim, source = watched_page(bare)
    other = add_claim(bare, "another")
    add_source(bare, other)
    claims.set_status(bare, claim, status, **DECIDED, now=NOW)
    assert sources.get(bare, source.id).open
    claims.delete(bare, other, actor="ann", now=NOW)
    assert not sources.get(bare, source.id).open
    assert len(sources.due(bare, NOW, 9)) == 1  # a settled claim stays on a slow look
    claims.set_status(bare, claim, Status.DISPUTED, evidence="", reason="", actor="ann", now=NOW)
    assert sources.get(bare, source.id).open


def test_the_oldest_are_due_first_and_hosts_take_turns(bare: Connection) -> None:
    fill(bare, {"big.example": 50, "mid.example": 3, "small.example": 1})
    assert hosts_due(bare, 3) == {"big.example": 1, "mid.example": 1, "small.example": 1}
    assert hosts_due(bare, 10) == {"big.example": 6, "mid.example": 3, "small.example": 1}
    assert len(sources.due(bare, NOW + timedelta(days=1), 100)) == 54
    assert [source.url for source in sources.due(bare, NOW + timedelta(days=1), 2)] == [
        "https://big.example/0",
        "https://mid.example/0",
    ]


def test_one_hosts_backlog_does_not_hide_the_others(bare: Connection) -> None:
    fill(bare, {"big.example": 700, **{f"h{n}.example": 1 for n in range(40)}})
    due = hosts_due(bare, 20)
    assert due["big.example"] == 1
    assert len(due) == 20


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(), st.sampled_from("abcd")), unique_by=lambda row: row[0]), st.integers(0, 30))
def test_turns_lose_nothing_and_keep_each_hosts_order(rows: list[tuple[int, str]], limit: int) -> None:
    chosen = due_query.take_turns(rows, limit)
    assert len(chosen) == min(limit, len(rows))
    host = dict(rows)
    for name in "abcd":
        own = [value for value, at in rows if at == name]
        taken = [value for value in chosen if host[value] == name]
        assert taken == own[: len(taken)]
    most = Counter(host[value] for value in chosen)
    for name in "abcd":
        left = sum(at == name for _, at in rows) - most[name]
        assert not left or most[name] >= max(most.values(), default=0) - 1


def test_an_event_brings_the_next_look_forward(bare: Connection) -> None:
    claim, source = watched_page(bare)
    looks.commit(bare, decision(source, NOW, state={}))
    bare.execute("UPDATE sources SET next_check_at = next_check_at + 86400000000")
    sources.hasten(bare, claim.id, LATER)
    got = sources.get(bare, source.id)
    assert (got.event_at, got.next_check_at) == (LATER, LATER + CadenceRules().fast)
    sources.hasten(bare, claim.id, NOW)
    assert sources.get(bare, source.id).event_at == LATER


def test_the_cadence_can_be_overridden(bare: Connection) -> None:
    claim, source = watched_page(bare)
    looks.commit(bare, decision(source, NOW))
    sources.set_every(bare, claim.id, source.id, timedelta(seconds=90.5), now=NOW)
    got = sources.get(bare, source.id)
    assert (got.every, got.usual) == (timedelta(seconds=90.5), False)
    assert got.next_check_at == NOW + timedelta(seconds=90.5)
    sources.set_every(bare, claim.id, source.id, None, now=NOW)
    got = sources.get(bare, source.id)
    assert (got.every, got.usual) == (None, True)


def test_of_all_who_watch_the_most_eager_one_sets_the_pace(bare: Connection) -> None:
    first, source = watched_page(bare)
    second, third = (add_claim(bare, text, guild_id=2) for text in ("second", "third"))

    def pace() -> tuple[float | None, bool]:
        got = sources.get(bare, source.id)
        return got.every.total_seconds() / 3600 if got.every else None, got.usual

    seen = []
    for change in (
        lambda: sources.set_every(bare, first.id, source.id, timedelta(hours=12), now=NOW),
        lambda: add_source(bare, second),
        lambda: sources.set_every(bare, second.id, source.id, timedelta(hours=6), now=NOW),
        lambda: add_source(bare, third),
        lambda: sources.detach(bare, third.id, source.id, actor="ann", now=NOW),
        lambda: claims.delete(bare, second, actor="ann", now=NOW),
        lambda: sources.set_every(bare, first.id, source.id, None, now=NOW),
    ):
        change()
        seen.append(pace())
    assert seen == [(12, False), (12, True), (6, False), (6, True), (6, False), (12, False), (None, True)]


def test_a_cadence_set_during_a_look_is_not_lost(bare: Connection) -> None:
    claim, source = watched_page(bare)
    sources.set_every(bare, claim.id, source.id, timedelta(minutes=5), now=NOW)
    looks.commit(bare, decision(source, NOW))
    got = sources.get(bare, source.id)
    assert got.every == timedelta(minutes=5)
    assert got.next_check_at <= NOW + timedelta(minutes=5)


def test_a_watch_holds_what_weighs(bare: Connection) -> None:
    claim, source = watched_page(bare)
    settled = add_claim(bare, "settled")
    add_source(bare, settled)
    settled = claims.set_status(bare, settled, Status.REFUTED, **DECIDED, now=NOW)
    add_source(bare, add_claim(bare, "of another guild", guild_id=2))
    source = first_look(bare, source)
    for number in range(53):
        at = NOW + timedelta(minutes=number + 1)
        looks.commit(bare, found_look(claim, source, at, [finding(claim, source, f"change {number}")]))
        source = sources.get(bare, source.id)
    stored = findings.of_claim(bare, claim.id)
    findings.settle(bare, stored[-1].id, accepted=False, actor="ann", now=LATER)
    findings.settle(bare, stored[-2].id, accepted=True, actor="ann", now=LATER)
    watches = sources.weighed(bare, sources.watches(bare, source.id))
    assert [watch.claim.text for watch in watches] == ["Guava beats its rivals", "settled", "of another guild"]
    assert [f.after for f in watches[0].findings] == [f"change {n}" for n in range(2, 52)]
    assert watches[1].claim == settled
    assert watches[1].findings == ()


def test_a_finding_is_settled_once(bare: Connection) -> None:
    claim, source = watched_page(bare)
    ids = looks.commit(bare, found_look(claim, source, LATER, [finding(claim, source)]))
    assert ids is not None
    stored = findings.settle(bare, ids[0], accepted=True, actor="ann", now=LATER)
    assert (stored.accepted, stored.settled_by, stored.settled_at) == (True, "ann", LATER)
    with pytest.raises(InputError, match="kept as evidence by ann on 2026-02-04 already"):
        findings.settle(bare, ids[0], accepted=False, actor="bob", now=LATER)
    entry = claims.history(bare, claim.id)[-1]
    assert (entry.verb, entry.actor, entry.evidence) == (Verb.ACCEPTED, "ann", source.url)
    with pytest.raises(InputError, match="no finding"):
        findings.get(bare, 99)


def test_all_that_is_watched_can_be_listed(bare: Connection) -> None:
    claim, source = watched_page(bare)
    other = add_source(bare, add_claim(bare, "two", guild_id=2), "https://b.example/")
    add_source(bare, add_claim(bare, "three", guild_id=2))
    sources.upsert(bare, Kind.PAGE, "https://nobody.example/", {}, now=NOW)
    assert [s.id for s in sources.all_watched(bare)] == [source.id, other.id]
    assert [s.id for s in sources.all_watched(bare, 1)] == [source.id]
    assert [s.id for s in sources.all_watched(bare, 2)] == [source.id, other.id]
    claims.delete(bare, claim, actor="ann", now=NOW)
    assert sources.all_watched(bare, 1) == []
    with pytest.raises(InputError, match="no source 99"):
        sources.get(bare, 99)


def test_an_article_found_is_news_until_it_was_announced(bare: Connection) -> None:
    claim = add_claim(bare)
    source = sources.upsert(bare, Kind.PAGE, "https://b.example/", {}, now=NOW)
    item = Item("i", "A title", source.url, "", NOW, "false", "A publisher")
    sources.attach(bare, claim.id, source.id, Role.COVERAGE, actor="bot", now=NOW, found=item)
    (watch,) = sources.watches(bare, source.id)
    assert (watch.found, watch.announced) == (item, False)


def test_accounts_come_in_the_order_of_attaching(bare: Connection) -> None:
    shared = add_source(bare, add_claim(bare, "another"), "https://shared.example/")
    claim, source = watched_page(bare)
    sources.attach(bare, claim.id, shared.id, Role.COVERAGE, actor="ann", now=LATER)
    for number in (shared, source):
        report = Report(number.id, sources.host_of(number.url))
        looks.commit(bare, decision(sources.get(bare, number.id), LATER, reports={claim.id: report}))
    assert [report.owner for report in sources.reports(bare, claim.id)] == ["gazette.example", "shared.example"]
