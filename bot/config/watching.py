"""Edits of the configuration, as they happen: good ones and faulty ones, told apart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from watchfiles import Change, awatch

from bot.errors import ConfigError

T = TypeVar("T")
_SETTLE = 50  # milliseconds in which further writes of the same edit are waited for
_LONGEST = 1600  # milliseconds after which a flow of writes is looked at all the same
_ANYWAY = (
    5000  # milliseconds after which the folder is looked at even if nothing was told: network folders tell nothing
)


async def watch(
    directory: Path, read: Callable[[Path], T], *, known: T | None = None, stop: asyncio.Event | None = None
) -> AsyncIterator[T | ConfigError]:
    """Yield what `read` makes of the folder after each edit that changes it, or its faults; never the same twice.

    `read` raises ConfigError for a faulty folder; the caller then keeps its last good state. `known` is the state that
    the caller holds: what was edited since it was read counts as an edit too. It is the folder that is watched, since
    editors replace files. Ends when `stop` is set.
    """
    stamps = _stamps(directory)
    last = _state(directory, read)
    if known is not None and not _same(last, known):
        yield last
    edits = awatch(
        directory,
        watch_filter=_is_ours,
        stop_event=stop,
        debounce=_LONGEST,
        step=_SETTLE,
        rust_timeout=_ANYWAY,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )
    async for _ in edits:
        now = _stamps(directory)
        if now == stamps:
            continue
        stamps = now
        state = _state(directory, read)
        if not _same(state, last):
            last = state
            yield state


def _stamps(directory: Path) -> dict[str, tuple[int, int, int]]:
    """Return what tells that a file was written: its place on the disk, size and time."""
    found: dict[str, tuple[int, int, int]] = {}
    for path in directory.rglob("*.toml"):
        with suppress(OSError):
            stat = path.stat()
            found[str(path)] = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
    return found


def _state(directory: Path, read: Callable[[Path], T]) -> T | ConfigError:
    try:
        return read(directory)
    except ConfigError as error:
        return error


def _same(one: object, other: object) -> bool:
    if isinstance(one, ConfigError) and isinstance(other, ConfigError):
        return one.faults == other.faults
    return one == other


def _is_ours(change: Change, path: str) -> bool:
    """Tell whether a TOML file may have changed, or the ``..data`` link by which config maps are swapped."""
    del change
    name = Path(path).name
    return name.endswith(".toml") or name == "..data"
