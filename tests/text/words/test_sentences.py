from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.flags.quotes import quotes
from bot.text.words.sentences import sentences
from tests.text.cost import cheap


def cut(text: str, lang: str = "en") -> list[str]:
    return [text[start:end] for start, end in sentences(text, lang)]


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("Dr. Lind paid $3.5 million. It worked.", "en", ["Dr. Lind paid $3.5 million.", "It worked."]),
        ("A heading\nA sentence.", "en", ["A heading", "A sentence."]),
        ("It ended in May. Then they left.", "en", ["It ended in May.", "Then they left."]),
        ("  spaces  \n\n  around  ", "", ["spaces", "around"]),
        ("该模型领先。目前无法独立核实。", "zh", ["该模型领先。", "目前无法独立核实。"]),
        ("Das Modell ist z. B. neu. Es führt.", "de", ["Das Modell ist z. B. neu.", "Es führt."]),
        ("Then there is B\xa0. It held.", "en", ["Then there is B\xa0.", "It held."]),
        ("Then there is B\u2003. It held.", "en", ["Then there is B\u2003.", "It held."]),
        ("", "en", []),
    ],
)
def test_borders(text: str, lang: str, found: list[str]) -> None:
    assert cut(text, lang) == found


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["en", "zh", "", "xx"]))
def test_sentences_are_in_order_and_lose_nothing_but_space(text: str, lang: str) -> None:
    found = sentences(text, lang)
    assert all(start < end for start, end in found)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(found))
    assert "".join("".join(text[start:end].split()) for start, end in found) == "".join(text.split())


@pytest.mark.parametrize(
    "unit",
    ["word ", "\u201c", "\u201ca ", "(", ". ", "a.\n", "\u300c", "\u00e9", "\u8be5\u6a21\u578b\u9886\u5148\u3002"],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_megabyte_is_cheap_and_no_sentence_is_endless(unit: str, lang: str) -> None:
    text = unit * (1_000_000 // len(unit))
    found = cheap(lambda: sentences(text, lang))
    assert max((end - start for start, end in found), default=0) <= 4000


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("He said \u201cIt works well.\u201d Then left.", [("It works well.", True)]),
        ('It is "the best" of all.', [("the best", False)]),
        ("\u201eEs geht gut voran.\u201c Das war alles.", [("Es geht gut voran.", True)]),
        ("He said \u00abC'est vrai, tout cela.\u00bb", [("C'est vrai, tout cela.", True)]),
        ("\u201cNever closed\nin its paragraph.\u201d", []),
        (
            "\u4ed6\u8bf4\uff1a\u201c\u8fd9\u4e2a\u6a21\u578b\u786e\u5b9e\u5f88\u597d\u3002\u201d",
            [("\u8fd9\u4e2a\u6a21\u578b\u786e\u5b9e\u5f88\u597d\u3002", True)],
        ),
    ],
)
def test_quotations_are_found_and_scraps_told_from_sentences(text: str, spans: list[tuple[str, bool]]) -> None:
    assert [(text[quote.start : quote.end], quote.whole) for quote in quotes(text)] == spans
