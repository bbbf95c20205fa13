"""The whole program against a loopback newsroom, with a clock that tests move."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app.building import App, build
from bot.app.settings import Settings, load_settings
from bot.delivery import Deliverer
from bot.domain.claim import Claim, Flag, FlagKind, NewClaim
from bot.domain.delivery import Delivered, Delivery, Sent
from bot.domain.source import NewSource, Role
from bot.folders import shipped
from tests.newsroom import LOOPBACK, Newsroom

FLAG = "The claim could not be independently verified, because nobody outside Orchard Labs has used Guava."
STATEMENT = (
    "Orchard Labs says that its unreleased model Guava outperforms the leading open-source models, according to an "
    "internal memo seen by The Daily Gazette."
)


def article(flag: str = FLAG, statement: str = STATEMENT, extra: str = "", clock: str = "08:30") -> str:
    """Return a news page with chrome, the claim's sentence, its flag and some more text."""
    return f"""<!doctype html><html lang="en"><head><title>Memo puts Guava ahead</title></head><body>
<nav><a href="/">Home</a> <a href="/w">World</a></nav><main><article><h1>Memo puts Guava ahead</h1>
<p class="byline">By the desk · updated {clock} · 1,204 views</p><p>{statement} {flag}</p>
<p>The memo, dated 12 January, went to about 200 employees of the firm in Port Almond. {extra}</p>
<p>The firm finished the first stage of training in December. A spokesperson declined to comment on the memo.</p>
<p>Orchard Labs was founded four years ago. Its earlier model, Medlar, is used by libraries in eleven countries.</p>
</article></main><footer>Page made at {clock}</footer></body></html>"""


@dataclass(slots=True)
class Recorder:
    """A notifier that keeps what it was given, as a channel would."""

    name: str = "terminal"
    posts: list[Delivery] = field(default_factory=list)

    async def deliver(self, delivery: Delivery) -> Delivered:
        self.posts.append(delivery)
        return Sent(str(len(self.posts)))

    async def find(self, delivery: Delivery) -> str | None:
        return next((str(n) for n, post in enumerate(self.posts, 1) if post.id == delivery.id), None)

    def kinds(self) -> list[str]:
        return [post.notice.kind.value for post in self.posts]


class World:
    """The app, its newsroom, its channel and its time."""

    def __init__(self, newsroom: Newsroom, folder: Path) -> None:
        self.newsroom = newsroom
        self.db_path = folder / "claimwatch.db"
        self.at = datetime(2026, 2, 4, 9, tzinfo=UTC)
        self.channel = Recorder()
        self.app: App
        self._stack = AsyncExitStack()

    def now(self) -> datetime:
        return self.at

    async def start(self) -> None:
        built = build(shipped("config"), loopback_settings(self.newsroom), self.db_path, now=self.now)
        self.app = await self._stack.enter_async_context(built)

    async def stop(self) -> None:
        await self._stack.aclose()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def track(
        self, *sources: NewSource, text: str = "Guava outperforms the leading open-source models", guild_id: int = 0
    ) -> Claim:
        new = NewClaim(
            guild_id,
            text,
            claimant="Orchard Labs",
            attribution=("internal memo",),
            flags=(Flag(FlagKind.EXPLICIT, FLAG),),
        )
        return await self.app.watchlist.add(new, sources, actor="ada", now=self.at, force=True)

    async def track_page(self, path: str = "/guava", role: Role = Role.ORIGIN) -> Claim:
        return await self.track(NewSource(self.newsroom.url(path), role))

    async def looks(self, times: int = 1, apart: timedelta = timedelta(hours=1)) -> None:
        """Look at everything that is due, `times` times with time in between, and deliver."""
        for _ in range(times):
            await self.app.recheck.due(self.at)
            await self.app.recheck.drain(30)
            await self.deliver()
            self.at += apart

    async def deliver(self) -> None:
        await Deliverer(self.app.database, {self.channel.name: self.channel}).deliver(self.at)


def loopback_settings(newsroom: Newsroom) -> Settings:
    """Return the shipped settings with the newsroom allowed and no pauses between requests."""
    settings = load_settings(shipped("config"))
    net = settings.config.net.model_copy(
        update={
            "allowed_networks": (f"{LOOPBACK}/32",),
            "allowed_ports": frozenset({80, 443, newsroom.port}),
            "hosts": dict.fromkeys(newsroom.names, LOOPBACK),
            "per_host_interval": 0.0,
        }
    )
    return replace(settings, config=settings.config.model_copy(update={"net": net}))


@pytest.fixture
async def world(newsroom: Newsroom, tmp_path: Path) -> AsyncIterator[World]:
    """A running app without scheduler: tests move the time and take the looks."""
    world = World(newsroom, tmp_path)
    await world.start()
    yield world
    await world.stop()
