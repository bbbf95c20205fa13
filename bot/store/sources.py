"""Sources: shared URLs with their state, when they are due, and which claims they hang on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.domain.cadence import CadenceRules
from bot.domain.history import HistoryEntry, Verb
from bot.domain.reading import Item
from bot.domain.source import Kind, Role, Source
from bot.errors import InputError
from bot.store import around, claims, due_query
from bot.store.codec import item_to_text, micros, moment_or_none, options_to_text, safe, span_or_none
from bot.store.connection import Connection
from bot.store.source_row import COLUMNS, WIDTH, source_from

_FAST = CadenceRules().fast
due = due_query.due
watches = around.watches
weighed = around.weighed
seen = around.seen
baseline = around.baseline
known = around.known
reports = around.reports
load_look = around.load_look


def upsert(db: Connection, kind: Kind, url: str, options: dict[str, object], *, now: datetime) -> Source:
    """Return the source of this kind, URL and options, made and due now if there was none."""
    text = options_to_text(options)
    url = safe(url)
    db.execute(
        """INSERT INTO sources (kind, url, options, host, next_check_at, event_at) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (url, kind, options) DO NOTHING""",
        (kind.value, url, text, host_of(url), micros(now), micros(now)),
    )
    row = db.execute(
        f"SELECT {COLUMNS} FROM sources WHERE url = ? AND kind = ? AND options = ?",  # noqa: S608 a constant
        (url, kind.value, text),
    ).fetchone()
    return source_from(row)


def get(db: Connection, source_id: int) -> Source:
    """Return the source. Raises InputError when there is none."""
    row = db.execute(f"SELECT {COLUMNS} FROM sources WHERE id = ?", (source_id,)).fetchone()  # noqa: S608 a constant
    if row is None:
        raise InputError(f"There is no source {source_id}. Show the claim to see its sources.")
    return source_from(row)


def by_ids(db: Connection, source_ids: Iterable[int]) -> list[Source]:
    """Return the sources with these ids in the order asked for; unknown ones are left out."""
    return due_query.by_ids(db, source_ids)


def all_watched(db: Connection, guild_id: int | None = None) -> list[Source]:
    """Return every source that a live claim watches, of this guild or (None) of any, by id."""
    rows = db.execute(
        f"""SELECT {COLUMNS} FROM sources WHERE watched = 1 AND (?1 IS NULL OR id IN (
                SELECT h.source_id FROM listed l JOIN claim_sources h ON h.claim_id = l.claim_id
                WHERE l.guild_id = ?1 AND l.tag = '')) ORDER BY id""",  # noqa: S608 a constant
        (guild_id,),
    ).fetchall()
    return [source_from(row) for row in rows]


def attach(
    db: Connection,
    claim_id: int,
    source_id: int,
    role: Role,
    *,
    actor: str,
    now: datetime,
    found: Item | None = None,
) -> bool:
    """Hang the source on the claim, make it due now and note it; False if it hung there already.

    `found` is the feed item that led the bot there: its coverage is then still to be announced.
    """
    cursor = db.execute(
        """INSERT INTO claim_sources (claim_id, source_id, role, attached_at, attached_by, found, announced)
           VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
        (claim_id, source_id, role.value, micros(now), actor, item_to_text(found), int(found is None)),
    )
    if not cursor.rowcount:
        return False
    db.execute(
        "UPDATE sources SET event_at = max(event_at, ?), next_check_at = min(next_check_at, ?) WHERE id = ?",
        (micros(now), micros(now), source_id),
    )
    url = get(db, source_id).url
    claims.note(db, claim_id, HistoryEntry(now, actor, Verb.ATTACHED, after=url, reason=role.value))
    return True


def detach(db: Connection, claim_id: int, source_id: int, *, actor: str, now: datetime) -> None:
    """Take the source off the claim and note it; what was found there stays. If it did not hang there, do nothing."""
    cursor = db.execute("DELETE FROM claim_sources WHERE claim_id = ? AND source_id = ?", (claim_id, source_id))
    if cursor.rowcount:
        entry = HistoryEntry(now, actor, Verb.DETACHED, before=get(db, source_id).url)
        claims.note(db, claim_id, entry)


def of_claim(db: Connection, claim_id: int) -> list[tuple[Source, Role]]:
    """Return the claim's sources with their roles, in the order in which they were attached."""
    columns = ", ".join(f"s.{name.strip()}" for name in COLUMNS.split(","))
    rows = db.execute(
        f"""SELECT {columns}, h.role FROM claim_sources h JOIN sources s ON s.id = h.source_id
            WHERE h.claim_id = ? ORDER BY h.attached_at, h.source_id""",  # noqa: S608 a constant
        (claim_id,),
    ).fetchall()
    return [(source_from(row), Role(row[WIDTH])) for row in rows]


def hasten(db: Connection, claim_id: int, now: datetime, within: timedelta = _FAST) -> None:
    """Something happened to the claim: look at its sources within the fast cadence and decay from there anew."""
    db.execute(
        """UPDATE sources SET event_at = max(event_at, ?), next_check_at = min(next_check_at, ?)
           WHERE id IN (SELECT source_id FROM claim_sources WHERE claim_id = ?)""",
        (micros(now), micros(now + within), claim_id),
    )


def set_every(db: Connection, claim_id: int, source_id: int, every: timedelta | None, *, now: datetime) -> None:
    """Let the claim ask for looks at this distance, from now on; with None it leaves them to the cadence again."""
    db.execute(
        "UPDATE claim_sources SET every = ? WHERE claim_id = ? AND source_id = ?",
        (span_or_none(every), claim_id, source_id),
    )
    if every is not None:
        db.execute(
            "UPDATE sources SET next_check_at = min(next_check_at, ?) WHERE id = ?", (micros(now + every), source_id)
        )


def next_due_at(db: Connection) -> datetime | None:
    """Return when the next look is due (or was), None when nothing is watched."""
    row = db.execute("SELECT next_check_at FROM sources WHERE watched = 1 ORDER BY next_check_at LIMIT 1").fetchone()
    return moment_or_none(row[0]) if row else None


def oldest_overdue(db: Connection, now: datetime) -> datetime | None:
    """Return since when the longest waiting source is due, None when nothing is: what a watchdog asks."""
    at = next_due_at(db)
    return at if at is not None and at <= now else None


def host_of(url: str) -> str:
    """Return the host and port that a URL's looks are paced by."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
