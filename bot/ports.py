"""Where two real implementations exist: reading a source, delivering a notice, running the text analysis."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.domain.analysis import Analysis, Task
from bot.domain.delivery import Delivered, Delivery
from bot.domain.reading import Reading
from bot.domain.source import Kind, Source


class SourceReader(Protocol):
    """Reads one kind of source. It returns every outcome as a value and raises for bugs alone."""

    kind: Kind

    async def read(self, source: Source, now: datetime) -> Reading:
        """Take one look, conditional when the source has validators."""


class Notifier(Protocol):
    """Delivers notices in one way; `name` is what outbox rows call it."""

    name: str

    async def deliver(self, delivery: Delivery) -> Delivered:
        """Deliver once and say how it went."""

    async def find(self, delivery: Delivery) -> str | None:
        """Return the message's reference if this notice was delivered before a crash, else None."""


class Runner(Protocol):
    """Where `analyse` runs: apart from the event loop, and where it can be killed."""

    async def run(self, task: Task) -> Analysis:
        """Judge one look's bytes; a crash or time-out is an analysis with a failure."""
