"""What was committed stays, whatever happens: killed processes, full disks, two at once, cancelled callers."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
import threading
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from bot.errors import StoreFull, StoreReadOnly
from bot.store import claims, outbox
from bot.store.connection import Connection
from bot.store.database import Database
from tests.store.build import NOW, add_claim, plain_notice, watched_page

ROOT = Path(__file__).parents[2]


async def start(path: Path, first: int = 0, count: int = 100_000, *more: int) -> Process:
    arguments = [str(path), str(first), str(count), *map(str, more)]
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.store.crasher", *arguments, stdout=PIPE, cwd=ROOT
    )


def numbers(lines: bytes) -> set[int]:
    return {int(line) for line in lines.split(b"\n")[:-1] if line.isdigit()}


def whole(path: Path) -> tuple[set[int], int, int]:
    """Return the claims' numbers, how many claims and how many outbox rows; the file must be sound."""
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert db.execute("INSERT INTO claims_fts (claims_fts) VALUES ('integrity-check')").rowcount
    texts = [row[0] for row in db.execute("SELECT text FROM claims")]
    counted = db.execute("SELECT sum(n) FROM listed_counts WHERE tag = 'a'").fetchone()[0]
    (rows,) = db.execute("SELECT count(*) FROM outbox").fetchone()
    db.rollback()
    db.close()
    assert len(texts) == (counted or 0)
    return {int(text.split()[1]) for text in texts}, len(texts), rows


@pytest.mark.parametrize("after", [1, 40, 200])
async def test_a_killed_process_loses_and_doubles_nothing(path: Path, after: int) -> None:
    first = await start(path)
    assert first.stdout is not None
    promised = b""
    while promised.count(b"\n") < after:
        promised += await first.stdout.read(64)
    first.send_signal(signal.SIGKILL)
    promised += await first.stdout.read()
    await first.wait()
    database = await Database.open(path, now=NOW)
    await database.close()
    kept, count, rows = whole(path)
    assert numbers(promised) <= kept
    assert len(kept) == count == rows  # a claim and its notice came together or not at all


async def test_two_processes_write_beside_each_other(path: Path) -> None:
    both = [await start(path, 0, 96), await start(path, 1000, 96)]
    ended = await asyncio.gather(*(process.communicate() for process in both))
    kept, count, _ = whole(path)
    assert kept == numbers(ended[0][0]) | numbers(ended[1][0])
    assert count == len(kept) == 192


async def test_a_full_disk_is_said_and_loses_nothing(path: Path) -> None:
    process = await start(path, 0, 100_000, 600_000)
    output, _ = await process.communicate()
    assert process.returncode == 0
    assert b"StoreFull No space is left for the database claimwatch.db." in output
    kept, count, rows = whole(path)
    assert numbers(output) <= kept
    assert len(kept) == count == rows


async def test_a_full_database_goes_on_once_there_is_room(path: Path) -> None:
    database = await Database.open(path, now=NOW)

    def limit(db: Connection, pages: int) -> None:
        db.execute(f"PRAGMA max_page_count = {pages}")

    def fill(db: Connection) -> None:
        for number in range(400):
            add_claim(db, f"claim {number} {'with many words ' * 50}")

    await database.write(lambda db: limit(db, db.execute("PRAGMA page_count").fetchone()[0] + 20))
    small = database.write(add_claim)
    with pytest.raises(StoreFull):
        await database.write(fill)
    await small
    assert (await database.read(lambda db: claims.list_claims(db, 1)))[1] == 1
    await database.write(lambda db: limit(db, 1_000_000))
    await database.write(fill)
    assert (await database.read(lambda db: claims.list_claims(db, 1)))[1] == 401
    await database.close()


async def test_a_job_that_fails_undoes_itself_alone(database: Database) -> None:
    def bad(db: Connection) -> None:
        add_claim(db, "this is undone")
        raise ValueError("on purpose")

    jobs = [database.write(job) for job in (add_claim, bad, add_claim, bad, add_claim)]
    results = await asyncio.gather(*jobs, return_exceptions=True)
    assert [isinstance(result, ValueError) for result in results] == [False, True, False, True, False]
    found, total = await database.read(lambda db: claims.list_claims(db, 1))
    assert total == 3
    assert {claim.text for claim in found} == {"Guava beats its rivals"}


async def test_nobody_waits_for_ever(database: Database) -> None:
    with pytest.raises(RuntimeError):
        await asyncio.wait_for(database.write(lambda _: next(iter(()))), 5)
    with pytest.raises(RuntimeError):
        await asyncio.wait_for(database.read(lambda _: next(iter(()))), 5)


async def test_a_cancelled_caller_does_not_cancel_the_write(database: Database) -> None:
    task = asyncio.create_task(database.write(add_claim))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await database.write(lambda db: claims.list_claims(db, 1)))[1] == 1


async def test_a_closed_database_says_so(path: Path) -> None:
    database = await Database.open(path, now=NOW)
    late = asyncio.create_task(database.write(add_claim))
    await asyncio.sleep(0)
    await database.close()
    await database.close()
    assert (await late).id == 1
    with pytest.raises(RuntimeError, match="closed"):
        await database.write(add_claim)


async def test_a_read_sees_one_moment_and_can_not_write(database: Database) -> None:
    begun, written = threading.Event(), threading.Event()

    def slow(db: Connection) -> tuple[int, int]:
        before = claims.list_claims(db, 1)[1]
        begun.set()
        written.wait(5)
        return before, claims.list_claims(db, 1)[1]

    reading = asyncio.create_task(database.read(slow))
    await asyncio.to_thread(begun.wait, 5)
    await database.write(add_claim)
    written.set()
    assert await reading == (0, 0)
    assert (await database.read(lambda db: claims.list_claims(db, 1)))[1] == 1
    with pytest.raises(StoreReadOnly):
        await database.read(add_claim)


async def test_rows_that_a_dead_process_was_sending_are_given_again(path: Path) -> None:
    """Real processes: one takes the rows and is killed, the next gets them marked; a living one's are left to it."""
    database = await Database.open(path, now=NOW)

    def fill(db: Connection) -> None:
        claim, _ = watched_page(db)
        outbox.put(db, plain_notice(claim))

    await database.write(fill)
    code = (
        "import asyncio, sys; from pathlib import Path; from bot.store.database import Database;"
        "from bot.store import outbox; from tests.store.build import NOW\n"
        "async def main():\n"
        "    db = await Database.open(Path(sys.argv[1]), now=NOW)\n"
        "    print(len(await db.write(lambda c: outbox.claim_batch(c, NOW, 9))), flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())"
    )
    other = await asyncio.create_subprocess_exec(sys.executable, "-c", code, str(path), stdout=PIPE, cwd=ROOT)
    assert other.stdout is not None
    assert await other.stdout.readline() == b"1\n"
    assert await database.write(lambda db: outbox.claim_batch(db, NOW, 9)) == []
    os.kill(other.pid, signal.SIGKILL)
    await other.wait()
    (row,) = await database.write(lambda db: outbox.claim_batch(db, NOW, 9))
    assert (row.again, row.attempts) == (True, 2)
    assert await database.write(lambda db: outbox.claim_batch(db, NOW, 9)) == []
    await database.close()
