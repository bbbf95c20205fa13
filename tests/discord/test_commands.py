"""The slash commands: what each does, who may, and what it says when it can not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.claim import NewClaim
from bot.domain.guild import Guild
from bot.domain.source import NewSource, Role
from bot.domain.status import Status
from bot.errors import UnknownClaim
from bot.text.claims.scan import ScannedClaim
from tests.discord.world import ANN, CLAIM, FLAG, START, URL, Scan, World, shown, words

FOUND = Scan(
    URL,
    "Orchard's memo praises Guava",
    (
        ScannedClaim(
            text=CLAIM,
            claimant="Orchard Labs",
            attribution=("an internal memo",),
            flags=(FLAG,),
            score=0.9,
            settles="A public release.",
            trigger="release",
        ),
        ScannedClaim(
            text="Guava costs half as much.",
            claimant="",
            attribution=(),
            flags=(FLAG,),
            score=0.5,
            settles="",
            trigger="",
        ),
    ),
)


async def listed(server: World, **choice: Any) -> list[str]:
    return [claim.text for claim in (await server.desk.watchlist.listing(server.guild.id, **choice)).claims]


async def test_a_curator_adds_a_claim_and_the_channel_learns_it(server: World) -> None:
    result = await server.curator.slash(
        server.channel, "claim add", claim=CLAIM, source=URL, claimant="Orchard Labs", review="30d", tags="ai, #Models"
    )
    await server.deliver()
    (claim,) = (await server.desk.watchlist.listing(server.guild.id)).claims
    assert result.ephemeral
    assert "Tracked as #1" in shown(result)
    assert claim.tags == ("ai", "models")
    assert claim.review_on.isoformat() == "2026-03-31"
    (post,) = server.posts()
    assert "Guava beats" in words(post)
    assert URL in words(post)


BAD = (
    ({"claim": CLAIM, "source": "ftp://herald.example/x"}, "Only http and https"),
    ({"claim": "   "}, "A claim needs a text"),
    ({"claim": CLAIM, "review": "2020-01-01"}, "must lie in the future"),
    ({"claim": CLAIM, "review": "soon"}, "2026-05-01"),
    ({"claim": CLAIM, "tags": "x" * 301}, "at most 300"),
)


async def test_bad_input_gets_a_private_sentence_and_keeps_nothing(server: World) -> None:
    for options, sentence in BAD:
        result = await server.curator.slash(server.channel, "claim add", **options)
        assert result.ephemeral
        assert sentence in shown(result)
    assert await listed(server) == []
    server.expect_errors()


CHANGES = (
    ("claim add", {"claim": "Another claim."}),
    ("claim scan", {"source": URL}),
    ("claim check", {"claim": "1"}),
    ("claim decide", {"claim": "1", "status": "disputed"}),
    ("claim delete", {"claim": "1"}),
    ("claim source add", {"claim": "1", "source": "https://other.example/"}),
    ("claim source remove", {"claim": "1", "source": "1"}),
)


async def test_changing_the_list_takes_the_role(server: World) -> None:
    await server.claim()
    server.desk.pages[URL] = FOUND
    before = await server.desk.watchlist.show(server.guild.id, 1)
    for command, options in CHANGES:
        refused = await server.visitor.slash(server.channel, command, **options)
        assert refused.ephemeral, command
        assert "You need the role “Curators” or the permission Manage Server" in shown(refused), command
    assert await server.desk.watchlist.show(server.guild.id, 1) == before
    assert await listed(server) == [CLAIM]
    assert server.desk.checked == []
    server.expect_errors()
    for command, options in CHANGES:
        managed = await server.manager.slash(server.channel, command, **options)
        assert "You need" not in shown(managed), command


async def test_without_a_role_set_up_the_sentence_says_who_can_help(server: World) -> None:
    await server.desk.watchlist.setup(Guild(server.guild.id, server.channel.id), now=START)
    refused = await server.curator.slash(server.channel, "claim add", claim=CLAIM)
    assert "/watchlist setup" in shown(refused)
    server.expect_errors()


async def test_everyone_may_read(server: World) -> None:
    await server.claim()
    for command, options, sentence in (
        ("claim list", {}, "1 claim"),
        ("claim show", {"claim": "1"}, "Guava beats"),
        ("claim why", {"claim": "Guava"}, "first look"),
        ("claim source list", {"claim": "#1"}, "herald.example"),
    ):
        result = await server.visitor.slash(server.channel, command, **options)
        assert result.ephemeral
        assert sentence in shown(result)


async def test_a_duplicate_is_shown_first_and_tracked_on_request(server: World) -> None:
    await server.claim()
    result = await server.curator.slash(server.channel, "claim add", claim=CLAIM)
    assert "Tracked already?" in shown(result)
    assert "\\#1" not in shown(result)
    assert await listed(server) == [CLAIM]
    pressed = await server.curator.click(result.response.message, label="Track it anyway")
    assert "Tracked as #2" in shown(pressed)
    assert await listed(server) == [CLAIM, CLAIM]


async def test_a_question_is_told_to_be_none_and_tracked_on_request(server: World) -> None:
    asked = "Does Guava outperform every pear?"
    result = await server.curator.slash(server.channel, "claim add", claim=asked)
    assert "Not a checkable claim" in shown(result)
    assert "it is a question" in shown(result)
    assert await listed(server) == []
    pressed = await server.curator.click(result.response.message, label="Track it anyway")
    assert "Tracked as #1" in shown(pressed)
    assert await listed(server) == [asked]


async def test_scan_offers_the_claims_and_one_click_tracks_one(server: World) -> None:
    server.desk.pages[URL] = FOUND
    result = await server.curator.slash(server.channel, "claim scan", source=URL)
    assert "2 flagged claims" in shown(result)
    assert "independently verified" in shown(result)
    picked = await server.curator.select(result.response.message, ["1"])
    assert "Tracked as #1" in shown(picked)
    again = await server.curator.select(result.response.message, ["0"])
    assert "Tracked as #2" in shown(again) or "Tracked already?" in shown(again)
    page = await server.desk.watchlist.show(server.guild.id, 1)
    assert page.claim.text == "Guava costs half as much."
    assert page.claim.flags == (FLAG,)
    assert [(source.url, role) for source, role in page.sources] == [(URL, Role.ORIGIN)]


async def test_scan_says_that_nothing_was_found_or_could_be_read(server: World) -> None:
    server.desk.pages[URL] = Scan(URL, "", ())
    assert "No flagged claim found" in shown(await server.curator.slash(server.channel, "claim scan", source=URL))
    gone = await server.curator.slash(server.channel, "claim scan", source="https://herald.example/gone")
    assert "could not be read" in shown(gone)
    server.expect_errors()


async def test_the_list_is_filtered_and_turned_page_by_page_even_after_a_restart(server: World) -> None:
    for number in range(12):
        await server.claim(f"Guava solves puzzle number {number}.", tags=("puzzles",))
    await server.claim("Guava is cheap.", tags=("prices",))
    result = await server.visitor.slash(server.channel, "claim list", status="unverified", tag="#Puzzles")
    assert "12 claims, unverified, tagged puzzles" in shown(result)
    assert "Page 1 of 2" in shown(result)
    await server.env.restart_bot(server.fresh_client())
    await server.visitor.click(result.response.message, label="Older")
    assert "Page 2 of 2" in words(result.response)
    assert "puzzle number 0" in words(result.response)
    assert "cheap" not in words(result.response)
    nothing = await server.visitor.slash(server.channel, "claim list", status="refuted")
    assert "No claim fits" in shown(nothing)


async def test_a_claim_can_be_shown_to_everyone_but_errors_stay_private(server: World) -> None:
    await server.claim()
    result = await server.visitor.slash(server.channel, "claim show", claim="1", share=True)
    assert not result.ephemeral
    assert len(server.posts()) == 1
    lost = await server.visitor.slash(server.channel, "claim show", claim="99", share=True)
    assert all(message.ephemeral for message in lost.followups)
    assert len(server.posts()) == 1
    server.expect_errors()


async def test_an_ambiguous_claim_names_the_candidates(server: World) -> None:
    await server.claim("Guava is fast.")
    await server.claim("Guava is cheap.")
    result = await server.visitor.slash(server.channel, "claim show", claim="Guava")
    assert "Several claims fit" in shown(result)
    assert "is cheap" in shown(result)
    server.expect_errors()


async def test_another_servers_claim_is_unknown_here(server: World) -> None:
    await server.claim("A claim of somebody else.", guild_id=7)
    for command, options in (
        ("claim show", {}),
        ("claim why", {}),
        ("claim decide", {"status": "disputed"}),
        ("claim source add", {"source": URL}),
        ("claim delete", {}),
    ):
        result = await server.manager.slash(server.channel, command, claim="1", **options)
        assert "somebody else" not in shown(result)
        assert "That did not work" in shown(result)
    assert (await server.desk.watchlist.show(7, 1)).claim.status is Status.UNVERIFIED
    assert await server.curator.autocomplete(server.channel, "claim show", "claim", "somebody") == []
    server.expect_errors()


async def test_settling_takes_evidence_and_a_reason(server: World) -> None:
    await server.claim()
    bare = await server.curator.slash(server.channel, "claim decide", claim="1", status="refuted")
    assert "give an evidence URL and a reason" in shown(bare)
    settled = await server.curator.slash(
        server.channel, "claim decide", claim="1", status="refuted", evidence=URL, reason="A public test says no."
    )
    assert "#1 is now ❌ Refuted" in shown(settled)
    await server.deliver()
    post = words(server.posts()[-1])
    assert "Settled: ❌ Refuted" in post
    assert "A public test says no." in post
    assert "Decided by\nann" in post.replace(" ann", "\nann")
    second = await server.curator.slash(
        server.channel, "claim decide", claim="1", status="verified", evidence=URL, reason="x"
    )
    assert "reopen it first" in shown(second)
    server.expect_errors()


async def test_check_looks_at_one_claim_or_at_all_of_this_server(server: World) -> None:
    await server.claim()
    result = await server.curator.slash(server.channel, "claim check", claim="1")
    assert "2 for the first time, 1 changed, 1 unchanged, 1 could not be read" in shown(result)
    await server.curator.slash(server.channel, "claim check")
    assert server.desk.checked == [([1], server.guild.id), (None, server.guild.id)]


async def test_sources_are_added_completed_and_taken_off(server: World) -> None:
    await server.claim()
    other = "https://gazette.example/feed"
    added = await server.curator.slash(
        server.channel, "claim source add", claim="1", source=other, role="fact_check", kind="feed"
    )
    assert "added to #1" in shown(added)
    again = await server.curator.slash(
        server.channel, "claim source add", claim="1", source=other, role="fact_check", kind="feed"
    )
    assert "has this source already" in shown(again)
    choices = await server.curator.autocomplete(server.channel, "claim source remove", "source", "gazette", claim="1")
    assert [choice["value"] for choice in choices] == ["2"]
    removed = await server.curator.slash(server.channel, "claim source remove", claim="1", source="2")
    assert "taken off #1" in shown(removed)
    for nonsense in ("2", "two", "9" * 20):
        result = await server.curator.slash(server.channel, "claim source remove", claim="1", source=nonsense)
        assert "That did not work" in shown(result)
    listing = await server.visitor.slash(server.channel, "claim source list", claim="1")
    assert "1 source" in shown(listing)
    server.expect_errors()


ODD_OPTIONS = (
    ("json", "", "Say which value to watch, with the option select, such as select=models"),
    ("json", "models[?name=='guava']", "Write it as NAME=VALUE"),
    ("json", "path=models", "has no option 'path'; it knows select"),
    ("json", "select=models[", "is no JMESPath"),
    ("page", "select=a", "A source of kind page has no option 'select'; it has none."),
    ("github", "owner=orchard-labs; watch=stars", "is releases or tags"),
)


async def test_what_a_kind_needs_is_typed_and_completed(server: World) -> None:
    claim = await server.claim()
    url = "https://api.example/models"
    for kind, options, sentence in ODD_OPTIONS:
        given: dict[str, Any] = {"options": options} if options else {}
        odd = await server.curator.slash(server.channel, "claim source add", claim="1", source=url, kind=kind, **given)
        assert sentence in shown(odd), options
    server.expect_errors()
    wanted = {
        "json": (
            "select=models[?name=='guava;x'].released || 'no'",
            {"select": "models[?name=='guava;x'].released || 'no'"},
        ),
        "github": (
            "owner=orchard-labs; repo = guava;match=7",
            {"owner": "orchard-labs", "repo": "guava", "match": "7"},
        ),
    }
    for kind, (options, _) in wanted.items():
        added = await server.curator.slash(
            server.channel, "claim source add", claim="1", source=url, kind=kind, options=options
        )
        assert "added to #1" in shown(added)
    page = await server.desk.watchlist.show(server.guild.id, claim.id)
    assert {s.kind.value: s.options for s, _ in page.sources[1:]} == {kind: held for kind, (_, held) in wanted.items()}
    listing = shown(await server.visitor.slash(server.channel, "claim source list", claim="1"))
    assert "· json ·" in listing
    assert "match=7; owner=orchard-labs; repo=guava" in listing

    async def offered(typed: str, **chosen: str) -> list[str]:
        found = await server.curator.autocomplete(server.channel, "claim source add", "options", typed, **chosen)
        return [choice["value"] for choice in found]

    assert await offered("", kind="json") == ["select="]
    assert await offered("owner=a; re", kind="github") == ["owner=a; repo="]
    assert "owner=a; owner=" not in await offered("owner=a;", kind="github")
    assert await offered("", kind="page") == await offered("") == []


async def test_a_source_s_cadence_is_overridden_with_every(server: World) -> None:
    claim = await server.claim()

    async def add(every: str) -> str:
        return shown(await server.curator.slash(server.channel, "claim source add", claim="1", source=URL, every=every))

    assert "every 12h" in await add("12h")
    page = await server.desk.watchlist.show(server.guild.id, claim.id)
    assert page.sources[0][0].every == timedelta(hours=12)
    assert "is no duration" in await add("often")
    assert "once a minute" in await add("30s")
    page = await server.desk.watchlist.show(server.guild.id, claim.id)
    assert page.sources[0][0].every == timedelta(hours=12)
    listing = await server.visitor.slash(server.channel, "claim source list", claim="1")
    assert "every 12h" in shown(listing)
    elsewhere = await server.claim(guild_id=7)
    for every, answer in (
        ("12h", "every 12h or sooner from now on."),
        ("Default", "by the usual cadence from now on."),
    ):
        assert answer in await add(every)
    source = NewSource(URL, every=timedelta(hours=6))
    await server.desk.watchlist.attach(7, elsewhere.id, source, actor=ANN, now=START)
    assert "every 6h or sooner from now on, since another claim asks for that." in await add("default")
    assert "every 6h from now on, since another claim asks for that." in await add("12h")
    server.expect_errors()


async def test_deleting_asks_once(server: World) -> None:
    await server.claim()
    result = await server.curator.slash(server.channel, "claim delete", claim="1")
    assert "Delete #1?" in shown(result)
    assert await listed(server) == [CLAIM]
    done = await server.curator.click(result.response.message, label="Delete")
    assert "Deleted #1" in shown(done)
    assert await listed(server) == []
    with pytest.raises(UnknownClaim):
        await server.desk.watchlist.show(server.guild.id, 1)


async def test_claims_and_tags_are_completed(server: World) -> None:
    await server.claim(tags=("models",))
    await server.claim("Guava is cheap. " + "Very " * 60, tags=("prices",))
    claims = await server.visitor.autocomplete(server.channel, "claim show", "claim", "guava")
    assert {choice["value"] for choice in claims} == {"#1", "#2"}
    assert all(len(choice["name"]) <= 100 for choice in claims)
    assert [c["value"] for c in await server.visitor.autocomplete(server.channel, "claim list", "tag", "mo")] == [
        "models"
    ]


TYPED = ('"', "* NEAR(", "#", "'; DROP TABLE claims; --", "😀" * 100, "\x00", "#99999999999999999999")


async def test_whatever_is_typed_completion_and_look_up_stand_it(server: World) -> None:
    await server.claim()
    for typed in TYPED:
        await server.visitor.autocomplete(server.channel, "claim show", "claim", typed)
        result = await server.visitor.slash(server.channel, "claim show", claim=typed)
        assert "That did not work" in shown(result), typed
    assert await listed(server) == [CLAIM]
    server.expect_errors()


async def test_hostile_claims_stay_words_in_every_answer(server: World) -> None:
    text = "@everyone <@123456789012345678> [x](https://evil.example) ```a``` ||b|| \u202e# Guava wins"
    await server.desk.watchlist.add(
        NewClaim(server.guild.id, text, claimant=text, settles=text, tags=("@here",)), [], actor="ann (1)", now=START
    )
    for command, options in (
        ("claim show", {"claim": "1"}),
        ("claim list", {}),
        ("claim why", {"claim": "1"}),
        ("claim source list", {"claim": "1"}),
        ("claim delete", {"claim": "1"}),
    ):
        result = await server.curator.slash(server.channel, command, **options)
        embed = result.response.embeds[0]
        for part in (embed.description or "", *(field.value or "" for field in embed.fields)):
            assert "@everyone" not in part
            assert "<@" not in part
            assert "](https://evil" not in part.replace("\\]", "")
            assert "\u202e" not in part
            assert "\\`\\`\\`" in part or "```" not in part
