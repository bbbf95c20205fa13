from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.changes.align import align
from bot.text.words.noise import is_noise, strip_clocks
from bot.text.words.normalise import canonical, meaningful_lines
from tests.text.cost import cheap

NOISE = [
    "", "Updated", "1,204 views", "12 people are reading this article", "4 min read · 88 shares", "By Hazel Quince",
    "By Hazel Quince and Jay Marsh", "Thursday 5 February 2026, 10:32 GMT", "Advertisement", "Sponsored content: Tea",
    "Read more: Guava growers expect a late harvest", "Related", "Share this article", "OLAB 112.31 (+0.4%)",
    "Plumville 12°C, cloudy", "Sign up for our newsletter and get the day's news by seven.", "© 2026 The Daily Fig",
    "We use cookies to make this site work better for you and for our partners.", "Photo: Robin Sedge/The Agency",
    "(Editing by Sam Wren)", "Lesezeit 4 Minuten", "Anzeige", "Lesen Sie auch: Guava", "Mehr zum Thema",
    "3 comentarios",
    "Publicidad", "Lire aussi : Guava", "12 vues", "相关阅读", "责任编辑:王", "===", "10:32",
]  # fmt: skip
CONTENT = [
    "Guava beats its rivals.", "Guava: 91.2", "By 2027 the firm will lead the market with its new model.",
    "Correction: 12 views", "Related research at the institute has found that the figures do not hold up.",
    "The memo was shared 12 times.", "Subscriptions rose.", "In May the firm published its data.",
    "More than 310,000 people visited the festival over the weekend, the organisers said.", "青禾种业宣布新稻种。",
]  # fmt: skip


@pytest.mark.parametrize("line", NOISE)
def test_lines_that_say_nothing(line: str) -> None:
    assert is_noise(strip_clocks(line).strip().strip("()"))


@pytest.mark.parametrize("line", CONTENT)
def test_lines_that_say_something(line: str) -> None:
    assert strip_clocks(line) == line
    assert not is_noise(line)


CLOCKS = [
    ("Updated 3 minutes ago", ""),
    ("Last updated at 10:32 GMT. Guava wins.", "Guava wins."),
    ("Guava wins. (updated 4 hours ago)", "Guava wins."),
    ("Seen 3 days ago, Guava wins.", "Seen , Guava wins."),
    ("The paper was published on 3 May 2026.", "The paper was published on 3 May 2026."),
]


@pytest.mark.parametrize(("line", "left"), CLOCKS)
def test_clocks_are_taken_out(line: str, left: str) -> None:
    assert strip_clocks(line).strip() == left


def test_characters_get_one_form() -> None:
    assert canonical("“Gu\u0430va” \u2013 it\u2019s\u00a0on\u00adly ﬁne") == '"Guava" - it\'s only fine'
    assert canonical("Гуава лучше") == "Гуава лучше"


def test_links_under_a_heading_are_no_text() -> None:
    lines = meaningful_lines(
        "Guava wins.\nRelated stories\nGuava loses\nGuava draws\nThe firm did not answer any of our many"
        " questions on Monday."
    )
    assert [line.text for line in lines] == [
        "Guava wins.",
        "The firm did not answer any of our many questions on Monday.",
    ]


def test_offsets_point_into_the_text() -> None:
    text = "Updated 3 minutes ago\nGuava “wins”.\n\nThe end."
    assert [text[line.start : line.end] for line in meaningful_lines(text)] == ["Guava “wins”.", "The end."]


def test_alignment_tells_moved_edited_added_and_removed() -> None:
    old = [
        "a memo says that guava wins twelve tests.",
        "the shop opens at nine.",
        "it rained in the hills.",
        "the end.",
    ]
    new = ["the shop opens at nine.", "a memo says that guava wins nine tests.", "the end.", "nobody asked the goats."]
    found = align(old, new)
    assert [(pair.before, pair.after) for pair in found.pairs if pair.edited] == [(0, 1)]
    assert [*found.removed, *(pair.before for pair in found.pairs if not pair.edited)] == [2]
    assert [*found.added, *(pair.after for pair in found.pairs if not pair.edited)] == [3]


def test_what_replaces_a_sentence_between_the_same_neighbours_is_its_pair() -> None:
    found = align(["first.", "it could not be verified.", "last."], ["first.", "an auditor agrees now.", "last."])
    assert [(pair.before, pair.after, pair.edited) for pair in found.pairs] == [(1, 1, False)]


def test_repeated_sentences_are_counted() -> None:
    found = align(["same.", "same."], ["same."])
    assert (found.pairs, found.added, len(found.removed)) == ((), (), 1)


@given(st.lists(st.text("ab .", max_size=8), max_size=12), st.lists(st.text("ab .", max_size=8), max_size=12))
@settings(max_examples=60, deadline=None)
def test_every_sentence_has_one_fate(old: list[str], new: list[str]) -> None:
    found = align(old, new)
    before = [*found.removed, *(pair.before for pair in found.pairs)]
    after = [*found.added, *(pair.after for pair in found.pairs)]
    assert len(set(before)) == len(before)
    assert len(set(after)) == len(after)
    assert len(old) - len(before) == len(new) - len(after)


def test_two_long_texts_that_share_nothing_are_aligned_soon() -> None:
    old = [f"old sentence {n} about something or other that matters to nobody." for n in range(6000)]
    new = [f"new line {n} on another thing, written by somebody else entirely." for n in range(6000)]
    cheap(lambda: align(old, new))
