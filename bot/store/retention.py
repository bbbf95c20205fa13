"""What may be forgotten, a little at a time, so that no look ever waits long for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.store import meta
from bot.store.codec import micros
from bot.store.connection import Connection

CHUNK = 2_000  # rows looked at in one step
_CURSORS = ("looks", "snapshots", "feed_items")


@dataclass(frozen=True, slots=True)
class Retained:
    """What one step took away; `more` tells that the round is not over: call again."""

    looks: int = 0
    snapshots: int = 0
    texts: int = 0
    sent: int = 0
    feed_items: int = 0
    more: bool = False


def retain(db: Connection, now: datetime, keep_days: int, *, chunk: int = CHUNK) -> Retained:
    """Take one step of forgetting what is older than `keep_days`; call until `more` is False.

    Kept for good: claims, history, findings with their notices, every snapshot that a finding cites or that is a
    baseline, the newest look at each source and those that found something, and where messages were posted. Of a
    feed's items only those are forgotten that were not in it for as long, counted from its newest.
    """
    before = micros(now - timedelta(days=keep_days))
    looks, more_looks = _looks(db, before, chunk)
    snapshots, more_snapshots = _snapshots(db, before, chunk)
    feed_items, more_items = _feed_items(db, keep_days, chunk)
    sent = _sent(db, before, chunk)
    return Retained(
        looks=looks,
        snapshots=snapshots[0],
        texts=snapshots[1],
        sent=sent,
        feed_items=feed_items,
        more=more_looks or more_snapshots or more_items or sent >= chunk,
    )


def _looks(db: Connection, before: int, chunk: int) -> tuple[int, bool]:
    start, end = _page(db, "looks", "id", chunk)
    if end is None:
        return 0, False
    cursor = db.execute(
        """DELETE FROM looks WHERE id > ? AND id <= ? AND at < ? AND findings = 0
           AND id IS NOT (SELECT look_id FROM sources WHERE id = looks.source_id)""",
        (start, end, before),
    )
    return cursor.rowcount, True


def _snapshots(db: Connection, before: int, chunk: int) -> tuple[tuple[int, int], bool]:
    start, end = _page(db, "snapshots", "id", chunk)
    if end is None:
        return (0, 0), False
    gone = db.execute(
        """DELETE FROM snapshots WHERE id > ? AND id <= ? AND taken_at < ?
           AND id IS NOT (SELECT baseline_id FROM sources WHERE id = snapshots.source_id)
           AND NOT EXISTS (SELECT 1 FROM findings WHERE snapshot_before_id = snapshots.id)
           AND NOT EXISTS (SELECT 1 FROM findings WHERE snapshot_after_id = snapshots.id)
           RETURNING fingerprint""",
        (start, end, before),
    ).fetchall()
    texts = 0
    for (fingerprint,) in dict.fromkeys(gone):
        texts += db.execute(
            """DELETE FROM texts WHERE fingerprint = ?
               AND NOT EXISTS (SELECT 1 FROM snapshots WHERE fingerprint = texts.fingerprint)""",
            (fingerprint,),
        ).rowcount
    return (len(gone), texts), True


def _feed_items(db: Connection, keep_days: int, chunk: int) -> tuple[int, bool]:
    """Walk feeds by source, a few at a time: a feed's items lie together."""
    start = _cursor(db, "feed_items")
    rows = db.execute(
        "SELECT DISTINCT source_id FROM feed_items WHERE source_id > ? ORDER BY source_id LIMIT ?",
        (start, max(chunk // 100, 1)),
    ).fetchall()
    gone = 0
    for (source_id,) in rows:
        gone += db.execute(
            """DELETE FROM feed_items WHERE source_id = ? AND seen_on <
               (SELECT max(seen_on) FROM feed_items WHERE source_id = ?) - ?""",
            (source_id, source_id, keep_days),
        ).rowcount
    meta.put(db, "retained_feed_items", str(rows[-1][0] if rows else 0))
    return gone, bool(rows)


def _sent(db: Connection, before: int, chunk: int) -> int:
    gone = db.execute(
        """DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state = 'sent' AND sent_at < ?
                                           ORDER BY sent_at LIMIT ?) RETURNING notice_id""",
        (before, chunk),
    ).fetchall()
    for (notice_id,) in gone:
        db.execute(
            """DELETE FROM notices WHERE id = ? AND finding_id IS NULL
               AND NOT EXISTS (SELECT 1 FROM outbox WHERE notice_id = notices.id)""",
            (notice_id,),
        )
    return len(gone)


def _page(db: Connection, table: str, column: str, chunk: int) -> tuple[int, int | None]:
    """Return the next page of ids as (after, up to), and move on; (0, None) once the end was reached."""
    start = _cursor(db, table)
    (end,) = db.execute(
        f"SELECT max({column}) FROM (SELECT {column} FROM {table} WHERE {column} > ? ORDER BY {column} LIMIT ?)",  # noqa: S608 names of ours
        (start, chunk),
    ).fetchone()
    meta.put(db, f"retained_{table}", str(end or 0))
    return (start, end) if end is not None else (0, None)


def _cursor(db: Connection, name: str) -> int:
    return int(meta.get(db, f"retained_{name}") or 0)
