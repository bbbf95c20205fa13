"""The state of one look on its way through redirects."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from time import perf_counter

from bot.domain.source import NO_VALIDATORS

ACCEPT = "text/html, application/xhtml+xml, text/markdown;q=0.9, text/plain;q=0.9, application/xml;q=0.8, */*;q=0.5"


class Look:
    """One call of `get` on its way through the hops."""

    __slots__ = (
        "accept",
        "answered",
        "cut",
        "extra",
        "left",
        "limit",
        "now",
        "permanent",
        "seconds",
        "started",
        "url",
        "validators",
    )

    def __init__(self, url: str, now: datetime, limit: float) -> None:
        self.url = url
        self.now = now
        self.limit = limit  # seconds on the wire
        self.left = limit  # of them until the deadline
        self.seconds = 0.0  # on the wire before the present hop
        self.started = 0.0  # of the present hop
        self.validators = NO_VALIDATORS
        self.extra: Mapping[str, str] = {}
        self.accept = ACCEPT
        self.permanent = ""
        self.answered = False
        self.cut = False

    def spent(self) -> float:
        """Return the seconds on the wire until now."""
        return self.seconds + perf_counter() - self.started

    def lateness(self, host: str) -> str:
        """Say what did not come before the deadline."""
        what = "began to answer, but did not finish" if self.answered else "did not answer"
        return f"{host} {what} within {self.limit:g} seconds."


class Redirect:
    """The answer of a hop that leads on."""

    __slots__ = ("location", "status")

    def __init__(self, status: int, location: str) -> None:
        self.status = status
        self.location = location
