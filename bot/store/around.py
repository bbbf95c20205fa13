"""What a look needs beside its source: who watches it, what was seen and said before."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.analysis import Report
from bot.domain.decision import LookInputs, Watch
from bot.domain.finding import Finding
from bot.domain.source import Role, Source
from bot.store import findings
from bot.store.claim_search import COLUMNS, WIDTH, claim_from
from bot.store.codec import item_from, micros, signature_from, terms_from
from bot.store.connection import Connection

_NEWEST = 50  # findings of a claim that still weigh in a proposal


def load_look(db: Connection, source: Source, since: datetime) -> LookInputs:
    """Return what a look at the source needs; `since` is where the flap window begins.

    Where something waits for its second look the watches are weighed: it is said more often than not.
    """
    watching = watches(db, source.id)
    return LookInputs(
        watches=weighed(db, watching) if source.candidate else watching,
        seen=seen(db, source.id),
        baseline=baseline(db, source),
        known=known(db, source.id, since),
    )


def watches(db: Connection, source_id: int) -> tuple[Watch, ...]:
    """Return why the source is looked at: one watch for each live claim, by claim id.

    They hold neither accounts nor earlier findings: most looks say nothing and need none (see `weighed`).
    """
    rows = db.execute(
        f"""SELECT {COLUMNS}, h.role, h.found, h.announced FROM claim_sources h JOIN claims c ON c.id = h.claim_id
            WHERE h.source_id = ? AND c.deleted_at IS NULL ORDER BY h.claim_id""",  # noqa: S608 a constant
        (source_id,),
    ).fetchall()
    return tuple(_watch(row) for row in rows)


def weighed(db: Connection, watches: Sequence[Watch]) -> tuple[Watch, ...]:
    """Return the watches with what a finding is weighed against: the claim's accounts and its earlier findings.

    The findings are the newest 50 that no person dismissed, oldest first.
    """
    return tuple(
        replace(watch, reports=reports(db, watch.claim.id), findings=_weighing(db, watch.claim.id)) for watch in watches
    )


def reports(db: Connection, claim_id: int) -> tuple[Report, ...]:
    """Return the accounts of the claim that its sources gave, in the order in which these were attached."""
    rows = db.execute(
        """SELECT source_id, owner, attributions, signature, figures, terms FROM claim_sources
           WHERE claim_id = ? AND owner IS NOT NULL ORDER BY attached_at, source_id""",
        (claim_id,),
    ).fetchall()
    return tuple(
        Report(
            source_id=row[0],
            owner=row[1],
            attributions=frozenset(json.loads(row[2])),
            signature=signature_from(row[3]),
            figures=frozenset(json.loads(row[4])),
            terms=terms_from(row[5]),
        )
        for row in rows
    )


def seen(db: Connection, source_id: int) -> frozenset[str] | None:
    """Return the identities of the feed items known, None when the source had no good look yet."""
    row = db.execute("SELECT last_good_at FROM sources WHERE id = ?", (source_id,)).fetchone()
    if row is None or row[0] is None:
        return None
    rows = db.execute("SELECT identity FROM feed_items WHERE source_id = ?", (source_id,)).fetchall()
    return frozenset(row[0] for row in rows)


def baseline(db: Connection, source: Source) -> str | None:
    """Return the text of the last accepted look, None where there was none."""
    return None if source.baseline_id is None else text_of(db, source.baseline_id)


def text_of(db: Connection, snapshot_id: int) -> str | None:
    """Return a snapshot's text, None where it is no longer kept."""
    row = db.execute(
        "SELECT t.body FROM snapshots s JOIN texts t ON t.fingerprint = s.fingerprint WHERE s.id = ?", (snapshot_id,)
    ).fetchone()
    return None if row is None else zlib.decompress(row[0]).decode("utf-8")


def known(db: Connection, source_id: int, since: datetime) -> frozenset[str]:
    """Return the keys of the source's findings since then."""
    rows = db.execute(
        "SELECT key FROM findings WHERE source_id = ? AND found_at >= ?", (source_id, micros(since))
    ).fetchall()
    return frozenset(row[0] for row in rows)


def _watch(row: Sequence[Any]) -> Watch:
    role, found, announced = row[WIDTH:]
    return Watch(claim_from(row), Role(role), item_from(found), bool(announced))


def _weighing(db: Connection, claim_id: int) -> tuple[Finding, ...]:
    rows = db.execute(
        f"""SELECT {findings.COLUMNS} FROM findings WHERE claim_id = ? AND accepted IS NOT 0
            ORDER BY id DESC LIMIT ?""",  # noqa: S608 a constant
        (claim_id, _NEWEST),
    ).fetchall()
    return tuple(findings.finding_from(row) for row in reversed(rows))
