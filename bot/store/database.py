"""The database as the rest of the program sees it: one writer thread, a few reader threads, all awaitable."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Self, TypeVar

from bot.errors import StoreReadOnly
from bot.store.connection import Connection, connect, translated, tune_reader, tune_writer
from bot.store.examine import examine
from bot.store.lanes import Lane
from bot.store.migrations import Step, migrate, steps

__all__ = ["Connection", "Database"]

T = TypeVar("T")
_READERS = 2
_PATIENCE = 5.0  # seconds to wait for another process's lock


class Database:
    """A claim database, open. Get one by `open`; every function given to `write` or `read` is one transaction.

    SQLite connections belong to the thread that made them, so each thread makes its own. No function may keep
    the connection or a cursor beyond its call.
    """

    def __init__(self, path: Path, patience: float) -> None:
        self.path = path
        self.backup: Path | None = None
        self._patience = patience
        self._writer = Lane("store-write", path, self._connect_writer, writes=True)
        self._readers = Lane("store-read", path, self._connect_reader, writes=False, threads=_READERS)

    @classmethod
    async def open(
        cls, path: Path, *, now: datetime, patience: float = _PATIENCE, known: Sequence[Step] | None = None
    ) -> Self:
        """Open the file, creating or migrating it where needed. `backup` then says where the old one was kept.

        Raises:
            StoreNewer: the file is of a newer program.
            StoreUnreadable: it is damaged, no database, or not ours; it was left untouched.
            StoreReadOnly: it or its folder can not be written.
            StoreBusy: another process held the lock for longer than `patience` seconds.
            StoreFull: no space left.
        """
        path = Path(path)
        backup = await asyncio.to_thread(_prepare, path, known or steps(), now, patience)
        database = cls(path, patience)
        database.backup = backup
        try:
            # Proves that writing works now rather than at the first look.
            await database.write(lambda _: None)
        except BaseException:
            await database.close()
            raise
        return database

    async def write(self, fn: Callable[[Connection], T]) -> T:
        """Run `fn` on the writer thread in a transaction; any exception undoes all that it wrote.

        It has been committed when this returns. Calls that wait at the same time may share one commit. A cancelled
        caller does not cancel the write.

        Raises:
            StoreBusy, StoreFull, StoreReadOnly, StoreUnreadable: nothing was written.
        """
        return await self._writer.do(fn)

    async def read(self, fn: Callable[[Connection], T]) -> T:
        """Run `fn` on a reader thread; all it reads is of one moment. Raises StoreUnreadable, StoreBusy."""
        return await self._readers.do(fn)

    async def close(self) -> None:
        """Finish what was begun, fold the journal into the file and close. Closing twice does no harm."""
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._readers.close()
        self._writer.close()

    def _connect_writer(self) -> Connection:
        db = connect(self.path, "rw", patience=self._patience)
        tune_writer(db)
        return db

    def _connect_reader(self) -> Connection:
        db = connect(self.path, "ro", patience=self._patience)
        tune_reader(db)
        return db


def _prepare(path: Path, known: Sequence[Step], now: datetime, patience: float) -> Path | None:
    """Look at the file, make or migrate it; return where a backup was made."""
    with translated(path):
        exists = examine(path, len(known), patience=patience)
        if not exists:
            _make_folder(path)
        db = connect(path, "rw" if exists else "rwc", patience=patience)
        try:
            tune_writer(db)
            return migrate(db, path, known, now=now)
        finally:
            db.close()


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreReadOnly(
            f"The folder for the database {path.name} can not be made. Choose another place with --db.",
            detail=type(error).__name__,
        ) from error
