"""The driver: edits the newsroom step by step and waits until the pipeline has nothing left to do."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bot.app.building import App, build
from bot.app.service import serve
from bot.app.settings import Settings
from bot.demo.clock import FastClock
from bot.demo.newsroom import LOOPBACK, Newsroom
from bot.demo.story import Decided, Stage
from bot.domain.claim import TERMINAL_GUILD
from bot.domain.outcome import Outcome
from bot.domain.source import Kind, NewSource, Role, Source
from bot.domain.status import Status
from bot.ports import Notifier
from bot.recheck import Seen
from bot.store import outbox, sources

SPEED = 3600.0  # a second of the demo is an hour of the story
TICK = timedelta(milliseconds=100)
LOOKS = 2  # a change is confirmed by a second look, so each source is looked at twice in each step
LONGEST_STEP = 12.0  # seconds; the story then goes on and the missing post is missed in the outcome


@dataclass(slots=True)
class Progress:
    """Where the demo is; the notifier reads `step` for its posts."""

    step: int = 0
    title: str = ""
    looks: int = 0


class Play:
    """One performance of the story against a running app."""

    def __init__(self, stage: Stage, newsroom: Newsroom, clock: FastClock, app: App, progress: Progress) -> None:
        self._story = stage.story
        self._newsroom = newsroom
        self._clock = clock
        self._app = app
        self._progress = progress
        self._looks: Counter[int] = Counter()
        app.seen.append(self._count)

    async def perform(self, shown: Callable[[Progress], None]) -> None:
        """Play all steps; `shown` is told of every step as it begins."""
        await self._open()
        for number, step in enumerate(self._story.step, start=1):
            self._progress.step, self._progress.title = number, step.title
            shown(self._progress)
            self._clock.jump(step.wait)
            self._newsroom.edit(step.page)
            self._looks.clear()
            if step.decide:
                await self._decide(step.decide)
            await self._settled({self._newsroom.url(edit.url) for edit in step.page})

    async def _open(self) -> None:
        """Scan the report and track the claim it flags, as a person would."""
        result = await self._app.scan(self._newsroom.url(self._story.report))
        new = result.claims[0].new_claim(TERMINAL_GUILD)
        new = replace(new, settles=new.settles or self._story.settles, tags=("demo",))
        watched = (
            NewSource(self._newsroom.url(self._story.report), Role.ORIGIN),
            NewSource(self._newsroom.url(self._story.feed), Role.COVERAGE, Kind.FEED),
            NewSource(self._newsroom.url(self._story.artefact), Role.ARTEFACT),
        )
        await self._app.watchlist.add(new, watched, actor="curator", now=self._app.now())
        await self._settled(set())

    async def _decide(self, decided: Decided) -> None:
        (claim,) = (await self._app.watchlist.listing(TERMINAL_GUILD)).claims
        await self._app.watchlist.decide(
            TERMINAL_GUILD,
            claim.id,
            Status(decided.status),
            evidence=self._newsroom.url(decided.evidence),
            reason=decided.reason,
            actor=decided.actor,
            now=self._app.now(),
        )

    async def _settled(self, edited: set[str]) -> None:
        """Wait until what was edited was looked at often enough, no change waits, and every post is out."""
        deadline = asyncio.get_running_loop().time() + LONGEST_STEP
        while asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(TICK.total_seconds())
            if await self._quiet(edited):
                return

    async def _quiet(self, edited: set[str]) -> bool:
        looks = self._looks.copy()  # as they were before the state is read: a look that ends meanwhile counts next time
        watched = await self._app.database.read(lambda db: sources.all_watched(db, None))
        posts = await self._app.database.read(outbox.counts)
        looked = all(looks[source.id] >= LOOKS for source in watched if source.url in edited)
        settled = all(source.last_look_at and not _waits(source) for source in watched)
        return looked and settled and not posts.get("waiting", 0) and not posts.get("sending", 0)

    def _count(self, seen: Seen) -> None:
        self._looks[seen.decision.source.id] += 1
        self._progress.looks += 1


def _waits(source: Source) -> bool:
    """Whether something was seen once and waits for its second look."""
    return source.candidate is not None or (source.last_outcome is Outcome.GONE and not source.gone)


def demo_settings(settings: Settings, newsroom: Newsroom) -> Settings:
    """Return settings that let the client reach the loopback newsroom, and nothing else, without pauses."""
    config = settings.config
    net = config.net.model_copy(
        update={
            "allowed_networks": (f"{LOOPBACK}/32",),
            "allowed_ports": frozenset({newsroom.port}),
            "hosts": newsroom.hosts,
            "per_host_interval": 0.0,
        }
    )
    return replace(settings, config=config.model_copy(update={"net": net}))


@asynccontextmanager
async def performance(
    stage: Stage,
    settings: Settings,
    directory: Path,
    db_path: Path,
    notifiers: Callable[[Progress], Sequence[Notifier]],
) -> AsyncIterator[Play]:
    """Set the stage: newsroom, app with a fast clock, and the service that looks and delivers."""
    clock = FastClock(SPEED)
    progress = Progress()
    async with Newsroom(stage.pages, clock.now) as newsroom:
        for edit in (*stage.story.page, *(edit for step in stage.story.step for edit in step.page)):
            newsroom.expect(edit.url)
        newsroom.edit(stage.story.page)
        ready = demo_settings(settings, newsroom)
        async with (
            build(directory, ready, db_path, now=clock.now) as app,
            serve(app, notifiers(progress), tick=TICK, edits=False),
        ):
            yield Play(stage, newsroom, clock, app, progress)
