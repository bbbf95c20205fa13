"""What looking again costs: ``python -m tests.bench.cycle [--pages N] [--rounds N] [--small-model] [--json]``.

Articles of about 50 kB are served by another process, each on a host name of its own. Measured in turns:

- the bare loop: conditional GETs through httpx over the same transport and nothing else;
- an unchanged cycle, in which every page answers 304, through the whole program: due, look, decide, commit;
- trafilatura's extraction of the pages' text, title and date alone, in a process of its own (the program takes title
  and date from what a page declares);
- a changed cycle, in which the claim's sentence differs on every page, and the cycle that confirms it: until the
  finding is in the outbox. The pages are then served as they were at the first sight, as a static or cached page is;
  `confirming_anew` is a look at pages whose clocks and counters went on meanwhile.

A change is weighed by a stance model at its first sight. All is measured with the small one, which is what the README
installs; where the larger one is installed too, changed cycles are measured once more with that: `by_encoder`.

Other programs make everything slower and nothing faster, so the best of the rounds is shown. What a changed page costs
over extraction is the median of the rounds' own ratios: extraction is timed before and after the change in each.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import process_time
from typing import Literal

import aiohttp
import httpx
import trafilatura
from aiohttp.abc import AbstractResolver, ResolveResult
from httpx_aiohttp import AiohttpTransport

from bot.app.building import App, build
from bot.app.listing import utc_now
from bot.app.settings import Settings, load_settings
from bot.domain.claim import Flag, FlagKind, NewClaim
from bot.domain.source import NewSource, Role
from bot.folders import shipped
from bot.text.stance.judge import extra_installed
from tests.bench.measure import Lag, Spent, lagging, quantile, spent
from tests.bench.site import FIRST_SCORE, LOOPBACK, RunningSite, claim_of, page, running_site

IN_FLIGHT = 50
CONFIRM = timedelta(minutes=11)
Model = Literal["best", "features"]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures. Times in milliseconds for one look unless said otherwise; lag is the 99th percentile."""

    pages: int
    rounds: int
    bare_per_second: float
    unchanged_per_second: float
    unchanged_over_bare: float
    bare_cpu_ms: float
    unchanged_cpu_ms: float
    bare_loop_cpu_ms: float
    unchanged_loop_cpu_ms: float
    loop_cpu_over_bare_ms: float
    extraction_cpu_ms: float
    text_only_cpu_ms: float
    first_cycle_cpu_ms: float
    changed_cpu_ms: float
    confirming_cpu_ms: float
    confirming_anew_cpu_ms: float
    changed_over_extraction: float
    changed_in_program_ms: float
    idle_lag_ms: float
    unchanged_lag_ms: float
    unchanged_own_lag_ms: float
    changed_lag_ms: float
    changed_own_lag_ms: float
    findings: int
    by_encoder: float | None
    """Changed cycles over extraction, judged by the larger model; None where it is not installed."""


class Clock:
    """The time of the bench: days pass between cycles so that everything is due."""

    def __init__(self) -> None:
        self.at = utc_now()

    def now(self) -> datetime:
        """Return the bench's time."""
        return self.at


class Fixed(AbstractResolver):
    """Resolves every name to loopback, as the program's `hosts` setting does."""

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:  # noqa: ARG002  the interface has it
        """Return the one address."""
        return [ResolveResult(hostname=host, host=LOOPBACK, port=port, family=2, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing is kept."""


class Bare:
    """The bare loop: asks for every page, conditionally once it knows the tags, `IN_FLIGHT` at a time."""

    def __init__(self, site: RunningSite) -> None:
        self._urls = [site.url(number) for number in range(site.pages)]
        self._tags: dict[str, str] = {}
        connector = aiohttp.TCPConnector(limit=IN_FLIGHT, resolver=Fixed(), use_dns_cache=False)
        session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        self.client = httpx.AsyncClient(transport=AiohttpTransport(client=session), trust_env=False, timeout=30)

    async def cycle(self) -> Spent:
        """Ask for every page once."""
        urls = iter(self._urls)
        with spent(()) as cost:
            await asyncio.gather(*(self._work(urls) for _ in range(IN_FLIGHT)))
        return cost

    async def _work(self, urls: Iterator[str]) -> None:
        for url in urls:
            known = self._tags.get(url)
            answer = await self.client.get(url, headers={"If-None-Match": known} if known else None)
            assert answer.status_code == (httpx.codes.NOT_MODIFIED if known else httpx.codes.OK)
            self._tags[url] = answer.headers["ETag"]


def extraction_alone(pages: int, score: int, *, metadata: bool = True) -> float:
    """Return the CPU seconds that trafilatura needs for the pages' text and (`metadata`) title and date."""
    bodies = [page(number, score=score) for number in range(pages)]
    dates = {"original_date": True, "extensive_search": False, "max_date": "2999-12-31"}
    began = process_time()
    for number, body in enumerate(bodies):
        url = f"http://p{number}.example/{number}"
        trafilatura.bare_extraction(
            body, url=url, include_comments=False, with_metadata=metadata, date_extraction_params=dict(dates)
        )
    return process_time() - began


def bench_settings(site: RunningSite, *, confirm: timedelta | None = None, stance: Model = "best") -> Settings:
    """Return the shipped settings with the loopback site allowed and no pauses between requests to it."""
    settings = load_settings(shipped("config"))
    config = settings.config
    net = config.net.model_copy(
        update={
            "allowed_networks": (f"{LOOPBACK}/32",),
            "allowed_ports": frozenset({site.port}),
            "hosts": {site.host(number): LOOPBACK for number in range(site.pages)},
            "per_host_interval": 0.0,
            "max_in_flight": IN_FLIGHT,
            "known_hosts": site.pages + 1,
            "robots_ttl": timedelta(days=365),  # a cycle is measured, not the yearly look at robots.txt
        }
    )
    recheck = config.recheck.model_copy(update={"in_flight": IN_FLIGHT})
    cadence = config.cadence.model_copy(update={"confirm": confirm} if confirm is not None else {})
    text = config.text.model_copy(update={"stance": stance})
    config = config.model_copy(update={"net": net, "recheck": recheck, "cadence": cadence, "text": text})
    return Settings(config, settings.book, settings.owners)


@asynccontextmanager
async def watching(
    site: RunningSite,
    folder: Path,
    *,
    now: Callable[[], datetime],
    confirm: timedelta | None = None,
    stance: Model = "best",
) -> AsyncIterator[App]:
    """Build the app with one claim and one source for each page."""
    settings = bench_settings(site, confirm=confirm, stance=stance)
    async with build(shipped("config"), settings, folder / "bench.db", now=now) as app:
        flag = Flag(FlagKind.EXPLICIT, "could not be independently verified")
        for number in range(site.pages):
            claim = NewClaim(0, claim_of(number), claimant=f"Firm {number}", flags=(flag,))
            source = NewSource(site.url(number), Role.ORIGIN)
            await app.watchlist.add(claim, [source], actor="bench", now=now(), force=True)
        yield app


async def cycle(app: App, clock: Clock, after: timedelta, site: RunningSite) -> Spent:
    """Let time pass, look at everything that is due and wait for it; return what it cost."""
    clock.at += after
    sorts: list[str] = []
    app.seen[:] = [lambda seen: sorts.append(seen.sort)]
    with spent([site.pid]) as cost:
        started = await app.recheck.due(clock.now())
        await app.recheck.drain(600)
    assert (started, len(sorts)) == (site.pages, site.pages), f"{started} looks started, {len(sorts)} ended"
    assert "failed" not in sorts, f"{sorts.count('failed')} looks failed"
    return cost


@dataclass(slots=True)
class Rounds:
    """What was measured, round by round."""

    first: Spent = field(default_factory=Spent)
    bare: list[Spent] = field(default_factory=list)
    unchanged: list[Spent] = field(default_factory=list)
    extraction: list[float] = field(default_factory=list)  # CPU seconds
    text_only: list[float] = field(default_factory=list)
    changed: list[Spent] = field(default_factory=list)
    confirming: list[Spent] = field(default_factory=list)
    confirming_anew: Spent = field(default_factory=Spent)
    idle_lag: Lag = field(default_factory=Lag)
    unchanged_lag: list[Lag] = field(default_factory=list)
    changed_lag: list[Lag] = field(default_factory=list)
    findings: int = 0


async def measured(pages: int, rounds: int, stance: Model) -> Rounds:
    """Run everything in turns, judging by that model."""
    clock = Clock()
    rows = Rounds()
    async with AsyncExitStack() as stack:
        site = stack.enter_context(running_site(pages))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cycle-")))
        apart = stack.enter_context(ProcessPoolExecutor(1, get_context("spawn")))
        app = await stack.enter_async_context(watching(site, folder, now=clock.now, stance=stance))
        bare = Bare(site)
        stack.push_async_callback(bare.client.aclose)
        await unchanged_rounds(rows, rounds, app, clock, site, bare)
        await changed_rounds(rows, rounds, app, clock, site, apart)
        rows.findings = await app.database.read(lambda db: db.execute("SELECT count(*) FROM findings").fetchone()[0])
    return rows


async def unchanged_rounds(rows: Rounds, rounds: int, app: App, clock: Clock, site: RunningSite, bare: Bare) -> None:
    """Measure the bare loop and the unchanged cycle in turns, after both have seen the pages."""
    await bare.cycle()
    rows.first = await cycle(app, clock, timedelta(0), site)
    async with lagging() as rows.idle_lag:
        await asyncio.sleep(1)
    for _ in range(rounds):
        rows.bare.append(await bare.cycle())
        async with lagging() as lag:
            rows.unchanged.append(await cycle(app, clock, timedelta(days=2), site))
        rows.unchanged_lag.append(lag)


async def changed_rounds(
    rows: Rounds, rounds: int, app: App, clock: Clock, site: RunningSite, apart: ProcessPoolExecutor
) -> None:
    """Measure extraction alone and the cycles that find and confirm a change in turns."""

    async def extraction(pages: int, score: int, *, metadata: bool) -> float:
        alone = partial(extraction_alone, pages, score, metadata=metadata)
        return await asyncio.get_running_loop().run_in_executor(apart, alone)

    await extraction(min(site.pages, 20), 0, metadata=True)  # warms it up
    for number in range(rounds):
        site.tell("edit")
        score = FIRST_SCORE + number + 1
        rows.extraction.append(await extraction(site.pages, score, metadata=True))
        async with lagging() as lag:
            rows.changed.append(await cycle(app, clock, timedelta(days=2), site))
        rows.changed_lag.append(lag)
        rows.extraction.append(await extraction(site.pages, score, metadata=True))
        rows.text_only.append(await extraction(site.pages, score, metadata=False))
        rows.confirming.append(await cycle(app, clock, CONFIRM, site))
    site.tell("edit")
    await cycle(app, clock, timedelta(days=2), site)
    site.tell("noise")
    rows.confirming_anew = await cycle(app, clock, CONFIRM, site)


def over_extraction(rows: Rounds) -> float:
    """Return what the two cycles of a changed page cost on average, over extraction alone: the median round."""
    alone = zip(rows.extraction[::2], rows.extraction[1::2], strict=True)
    rounds = zip(rows.changed, rows.confirming, alone, strict=True)
    return round(median((changed.all + confirming.all) / sum(around) for changed, confirming, around in rounds), 2)


def figures(rows: Rounds, pages: int, by_encoder: Rounds | None) -> Figures:
    """Return the best rounds as figures."""

    def ms(seconds: float) -> float:
        return round(seconds * 1000 / pages, 3)

    def lag(lags: Sequence[Sequence[float]]) -> float:
        return round(min(quantile(seen, 0.99) for seen in lags) * 1000, 1)

    bare_wall, unchanged_wall = min(c.wall for c in rows.bare), min(c.wall for c in rows.unchanged)
    bare_loop, unchanged_loop = min(c.thread for c in rows.bare), min(c.thread for c in rows.unchanged)
    return Figures(
        pages=pages,
        rounds=len(rows.bare),
        bare_per_second=round(pages / bare_wall, 1),
        unchanged_per_second=round(pages / unchanged_wall, 1),
        unchanged_over_bare=round(bare_wall / unchanged_wall, 2),
        bare_cpu_ms=ms(min(c.process for c in rows.bare)),
        unchanged_cpu_ms=ms(min(c.process for c in rows.unchanged)),
        bare_loop_cpu_ms=ms(bare_loop),
        unchanged_loop_cpu_ms=ms(unchanged_loop),
        loop_cpu_over_bare_ms=ms(unchanged_loop - bare_loop),
        extraction_cpu_ms=ms(median(rows.extraction)),
        text_only_cpu_ms=ms(median(rows.text_only)),
        first_cycle_cpu_ms=ms(rows.first.all),
        changed_cpu_ms=ms(median(c.all for c in rows.changed)),
        confirming_cpu_ms=ms(median(c.all for c in rows.confirming)),
        confirming_anew_cpu_ms=ms(rows.confirming_anew.all),
        changed_over_extraction=over_extraction(rows),
        changed_in_program_ms=ms(min(c.process for c in rows.changed)),
        idle_lag_ms=lag([rows.idle_lag.seen]),
        unchanged_lag_ms=lag([lag.seen for lag in rows.unchanged_lag]),
        unchanged_own_lag_ms=lag([lag.own for lag in rows.unchanged_lag]),
        changed_lag_ms=lag([lag.seen for lag in rows.changed_lag]),
        changed_own_lag_ms=lag([lag.own for lag in rows.changed_lag]),
        findings=rows.findings,
        by_encoder=over_extraction(by_encoder) if by_encoder else None,
    )


def main(arguments: list[str]) -> None:
    """Print the figures, one on a line or as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.cycle", description=__doc__)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--small-model", action="store_true", help="leave the larger stance model out")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    rows = asyncio.run(measured(asked.pages, asked.rounds, "features"))
    larger = extra_installed() and not asked.small_model
    by_encoder = asyncio.run(measured(asked.pages, asked.rounds, "best")) if larger else None
    result = asdict(figures(rows, asked.pages, by_encoder))
    lines = json.dumps(result) if asked.json else "\n".join(f"{name:24} {value}" for name, value in result.items())
    print(lines)  # noqa: T201  this is a program


if __name__ == "__main__":
    main(sys.argv[1:])
