"""A clock that runs fast, so that months of looking again fit into seconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import monotonic


class FastClock:
    """Starts at the real time and runs `speed` times as fast; `jump` lets time pass at once."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._began = monotonic()
        self._start = datetime.now(UTC)

    def now(self) -> datetime:
        """Return the story's time, aware UTC."""
        return self._start + timedelta(seconds=(monotonic() - self._began) * self._speed)

    def jump(self, distance: timedelta) -> None:
        """Let `distance` pass."""
        self._start += distance
