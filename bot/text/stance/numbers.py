"""Numbers in claims and texts: what a claim asks of a number, and whether the text's numbers meet it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from bot.text.stance.words import (
    ABOUT,
    INCLUSIVE_LARGER,
    INCLUSIVE_SMALLER,
    LARGER,
    MULTIPLIERS,
    NUMBER_WORDS,
    SMALLER,
    STOP,
)

_DIGITS = re.compile(r"(\d[\d,]*(?:\.\d+)?)(k|m|mn|bn|b|th|st|nd|rd|s)?$", re.IGNORECASE)
_YEARS = range(1000, 2101)
_NEAR = 3
_TOLERANCE = 0.005
_ROUGH = 0.1
_MOST_NUMBERS = 60
_LARGEST = 1e18


@dataclass(frozen=True, slots=True)
class Number:
    """One number: its value, whether it reads as a year, the stems around it, and how it is bounded.

    `bound` is `=`, `>`, `>=`, `<`, `<=` or `~`.
    """

    value: float
    year: bool
    near: frozenset[str]
    bound: str = "="


@dataclass(frozen=True, slots=True)
class Fit:
    """How a text's numbers meet a claim's: counts of claim numbers met, missed, and without a counterpart.

    `distance` is how far the worst of them is from its nearest counterpart, as a logarithm, at most 5.
    """

    met: int
    missed: int
    absent: int
    bounded: int
    strange: int
    distance: float


def numbers(words: tuple[str, ...], stems: tuple[str, ...]) -> list[Number]:
    """Return the numbers among `words`, at most 60."""
    found: list[Number] = []
    lowered = [word.casefold() for word in words]
    at = 0
    while at < len(words) and len(found) < _MOST_NUMBERS:
        value = _value(lowered[at])
        if value is None:
            at += 1
            continue
        start, plain = at, _DIGITS.match(lowered[at]) is not None
        while at + 1 < len(words) and lowered[at + 1] in MULTIPLIERS:
            value = min(value * MULTIPLIERS[lowered[at + 1]], _LARGEST)
            at += 1
        year = plain and at == start and len(lowered[at]) == len("2000") and value.is_integer() and int(value) in _YEARS
        near = frozenset(
            one for one in stems[max(0, start - _NEAR) : at + 1 + _NEAR] if one not in STOP and not one[:1].isdigit()
        )
        found.append(Number(value, year, near, _bound(lowered, start)))
        at += 1
    return found


def _value(word: str) -> float | None:
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word]
    match = _DIGITS.match(word) if word[:1].isdigit() else None
    if match is None:
        return None
    value = float(match.group(1).replace(",", "")[:15])
    return value * MULTIPLIERS.get(match.group(2) or "", 1.0)


def _bound(lowered: list[str], at: int) -> str:
    before = lowered[max(0, at - 3) : at]
    phrase = " ".join(before)
    if any(one in phrase for one in INCLUSIVE_LARGER):
        return ">="
    if any(one in phrase for one in INCLUSIVE_SMALLER):
        return "<="
    for word in reversed(before):
        if word in LARGER:
            return ">"
        if word in SMALLER:
            return "<"
        if word in ABOUT:
            return "~"
    return "="


def holds(asked: Number, given: Number) -> bool:
    """Tell whether the given number satisfies what the claim asks."""
    slack = _TOLERANCE * abs(asked.value)
    if asked.bound == "~":
        return math.isclose(asked.value, given.value, rel_tol=_ROUGH)
    if asked.bound.startswith(">"):
        reached = given.value >= asked.value if asked.bound == ">=" else given.value > asked.value
        return reached or (given.bound.startswith(">") and given.value >= asked.value)
    if asked.bound.startswith("<"):
        reached = given.value <= asked.value if asked.bound == "<=" else given.value < asked.value
        return reached or (given.bound.startswith("<") and given.value <= asked.value)
    return abs(asked.value - given.value) <= (0 if asked.year else slack)


def fit(asked: list[Number], given: list[Number]) -> Fit:
    """Compare a claim's numbers with a text's: each with those that stand in the most alike surroundings."""
    met = missed = absent = 0
    distance = 0.0
    for one in asked:
        rivals = [other for other in given if other.year == one.year]
        if not rivals:
            absent += 1
            continue
        distance = max(distance, min(_apart(one.value, other.value) for other in rivals))
        shared = max(len(one.near & other.near) for other in rivals)
        closest = [other for other in rivals if len(one.near & other.near) == shared]
        if any(holds(one, other) for other in closest) or (
            one.bound == "=" and any(holds(one, other) for other in rivals)
        ):
            met += 1
        else:
            missed += 1
    values = {other.value for other in asked}
    strange = sum(other.value not in values for other in given)
    return Fit(met, missed, absent, sum(one.bound != "=" for one in asked), strange, distance)


def _apart(one: float, other: float) -> float:
    return min(5.0, abs(math.log1p(one) - math.log1p(other)))
