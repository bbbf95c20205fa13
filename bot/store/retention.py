"""What may be forgotten, a little at a time, so that no look ever waits long for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.store import meta
from bot.store.codec import micros
from bot.store.connection import Connection

CHUNK = 250  # rows looked at in one step: others wait some 15 ms for it, at a million sources
_CURSOR = "retention"  # in `meta`: where the round stands, as phase and last id, so that it goes on after a restart


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
    phase, after = _where(db)
    work = _PHASES[phase]
    step = work(db, _Step(micros(now - timedelta(days=keep_days)), keep_days, after, chunk))
    if step.end is not None:
        meta.put(db, _CURSOR, f"{phase} {step.end}")
    else:
        phase = (phase + 1) % len(_PHASES)
        meta.put(db, _CURSOR, f"{phase} 0")
    return replace(step.gone, more=step.end is not None or phase != 0)


@dataclass(frozen=True, slots=True)
class _Step:
    """What a phase is asked: what is older than `before` (microseconds) may go, among the next rows past `after`."""

    before: int
    keep_days: int
    after: int
    chunk: int


@dataclass(frozen=True, slots=True)
class _Done:
    """What a phase answers: how far it came, None at the end of the table."""

    gone: Retained
    end: int | None


def _looks(db: Connection, step: _Step) -> _Done:
    end = _end(db, "looks", step)
    if end is None:
        return _Done(Retained(), None)
    cursor = db.execute(
        """DELETE FROM looks WHERE id > ? AND id <= ? AND at < ? AND findings = 0
           AND id IS NOT (SELECT look_id FROM sources WHERE id = looks.source_id)""",
        (step.after, end, step.before),
    )
    return _Done(Retained(looks=cursor.rowcount), end)


def _snapshots(db: Connection, step: _Step) -> _Done:
    end = _end(db, "snapshots", step)
    if end is None:
        return _Done(Retained(), None)
    gone = db.execute(
        """DELETE FROM snapshots WHERE id > ? AND id <= ? AND taken_at < ?
           AND id IS NOT (SELECT baseline_id FROM sources WHERE id = snapshots.source_id)
           AND NOT EXISTS (SELECT 1 FROM findings WHERE snapshot_before_id = snapshots.id)
           AND NOT EXISTS (SELECT 1 FROM findings WHERE snapshot_after_id = snapshots.id)
           RETURNING fingerprint""",
        (step.after, end, step.before),
    ).fetchall()
    texts = 0
    for (fingerprint,) in dict.fromkeys(gone):
        texts += db.execute(
            """DELETE FROM texts WHERE fingerprint = ?
               AND NOT EXISTS (SELECT 1 FROM snapshots WHERE fingerprint = texts.fingerprint)""",
            (fingerprint,),
        ).rowcount
    return _Done(Retained(snapshots=len(gone), texts=texts), end)


def _feed_items(db: Connection, step: _Step) -> _Done:
    """Take the next feed: its items lie together."""
    row = db.execute(
        "SELECT source_id FROM feed_items WHERE source_id > ? ORDER BY source_id LIMIT 1", (step.after,)
    ).fetchone()
    if row is None:
        return _Done(Retained(), None)
    cursor = db.execute(
        """DELETE FROM feed_items WHERE source_id = ?1 AND seen_on <
           (SELECT max(seen_on) FROM feed_items WHERE source_id = ?1) - ?2""",
        (row[0], step.keep_days),
    )
    return _Done(Retained(feed_items=cursor.rowcount), row[0])


def _sent(db: Connection, step: _Step) -> _Done:
    gone = db.execute(
        """DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state = 'sent' AND sent_at < ?
                                           ORDER BY sent_at LIMIT ?) RETURNING notice_id""",
        (step.before, step.chunk),
    ).fetchall()
    for (notice_id,) in gone:
        db.execute(
            """DELETE FROM notices WHERE id = ? AND finding_id IS NULL
               AND NOT EXISTS (SELECT 1 FROM outbox WHERE notice_id = notices.id)""",
            (notice_id,),
        )
    return _Done(Retained(sent=len(gone)), 0 if gone else None)


_PHASES = (_looks, _snapshots, _feed_items, _sent)


def _end(db: Connection, table: str, step: _Step) -> int | None:
    """Return the last id of the next rows, None when there are none."""
    (end,) = db.execute(
        f"SELECT max(id) FROM (SELECT id FROM {table} WHERE id > ? ORDER BY id LIMIT ?)",  # noqa: S608 a name of ours
        (step.after, step.chunk),
    ).fetchone()
    return None if end is None else int(end)


def _where(db: Connection) -> tuple[int, int]:
    phase, _, after = (meta.get(db, _CURSOR) or "0 0").partition(" ")
    return int(phase), int(after)
