"""Two versions of a text, sentence by sentence: what moved, was edited, came and went. Linear in what stayed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

EDITED = 58.0  # similarity (0..100) from which two sentences count as one that was edited
_REWORDED = 62.0  # the same for their words in any order
_MOST = 160  # changed sentences on each side that are paired with each other; the rest count as added and removed


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence of the old text (`before`) and what stands for it in the new one (`after`), as indices.

    `edited` tells that the two are alike; otherwise the new one merely stands in the old one's place.
    """

    before: int
    after: int
    edited: bool


@dataclass(frozen=True, slots=True)
class Alignment:
    """What became of each sentence. Sentences in none of the fields stayed; `moved` counts those elsewhere now."""

    pairs: tuple[Pair, ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]
    moved: int = 0


def align(old: Sequence[str], new: Sequence[str]) -> Alignment:
    """Align two lists of sentence keys (see `normalise.key_of`).

    A sentence that stands anywhere in the other version is unchanged, or moved. The rest is paired by likeness,
    best first, then by place: between the same neighbours.
    """
    stayed_old, stayed_new = _stayed(old, new), _stayed(new, old)
    gone = [i for i in range(len(old)) if not stayed_old[i]]
    came = [i for i in range(len(new)) if not stayed_new[i]]
    pairs = _alike(old, new, gone[:_MOST], came[:_MOST])
    paired_old = {pair.before for pair in pairs}
    paired_new = {pair.after for pair in pairs}
    pairs += _in_place(
        _slots(old, stayed_old, [i for i in gone if i not in paired_old]),
        _slots(new, stayed_new, [i for i in came if i not in paired_new]),
    )
    paired_old = {pair.before for pair in pairs}
    paired_new = {pair.after for pair in pairs}
    return Alignment(
        pairs=tuple(sorted(pairs, key=lambda pair: pair.before)),
        removed=tuple(i for i in gone if i not in paired_old),
        added=tuple(i for i in came if i not in paired_new),
        moved=_moved(
            [k for k, s in zip(old, stayed_old, strict=True) if s],
            [k for k, s in zip(new, stayed_new, strict=True) if s],
        ),
    )


def _stayed(one: Sequence[str], other: Sequence[str]) -> list[bool]:
    left = Counter(other)
    stayed: list[bool] = []
    for key in one:
        stayed.append(left[key] > 0)
        left[key] -= 1
    return stayed


def _moved(old: list[str], new: list[str]) -> int:
    return sum(a != b for a, b in zip(old, new, strict=False))


def _alike(old: Sequence[str], new: Sequence[str], gone: list[int], came: list[int]) -> list[Pair]:
    """Pair sentences by likeness, the most alike first."""
    choices = {i: new[i] for i in came}
    found: list[tuple[float, int, int]] = []
    for i in gone:
        for _, likeness, j in process.extract(old[i], choices, scorer=fuzz.ratio, score_cutoff=EDITED, limit=4):
            found.append((likeness, i, j))
        for _, likeness, j in process.extract(
            old[i], choices, scorer=fuzz.token_sort_ratio, score_cutoff=_REWORDED, limit=4
        ):
            found.append((likeness - 1, i, j))
    found.sort(key=lambda item: (-item[0], abs(item[1] - item[2])))
    pairs: list[Pair] = []
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, i, j in found:
        if i not in taken_old and j not in taken_new:
            pairs.append(Pair(i, j, edited=True))
            taken_old.add(i)
            taken_new.add(j)
    return pairs


def _slots(keys: Sequence[str], stayed: Sequence[bool], loose: list[int]) -> dict[tuple[str, int], int]:
    """Name the place of each loose sentence: the last sentence before it that stayed, and its number after that."""
    places: dict[tuple[str, int], int] = {}
    wanted = set(loose)
    last, number = "", 0
    for i, key in enumerate(keys):
        if stayed[i]:
            last, number = key, 0
        elif i in wanted:
            places.setdefault((last, number), i)
            number += 1
    return places


def _in_place(old: dict[tuple[str, int], int], new: dict[tuple[str, int], int]) -> list[Pair]:
    return [Pair(i, new[place], edited=False) for place, i in old.items() if place in new]
