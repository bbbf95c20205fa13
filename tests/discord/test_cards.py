"""Cards: what they say, and that no text from outside can break, forge or ping."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from discord import Embed
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards import Card, Field, Line, Link, Own, Said, Style, When, card_of_error, card_of_notice, plain
from bot.cards.budget import share
from bot.cards.clean import cut, escape, safe_url, size, tidy
from bot.cards.embed import to_embed
from bot.cards.pairs import pair
from bot.domain.finding import Stance
from bot.domain.look import DEFAULT_LOOKS, StatusLook
from bot.domain.notice import Notice, NoticeKind
from bot.domain.propose import RULES, Proposal, Rule
from bot.domain.status import Status
from bot.errors import UnknownClaim

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
NOTICE = Notice(
    kind=NoticeKind.FLAG_GONE,
    guild_id=1,
    at=NOW,
    claim_id=12,
    claim_text="Guava beats the leading open models in the firm's own tests.",
    claimant="Orchard Labs",
    before="The claim could not be independently verified.",
    after="The claim could be verified by two people.",
    before_at=NOW - timedelta(hours=2),
    url="https://herald.example/guava",
    title="Orchard's memo praises Guava",
    settles="A public release and an independent test.",
    proposal=Proposal(None, "The flag is gone; that alone is no evidence"),
)

# Everything that means something to Discord, so that hypothesis runs into it often.
TRAPS = st.sampled_from(
    [
        "@everyone",
        "@here",
        "<@123456789012345678>",
        "<@&123456789012345678>",
        "<#123456789012345678>",
        "</claim:123456789012345678>",
        "<:smile:123456789012345678>",
        "<t:1700000000:R>",
        "[x](https://evil.example)",
        "https://evil.example",
        "<https://evil.example>",
        "```",
        "`",
        "||",
        "**",
        "__",
        "~~",
        "# ",
        "-# ",
        "> ",
        ">>> ",
        "- ",
        "1. ",
        "\n",
        "\r\n",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "e" + "\u0301" * 40,
        "\\",
        "\x00",
        "\x1b[31m",
        "\ud800",
        "🏳️‍🌈",
        "😀" * 50,
        "word " * 80,
    ]
)
hostile = st.lists(TRAPS | st.text(max_size=40), max_size=12).map("".join)
shown = settings(max_examples=40, deadline=None)


def words(embed: Embed) -> list[str]:
    """Return every string of an embed in which Discord reads markdown."""
    return [embed.title or "", embed.description or "", *(f.value or "" for f in embed.fields)]


def total(embed: Embed) -> int:
    texts = [*words(embed), *(f.name or "" for f in embed.fields), embed.footer.text or "", embed.author.name or ""]
    return sum(size(text) for text in texts)


def within_limits(embed: Embed) -> bool:
    return (
        size(embed.title or "") <= 256
        and size(embed.description or "") <= 4096
        and len(embed.fields) <= 25
        and all(0 < size(f.name or "") <= 256 and 0 < size(f.value or "") <= 1024 for f in embed.fields)
        and size(embed.footer.text or "") <= 2048
        and size(embed.author.name or "") <= 256
        and total(embed) <= 6000
    )


# What a client would take for markup: each pattern must be preceded by an odd number of backslashes to be text.
FORBIDDEN = {
    "user mention": r"<@!?\d{15,20}>",
    "role mention": r"<@&\d{15,20}>",
    "channel mention": r"<#\d{15,20}>",
    "everyone": r"@(everyone|here)",
    "bare link": r"https?://",
    "time": r"<t:",
    "emoji": r"<a?:\w+:\d+>",
    "command": r"(?<!\\)</",
    "masked link": r"(?<!\\)\]\(",
    "code": r"(?<!\\)`",
    "spoiler": r"(?<!\\)\|",
    "control": r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]",
    "line": r"\n",
    "heading": r"^(#|-|>|\+|\d+[.)])",
}


@given(text=hostile)
@settings(max_examples=150, deadline=None)
def test_text_from_outside_is_never_markup(text: str) -> None:
    escaped = escape(text)
    assert [name for name, pattern in FORBIDDEN.items() if re.search(pattern, escaped)] == []


@given(text=hostile)
@shown
def test_escaped_text_reads_as_the_tidied_text(text: str) -> None:
    unescaped = re.sub(r"\\([^0-9A-Za-z\s])", r"\1", escape(text)).replace("\u200b", "")
    assert unescaped == tidy(text)


@given(text=hostile, limit=st.integers(0, 300))
@shown
def test_a_cut_keeps_its_limit(text: str, limit: int) -> None:
    assert size(cut(text, limit)) <= limit


def test_a_cut_leaves_out_the_middle() -> None:
    assert cut("abcdefghij" * 10, 20) == "abcdefghija … efghij"
    assert cut("one two three four five six seven", 24) == "one two three … seven"


notices = st.builds(
    replace,
    st.just(NOTICE),
    kind=st.sampled_from(NoticeKind),
    status=st.sampled_from(Status),
    claim_text=hostile,
    claimant=hostile,
    before=hostile,
    after=hostile,
    title=hostile,
    flag=hostile,
    url=hostile,
    settles=hostile,
    origin_reason=hostile,
    actor=hostile,
    reason=hostile,
    stance=st.none() | st.sampled_from(Stance),
    stance_clear=st.booleans(),
    confidence=st.floats(0, 1),
    reports=st.integers(0, 99),
    origin_groups=st.integers(0, 99),
    independent=st.booleans(),
    before_at=st.none() | st.just(NOW),
    proposal=st.none()
    | st.builds(
        Proposal,
        status=st.none() | st.sampled_from(Status),
        headline=hostile,
        because=st.lists(hostile, max_size=3).map(tuple),
        needed=hostile,
        confidence=st.floats(0, 1),
    ),
)


@given(notice=notices)
@shown
def test_every_notice_fits_and_pings_nobody(notice: Notice) -> None:
    embed = to_embed(card_of_notice(notice, DEFAULT_LOOKS).marked("notice 7"))
    assert within_limits(embed)
    assert (embed.footer.text or "").endswith("notice 7")
    for text in words(embed):
        for name in ("user mention", "role mention", "channel mention", "everyone", "emoji", "command", "code"):
            assert not re.search(FORBIDDEN[name], text), name
        for link in re.findall(r"(?<!\\)\]\(([^)]*)\)", text):
            assert safe_url(link) == link


long_text = st.integers(0, 9000).map(lambda n: "*" * n) | st.integers(0, 3000).map(lambda n: "😀 " * n) | hostile
parts = (
    st.builds(Said, long_text, st.sampled_from(Style)) | st.builds(Own, st.just("word")) | st.builds(When, st.just(NOW))
)
lines = st.lists(st.builds(Line, st.lists(parts, min_size=1, max_size=4).map(tuple), st.booleans()), max_size=12).map(
    tuple
)


@given(
    card=st.builds(
        Card,
        title=st.just("What happened"),
        colour=st.just(0),
        kicker=hostile,
        lines=lines,
        fields=st.lists(st.builds(Field, st.just("Name"), lines, st.booleans()), max_size=30).map(tuple),
    )
)
@settings(max_examples=20, deadline=None)
def test_any_card_fits_into_the_total(card: Card) -> None:
    assert within_limits(to_embed(card))


def test_the_largest_card_is_cut_not_dropped() -> None:
    block = (Line((Said("*" * 20_000),)),)
    card = Card("T", 0, lines=block, fields=tuple(Field(f"F{n}", block) for n in range(25)))
    embed = to_embed(card)
    assert within_limits(embed)
    assert total(embed) > 4500
    assert all("…" in (field.value or "") for field in embed.fields)


@pytest.mark.parametrize(
    ("sizes", "room", "most"), [([10, 10], 30, 10), ([5, 100, 100], 105, 50), ([100], 7, 7), ([], 9, 0)]
)
def test_room_is_shared_fairly(sizes: list[int], room: int, most: int) -> None:
    assert share(sizes, room) == most


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://herald.example/a_b?q=1#top", "https://herald.example/a_b?q=1"),
        ("https://herald.example/a)b(c", "https://herald.example/a%29b%28c"),
        ('https://herald.example/"> [x](https://evil.example)', None),
        ("https://user:pw@herald.example/", ""),
        ("javascript:alert(1)", ""),
        ("https://herald.example:port/", ""),
        ("https://[::1/", ""),
        ("https://her ald.example/", ""),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://herald.example/" + "x" * 600, ""),
        ("", ""),
    ],
)
def test_only_a_plain_address_becomes_a_link(url: str, safe: str | None) -> None:
    clean = safe_url(url)
    assert clean == safe if safe is not None else not re.search(r"[()<>\[\]\s\"]", clean)


def test_the_differing_words_are_set_off() -> None:
    before, after = pair("It could not be checked by us.", "It could be checked by us.")
    assert Said("not", Style.REMOVED) in before
    assert all(part.style is Style.PLAIN for part in after)


def test_a_word_left_standing_between_changes_counts_as_changed() -> None:
    before, _ = pair("The figures could not be verified by the Herald.", "The figures were not confirmed by others.")
    assert before == (Said("The figures"), Said("could not be verified by the Herald.", Style.REMOVED))


def test_two_different_passages_are_not_coloured() -> None:
    before, after = pair("One thing.", "Quite another matter altogether now")
    assert before == (Said("One thing."),)
    assert after == (Said("Quite another matter altogether now"),)


def test_a_finding_says_what_happened_and_shows_the_pair() -> None:
    embed = to_embed(card_of_notice(NOTICE, DEFAULT_LOOKS))
    fields = {field.name: field.value or "" for field in embed.fields}
    assert embed.title is not None
    assert "The flag is gone" in embed.title
    assert "claim #12" in (embed.author.name or "")
    assert "Guava beats" in (embed.description or "")
    assert fields["Before"].startswith("> ")
    assert "~~" in fields["Before"]
    assert "**" in fields["Now"]
    assert f"<t:{int(NOW.timestamp())}:R>" in fields["Source"]
    assert f"<t:{int(NOW.timestamp()) - 7200}:R>" in fields["Source"]
    assert "(https://herald.example/guava)" in fields["Source"]
    assert "no evidence" in fields["Proposal"]
    assert "public release" in fields["What would settle it"]


def coverage(**changes: object) -> dict[str, str]:
    notice = replace(NOTICE, kind=NoticeKind.NEW_COVERAGE, before="", reports=5, origin_groups=1, **changes)  # type: ignore[arg-type]
    embed = to_embed(card_of_notice(notice, DEFAULT_LOOKS))
    return {"title": embed.title or ""} | {field.name or "": field.value or "" for field in embed.fields}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.headline)
def test_a_proposal_says_what_speaks_for_it_and_what_is_still_needed(rule: Rule) -> None:
    because = ("Guava failed 9 of 14 tests.", "It has a basis of its own.")
    said = coverage(proposal=Proposal(rule.status, rule.headline, because, rule.needed, 0.9))
    assert rule.headline in said["Proposal"]
    assert all(sentence in said["Proposal"] for sentence in because)
    closing = rule.status.settled
    assert rule.needed in said["Still needed" if closing else "What would settle it"]


def test_a_repetition_is_said_not_to_count() -> None:
    said = coverage(stance=Stance.SUPPORTS, confidence=0.9, independent=False, origin_reason="It quotes the same memo.")
    assert said["title"].endswith("Same origin, not counted")
    assert "5 articles, 1 origin" in said["How it stands to the claim"]
    assert "Does not count: It quotes the same memo." in said["How it stands to the claim"]


def test_an_unclear_stance_is_not_drawn_as_one() -> None:
    said = coverage(stance=Stance.REFUTES, stance_clear=False, confidence=0.4, independent=True)
    assert "unclear" in said["title"]
    assert "against" not in said["How it stands to the claim"]
    assert "%" not in said["How it stands to the claim"]


def test_an_independent_report_shows_stance_and_confidence() -> None:
    said = coverage(stance=Stance.REFUTES, confidence=0.87, independent=True)
    assert "speaks against it" in said["title"]
    assert "87\u00a0%" in said["How it stands to the claim"]


@pytest.mark.parametrize("status", list(Status))
def test_a_decision_is_drawn_by_the_configured_look(status: Status) -> None:
    looks = {**DEFAULT_LOOKS, status: StatusLook("Our word", "🦉", 0x123456)}
    notice = replace(
        NOTICE, kind=NoticeKind.STATUS_CHANGED, status=status, actor="ann", reason="Read it", proposal=None
    )
    embed = to_embed(card_of_notice(notice, looks))
    assert "🦉 Our word" in (embed.title or "")
    assert embed.colour is not None
    assert embed.colour.value == 0x123456


def test_what_closes_without_a_verdict_looks_unlike_verdicts() -> None:
    titles = {
        status: to_embed(card_of_notice(replace(NOTICE, kind=NoticeKind.STATUS_CHANGED, status=status), {})).title or ""
        for status in Status
    }
    assert {s for s, title in titles.items() if "without a verdict" in title} == {Status.INCONCLUSIVE, Status.EXPIRED}


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_kind_has_a_title_of_its_own(kind: NoticeKind) -> None:
    titles = {k: card_of_notice(replace(NOTICE, kind=k), DEFAULT_LOOKS).title for k in NoticeKind}
    assert list(titles.values()).count(titles[kind]) == 1


def test_a_degraded_source_shows_the_last_good_look() -> None:
    notice = replace(NOTICE, kind=NoticeKind.DEGRADED, reason="The site blocks us.", before="", after="", proposal=None)
    text = plain(card_of_notice(notice, DEFAULT_LOOKS))
    assert "The site blocks us." in text
    assert "Last good look 2026-03-01 10:00 UTC" in text


def test_plain_text_holds_no_escape_sequences() -> None:
    text = plain(card_of_notice(replace(NOTICE, claim_text="\x1b[31mred\u202e [bold]x[/bold]"), DEFAULT_LOOKS))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[bold]x[/bold]" in text  # whoever prints it through rich escapes it there


def test_an_error_of_ours_shows_its_sentence_and_any_other_only_its_reference() -> None:
    assert "No claim has the number 7" in plain(card_of_error(UnknownClaim("No claim has the number 7.")))
    assert "a1b2c3" in plain(card_of_error(None, reference="a1b2c3"))


def test_a_link_with_a_bad_address_is_plain_text() -> None:
    embed = to_embed(Card("T", 0, lines=(Line((Link("javascript:alert(1)"),)),)))
    assert "](" not in (embed.description or "")
