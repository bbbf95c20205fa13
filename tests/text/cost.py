"""What one call costs, so that a test can hold it to the bounds of one document.

The bound on time is meant for a machine like the one of the README's figures; a slower one is given as much more time
as it takes longer over a piece of work that is always the same.
"""

from __future__ import annotations

import re
import time
import tracemalloc
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

MOST_SECONDS = 2.0  # of CPU
MOST_BYTES = 200_000_000
_KNOWN_WORK = 0.010  # seconds of CPU that it takes on such a machine
_SLOWEST = 4.0


def cheap(call: Callable[[], T], *, documents: int = 1) -> T:
    """Return what the call gives, after asserting that it took less than 2 s of CPU for each document."""
    started = time.process_time()
    result = call()
    seconds = time.process_time() - started
    assert in_time(seconds / documents), f"{seconds:.1f} s"
    return result


def in_time(seconds: float) -> bool:
    """Whether so much CPU is within the bound of one document."""
    return seconds < MOST_SECONDS or seconds < MOST_SECONDS * pace()


def pace() -> float:
    """Return how many times longer this machine takes just now, 1..4."""
    return min(max(1.0, min(_known_work() for _ in range(3)) / _KNOWN_WORK), _SLOWEST)


def _known_work() -> float:
    started = time.process_time()
    for number in range(60):
        re.purge()
        re.compile(rf"(?:one|two|three){number}\s+\w{{1,40}}(?: of | the )?[a-z]+", re.IGNORECASE).search(
            "it won " * 300
        )
    return time.process_time() - started


def lean(call: Callable[[], T]) -> T:
    """Return what the call gives, after asserting that Python's own peak of memory stayed below 200 MB."""
    tracemalloc.start()
    try:
        result = call()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MOST_BYTES, f"{peak / 1e6:.0f} MB"
    return result
