"""The long-running side: the scheduler that ticks, and the edits of admins."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from time import monotonic

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.app.building import App
from bot.app.listing import utc_now
from bot.app.settings import Settings, load_settings
from bot.config.watching import watch
from bot.delivery import Deliverer
from bot.domain.notice import Notice, NoticeKind
from bot.errors import ConfigError, StoreError
from bot.ports import Notifier
from bot.store import catching_up, guilds, looks, outbox, sources
from bot.store.database import Connection

log = structlog.get_logger()

HOUSEKEEPING = timedelta(hours=6)
REMINDING = timedelta(hours=1)
LATE = timedelta(hours=2)
PAUSE = timedelta(minutes=1)  # without a tick: the program, or the machine, was stopped
PACE = timedelta(milliseconds=200)  # between looks that a pause made late, were they many
LONGEST = timedelta(hours=1)  # in which all of them are started
CATCHING_UP = 600.0  # seconds in which what is overdue may still be caught up with


class Service:
    """Looks and deliveries by the clock, until it is left.

    Due times are columns: the jobs hold no state, so a restart loses nothing and repeats nothing.
    """

    def __init__(self, app: App, notifiers: Sequence[Notifier], *, tick: timedelta) -> None:
        self._app = app
        self._deliverer = Deliverer(app.database, {notifier.name: notifier for notifier in notifiers})
        self._tick = tick
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._at_work: set[asyncio.Task[None]] = set()
        self._leaving = False
        self._late_since: float | None = None
        self._ticked_at: datetime | None = None

    async def start(self) -> None:
        """Begin to tick."""
        self._scheduler.add_listener(self._failed, EVENT_JOB_ERROR)
        # A tick that is still at work when the next is due is no fault: the next one finds the same rows.
        self._scheduler.add_listener(lambda _: None, EVENT_JOB_MAX_INSTANCES)
        now = utc_now()
        self._every(self._tick, self.look, first=now)
        self._every(self._tick, self.deliver, first=now)
        self._every(REMINDING, self.remind, first=now)
        self._every(HOUSEKEEPING, self.keep_house, first=now + HOUSEKEEPING)
        self._scheduler.start()

    def _every(self, gap: timedelta, job: Callable[[], Awaitable[None]], *, first: datetime) -> None:
        self._scheduler.add_job(
            self._do,
            "interval",
            [job],
            seconds=gap.total_seconds(),
            id=job.__name__,
            name=job.__name__,
            next_run_time=first,
        )

    async def _do(self, job: Callable[[], Awaitable[None]]) -> None:
        """Do a job, known to be at work until it ends; one that was handed over too late is left to the next start."""
        task = asyncio.current_task()
        if self._leaving or task is None:
            return
        self._at_work.add(task)
        try:
            await job()
        finally:
            self._at_work.discard(task)

    async def stop(self) -> None:
        """Stop ticking, and let the jobs and looks at work end by themselves."""
        self._leaving = True
        self._scheduler.pause()
        while self._at_work:
            await asyncio.wait(self._at_work)
        await self._app.recheck.drain(self._app.settings.config.recheck.drain.total_seconds())
        await asyncio.sleep(0)  # shutting down cancels what has been handed over and has not yet begun
        self._scheduler.shutdown(wait=False)

    async def look(self) -> None:
        """Start looks at whatever is due."""
        now = self._app.now()
        if self._ticked_at is None or now - self._ticked_at > max(PAUSE, self._tick * 3):
            await self._catch_up(now)
        await self._app.recheck.due(now)
        await self._watch_over(now)
        self._ticked_at = self._app.now()

    async def _catch_up(self, now: datetime) -> None:
        """Let what a pause made overdue follow little by little, instead of asking everybody in the same second."""
        database, at_once, since = self._app.database, self._app.settings.config.recheck.in_flight, now - PAUSE
        late = await database.read(lambda db: catching_up.overdue(db, since))
        gap = min(PACE, LONGEST / max(late, 1))
        before, more = 0, late
        while more:
            more = await database.write(
                lambda db, before=before: catching_up.put_off(db, since, now, at_once=at_once, gap=gap, before=before)  # type: ignore[misc]
            )
            before += more

    async def _watch_over(self, now: datetime) -> None:
        """Say it in the log when sources stay overdue: catching up after a pause is no fault, never doing so is one."""
        overdue = await self._app.database.read(lambda db: sources.oldest_overdue(db, now))
        if overdue is None or now - overdue <= LATE:
            self._late_since = None
            return
        self._late_since = self._late_since or monotonic()
        if monotonic() - self._late_since >= CATCHING_UP:
            log.warning("looking again lags behind", oldest_due_at=overdue.isoformat())
            self._late_since = monotonic()

    async def deliver(self) -> None:
        """Deliver what waits in the outbox."""
        await self._deliverer.deliver(self._app.now())

    async def remind(self) -> None:
        """Say which claims have come to their review-by date."""
        await self._app.watchlist.remind(self._app.now())

    async def keep_house(self) -> None:
        """Thin old looks and snapshots, in steps so small that looks and people hardly wait for them."""
        now = self._app.now()
        keep = self._app.settings.config.retention.keep
        more = True
        while more and not self._leaving:
            more = (await self._app.database.write(lambda db: looks.retain(db, now, keep.days))).more

    async def follow_edits(self) -> None:
        """Take over edits of the configuration as they happen; a faulty one keeps the last good state."""
        async for edit in watch(self._app.directory, load_settings, known=self._app.settings):
            if isinstance(edit, ConfigError):
                await self._tell_admins(edit)
            else:
                await self._take_over(edit)

    async def _take_over(self, settings: Settings) -> None:
        try:
            await self._app.apply(settings)
        except Exception as error:
            # Whatever one edit brings about, the next one must be followed.
            log.exception("configuration not taken over")
            fault = f"The edit could not be taken over ({type(error).__name__}); the log tells more."
            await self._tell_admins(ConfigError((fault,)))
        else:
            log.info("configuration taken over")

    async def _tell_admins(self, error: ConfigError) -> None:
        log.error("configuration is faulty, the last good one stays", faults=error.faults)
        now = self._app.now()
        text = "\n".join(error.faults)

        def work(db: Connection) -> None:
            for guild in guilds.every(db):
                outbox.put(db, Notice(NoticeKind.CONFIG_FAULT, guild.guild_id, now, after=text))

        while True:
            try:
                return await self._app.database.write(work)
            except StoreError as busy:  # a full disk or a long lock must not end the watch over the configuration
                log.warning("the admins can not be told yet", error=str(busy))
                await asyncio.sleep(self._tick.total_seconds())

    def _failed(self, event: JobExecutionEvent) -> None:
        log.error("a job failed and goes on with its next tick", job=event.job_id, error=repr(event.exception))


@asynccontextmanager
async def serve(
    app: App, notifiers: Sequence[Notifier], *, tick: timedelta | None = None, edits: bool = True
) -> AsyncIterator[Service]:
    """Run the service around a block of code; leaving the block stops it in order."""
    service = Service(app, notifiers, tick=tick or app.settings.config.recheck.tick)
    await service.start()
    following = asyncio.create_task(service.follow_edits()) if edits else None
    try:
        yield service
    finally:
        if following is not None:
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following
        await service.stop()
