"""The command line: one short file per verb group.

Each offers `register(app)`. Heavy parts are imported inside the verbs, so that ``--help`` answers at once.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType

_INTERRUPTED = 130
_TERMINATED = 143  # 128 and the signal's number, as a shell would say it


def main() -> None:
    """Run the command line and leave with its exit code: 0 done, 1 the work failed, 2 bad usage."""
    told: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        """Stop as Ctrl-C does, in order; a second SIGTERM ends at once."""
        told.append(number)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        interrupt = signal.getsignal(signal.SIGINT)
        if not callable(interrupt):  # Ctrl-C is ignored, as under nohup
            raise KeyboardInterrupt
        interrupt(signal.SIGINT, frame)

    signal.signal(signal.SIGTERM, end)
    try:
        from bot.cli.root import run_

        code = run_(sys.argv[1:])
    except KeyboardInterrupt:  # while still importing
        code = _INTERRUPTED
    sys.exit(_TERMINATED if told and code == _INTERRUPTED else code)
