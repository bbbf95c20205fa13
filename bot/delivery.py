"""The use case of time: outbox → notifiers → sent, retried or suspended."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from bot.domain.delivery import Dead, Delivered, Delivery, Retry, Sent
from bot.ports import Notifier
from bot.store import outbox
from bot.store.database import Connection, Database

log = structlog.get_logger()

BATCH = 50
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(hours=1)


class Deliverer:
    """Delivers what the outbox holds: in order for each claim and destination, at least once.

    A row is marked before it is tried; one found so marked after a crash is first looked for at its
    destination, so that it is not said twice.
    """

    def __init__(self, database: Database, notifiers: Mapping[str, Notifier]) -> None:
        self._database = database
        self._notifiers = notifiers

    async def deliver(self, now: datetime) -> int:
        """Deliver everything that is ready; return how many notices arrived."""
        arrived = 0
        while batch := await self._taken(now):
            results = await asyncio.gather(*(self._in_turn(rows, now) for rows in _by_destination(batch)))
            arrived += sum(results)
        return arrived

    async def _taken(self, now: datetime) -> list[Delivery]:
        """Take the next rows; most ticks have none, and then nobody's write is waited for."""
        here = self._notifiers.keys()
        if not await self._database.read(lambda db: outbox.any_ready(db, now, here)):
            return []
        return await self._database.write(lambda db: outbox.claim_batch(db, now, BATCH, notifiers=here))

    async def _in_turn(self, rows: Sequence[Delivery], now: datetime) -> int:
        """Deliver one destination's rows one after another; destinations do not wait for each other."""
        arrived = 0
        for row in rows:
            delivered = await self._attempt(row)
            await self._database.write(lambda db, r=row, d=delivered: _record(db, r, d, now))  # type: ignore[misc]
            arrived += isinstance(delivered, Sent)
        return arrived

    async def _attempt(self, row: Delivery) -> Delivered:
        notifier = self._notifiers[row.notifier]
        try:
            if row.again and (message := await notifier.find(row)) is not None:
                return Sent(message)
            return await notifier.deliver(row)
        except Exception as error:
            # A notifier's bug must not stop the others; the row stays and is tried again.
            log.exception("delivery crashed", outbox=row.id, notifier=row.notifier)
            return Retry(None, f"{type(error).__name__} in the notifier")


def backoff(attempts: int) -> timedelta:
    """Return how long to wait after `attempts` tries (≥ 1): doubling from 5 s, at most an hour."""
    return min(FIRST_RETRY * float(2 ** min(attempts - 1, 16)), LONGEST_RETRY)


def _record(db: Connection, row: Delivery, delivered: Delivered, now: datetime) -> None:
    match delivered:
        case Sent(message):
            outbox.sent(db, row.id, message=message, now=now)
        case Retry(after, error):
            outbox.retry(db, row.id, at=now + (after or backoff(row.attempts)), error=error)
        case Dead(reason):
            log.warning("destination suspended", notifier=row.notifier, reason=reason)
            outbox.suspend(db, row.notifier, row.destination, reason)


def _by_destination(batch: Sequence[Delivery]) -> list[list[Delivery]]:
    groups: dict[tuple[str, str], list[Delivery]] = {}
    for row in batch:
        groups.setdefault((row.notifier, row.destination), []).append(row)
    return list(groups.values())
