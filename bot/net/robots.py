"""robots.txt as RFC 9309 has it, one per origin, fetched through the same guarded path as everything else."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime

from protego import Protego

from bot.domain.outcome import Outcome
from bot.net.faults import Fault
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
AGENT_FIELDS = frozenset({"user-agent", "useragent", "user agent"})
SITE_WIDE = ("sitemap", "site-map", "host")  # stand in no group and end none
PRODUCT = re.compile(r"[a-z_-]+")
LONG = 20_000  # bytes that are parsed on the event loop; more takes longer than a breath


class Entry:
    """What is known of one origin's file. `rules` is None when everything is allowed."""

    __slots__ = ("expires_at", "lock", "refusal", "rules")

    def __init__(self) -> None:
        self.rules: Protego | None = None
        self.refusal = ""
        self.expires_at: datetime | None = None
        self.lock = asyncio.Lock()


class Robots:
    """The files met lately."""

    def __init__(self, settings: NetSettings, fetch: FetchRobots) -> None:
        self._settings = settings
        self._fetch = fetch
        self._agent = settings.user_agent.partition("/")[0].strip().lower()
        self._entries: OrderedDict[str, Entry] = OrderedDict()

    async def check(self, origin: str, url: str, now: datetime) -> float:
        """Return the crawl delay that the origin wishes, in seconds, 0 for none.

        Raises:
            Fault: the file forbids `url`, or could not be read.
        """
        entry = self._entries.get(origin)
        if entry is None:
            entry = self._entries[origin] = Entry()
            if len(self._entries) > self._settings.known_hosts:
                self._entries.popitem(last=False)
        else:
            self._entries.move_to_end(origin)
        if entry.expires_at is None or now >= entry.expires_at:
            async with entry.lock:
                if entry.expires_at is None or now >= entry.expires_at:
                    await self._renew(entry, origin, now)
        if entry.refusal:
            raise Fault(Outcome.REFUSED_ROBOTS, entry.refusal, entry.expires_at)
        if entry.rules is None:
            return 0.0
        if not entry.rules.can_fetch(url, self._agent):
            raise Fault(Outcome.REFUSED_ROBOTS, f"The robots.txt of {_host(origin)} forbids to fetch this page.")
        return entry.rules.crawl_delay(self._agent) or 0.0

    async def _renew(self, entry: Entry, origin: str, now: datetime) -> None:
        try:
            body = await self._fetch(f"{origin}/robots.txt", now)
        except Fault as fault:
            if fault.outcome in SHARED:
                raise
            self._unavailable(entry, fault, origin, now)
            return
        if len(body) <= LONG:
            entry.rules = parse(body, self._agent)
        else:
            entry.rules = await asyncio.to_thread(parse, body, self._agent)
        entry.refusal = ""
        entry.expires_at = now + self._settings.robots_ttl

    def _unavailable(self, entry: Entry, fault: Fault, origin: str, now: datetime) -> None:
        if fault.outcome in UNAVAILABLE:
            entry.rules, entry.refusal = None, ""
            entry.expires_at = now + self._settings.robots_ttl
            return
        entry.expires_at = now + self._settings.robots_retry
        if entry.rules is None:  # rules that were read before stay in force
            entry.refusal = (
                f"The robots.txt of {_host(origin)} can not be read, and until it can, nothing may be fetched. "
                f"{fault.detail}"
            )


def parse(body: bytes, agent: str) -> Protego:
    """Return the rules in a robots.txt that concern `agent`; bytes that are no UTF-8 spoil their line alone."""
    return Protego.parse(relevant(body.decode("utf-8-sig", "replace"), agent))


def relevant(text: str, agent: str) -> str:
    """Return the lines of the groups for `agent` and for everybody.

    The parser repeats each rule for each agent of its group: sixteen thousand agents above as many rules would eat all
    memory. Lines are kept as they are, other agents become one that nobody has.
    """
    kept: list[str] = []
    ours = in_agents = False
    for line in text.splitlines():
        field, _, value = line.partition("#")[0].partition(":")
        name = field.strip().lower()
        if name in AGENT_FIELDS:
            product = _product(value)
            named = product == "*" or (bool(product) and product in agent)
            ours = named or (ours and in_agents)
            in_agents = True
            if named:
                kept.append(f"User-agent: {product}")
        elif name and not name.startswith(SITE_WIDE):
            if ours:
                kept.append(line)
            elif in_agents:
                kept.append("User-agent: another")
            in_agents = False
    return "\n".join(kept)


def _product(value: str) -> str:
    """Return the product token that a User-agent line names; what follows it ("/1.0") is no part of it."""
    value = value.strip().lower()
    found = PRODUCT.match(value)
    if found:
        return found.group()
    return "*" if value.startswith("*") else ""


def _host(origin: str) -> str:
    return origin.partition("://")[2]
