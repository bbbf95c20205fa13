"""The database as the rest of the program sees it: one writer thread, a few reader threads, all awaitable."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Self, TypeVar

from bot.errors import StoreReadOnly
from bot.store.connection import Connection, connect, translated, tune_reader, tune_writer
from bot.store.examine import examine
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
        self._writer_thread = ThreadPoolExecutor(1, thread_name_prefix="store-write")
        self._reader_threads = ThreadPoolExecutor(_READERS, thread_name_prefix="store-read")
        self._writer: Connection | None = None
        self._readers = threading.local()
        self._open_readers: list[Connection] = []

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
        database = cls(Path(path), patience)
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(database._writer_thread, database._open, known or steps(), now)
        except BaseException:
            database._stop_threads()
            raise
        return database

    async def write(self, fn: Callable[[Connection], T]) -> T:
        """Run `fn` on the writer thread in one transaction; any exception undoes all of it.

        A cancelled caller does not cancel the write: once begun it is finished and committed.

        Raises:
            StoreBusy, StoreFull, StoreReadOnly, StoreUnreadable: nothing was written.
        """
        return await self._uninterrupted(self._writer_thread, self._write, fn)

    async def read(self, fn: Callable[[Connection], T]) -> T:
        """Run `fn` on a reader thread; all it reads is of one moment. Raises StoreUnreadable, StoreBusy."""
        return await self._uninterrupted(self._reader_threads, self._read, fn)

    async def close(self) -> None:
        """Finish what was begun, fold the journal into the file and close. Closing twice does no harm."""
        await asyncio.get_running_loop().run_in_executor(None, self._close)

    async def _uninterrupted(
        self, threads: ThreadPoolExecutor, run: Callable[[Callable[[Connection], T]], T], fn: Callable[[Connection], T]
    ) -> T:
        future = asyncio.get_running_loop().run_in_executor(threads, run, fn)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            # Nobody will ask how it ended; an exception that nobody asks for would be reported as lost.
            future.add_done_callback(lambda done: done.cancelled() or done.exception())
            raise

    def _open(self, known: Sequence[Step], now: datetime) -> None:
        with translated(self.path):
            exists = examine(self.path, len(known), patience=self._patience)
            if not exists:
                self._make_folder()
            writer = connect(self.path, "rw" if exists else "rwc", patience=self._patience)
            try:
                tune_writer(writer)
                self.backup = migrate(writer, self.path, known, now=now)
                # Proves that writing works now rather than at the first look.
                writer.execute("BEGIN IMMEDIATE")
                writer.execute("ROLLBACK")
            except BaseException:
                writer.close()
                raise
            self._writer = writer

    def _make_folder(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreReadOnly(
                f"The folder for the database {self.path.name} can not be made. Choose another place with --db.",
                detail=type(error).__name__,
            ) from error

    def _write(self, fn: Callable[[Connection], T]) -> T:
        db = self._writer
        assert db is not None
        with translated(self.path):
            db.conn.execute("BEGIN IMMEDIATE")
            try:
                result = fn(db)
                db.conn.execute("COMMIT")
            except BaseException:
                db.rollback()
                raise
            return result

    def _read(self, fn: Callable[[Connection], T]) -> T:
        with translated(self.path):
            db = self._reader()
            db.conn.execute("BEGIN")
            try:
                return fn(db)
            finally:
                db.rollback()

    def _reader(self) -> Connection:
        db: Connection | None = getattr(self._readers, "db", None)
        if db is None:
            db = connect(self.path, "ro", patience=self._patience)
            tune_reader(db)
            self._readers.db = db
            self._open_readers.append(db)
        return db

    def _close(self) -> None:
        self._reader_threads.shutdown(wait=True)
        while self._open_readers:
            self._open_readers.pop().close()
        if self._writer is not None:
            self._writer_thread.submit(self._close_writer).result()
        self._stop_threads()

    def _close_writer(self) -> None:
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.close()

    def _stop_threads(self) -> None:
        self._reader_threads.shutdown(wait=True)
        self._writer_thread.shutdown(wait=True)
