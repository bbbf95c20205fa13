"""Whether the process that began something still lives."""

from __future__ import annotations

import os


def dead(owner: str, mine: str) -> bool:
    """Say whether `owner` (process id, colon, random part) is surely gone; `mine` is this process's own.

    A process that has our id but another random part is an earlier one. Where asking is not safe (Windows, where
    signal 0 means Ctrl-C) or not allowed, it counts as living and its lease decides.
    """
    number, _, _ = owner.partition(":")
    if owner == mine:
        return False
    if not number.isdecimal() or int(number) == os.getpid():
        return True
    return os.name != "nt" and not _runs(int(number))


def _runs(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
