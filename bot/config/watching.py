"""Edits of the configuration, as they happen: good ones and faulty ones, told apart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

from watchfiles import Change, awatch

from bot.errors import ConfigError

T = TypeVar("T")
_SETTLE = 50  # milliseconds in which further writes of the same edit are waited for
_LONGEST = 1600  # milliseconds after which a flow of writes is looked at all the same


async def watch(
    directory: Path,
    read: Callable[[Path], T],
    *,
    stop: asyncio.Event | None = None,
    poll: bool = False,
) -> AsyncIterator[T | ConfigError]:
    """Yield what `read` makes of the folder after each edit that changes it, or its faults; never the same twice.

    `read` raises ConfigError for a faulty folder; the caller then keeps its last good state. It is the folder that
    is watched, since editors replace files. `poll` is for file systems that tell nothing (network folders).
    Ends when `stop` is set.
    """
    last = _state(directory, read)
    edits = awatch(
        directory,
        watch_filter=_is_ours,
        stop_event=stop,
        debounce=_LONGEST,
        step=_SETTLE,
        force_polling=poll or None,
        ignore_permission_denied=True,
    )
    async for _ in edits:
        state = _state(directory, read)
        if not _same(state, last):
            last = state
            yield state


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
