"""Threads that own SQLite connections and do jobs for the event loop, several writes in one transaction.

A commit costs more than what most looks write, and so does waking a thread. Jobs that wait at the same time
therefore share both: each runs under a savepoint of its own, so that one that fails undoes itself alone.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from time import perf_counter
from typing import Any, TypeVar

from bot.store.connection import Connection, translated

T = TypeVar("T")
_TOGETHER = 128  # writes in one transaction at most
_CLOSED = "the database is closed"
_HELD = 0.02  # seconds after which a transaction takes no more jobs: other processes wait for the lock


class Job:
    """A function to run with the connection, and the future that its caller waits for."""

    __slots__ = ("fn", "future", "loop")

    def __init__(self, fn: Callable[[Connection], Any]) -> None:
        self.fn = fn
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()


Done = tuple[Job, Any, BaseException | None]  # with its result, or why there is none


class Lane:
    """A queue of jobs and the threads that do them. `connect` is called once on each thread, at its start."""

    def __init__(
        self, name: str, path: Path, connect: Callable[[], Connection], *, writes: bool, threads: int = 1
    ) -> None:
        self._path = path
        self._connect = connect
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._closed = False
        self._work = self._write if writes else self._read
        self._threads = [threading.Thread(target=self._run, name=f"{name}-{n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    async def do(self, fn: Callable[[Connection], T]) -> T:
        """Run `fn` with the thread's connection and return what it returns; it runs even if the caller is cancelled."""
        if self._closed:
            raise RuntimeError(_CLOSED)
        job = Job(fn)
        self._jobs.put(job)
        result: T = await job.future
        return result

    def close(self) -> None:
        """Finish the jobs taken on, then end the threads and close their connections. Blocks."""
        self._closed = True
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()
        with suppress(Empty):
            while True:
                if job := self._jobs.get_nowait():
                    _tell([(job, None, RuntimeError(_CLOSED))])

    def _run(self) -> None:
        db: Connection | None = None
        goes_on = True
        while goes_on and (job := self._jobs.get()) is not None:
            if db is None:
                db, error = self._connected()
                if error is not None:
                    _tell([(job, None, error)])
            if db is not None:
                goes_on = self._work(db, job)
        if db is not None:
            db.close()

    def _connected(self) -> tuple[Connection | None, BaseException | None]:
        try:
            with translated(self._path):
                return self._connect(), None
        except BaseException as error:  # noqa: BLE001 whoever asked is told
            return None, error

    def _read(self, db: Connection, job: Job) -> bool:
        """Do one job; all it reads is of one moment."""

        def read() -> Any:  # noqa: ANN401 whatever the job returns
            db.conn.execute("BEGIN")
            try:
                return job.fn(db)
            finally:
                db.rollback()

        _tell([self._attempt(job, read)])
        return True

    def _write(self, db: Connection, first: Job) -> bool:
        """Do this job and those waiting behind it in one transaction; return False when asked to end."""
        done: list[Done] = []
        goes_on = True
        try:
            with translated(self._path):
                db.conn.execute("BEGIN IMMEDIATE")
                goes_on = self._fill(db, first, done)
                db.conn.execute("COMMIT")
        except BaseException as error:  # noqa: BLE001 whoever asked is told
            db.rollback()
            done = [(job, None, failed or error) for job, _, failed in done] or [(first, None, error)]
        _tell(done)
        return goes_on

    def _fill(self, db: Connection, first: Job, done: list[Done]) -> bool:
        """Run jobs into the open transaction; return False when asked to end."""
        began = perf_counter()
        job: Job | None = first
        while job is not None:
            done.append(self._attempt(job, partial(_guarded, db, job.fn)))
            if not db.conn.in_transaction:  # a full disk undoes everything, the other jobs too
                raise done[-1][2] or RuntimeError("a job ended the transaction")
            if len(done) >= _TOGETHER or perf_counter() - began > _HELD:
                return True
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return True
        return False

    def _attempt(self, job: Job, run: Callable[[], Any]) -> Done:
        try:
            with translated(self._path):
                return job, run(), None
        except BaseException as error:  # noqa: BLE001 whoever asked is told
            return job, None, error


def _guarded(db: Connection, fn: Callable[[Connection], T]) -> T:
    """Run the function so that a failure undoes what it wrote and nothing else."""
    db.conn.execute("SAVEPOINT job")
    try:
        result = fn(db)
    except BaseException:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK TO job")
            db.conn.execute("RELEASE job")
        raise
    db.conn.execute("RELEASE job")
    return result


def _tell(done: list[Done]) -> None:
    """Wake those who wait, each loop once."""
    for loop in {job.loop for job, _, _ in done}:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_resolve, [entry for entry in done if entry[0].loop is loop])


def _resolve(done: list[Done]) -> None:
    for job, result, error in done:
        if job.future.done():  # its caller was cancelled; the job was done all the same
            continue
        if error is None:
            job.future.set_result(result)
        elif isinstance(error, StopIteration):  # which a future refuses to carry, and its caller would wait for ever
            job.future.set_exception(RuntimeError("a job ran out of items"))
        else:
            job.future.set_exception(error)
