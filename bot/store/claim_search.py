"""Finding claims again: by what is typed, and by what is alike. What is typed may be hostile."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from rapidfuzz import fuzz

from bot.domain.claim import Claim
from bot.domain.status import Status
from bot.store.codec import flags_from, moment, safe, text_key, words_from
from bot.store.connection import Connection

COLUMNS = (
    "c.id, c.guild_id, c.text, c.status, c.created_at, c.updated_at, c.review_on, c.claimant, c.attribution, c.flags, "
    'c.settles, c."trigger", c.tags'
)
WIDTH = 13  # columns in COLUMNS

_MAX_WORDS = 12
_CANDIDATES = 60  # claims that share words and are compared letter by letter
_MOST_WORDS = 24  # of a text that are looked up, the longest
_RARE = 200  # a word in more claims than that is common
_COMMON = 4  # common words that are looked up in pairs
_SAME_SOURCE = 0.2  # the share of the doubt that a common source URL takes away


def claim_from(row: Sequence[Any]) -> Claim:
    """Return the claim in the first `WIDTH` values of a row selected with `COLUMNS`."""
    return Claim(
        id=row[0],
        guild_id=row[1],
        text=row[2],
        status=Status(row[3]),
        created_at=moment(row[4]),
        updated_at=moment(row[5]),
        review_on=date.fromisoformat(row[6]),
        claimant=row[7],
        attribution=words_from(row[8]),
        flags=flags_from(row[9]),
        settles=row[10],
        trigger=row[11],
        tags=words_from(row[12]),
    )


def by_ids(db: Connection, claim_ids: Iterable[int]) -> list[Claim]:
    """Return the live claims with these ids, in the order asked for; others are left out."""
    wanted = list(claim_ids)
    if not wanted:
        return []
    marks = ",".join("?" * len(wanted))
    rows = db.execute(
        f"SELECT {COLUMNS} FROM claims c WHERE c.id IN ({marks}) AND c.deleted_at IS NULL",  # noqa: S608 marks only
        wanted,
    ).fetchall()
    found = {row[0]: claim_from(row) for row in rows}
    return [found[claim_id] for claim_id in wanted if claim_id in found]


def matching(db: Connection, guild_id: int, typed: str, limit: int = 25) -> list[Claim]:
    """Return live claims of the guild that fit what was typed so far: a number first, then words, newest first.

    Every word must occur, the last one as a beginning. Nothing typed: the newest claims.
    """
    words = _pieces(typed)
    number = typed.strip().removeprefix("#").strip()
    ids: list[int] = []
    if number.isascii() and number.isdecimal() and len(number) <= len(str(2**62)):
        ids.append(int(number))
    if words:
        words[-1] += " *"
        ids += _fts(db, guild_id, " AND ".join(words), limit)
    elif not typed.strip():
        ids += [
            row[0]
            for row in db.execute(
                "SELECT claim_id FROM listed WHERE guild_id = ? AND tag = '' ORDER BY claim_id DESC LIMIT ?",
                (guild_id, limit),
            ).fetchall()
        ]
    found = by_ids(db, dict.fromkeys(ids))
    return [claim for claim in found if claim.guild_id == guild_id][:limit]


def alike(db: Connection, guild_id: int, text: str, urls: Sequence[str] = ()) -> list[tuple[Claim, float]]:
    """Return live claims of the guild that may be the same, settled ones included, best first, with a score 0..1.

    Candidates share a source URL or rare words. The score is the mean of rapidfuzz's `token_set_ratio` (forgives
    added words) and `token_sort_ratio` (does not), over 100; a common source takes away a fifth of what is left to 1,
    since one report often holds several claims. Equal text scores 1.
    """
    by_url = _by_url(db, guild_id, urls)
    ids = dict.fromkeys([*_same_text(db, guild_id, text), *by_url, *_by_words(db, guild_id, text)])
    plain = " ".join(_words(text))
    scored = []
    for claim in by_ids(db, ids):
        score = likeness(plain, " ".join(_words(claim.text)))
        if claim.id in by_url:
            score += (1 - score) * _SAME_SOURCE
        scored.append((claim, round(score, 3)))
    return sorted(scored, key=lambda pair: (-pair[1], pair[0].id))


def likeness(one: str, other: str) -> float:
    """Return how much alike two plain texts are, 0..1."""
    return float(fuzz.token_set_ratio(one, other) + fuzz.token_sort_ratio(one, other)) / 200


def _same_text(db: Connection, guild_id: int, text: str) -> list[int]:
    rows = db.execute(
        "SELECT id FROM claims WHERE guild_id = ? AND text_key = ? AND deleted_at IS NULL LIMIT 5",
        (guild_id, text_key(text)),
    ).fetchall()
    return [row[0] for row in rows]


def _by_url(db: Connection, guild_id: int, urls: Sequence[str]) -> set[int]:
    found: set[int] = set()
    for url in urls:
        rows = db.execute(
            """SELECT h.claim_id FROM sources s JOIN claim_sources h ON h.source_id = s.id
               JOIN claims c ON c.id = h.claim_id
               WHERE s.url = ? AND c.guild_id = ? AND c.deleted_at IS NULL LIMIT ?""",
            (safe(url), guild_id, _CANDIDATES),
        ).fetchall()
        found.update(row[0] for row in rows)
    return found


def _by_words(db: Connection, guild_id: int, text: str) -> list[int]:
    """Return claims that share the text's rarer words, those that share most of them first.

    A word in few claims says much by itself; of words in many, pairs do. Either way no query brings more than 200, so
    that the cost does not grow with the claims.
    """
    words = sorted(set(_words(text)), key=lambda word: (-len(word), word))[:_MOST_WORDS]
    shared: Counter[int] = Counter()
    common: list[str] = []
    for word in words:
        ids = _fts(db, guild_id, f'"{word}"', _RARE + 1)
        if len(ids) > _RARE:
            common.append(word)
        shared.update(dict.fromkeys(ids, 2))
    for one, other in combinations(common[:_COMMON], 2):
        shared.update(dict.fromkeys(_fts(db, guild_id, f'"{one}" AND "{other}"', _RARE), 1))
    return [claim_id for claim_id, _ in sorted(shared.items(), key=lambda pair: (-pair[1], -pair[0]))[:_CANDIDATES]]


def _fts(db: Connection, guild_id: int, query: str, limit: int) -> list[int]:
    """Return the newest claims of the guild whose text or claimant fits an FTS5 query."""
    rows = db.execute(
        "SELECT rowid FROM claims_fts WHERE claims_fts MATCH ? ORDER BY rowid DESC LIMIT ?",
        (f'guild_word : "g{guild_id}" AND {{text claimant}} : ({query})', limit),
    ).fetchall()
    return [row[0] for row in rows]


def _pieces(typed: str) -> list[str]:
    """Return what is typed as quoted search words; the index itself splits them further where it must."""
    pieces = [piece for piece in safe(typed).replace("\0", " ").split() if any(c.isalnum() for c in piece)]
    return [f'"{piece.replace(chr(34), "")}"' for piece in pieces[:_MAX_WORDS]]


def _words(text: str) -> list[str]:
    """Return the words of a text in lower case, marks included, as the index parts them."""
    kept = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in safe(text).lower())
    return "".join(kept).split()
