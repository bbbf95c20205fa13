"""The parts and how they hang together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import perf_counter

from bot.app.listing import utc_now
from bot.app.results import CheckSummary, ScanResult
from bot.app.scanning import scanned
from bot.app.settings import Settings
from bot.app.vetting import Vetting, apis_of
from bot.config import looks, net_settings
from bot.domain.look import Looks
from bot.domain.source import Kind, Source
from bot.net.addresses import check_url
from bot.net.client import Client
from bot.recheck import Recheck, Seen
from bot.sources import options_of, readers
from bot.store import claims, meta, sources
from bot.store.database import Database
from bot.text.work.runner import LocalRunner
from bot.watchlist import Watchlist


@dataclass(slots=True)
class App:
    """The built parts. `settings` changes when an admin edits them; everything reads it anew at each use."""

    directory: Path
    settings: Settings
    now: Callable[[], datetime]
    database: Database
    client: Client
    runner: LocalRunner
    watchlist: Watchlist
    recheck: Recheck
    seen: list[Callable[[Seen], None]] = field(default_factory=list)

    @property
    def looks(self) -> Looks:
        """How statuses look, as configured now."""
        return looks(self.settings.config)

    async def recall(self, key: str) -> str | None:
        """Return what was kept under `key`, None if nothing was."""
        return await self.database.read(lambda db: meta.get(db, key))

    async def keep(self, key: str, value: str) -> None:
        """Keep a small value over restarts."""
        await self.database.write(lambda db: meta.put(db, key, value))

    def check_url(self, url: str) -> str:
        """Return the URL's canonical form. Raises BadUrl when it may not be watched."""
        return check_url(url, self.client.settings)

    def source_options(self, kind: Kind) -> dict[str, str]:
        """Return what may be set for a source of this kind: each option's name with what it does."""
        return options_of(kind)

    async def scan(self, url: str) -> ScanResult:
        """Fetch a page once and find the claims that it flags itself.

        Raises:
            BadUrl: the URL may not be fetched.
            UnreadableTarget: it could not be read; the sentence says why.
        """
        return await scanned(self.client, self.runner, self.check_url(url), self.now())

    async def check(self, claim_ids: Sequence[int] | None = None, guild_id: int | None = None) -> CheckSummary:
        """Look now at the sources of these claims, or at every source where none are named.

        Raises:
            UnknownClaim: an id that no claim of the guild has.
        """
        began = perf_counter()
        chosen = await self._chosen(claim_ids, guild_id)
        seen = await self.recheck.look_at(chosen, self.now())
        sorts = [look.sort for look in seen]
        return CheckSummary(
            checked=len(chosen),
            first=sorts.count("first"),
            not_modified=sorts.count("not_modified"),
            unchanged=sorts.count("unchanged"),
            changed=sorts.count("changed"),
            failed=sorts.count("failed"),
            findings=tuple(finding for look in seen for finding in look.findings),
            seconds=round(perf_counter() - began, 3),
        )

    async def _chosen(self, claim_ids: Sequence[int] | None, guild_id: int | None) -> list[Source]:
        if claim_ids is None:
            return await self.database.read(lambda db: sources.all_watched(db, guild_id))
        found: dict[int, Source] = {}
        for claim_id in claim_ids:
            claim = await self.database.read(lambda db, n=claim_id: claims.get(db, n, guild_id or 0))  # type: ignore[misc]
            held = await self.database.read(lambda db, n=claim.id: sources.of_claim(db, n))  # type: ignore[misc]
            found |= {source.id: source for source, _ in held}
        return list(found.values())

    async def apply(self, settings: Settings) -> None:
        """Take over edited settings without a restart."""
        await self.client.reconfigure(net_settings(settings.config))
        if settings.book != self.settings.book:
            await self.runner.replace(settings.book)
        self.settings = settings


@asynccontextmanager
async def build(
    directory: Path,
    settings: Settings,
    db_path: Path,
    *,
    now: Callable[[], datetime] = utc_now,
) -> AsyncIterator[App]:
    """Build everything and take it down again in reverse.

    Raises:
        StoreError: the database can not be used.
        NoWorkers: the processes that read pages do not start.
    """
    async with AsyncExitStack() as stack:
        database = await Database.open(db_path, now=now())
        stack.push_async_callback(database.close)
        client = await stack.enter_async_context(Client(net_settings(settings.config)))
        text = settings.config.text
        runner = LocalRunner(
            settings.book,
            workers=text.workers,
            timeout_s=text.timeout.total_seconds(),
            memory_mb=text.memory_mb,
            stance=text.stance_model,
            idle_s=text.idle.total_seconds(),
        )
        await stack.enter_async_context(runner)
        app = _assembled(directory, settings, now, database, client, runner)
        stack.push_async_callback(lambda: app.recheck.drain(settings.config.recheck.drain.total_seconds()))
        yield app


def _assembled(
    directory: Path,
    settings: Settings,
    now: Callable[[], datetime],
    database: Database,
    client: Client,
    runner: LocalRunner,
) -> App:
    vetting = Vetting(lambda: client.settings, apis_of(settings.config))
    listeners: list[Callable[[Seen], None]] = []

    def tell(seen: Seen) -> None:
        for listener in listeners:
            listener(seen)

    recheck = Recheck(
        database,
        readers(client, vetting.apis),
        runner,
        rules=lambda: app.settings.rules,
        owners=lambda: app.settings.owners,
        check_url=vetting.url,
        slots=settings.config.recheck.in_flight,
        on_seen=tell,
    )
    watchlist = Watchlist(database, vetting.url, vetting.source)
    app = App(directory, settings, now, database, client, runner, watchlist, recheck, listeners)
    return app
