"""The command line: one short file per verb group.

Each offers `register(app)`. Heavy parts are imported inside the verbs, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code: 0 done, 1 the work failed, 2 bad usage."""
    try:
        from bot.cli.root import run_

        code = run_(sys.argv[1:])
    except KeyboardInterrupt:  # while still importing
        code = 130
    sys.exit(code)
