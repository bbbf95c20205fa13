"""The command line: one short file per verb group."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code: 0 done, 1 the work failed, 2 bad usage."""
    from bot.cli.root import run  # noqa: PLC0415  importing `bot.cli` for a part of it stays cheap

    sys.exit(run(sys.argv[1:]))
