"""Claims: kept, listed, decided, deleted with a tombstone. Their history is only added to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from bot.domain.claim import REVIEW_AFTER, Claim, NewClaim
from bot.domain.history import HistoryEntry, Verb
from bot.domain.status import Status, check_transition
from bot.errors import UnknownClaim
from bot.store import claim_search
from bot.store.codec import flags_to_text, micros, moment, safe, text_key, to_json
from bot.store.connection import Connection

alike = claim_search.alike
matching = claim_search.matching


def insert(db: Connection, new: NewClaim, *, actor: str, now: datetime) -> Claim:
    """Keep a new claim, unverified, and note who added it."""
    review_on = new.review_on or (now + REVIEW_AFTER).date()
    cursor = db.execute(
        """INSERT INTO claims (guild_id, text, text_key, claimant, attribution, flags, settles, "trigger", tags,
                               created_at, updated_at, review_on)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            new.guild_id,
            safe(new.text),
            text_key(new.text),
            safe(new.claimant),
            to_json(new.attribution),
            flags_to_text(new.flags),
            safe(new.settles),
            safe(new.trigger),
            to_json(_tidy(new.tags)),
            micros(now),
            micros(now),
            review_on.isoformat(),
        ),
    )
    assert cursor.lastrowid is not None
    note(db, cursor.lastrowid, HistoryEntry(now, actor, Verb.ADDED, after=new.text))
    return by_ids(db, [cursor.lastrowid])[0]


def get(db: Connection, claim_id: int, guild_id: int) -> Claim:
    """Return a claim of this guild.

    Raises:
        UnknownClaim: there is none with this id here, or it was deleted (the sentence says which).
    """
    row = db.execute(
        f"SELECT {claim_search.COLUMNS}, c.deleted_at FROM claims c WHERE c.id = ? AND c.guild_id = ?",  # noqa: S608 a constant
        (claim_id, guild_id),
    ).fetchone()
    if row is None:
        raise UnknownClaim(f"There is no claim #{claim_id} here. List the claims to see their numbers.")
    if row[-1] is not None:
        raise UnknownClaim(f"Claim #{claim_id} was deleted on {moment(row[-1]):%Y-%m-%d}.")
    return claim_search.claim_from(row)


def by_ids(db: Connection, claim_ids: Iterable[int]) -> list[Claim]:
    """Return the live claims with these ids, in the order asked for; others are left out."""
    return claim_search.by_ids(db, claim_ids)


def list_claims(
    db: Connection,
    guild_id: int,
    *,
    status: Status | None = None,
    tag: str = "",
    limit: int = 10,
    offset: int = 0,
) -> tuple[list[Claim], int]:
    """Return the guild's live claims, newest first, and how many fit in all."""
    tag = _tidy_tag(tag)
    if status is None:
        where, values = "", (guild_id, tag)
    else:
        where, values = "AND status = ?", (guild_id, tag, status.value)  # type: ignore[assignment]
    rows = db.execute(
        f"SELECT claim_id FROM listed WHERE guild_id = ? AND tag = ? {where} ORDER BY claim_id DESC LIMIT ? OFFSET ?",  # noqa: S608 a constant
        (*values, limit, offset),
    ).fetchall()
    (total,) = db.execute(
        f"SELECT coalesce(sum(n), 0) FROM listed_counts WHERE guild_id = ? AND tag = ? {where}",  # noqa: S608 a constant
        values,
    ).fetchone()
    return by_ids(db, [row[0] for row in rows]), int(total)


def set_status(
    db: Connection, claim: Claim, status: Status, *, evidence: str, reason: str, actor: str, now: datetime
) -> Claim:
    """Set where the claim stands, with what it rests on, and note it. The stored status decides, not `claim`'s.

    Raises:
        UnknownClaim: it was deleted meanwhile.
        BadTransition: this status may not follow the present one.
        EvidenceMissing: it would settle the claim without evidence, reason or actor.
    """
    present = get(db, claim.id, claim.guild_id)
    check_transition(present.status, status, evidence=evidence, reason=reason, actor=actor)
    db.execute(
        """UPDATE claims SET status = ?, evidence = ?, reason = ?, decided_by = ?, decided_at = ?, updated_at = ?
           WHERE id = ?""",
        (status.value, safe(evidence), safe(reason), actor, micros(now), micros(now), claim.id),
    )
    entry = HistoryEntry(now, actor, Verb.STATUS, present.status.value, status.value, reason, evidence)
    note(db, claim.id, entry)
    return get(db, claim.id, claim.guild_id)


def update(
    db: Connection,
    claim: Claim,
    *,
    actor: str,
    now: datetime,
    tags: tuple[str, ...] | None = None,
    review_on: date | None = None,
) -> Claim:
    """Set tags or the review-by date where given, and note what changed. Raises UnknownClaim."""
    present = get(db, claim.id, claim.guild_id)
    if tags is not None and _tidy(tags) != present.tags:
        _set(db, claim.id, "tags", to_json(_tidy(tags)), now)
        note(db, claim.id, HistoryEntry(now, actor, Verb.TAGS, ", ".join(present.tags), ", ".join(_tidy(tags))))
    if review_on is not None and review_on != present.review_on:
        _set(db, claim.id, "review_on", review_on.isoformat(), now)
        entry = HistoryEntry(now, actor, Verb.REVIEW, present.review_on.isoformat(), review_on.isoformat())
        note(db, claim.id, entry)
    return get(db, claim.id, claim.guild_id)


def delete(db: Connection, claim: Claim, *, actor: str, now: datetime) -> None:
    """Delete the claim, leaving a tombstone; sources that no other claim watches rest. Raises UnknownClaim."""
    get(db, claim.id, claim.guild_id)
    note(db, claim.id, HistoryEntry(now, actor, Verb.DELETED, before=claim.text))
    db.execute("UPDATE claims SET deleted_at = ?, updated_at = ? WHERE id = ?", (micros(now), micros(now), claim.id))


def is_tombstoned(db: Connection, guild_id: int, text: str) -> bool:
    """Say whether a claim with this text was deleted here, so that no seed or poll brings it back."""
    return _exists(db, guild_id, text, "IS NOT NULL")


def has_text(db: Connection, guild_id: int, text: str) -> bool:
    """Say whether a live claim with this text is here; case and spacing do not matter."""
    return _exists(db, guild_id, text, "IS NULL")


def history(db: Connection, claim_id: int) -> list[HistoryEntry]:
    """Return all that happened to the claim, oldest first."""
    rows = db.execute(
        "SELECT at, actor, verb, before, after, reason, evidence FROM history WHERE claim_id = ? ORDER BY id",
        (claim_id,),
    ).fetchall()
    return [HistoryEntry(moment(row[0]), row[1], Verb(row[2]), *row[3:]) for row in rows]


def note(db: Connection, claim_id: int, entry: HistoryEntry) -> None:
    """Add a line to the claim's history."""
    db.execute(
        """INSERT INTO history (claim_id, at, actor, verb, before, after, reason, evidence)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            claim_id,
            micros(entry.at),
            entry.actor,
            entry.verb.value,
            safe(entry.before),
            safe(entry.after),
            safe(entry.reason),
            safe(entry.evidence),
        ),
    )


def due_for_review(db: Connection, today: date, limit: int = 50) -> list[Claim]:
    """Return open claims whose review-by date has come, the longest waiting first."""
    rows = db.execute(
        """SELECT id FROM claims WHERE review_on <= ? AND deleted_at IS NULL
           AND status IN ('unverified', 'corroborated', 'disputed') ORDER BY review_on, id LIMIT ?""",
        (today.isoformat(), limit),
    ).fetchall()
    return by_ids(db, [row[0] for row in rows])


def _set(db: Connection, claim_id: int, column: str, value: Any, now: datetime) -> None:  # noqa: ANN401 a column's value
    db.execute(f"UPDATE claims SET {column} = ?, updated_at = ? WHERE id = ?", (value, micros(now), claim_id))  # noqa: S608 a name of ours


def _exists(db: Connection, guild_id: int, text: str, deleted: str) -> bool:
    row = db.execute(
        f"SELECT 1 FROM claims WHERE guild_id = ? AND text_key = ? AND deleted_at {deleted} LIMIT 1",  # noqa: S608 a constant
        (guild_id, text_key(text)),
    ).fetchone()
    return row is not None


def _tidy(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tidied for tag in tags if (tidied := _tidy_tag(tag))))


def _tidy_tag(tag: str) -> str:
    return " ".join(tag.casefold().split())
