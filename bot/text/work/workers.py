"""A pool of worker processes: how it is started, asked and stopped. Starting and stopping block.

A forkserver that has imported and warmed the text layer makes a new worker cheap, so killing one costs little.
Neither it nor a worker hears SIGINT: Ctrl-C belongs to the parent.
"""

from __future__ import annotations

import signal
from concurrent.futures import Future
from concurrent.futures import TimeoutError as LookTimeout
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from bot.text.work.asked import PREPARE, WARM, Asked, Setup

RECYCLED_AFTER = 5_000  # looks: whatever leaks ends with its worker; parsers keep 1 MB in a thousand

A = TypeVar("A")
T = TypeVar("T")


class _Births(ForkServerContext):
    """Starts processes, so many and no more: a worker that dies at birth would be born again for ever.

    `due` is how many may still be born: the first ones, one for each that ended as was to be expected, and some for
    what else may befall a process in its life. A pool for which none is left is broken, and is replaced as a whole.
    """

    def __init__(self, due: int) -> None:
        super().__init__()
        self.due = due

    def Process(self, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]  # noqa: ANN401, N802  pebble calls it so
        """Start a worker. Raises OSError when too many have died."""
        if self.due <= 0:
            raise ChildProcessError("the workers die as fast as they are started")
        self.due -= 1
        return ForkServerContext.Process(*args, **kwargs)


class Workers:
    """So many worker processes, each answering one question at a time.

    Raises:
        BrokenProcessPool, OSError: not even one could be started.
    """

    def __init__(self, number: int, setup: Setup) -> None:
        self._births = _Births(2 * number)
        self._births.set_forkserver_preload([WARM])
        _run_forkserver()
        self._asked = 0
        self._pool: Any = ProcessPool(number, RECYCLED_AFTER, PREPARE, (setup,), self._births)
        if not self.alive:  # asking that starts them
            raise BrokenProcessPool("no worker could be started")

    @property
    def alive(self) -> bool:
        """Whether they can be asked; where not, they never can be again."""
        return bool(self._pool.active)

    def ask(self, asked: Asked[A, T], argument: A, timeout: float) -> Future[T]:
        """Ask the next worker that is free; one that takes longer than `timeout` seconds is killed.

        Raises:
            RuntimeError: they can not be asked.
        """
        future: Future[T] = self._pool.schedule(asked, args=(argument,), timeout=timeout)
        future.add_done_callback(self._ended)
        return future

    def _ended(self, future: Future[Any]) -> None:
        self._asked += 1
        killed = not future.cancelled() and isinstance(future.exception(), LookTimeout | ProcessExpired)
        self._births.due += killed + (self._asked % RECYCLED_AFTER == 0)

    def drain(self) -> None:
        """Answer what was asked, then stop; `give_up` ends it sooner."""
        self._pool.close()
        self._pool.join()

    def give_up(self) -> None:
        """Let them do nothing more. Returns at once; the processes end with `stop` or `drain`."""
        self._pool.stop()

    def stop(self) -> None:
        """Stop at once."""
        self._pool.stop()
        self._pool.join()


def _run_forkserver() -> None:
    ignored = {signal.SIGINT, signal.SIGTERM}  # inherited by the forkserver; a worker hears SIGTERM again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ignored)
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
