"""What is due: oldest first, and hosts take turns, so that one host's many sources never hold up the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import TypeVar

from bot.domain.source import Source
from bot.store.codec import micros
from bot.store.connection import Connection
from bot.store.source_row import COLUMNS, source_from

T = TypeVar("T")
_WINDOW = 4  # rows of the due index read for each source wanted
_LEAST = 256
_MOST = 16_384  # rows of the due index read at most: about 4 ms
_FEW = 4  # of one host; with more than that in the answer it is worth while to look further for others


def due(db: Connection, now: datetime, limit: int) -> list[Source]:
    """Return at most `limit` sources that are due, oldest first with hosts taking turns.

    It reads the due index alone to choose, then the rows chosen. Its cost depends on `limit`, not on how many sources
    there are or are due. A host is given more than a few places only where no other hosts are due, as far as
    the oldest 16,384 due sources show.
    """
    window = min(max(limit * _WINDOW, _LEAST), _MOST)
    while True:
        rows = db.execute(
            """SELECT id, host FROM sources WHERE watched = 1 AND next_check_at <= ?
               ORDER BY next_check_at LIMIT ?""",
            (micros(now), window),
        ).fetchall()
        chosen = take_turns(rows, limit)
        if len(rows) < window or window >= _MOST or not _crowded(rows, chosen):
            return by_ids(db, chosen)
        window = min(window * 4, _MOST)


def by_ids(db: Connection, source_ids: Iterable[int]) -> list[Source]:
    """Return the sources with these ids in the order asked for; unknown ones are left out."""
    wanted = list(source_ids)
    found: dict[int, Source] = {}
    for start in range(0, len(wanted), _PAGE):
        page = wanted[start : start + _PAGE]
        marks = ",".join("?" * _PAGE)
        # Always the same number of marks, so that the statement is prepared once.
        values = page + [None] * (_PAGE - len(page))
        rows = db.execute(f"SELECT {COLUMNS} FROM sources WHERE id IN ({marks})", values).fetchall()  # noqa: S608 marks only
        found.update((row[0], source_from(row)) for row in rows)
    return [found[source_id] for source_id in wanted if source_id in found]


_PAGE = 64


def take_turns(rows: Sequence[tuple[T, str]], limit: int) -> list[T]:
    """Return at most `limit` of the values: the first of each host, then the second of each, and so on."""
    queues: dict[str, list[T]] = {}
    for value, host in rows:
        queues.setdefault(host, []).append(value)
    absent = object()
    chosen: list[T] = []
    for turn in zip_longest(*queues.values(), fillvalue=absent):
        chosen += [value for value in turn if value is not absent]  # type: ignore[misc]
        if len(chosen) >= limit:
            break
    return chosen[:limit]


def _crowded(rows: Sequence[tuple[int, str]], chosen: Sequence[int]) -> bool:
    """Say whether one host takes more than a few of the places."""
    hosts = dict(rows)
    counts: dict[str, int] = {}
    for source_id in chosen:
        host = hosts[source_id]
        counts[host] = counts.get(host, 0) + 1
    return max(counts.values(), default=0) > _FEW
