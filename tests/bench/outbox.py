"""How long a change takes to the outbox, once its source is due: ``python -m tests.bench.outbox``.

The service runs as shipped, by the real clock, with a short wait for confirmation. Sources become due at different
points between two ticks; the time is from a source's due time to its row in the outbox, less the wait.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.app.building import App
from bot.app.listing import utc_now
from bot.app.service import serve
from bot.store import sources
from tests.bench.cycle import watching
from tests.bench.site import RunningSite, running_site

WAIT = timedelta(seconds=1)
SPREAD = 0.37  # seconds between due times
_PATIENCE = 60.0
_LOOKED_AT = "SELECT count(*) FROM sources WHERE last_good_at IS NOT NULL"
FOUND = """SELECT DISTINCT o.claim_id FROM outbox o JOIN notices n ON n.id = o.notice_id
    WHERE n.finding_id IS NOT NULL"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds from due to the outbox less the wait for confirmation: the middle one and the longest."""

    changes: int
    tick_s: float
    median_s: float
    longest_s: float


async def first_looks(app: App, pages: int) -> None:
    """Wait until every source was looked at once, by the service itself."""
    looked_at = 0
    async with asyncio.timeout(_PATIENCE):
        while looked_at < pages:
            await asyncio.sleep(0.1)
            looked_at = await app.database.read(lambda db: db.execute(_LOOKED_AT).fetchone()[0])


async def make_due(app: App, pages: int) -> dict[int, datetime]:
    """Make the sources due one after the other, soon; return when, by claim id."""
    began = utc_now() + timedelta(seconds=0.2)
    due = {number + 1: began + timedelta(seconds=SPREAD * number) for number in range(pages)}
    for claim_id, at in due.items():
        await app.database.write(
            lambda db, n=claim_id, at=at: sources.hasten(db, n, utc_now(), within=at - utc_now())  # type: ignore[misc]
        )
    return due


async def seen_in_outbox(app: App, pages: int) -> dict[int, datetime]:
    """Return when each claim's row was first there, to a fiftieth of a second."""
    seen: dict[int, datetime] = {}
    async with asyncio.timeout(_PATIENCE):
        while len(seen) < pages:
            rows = await app.database.read(lambda db: db.execute(FOUND).fetchall())
            for (claim_id,) in rows:
                seen.setdefault(claim_id, utc_now())
            await asyncio.sleep(0.02)
    return seen


async def _delays(site: RunningSite, folder: Path) -> tuple[float, list[float]]:
    async with watching(site, folder, now=utc_now, confirm=WAIT) as app, serve(app, [], edits=False):
        await first_looks(app, site.pages)
        site.tell("edit")
        due = await make_due(app, site.pages)
        seen = await seen_in_outbox(app, site.pages)
        tick = app.settings.config.recheck.tick.total_seconds()
        return tick, sorted((seen[number] - due[number] - WAIT).total_seconds() for number in due)


def measured(pages: int) -> Figures:
    """Change so many pages and return the figures."""
    with running_site(pages) as site, tempfile.TemporaryDirectory(prefix="outbox-") as folder:
        tick, delays = asyncio.run(_delays(site, Path(folder)))
    return Figures(pages, tick, round(delays[len(delays) // 2], 2), round(delays[-1], 2))


def main(arguments: list[str]) -> None:
    """Print the figures, one on a line or as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.outbox", description=__doc__)
    parser.add_argument("--pages", type=int, default=12)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    result = asdict(measured(asked.pages))
    lines = json.dumps(result) if asked.json else "\n".join(f"{name:12} {value}" for name, value in result.items())
    print(lines)  # noqa: T201  this is a program


if __name__ == "__main__":
    main(sys.argv[1:])
