"""The channel notifier: what arrives, what follows from a refusal, and nothing said twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.domain.delivery import Dead, Delivery, Retry, Sent
from bot.domain.guild import Guild
from bot.domain.notice import Notice, NoticeKind
from bot.domain.propose import Proposal
from bot.domain.status import Status
from bot.store import outbox
from tests.discord.test_buttons import labels
from tests.discord.world import CLAIM, START, URL, World, words

HOSTILE = "@everyone <@123456789012345678> [x](https://evil.example) ``` \u202e" + "Guava " * 2000


def notice(server: World, **changes: Any) -> Notice:
    base = Notice(NoticeKind.FLAG_GONE, server.guild.id, START, claim_id=1, claim_text=CLAIM, before="a", url=URL)
    return replace(base, **changes)


def delivery(server: World, **changes: Any) -> Delivery:
    base = Delivery(
        id=1,
        notice_id=1,
        notifier="channel",
        destination=str(server.channel.id),
        notice=changes.pop("notice", None) or notice(server),
        finding_id=1,
        attempts=1,
        again=False,
        attempted_at=START,
        nonce="salt-1",
    )
    return replace(base, **changes)


def sent_bodies(server: World) -> list[dict[str, Any]]:
    """Return the body of every request that makes or changes a message."""
    bodies = []
    for request in server.env.http_requests:
        if request.method in {"POST", "PATCH"} and isinstance(request.json, dict):
            data = request.json.get("data", request.json)
            if isinstance(data, dict) and (data.get("embeds") or data.get("content")):
                bodies.append(data)
    return bodies


async def test_a_notice_is_posted_with_its_nonce_and_pings_nobody(server: World) -> None:
    hostile = notice(server, claim_text=HOSTILE, before=HOSTILE, after=HOSTILE, title=HOSTILE, claimant=HOSTILE)
    delivered = await server.notifier().deliver(delivery(server, notice=hostile))
    post = server.channel.last_message
    assert delivered == Sent(str(post.id))
    (body,) = sent_bodies(server)
    assert body["nonce"] == "salt-1"
    assert body["enforce_nonce"] is True
    assert body["allowed_mentions"]["parse"] == []
    assert post.raw_mentions == []
    assert not post.mention_everyone
    assert "@everyone" not in words(post).replace(post.embeds[0].author.name, "")


async def test_every_message_of_a_session_is_sent_with_mentions_off(server: World) -> None:
    post = await server.post(await server.claim())
    await server.curator.click(post, label="Confirm")
    await server.visitor.slash(server.channel, "claim show", claim="1", share=True)
    await server.visitor.slash(server.channel, "claim show", claim="9")
    await server.deliver()
    bodies = sent_bodies(server)
    assert len(bodies) >= 6
    assert [body for body in bodies if body.get("allowed_mentions", {}).get("parse") != []] == []
    server.expect_errors()


ANSWERS = (
    (403, 50001, Dead),
    (403, 50013, Dead),
    (403, 99999, Dead),
    (404, 10003, Dead),
    (404, 0, Dead),
    (404, 10008, Sent),
    (401, 0, Retry),
    (429, 0, Retry),
    (500, 0, Retry),
    (503, 0, Retry),
)


async def test_what_discord_answers_becomes_a_value(server: World) -> None:
    for status, code, expected in ANSWERS:
        server.env.inject_error("POST", "/channels/*/messages", status=status, code=code)
        delivered = await server.notifier().deliver(delivery(server))
        assert isinstance(delivered, expected), (status, code)
        if isinstance(delivered, Dead):
            assert "/watchlist setup" in delivered.reason or "member" in delivered.reason
    assert server.posts() == []


async def test_refused_words_are_replaced_by_a_pointer(server: World) -> None:
    for status, code in ((400, 50035), (400, 200000), (403, 200000)):
        server.env.inject_error("POST", "/channels/*/messages", status=status, code=code)
        delivered = await server.notifier().deliver(delivery(server))
        assert isinstance(delivered, Sent)
        post = server.posts()[-1]
        assert "/claim show #1" in words(post)
        assert "Guava" not in words(post)


async def test_words_refused_twice_wait(server: World) -> None:
    server.env.inject_error("POST", "/channels/*/messages", status=400, code=50035, times=2)
    delivered = await server.notifier().deliver(delivery(server))
    assert isinstance(delivered, Retry)
    assert delivered.after == timedelta(hours=1)


async def test_a_closed_connection_waits(server: World) -> None:
    notifier = server.notifier()
    waiting = type(notifier)(discord.Client(intents=discord.Intents.none()), dict)
    assert isinstance(await waiting.deliver(delivery(server)), Retry)
    assert await waiting.find(delivery(server)) is None


async def test_a_channel_of_another_server_gets_nothing(server: World) -> None:
    other = server.env.create_guild("Elsewhere").create_text_channel("talk")
    delivered = await server.notifier().deliver(delivery(server, destination=str(other.id)))
    assert isinstance(delivered, Dead)
    assert other.last_message is None


async def test_without_permission_the_destination_is_suspended_and_resumes_after_setup(server: World) -> None:
    closed = server.closed_channel("send_messages")
    await server.desk.watchlist.setup(Guild(server.guild.id, closed.id, server.role.id), now=START)
    await server.claim()
    await server.deliver()
    (suspended,) = await server.desk.database.read(outbox.suspended)
    assert "Send Messages" in suspended.reason
    assert suspended.rows == 1
    await server.desk.watchlist.setup(Guild(server.guild.id, server.channel.id, server.role.id), now=START)
    await server.deliver()
    assert len(server.posts()) == 1


async def test_a_claims_card_learns_every_decision_even_in_a_channel_left_since(server: World) -> None:
    claim = await server.claim()
    await server.deliver()
    news = server.guild.create_text_channel("news")
    await server.desk.watchlist.setup(Guild(server.guild.id, news.id, server.role.id), now=START)
    for status in (Status.DISPUTED, Status.REFUTED):
        await server.desk.watchlist.decide(
            server.guild.id, claim.id, status, evidence=URL, reason="Tested.", actor="ann (1)", now=START
        )
        await server.deliver()
    (card,) = server.posts()
    assert "Now\n**❌ Refuted**" in words(card)
    assert "Disputed" not in words(card)
    assert "❌ Refuted · claim #1" in words(card)
    assert "Guava" in words(card)
    assert len(news.history()) == 2


async def test_a_deleted_card_does_not_hold_up_a_decision(server: World) -> None:
    claim = await server.claim()
    await server.deliver()
    await server.posts()[0].delete()
    await server.desk.watchlist.decide(server.guild.id, claim.id, Status.DISPUTED, actor="ann (1)", now=START)
    assert await server.deliver() == 1
    assert "Now: 🔶 Disputed" in words(server.posts()[-1])


async def test_a_post_that_arrived_though_discord_said_otherwise_is_not_repeated(server: World) -> None:
    server.desk.time = server.env.now()
    await server.claim()
    (row,) = await server.desk.database.write(lambda db: outbox.claim_batch(db, server.now(), 10))
    await server.notifier().deliver(row)  # it arrived …
    later = server.now() + timedelta(seconds=5)
    await server.desk.database.write(lambda db: outbox.retry(db, row.id, at=later, error="timed out"))  # … unheard
    server.desk.time = later
    assert await server.deliver() == 1
    assert len(server.posts()) == 1


async def test_where_discord_does_not_answer_nothing_is_said_twice(server: World) -> None:
    server.desk.time = server.env.now()
    await server.claim()
    (row,) = await server.desk.database.write(lambda db: outbox.claim_batch(db, server.now(), 10))
    await server.notifier().deliver(row)
    server.env.inject_error("GET", "/channels/*/messages", status=500)
    server.desk.time += outbox.LEASE * 2
    assert await server.deliver() == 0
    server.desk.time += timedelta(hours=1)
    assert await server.deliver() == 1
    assert len(server.posts()) == 1


@pytest.mark.parametrize("finding_id", [1, None])
async def test_a_post_that_a_crash_left_behind_is_found(server: World, finding_id: int | None) -> None:
    server.desk.time = server.env.now()
    made = delivery(server, finding_id=finding_id, notice=notice(server, at=server.env.now()))
    sent = await server.notifier().deliver(made)
    assert isinstance(sent, Sent)
    await server.notifier().deliver(replace(made, id=2, nonce="salt-12"))
    await server.env.restart_bot(server.fresh_client())
    assert await server.notifier().find(made) == sent.message
    assert await server.notifier().find(replace(made, nonce="salt-3")) is None


async def test_a_forged_mark_of_somebody_else_is_not_taken_for_ours(server: World) -> None:
    made = delivery(server, notice=notice(server, at=server.env.now()))
    await server.visitor.send(server.channel, "ref salt-1")
    assert await server.notifier().find(made) is None


async def test_a_crash_between_post_and_record_repeats_nothing(server: World) -> None:
    server.desk.time = server.env.now()
    await server.claim()
    batch = await server.desk.database.write(lambda db: outbox.claim_batch(db, server.now(), 10))
    await server.notifier().deliver(batch[0])
    server.desk.time += outbox.LEASE * 2  # nobody recorded it
    assert await server.deliver() == 1
    assert len(server.posts()) == 1


async def test_every_kind_of_notice_is_accepted_by_discord(server: World) -> None:
    for kind in NoticeKind:
        long = notice(
            server,
            kind=kind,
            claim_text=HOSTILE,
            before=HOSTILE,
            after=HOSTILE,
            flag=HOSTILE,
            settles=HOSTILE,
            reason=HOSTILE,
            origin_reason=HOSTILE,
            actor="ann",
            reports=5,
            origin_groups=1,
            proposal=Proposal(Status.REFUTED, HOSTILE, (HOSTILE,) * 3, HOSTILE, 0.9),
        )
        assert isinstance(await server.notifier().deliver(delivery(server, notice=long)), Sent), kind


async def test_a_long_address_gets_no_button(server: World) -> None:
    await server.notifier().deliver(delivery(server, notice=notice(server, url=URL + "/" + "x" * 600)))
    assert labels(server.posts()[0]) == ["Confirm", "Dismiss"]
