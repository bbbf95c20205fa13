"""The outbox: notices written with the change they tell of, one row for each destination, delivered after.

A row waits, is being sent, was sent, or is suspended with its destination. Rows of one claim go to one destination
in the order of their ids.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta

from bot.domain.claim import TERMINAL_GUILD
from bot.domain.delivery import Delivery, Place, Suspended
from bot.domain.gates import Gate, GateName
from bot.domain.notice import Notice, NoticeKind
from bot.store import meta, owners
from bot.store.codec import micros, moment, moment_or_none, safe, to_json
from bot.store.connection import Connection

LEASE = timedelta(minutes=10)  # after which a try that a living process began is taken for lost
NO_CHANNEL = "no channel: run /watchlist setup"
_CHANNEL, _TERMINAL = "channel", "terminal"
_NOWHERE = ""
# Rows that may be tried now: of each claim and destination the earliest alone.
_READY = """
    FROM outbox o JOIN notices n ON n.id = o.notice_id
    WHERE o.state IN ('waiting', 'sending') AND (o.state = 'sending' OR o.due_at <= ?)
      AND (? IS NULL OR o.notifier IN (SELECT value FROM json_each(?)))
      AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.notifier = o.notifier AND e.destination = o.destination
                      AND e.claim_id = o.claim_id AND e.id < o.id AND e.state <> 'sent')
"""


def put(db: Connection, notice: Notice, *, finding_id: int | None = None) -> int:
    """Write the notice and a row for each of its destinations; return the notice's id.

    The terminal is guild 0's destination. A guild without a channel keeps its rows, suspended, until one is set.
    `config_fault` goes to the admin channel; where there is none it is kept without a row: the log has it.
    """
    at = micros(notice.at)
    cursor = db.execute(
        "INSERT INTO notices (guild_id, claim_id, finding_id, kind, at, body) VALUES (?, ?, ?, ?, ?, ?)",
        (notice.guild_id, notice.claim_id, finding_id, notice.kind.value, at, to_json(notice.to_json())),
    )
    assert cursor.lastrowid is not None
    place = _destination(db, notice)
    if place is not None:
        notifier, destination = place
        db.execute(
            """INSERT INTO outbox (notice_id, guild_id, claim_id, notifier, destination, state, due_at)
               VALUES (?, ?, ?, ?, ?,
                   CASE WHEN ? = '' OR EXISTS (SELECT 1 FROM suspended WHERE notifier = ? AND destination = ?)
                   THEN 'suspended' ELSE 'waiting' END, ?)""",
            (
                cursor.lastrowid,
                notice.guild_id,
                notice.claim_id or 0,
                notifier,
                destination,
                destination,
                notifier,
                destination,
                at,
            ),
        )
    return cursor.lastrowid


def any_ready(db: Connection, now: datetime, notifiers: Collection[str] | None = None) -> bool:
    """Say whether `claim_batch` may find a row; asking it needs no write, and mostly there is none."""
    wanted = _wanted(notifiers)
    return db.execute(f"SELECT 1 {_READY} LIMIT 1", (micros(now), wanted, wanted)).fetchone() is not None


def claim_batch(
    db: Connection, now: datetime, limit: int, *, notifiers: Collection[str] | None = None
) -> list[Delivery]:
    """Take rows to deliver, oldest first, and mark them as being sent; at most one for each claim and destination.

    A row is given only when no earlier one of its claim and destination is unsent. One that an earlier try left
    in the middle (its process died, or it took longer than `LEASE`) is given once more. Every row that was tried
    before has `again` set: even a try that failed may have arrived, such as one that timed out. With `notifiers`
    only rows of these are taken: a process must not take what it can not deliver.
    """
    at, wanted = micros(now), _wanted(notifiers)
    rows = db.execute(
        f"""SELECT o.id, o.notice_id, o.notifier, o.destination, o.attempts, o.state, o.owner, o.attempted_at,
                   n.body, n.finding_id {_READY} ORDER BY o.id""",
        (at, wanted, wanted),
    )
    salt = meta.get(db, "nonce_salt") or ""
    given = []
    for row in rows:
        if row[5] == "sending" and not _lost(db, row[6], moment(row[7]), now):
            continue
        given.append(
            Delivery(
                id=row[0],
                notice_id=row[1],
                notifier=row[2],
                destination=row[3],
                notice=Notice.from_json(json.loads(row[8])),
                finding_id=row[9],
                attempts=row[4] + 1,
                again=row[4] > 0,
                attempted_at=now,
                nonce=nonce(row[0], salt),
            )
        )
        if len(given) >= limit:
            break
    rows.close()
    db.conn.executemany(
        "UPDATE outbox SET state = 'sending', attempts = attempts + 1, attempted_at = ?, owner = ? WHERE id = ?",
        [(at, db.owner, row.id) for row in given],
    )
    return given


def sent(db: Connection, outbox_id: int, *, message: str, now: datetime) -> None:
    """The row arrived; `message` refers to it. Telling it twice does no harm."""
    cursor = db.execute(
        """UPDATE outbox SET state = 'sent', sent_at = ?, message = ?, error = '', owner = ''
           WHERE id = ? AND state <> 'sent'""",
        (micros(now), safe(message), outbox_id),
    )
    if cursor.rowcount:
        db.execute(
            """INSERT INTO places (outbox_id, claim_id, notifier, destination, message, kind, sent_at)
               SELECT o.id, o.claim_id, o.notifier, o.destination, o.message, n.kind, o.sent_at
               FROM outbox o JOIN notices n ON n.id = o.notice_id WHERE o.id = ?""",
            (outbox_id,),
        )


def retry(db: Connection, outbox_id: int, *, at: datetime, error: str) -> None:
    """The row did not arrive: try it again from `at` on."""
    db.execute(
        "UPDATE outbox SET state = 'waiting', due_at = ?, error = ?, owner = '' WHERE id = ? AND state = 'sending'",
        (micros(at), safe(error)[:500], outbox_id),
    )


def suspend(db: Connection, notifier: str, destination: str, reason: str, *, now: datetime | None = None) -> None:
    """Send nothing there any more, and say why; its rows are kept, those written from now on too."""
    db.execute(
        """INSERT INTO suspended (notifier, destination, reason, since_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (notifier, destination) DO UPDATE SET reason = excluded.reason""",
        (notifier, destination, safe(reason)[:500], None if now is None else micros(now)),
    )
    db.execute(
        """UPDATE outbox SET state = 'suspended', owner = '', error = ?
           WHERE notifier = ? AND destination = ? AND state <> 'sent'""",
        (safe(reason)[:500], notifier, destination),
    )


def resume(db: Connection, notifier: str, destination: str, now: datetime) -> int:
    """Send there again, what was kept first; return how many rows that is."""
    db.execute("DELETE FROM suspended WHERE notifier = ? AND destination = ?", (notifier, destination))
    cursor = db.execute(
        """UPDATE outbox SET state = 'waiting', due_at = ?, error = ''
           WHERE notifier = ? AND destination = ? AND state <> 'sent' AND state = 'suspended'""",
        (micros(now), notifier, destination),
    )
    return cursor.rowcount


def retarget(db: Connection, guild_id: int, former: int | None, present: int, now: datetime) -> None:
    """Send what the guild's former channel (or none) did not get to the present one, in the old order."""
    old = _NOWHERE if former is None else str(former)
    db.execute(
        """UPDATE outbox SET destination = ?, owner = ''
           WHERE guild_id = ? AND state <> 'sent' AND state <> 'sending' AND notifier = ? AND destination = ?""",
        (str(present), guild_id, _CHANNEL, old),
    )
    resume(db, _CHANNEL, str(present), now)


def suspended(db: Connection) -> list[Suspended]:
    """Return what is suspended and how much waits for it, guilds without a channel included."""
    rows = db.execute(
        """SELECT o.notifier, o.destination, coalesce(s.reason, ?), s.since_at, count(*)
           FROM outbox o LEFT JOIN suspended s ON s.notifier = o.notifier AND s.destination = o.destination
           WHERE o.state = 'suspended' AND o.state <> 'sent' GROUP BY o.notifier, o.destination""",
        (NO_CHANNEL,),
    ).fetchall()
    return [Suspended(row[0], row[1], row[2], moment_or_none(row[3]), row[4]) for row in rows]


def counts(db: Connection) -> dict[str, int]:
    """Return how many rows are in each state; rows long sent are counted until retention takes them."""
    found = {"waiting": 0, "sending": 0, "sent": 0, "suspended": 0}
    found.update(db.execute("SELECT state, count(*) FROM outbox WHERE state <> 'sent' GROUP BY state").fetchall())
    found["sent"] = db.execute("SELECT count(*) FROM outbox WHERE state = 'sent'").fetchone()[0]
    return found


def places(db: Connection, claim_id: int) -> list[Place]:
    """Return every message that was sent about the claim, oldest first."""
    rows = db.execute(
        """SELECT notifier, destination, message, kind, sent_at FROM places
           WHERE claim_id = ? ORDER BY outbox_id""",
        (claim_id,),
    ).fetchall()
    return [Place(row[0], row[1], row[2], NoticeKind(row[3]), moment(row[4])) for row in rows]


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def nonce(outbox_id: int, salt: str = "") -> str:
    """Return the row's name for its destination, at most 25 characters: base 36, the database's salt before it.

    Without the salt a new database's first rows would be taken for an old one's, sent minutes ago.
    """
    digits = ""
    number = outbox_id
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return f"{salt[:8]}{'-' if salt else ''}{digits or '0'}"


def delivered_gate(db: Connection, source_id: int, claim_id: int, found_at: datetime) -> Gate:
    """Return the last gate of a look that found something: whether the notice arrived everywhere."""
    rows = db.execute(
        """SELECT o.state, o.sent_at, o.error, o.attempts, o.destination, s.reason
           FROM findings f JOIN notices n ON n.finding_id = f.id JOIN outbox o ON o.notice_id = n.id
           LEFT JOIN suspended s ON s.notifier = o.notifier AND s.destination = o.destination
           WHERE f.source_id = ? AND f.found_at = ? AND f.claim_id = ? ORDER BY o.id""",
        (source_id, micros(found_at), claim_id),
    ).fetchall()
    for state, _, error, attempts, destination, reason in rows:
        if state == "suspended":
            why = reason or (NO_CHANNEL if destination == _NOWHERE else "the destination is suspended")
            return Gate(GateName.DELIVERED, passed=False, why=why)
        if state != "sent":
            tried = f"; tried {attempts} times" if attempts else ""
            return Gate(GateName.DELIVERED, passed=False, why=f"waiting{tried}{': ' if error else ''}{error}")
    if not rows:
        return Gate(GateName.DELIVERED, passed=True, why="sent")
    newest = max(moment(row[1]) for row in rows)
    return Gate(GateName.DELIVERED, passed=True, why=f"sent at {newest:%Y-%m-%d %H:%M} UTC")


def _wanted(notifiers: Collection[str] | None) -> str | None:
    return None if notifiers is None else to_json(sorted(notifiers))


def _destination(db: Connection, notice: Notice) -> tuple[str, str] | None:
    if notice.guild_id == TERMINAL_GUILD:
        return _TERMINAL, str(TERMINAL_GUILD)
    row = db.execute(
        "SELECT channel_id, admin_channel_id FROM guilds WHERE guild_id = ?", (notice.guild_id,)
    ).fetchone()
    channel, admin = row or (None, None)
    if notice.kind is NoticeKind.CONFIG_FAULT:
        return None if admin is None else (_CHANNEL, str(admin))
    return _CHANNEL, _NOWHERE if channel is None else str(channel)


def _lost(db: Connection, owner: str, attempted_at: datetime, now: datetime) -> bool:
    """Say whether a try that was begun will never end."""
    return owners.dead(owner, db.owner) or now - attempted_at >= LEASE
