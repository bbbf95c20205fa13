"""When to look again: soon after something happened, then ever more slowly, but never not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.source import Source

SHORTEST_EVERY = timedelta(minutes=1)  # what a person may ask of one source; more would be no courtesy
_LONGEST_BACKOFF = 10  # doublings; the floor caps it long before


@dataclass(frozen=True, slots=True)
class CadenceRules:
    """How fast to look. `growth` is the share of the quiet time after which the next look is due.

    With growth 0.1 a page whose last event was ten hours ago is looked at hourly. `fast` is the
    shortest distance, `floor` the longest for an open claim, `settled` that for settled ones.
    `jitter` is the largest share by which a source's own, stable offset lengthens the distance.
    """

    fast: timedelta = timedelta(minutes=15)
    floor: timedelta = timedelta(hours=24)
    settled: timedelta = timedelta(days=7)
    growth: float = 0.1
    jitter: float = 0.1
    retry: timedelta = timedelta(minutes=5)
    confirm: timedelta = timedelta(minutes=10)


def interval(source: Source, now: datetime, rules: CadenceRules) -> timedelta:
    """Return the wished distance to the next look, without jitter and failures.

    It never exceeds the floor while a claim is open, and falls below `fast` only where a person asked for that. Of
    several claims the most eager one counts.
    """
    usual = _usual(source, now, rules)
    if source.every is None:
        return usual
    return min(source.every, usual) if source.usual else source.every


def _usual(source: Source, now: datetime, rules: CadenceRules) -> timedelta:
    if not source.open:
        return rules.settled
    quiet = max(now - source.event_at, timedelta(0))
    return min(max(quiet * rules.growth, rules.fast), rules.floor)


def next_check(source: Source, now: datetime, rules: CadenceRules, retry_at: datetime | None = None) -> datetime:
    """Return when the source is due next, given its state after this look.

    A waiting candidate is confirmed soon. Failures in a row double the distance from `retry`
    up to the normal one's cap and never switch a source off. `retry_at` is what the server asked for:
    it may lengthen the distance up to the cap, never shorten it.
    """
    wished = interval(source, now, rules)
    if source.failures:
        cap = max(wished, rules.settled if not source.open else rules.floor)
        backoff = rules.retry * float(2 ** min(source.failures - 1, _LONGEST_BACKOFF))
        due = now + min(max(backoff, min(wished, rules.fast)), cap)
        return min(max(due, retry_at), now + cap) if retry_at else due
    if source.candidate is not None:
        return now + rules.confirm
    return now + wished * (1 + rules.jitter * share(source.id))


def due_said(source: Source, now: datetime) -> str:
    """Return why there is a look now: because it was due, or because a person asked for one."""
    return "the look was due" if source.next_check_at <= now else "a person asked, before it was due"


def share(source_id: int) -> float:
    """Return the source's stable share in 0..1, so that neighbours in time drift apart once and stay so."""
    digest = hashlib.blake2b(str(source_id).encode(), digest_size=4).digest()
    return int.from_bytes(digest) / 0xFFFFFFFF
