from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.stance.calibration import Scale, TextKind, estranged, text_kind
from bot.text.stance.excerpt import EXCERPT_WORDS, excerpt, piece_of, pieces, stem, words
from bot.text.stance.features import NAMES, vector, view
from bot.text.stance.numbers import Number, fit, holds, numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Marlow paid $3.5 million. It was late.", ["Dr. Marlow paid $3.5 million.", "It was late."]),
        ("One line\nanother line", ["One line", "another line"]),
        ("“It is over.” She left.", ["“It is over.”", "She left."]),
        ("第一句。第二句。", ["第一句。", "第二句。"]),
        ("See www.orchard.example now! Really?", ["See www.orchard.example now!", "Really?"]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [piece.text for piece in pieces(text)] == expected


def test_words_fold_to_stems() -> None:
    assert stem("Denied") == stem("denies") == stem("denying")
    assert stem("Guava's") == stem("Guava") == stem("guava’s")


def test_a_short_text_is_its_own_excerpt() -> None:
    assert excerpt("Guava fired its chief", "Guava fired  its chief.\nNobody knows why.") == (
        "Guava fired its chief. Nobody knows why."
    )


def test_a_long_text_is_read_where_it_speaks_of_the_claim() -> None:
    filler = "The weather in the valley stayed mild and dry through most of the long week. " * 40
    text = filler + "Orchard Labs never sold its robot unit, a spokeswoman said. " + filler
    chosen = excerpt("Orchard Labs sold its robot unit", text)
    assert "never sold its robot unit" in chosen
    assert len(words(chosen)) <= EXCERPT_WORDS


@pytest.mark.parametrize(
    ("claim", "text", "met", "missed"),
    [
        ("more than 550 cases", "there were 646 cases", 1, 0),
        ("more than 550 cases", "there were 546 cases", 0, 1),
        ("fewer than 3 million users", "it has 2.5 million users", 1, 0),
        ("at least 50 people died", "fifty people died", 1, 0),
        ("died before 1884", "died in 1885", 0, 1),
        ("around 100 staff", "104 staff", 1, 0),
        ("exactly 12 rooms", "twelve rooms", 1, 0),
        ("12 rooms", "no number here", 0, 0),
    ],
)
def test_numbers_meet_or_miss(claim: str, text: str, met: int, missed: int) -> None:
    asked, other = piece_of(claim), piece_of(text)
    found = fit(numbers(asked.words, asked.stems), numbers(other.words, other.stems))
    assert (found.met, found.missed) == (met, missed)


def test_years_are_exact() -> None:
    nothing: frozenset[str] = frozenset()
    assert not holds(Number(1990, year=True, near=nothing), Number(1991, year=True, near=nothing))
    assert holds(Number(10_000, year=False, near=nothing), Number(10_010, year=False, near=nothing))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Guava chief steps down after row", TextKind.HEADLINE),
        ("The chief of Guava stepped down after a row.", TextKind.SENTENCE),
        ("word " * 200, TextKind.ARTICLE),
    ],
)
def test_kinds_of_text(text: str, kind: TextKind) -> None:
    assert text_kind(text, len(text.split())) is kind


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=600))
def test_features_are_always_as_many_and_finite(claim: str, text: str) -> None:
    found = vector(view(claim, text))
    assert len(found) == len(NAMES)
    assert all(abs(value) < 1e6 for value in found)


@pytest.mark.parametrize(
    "text", ["x" * 2_000_000, "a b " * 500_000, "7 " * 1_000_000, "." * 2_000_000, "\n" * 2_000_000]
)
def test_two_megabytes_in_one_line_are_read_in_time(text: str) -> None:
    began = time.perf_counter()
    vector(view("Guava sold 7 million phones in 2031", text))
    assert time.perf_counter() - began < 2


def test_a_text_without_a_word_of_the_claim_leans_to_unrelated() -> None:
    assert not view("Guava fired its chief", "Heavy rain flooded the vineyards.").touches()
    assert view("Guava fired its chief", "The chief of Guava is gone.").touches()
    moved = estranged([0.5, 0.2, 0.2, 0.1], TextKind.ARTICLE)
    assert moved.index(max(moved)) == 3
    assert sum(moved) == pytest.approx(1)


def test_a_scale_of_one_keeps_what_the_model_said() -> None:
    scale = Scale(1.0, 0.0, (0.0, 0.0, 0.0, 0.0), 0.5)
    logs = [-0.5, -1.5, -2.0, -3.0]
    found = scale.probabilities(logs, [9.0, -9.0, 0.0, 0.0])
    assert found.index(max(found)) == 0
    assert sum(found) == pytest.approx(1)
    assert Scale(1.0, 1.0, (0.0, 0.0, 0.0, 0.0), 0.5).probabilities(logs, [-9.0, 9.0, 0.0, 0.0])[1] > 0.9


def test_repeated_sentences_are_read_once() -> None:
    text = "Guava fired its chief. Rain fell on the hills all week and the roads were closed. " * 30
    assert excerpt("Guava fired its chief", text).count("Guava") == 1
