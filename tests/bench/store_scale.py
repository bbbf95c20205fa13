"""What the store's share of a look costs at 1,000 sources and at 1,000,000: ``python -m tests.bench.store_scale``.

Both databases are filled alike (ten sources a claim, each looked at before, hosts of many sizes, due times that have
nothing to do with where a row lies) and then take turns, round by round, so that what else the machine does falls on
both. A look here is what the scheduler asks of the store: its share of a due query, `load_look`, and the commit, by as
many tasks at once as the scheduler has slots. ``--short`` compares with 50,000; ``--json`` prints figures alone.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.decision import Decision, Snapshot
from bot.domain.gates import GateName, Look
from bot.domain.gates import Path as Gates
from bot.domain.outcome import Outcome
from bot.domain.source import Source
from bot.store import claims, looks, outbox, sources
from bot.store.connection import Connection
from bot.store.database import Database
from tests.bench.measure import resident_mb, spent

NOW = datetime(2026, 2, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SMALL, LARGE, SHORT = 1_000, 1_000_000, 50_000
SLOTS = 64
ROUNDS = 72
MUST = 1.3

_FILL = (
    """WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :claims)
       INSERT INTO claims (guild_id, text, text_key, claimant, tags, created_at, updated_at, review_on)
       SELECT i % 20, 'Model m' || i || ' of maker k' || (i % 997) || ' beats its rivals in test t' || (i % 31),
              printf('%016x', i), 'Maker ' || (i % 997), CASE i % 3 WHEN 0 THEN '["llm"]' ELSE '["llm","base"]' END,
              :now, :now, '2026-05-05' FROM n""",
    """INSERT INTO history (claim_id, at, actor, verb, after) SELECT id, :now, 'ann', 'added', text FROM claims""",
    """WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :sources)
       INSERT INTO sources (id, kind, url, host, next_check_at, event_at, watched, open, etag, last_modified, body_hash,
           fingerprint, text_length, last_outcome, last_look_at, last_good_at, not_modified, look_id)
       SELECT i, 'page', 'https://h' || (i % (1 + :sources / 20)) || '.example/news/articles/' || i,
              'h' || (i % (1 + :sources / 20)) || '.example', :now + (i * 2654435761 % :sources) * :step, :now, 1, 1,
              '"' || hex(randomblob(8)) || '"', 'Wed, 04 Feb 2026 12:00:00 GMT', hex(randomblob(16)),
              hex(randomblob(16)), 4000, 'not_modified', :now - 1, :now - 1, 1, i FROM n""",
    """INSERT INTO claim_sources (claim_id, source_id, role, attached_at, attached_by, owner, attributions, signature)
       SELECT 1 + id % :claims, id, 'coverage', :now, 'ann', host, '["memo"]', zeroblob(512) FROM sources""",
    """INSERT INTO looks (id, source_id, first_at, at, outcome, seconds, gates)
       SELECT id, id, :now - 1, :now - 1, 'not_modified', 0.2, :gates FROM sources""",
)
_TEXT = "A sentence of an article that has no more to say than any other of them. " * 40
_GATES = (
    '[[0,1,"the look was due"],[1,1,"robots.txt allows it"],[2,1,"304, not modified"],'
    '[3,1,"the server says that nothing changed"],[4,0,"yes, nothing changed"],[5]]'
)


def fill(db: Connection, count: int) -> None:
    """Fill every table that a look touches, set-wise: a million sources take about a minute."""
    values = {
        "sources": count,
        "claims": count // 10,
        "now": int(NOW.timestamp() * 1e6),
        "step": int(DAY.total_seconds() * 1e6) // count,
        "gates": _GATES,
    }
    # What this trigger would set row by row is in the rows already.
    (trigger,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'sources_watched'").fetchone()
    db.execute("DROP TRIGGER sources_watched")
    for statement in _FILL:
        db.execute(statement, {name: value for name, value in values.items() if f":{name}" in statement})
    db.execute(trigger)
    # Every source's last looks ended alike, as most do: what is measured is then the same look on either side.
    first = sources.get(db, 1)
    looks.commit(db, unchanged(first, NOW))
    db.execute("UPDATE sources SET look_key = (SELECT look_key FROM sources WHERE id = 1)")


def unchanged(source: Source, at: datetime) -> Decision:
    """Return the decision of a 304."""
    path = Gates()
    path.pass_(GateName.DUE, "the look was due")
    path.pass_(GateName.ROBOTS, "robots.txt allows it")
    path.pass_(GateName.FETCHED, "304, not modified")
    path.pass_(GateName.GOOD_LOOK, "the server says that nothing changed")
    path.stop(GateName.FINGERPRINT, "yes, nothing changed")
    look = Look(source.id, at, Outcome.NOT_MODIFIED, "", 0.2, path.through(GateName.CONFIRMED), {})
    after = replace(
        source,
        last_look_at=at,
        last_good_at=at,
        last_outcome=Outcome.NOT_MODIFIED,
        not_modified=source.not_modified + 1,
        next_check_at=source.next_check_at + DAY,
    )
    return Decision(source, after, look)


async def look_unchanged(side: Side, source: Source) -> None:
    """Take the store's part in a look that was answered with 304: nothing is judged, so nothing is loaded."""
    await side.database.write(lambda db: looks.commit(db, unchanged(source, side.now)))


async def look_changed(side: Side, source: Source) -> None:
    """Take the store's part in a look whose text is new: all that judging needs is loaded, and the text is kept."""
    await side.database.read(lambda db: sources.load_look(db, source, NOW))
    text = f"{_TEXT} {source.id} {side.now}"
    snapshot = Snapshot(f"{source.id} {side.now}", "A title", text)
    decision = replace(unchanged(source, side.now), snapshot=snapshot)
    await side.database.write(lambda db: looks.commit(db, decision))


@dataclass(slots=True)
class Side:
    """One database with its clock and what was measured on it, in microseconds for each call or look."""

    database: Database
    count: int
    now: datetime = NOW
    seen: dict[str, list[float]] = field(default_factory=dict)

    async def looks(self, name: str, look: Callable[[Side, Source], Awaitable[None]]) -> None:
        """Look at the next sources due, by as many tasks as there are slots."""
        self.now += max(DAY * SLOTS / self.count, timedelta(microseconds=1))
        with spent() as cost:
            due = await self.database.read(lambda db: sources.due(db, self.now, SLOTS))
            await asyncio.gather(*(look(self, source) for source in due))
        if len(due) >= SLOTS // 2:  # the first rounds may find fewer due
            self.note(name, cost.wall / len(due))
            self.note(f"{name}, CPU", cost.process / len(due))

    async def call(self, name: str, work: Callable[[Connection], object]) -> None:
        """Measure one read."""

        def timed(db: Connection) -> float:
            began = time.perf_counter()
            work(db)
            return time.perf_counter() - began

        self.note(name, await self.database.read(timed))

    def note(self, name: str, seconds: float) -> None:
        """Keep one measurement."""
        self.seen.setdefault(name, []).append(seconds * 1e6)

    def median(self, name: str) -> float:
        """Return the median in microseconds; the mean would be that of the machine's other work."""
        return statistics.median(self.seen[name])


READS: dict[str, Callable[[Connection, int], object]] = {
    "due query (64)": lambda db, _: sources.due(db, NOW + DAY * 9, SLOTS),
    "load_look": lambda db, n: sources.load_look(db, sources.get(db, 1 + n * 7919 % 1000), NOW),
    "history": lambda db, n: claims.history(db, 1 + n),
    "why": lambda db, n: looks.why(db, 1 + n),
    "list": lambda db, n: claims.list_claims(db, n % 20),
    "list by tag": lambda db, n: claims.list_claims(db, n % 20, tag="base", offset=2),
    "search: a word": lambda db, n: claims.matching(db, n % 20, f"m{n}"),
    "search: a letter": lambda db, n: claims.matching(db, n % 20, "m"),
    "alike": lambda db, n: claims.alike(db, n % 20, f"Model m{n} of maker k{n} beats its rivals"),
    "outbox": lambda db, _: outbox.counts(db),
}


async def measure(small: Side, large: Side) -> None:
    """Let both take turns."""
    for number in range(ROUNDS):
        for side in (small, large) if number % 2 else (large, small):
            await side.looks("look, unchanged", look_unchanged)
            await side.looks("look, changed", look_changed)
            for name, work in READS.items():
                await side.call(name, lambda db, work=work, number=number: work(db, number))  # type: ignore[misc]


async def opened(folder: str, count: int, say: Callable[[str], None]) -> Side:
    """Return a filled database."""
    began = time.perf_counter()
    path = Path(folder) / f"{count}.db"
    database = await Database.open(path, now=NOW)
    await database.write(lambda db: fill(db, count))
    await database.close()
    say(f"{count:,} sources filled in {time.perf_counter() - began:.0f} s, {size(path) / 1e6:,.0f} MB")
    return Side(await Database.open(path, now=NOW), count)


def size(path: Path) -> int:
    """Return the file's size in bytes."""
    return path.stat().st_size


async def compare(large: int, say: Callable[[str], None]) -> dict[str, object]:
    """Return every figure: microseconds at either size and their ratio."""
    with tempfile.TemporaryDirectory(prefix="store-scale-") as folder:
        sides = [await opened(folder, count, say) for count in (SMALL, large)]
        await measure(*sides)
        figures = {
            name: {
                "small_us": round(sides[0].median(name), 1),
                "large_us": round(sides[1].median(name), 1),
                "ratio": round(sides[1].median(name) / sides[0].median(name), 2),
            }
            for name in sides[0].seen
        }
        memory = resident_mb()
        for side in sides:
            await side.database.close()
    cost = max(figures[f"look, {kind}, CPU"]["ratio"] for kind in ("unchanged", "changed"))
    return {"small": SMALL, "large": large, "figures": figures, "resident_mb": round(memory), "reached": cost <= MUST}


def show(result: dict[str, object], say: Callable[[str], None]) -> None:
    """Print the table."""
    figures = result["figures"]
    assert isinstance(figures, dict)
    say(f"{'µs':24} {result['small']:>10,} {result['large']:>10,}  ratio")
    for name, row in figures.items():
        say(f"{name:24} {row['small_us']:>10,.1f} {row['large_us']:>10,.1f}  {row['ratio']:.2f}")
    say(f"resident memory with both open: {result['resident_mb']} MB")
    say(f"cost of a look at most {MUST} times: {'reached' if result['reached'] else 'NOT reached'}")


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line; 1 when the figure is not reached."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.store_scale", description=__doc__)
    parser.add_argument("--short", action="store_true", help=f"{SHORT:,} sources instead of {LARGE:,}: some seconds")
    parser.add_argument("--json", action="store_true", help="figures as one JSON object")
    asked = parser.parse_args(arguments)
    result = asyncio.run(compare(SHORT if asked.short else LARGE, (lambda _: None) if asked.json else _out))
    if asked.json:
        _out(json.dumps(result))
    else:
        show(result, _out)
    return 0 if result["reached"] else 1


def _out(line: str) -> None:
    print(line, flush=True)  # noqa: T201 this is a program


if __name__ == "__main__":
    sys.exit(main())
