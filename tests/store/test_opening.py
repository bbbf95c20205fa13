"""A database is opened, made, migrated after a backup, or refused with a sentence and left as it is."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import StoreBusy, StoreError, StoreNewer, StoreReadOnly, StoreUnreadable
from bot.store import claims, sources
from bot.store.connection import Connection
from bot.store.database import Database
from bot.store.migrations import APPLICATION_ID, Step, steps
from tests.store.build import NOW, add_claim

Damage = Callable[[Path], None]


async def filled(path: Path, texts: int = 1, **more: object) -> None:
    database = await Database.open(path, now=NOW, **more)  # type: ignore[arg-type]

    def work(db: Connection) -> None:
        for number in range(texts):
            add_claim(db, f"Guava beats rival {number} {'at length ' * 20}")

    await database.write(work)
    await database.close()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def size(path: Path) -> int:
    return path.stat().st_size


def sqlite(path: Path, *statements: str) -> None:
    db = sqlite3.connect(path)
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


async def test_a_new_database_is_ours_strict_and_in_wal_mode(path: Path) -> None:
    database = await Database.open(path, now=NOW)

    def read(db: Connection) -> tuple[int, int, str]:
        return (
            db.execute("PRAGMA application_id").fetchone()[0],
            db.execute("PRAGMA user_version").fetchone()[0],
            db.execute("PRAGMA journal_mode").fetchone()[0],
        )

    assert await database.read(read) == (APPLICATION_ID, len(steps()), "wal")
    settings = await database.write(
        lambda db: [
            db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("foreign_keys", "synchronous", "busy_timeout")
        ]
    )
    assert settings == [1, 1, 5000]
    loose = await database.read(
        lambda db: db.execute(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%' "
            "AND name NOT LIKE '_sqlite_%'"
        ).fetchall()
    )
    assert loose == []
    assert database.backup is None
    await database.close()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


async def test_it_makes_the_folder(tmp_path: Path) -> None:
    await filled(tmp_path / "a" / "b c#?%" / "d.db")
    assert (tmp_path / "a" / "b c#?%" / "d.db").stat().st_size > 0


async def test_an_old_one_is_backed_up_and_migrated(path: Path) -> None:
    old = steps()
    await filled(path, known=old)
    more = (*old, Step("9001_more", "CREATE TABLE more (\n  id INTEGER PRIMARY KEY\n) STRICT;\n-- the end"))
    database = await Database.open(path, now=NOW, known=more)
    assert await database.read(lambda db: db.execute("SELECT count(*) FROM more").fetchone()[0]) == 0
    assert len(await database.read(lambda db: claims.matching(db, 1, "guava"))) == 1
    assert database.backup == path.with_name(f"claimwatch.backup-v{len(steps())}-20260204T120000.db")
    await database.close()
    kept = await Database.open(database.backup, now=NOW, known=old)
    assert len(await kept.read(lambda db: claims.matching(db, 1, "guava"))) == 1
    await kept.close()
    again = await Database.open(path, now=NOW, known=more)
    assert again.backup is None
    await again.close()


async def test_a_pace_that_was_the_source_s_becomes_its_claims(path: Path) -> None:
    old = await Database.open(path, now=NOW, known=steps()[:3])

    def fill(db: Connection) -> None:
        claim = add_claim(db)
        db.execute(
            """INSERT INTO sources (id, kind, url, host, next_check_at, event_at, every)
               VALUES (1, 'page', 'https://a.example/', '', 0, 0, 3600000000)"""
        )
        db.execute(
            "INSERT INTO claim_sources VALUES (?, 1, 'origin', 0, 'ann', NULL, 1, NULL, NULL, NULL, NULL)", [claim.id]
        )

    await old.write(fill)
    await old.close()
    database = await Database.open(path, now=NOW)
    source = await database.read(lambda db: sources.get(db, 1))
    assert (source.every, source.usual) == (timedelta(hours=1), False)
    await database.write(lambda db: sources.set_every(db, 1, 1, timedelta(hours=2), now=NOW))
    assert (await database.read(lambda db: sources.get(db, 1))).every == timedelta(hours=2)
    await database.close()


async def test_a_migration_that_fails_changes_nothing(path: Path) -> None:
    await filled(path)
    before = digest(path)
    bad = (
        *steps(),
        Step("9001_good", "CREATE TABLE more (id INTEGER);"),
        Step("9002_bad", "CREATE TABLE claims (id);"),
    )
    with pytest.raises(sqlite3.OperationalError):
        await Database.open(path, now=NOW, known=bad)
    assert digest(path) == before
    assert digest(path.with_name(f"claimwatch.backup-v{len(steps())}-20260204T120000.db")) != ""
    await filled(path)


def test_steps_are_numbered_without_gaps() -> None:
    assert [int(step.name[:4]) for step in steps()] == list(range(1, len(steps()) + 1))


def a_text(path: Path) -> None:
    path.write_text("Guava beats its rivals, and this is no database. " * 20)


def a_short_text(path: Path) -> None:
    path.write_text("x")


def another_program(path: Path) -> None:
    path.unlink()
    sqlite(path, "CREATE TABLE songs (id INTEGER)", "INSERT INTO songs VALUES (1)")


def another_program_with_an_id(path: Path) -> None:
    path.unlink()
    sqlite(path, "PRAGMA application_id = 7", "CREATE TABLE songs (id INTEGER)")


def another_program_with_versions(path: Path) -> None:
    path.unlink()
    sqlite(path, "PRAGMA user_version = 2", "CREATE TABLE songs (id INTEGER)")


def cut_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size * 2 // 3)


def overwritten(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 2 * 4096))


def one_page_overwritten(path: Path) -> None:
    """Only a page that holds rows: found by the check of every page."""
    with path.open("r+b") as file:
        at = path.read_bytes().rfind(b"at length")
        file.seek(at // 4096 * 4096)
        file.write(b"\x00" * 200)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def a_journal_without_its_database(path: Path) -> None:
    path.write_bytes(b"")
    path.with_name(path.name + "-wal").write_bytes(b"something that was not folded in")


@pytest.mark.parametrize(
    "damage",
    [
        a_text,
        a_short_text,
        another_program,
        another_program_with_an_id,
        another_program_with_versions,
        cut_short,
        overwritten,
        one_page_overwritten,
        a_folder,
        a_journal_without_its_database,
    ],
)
async def test_what_can_not_be_read_is_refused_and_left_alone(path: Path, damage: Damage) -> None:
    await filled(path, texts=40)
    damage(path)
    before = digest(path)
    with pytest.raises(StoreUnreadable) as refused:
        await Database.open(path, now=NOW)
    assert path.name in refused.value.user_message
    assert "left untouched" in refused.value.user_message
    assert str(path.parent) not in refused.value.user_message
    assert digest(path) == before


async def test_a_newer_one_is_refused_and_left_alone(path: Path) -> None:
    newer = (*steps(), Step("9001_more", "CREATE TABLE more (id INTEGER);"))
    await filled(path, known=newer)
    before = digest(path)
    with pytest.raises(StoreNewer, match="Update ClaimWatch"):
        await Database.open(path, now=NOW)
    assert digest(path) == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


async def test_a_newer_one_is_known_from_its_journal_too(path: Path) -> None:
    """The new version stands in the journal alone until it is folded into the file."""
    await filled(path)
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA wal_autocheckpoint = 0")
    writer.execute(f"PRAGMA user_version = {len(steps()) + 1}")
    with pytest.raises(StoreNewer):
        await Database.open(path, now=NOW)
    writer.close()


async def test_an_empty_file_becomes_a_database(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT))
    await filled(path)
    assert size(path) > 0


async def test_a_start_that_was_cut_off_is_taken_up(path: Path) -> None:
    """A file in WAL mode without a table: the process died before the first migration was committed."""
    sqlite(path, "PRAGMA journal_mode = wal")
    assert size(path) > 0
    await filled(path)


async def test_a_locked_one_is_said_to_be_locked(path: Path) -> None:
    await filled(path)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy, match="locked by another program"):
        await Database.open(path, now=NOW, patience=0.1)
    holder.execute("ROLLBACK")
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreBusy):
        await Database.open(path, now=NOW, patience=0.1)
    holder.close()
    await filled(path)


async def test_a_lock_taken_later_is_said_and_passes(path: Path) -> None:
    database = await Database.open(path, now=NOW, patience=0.1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy):
        await database.write(add_claim)
    assert await database.read(lambda db: claims.list_claims(db, 1)) == ([], 0)
    holder.close()
    assert (await database.write(add_claim)).id == 1
    await database.close()


async def test_a_place_where_nothing_can_be_written_is_said() -> None:
    with pytest.raises(StoreReadOnly, match=r"[Cc]hoose another place"):
        await Database.open(Path("/proc/claimwatch.db"), now=NOW)
    with pytest.raises(StoreReadOnly):
        await Database.open(Path("/proc/none/claimwatch.db"), now=NOW)


OPEN_AS_NOBODY = """
import asyncio, os, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.errors import StoreError
from bot.store.database import Database
async def open_once(path):
    await (await Database.open(Path(path), now=datetime.now(UTC))).close()
asyncio.run(open_once(sys.argv[2]))  # loads all that nobody may not read
if os.getuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
try:
    asyncio.run(open_once(sys.argv[1]))
except StoreError as error:
    print(type(error).__name__, error.user_message)
"""


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o755), (0o666, 0o555), (0o000, 0o755)])
def test_a_file_or_folder_without_write_access_is_said(
    path: Path, tmp_path: Path, file_mode: int, folder_mode: int
) -> None:
    asyncio.run(filled(path))
    before = digest(path)
    closed = tmp_path / "closed"
    closed.mkdir()
    path = path.rename(closed / path.name)
    for folder in list(path.parents)[1:4]:  # so that another user gets there at all
        folder.chmod(0o755)
    path.chmod(file_mode)
    closed.chmod(folder_mode)
    command = [sys.executable, "-c", OPEN_AS_NOBODY, str(path), str(tmp_path / "scratch.db")]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        closed.chmod(0o755)
        path.chmod(0o644)
    assert done.stdout.startswith("StoreReadOnly"), done.stdout + done.stderr
    assert digest(path) == before


async def test_two_that_open_at_once_both_get_it(path: Path) -> None:
    opened = await asyncio.gather(*(Database.open(path, now=NOW) for _ in range(4)))
    for database in opened:
        await database.write(add_claim)
        await database.close()
    last = await Database.open(path, now=NOW)
    assert (await last.read(lambda db: claims.list_claims(db, 1)))[1] == len(opened)
    await last.close()


def test_every_refusal_is_one_error_to_callers() -> None:
    assert all(issubclass(kind, StoreError) for kind in (StoreNewer, StoreUnreadable, StoreReadOnly, StoreBusy))
