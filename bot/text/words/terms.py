"""What a sentence is made of: stems, names, numbers with units, classes of words. Any language, no model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.text.words.lexicon import (
    CAPITALISED_ANYWAY,
    CLASS_OF,
    CLASS_OF_TWO,
    CLASSES_CJK,
    MAGNITUDES,
    MONTHS,
    NEGATIONS,
    NEGATIONS_CJK,
    NUMBER_WORDS,
    SPANS,
    STOPWORDS,
    UNITS,
)

TOKEN = re.compile(r"[$€£¥]|\d+(?:[.,]\d+)*(?:[^\W\d_]+)?%?|[^\W_]+(?:['-][^\W_]+)*|%")
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)*)([^\W\d_]*)(%?)")
_CLOCK = re.compile(
    r"(?<![\d:.,-])(\d{1,2})(?:[:.](\d{2}))?(?:\s?([ap])\.?m\b\.?|(?<=:\d\d)(?!\d|[:.]\d))", re.IGNORECASE
)
_SPACED = re.compile(r"(?<![\w.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\w.,]*\d)")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_SUFFIXES = ("ingly", "edly", "ings", "ing", "ied", "ies", "ed", "es", "ly", "s")
LONGEST = 4000  # characters of a sentence that are looked at; nobody writes longer ones
_STEM = 7
_LEAST_STEM = 4
_ONE = frozenset({"a", "one", "past"})
_MONTHS = 12
_OF_ALL = frozenset({"of", "the", "its", "their", "his", "her", "all", "our"})

Number = tuple[float, str]


@dataclass(frozen=True, slots=True)
class Terms:
    """The parts of one sentence.

    `order` holds the lower-case tokens as they stand; `first` is the first of them where it is capitalised and may be a
    name for all its place tells.
    """

    order: tuple[str, ...]
    first: str
    stems: frozenset[str]
    names: frozenset[str]
    numbers: Counter[Number]
    classes: Counter[str]
    negations: int


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the lower-case `word` without the commonest English endings, at most 7 letters of it."""
    word = word.removesuffix("'s")
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _LEAST_STEM:
            word = word[: -len(suffix)]
            break
    return word[:_STEM]


def tokens(sentence: str) -> list[str]:
    """Return words, numbers with their signs, and runs of Chinese or Japanese characters, as they stand."""
    sentence = _written_alike(sentence[:LONGEST])
    if not sentence.isascii() and _CJK.search(sentence):
        sentence = _CJK.sub(lambda run: f" {run.group()} ", sentence)
    return TOKEN.findall(sentence)


def _written_alike(sentence: str) -> str:
    """Write "52 000" as one number, and "7:30 p.m." like "19:30": as hours of a clock."""
    if ":" in sentence or "m" in sentence:
        sentence = _CLOCK.sub(_hours, sentence)
    return _SPACED.sub(lambda number: re.sub(r"\s", "", number[0]), sentence)


def _hours(clock: re.Match[str]) -> str:
    hour, minute, half = int(clock[1]), int(clock[2] or 0), (clock[3] or "").lower()
    if half or clock[2]:
        hour = hour % 12 + 12 if half == "p" else hour % 12 if half == "a" else hour
        return f" {hour + minute / 60:.2f}clock "
    return clock[0]


@lru_cache(maxsize=50_000)
def stems_of(token: str) -> tuple[str, ...]:
    """Return the stems of one lower-case token: none for a stopword, bigrams for a Chinese or Japanese run."""
    if token in STOPWORDS:
        return ()
    if not token.isascii() and _CJK.match(token):
        return tuple(token[i : i + 2] for i in range(max(1, len(token) - 1)))
    if "-" in token and not any(c.isdigit() for c in token):
        return tuple(stem(part) for part in token.split("-") if part and part not in STOPWORDS)
    return (stem(token),) if len(token) > 1 or token.isdigit() else ()


def terms(sentence: str, known: frozenset[str] = frozenset()) -> Terms:
    """Take a sentence apart. `known` are lower-case names that count as names wherever they stand."""
    words = tokens(sentence)
    order = tuple(token.lower() for token in words)
    classes = Counter(CLASS_OF[token] for token in order if token in CLASS_OF)
    for pair in filter(CLASS_OF_TWO.__contains__, pairwise(order)):
        classes.subtract(CLASS_OF[word] for word in pair if word in CLASS_OF)
        classes[CLASS_OF_TWO[pair]] += 1
    if "up" in classes and (most := _up_to(order)):  # "up to 40" is a bound, no rise
        classes.subtract({"up": most, "under": -most})
    negations = sum(token in NEGATIONS or token.endswith("n't") for token in order)
    if not sentence.isascii() and _CJK.search(sentence):
        classes.update(name for word, name in CLASSES_CJK if word in sentence)
        negations += sum(sentence.count(word) for word in NEGATIONS_CJK)
    return Terms(
        order=order,
        first=plain(words[0]) if words and words[0][0].isupper() and order[0] not in STOPWORDS else "",
        stems=frozenset(part for token in order for part in stems_of(token)),
        names=frozenset(_names(words, known)),
        numbers=Counter(_numbers(order)),
        classes=classes,
        negations=negations,
    )


def _up_to(order: tuple[str, ...]) -> int:
    """Count the numbers that are given as the most that is reached."""
    return sum(
        one == "up" and two == "to" and (three[0] in "$€£¥0123456789" or three in NUMBER_WORDS)
        for one, two, three in zip(order, order[1:], order[2:], strict=False)
    )


def numbers(sentence: str) -> set[Number]:
    """Return the numbers of a sentence as (value, unit); "$3.5bn" is (3.5e9, "USD"), "41 per cent" (41.0, "%")."""
    return set(_numbers(tuple(tokens(sentence.lower()))))


def names(sentence: str, known: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the lower-case parts of names in a sentence: capitalised words, and words with digits in them."""
    return frozenset(_names(tokens(sentence), known))


def _names(words: list[str], known: frozenset[str]) -> Iterator[str]:
    """Yield names; the first word counts only where something besides its place says so."""
    if _title_case(words):
        yield from (low for token in words if (low := plain(token)) in known)
        return
    for place, token in enumerate(words):
        low = plain(token)
        if low in CAPITALISED_ANYWAY or not token[0].isalpha() or (not token.isascii() and _CJK.match(token)):
            continue
        odd = any(c.isdigit() or c.isupper() for c in token[1:])
        capital = token[0].isupper()
        if place == 0 and not odd:
            after = words[1] if len(words) > 1 else ""
            capital = capital and low not in STOPWORDS and after[:1].isupper() and plain(after) not in STOPWORDS
        if odd or low in known or (capital and low not in STOPWORDS):
            yield low


def plain(token: str) -> str:
    """Return a token lower-case and without a possessive ending."""
    return token.lower().removesuffix("'s").removesuffix("'")


def _title_case(words: list[str]) -> bool:
    long = [token for token in words if token[0].isalpha() and len(token) > 3]  # noqa: PLR2004  short words stay small in headlines
    return len(long) > 4 and sum(token[0].isupper() for token in long) > 0.75 * len(long)  # noqa: PLR2004


def _numbers(order: tuple[str, ...]) -> Iterator[Number]:
    place = 0
    while place < len(order):
        token = order[place]
        match = _NUMBER.fullmatch(token) if token[0].isdigit() else None
        value = _value(match.group(1)) if match else NUMBER_WORDS.get(token, 0.0)
        if value >= 1 and order[max(place - 2, 0) : place] == ("one", "in"):
            yield round(100 / value, 6), "%"
        elif match is not None:
            yield _with_unit(value, match.group(2) or match.group(3), order, place)
        elif token in SPANS and place and order[place - 1] in _ONE:
            yield SPANS[token], "y"
        elif words := [NUMBER_WORDS[part] for part in token.split("-") if part in NUMBER_WORDS]:
            after = NUMBER_WORDS.get(order[place + 1], 1.0) if place + 1 < len(order) else 1.0
            if after < 1:  # "two thirds" in two words
                words.append(after)
                place += 1
            value = _together(words)
            if value < 1 and _of_all(order, place):
                yield round(100 * value, 6), "%"
            else:
                spelled = token.rpartition("-")[2]  # "three-hour"
                yield _with_unit(value, spelled if spelled in UNITS else "", order, place)
        place += 1


def _of_all(order: tuple[str, ...], place: int) -> bool:
    """Whether a fraction is a share, "half of them" or "a quarter sleeps", and no "half a million" or "third place"."""
    after = order[place + 1] if place + 1 < len(order) else ""
    measured = after in MAGNITUDES or after in UNITS or after in SPANS or after in _ONE
    return after in _OF_ALL or (place > 0 and order[place - 1] == "a" and not measured)


def _together(parts: list[float]) -> float:
    """Put "twenty-two" and "two-thirds" together."""
    return parts[0] * parts[1] if len(parts) > 1 and parts[1] < 1 else sum(parts)


def _value(digits: str) -> float:
    """Read a number in either notation: three digits after the last mark mean thousands, unless it is "0.125"."""
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    elif re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", digits) and (digits.count(".") > 1 or "," in digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif digits.count(",") == 1 and "." not in digits:
        digits = digits.replace(",", ".")
    head, *rest = re.split(r"[.,]", digits)
    try:
        return float(f"{head[:18]}.{''.join(rest)[:9] or '0'}")
    except ValueError:  # digits of a script that float() does not read
        return 0.0


def _with_unit(value: float, suffix: str, order: tuple[str, ...], place: int) -> Number:
    """Look at the words around a number for its magnitude and unit."""
    after = [suffix] if suffix else []
    after += [order[place + 1].partition("-")[0]] if len(order) > place + 1 else []  # "80-year-old"
    after += order[place + 2 : place + 4]
    if after and after[0] in SPANS:
        return round(value * SPANS[after[0]], 6), "y"
    if after and after[0][0] in MAGNITUDES and not after[0].isascii():
        value *= MAGNITUDES[after[0][0]]
    elif after and after[0] in MAGNITUDES and not (after[0] in ("m", "b", "k") and not suffix):
        value *= MAGNITUDES[after.pop(0)]
    if after[:2] == ["per", "cent"]:
        return round(value, 6), "%"
    if after[:1] == ["percentage"]:
        return round(value, 6), "pp"
    before = order[place - 1] if place else ""
    if before in "$€£¥" and before:
        return round(value, 6), UNITS[before]
    if (after and after[0] in MONTHS) or before in MONTHS:
        return round(value, 6), "date"
    unit = UNITS.get(after[0], "") if after else ""
    return (round(value / _MONTHS, 6), "y") if unit == "mo" and not value % _MONTHS else (round(value, 6), unit)
