"""Proof that nothing was dialled: the interpreter itself reports each attempt to connect a socket."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_watchers: list[list[Any]] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and _watchers:
        for watcher in _watchers:
            watcher.append(arguments[1])


sys.addaudithook(_hook)


@contextmanager
def dialled() -> Iterator[list[Any]]:
    """Collect the addresses that any socket of this process is told to connect to."""
    attempts: list[Any] = []
    _watchers.append(attempts)
    try:
        yield attempts
    finally:
        _watchers.remove(attempts)
