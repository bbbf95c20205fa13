"""A Discord server to test in: simcord plays Discord, everything of ours is real, SQLite file included."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import discord
import simcord
from discord import app_commands

from bot.commands.client import ClaimWatchClient
from bot.delivery import Deliverer
from bot.domain.claim import Claim, Flag, FlagKind, NewClaim
from bot.domain.delivery import Place
from bot.domain.finding import Finding, FindingKind
from bot.domain.guild import Guild
from bot.domain.look import DEFAULT_LOOKS, Looks
from bot.domain.notice import of_finding
from bot.domain.propose import Proposal, propose
from bot.domain.source import Kind, NewSource, Role
from bot.domain.status import Status
from bot.errors import BadUrl, ClaimWatchError, UnreadableTarget
from bot.notifiers.channel import ChannelNotifier
from bot.sources import check_options, options_of
from bot.store import findings, meta, outbox
from bot.store.database import Connection, Database
from bot.text.claims.scan import ScannedClaim
from bot.watchlist import Watchlist

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ANN = "ann (123456789012345678)"
CLAIM = "Guava beats the leading open models in the firm's own tests."
URL = "https://herald.example/guava"
FLAG = Flag(FlagKind.EXPLICIT, "This could not be independently verified.")


@dataclass(frozen=True, slots=True)
class Scan:
    """What `scan` found at an address."""

    url: str
    title: str
    claims: tuple[ScannedClaim, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """How a round of looks went."""

    checked: int = 0
    first: int = 0
    not_modified: int = 0
    unchanged: int = 0
    changed: int = 0
    failed: int = 0


@dataclass(slots=True)
class Desk:
    """The desk over a real database. What the network would say is set by hand."""

    database: Database
    watchlist: Watchlist
    looks: Looks = field(default_factory=lambda: DEFAULT_LOOKS)
    time: datetime = START
    pages: dict[str, Scan] = field(default_factory=dict)
    checked: list[tuple[Sequence[int] | None, int]] = field(default_factory=list)
    before: Callable[[], Any] | None = None

    @property
    def now(self) -> Callable[[], datetime]:
        return lambda: self.time

    def source_options(self, kind: Kind) -> dict[str, str]:
        return options_of(kind)

    async def scan(self, url: str) -> Scan:
        if self.before:
            await self.before()
        if url not in self.pages:
            raise UnreadableTarget(f"{url} could not be read: not found.")
        return self.pages[url]

    async def check(self, claim_ids: Sequence[int] | None, guild_id: int) -> Summary:
        self.checked.append((claim_ids, guild_id))
        return Summary(checked=5, first=2, unchanged=1, changed=1, failed=1)

    async def recall(self, key: str) -> str | None:
        return await self.database.read(lambda db: meta.get(db, key))

    async def keep(self, key: str, value: str) -> None:
        await self.database.write(lambda db: meta.put(db, key, value))


def check_url(url: str) -> str:
    """Refuse what is no web address; the network's own check has its own tests."""
    if not url.startswith(("https://", "http://")):
        raise BadUrl("Only http and https addresses can be watched.")
    return url


def check_source(source: NewSource) -> NewSource:
    check_options(source.kind, source.url, source.options)
    return replace(source, url=check_url(source.url))


@dataclass(slots=True)
class World:
    """One server with a channel, a curator, somebody who manages the server and a visitor."""

    env: simcord.Env
    desk: Desk
    guild: Any
    channel: Any
    role: Any
    curator: Any
    manager: Any
    visitor: Any
    ready: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def client(self) -> discord.Client:
        return self.env.bot

    def now(self) -> datetime:
        return self.desk.time

    async def set_up(self) -> None:
        settings = Guild(self.guild.id, self.channel.id, self.role.id)
        await self.desk.watchlist.setup(settings, now=self.now())

    def closed_channel(self, *missing: str) -> Any:
        """Return a channel in which the bot lacks these permissions; everyone else has them."""
        role = next(role for name, role in self.guild.roles.items() if name == str(self.client.user).partition("#")[0])
        permissions = discord.Permissions.all()
        permissions.administrator = False
        self.env.backend.edit_role(self.guild.id, role.id, {"permissions": permissions.value})
        denied = discord.PermissionOverwrite(**dict.fromkeys(missing, False))
        return self.guild.create_text_channel("closed", overwrites={role: denied})

    def fresh_client(self) -> ClaimWatchClient:
        """A new client over the same database, as after a restart."""
        return ClaimWatchClient(self.desk)

    def expect_errors(self) -> None:
        """Say that errors were answered to people on purpose: all of ours, none a bug."""
        for error in self.env.errors:
            cause = error.__cause__ if isinstance(error, app_commands.CommandInvokeError) else error
            assert isinstance(cause, ClaimWatchError), cause

    async def claim(self, text: str = CLAIM, **more: Any) -> Claim:
        """Add a claim with one source, without the announcement standing in the way of a test."""
        guild_id = more.pop("guild_id", self.guild.id)
        new = NewClaim(guild_id, text, claimant="Orchard Labs", flags=(FLAG,), settles="A public release.", **more)
        source = NewSource(URL, Role.COVERAGE)
        return await self.desk.watchlist.add(new, [source], actor=ANN, now=self.now(), force=True)

    async def finding(self, claim: Claim, status: Status | None = Status.DISPUTED, **changes: Any) -> int:
        """Store a finding with its notice, as a decision would; return its id."""
        page = await self.desk.watchlist.show(claim.guild_id, claim.id)
        source = page.sources[0][0]
        found = Finding(
            claim_id=claim.id,
            source_id=source.id,
            kind=FindingKind.FLAG_GONE,
            before="It could not be independently verified.",
            after="",
            key=f"{claim.id:08x}{int(self.now().timestamp()):08x}",
            url=source.url,
        )
        found = replace(found, **changes)
        proposal = (
            Proposal(status, "An independent report speaks against it", confidence=0.8)
            if status
            else propose(claim.status, [found], claim.settles)
        )
        notice = of_finding(claim, found, proposal, self.now(), self.now() - timedelta(hours=1))

        def work(db: Connection) -> int:
            finding_id = findings.insert(db, found, found_at=self.now(), before_id=None, after_id=None)
            outbox.put(db, notice, finding_id=finding_id)
            return finding_id

        return await self.desk.database.write(work)

    def notifier(self) -> ChannelNotifier:
        return ChannelNotifier(self.client, lambda: self.desk.looks, self.places)

    async def places(self, claim_id: int) -> list[Place]:
        return await self.desk.database.read(lambda db: outbox.places(db, claim_id))

    async def deliver(self) -> int:
        """Deliver all that waits, as the running program would."""
        notifier = self.notifier()
        return await Deliverer(self.desk.database, {notifier.name: notifier}).deliver(self.now())

    async def post(self, claim: Claim, status: Status | None = Status.DISPUTED, **changes: Any) -> discord.Message:
        """Post a finding into the channel and return the message."""
        await self.deliver()
        await self.finding(claim, status, **changes)
        await self.deliver()
        message: discord.Message = self.channel.last_message
        return message

    async def channel_message_with(self, custom_id: str) -> discord.Message:
        """Post a message of the bot whose button carries this id, as a stray or forged one might."""
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button(label="Confirm", custom_id=custom_id))
        view.stop()
        return await self.client.get_partial_messageable(self.channel.id).send("x", view=view)

    def posts(self) -> list[discord.Message]:
        """Return what stands in the channel for everyone."""
        return [message for message in self.channel.history() if not message.flags.ephemeral]


@asynccontextmanager
async def open_desk(path: Path) -> AsyncIterator[Desk]:
    """A desk over a fresh database."""
    database = await Database.open(path / "claims.db", now=START)
    try:
        yield Desk(database, Watchlist(database, check_url, check_source))
    finally:
        await database.close()


async def furnish(env: simcord.Env, desk: Desk) -> World:
    """Return a server with the bot in it, set up and ready."""
    made = _server(env, desk)
    await made.set_up()
    return made


def _server(env: simcord.Env, desk: Desk) -> World:
    guild = env.create_guild("Orchard watchers")
    channel = guild.create_text_channel("claims")
    role = guild.create_role("Curators")
    managing = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    return World(
        env=env,
        desk=desk,
        guild=guild,
        channel=channel,
        role=role,
        curator=guild.add_member(env.create_user("ann"), roles=[role]),
        manager=guild.add_member(env.create_user("bob"), roles=[managing]),
        visitor=guild.add_member(env.create_user("eve")),
    )


def shown(result: Any) -> str:
    """Return all words of an answer: of its last follow-up, or of the response itself."""
    message = (result.followups or [result.response])[-1]
    return words(message)


def words(message: Any) -> str:
    """Return all words of a message's embeds."""
    parts: list[str] = [message.content or ""]
    for embed in message.embeds:
        parts += [embed.author.name or "", embed.title or "", embed.description or ""]
        parts += [f"{f.name}\n{f.value}" for f in embed.fields]
        parts.append(embed.footer.text or "")
    return "\n".join(parts)
