"""A look is written whole or not at all, and what it meant can be read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.analysis import Report
from bot.domain.claim import Flag, FlagKind
from bot.domain.decision import Attach, Snapshot
from bot.domain.finding import FindingKind, Judgement
from bot.domain.gates import Gate, GateName
from bot.domain.guild import Guild
from bot.domain.history import Verb
from bot.domain.notice import NoticeKind, about
from bot.domain.outcome import Outcome
from bot.domain.reading import Item
from bot.domain.source import Candidate, Kind, Role, Source, Validators
from bot.domain.status import Status
from bot.store import claims, findings, guilds, looks, outbox, sources
from bot.store.connection import Connection
from bot.store.database import Database
from tests.store.build import (
    LATER,
    NOW,
    TEXT,
    add_claim,
    add_source,
    decision,
    finding,
    first_look,
    found_look,
    watched_page,
)

ITEM = Item("guid-1", "Guava tested", "https://other.example/test", "A test of Guava.", NOW)


async def test_a_source_comes_back_as_it_was_decided(database: Database) -> None:
    def work(db: Connection) -> tuple[Source, Source]:
        _, source = watched_page(db)
        state = {
            "validators": Validators('W/"x"', "Wed, 04 Feb 2026 12:00:00 GMT"),
            "body_hash": "b",
            "fingerprint": "f",
            "text_length": 7,
            "candidate": Candidate(frozenset({"k1", "k2"}), NOW),
            "failing_since": NOW,
            "degraded": True,
            "gone": True,
            "moved_to": "https://new.example/",
        }
        wanted = decision(source, LATER, Outcome.SERVER_ERROR, state=state)
        looks.commit(db, wanted)
        return wanted.source, sources.get(db, source.id)

    wanted, got = await database.write(work)
    assert got == wanted


async def test_only_one_of_two_looks_at_the_same_time_is_written(database: Database) -> None:
    def work(db: Connection) -> None:
        claim, source = watched_page(db)
        assert looks.commit(db, decision(source, LATER)) == []
        late = found_look(claim, source, LATER + timedelta(seconds=1), [finding(claim, source)])
        assert looks.commit(db, late) is None
        assert findings.of_claim(db, claim.id) == []
        assert outbox.counts(db)["waiting"] == 0
        assert sources.get(db, source.id).last_look_at == LATER

    await database.write(work)


async def test_looks_that_end_alike_share_a_row(database: Database) -> None:
    def work(db: Connection) -> None:
        claim, source = watched_page(db)
        source = first_look(db, source)
        for hours in range(1, 6):
            looks.commit(db, decision(source, NOW + timedelta(hours=hours), Outcome.NOT_MODIFIED))
            source = sources.get(db, source.id)
        last = looks.last(db, source.id)
        assert last is not None
        assert (last.at, last.outcome) == (NOW + timedelta(hours=5), Outcome.NOT_MODIFIED)
        (why,) = looks.why(db, claim.id)
        assert (why.same, why.since) == (5, NOW + timedelta(hours=1))
        looks.commit(db, decision(source, NOW + timedelta(hours=6), Outcome.TIMEOUT))
        rows = db.execute(
            "SELECT outcome, count, (at - first_at) / 3600000000, seconds FROM looks ORDER BY id"
        ).fetchall()
        assert rows == [("ok", 1, 0, 0.25), ("not_modified", 5, 4, 0.25), ("timeout", 1, 0, 0.25)]
        (why,) = looks.why(db, claim.id)
        assert (why.same, why.since) == (1, NOW + timedelta(hours=6))

    await database.write(work)


async def test_a_run_shows_the_gates_of_its_newest_look(database: Database) -> None:
    def work(db: Connection) -> None:
        _, source = watched_page(db)
        for hours, why in ((1, "one"), (2, "one"), (3, "two")):
            wanted = decision(source, NOW + timedelta(hours=hours))
            gates = (Gate(GateName.DUE, passed=True, why=why),)
            looks.commit(db, replace(wanted, look=replace(wanted.look, gates=gates, detail=why, seconds=float(hours))))
            source = sources.get(db, source.id)
            last = looks.last(db, source.id)
            assert last is not None
            assert (last.gates, last.detail, last.seconds) == (gates, why, float(hours))
        assert db.execute("SELECT count(*) FROM looks").fetchone() == (1,)

    await database.write(work)


async def test_a_look_that_found_something_keeps_its_row(database: Database) -> None:
    def work(db: Connection) -> None:
        claim, source = watched_page(db)
        source = first_look(db, source)
        looks.commit(db, found_look(claim, source, LATER, [finding(claim, source)]))
        looks.commit(db, decision(sources.get(db, source.id), LATER + timedelta(hours=1)))
        assert db.execute("SELECT count, findings FROM looks ORDER BY id").fetchall() == [(1, 0), (1, 1), (1, 0)]

    await database.write(work)


async def test_a_finding_is_kept_with_its_texts_its_notice_and_its_proposal(database: Database) -> None:
    def work(db: Connection) -> None:
        claim, source = watched_page(db)
        before = first_look(db, source)
        judged = Judgement(0.7, 0.1, 0.1, 0.1, "It says so.", clear=False)
        found = replace(finding(claim, before), judgement=judged, origin_groups=2, reports=3, independent=True)
        ids = looks.commit(db, found_look(claim, before, LATER, [found]))
        assert ids is not None
        stored = findings.get(db, ids[0])
        after = sources.get(db, source.id)
        assert stored.finding == found
        assert (stored.snapshot_before_id, stored.snapshot_after_id) == (before.baseline_id, after.baseline_id)
        assert stored.snapshot_before_id != stored.snapshot_after_id
        assert stored.proposal is not None
        assert stored.proposal.status is Status.CORROBORATED
        assert stored.found_at == LATER
        assert sources.baseline(db, after) == f"{TEXT} {LATER}"
        assert sources.known(db, source.id, NOW) == {found.key}
        assert sources.known(db, source.id, LATER + timedelta(seconds=1)) == frozenset()

    await database.write(work)


async def test_one_look_speaks_to_every_guild_that_watches(database: Database) -> None:
    def work(db: Connection) -> None:
        claim, source = watched_page(db)
        guilds.save(db, Guild(2, channel_id=22), now=NOW)
        other = add_claim(db, "Guava is fast", guild_id=2)
        assert add_source(db, other).id == source.id
        terminal = add_claim(db, "Guava is cheap", guild_id=0)
        add_source(db, terminal)
        found = [finding(c, source) for c in (claim, other, terminal)]
        wanted = decision(
            sources.get(db, source.id),
            LATER,
            said=tuple(
                (f, about(c, NoticeKind.FLAG_GONE, LATER)) for f, c in zip(found, (claim, other, terminal), strict=True)
            ),
        )
        ids = looks.commit(db, wanted)
        assert ids is not None
        assert len(ids) == len(found)
        to = [(row.notifier, row.destination) for row in outbox.claim_batch(db, LATER, 10)]
        assert to == [("channel", "11"), ("channel", "22"), ("terminal", "0")]

    await database.write(work)


async def test_nothing_is_said_of_a_claim_that_was_deleted_meanwhile(database: Database) -> None:
    def work(db: Connection) -> None:
        claim, source = watched_page(db)
        claims.delete(db, claim, actor="ann", now=LATER)
        wanted = found_look(claim, source, LATER, [finding(claim, source)], attach=(Attach(claim.id, ITEM),))
        assert looks.commit(db, wanted) == []
        assert outbox.counts(db)["waiting"] == 0
        assert sources.due(db, LATER + timedelta(days=400), 10) == []

    await database.write(work)


async def test_what_people_did_during_a_look_wins_over_its_next_look(database: Database) -> None:
    def work(db: Connection) -> None:
        claim, source = watched_page(db)
        sources.hasten(db, claim.id, LATER, within=timedelta(minutes=1))
        looks.commit(db, decision(source, LATER + timedelta(seconds=5)))
        got = sources.get(db, source.id)
        assert got.event_at == LATER
        assert got.next_check_at == NOW  # it was due when the look began, and something happened since

    await database.write(work)


async def test_accounts_flags_and_items_are_kept(database: Database) -> None:
    report = Report(
        1,
        "gazette.example",
        frozenset({"memo", "orchard labs"}),
        (1, 2**64 - 1),
        frozenset({"44.5", "81"}),
        frozenset({0, 2**32 - 1}),
    )

    def work(db: Connection) -> None:
        claim, source = watched_page(db)
        feed = add_source(db, claim, "https://gazette.example/feed", Role.COVERAGE, Kind.FEED)
        assert sources.seen(db, feed.id) is None
        looks.commit(
            db,
            decision(
                source, LATER, reports={claim.id: report}, flags={claim.id: (Flag(FlagKind.HEDGED, "is said to"),)}
            ),
        )
        assert sources.reports(db, claim.id) == (report,)
        looks.commit(db, decision(feed, LATER, identities=("a", "b")))
        looks.commit(db, decision(sources.get(db, feed.id), LATER + timedelta(days=2), identities=("b", "c")))
        assert sources.seen(db, feed.id) == frozenset("abc")
        around = sources.load_look(db, sources.get(db, feed.id), NOW)
        assert around.seen == frozenset("abc")
        assert sources.weighed(db, around.watches)[0].reports == (report,)

    await database.write(work)


async def test_an_article_found_in_a_feed_becomes_a_source_once(database: Database) -> None:
    def work(db: Connection) -> None:
        claim, _ = watched_page(db)
        feed = add_source(db, claim, "https://gazette.example/feed", Role.COVERAGE, Kind.FEED)
        bad = replace(ITEM, identity="x", url="javascript:alert(1)")
        for hours in (1, 2):
            wanted = decision(
                sources.get(db, feed.id),
                NOW + timedelta(hours=hours),
                attach=(Attach(claim.id, ITEM), Attach(claim.id, bad)),
            )
            looks.commit(db, wanted)
        held = sources.of_claim(db, claim.id)
        assert [s.url for s, _ in held][2:] == [ITEM.url]
        page = held[2][0]
        (watch,) = sources.watches(db, page.id)
        assert (watch.found, watch.announced, watch.role) == (ITEM, False, Role.COVERAGE)
        looks.commit(db, decision(page, LATER, announced=(claim.id,)))
        assert sources.watches(db, page.id)[0].announced

    await database.write(work)


@pytest.mark.parametrize(("kind", "why"), [(Kind.PAGE, "moved for good"), (Kind.FEED, "leads to a feed, which is")])
async def test_a_source_that_moved_keeps_its_history(database: Database, kind: Kind, why: str) -> None:
    def work(db: Connection) -> None:
        claim, _ = watched_page(db)
        source = add_source(db, claim, "https://old.example/", kind=kind)
        looks.commit(db, decision(source, LATER, state={"url": "https://new.example/guava"}))
        moved = sources.get(db, source.id)
        assert moved.url == "https://new.example/guava"
        entry = claims.history(db, claim.id)[-1]
        assert (entry.verb, entry.before, entry.after) == (Verb.MOVED, source.url, moved.url)
        assert why in entry.reason

    await database.write(work)


async def test_a_source_does_not_move_onto_another(database: Database) -> None:
    def work(db: Connection) -> None:
        claim, source = watched_page(db)
        add_source(db, claim, "https://new.example/guava")
        for hours in (1, 2):
            now = sources.get(db, source.id)
            looks.commit(db, decision(now, NOW + timedelta(hours=hours), state={"url": "https://new.example/guava"}))
        assert sources.get(db, source.id).url == source.url
        assert [e.verb for e in claims.history(db, claim.id)].count(Verb.NOT_MOVED) == 1

    await database.write(work)


async def test_a_text_is_stored_once_however_many_snapshots_show_it(database: Database) -> None:
    def work(db: Connection) -> None:
        claim, source = watched_page(db)
        other = add_source(db, claim, "https://copy.example/")
        looks.commit(db, decision(source, LATER, snapshot=Snapshot("same", "", TEXT)))
        looks.commit(db, decision(other, LATER, snapshot=Snapshot("same", "", TEXT)))
        assert db.execute("SELECT (SELECT count(*) FROM texts), (SELECT count(*) FROM snapshots)").fetchone() == (1, 2)
        assert sources.baseline(db, sources.get(db, other.id)) == TEXT

    await database.write(work)


async def test_why_shows_every_gate_and_whether_the_notice_arrived(database: Database) -> None:
    def work(db: Connection) -> None:
        claim, source = watched_page(db)
        add_source(db, claim, "https://unseen.example/")
        found = finding(claim, source, kind=FindingKind.CORRECTION)
        gates = {
            claim.id: (
                Gate(GateName.BEARS, passed=True, why="correction"),
                Gate(GateName.KNOWN, passed=True, why="new"),
            )
        }
        looks.commit(db, found_look(claim, source, LATER, [found], claim_gates=gates))
        seen, unseen = looks.why(db, claim.id)
        assert unseen.look is None
        assert [gate.name for gate in seen.gates] == list(GateName)
        assert (seen.gates[-1].passed, seen.gates[-1].why) == (False, "waiting")
        assert seen.gates[-3:-1] == gates[claim.id]
        (row,) = outbox.claim_batch(db, LATER, 1)
        outbox.sent(db, row.id, message="77", now=LATER)
        assert looks.why(db, claim.id)[0].gates[-1].why == "sent at 2026-02-04 13:00 UTC"

    await database.write(work)


@pytest.mark.parametrize("text", ["\ud800 lone", "nul \x00 inside", "émoji 🥑", "a" * 300_000])
async def test_any_text_can_be_kept(database: Database, text: str) -> None:
    def work(db: Connection) -> None:
        claim, source = watched_page(db)
        found = replace(finding(claim, source), after=text, title=text)
        item = replace(ITEM, title=text, identity=text)
        wanted = found_look(claim, source, LATER, [found], identities=(text,), attach=(Attach(claim.id, item),))
        wanted = replace(wanted, snapshot=Snapshot("x", text, text))
        assert looks.commit(db, wanted)
        (kept,) = findings.of_claim(db, claim.id)
        assert kept.finding.after == text.replace("\ud800", "?")
        assert sources.baseline(db, sources.get(db, source.id)) == text.replace("\ud800", "?")

    await database.write(work)
