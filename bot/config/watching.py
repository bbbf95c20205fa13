"""Edits of the configuration, as they happen: good ones and faulty ones, told apart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from pathlib import Path

from watchfiles import Change, awatch

from bot.config.loading import load
from bot.config.sections import Config
from bot.errors import ConfigError

_SETTLE = 50  # milliseconds in which further writes of the same edit are waited for


async def watch(
    directory: Path,
    environ: Mapping[str, str] | None = None,
    *,
    stop: asyncio.Event | None = None,
    poll: bool = False,
) -> AsyncIterator[Config | ConfigError]:
    """Yield the configuration after each edit that changes it, or its faults; neither twice in a row.

    The caller keeps its last good one when faults come. It is the folder that is watched, since editors replace
    files. `poll` is for file systems that tell nothing (network folders, mounted config maps). Ends with `stop`.
    """
    last: Config | tuple[str, ...] | None = None
    with suppress(ConfigError):
        last = load(directory, environ)
    async for _ in awatch(
        directory, watch_filter=_is_ours, stop_event=stop, debounce=1600, step=_SETTLE, force_polling=poll or None
    ):
        try:
            config = load(directory, environ)
        except ConfigError as error:
            if error.faults != last:
                last = error.faults
                yield error
            continue
        if config != last:
            last = config
            yield config


def _is_ours(change: Change, path: str) -> bool:
    """Every change that may touch a TOML file, and the ``..data`` link that config maps are swapped by."""
    del change
    name = Path(path).name
    return name.endswith(".toml") or name == "..data"
