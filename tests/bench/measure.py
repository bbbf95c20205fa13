"""Measuring on a machine that others use too: CPU rather than wall time, and the best of several rounds."""

from __future__ import annotations

import asyncio
import os
import resource
import time
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_PROC = Path("/proc")
_TICK = 1 / os.sysconf("SC_CLK_TCK")
_TIMES = slice(11, 15)  # utime, stime, cutime, cstime: of the process, and of its children that ended


@dataclass(slots=True)
class Spent:
    """Seconds: on the wall, of CPU in this thread (the event loop's), in this process, in its descendants (Linux)."""

    wall: float = 0.0
    thread: float = 0.0
    process: float = 0.0
    children: float = 0.0

    @property
    def all(self) -> float:
        """CPU seconds of the process and its descendants."""
        return self.process + self.children


@contextmanager
def spent(without: Collection[int] | None = None) -> Iterator[Spent]:
    """Measure a block; descendants only with `without`: the process ids of those that are no part of it."""
    result = Spent()
    children = 0.0 if without is None else children_cpu(without)
    began = time.perf_counter(), time.thread_time(), time.process_time()
    try:
        yield result
    finally:
        result.wall = time.perf_counter() - began[0]
        result.thread = time.thread_time() - began[1]
        result.process = time.process_time() - began[2]
        result.children = 0.0 if without is None else children_cpu(without) - children


def children_cpu(without: Collection[int] = ()) -> float:
    """Return the CPU seconds of all descendants of this process, to a hundredth; 0 where there is no /proc."""
    return sum(_cpu(pid) for pid in descendants(without))


def descendants(without: Collection[int] = (), of: int | None = None) -> list[int]:
    """Return the process ids of all that descend from `of`, else from this process, except under those in `without`."""
    root = of or os.getpid()
    parents = {int(entry.name): _fields(int(entry.name)) for entry in _PROC.glob("[0-9]*")}
    found = []
    for pid in parents:
        above = pid
        while above and above != root and above not in without:
            above = int((parents.get(above) or ["", "0"])[1])
        if above == root != pid:
            found.append(pid)
    return found


def _cpu(pid: int) -> float:
    return sum(int(ticks) for ticks in _fields(pid)[_TIMES]) * _TICK


def _fields(pid: int) -> list[str]:
    """Return what /proc says of a process after its name: state, parent, …; empty when it ended."""
    try:
        return (_PROC / str(pid) / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


@dataclass(slots=True)
class Lag:
    """How late the loop came back to a task that asked for 5 ms, in seconds.

    `own` is at most the CPU time of this process in that time: what is beyond it, other programs took.
    """

    seen: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)

    def at(self, share: float) -> float:
        """Return the quantile `share` (0..1) of the lags; 0 when none were seen."""
        return quantile(self.seen, share)


@asynccontextmanager
async def lagging(every: float = 0.005) -> AsyncIterator[Lag]:
    """Measure the event loop's lag during a block."""
    lag = Lag()

    async def tick() -> None:
        while True:
            asked, cpu = time.perf_counter(), time.process_time()
            await asyncio.sleep(every)
            late = max(time.perf_counter() - asked - every, 0.0)
            lag.seen.append(late)
            lag.own.append(min(late, time.process_time() - cpu))

    task = asyncio.create_task(tick())
    try:
        yield lag
    finally:
        task.cancel()


def quantile(values: Collection[float], share: float) -> float:
    """Return the quantile `share` (0..1) of the values; 0 when there are none."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


def resident_mb() -> float:
    """Return this process's resident memory in MB, as Linux tells it, else its peak."""
    try:
        pages = int((_PROC / "self" / "statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return pages * resource.getpagesize() / 1e6


@dataclass(frozen=True, slots=True)
class Memory:
    """A process's memory in MB: resident (RSS), and with what it shares divided among the sharers (PSS)."""

    resident: float
    proportional: float


def memory_of(pid: int) -> Memory:
    """Return what Linux says of a process; nothing when it ended."""
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return Memory(0.0, 0.0)
    found = {line.split(":")[0]: int(line.split()[1]) * 1024 / 1e6 for line in lines[1:]}
    return Memory(found["Rss"], found["Pss"])
