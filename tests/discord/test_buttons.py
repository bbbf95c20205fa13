"""Confirm, Dismiss and Open under a finding: the role is asked at the press, and presses survive restarts."""

from __future__ import annotations

import asyncio

import discord
from simcord.actors import _component_click

from bot.domain.guild import Guild
from bot.domain.status import Status
from tests.discord.world import START, URL, World, shown, words


async def status(server: World, claim_id: int = 1) -> Status:
    return (await server.desk.watchlist.show(server.guild.id, claim_id)).claim.status


def buttons(message: discord.Message) -> list[discord.Button]:
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    return [item for row in rows for item in row.children if isinstance(item, discord.Button)]


def labels(message: discord.Message) -> list[str]:
    return [button.label or "" for button in buttons(message)]


async def test_a_finding_is_posted_with_three_buttons(server: World) -> None:
    post = await server.post(await server.claim())
    assert labels(post) == ["Confirm", "Dismiss", "Open"]
    assert [button.url for button in buttons(post)] == [None, None, URL]
    assert "The flag is gone" in words(post)
    assert "🔶 Disputed" in words(post)


async def test_confirming_takes_the_proposal_and_the_post_says_who(server: World) -> None:
    post = await server.post(await server.claim())
    result = await server.curator.click(post, label="Confirm")
    assert await status(server) is Status.DISPUTED
    assert "The claim is now disputed" in shown(result)
    assert all(message.ephemeral for message in result.followups)
    redrawn = next(message for message in server.posts() if message.id == post.id)
    assert "✅ Confirmed by** ann" in words(redrawn)
    assert labels(redrawn) == ["Open"]
    assert redrawn.embeds[0].footer.text == post.embeds[0].footer.text  # by which it is found after a crash
    await server.deliver()
    assert "Now: 🔶 Disputed" in words(server.posts()[-1])


async def test_a_proposal_to_wait_is_kept_as_evidence(server: World) -> None:
    post = await server.post(await server.claim(), None)
    result = await server.curator.click(post, label="Confirm")
    assert "Kept as evidence" in shown(result)
    assert await status(server) is Status.UNVERIFIED


async def test_dismissing_sets_the_finding_aside(server: World) -> None:
    post = await server.post(await server.claim())
    result = await server.curator.click(post, label="Dismiss")
    assert "no longer counts" in shown(result)
    assert await status(server) is Status.UNVERIFIED
    assert "✖ Dismissed by** ann" in words(server.posts()[-1])
    assert labels(server.posts()[-1]) == ["Open"]


async def test_settling_asks_for_the_reason_with_the_proposals_own_prefilled(server: World) -> None:
    post = await server.post(await server.claim(), Status.REFUTED)
    result = await server.curator.click(post, label="Confirm")
    assert result.modal is not None
    assert "An independent report speaks against it" in str(result.modal)
    assert "Evidence: herald.example/guava" in str(result.modal)
    assert await status(server) is Status.UNVERIFIED
    done = await server.curator.submit_modal(result, {"reason": "The public test says no."})
    assert await status(server) is Status.REFUTED
    assert "The claim is now refuted" in shown(done)
    await server.deliver()
    assert "The public test says no." in words(server.posts()[-1])
    assert "✅ Confirmed by" in words(server.posts()[1])


async def test_the_role_is_asked_again_when_the_form_is_sent(server: World) -> None:
    post = await server.post(await server.claim(), Status.REFUTED)
    result = await server.curator.click(post, label="Confirm")
    other = server.guild.create_role("Others")
    await server.desk.watchlist.setup(Guild(server.guild.id, server.channel.id, other.id), now=START)
    refused = await server.curator.submit_modal(result, {"reason": "Because."})
    assert "You need the role “Others”" in shown(refused)
    assert await status(server) is Status.UNVERIFIED
    server.expect_errors()


async def test_a_visitor_is_refused_privately(server: World) -> None:
    post = await server.post(await server.claim())
    for label in ("Confirm", "Dismiss"):
        result = await server.visitor.click(post, label=label)
        assert result.ephemeral
        assert "You need the role “Curators”" in shown(result)
    assert await status(server) is Status.UNVERIFIED
    assert labels(server.posts()[-1]) == ["Confirm", "Dismiss", "Open"]


async def test_buttons_survive_a_restart(server: World) -> None:
    post = await server.post(await server.claim())
    await server.env.restart_bot(server.fresh_client())
    await server.curator.click(post, label="Confirm")
    assert await status(server) is Status.DISPUTED


async def test_the_work_is_done_even_if_no_reply_gets_through(server: World) -> None:
    post = await server.post(await server.claim())
    server.env.inject_error("*", "/webhooks/*", status=500, times=None)
    server.env.inject_error("*", "/interactions/*", status=404, code=10062, times=None)
    await server.curator.click(post, label="Confirm")
    assert await status(server) is Status.DISPUTED
    await server.deliver()
    assert "Now: 🔶 Disputed" in words(server.posts()[-1])


async def test_pressing_twice_says_who_was_first(server: World) -> None:
    post = await server.post(await server.claim())
    server.env.inject_error("PATCH", "/webhooks/*", status=500, times=1)  # so that the buttons stay
    await server.curator.click(post, label="Confirm")
    second = await server.manager.click(post, label="Dismiss")
    assert "kept as evidence by ann" in shown(second)
    assert await status(server) is Status.DISPUTED


async def test_of_two_curators_at_once_one_decides_and_the_other_is_told(server: World) -> None:
    post = await server.post(await server.claim())
    ann, bob = await asyncio.gather(
        _component_click(server.curator, post, label="Confirm", custom_id=None),
        _component_click(server.manager, post, label="Dismiss", custom_id=None),
    )
    told = [shown(ann), shown(bob)]
    assert sum("That did not work" in text for text in told) == 1
    assert sum("already" in text for text in told) == 1
    page = await server.desk.watchlist.show(server.guild.id, 1)
    assert len([entry for entry in page.history if entry.verb in {"accepted", "dismissed"}]) == 1


async def test_a_finding_of_another_server_can_not_be_pressed_here(server: World) -> None:
    foreign = await server.claim("A claim of somebody else.", guild_id=7)
    await server.finding(foreign)
    await server.post(await server.claim())
    forged = await server.channel_message_with("cw1:confirm:1")
    result = await server.manager.click(forged, custom_id="cw1:confirm:1")
    assert "somebody else" not in shown(result)
    assert "That did not work" in shown(result)
    assert (await server.desk.watchlist.show(7, foreign.id)).claim.status is Status.UNVERIFIED


async def test_an_old_post_does_not_reopen_what_was_settled_since(server: World) -> None:
    claim = await server.claim()
    post = await server.post(claim)
    await server.desk.watchlist.decide(
        server.guild.id, claim.id, Status.REFUTED, evidence=URL, reason="Tested.", actor="ann (1)", now=START
    )
    result = await server.curator.click(post, label="Confirm")
    assert "settled as refuted since this was posted" in shown(result)
    assert await status(server) is Status.REFUTED
