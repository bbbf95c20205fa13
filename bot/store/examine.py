"""Looks at a database file before anything is allowed to write to it."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from bot.errors import StoreNewer, StoreReadOnly
from bot.store.connection import connect, unreadable
from bot.store.migrations import APPLICATION_ID, version

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100
_CHECK_WHOLE = 8 * 1024 * 1024  # bytes up to which every page is checked at the start; it takes some 30 ms


@dataclass(frozen=True, slots=True)
class Header:
    """What the first 100 bytes say (SQLite file format, section 1.3)."""

    page_size: int
    pages: int
    user_version: int
    application_id: int


def examine(path: Path, latest: int, *, patience: float) -> bool:
    """Return whether the file holds a database of ours; False where there is none yet.

    It is opened for reading at most, so that a file which is refused keeps every byte.

    Raises:
        StoreUnreadable: no database, damaged, cut short, or of another program.
        StoreNewer: written by a newer ClaimWatch than this one, which knows `latest` steps.
        StoreReadOnly: the file can not even be read.
        StoreBusy: another program holds it.
    """
    journal = path.with_name(path.name + "-wal")
    try:
        if path.exists() and not path.is_file():
            raise unreadable(path, f"{path.name} is a folder or a device, not a database file")
        head = _head(path)
        pending = journal.is_file() and journal.stat().st_size > 0
    except OSError as error:
        raise StoreReadOnly(
            f"The database {path.name} can not be read. Give this user access to it and its folder.",
            detail=type(error).__name__,
        ) from error
    if not head:
        if pending:
            raise unreadable(path, f"{path.name} is empty, yet its journal {journal.name} is not")
        return False
    header = _parse(path, head)
    if not pending:
        _judge(path, header.application_id, header.user_version, latest)
        if path.stat().st_size < header.pages * header.page_size:
            raise unreadable(path, f"{path.name} is cut short: the end of the database is missing")
    return _look_inside(path, latest, patience)


def _head(path: Path) -> bytes:
    if not path.exists():
        return b""
    with path.open("rb") as file:
        return file.read(_HEADER)


def _parse(path: Path, head: bytes) -> Header:
    if len(head) < _HEADER or not head.startswith(_MAGIC):
        raise unreadable(path, f"{path.name} is no SQLite database")
    (page_size,) = struct.unpack_from(">H", head, 16)
    (pages,) = struct.unpack_from(">I", head, 28)
    (user_version,) = struct.unpack_from(">i", head, 60)
    (application_id,) = struct.unpack_from(">I", head, 68)
    return Header(65536 if page_size == 1 else page_size, pages, user_version, application_id)


def _judge(path: Path, application_id: int, user_version: int, latest: int) -> None:
    if application_id != APPLICATION_ID and (application_id, user_version) != (0, 0):
        raise unreadable(path, f"{path.name} is the database of another program")
    if user_version > latest:
        raise StoreNewer(
            f"The database {path.name} was written by a newer ClaimWatch (version {user_version}; this one knows "
            f"{latest}). Update ClaimWatch, or choose another file with --db."
        )


def _look_inside(path: Path, latest: int, patience: float) -> bool:
    db = connect(path, "ro", patience=patience)
    try:
        application_id = int(db.execute("PRAGMA application_id").fetchone()[0]) & 0xFFFFFFFF
        _judge(path, application_id, version(db), latest)
        tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if application_id != APPLICATION_ID and tables:
            raise unreadable(path, f"{path.name} is the database of another program")
        if path.stat().st_size <= _CHECK_WHOLE:
            found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise unreadable(path, f"{path.name} is damaged", str(found)[:200])
        return application_id == APPLICATION_ID
    finally:
        db.close()
