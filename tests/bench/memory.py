"""Memory with 100,000 claims and 100,000 sources, idle after a cycle: ``python -m tests.bench.memory``.

The database is filled by statements over whole tables; then `run` is started on it, as people start it, and looks at
some hundred pages of a loopback site whose claims are among the others: once, and once more after they changed. Counted
are its process and all that belong to it (the one that reads pages, and the one that such are born of): resident
memory (RSS), which counts a page once for each process that holds it, and proportional (PSS), which counts it once.
Busy is right after the last look, the stance model loaded; idle when the process that reads pages was let go, for which
the bench waits less long than the shipped configuration does.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.app.listing import utc_now
from bot.folders import shipped
from bot.store.connection import Connection
from bot.store.database import Database
from bot.text.stance.judge import FULL, LIGHT, extra_installed
from tests.bench import store_scale
from tests.bench.measure import Memory, descendants, memory_of
from tests.bench.site import LOOPBACK, RunningSite, claim_of, running_site

COUNT = 100_000
LOOKED_AT = 200  # twice that is less than after what a worker is replaced, with a model that may not be loaded yet
IDLE = 10  # seconds after the last look

_CLAIMS = """WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :more)
    INSERT INTO claims (guild_id, text, text_key, claimant, created_at, updated_at, review_on)
    SELECT i % 20, 'Model x' || i || ' of maker k' || (i % 997) || ' is faster than all others', printf('%016x', -i),
           'Maker ' || (i % 997), :now, :now, '2027-05-05' FROM n"""
_HANG = """INSERT INTO claim_sources (claim_id, source_id, role, attached_at, attached_by)
    SELECT id, 1 + id % :sources, 'origin', :now, 'ann' FROM claims WHERE id > :old"""
_PAGE = """UPDATE sources SET url = ?, host = ?, next_check_at = ?, etag = '', last_modified = '', body_hash = '',
    fingerprint = '', last_outcome = NULL, last_look_at = NULL, last_good_at = NULL, look_id = NULL WHERE id = ?"""
_CLAIM = """INSERT INTO claims (id, guild_id, text, text_key, claimant, created_at, updated_at, review_on)
    VALUES (?, 1, ?, ?, ?, ?, ?, '2027-05-05')"""
_HANG_PAGE = """INSERT INTO claim_sources (claim_id, source_id, role, attached_at, attached_by)
    VALUES (?, ?, 'origin', ?, 'ann')"""
_DUE = "UPDATE sources SET next_check_at = ? WHERE id <= ?"
_LEFT = "SELECT count(*) FROM sources WHERE id <= ? AND coalesce(last_look_at, 0) < ?"
_LOOKS = "SELECT last_outcome, count(*) FROM sources WHERE id <= ? GROUP BY 1"


@dataclass(frozen=True, slots=True)
class Figures:
    """Megabytes, of the bot's own process and of all, idle and busy. `stance` is the model that judged."""

    claims: int
    sources: int
    looked_at: int
    stance: str
    own_rss_mb: float
    own_pss_mb: float
    all_rss_mb: float
    all_pss_mb: float
    busy_rss_mb: float
    busy_pss_mb: float


def fill(db: Connection, site: RunningSite, count: int, now: int) -> None:
    """Fill the tables; the first sources are the site's pages, due now, all others much later."""
    store_scale.fill(db, count)
    (old,) = db.execute("SELECT max(id) FROM claims").fetchone()
    db.execute(_CLAIMS, {"more": count - old - site.pages, "now": now})
    db.execute(_HANG, {"sources": count, "old": old, "now": now})
    db.execute("UPDATE sources SET next_check_at = ?", (now + 10**15,))
    for number in range(site.pages):
        source, claim = number + 1, count - number
        db.execute(_PAGE, (site.url(number), f"{site.host(number)}:{site.port}", now - 1, source))
        db.execute(_CLAIM, (claim, claim_of(number), f"page {number}", f"Firm {number}", now, now))
        db.execute(_HANG_PAGE, (claim, source, now))


async def filled(path: Path, site: RunningSite, count: int) -> None:
    """Make the database."""
    database = await Database.open(path, now=utc_now())
    await database.write(lambda db: fill(db, site, count, _micros()))
    await database.close()


def configured(folder: Path, site: RunningSite) -> Path:
    """Return a folder with the shipped configuration in which the site may be asked."""
    config = folder / "config"
    shutil.copytree(shipped("config"), config)
    hosts = ", ".join(f'"{site.host(number)}" = "{LOOPBACK}"' for number in range(site.pages))
    (config / "claimwatch.toml").write_text(
        f'[net]\nallowed_networks = ["{LOOPBACK}/32"]\nallowed_ports = [{site.port}]\nhosts = {{ {hosts} }}\n'
        f'[text]\nidle = "{IDLE}s"\n'
    )
    return config


@contextmanager
def running(path: Path, config: Path) -> Iterator[int]:
    """Run the program on this database; gives its process id."""
    command = [sys.executable, "-m", "bot", "run", "--no-discord", "--no-seed", "--json"]
    place = ["--db", str(path), "--config", str(config)]
    with subprocess.Popen([*command, *place], stdout=subprocess.DEVNULL) as program:
        try:
            yield program.pid
        finally:
            program.send_signal(signal.SIGTERM)
            program.wait(60)


def looked_at(path: Path, pages: int) -> None:
    """Make the pages due, and wait until each was looked at."""
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as db:
        began = _micros()
        db.execute(_DUE, (began, pages))
        while db.execute(_LEFT, (pages, began)).fetchone()[0]:
            time.sleep(0.2)
        outcomes = dict(db.execute(_LOOKS, (pages,)))
    assert outcomes == {"ok": pages}, outcomes


def measured(count: int, pages: int) -> Figures:
    """Fill, look twice, be idle, measure."""
    with running_site(pages) as site, tempfile.TemporaryDirectory(prefix="memory-") as name:
        path = Path(name) / "bench.db"
        asyncio.run(filled(path, site, count))
        with running(path, configured(Path(name), site)) as pid:
            looked_at(path, pages)
            site.tell("edit")
            looked_at(path, pages)
            busy = whole(pid)
            time.sleep(IDLE + 5)
            own, idle = memory_of(pid), whole(pid)
    return Figures(
        claims=count,
        sources=count,
        looked_at=pages,
        stance=FULL if extra_installed() else LIGHT,
        own_rss_mb=round(own.resident, 1),
        own_pss_mb=round(own.proportional, 1),
        all_rss_mb=round(idle.resident, 1),
        all_pss_mb=round(idle.proportional, 1),
        busy_rss_mb=round(busy.resident, 1),
        busy_pss_mb=round(busy.proportional, 1),
    )


def whole(pid: int) -> Memory:
    """Return the memory of a process and all that descend from it."""
    each = [memory_of(one) for one in (pid, *descendants(of=pid))]
    return Memory(sum(one.resident for one in each), sum(one.proportional for one in each))


def _micros() -> int:
    return int(utc_now().timestamp() * 1e6)


def main(arguments: list[str]) -> None:
    """Print the figures, one on a line or as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.memory", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--pages", type=int, default=LOOKED_AT)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    result = asdict(measured(asked.count, asked.pages))
    lines = json.dumps(result) if asked.json else "\n".join(f"{name:24} {value}" for name, value in result.items())
    print(lines)  # noqa: T201  this is a program


if __name__ == "__main__":
    main(sys.argv[1:])
