"""What one call costs, so that a test can hold it to the bounds of one document."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

MOST_SECONDS = 2.0  # of CPU
MOST_BYTES = 200_000_000


def cheap(call: Callable[[], T]) -> T:
    """Return what the call gives, after asserting that it took less than 2 s of CPU."""
    started = time.process_time()
    result = call()
    seconds = time.process_time() - started
    assert seconds < MOST_SECONDS, f"{seconds:.1f} s"
    return result


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
