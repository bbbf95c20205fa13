"""The inside of a worker process: what it is given once, and one look at a time; `bot.text.work.asked` names it."""

from __future__ import annotations

import contextlib
import pickle
import resource
import signal
from collections.abc import Callable
from functools import partial

from bot.domain.analysis import Analysis, Task
from bot.domain.scanned import Scanned, ScanTask
from bot.text.analyse import analyse
from bot.text.claims.pages import read_and_scan
from bot.text.flags.find import FlagBook
from bot.text.stance.judge import Judge, load_judge
from bot.text.work.asked import Setup


class Worker:
    """What a worker process keeps between looks. There is one per process, set by `prepare`."""

    book: FlagBook
    load: Callable[[], Judge] = load_judge


def prepare(setup: Setup) -> None:
    """Set the worker up."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    with contextlib.suppress(ValueError, OSError):  # not every system can limit it, or to that value
        resource.setrlimit(resource.RLIMIT_AS, (setup.memory, setup.memory))
    Worker.load = partial(load_judge, setup.stance)
    Worker.book = pickle.loads(setup.book)  # noqa: S301  made by our own parent


def work(task: Task) -> Analysis:
    """Judge one look."""
    return analyse(task, Worker.book, load=Worker.load)


def find(task: ScanTask) -> Scanned:
    """Read one page and find the claims that it flags itself."""
    return read_and_scan(task, Worker.book)
