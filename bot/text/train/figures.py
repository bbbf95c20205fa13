"""The figures by which the stance models are judged, per kind of data."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from bot.text.train.data import Example

_BINS = 10
CHALLENGE = (1903, 697, 4464, 18349)
"""Pairs that support, refute, discuss and are unrelated in FNC-1's test side, as its authors give them (2017)."""


def f1(truth: Sequence[int], found: Sequence[int], label: int) -> float:
    """Return the harmonic mean of precision and recall of one label; 0 where it never stands."""
    hits = sum(one == other == label for one, other in zip(truth, found, strict=True))
    total = sum(one == label for one in truth) + sum(one == label for one in found)
    return 2 * hits / total if total else 0.0


def macro(truth: Sequence[int], found: Sequence[int], labels: Sequence[int]) -> float:
    """Return the mean F1 over `labels`."""
    return sum(f1(truth, found, label) for label in labels) / len(labels)


def weighted_fnc(truth: Sequence[int], found: Sequence[int], *, as_challenged: bool = False) -> float:
    """Return the challenge's score: a quarter for related or not, three more for the right stance of a related pair.

    `as_challenged` counts each stance as often as it stands in the challenge's test side (its published numbers): of
    dev's pairs a third are unrelated, of those three quarters.
    """
    unrelated = 3
    seen = Counter(truth)
    got = best = 0.0
    for one, other in zip(truth, found, strict=True):
        share = CHALLENGE[one] / seen[one] if as_challenged else 1.0
        best += share * (0.25 if one == unrelated else 1.0)
        got += share * 0.25 * ((one == unrelated) == (other == unrelated))
        got += share * 0.75 * (one == other != unrelated)
    return got / best if best else 0.0


def figures(examples: Sequence[Example], found: Sequence[int]) -> dict[str, float]:
    """Return the figures of each domain; for VitaminC and Emergent, discusses and unrelated are one."""
    parts: dict[str, list[tuple[Example, int]]] = defaultdict(list)
    for example, label in zip(examples, found, strict=True):
        parts[example.domain].append((example, label))
    result: dict[str, float] = {}
    for domain, rows in parts.items():
        truth = [example.label for example, _ in rows]
        chosen = [label for _, label in rows]
        if domain == "fnc":
            result["fnc weighted"] = weighted_fnc(truth, chosen)
            result["fnc macro-F1"] = macro(truth, chosen, range(4))
            result["fnc F1 disagree"] = f1(truth, chosen, 1)
            continue
        chosen = [min(label, 2) for label in chosen]
        result[f"{domain} accuracy"] = sum(a == b for a, b in zip(truth, chosen, strict=True)) / len(truth)
        result[f"{domain} macro-F1"] = macro(truth, chosen, range(3))
        if domain == "vitaminc":
            result["vitaminc both right"] = _both(rows)
    return result


def _both(rows: Sequence[tuple[Example, int]]) -> float:
    """Return the share of claims, seen against two versions with different labels, that are right on both."""
    pairs: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for example, label in rows:
        pairs[example.pair].append((example.label, min(label, 2)))
    flips = [found for found in pairs.values() if len(found) > 1 and len({truth for truth, _ in found}) > 1]
    return sum(all(a == b for a, b in found) for found in flips) / len(flips) if flips else 0.0


def calibration_error(found: Sequence[list[float]], labels: Sequence[int]) -> float:
    """Return the expected calibration error of the chosen stance over ten equal bins of confidence."""
    total = len(labels)
    error = 0.0
    for at in range(_BINS):
        band = [
            (max(row), row.index(max(row)) == label)
            for row, label in zip(found, labels, strict=True)
            if at / _BINS < max(row) <= (at + 1) / _BINS
        ]
        if band:
            trust = sum(one for one, _ in band) / len(band)
            right = sum(one for _, one in band) / len(band)
            error += abs(trust - right) * len(band) / total
    return error
