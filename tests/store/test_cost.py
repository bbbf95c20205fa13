"""What is done at every look, and for every person who asks, costs the same however much is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.analysis import Report
from bot.domain.claim import Claim
from bot.domain.decision import Snapshot
from bot.domain.guild import Guild
from bot.domain.outcome import Outcome
from bot.domain.source import Kind, Role, Source
from bot.domain.status import Status
from bot.store import catching_up, claims, findings, guilds, looks, meta, outbox, sources
from bot.store.connection import Connection
from bot.store.retention import Retained
from tests.store.build import (
    LATER,
    NOW,
    URL,
    add_claim,
    add_source,
    decision,
    finding,
    found_look,
    plain_notice,
    watched_page,
)

Work = Callable[[Connection, Claim, Source], object]
SOON = LATER + timedelta(minutes=1)

WORK: dict[str, Work] = {
    "due": lambda db, _, __: sources.due(db, LATER, 20),
    "put off": lambda db, _, __: catching_up.put_off(db, LATER, LATER, at_once=2, gap=LATER - NOW, before=0, step=10),
    "next due": lambda db, _, __: sources.oldest_overdue(db, LATER),
    "load": lambda db, _, source: sources.load_look(db, source, NOW),
    "weigh": lambda db, _, source: sources.weighed(db, sources.watches(db, source.id)),
    "commit unchanged": lambda db, _, source: looks.commit(db, decision(source, SOON, Outcome.NOT_MODIFIED)),
    "commit failed": lambda db, _, source: looks.commit(db, decision(source, SOON, Outcome.TIMEOUT)),
    "commit found": lambda db, claim, source: looks.commit(
        db, found_look(claim, source, SOON, [finding(claim, source, "more")], identities=("a", "b"))
    ),
    "why": lambda db, claim, _: looks.why(db, claim.id),
    "history": lambda db, claim, _: claims.history(db, claim.id),
    "findings": lambda db, claim, _: findings.of_claim(db, claim.id),
    "list": lambda db, _, __: claims.list_claims(db, 1),
    "list by status and tag": lambda db, _, __: claims.list_claims(db, 1, status=Status.REFUTED, tag="llm"),
    "by id": lambda db, claim, _: claims.matching(db, 1, str(claim.id)),
    "by words": lambda db, _, __: claims.matching(db, 1, "papaya measured"),
    "alike": lambda db, _, __: claims.alike(db, 1, "Papaya was measured", [URL]),
    "review": lambda db, _, __: claims.due_for_review(db, NOW.date()),
    "attach": lambda db, claim, _: add_source(db, claim, "https://new.example/"),
    "decide": lambda db, claim, _: claims.set_status(
        db, claim, Status.DISPUTED, evidence="", reason="r", actor="ann", now=NOW
    ),
    "hasten": lambda db, claim, _: sources.hasten(db, claim.id, LATER),
    "delete": lambda db, claim, _: claims.delete(db, claim, actor="ann", now=NOW),
    "put": lambda db, claim, _: outbox.put(db, plain_notice(claim)),
    "batch": lambda db, _, __: outbox.claim_batch(db, LATER, 50),
    "anything to send": lambda db, _, __: outbox.any_ready(db, LATER, ["channel"]),
    "places": lambda db, claim, _: outbox.places(db, claim.id),
    "retain looks": lambda db, _, __: retain(db, 0),
    "retain texts": lambda db, _, __: retain(db, 1),
    "retain feed items": lambda db, _, __: retain(db, 2),
    "retain outbox": lambda db, _, __: retain(db, 3),
    "set the channel": lambda db, _, __: guilds.save(db, Guild(1, channel_id=12), now=NOW),
    "suspend": lambda db, _, __: outbox.suspend(db, "channel", "11", "no access"),
}


def retain(db: Connection, phase: int) -> Retained:
    """Take one step of one phase, with everything old."""
    meta.put(db, "retention", f"{phase} 0")
    return looks.retain(db, LATER + timedelta(days=400), 90, chunk=10)


def fill(db: Connection, count: int) -> tuple[Claim, Source]:
    """Fill every table: so many claims, each with a source, looks, texts, a finding and a notice that was sent."""
    claim, source = watched_page(db)
    settled = add_claim(db, "Papaya was settled", tags=("llm",))
    claims.set_status(db, settled, Status.REFUTED, evidence="u", reason="r", actor="ann", now=NOW)
    add_claim(db, "Papaya was measured", tags=("llm",))
    for number in range(count):
        other = add_claim(db, f"Pear p{number} beats its rivals", tags=("llm",))
        page = sources.upsert(db, Kind.PAGE, f"https://h{number}.example/", {}, now=NOW)
        sources.attach(db, other.id, page.id, Role.ORIGIN, actor="ann", now=NOW)
        for minute in range(2):
            kept = Snapshot(f"{number} {minute}", "", "an older text")
            at = NOW + timedelta(minutes=minute)
            looks.commit(db, decision(sources.get(db, page.id), at, snapshot=kept))
        page = sources.get(db, page.id)
        looks.commit(db, found_look(other, page, LATER, [finding(other, page)], identities=(f"i{number}",)))
        newer = Snapshot(f"newer {number}", "", "a newer text")
        looks.commit(db, decision(sources.get(db, page.id), LATER + timedelta(seconds=1), snapshot=newer))
    for row in outbox.claim_batch(db, LATER, count):
        outbox.sent(db, row.id, message="m", now=LATER)
    looks.commit(
        db, decision(source, LATER, Outcome.NOT_MODIFIED, snapshot=Snapshot("first", "", "text"), identities=("a",))
    )
    outbox.put(db, plain_notice(claim))
    db.execute("UPDATE sources SET next_check_at = ? WHERE id = ?", (0, source.id))
    return claim, sources.get(db, source.id)


def statements(db: Connection, work: Callable[[], object]) -> list[str]:
    seen: list[str] = []
    db.conn.set_trace_callback(seen.append)
    work()
    db.conn.set_trace_callback(None)
    return [statement for statement in seen if not statement.startswith("--")]


def steps(db: Connection, work: Callable[[], object]) -> int:
    """Count the instructions of SQLite's virtual machine, triggers included."""
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    db.conn.set_progress_handler(tick, 1)
    work()
    db.conn.set_progress_handler(None, 1)
    return count


# What SQLite calls a scan and is none: a JSON value, a search (whose index is its own), the rows not yet delivered, the
# first row of an index.
_MAY_SCAN = re.compile(
    r"SCAN (json_each|\(subquery|claims_fts VIRTUAL TABLE INDEX \d+:.*M|claims_vocab VIRTUAL TABLE INDEX 1:"
    r"|o USING INDEX outbox_ready|sources USING INDEX sources_due)"
)


@pytest.mark.parametrize("name", WORK)
def test_no_table_is_read_from_end_to_end(bare: Connection, name: str) -> None:
    claim, source = fill(bare, 3)
    for statement in statements(bare, lambda: WORK[name](bare, claim, source)):
        plan = [row[3] for row in bare.conn.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()]
        scans = [line for line in plan if line.startswith("SCAN") and not _MAY_SCAN.match(line)]
        assert not scans, (statement, plan)
        sorts = [line for line in plan if "TEMP B-TREE" in line]
        assert not sorts or name in {"alike", "why", "weigh"}, (statement, plan)


def test_ten_times_the_data_costs_the_same(bare: Connection, another: Connection) -> None:
    few, many = fill(bare, 30), fill(another, 300)
    grown = {}
    for name, work in WORK.items():
        counts = []
        for db, (claim, source) in ((bare, few), (another, many)):
            db.conn.execute("SAVEPOINT measured")
            counts.append(steps(db, lambda db=db, claim=claim, source=source, work=work: work(db, claim, source)))  # type: ignore[misc]
            db.conn.execute("ROLLBACK TO measured")
        # The index of words has more levels as it grows: that is its logarithm.
        if counts[1] > counts[0] * (2 if name in {"by id", "by words", "alike"} else 1.1):
            grown[name] = counts
    assert grown == {}


def test_a_look_costs_the_same_however_many_sources_its_claim_has(bare: Connection) -> None:
    claim, source = watched_page(bare)
    counts = []
    for many in (2, 200):
        for number in range(many):
            other = add_source(bare, claim, f"https://h{many}-{number}.example/", Role.COVERAGE)
            account = Report(other.id, f"h{number}.example", frozenset({"memo"}), (1, 2))
            looks.commit(bare, decision(other, NOW, reports={claim.id: account}))
        counts.append(steps(bare, lambda: sources.load_look(bare, sources.get(bare, source.id), NOW)))
    assert counts[1] < counts[0] * 1.1
