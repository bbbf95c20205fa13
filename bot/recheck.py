"""The use case of time: due sources → readings → analyses → decisions."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

import structlog

from bot.domain.analysis import Analysis, ClaimView, ItemMatch, Task
from bot.domain.decide import decide, needs_analysis, to_ask
from bot.domain.decision import Decision, LookInputs, Rules, Watch
from bot.domain.finding import Finding
from bot.domain.outcome import Outcome
from bot.domain.reading import Failed, Fetched, Reading
from bot.domain.source import Kind, Source
from bot.domain.waiting import Waiting
from bot.errors import BadUrl
from bot.ports import Runner, SourceReader
from bot.store import looks, sources
from bot.store.database import Database

log = structlog.get_logger()

_AHEAD = 4  # due sources read ahead for each slot, so that hosts can be spread


@dataclass(frozen=True, slots=True)
class Seen:
    """One look as the caller wants to know it: what was decided and the ids of the findings written."""

    decision: Decision
    finding_ids: tuple[int, ...] = ()

    @property
    def sort(self) -> str:
        """One word: `first`, `not_modified`, `unchanged`, `changed` or `failed`."""
        outcome = self.decision.look.outcome
        if not outcome.good:
            return "failed"
        if self.decision.before.first_look:
            return "first"
        if self.decision.snapshot or self.decision.said or self.decision.source.candidate:
            return "changed"
        return "not_modified" if outcome is Outcome.NOT_MODIFIED else "unchanged"

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings written by this look."""
        return tuple(finding for finding, _ in self.decision.said) if self.finding_ids else ()


@dataclass(slots=True)
class _Flight:
    """Which sources and hosts are being looked at now; `landed` are those done since due ones were asked for."""

    tasks: dict[int, asyncio.Task[Seen | None]] = field(default_factory=dict)
    hosts: Counter[str] = field(default_factory=Counter)
    landed: set[int] = field(default_factory=set)
    free: asyncio.Event = field(default_factory=asyncio.Event)


class Recheck:
    """Looks at sources: a bounded number at once, one per host, each isolated from the others' faults."""

    def __init__(
        self,
        database: Database,
        readers: Mapping[Kind, SourceReader],
        runner: Runner,
        rules: Callable[[], Rules],
        owners: Callable[[], dict[str, str]],
        check_url: Callable[[str], str],
        *,
        slots: int = 64,
        on_seen: Callable[[Seen], None] = lambda _: None,
    ) -> None:
        self._database = database
        self._readers = readers
        self._runner = runner
        self._rules = rules
        self._owners = owners
        self._check_url = check_url
        self._slots = slots
        self._flight = _Flight()
        self._waiting = Waiting()
        self._on_seen = on_seen

    async def due(self, now: datetime) -> int:
        """Start looks at all due sources, as slots and hosts come free; return how many were started.

        It returns when nothing due is left to start; slow looks go on in the background, so that one
        stalled server never holds up the rest.
        """
        started: set[int] = set()
        while waiting := await self._asked(started, now):
            before = len(started)
            while waiting:
                waiting = await self._start_some(waiting, started, now)
                if not self._full:
                    break  # what is left waits for its hosts; others may be due behind it
                await self._room()
            if len(started) == before:
                await self._room()
        return len(started)

    async def _asked(self, started: set[int], now: datetime) -> list[Source]:
        """Ask for the next due sources that were not started yet, several for each slot: the question costs too."""
        limit = len(self._flight.tasks) + self._slots * _AHEAD
        self._flight.landed.clear()
        found = await self._database.read(lambda db: sources.due(db, now, limit))
        # What landed while the answer was on its way is in it as still due; what could not be committed is due
        # again, and waits for the next tick.
        busy = started | self._flight.tasks.keys() | self._flight.landed
        return [source for source in found if source.id not in busy]

    async def _start_some(self, waiting: Sequence[Source], started: set[int], now: datetime) -> list[Source]:
        """Start what has a free slot and host, note it in `started` and return the rest."""
        left: list[Source] = []
        for number, source in enumerate(waiting):
            if self._full:
                return [*left, *waiting[number:]]
            if source.id in self._flight.tasks:
                continue
            if self._start(source, now):
                started.add(source.id)
                await asyncio.sleep(0)  # the first steps of fifty looks in a row would hold the loop up
            else:
                left.append(source)
        return left

    async def look_at(self, chosen: Iterable[Source], now: datetime) -> list[Seen]:
        """Look at these sources now, due or not, and return when all are done."""
        waiting = list(chosen)
        mine: list[asyncio.Task[Seen | None]] = []
        while waiting:
            still = []
            for source in waiting:
                running = self._flight.tasks.get(source.id)
                if running is None and self._start(source, now):
                    running = self._flight.tasks[source.id]
                if running is None:
                    still.append(source)
                else:
                    mine.append(running)
            if still:
                await self._room()
            waiting = still
        done = await asyncio.gather(*mine)
        return [seen for seen in done if seen is not None]

    async def drain(self, patience: float) -> None:
        """Wait for the looks in flight, at most `patience` seconds, then cancel what is left."""
        running = list(self._flight.tasks.values())
        if not running:
            return
        _, late = await asyncio.wait(running, timeout=patience)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    @property
    def _full(self) -> bool:
        return len(self._flight.tasks) >= self._slots

    async def _room(self) -> None:
        """Wait until a look in flight has ended; at once when there is none."""
        if self._flight.tasks:
            self._flight.free.clear()
            await self._flight.free.wait()

    def _start(self, source: Source, now: datetime) -> bool:
        """Start the look unless all slots or the source's host are taken."""
        host = urlsplit(source.url).netloc
        if self._full or self._flight.hosts[host]:
            return False
        self._flight.hosts[host] += 1
        task = asyncio.create_task(self._isolated(source, now), name=f"look-{source.id}")
        self._flight.tasks[source.id] = task
        task.add_done_callback(lambda _: self._landed(source.id, host))
        return True

    def _landed(self, source_id: int, host: str) -> None:
        del self._flight.tasks[source_id]
        self._flight.landed.add(source_id)
        self._flight.free.set()
        self._flight.hosts[host] -= 1
        if not self._flight.hosts[host]:
            del self._flight.hosts[host]

    async def _isolated(self, source: Source, now: datetime) -> Seen | None:
        """Take one look; whatever goes wrong in it stays in it."""
        try:
            seen = await self._look(source, now)
        except Exception:
            log.exception("look failed", source=source.id)
            return None
        if seen is not None:
            self._on_seen(seen)
        return seen

    async def _look(self, source: Source, now: datetime) -> Seen | None:
        rules = self._rules()
        reading = await self._read(source, now, rules)
        judged = needs_analysis(source, reading)
        watches: tuple[Watch, ...] = ()
        known: frozenset[str] = frozenset()
        task = None
        analysis = None
        if judged or isinstance(reading, Failed) or source.degraded:
            around = await self._database.read(lambda db: sources.load_look(db, source, now - rules.flap_window))
            watches, known = around.watches, around.known
            if judged and isinstance(reading, Fetched):
                task = _task(source, reading, around, self._owners())
                analysis = await self._judge(task, reading.body_hash)
        decision = decide(source, watches, reading, analysis, known, now, rules)
        if decision.source.candidate and task and analysis and isinstance(reading, Fetched):
            self._waiting.keep(task, reading.body_hash, analysis)
        if decision.said and not source.candidate:
            # Weighing takes every account of the claim, and few other looks have anything to say.
            weighed = await self._database.read(lambda db: sources.weighed(db, watches))
            decision = decide(source, weighed, reading, analysis, known, now, rules)
        ids = await self._database.write(lambda db: looks.commit(db, decision))
        return None if ids is None else Seen(decision, tuple(ids))

    async def _judge(self, task: Task, body_hash: str) -> Analysis:
        """Judge the bytes, unless they are those that were judged at the first sight of what waits."""
        answer = self._waiting.recall(task)
        if answer is not None and answer.body_hash == body_hash:
            return answer.analysis
        asked = task if answer is None else replace(task, known=answer.analysis)
        return self._vetted(await self._runner.run(asked))

    def _vetted(self, analysis: Analysis) -> Analysis:
        """Return the analysis with every item's URL canonical; one that may not be watched is dropped.

        Such an item is then told by the feed's own words.
        """
        return replace(analysis, matches=tuple(self._vetted_match(match) for match in analysis.matches))

    def _vetted_match(self, match: ItemMatch) -> ItemMatch:
        try:
            url = self._check_url(match.item.url) if match.item.url else ""
        except BadUrl:
            url = ""
        return replace(match, item=replace(match.item, url=url))

    async def _read(self, source: Source, now: datetime, rules: Rules) -> Reading:
        try:
            return await self._readers[source.kind].read(to_ask(source, rules), now)
        except Exception as error:
            # A reader's bug is this source's failure, not the scheduler's.
            log.exception("reader crashed", source=source.id, kind=source.kind)
            return Failed(Outcome.UNREADABLE, f"the {source.kind} reader crashed ({type(error).__name__})")


def _task(source: Source, reading: Fetched, around: LookInputs, owners: dict[str, str]) -> Task:
    return Task(
        source_id=source.id,
        url=reading.url,
        media=reading.media,
        body=reading.body,
        charset=reading.charset,
        items=reading.items,
        baseline=around.baseline,
        seen=around.seen,
        claims=tuple(view(watch) for watch in around.watches),
        owners=owners,
    )


def view(watch: Watch) -> ClaimView:
    """Return as much of the watched claim as the text layer needs."""
    claim = watch.claim
    return ClaimView(claim.id, claim.text, claim.claimant, claim.attribution, claim.flags, watch.role)
