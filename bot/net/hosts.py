"""Manners towards each host: how many requests at once, how far apart, and when to leave it alone."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from datetime import datetime
from itertools import islice

from bot.domain.outcome import Outcome
from bot.net.faults import Fault
from bot.net.settings import NetSettings

# What says that the host as a whole is unwell; anything else it answers shows that it is alive.
TROUBLE = frozenset({Outcome.TIMEOUT, Outcome.CONNECTION, Outcome.DNS, Outcome.TLS})
LOOKED_THROUGH = 16  # hosts that are tried for one to forget


class Host:
    """The state of one host, shared by all its sources."""

    __slots__ = ("_clear_at", "_free", "_settings", "_troubles", "_until", "_using", "_why", "crawl_delay", "name")

    def __init__(self, name: str, settings: NetSettings) -> None:
        self.name = name
        self.crawl_delay = 0.0
        self._settings = settings
        self._free = asyncio.Semaphore(settings.per_host_in_flight)
        self._clear_at = 0.0  # on the loop's own clock
        self._troubles = 0
        self._using = 0
        self._until: datetime | None = None
        self._why = Fault(Outcome.RATE_LIMITED, "")

    @property
    def busy(self) -> bool:
        """Whether a request is under way or waiting."""
        return self._using > 0

    @property
    def resting(self) -> bool:
        """Whether the host is being left alone, as of the last look."""
        return self._until is not None

    async def enter(self, now: datetime) -> None:
        """Wait for our turn.

        Raises:
            Fault: the host is being left alone; at once, with `retry_at`.
        """
        self._refuse_while_resting(now)
        self._using += 1
        try:
            await self._free.acquire()
        except BaseException:
            self._using -= 1
            raise
        try:
            self._refuse_while_resting(now)
            wait = self._clear_at - asyncio.get_running_loop().time()
            if wait > 0:
                await asyncio.sleep(wait)
        except BaseException:
            self.leave(pause=False)
            raise

    def leave(self, *, pause: bool) -> None:
        """Let the next one in; with `pause` it waits the host's interval."""
        if pause:
            interval = max(self._settings.per_host_interval, min(self.crawl_delay, self._settings.max_crawl_delay))
            if interval:
                self._clear_at = asyncio.get_running_loop().time() + interval
        self._using -= 1
        self._free.release()

    def answered(self, fault: Fault | None, now: datetime) -> None:
        """Note how an exchange ended: a host in trouble is left alone, for longer each time."""
        if fault is not None and (fault.outcome is Outcome.RATE_LIMITED or fault.retry_at):
            self._troubles += 1
            self._rest(fault, now, self._troubles)
        elif fault is not None and fault.outcome in TROUBLE:
            self._troubles += 1
            if self._troubles >= self._settings.backoff_after_failures:
                self._rest(fault, now, self._troubles - self._settings.backoff_after_failures + 1)
        else:
            self._troubles = 0
            self._until = None

    def _rest(self, fault: Fault, now: datetime, times: int) -> None:
        longest = self._settings.backoff_most
        doubled = now + min(self._settings.backoff_first * 2 ** min(times - 1, 16), longest)
        if fault.retry_at is None:
            self._until = doubled
        else:  # what the server asks for holds; asking again and again, we add our own
            self._until = fault.retry_at if times == 1 else max(fault.retry_at, doubled)
        self._why = fault

    def _refuse_while_resting(self, now: datetime) -> None:
        if self._until is None or now >= self._until:
            return
        said = f"{self.name} is left alone until {self._until:%Y-%m-%d %H:%M} UTC. {self._why.detail}"
        raise Fault(self._why.outcome, said, self._until)


class Hosts:
    """The hosts met lately, at most `known_hosts` of them."""

    def __init__(self, settings: NetSettings) -> None:
        self._settings = settings
        self._known: OrderedDict[str, Host] = OrderedDict()

    def of(self, name: str) -> Host:
        """Return the state of a host."""
        host = self._known.get(name)
        if host is None:
            host = self._known[name] = Host(name, self._settings)
            if len(self._known) > self._settings.known_hosts:
                self._forget(name)
        else:
            self._known.move_to_end(name)
        return host

    def _forget(self, but: str) -> None:
        oldest = [host for host in islice(self._known.values(), LOOKED_THROUGH) if not host.busy and host.name != but]
        if oldest:
            del self._known[min(oldest, key=lambda host: host.resting).name]
