"""The real path of a look over a street of sources: database, readers, processes, decisions."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.claim import Claim, NewClaim
from bot.domain.decision import Rules
from bot.domain.source import Kind, NewSource, Role
from bot.domain.why import SourceWhy
from bot.net.addresses import check_url
from bot.net.client import Client
from bot.net.resolver import Lookup
from bot.net.settings import NetSettings
from bot.recheck import Recheck
from bot.sources import Apis, readers
from bot.store.database import Database
from bot.text.flags.find import FlagBook
from bot.text.work.runner import LocalRunner
from bot.watchlist import Watchlist
from tests.sources.street import CLAIM, View, kind_of

OPTIONS: dict[Kind, dict[str, str]] = {Kind.JSON: {"select": "models.guava"}}


@dataclass(slots=True)
class Round:
    """One cycle: looks started, and seconds until the last was done."""

    started: int
    seconds: float


@dataclass(slots=True)
class Watched:
    """A claim with every source of the street."""

    database: Database
    recheck: Recheck
    watchlist: Watchlist
    claim: Claim
    now: datetime

    async def cycle(self) -> Round:
        """Let two days pass and look at everything."""
        self.now += timedelta(days=2)
        began = time.perf_counter()
        started = await self.recheck.due(self.now)
        await self.recheck.drain(600)
        return Round(started, time.perf_counter() - began)

    async def why(self) -> dict[str, SourceWhy]:
        """Return the last look at each source, by the name of its host."""
        found = await self.watchlist.why(0, self.claim.id)
        return {why.source.url.split("/")[2].partition(".")[0]: why for why in found}


@asynccontextmanager
async def watching(
    sources: Sequence[NewSource],
    settings: NetSettings,
    folder: Path,
    *,
    lookup: Lookup | None = None,
    apis: Apis | None = None,
    slots: int = 64,
) -> AsyncIterator[Watched]:
    """Watch these sources for one claim; nothing was looked at yet."""
    now = datetime.now(UTC)
    database = await Database.open(folder / "street.db", now=now)
    try:
        async with Client(settings, lookup=lookup) as client, LocalRunner(FlagBook(())) as runner:

            def vet(url: str) -> str:
                return check_url(url, settings)

            recheck = Recheck(database, readers(client, apis or Apis()), runner, Rules, dict, vet, slots=slots)
            watchlist = Watchlist(database, vet, lambda source: source)
            claim = await watchlist.add(NewClaim(0, CLAIM, claimant="Orchard Labs"), sources, actor="test", now=now)
            yield Watched(database, recheck, watchlist, claim, now)
    finally:
        await database.close()


def sources_of(street: View, names: Sequence[str]) -> list[NewSource]:
    """Return the sources of these names on a street."""
    return [NewSource(street.url(name), Role.COVERAGE, kind_of(name), OPTIONS.get(kind_of(name), {})) for name in names]
