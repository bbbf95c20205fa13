"""A connection to our database, its settings, and SQLite's errors in our words."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StoreBusy, StoreError, StoreFull, StoreReadOnly, StoreUnreadable
from bot.store.lean import sqlite_utils

_STATEMENTS = 512  # prepared statements kept; the hot path uses about 60
_READ_CACHE_KB = 12_288  # the inner pages of a million sources' indexes take some 10 MB
_WRITE_CACHE_KB = 24_576
_WAL_PAGES = 4_000  # 16 MB between checkpoints: many looks touch the same pages


class Connection(sqlite_utils.Database):
    """A `sqlite_utils.Database` that knows which process it belongs to (`owner`: process id and a random part)."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        super().__init__(conn)
        self.owner = f"{os.getpid()}:{secrets.token_hex(8)}"


def connect(path: Path, mode: str, *, patience: float) -> Connection:
    """Open the file. `mode` is SQLite's: ``ro``, ``rw`` (never creates) or ``rwc``; `patience` in seconds.

    The connection may be closed by another thread once its own is gone; it is never used by two.
    """
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    conn = sqlite3.connect(uri, uri=True, timeout=patience, cached_statements=_STATEMENTS, check_same_thread=False)
    try:
        return Connection(conn)
    except BaseException:
        conn.close()
        raise


def tune_reader(db: Connection) -> None:
    """Set what holds for this connection alone, for reading."""
    db.execute("PRAGMA query_only = ON")
    db.execute(f"PRAGMA cache_size = -{_READ_CACHE_KB}")


def tune_writer(db: Connection) -> None:
    """Set what holds for this connection alone, for writing; the file is in WAL mode afterwards."""
    db.execute("PRAGMA foreign_keys = ON")
    if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        db.enable_wal()
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute(f"PRAGMA cache_size = -{_WRITE_CACHE_KB}")
    db.execute(f"PRAGMA wal_autocheckpoint = {_WAL_PAGES}")
    db.execute("PRAGMA journal_size_limit = 67108864")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise SQLite's complaints about the file as errors of ours; a fault in our SQL stays what it is."""
    try:
        yield
    except sqlite3.Error as error:
        ours = _ours(error, path)
        if ours is None:
            raise
        raise ours from error


def _ours(error: sqlite3.Error, path: Path) -> StoreError | None:
    """Return our error for SQLite's primary result code, None where the fault is our SQL or its values."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    name = getattr(error, "sqlite_errorname", "")
    ours: StoreError | None = None
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            ours = StoreBusy(
                f"The database {path.name} is locked by another program. Close it there, or try again in a moment.",
                detail=name,
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            ours = StoreReadOnly(
                f"The database {path.name} or its folder can not be written. Give this user write access to both, "
                "or choose another place with --db.",
                detail=name,
            )
        case sqlite3.SQLITE_FULL:
            ours = full(path, name)
        case sqlite3.SQLITE_IOERR if code in _NO_ROOM:
            ours = full(path, name)
        case sqlite3.SQLITE_IOERR:
            ours = StoreUnreadable(
                f"The disk failed while the database {path.name} was used. Check the disk, then start again.",
                detail=name,
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            ours = unreadable(path, f"{path.name} is damaged or no database", name)
    return ours


# A write that the system cut off: a quota or file size limit shows so.
_NO_ROOM = frozenset(
    {
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_TRUNCATE,
        sqlite3.SQLITE_IOERR_FSYNC,
        sqlite3.SQLITE_IOERR_SHMSIZE,
    }
)


def full(path: Path, detail: str = "") -> StoreFull:
    """Return the error for a disk that takes no more."""
    return StoreFull(
        f"No space is left for the database {path.name}. Free some, then start again: what was written stays.",
        detail=detail,
    )


def unreadable(path: Path, what: str, detail: str = "") -> StoreUnreadable:
    """Return the error for a file that we can not or must not use."""
    return StoreUnreadable(
        f"{what}; it was left untouched. Restore a backup ({path.stem}.backup-*{path.suffix} beside it), "
        "or choose another file with --db.",
        detail=detail,
    )
