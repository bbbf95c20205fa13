"""Looks: a whole decision written at once, and what the last look of each source was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.domain.decision import Decision
from bot.domain.gates import Gate, GateName, Look
from bot.domain.outcome import Outcome
from bot.domain.why import SourceWhy
from bot.store import brought, findings, outbox, sources
from bot.store.codec import (
    claim_gates_from,
    claim_gates_to_text,
    gates_from,
    gates_to_text,
    micros,
    micros_or_none,
    moment,
    safe,
    span_or_none,
    to_json,
)
from bot.store.connection import Connection
from bot.store.retention import Retained, retain

__all__ = ["Retained", "commit", "commit_many", "last", "retain", "why"]

# The look's outcome goes in only if nobody else looked meanwhile. What people did meanwhile (attaching, deciding,
# another cadence) wins over a next look that was reckoned without it.
_SOURCE = """
UPDATE sources SET
    next_check_at = CASE WHEN event_at > ? OR every IS NOT ? THEN min(next_check_at, ?) ELSE ? END,
    event_at = max(event_at, ?), etag = ?, last_modified = ?, body_hash = ?, fingerprint = ?, baseline_id = ?,
    text_length = ?, candidate_keys = ?, candidate_at = ?, failures = ?, failing_since_at = ?, last_outcome = ?,
    last_look_at = ?, last_good_at = ?, not_modified = ?, degraded = ?, gone = ?, moved_to = ?
WHERE id = ? AND last_look_at IS ?
RETURNING look_id
"""
_SAME = """
UPDATE looks SET at = ?, count = count + 1, detail = ?, seconds = ?, gates = ?, claim_gates = ?
WHERE id = ? AND outcome = ? AND findings = 0
"""
_NEW = """
INSERT INTO looks (source_id, first_at, at, outcome, detail, seconds, findings, gates, claim_gates)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def commit(db: Connection, decision: Decision) -> list[int] | None:
    """Write everything a look brought, within the caller's transaction; return the ids of its findings.

    None means that somebody else looked at the source meanwhile and nothing was written. Findings for claims that
    were deleted, or no longer watch the source, are left out. Of looks in a row that end alike, only the newest
    keeps its gates.
    """
    written = _write_source(db, decision)
    if written is None:
        return None
    before_id = decision.before.baseline_id
    after_id = before_id if decision.snapshot is None else brought.keep_snapshot(db, decision, decision.snapshot)
    found = _say(db, decision, before_id, after_id) if decision.said else []
    for notice in decision.notices:
        if notice.claim_id is None or brought.hangs_on(db, notice.claim_id, decision.source.id):
            outbox.put(db, notice)
    _write_look(db, decision.look, written[0], len(found))
    brought.keep_rest(db, decision)
    return found


def commit_many(db: Connection, decisions: Iterable[Decision]) -> list[list[int] | None]:
    """Commit several decisions in the caller's one transaction: as `commit` for each, at a fraction of the cost.

    If one raises, the transaction is undone as a whole: commit them one by one then.
    """
    return [commit(db, decision) for decision in decisions]


def last(db: Connection, source_id: int) -> Look | None:
    """Return the newest look at the source, None before the first."""
    row = _last_row(db, source_id)
    return None if row is None else _look_from(source_id, row)


def why(db: Connection, claim_id: int) -> list[SourceWhy]:
    """Return how each source of the claim stands and how its last look went, gate by gate."""
    answers = []
    for source, role in sources.of_claim(db, claim_id):
        row = _last_row(db, source.id)
        if row is None:
            answers.append(SourceWhy(source, role))
            continue
        look = _look_from(source.id, row)
        gates = _whole_path(db, look, claim_id)
        answers.append(SourceWhy(source, role, look, gates, same=row[7], since=moment(row[6])))
    return answers


def _write_source(db: Connection, decision: Decision) -> tuple[int | None] | None:
    """Update the source's row; return its newest look's id, or None when somebody else looked meanwhile."""
    before, after = decision.before, decision.source
    due_at = micros(after.next_check_at)
    candidate = after.candidate
    rows: list[tuple[int | None]] = db.execute(
        _SOURCE,
        (
            micros(before.event_at),
            span_or_none(before.every),
            due_at,
            due_at,
            micros(after.event_at),
            safe(after.validators.etag),
            safe(after.validators.last_modified),
            after.body_hash,
            after.fingerprint,
            after.baseline_id,
            after.text_length,
            None if candidate is None else to_json(sorted(candidate.keys)),
            None if candidate is None else micros(candidate.first_seen_at),
            after.failures,
            micros_or_none(after.failing_since),
            after.last_outcome,
            micros_or_none(after.last_look_at),
            micros_or_none(after.last_good_at),
            after.not_modified,
            after.degraded,
            after.gone,
            safe(after.moved_to),
            before.id,
            micros_or_none(before.last_look_at),
        ),
    ).fetchall()
    return rows[0] if rows else None


def _say(db: Connection, decision: Decision, before_id: int | None, after_id: int | None) -> list[int]:
    """Keep the findings with the texts they rest on, each with its notice on the way; return their ids."""
    found = []
    for finding, notice in decision.said:
        if not brought.hangs_on(db, finding.claim_id, decision.source.id):
            continue
        number = findings.insert(db, finding, found_at=decision.look.at, before_id=before_id, after_id=after_id)
        outbox.put(db, notice, finding_id=number)
        found.append(number)
    return found


def _write_look(db: Connection, look: Look, look_id: int | None, found: int) -> None:
    at, detail = micros(look.at), safe(look.detail)
    gates, claim_gates = gates_to_text(look.gates), claim_gates_to_text(look.claim_gates)
    if look_id is not None and not found:
        values = (at, detail, look.seconds, gates, claim_gates, look_id, look.outcome)
        if db.execute(_SAME, values).rowcount:
            return
    cursor = db.execute(_NEW, (look.source_id, at, at, look.outcome, detail, look.seconds, found, gates, claim_gates))
    db.execute("UPDATE sources SET look_id = ? WHERE id = ?", (cursor.lastrowid, look.source_id))


def _last_row(db: Connection, source_id: int) -> tuple[Any, ...] | None:
    row: tuple[Any, ...] | None = db.execute(
        """SELECT l.at, l.outcome, l.detail, l.seconds, l.gates, l.claim_gates, l.first_at, l.count
           FROM sources s JOIN looks l ON l.id = s.look_id WHERE s.id = ?""",
        (source_id,),
    ).fetchone()
    return row


def _look_from(source_id: int, row: Sequence[Any]) -> Look:
    at, outcome, detail, seconds, gates, claim_gates = row[:6]
    return Look(
        source_id, moment(at), Outcome(outcome), detail, seconds, gates_from(gates), claim_gates_from(claim_gates)
    )


def _whole_path(db: Connection, look: Look, claim_id: int) -> tuple[Gate, ...]:
    """Return every gate in order as it went for this claim."""
    went = {gate.name: gate for gate in (*look.gates, *look.claim_gates.get(claim_id, ()))}
    if GateName.KNOWN in went and went[GateName.KNOWN].passed:
        went[GateName.DELIVERED] = outbox.delivered_gate(db, look.source_id, claim_id, look.at)
    return tuple(went.get(name, Gate(name, None, "not reached")) for name in GateName)
