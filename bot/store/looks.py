"""Looks: a whole decision written at once, and what the last look of each source was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    short_hash,
    span_or_none,
    to_json,
)
from bot.store.connection import Connection
from bot.store.retention import Retained, retain

__all__ = ["Retained", "commit", "last", "retain", "why"]

_STANDS = (
    "SELECT last_look_at, event_at, every, next_check_at, look_id, look_key, look_seconds FROM sources WHERE id = ?"
)
_SOURCE = """
UPDATE sources SET
    next_check_at = ?, event_at = max(event_at, ?), etag = ?, last_modified = ?, body_hash = ?, fingerprint = ?,
    baseline_id = ?, text_length = ?, candidate_keys = ?, candidate_at = ?, failures = ?, failing_since_at = ?,
    last_outcome = ?, last_look_at = ?, last_good_at = ?, not_modified = ?, degraded = ?, gone = ?, moved_to = ?,
    look_key = ?, look_count = look_count + 1, look_seconds = ?
WHERE id = ?
"""
_SAME = "UPDATE looks SET detail = ?, gates = ?, claim_gates = ? WHERE id = ? AND outcome = ? AND findings = 0"
_CLOSE = """
UPDATE looks SET at = ?, count = s.look_count - 1, seconds = ?
FROM sources s WHERE s.id = ? AND looks.id = s.look_id
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
    stands = db.execute(_STANDS, (decision.source.id,)).fetchone()
    if stands is None or stands[0] != micros_or_none(decision.before.last_look_at):
        return None
    ended = _Ended.of(decision.look, findings=len(decision.said))
    _write_source(db, decision, stands, ended)
    before_id = decision.before.baseline_id
    after_id = before_id if decision.snapshot is None else brought.keep_snapshot(db, decision, decision.snapshot)
    found = _say(db, decision, before_id, after_id) if decision.said else []
    for notice in decision.notices:
        if notice.claim_id is None or brought.hangs_on(db, notice.claim_id, decision.source.id):
            outbox.put(db, notice)
    if found or ended.key != stands[5] or not ended.key:
        _write_look(db, decision, ended, stands, len(found))
    brought.keep_rest(db, decision)
    return found


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


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a look ended, as written. Two looks in a row with the same `key` (never 0) need no more than a count."""

    outcome: str
    detail: str
    gates: str
    claim_gates: str | None
    key: int

    @staticmethod
    def of(look: Look, *, findings: int) -> _Ended:
        detail, gates, claim_gates = safe(look.detail), gates_to_text(look.gates), claim_gates_to_text(look.claim_gates)
        key = 0 if findings else short_hash(f"{look.outcome}\0{detail}\0{gates}\0{claim_gates}")
        return _Ended(look.outcome.value, detail, gates, claim_gates, key)


def _write_source(db: Connection, decision: Decision, stands: Sequence[Any], ended: _Ended) -> None:
    """Write the source's new state. What people did during the look (`stands`) wins over a reckoning without it."""
    before, after = decision.before, decision.source
    due_at = micros(after.next_check_at)
    if stands[1] > micros(before.event_at) or stands[2] != span_or_none(before.every):
        due_at = min(due_at, stands[3])
    candidate = after.candidate
    db.execute(
        _SOURCE,
        (
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
            ended.key,
            decision.look.seconds,
            before.id,
        ),
    )


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


def _write_look(db: Connection, decision: Decision, ended: _Ended, stood: Sequence[Any], found: int) -> None:
    """Go on with the newest row where the outcome is the same and neither found anything, else begin a new one."""
    look, source_id, look_id = decision.look, decision.source.id, stood[4]
    if look_id is not None and not found:
        same = (ended.detail, ended.gates, ended.claim_gates, look_id, ended.outcome)
        if db.execute(_SAME, same).rowcount:
            return
    if look_id is not None:
        db.execute(_CLOSE, (stood[0], stood[6], source_id))
    at = micros(look.at)
    new = (source_id, at, at, ended.outcome, ended.detail, look.seconds, found, ended.gates, ended.claim_gates)
    cursor = db.execute(_NEW, new)
    db.execute("UPDATE sources SET look_id = ?, look_count = 1 WHERE id = ?", (cursor.lastrowid, source_id))


def _last_row(db: Connection, source_id: int) -> tuple[Any, ...] | None:
    row: tuple[Any, ...] | None = db.execute(
        """SELECT s.last_look_at, l.outcome, l.detail, s.look_seconds, l.gates, l.claim_gates, l.first_at, s.look_count
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
