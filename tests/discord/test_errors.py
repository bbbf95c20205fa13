"""The one place for errors: ours with their sentence, any other with a reference that the log holds."""

from __future__ import annotations

import re
from typing import Any

import pytest
import structlog

from bot.errors import StoreBusy
from tests.discord.world import URL, World, shown


class Bug(Exception):
    """Nothing that a person could mend; its words are for the log."""


def raising(error: Exception) -> Any:
    async def raise_it() -> None:
        raise error

    return raise_it


async def test_a_bug_shows_its_reference_and_nothing_else(server: World) -> None:
    server.desk.before = raising(Bug("the secret is 1234"))
    with structlog.testing.capture_logs() as logs:
        result = await server.curator.slash(server.channel, "claim scan", source=URL)
    assert result.ephemeral
    assert "secret" not in shown(result)
    reference = re.search(r"[0-9a-f]{8}", shown(result))
    assert reference is not None
    assert [entry["reference"] for entry in logs if entry["event"] == "interaction failed"] == [reference[0]]
    assert len(server.env.errors) == 1


async def test_an_error_of_ours_shows_its_sentence(server: World) -> None:
    server.desk.before = raising(StoreBusy("The database is busy. Try again in a minute.", detail="/secret/path"))
    result = await server.curator.slash(server.channel, "claim scan", source=URL)
    assert "The database is busy. Try again in a minute." in shown(result)
    assert "/secret/path" not in shown(result)
    server.expect_errors()


async def test_an_answer_that_takes_long_still_arrives(server: World) -> None:
    clock: list[float] = []

    async def slow() -> None:
        await server.env.external_wait(server.ready.wait(), reason="a slow site")
        clock.append(1)

    server.desk.before = slow
    result = await server.curator.slash(server.channel, "claim scan", source=URL)
    assert result.acknowledged  # before three seconds, though the work is not done
    await server.env.advance_time(60)
    server.ready.set()
    await server.env.settle()
    assert clock
    assert "could not be read" in shown(result)
    server.expect_errors()


async def test_a_late_acknowledgement_loses_no_work(server: World) -> None:
    server.env.inject_error("POST", "/interactions/*", status=404, code=10062)
    await server.curator.slash(server.channel, "claim add", claim="Guava is fast.")
    assert (await server.desk.watchlist.listing(server.guild.id)).total == 1
    server.expect_errors()


@pytest.mark.parametrize("path", ["/webhooks/*", "/interactions/*"])
async def test_a_reply_that_fails_is_no_error_to_the_work(server: World, path: str) -> None:
    server.env.inject_error("*", path, status=500, times=None)
    await server.curator.slash(server.channel, "claim add", claim="Guava is fast.")
    assert (await server.desk.watchlist.listing(server.guild.id)).total == 1
    server.expect_errors()
