"""Findings: kept for good, and settled once by a person."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.domain.finding import Finding, FindingKind
from bot.domain.history import HistoryEntry, Verb
from bot.domain.notice import Notice
from bot.domain.stored import StoredFinding
from bot.errors import InputError
from bot.store import claims
from bot.store.codec import judgement_from, judgement_to_text, micros, moment, moment_or_none, safe
from bot.store.connection import Connection

COLUMNS = (
    "claim_id, source_id, kind, before, after, key, judgement, title, url, origin_groups, reports, independent, "
    "origin_reason"
)
_WIDTH = 13  # columns in COLUMNS
_STORED = (
    ", ".join(f"f.{name.strip()}" for name in COLUMNS.split(","))
    + ", f.id, f.found_at, f.accepted, f.settled_by, f.settled_at, f.snapshot_before_id, f.snapshot_after_id, n.body"
)


def finding_from(row: Sequence[Any]) -> Finding:
    """Return the finding in the first values of a row selected with `COLUMNS`."""
    return Finding(
        claim_id=row[0],
        source_id=row[1],
        kind=FindingKind(row[2]),
        before=row[3],
        after=row[4],
        key=row[5],
        judgement=judgement_from(row[6]),
        title=row[7],
        url=row[8],
        origin_groups=row[9],
        reports=row[10],
        independent=bool(row[11]),
        origin_reason=row[12],
    )


def insert(db: Connection, finding: Finding, *, found_at: datetime, before_id: int | None, after_id: int | None) -> int:
    """Keep a finding with the snapshots it rests on; return its id."""
    cursor = db.execute(
        f"""INSERT INTO findings ({COLUMNS}, found_at, snapshot_before_id, snapshot_after_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",  # noqa: S608 a constant
        (
            finding.claim_id,
            finding.source_id,
            finding.kind.value,
            safe(finding.before),
            safe(finding.after),
            finding.key,
            judgement_to_text(finding.judgement),
            safe(finding.title),
            safe(finding.url),
            finding.origin_groups,
            finding.reports,
            int(finding.independent),
            safe(finding.origin_reason),
            micros(found_at),
            before_id,
            after_id,
        ),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def get(db: Connection, finding_id: int) -> StoredFinding:
    """Return the finding. Raises InputError when there is none."""
    row = db.execute(
        f"SELECT {_STORED} FROM findings f LEFT JOIN notices n ON n.finding_id = f.id WHERE f.id = ? LIMIT 1",  # noqa: S608 a constant
        (finding_id,),
    ).fetchone()
    if row is None:
        raise InputError(f"There is no finding {finding_id}.")
    return _stored_from(row)


def of_claim(db: Connection, claim_id: int, limit: int = 200) -> list[StoredFinding]:
    """Return the claim's newest findings, dismissed ones included, oldest first."""
    rows = db.execute(
        f"""SELECT {_STORED} FROM findings f LEFT JOIN notices n ON n.finding_id = f.id
            WHERE f.claim_id = ? ORDER BY f.id DESC LIMIT ?""",  # noqa: S608 a constant
        (claim_id, limit),
    ).fetchall()
    return [_stored_from(row) for row in reversed(rows)]


def settle(db: Connection, finding_id: int, *, accepted: bool, actor: str, now: datetime) -> StoredFinding:
    """Make the finding evidence, or dismiss it, and note it in the claim's history.

    Raises:
        InputError: there is none, or a person settled it before (the sentence says who, when and how).
    """
    stored = get(db, finding_id)
    if stored.accepted is not None:
        assert stored.settled_at is not None
        how = "kept as evidence" if stored.accepted else "set aside"
        raise InputError(f"This finding was {how} by {stored.settled_by} on {stored.settled_at:%Y-%m-%d} already.")
    db.execute(
        "UPDATE findings SET accepted = ?, settled_by = ?, settled_at = ? WHERE id = ?",
        (int(accepted), actor, micros(now), finding_id),
    )
    finding = stored.finding
    entry = HistoryEntry(
        now,
        actor,
        Verb.ACCEPTED if accepted else Verb.DISMISSED,
        after=finding.kind.value,
        reason=finding.after[:200],
        evidence=finding.url,
    )
    claims.note(db, finding.claim_id, entry)
    return get(db, finding_id)


def _stored_from(row: Sequence[Any]) -> StoredFinding:
    number, found_at, accepted, settled_by, settled_at, before_id, after_id, body = row[_WIDTH:]
    return StoredFinding(
        id=number,
        finding=finding_from(row),
        found_at=moment(found_at),
        notice=None if body is None else Notice.from_json(json.loads(body)),
        accepted=None if accepted is None else bool(accepted),
        settled_by=settled_by,
        settled_at=moment_or_none(settled_at),
        snapshot_before_id=before_id,
        snapshot_after_id=after_id,
    )
