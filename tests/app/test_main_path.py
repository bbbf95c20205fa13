"""From a flagged page to a post with a proposal: real HTTP, a real database, the real text layer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.source import Kind, NewSource, Role
from bot.domain.status import Status
from bot.store import outbox
from tests.app.conftest import FLAG, STATEMENT, World, article

SOFTER = "The claim reportedly matches what two outside researchers were shown."


async def test_noise_is_never_said(world: World) -> None:
    world.newsroom.page("/guava", article())
    await world.track_page()
    await world.looks(2)
    for hour in range(10, 16):
        world.newsroom.page("/guava", article(clock=f"{hour}:47"))
        await world.looks(2)
    assert world.channel.kinds() == ["claim_added"]


@pytest.mark.parametrize(
    ("after", "kind"),
    [
        (article(flag=""), "flag_gone"),
        (article(flag=SOFTER), "flag_softened"),
        (article(statement=STATEMENT.replace("outperforms", "does not outperform")), "claim_changed"),
        (
            article(extra="Correction: An earlier version said that Guava outperforms Pomelo; it does not."),
            "correction",
        ),
    ],
    ids=["flag gone", "flag softened", "claim turned round", "correction"],
)
async def test_a_change_that_bears_is_said_once_after_two_looks(world: World, after: str, kind: str) -> None:
    world.newsroom.page("/guava", article())
    await world.track_page()
    await world.looks(2)
    world.newsroom.page("/guava", after)
    await world.looks(1)
    assert world.channel.kinds() == ["claim_added"]
    await world.looks(4)
    assert world.channel.kinds() == ["claim_added", kind]


async def test_a_hardened_flag_is_said(world: World) -> None:
    world.newsroom.page("/guava", article(flag=SOFTER))
    await world.track_page()
    await world.looks(2)
    world.newsroom.page("/guava", article())
    await world.looks(3)
    assert world.channel.kinds() == ["claim_added", "flag_hardened"]


async def test_back_and_forth_is_said_once_each_way(world: World) -> None:
    world.newsroom.page("/guava", article())
    await world.track_page()
    await world.looks(2)
    for _ in range(4):
        for page in (article(flag=""), article()):
            world.newsroom.page("/guava", page)
            await world.looks(3)
    assert world.channel.kinds() == ["claim_added", "flag_gone", "flag_hardened"]


async def test_an_unchanged_newsroom_answers_not_modified_and_writes_no_finding(world: World) -> None:
    world.newsroom.page("/guava", article())
    await world.track_page()
    await world.app.check()
    world.at += timedelta(hours=1)
    again = await world.app.check()
    assert (again.checked, again.not_modified, again.findings) == (1, 1, ())


async def test_two_claims_on_one_page_cost_one_request(world: World) -> None:
    world.newsroom.page("/guava", article())
    await world.track_page()
    await world.track(NewSource(world.newsroom.url("/guava")), text="Guava was finished in December")
    await world.looks(1)
    assert world.newsroom.requests["/guava"] == 1


async def test_guilds_that_watch_the_same_page_share_one_request_and_are_each_told(world: World) -> None:
    world.newsroom.page("/guava", article())
    for guild_id in (0, 7, 8):
        await world.track(NewSource(world.newsroom.url("/guava"), Role.ORIGIN), guild_id=guild_id)
    await world.looks(1)
    assert world.newsroom.requests["/guava"] == 1
    world.newsroom.page("/guava", article(flag=""))
    await world.looks(2)
    assert world.newsroom.requests["/guava"] == 3
    counts = await world.app.database.read(outbox.counts)
    assert world.channel.kinds() == ["claim_added", "flag_gone"]
    assert counts["suspended"] == 4, "two guilds without a channel keep both posts"


async def test_a_page_that_goes_is_said_and_so_is_its_return(world: World) -> None:
    world.newsroom.page("/guava", article())
    await world.track_page()
    await world.looks(2)
    world.newsroom.page("/guava", "gone", status=410)
    await world.looks(4)
    world.newsroom.page("/guava", article())
    await world.looks(30)
    assert world.channel.kinds() == ["claim_added", "source_gone", "source_back"]


async def test_a_release_page_that_appears_means_it_can_be_verified(world: World) -> None:
    await world.track_page("/release", Role.ARTEFACT)
    await world.looks(5)
    world.newsroom.page("/release", article(flag="", statement="Guava can be downloaded from this page."))
    await world.looks(60)
    assert world.channel.kinds() == ["claim_added", "artefact_appeared"]


async def test_deciding_is_told_and_the_page_is_still_looked_at_weekly(world: World) -> None:
    world.newsroom.page("/guava", article())
    claim = await world.track_page()
    await world.looks(2)
    await world.app.watchlist.decide(
        0,
        claim.id,
        Status.REFUTED,
        evidence="https://lab.example/test",
        reason="an independent test",
        actor="ada",
        now=world.at,
    )
    before = world.newsroom.requests["/guava"]
    await world.looks(24 * 7 * 3)
    assert 2 <= world.newsroom.requests["/guava"] - before <= 4
    assert world.channel.kinds() == ["claim_added", "status_changed"]


async def test_a_scan_finds_the_claim_that_the_page_flags(world: World) -> None:
    world.newsroom.page("/guava", article())
    result = await world.app.scan(world.newsroom.url("/guava"))
    best = result.claims[0]
    assert "Guava outperforms the leading open-source models" in best.text
    assert best.claimant == "Orchard Labs"
    text = result.document.text
    assert [text[flag.start : flag.end] for flag in best.flags] == [flag.text for flag in best.flags]
    assert any("independently verified" in flag.text for flag in best.flags)


FEED = """<rss version="2.0"><channel><title>News</title><link>{base}/</link><description>News</description>{items}
</channel></rss>"""


def feed(world: World, *items: tuple[str, str]) -> str:
    entries = "".join(
        f"<item><title>{title}</title><link>{world.newsroom.url(path)}</link><guid>{path}</guid></item>"
        for title, path in items
    )
    return FEED.format(base=world.newsroom.url("/"), items=entries)


OLD = ("Plum Systems opens a second office", "/plum")
ECHO = ("Guava outperforms open-source models, Orchard Labs memo says", "/echo")
TEST = ("Test: Guava does not outperform open-source models", "/test")
RSS = {"Content-Type": "application/rss+xml"}


async def test_an_echo_in_a_feed_is_read_and_not_counted_as_independent(world: World) -> None:
    world.newsroom.page("/guava", article())
    world.newsroom.page("/feed", feed(world, OLD), headers=RSS)
    await world.track(
        NewSource(world.newsroom.url("/guava"), Role.ORIGIN),
        NewSource(world.newsroom.url("/feed"), Role.COVERAGE, Kind.FEED),
    )
    await world.looks(2)
    assert world.channel.kinds() == ["claim_added"]
    told = STATEMENT.replace("seen by", "first reported by")
    world.newsroom.page("/echo", article(flag="", statement=told, extra="The Evening Herald got no answer."))
    world.newsroom.page("/feed", feed(world, ECHO, OLD), headers=RSS)
    await world.looks(3)
    assert world.channel.kinds() == ["claim_added", "new_coverage"]
    notice = world.channel.posts[-1].notice
    assert not notice.independent
    assert (notice.reports, notice.origin_groups) == (2, 1)
    assert notice.proposal is not None
    assert notice.proposal.status is None


async def test_the_flag_of_the_story_is_what_was_tracked(world: World) -> None:
    world.newsroom.page("/guava", article())
    claim = await world.track_page()
    page = await world.app.watchlist.show(0, claim.id)
    assert page.claim.flags[0].text == FLAG
