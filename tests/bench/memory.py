"""Resident memory with 100,000 claims and 100,000 sources, idle after a cycle: ``python -m tests.bench.memory``.

Run it as a process of its own. The database is filled by statements over whole tables; some hundred sources are
pages of a loopback site, looked at twice. The Discord side is imported, as in a running bot. Counted is this process,
and beside it all that belong to it (the process that reads pages and its parent), each with its share of common pages.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

import bot.commands.client  # noqa: F401  a running bot holds it in memory
from bot.app.building import build
from bot.config import shipped
from bot.store.connection import Connection
from bot.store.database import Database
from tests.bench import store_scale
from tests.bench.cycle import Clock, bench_settings, cycle
from tests.bench.measure import descendants, proportional_mb, resident_mb, spent
from tests.bench.site import RunningSite, running_site

COUNT = 100_000
LOOKED_AT = 300

_CLAIMS = """WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :more)
    INSERT INTO claims (guild_id, text, text_key, claimant, created_at, updated_at, review_on)
    SELECT i % 20, 'Model x' || i || ' of maker k' || (i % 997) || ' is faster than all others', printf('%016x', -i),
           'Maker ' || (i % 997), :now, :now, '2027-05-05' FROM n"""
_HANG = """INSERT INTO claim_sources (claim_id, source_id, role, attached_at, attached_by)
    SELECT id, 1 + id % :sources, 'origin', :now, 'ann' FROM claims WHERE id > :old"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Megabytes, proportional where processes share pages, after the cycles and before."""

    claims: int
    sources: int
    looked_at: int
    built_mb: float
    idle_mb: float
    idle_with_children_mb: float
    claim_list_ms: float


def fill(db: Connection, site: RunningSite, count: int, now: int) -> None:
    """Fill the tables; the first sources are the site's pages, due now, all others much later."""
    store_scale.fill(db, count)
    (old,) = db.execute("SELECT max(id) FROM claims").fetchone()
    db.execute(_CLAIMS, {"more": count - old, "now": now})
    db.execute(_HANG, {"sources": count, "old": old, "now": now})
    db.execute("UPDATE sources SET next_check_at = ?", (now + 10**15,))
    for number in range(site.pages):
        db.execute(
            """UPDATE sources SET url = ?, host = ?, next_check_at = ?, etag = '', last_modified = '', body_hash = '',
               fingerprint = '', last_outcome = NULL, last_look_at = NULL, last_good_at = NULL, look_id = NULL
               WHERE id = ?""",
            (site.url(number), f"{site.host(number)}:{site.port}", now - 1, number + 1),
        )


async def measured(count: int, pages: int) -> Figures:
    """Fill, look twice, be idle, measure."""
    clock = Clock()
    with running_site(pages) as site, tempfile.TemporaryDirectory(prefix="memory-") as folder:
        path = Path(folder) / "bench.db"
        database = await Database.open(path, now=clock.now())
        micros = int(clock.now().timestamp() * 1e6)
        await database.write(lambda db: fill(db, site, count, micros))
        await database.close()
        async with build(shipped("config"), bench_settings(site), path, now=clock.now) as app:
            built = resident_mb()
            for _ in range(2):
                await cycle(app, clock, timedelta(days=2), site)
            with spent() as listing:
                page = await app.watchlist.listing(0, page=3)
            assert page.claims
            await asyncio.sleep(1)
            gc.collect()
            others = sum(proportional_mb(pid) for pid in descendants([site.pid]))
            return Figures(
                claims=count,
                sources=count,
                looked_at=pages,
                built_mb=round(built, 1),
                idle_mb=round(resident_mb(), 1),
                idle_with_children_mb=round(proportional_mb(os.getpid()) + others, 1),
                claim_list_ms=round(listing.wall * 1000, 1),
            )


def main(arguments: list[str]) -> None:
    """Print the figures, one on a line or as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.memory", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--pages", type=int, default=LOOKED_AT)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    result = asdict(asyncio.run(measured(asked.count, asked.pages)))
    lines = json.dumps(result) if asked.json else "\n".join(f"{name:24} {value}" for name, value in result.items())
    print(lines)  # noqa: T201  this is a program


if __name__ == "__main__":
    main(sys.argv[1:])
