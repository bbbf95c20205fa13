"""robots.txt as RFC 9309 has it, one per origin, fetched through the same guarded path as everything else."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.domain.outcome import Outcome
from bot.net.faults import Fault
from bot.net.rules import LONG, Rules, relevant
from bot.net.settings import NetSettings

# From the URL of a robots.txt to its text; raises `Fault`.
FetchRobots = Callable[[str, datetime], Awaitable[bytes]]

# No file there, or none that we may see: everything is allowed (RFC 9309, section 2.3.1.3).
UNAVAILABLE = frozenset(
    {
        Outcome.NOT_FOUND,
        Outcome.GONE,
        Outcome.PAYWALL,
        Outcome.BLOCKED,
        Outcome.BAD_REQUEST,
        Outcome.MOVED,
        Outcome.EMPTY,
        Outcome.TOO_MANY_REDIRECTS,
        Outcome.REDIRECT_LOOP,
    }
)
# The page would fail in the same way, and that is the truer reason.
SHARED = frozenset(
    {
        Outcome.TIMEOUT,
        Outcome.CONNECTION,
        Outcome.DNS,
        Outcome.TLS,
        Outcome.RATE_LIMITED,
        Outcome.REFUSED_ADDRESS,
    }
)
KEPT = 16_000_000  # characters of all files together; one has some thousands


class Entry:
    """What is known of one origin's file. `text` holds what in it concerns us, None where there was none."""

    __slots__ = ("expires_at", "lock", "refusal", "text")

    def __init__(self) -> None:
        self.text: str | None = None
        self.refusal = ""
        self.expires_at: datetime | None = None
        self.lock = asyncio.Lock()


class Robots:
    """The files met lately."""

    def __init__(self, settings: NetSettings, fetch: FetchRobots) -> None:
        self._settings = settings
        self._fetch = fetch
        self._agent = settings.user_agent.partition("/")[0].strip().lower()
        self._rules = Rules()
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._kept = 0  # characters in the entries

    async def check(self, origin: str, url: str, now: datetime) -> float:
        """Return the crawl delay that the origin wishes, in seconds, 0 for none.

        Raises:
            Fault: the file forbids `url`, or could not be read.
        """
        entry = self._entries.get(origin)
        if entry is None:
            entry = self._entries[origin] = Entry()
            if len(self._entries) > self._settings.known_hosts:
                self._forget()
        else:
            self._entries.move_to_end(origin)
        if entry.expires_at is None or now >= entry.expires_at:
            async with entry.lock:
                if entry.expires_at is None or now >= entry.expires_at:
                    await self._renew(entry, origin, now)
        if entry.refusal:
            raise Fault(Outcome.REFUSED_ROBOTS, entry.refusal, entry.expires_at)
        if not entry.text:
            return 0.0
        rules = await self._rules.of(entry.text)
        if not rules.can_fetch(url, self._agent):
            raise Fault(Outcome.REFUSED_ROBOTS, f"The robots.txt of {_host(origin)} forbids to fetch this page.")
        return rules.crawl_delay(self._agent) or 0.0

    async def _renew(self, entry: Entry, origin: str, now: datetime) -> None:
        try:
            body = await self._fetch(f"{origin}/robots.txt", now)
        except Fault as fault:
            if fault.outcome in SHARED:
                raise
            self._unavailable(entry, fault, origin, now)
            return
        short = len(body) <= LONG
        text = relevant(body, self._agent) if short else await asyncio.to_thread(relevant, body, self._agent)
        self._learn(entry, origin, text)
        entry.expires_at = now + self._settings.robots_ttl

    def _learn(self, entry: Entry, origin: str, text: str | None) -> None:
        """Keep what a file says, and forget the files used longest ago when all together become too much."""
        if self._entries.get(origin) is entry:  # else it was forgotten meanwhile
            self._kept += len(text or "") - len(entry.text or "")
        entry.text, entry.refusal = text, ""
        while self._kept > KEPT:
            self._forget()

    def _forget(self) -> None:
        self._kept -= len(self._entries.popitem(last=False)[1].text or "")

    def _unavailable(self, entry: Entry, fault: Fault, origin: str, now: datetime) -> None:
        if fault.outcome in UNAVAILABLE:
            self._learn(entry, origin, None)
            entry.expires_at = now + self._settings.robots_ttl
            return
        entry.expires_at = now + self._settings.robots_retry
        if entry.text is None:  # rules that were read before stay in force
            entry.refusal = (
                f"The robots.txt of {_host(origin)} can not be read, and until it can, nothing may be fetched. "
                f"{fault.detail}"
            )


def _host(origin: str) -> str:
    return origin.partition("://")[2]
