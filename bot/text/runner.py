"""Where `analyse` runs: in processes of its own that can be killed, for untrusted bytes can hang or eat memory.

A forkserver that has imported and warmed the text layer makes a new worker cheap, so killing one costs little.
Neither it nor a worker hears SIGINT: Ctrl-C belongs to the parent, which closes the runner.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import pickle
import signal
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as LookTimeout
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import forkserver
from typing import Any, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from bot.domain.analysis import Analysis, Document, Task
from bot.domain.outcome import Outcome
from bot.domain.reading import Media
from bot.text.finding_claims import Found, Page
from bot.text.flags import FlagBook
from bot.text.worker import find, prepare, work

_RECYCLED_AFTER = 500  # looks: parsers keep caches, and whatever leaks ends with its worker
_MIB = 1024 * 1024

A = TypeVar("A")
T = TypeVar("T")


class LocalRunner:
    """Runs `analyse` in a pool of processes on this machine. Use as an async context manager.

    `book` holds the flag phrases, `owners` the owners of sources for tasks that bring none. A look that takes longer
    than `timeout_s` seconds is killed; a worker may hold `memory_mb` MiB of address space.
    """

    def __init__(
        self,
        book: FlagBook,
        owners: Mapping[str, str] | None = None,
        workers: int = 1,
        timeout_s: float = 20.0,
        memory_mb: int = 1024,
    ) -> None:
        self._book = pickle.dumps(book)
        self._owners = dict(owners or {})
        self._workers = workers
        self._timeout = timeout_s
        self._memory = memory_mb * _MIB
        self._pool: Any = None
        self._in_flight: set[Future[Any]] = set()
        self._retiring: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def start(self) -> None:
        """Start the workers and wait until the first one has done a look."""
        self._pool = await self._started(self._book)

    async def close(self) -> None:
        """Stop at once. Looks in flight are dropped and answered as unreadable."""
        pool, self._pool = self._pool, None
        if self._retiring:
            await asyncio.gather(*self._retiring)
        if pool is not None:
            await asyncio.to_thread(_stop, pool)
        for future in tuple(self._in_flight):
            if not future.done():
                future.set_exception(BrokenProcessPool("the runner was closed"))

    async def run(self, task: Task) -> Analysis:
        """Judge one look. Whatever the bytes do, and also when a worker dies, this is an answer and no exception.

        Raises:
            RuntimeError: the runner is not started, or closed.
        """
        task = task if task.owners else replace(task, owners=self._owners)
        answer = await self._ask(await self._running(), work, task)
        return answer if isinstance(answer, Analysis) else _failed(task, answer)

    async def scan(self, page: Page) -> Found:
        """Find the claims that a page flags itself; what goes wrong is told in `Found.failure`, as in `run`."""
        answer = await self._ask(await self._running(), find, page)
        if isinstance(answer, Found):
            return answer
        return Found(Document(page.url, "", ""), (), (Outcome.UNREADABLE, answer))

    async def _running(self) -> Any:  # noqa: ANN401  pebble ships no types
        if self._pool is None:
            raise RuntimeError("the runner is not running")
        if not self._pool.active:  # a worker died while idle, which pebble does not get over
            await self._restart()
        return self._pool

    async def replace(self, book: FlagBook, owners: Mapping[str, str] | None = None) -> None:
        """Judge by another book (and owners) from now on; looks in flight end with the old one."""
        pickled = pickle.dumps(book)
        fresh = await self._started(pickled)
        old, self._pool, self._book = self._pool, fresh, pickled
        if owners is not None:
            self._owners = dict(owners)
        retiring = asyncio.create_task(asyncio.to_thread(_drain, old))
        self._retiring.add(retiring)
        retiring.add_done_callback(self._retiring.discard)

    async def _restart(self) -> None:
        broken = self._pool
        fresh = await self._started(self._book)
        if self._pool is broken:
            self._pool = fresh
            await asyncio.to_thread(_stop, broken)
        else:  # another look was faster
            await asyncio.to_thread(_stop, fresh)

    async def _started(self, book: bytes) -> Any:  # noqa: ANN401  pebble ships no types
        pool = await asyncio.to_thread(_new_pool, self._workers, book, self._memory)
        await self._ask(pool, work, Task(0, "", Media.TEXT, b"It could not be verified."))
        return pool

    async def _ask(self, pool: Any, work: Callable[[A], T], argument: A) -> T | str:  # noqa: ANN401
        """Return what `work` makes of `argument` in a worker, or a sentence that says what went wrong."""
        try:
            future: Future[T] = pool.schedule(work, args=(argument,), timeout=self._timeout)
            self._in_flight.add(future)
            future.add_done_callback(self._in_flight.discard)
            return await asyncio.wrap_future(future)
        except LookTimeout:
            return f"Judging the content took longer than {self._timeout:g} s and was stopped."
        except MemoryError:
            return f"Judging the content took more than {self._memory // _MIB} MiB and was stopped."
        except (ProcessExpired, BrokenProcessPool, RuntimeError, OSError) as error:
            return f"Judging the content broke off ({type(error).__name__})."


def _new_pool(workers: int, book: bytes, memory: int) -> Any:  # noqa: ANN401
    """Start a pool; blocks until the forkserver is up."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bot.text.warm"])
    ignored = {signal.SIGINT, signal.SIGTERM}  # inherited by the forkserver; a worker hears SIGTERM again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ignored)
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    pool = ProcessPool(workers, _RECYCLED_AFTER, prepare, (book, memory), context)
    pool.schedule(len, args=("",))
    return pool


def _drain(pool: Any) -> None:  # noqa: ANN401
    pool.close()
    pool.join()


def _stop(pool: Any) -> None:  # noqa: ANN401
    pool.stop()
    pool.join()


def _failed(task: Task, detail: str) -> Analysis:
    return Analysis(Document(task.url, "", ""), "", failure=Outcome.UNREADABLE, detail=detail)
