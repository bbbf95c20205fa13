"""Where `analyse` runs: in processes of its own that can be killed, for untrusted bytes can hang or eat memory."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as LookTimeout
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from time import monotonic
from typing import Any, Self, TypeVar

import structlog

from bot.domain.analysis import Analysis, Document, Task
from bot.domain.outcome import Outcome
from bot.domain.reading import Media
from bot.domain.scanned import Scanned, ScanTask
from bot.errors import NoWorkers
from bot.text.flags.book import FlagBook
from bot.text.work.asked import JUDGE, SCAN, Asked, Setup
from bot.text.work.workers import Workers

log = structlog.get_logger()

_MIB = 1024 * 1024
_FIRST = Task(0, "", Media.TEXT, b"It could not be verified.")
_FIRST_TIMEOUT = 30.0  # seconds for a worker's birth and its first look
_LIVING = 1.0  # seconds between two questions whether the workers live, while one is waited for
_NONE = "No process for judging the content could be started; the log says why. It is tried again within {:g} s."

A = TypeVar("A")
T = TypeVar("T")


class LocalRunner:
    """Runs `analyse` in a pool of processes on this machine. Use as an async context manager.

    `book` holds the flag phrases, `owners` the owners of sources for tasks that bring none, `stance` names the model of
    stances, which is else the best that is installed. A look that takes longer
    than `timeout_s` seconds is killed; a worker may hold `memory_mb` MiB of address space. A pool that broke is
    replaced at once, but not twice within `rest_s` seconds: until then every look is answered with a failure. Workers
    that were asked nothing for `idle_s` seconds are let go with what they hold; the next look has new ones in a moment.
    """

    def __init__(
        self,
        book: FlagBook,
        owners: Mapping[str, str] | None = None,
        workers: int = 1,
        timeout_s: float = 20.0,
        memory_mb: int = 1024,
        stance: str | None = None,
        rest_s: float = 30.0,
        idle_s: float = 60.0,
    ) -> None:
        self._setup = Setup(pickle.dumps(book), memory_mb * _MIB, stance)
        self._owners = dict(owners or {})
        self._number = workers
        self._timeout = timeout_s
        self._rest = rest_s
        self._idle = idle_s
        self._open = False
        self._workers: Workers | None = None  # None also while they sleep, or could not be started
        self._rests_until = 0.0
        self._bedtime: asyncio.TimerHandle | None = None
        self._mending = asyncio.Lock()
        self._in_flight: set[Future[Any]] = set()
        self._retiring: dict[asyncio.Task[None], Workers] = {}

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def start(self) -> None:
        """Start the workers and wait until the first one has done a look.

        Raises:
            NoWorkers: they do not start.
        """
        self._workers = await self._fresh(self._setup)
        if self._workers is None:
            raise NoWorkers
        self._open = True

    async def close(self) -> None:
        """Stop at once. Looks in flight are dropped and answered as unreadable."""
        self._open = False
        if self._bedtime is not None:
            self._bedtime.cancel()
        async with self._mending:
            workers, self._workers = self._workers, None
        for old in self._retiring.values():
            old.give_up()
        if workers is not None:
            self._retire(workers, workers.stop)
        await asyncio.gather(*self._retiring)
        for future in tuple(self._in_flight):
            if not future.done():
                future.set_exception(BrokenProcessPool("the runner was closed"))

    async def run(self, task: Task) -> Analysis:
        """Judge one look. Whatever the bytes do, and also when a worker dies, this is an answer and no exception.

        Raises:
            RuntimeError: the runner is not started, or closed.
        """
        task = task if task.owners else replace(task, owners=self._owners)
        answer = await self._answer(JUDGE, task)
        return answer if isinstance(answer, Analysis) else _failed(task, answer)

    async def scan(self, task: ScanTask) -> Scanned:
        """Find the claims that a page flags itself; what goes wrong is told in `Scanned.failure`, as in `run`."""
        answer = await self._answer(SCAN, task)
        if isinstance(answer, Scanned):
            return answer
        return Scanned(Document(task.url, "", ""), (), (Outcome.UNREADABLE, answer))

    async def replace(self, book: FlagBook, owners: Mapping[str, str] | None = None) -> None:
        """Judge by another book (and owners) from now on; looks in flight end with the old one.

        Where workers with the new book do not start, the old ones go on for as long as they live.
        """
        self._setup = replace(self._setup, book=pickle.dumps(book))
        if owners is not None:
            self._owners = dict(owners)
        async with self._mending:
            fresh, old = await self._fresh(self._setup), self._workers
            if fresh is None:
                return
            self._workers = fresh
        if old is not None:
            self._retire(old, old.drain)

    def _retire(self, old: Workers, ending: Callable[[], None]) -> None:
        retiring = asyncio.create_task(asyncio.to_thread(ending))
        self._retiring[retiring] = old
        retiring.add_done_callback(self._retiring.pop)

    def _stay_awake(self) -> None:
        """Put off letting the workers go."""
        if self._bedtime is not None:
            self._bedtime.cancel()
        self._bedtime = asyncio.get_running_loop().call_later(self._idle, self._let_go)

    def _let_go(self) -> None:
        idle = self._open and not self._in_flight and not self._mending.locked()
        if idle and self._workers is not None:  # else the end of what goes on will come back here
            self._retire(self._workers, self._workers.stop)
            self._workers = None

    async def _answer(self, asked: Asked[A, T], argument: A) -> T | str:
        """Return what a worker answers, or a sentence that says what went wrong."""
        workers = await self._mended()
        if workers is None:
            return _NONE.format(self._rest)
        try:
            return await self._ask(workers, asked, argument, self._timeout)
        finally:
            self._stay_awake()

    async def _mended(self) -> Workers | None:
        """Return workers that live, None where there are none now."""
        if not self._open:
            raise RuntimeError("the runner is not running")
        if self._workers is not None and self._workers.alive:
            return self._workers
        async with self._mending:
            old = self._workers
            if not self._open or (old is not None and old.alive):  # closed, or another look was faster
                return old
            if monotonic() < self._rests_until:
                return None
            if old is not None:
                log.warning("the processes that judge text broke down and are started anew")
                self._retire(old, old.stop)
            self._workers = await self._fresh(self._setup)
            if old is not None or self._workers is None:
                self._rests_until = monotonic() + self._rest
            return self._workers

    async def _fresh(self, setup: Setup) -> Workers | None:
        """Start workers and return them once they have judged a text; None, with a word in the log, if they do not."""
        try:
            workers = await asyncio.to_thread(Workers, self._number, setup)
        except (BrokenProcessPool, OSError) as error:
            log.error("no process that judges text can be started", error=repr(error.__cause__ or error))  # noqa: TRY400  a traceback through the pool says no more
            return None
        answer = await self._ask(workers, JUDGE, _FIRST, _FIRST_TIMEOUT)
        if isinstance(answer, Analysis):
            self._stay_awake()
            return workers
        log.error("a process that judges text was started and can not do it", error=answer)
        await asyncio.to_thread(workers.stop)
        return None

    async def _ask(self, workers: Workers, asked: Asked[A, T], argument: A, timeout: float) -> T | str:  # noqa: ASYNC109  the worker is killed after it
        try:
            future = workers.ask(asked, argument, timeout)
            self._in_flight.add(future)
            future.add_done_callback(self._in_flight.discard)
            return await self._awaited(workers, future, timeout * len(self._in_flight) + _FIRST_TIMEOUT)
        except LookTimeout:
            return f"Judging the content took longer than {timeout:g} s and was stopped."
        except MemoryError:
            return f"Judging the content took more than {self._setup.memory // _MIB} MiB and was stopped."
        except Exception as error:  # noqa: BLE001  whatever a stranger's bytes did to a worker, this is an answer
            return f"Judging the content broke off ({type(error).__name__})."

    async def _awaited(self, workers: Workers, future: Future[T], within: float) -> T:
        """Return what the future holds; a pool that broke may leave one behind that nobody ever fulfils.

        Raises:
            BrokenProcessPool: the workers are gone, or say nothing for longer than all looks before this one may take.
        """
        answer = asyncio.wrap_future(future)
        ends = monotonic() + within
        try:
            while not (await asyncio.wait({answer}, timeout=_LIVING))[0]:
                if monotonic() > ends:
                    workers.give_up()
                if not workers.alive:
                    raise BrokenProcessPool("the workers are gone")
            return answer.result()
        finally:
            answer.cancel()


def _failed(task: Task, detail: str) -> Analysis:
    return Analysis(Document(task.url, "", ""), "", failure=Outcome.UNREADABLE, detail=detail)
