"""What a changed look brings beside findings: texts, feed items, articles to watch, accounts, a new URL."""

from __future__ import annotations

import zlib
from hashlib import blake2b

from bot.domain.decision import Decision, Snapshot
from bot.domain.history import HistoryEntry, Verb
from bot.domain.source import Kind, Role
from bot.store import claims, sources
from bot.store.codec import day, flags_to_text, micros, safe, signature_to_bytes, terms_to_bytes, to_json
from bot.store.connection import Connection

_BOT = "bot"
# Why a source goes on under another URL. A site's front page names its feed, and a feed's redirect names one too.
_LED = {False: "the server says that it moved for good", True: "the address leads to a feed, which is watched instead"}


def hangs_on(db: Connection, claim_id: int, source_id: int) -> bool:
    """Say whether the claim lives and watches the source."""
    row = db.execute(
        """SELECT 1 FROM claim_sources h JOIN claims c ON c.id = h.claim_id
           WHERE h.claim_id = ? AND h.source_id = ? AND c.deleted_at IS NULL""",
        (claim_id, source_id),
    ).fetchone()
    return row is not None


def keep_snapshot(db: Connection, decision: Decision, snapshot: Snapshot) -> int:
    """Keep the text, once for each fingerprint, make it the source's baseline and return the snapshot's id."""
    text = safe(snapshot.text)
    name = snapshot.fingerprint or blake2b(text.encode(), digest_size=16).hexdigest()
    if db.execute("SELECT 1 FROM texts WHERE fingerprint = ?", (name,)).fetchone() is None:
        db.execute("INSERT INTO texts (fingerprint, body) VALUES (?, ?)", (name, zlib.compress(text.encode())))
    cursor = db.execute(
        "INSERT INTO snapshots (source_id, fingerprint, taken_at, title) VALUES (?, ?, ?, ?)",
        (decision.source.id, name, micros(decision.look.at), safe(snapshot.title)),
    )
    assert cursor.lastrowid is not None
    db.execute("UPDATE sources SET baseline_id = ? WHERE id = ?", (cursor.lastrowid, decision.source.id))
    return cursor.lastrowid


def keep_rest(db: Connection, decision: Decision) -> None:
    """Write what most looks do not bring; costs nothing where there is nothing."""
    if decision.reports or decision.flags or decision.announced:
        _keep_accounts(db, decision)
    if decision.identities:
        _keep_identities(db, decision)
    if decision.attach:
        _attach(db, decision)
    if decision.source.url != decision.before.url:
        _move(db, decision)


def _keep_accounts(db: Connection, decision: Decision) -> None:
    source_id = decision.source.id
    for claim_id, report in decision.reports.items():
        db.execute(
            """UPDATE claim_sources SET owner = ?, attributions = ?, signature = ?, figures = ?, terms = ?
               WHERE claim_id = ? AND source_id = ?""",
            (
                safe(report.owner),
                to_json(sorted(report.attributions)),
                signature_to_bytes(report.signature),
                to_json(sorted(report.figures)),
                terms_to_bytes(report.terms),
                claim_id,
                source_id,
            ),
        )
    for claim_id, flags in decision.flags.items():
        db.execute(
            "UPDATE claim_sources SET flags = ? WHERE claim_id = ? AND source_id = ?",
            (flags_to_text(flags), claim_id, source_id),
        )
    for claim_id in decision.announced:
        db.execute("UPDATE claim_sources SET announced = 1 WHERE claim_id = ? AND source_id = ?", (claim_id, source_id))


def _keep_identities(db: Connection, decision: Decision) -> None:
    """Remember the items, and once a day that they are still there, so that only those long gone are forgotten."""
    today = day(decision.look.at)
    db.conn.executemany(
        """INSERT INTO feed_items (source_id, identity, seen_on) VALUES (?, ?, ?)
           ON CONFLICT (source_id, identity) DO UPDATE
           SET seen_on = excluded.seen_on WHERE seen_on < excluded.seen_on""",
        [(decision.source.id, safe(identity), today) for identity in decision.identities],
    )


def _attach(db: Connection, decision: Decision) -> None:
    now = decision.look.at
    for attach in decision.attach:
        if not attach.item.url.lower().startswith(("http://", "https://")):
            continue
        if hangs_on(db, attach.claim_id, decision.source.id):
            page = sources.upsert(db, Kind.PAGE, attach.item.url, {}, now=now)
            sources.attach(db, attach.claim_id, page.id, Role.COVERAGE, actor=_BOT, now=now, found=attach.item)


def _move(db: Connection, decision: Decision) -> None:
    """Follow where the source leads for good, unless that URL is a source of its own; note either once."""
    source = decision.source
    old, new = decision.before.url, safe(source.url)
    taken = db.execute(
        """SELECT 1 FROM sources s JOIN sources mine ON mine.id = ?
           WHERE s.url = ? AND s.kind = mine.kind AND s.options = mine.options AND s.id <> mine.id""",
        (source.id, new),
    ).fetchone()
    if taken is None:
        db.execute("UPDATE sources SET url = ?, host = ? WHERE id = ?", (new, sources.host_of(new), source.id))
    verb = Verb.MOVED if taken is None else Verb.NOT_MOVED
    why = _LED[source.kind is Kind.FEED] if taken is None else "that URL is a source already"
    for (claim_id,) in db.execute(
        "SELECT claim_id FROM claim_sources WHERE source_id = ? ORDER BY claim_id", (source.id,)
    ).fetchall():
        if not _noted(db, claim_id, verb, old, new):
            claims.note(db, claim_id, HistoryEntry(decision.look.at, _BOT, verb, old, new, why))


def _noted(db: Connection, claim_id: int, verb: Verb, before: str, after: str) -> bool:
    row = db.execute(
        "SELECT 1 FROM history WHERE claim_id = ? AND verb = ? AND before = ? AND after = ? LIMIT 1",
        (claim_id, verb.value, before, after),
    ).fetchone()
    return row is not None and verb is Verb.NOT_MOVED
