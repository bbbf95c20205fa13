"""From a link in the chat to a decision: the real program, a real newsroom, Discord played."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import discord
import pytest
import simcord

from bot.app.building import App, build
from bot.commands.client import ClaimWatchClient
from bot.delivery import Deliverer
from bot.domain.status import Status
from bot.folders import shipped
from bot.notifiers.channel import ChannelNotifier
from tests.app.conftest import article, loopback_settings
from tests.discord.world import shown, words
from tests.newsroom import Newsroom


class Clock:
    """A time that the test moves."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime.fromisoformat("2026-02-04T09:00:00+00:00"))


@pytest.fixture
async def app(newsroom: Newsroom, tmp_path: Path, clock: Clock) -> AsyncIterator[App]:
    """The real program over a loopback newsroom."""
    settings = loopback_settings(newsroom)
    async with build(shipped("config"), settings, tmp_path / "claims.db", now=clock) as built:
        yield built


@pytest.fixture
def simcord_bot(app: App) -> ClaimWatchClient:
    """The client over the real program."""
    return ClaimWatchClient(app)


async def looks(app: App, clock: Clock, client: discord.Client, times: int) -> None:
    """Look at what is due and deliver, `times` times an hour apart."""
    notifier = ChannelNotifier(client, lambda: app.looks)
    for _ in range(times):
        await app.recheck.due(clock.at)
        await app.recheck.drain(30)
        await Deliverer(app.database, {notifier.name: notifier}).deliver(clock.at)
        clock.at += timedelta(hours=1)


@pytest.mark.simcord(settle_timeout=30.0)
async def test_a_link_becomes_a_claim_a_finding_and_a_decision(
    simcord_env: simcord.Env, app: App, newsroom: Newsroom, clock: Clock
) -> None:
    url = newsroom.page("/guava", article())
    guild = simcord_env.create_guild()
    channel = guild.create_text_channel("claims")
    managing = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    ann = guild.add_member(simcord_env.create_user("ann"), roles=[managing])

    await ann.slash(channel, "watchlist setup", channel=channel)
    message = await ann.send(channel, f"Have you seen {url} ?")
    found = await ann.context_menu(channel, "Track as claim", message)
    assert "could not be independently verified" in shown(found)
    assert found.response is not None
    tracked = await ann.select(found.response.message, ["0"])
    assert "Tracked as #1" in shown(tracked)

    await looks(app, clock, simcord_env.bot, 2)
    newsroom.page("/guava", article(flag=""))
    await looks(app, clock, simcord_env.bot, 3)
    card, post = [m for m in channel.history() if m.author.bot and not m.flags.ephemeral]
    assert "Now watching this claim" in words(card)
    assert "The flag is gone" in words(post)
    assert "independently verified" in words(post)

    why = await ann.slash(channel, "claim why", claim="1")
    assert "same fingerprint" in shown(why)
    checked = await ann.slash(channel, "claim check", claim="1")
    assert "Looked at 1 source" in shown(checked)

    await ann.click(post, label="Confirm")
    await ann.slash(
        channel, "claim decide", claim="1", status="refuted", evidence=url, reason="The report took it back."
    )
    await looks(app, clock, simcord_env.bot, 1)
    assert "Settled: ❌ Refuted" in words(channel.last_message)
    page = await app.watchlist.show(guild.id, 1)
    assert page.claim.status is Status.REFUTED
    assert [stored.accepted for stored in page.findings] == [True]
