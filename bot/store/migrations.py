"""Numbered steps from an empty file to today's tables. Append only: a step that was published is never edited.

`PRAGMA user_version` counts the steps applied, `PRAGMA application_id` says that the file is ours. All pending steps
run in one transaction; a file that held data before is first copied beside itself.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import Path

from bot.store.connection import Connection
from bot.store.lean import sqlite_utils

APPLICATION_ID = 0x436C6157  # "ClaW"


@dataclass(frozen=True, slots=True)
class Step:
    """One migration: its number is its place in the list, `sql` any number of statements."""

    name: str
    sql: str


def steps() -> tuple[Step, ...]:
    """Return all steps, oldest first, as kept in `bot/store/schema/`."""
    folder = resources.files("bot.store") / "schema"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return tuple(Step(file.name.removesuffix(".sql"), file.read_text(encoding="utf-8")) for file in files)


def version(db: Connection) -> int:
    """Return how many steps the file has seen."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: Connection, path: Path, todo: Sequence[Step], *, now: datetime) -> Path | None:
    """Bring the file up to date, all or nothing; return where the backup lies if one was made.

    Two processes may try at once: the second waits and finds nothing to do.
    """
    before = version(db)
    if before >= len(todo):
        return None
    backup = _back_up(db, path, before, now) if before else None
    db.execute("BEGIN IMMEDIATE")
    try:
        if version(db) < len(todo):
            _apply(db, todo)
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise
    return backup


def statements(sql: str) -> Iterator[str]:
    """Yield a script's statements, each of which ends at the end of a line.

    (`executescript` would end the transaction, and sqlite-utils' own splitting takes a third of a second here.)
    """
    lines: list[str] = []
    for line in sql.splitlines():
        lines.append(line)
        if line.rstrip().endswith(";") and sqlite3.complete_statement("\n".join(lines)):
            yield "\n".join(lines)
            lines = []
    assert not any(line.strip() and not line.lstrip().startswith("--") for line in lines), "a statement has no end"


def _apply(db: Connection, todo: Sequence[Step]) -> None:
    """Run the pending steps inside the open transaction; sqlite-utils records each by its name."""
    migrations = sqlite_utils.Migrations("claimwatch")
    for step in todo:

        def run(inner: sqlite_utils.Database, sql: str = step.sql) -> None:
            for statement in statements(sql):
                inner.execute(statement)

        migrations(name=step.name)(run)
    migrations.apply(db)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {len(todo)}")


def _back_up(db: Connection, path: Path, before: int, now: datetime) -> Path:
    """Copy the database as it is into one file beside it; a copy that fails leaves nothing behind."""
    backup = path.with_name(f"{path.stem}.backup-v{before}-{now:%Y%m%dT%H%M%S}{path.suffix}")
    part = backup.with_name(f"{backup.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        db.execute("VACUUM INTO ?", [str(part)])
        if _kept_version(part) == before:  # else another process migrated meanwhile, and made its own backup
            part.replace(backup)
    finally:
        part.unlink(missing_ok=True)
    return backup


def _kept_version(path: Path) -> int:
    with path.open("rb") as file:
        return int.from_bytes(file.read(64)[60:64])
