"""After a pause of the program: sources that became due meanwhile, put off so that they come one after another."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.store.codec import micros
from bot.store.connection import Connection

_STEP = 1_000  # sources put off in one transaction: about 10 ms


def overdue(db: Connection, since: datetime) -> int:
    """Return how many sources were due at `since`."""
    count: int = db.execute(
        "SELECT count(*) FROM sources WHERE watched = 1 AND next_check_at <= ?", (micros(since),)
    ).fetchone()[0]
    return count


def put_off(
    db: Connection,
    since: datetime,
    now: datetime,
    *,
    at_once: int,
    gap: timedelta,
    before: int,
    step: int = _STEP,
) -> int:
    """Put off up to `step` of the sources that were due at `since`, and return how many that were.

    The `at_once` oldest stay due, and so do those that nobody looked at yet: a person waits for them. Of the others
    the oldest comes first, each `gap` after the one before; `before` were put off by earlier calls.
    """
    rows = db.execute(
        """SELECT id FROM sources WHERE watched = 1 AND next_check_at <= ? AND last_look_at IS NOT NULL
           ORDER BY next_check_at LIMIT ? OFFSET ?""",
        (micros(since), step, at_once),
    ).fetchall()
    db.conn.executemany(
        "UPDATE sources SET next_check_at = ? WHERE id = ?",
        [(micros(now + gap * place), source_id) for place, (source_id,) in enumerate(rows, before + 1)],
    )
    return len(rows)
