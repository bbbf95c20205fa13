"""Before and after as a pair: what went and what came is set off, what stayed is not."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from bot.cards.card import Said, Style
from bot.cards.clean import cut

MOST = 600  # characters of a side; matching is quadratic
ALIKE = 0.3  # below, the two are different passages, and colouring every word would only blur them
ISLAND = 2  # words; fewer between two changes only speckle the sentence
Marked = tuple[Said, ...]


def pair(before: str, after: str) -> tuple[Marked, Marked]:
    """Return both passages in parts, the differing words marked as removed or added."""
    before, after = cut(before, MOST), cut(after, MOST)
    if not before or not after:
        return ((Said(before),) if before else ()), ((Said(after),) if after else ())
    old, new = _words(before), _words(after)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return (Said(before),), (Said(after),)
    gone: list[Said] = []
    came: list[Said] = []
    for same, i1, i2, j1, j2 in _runs(matcher):
        _put(gone, "".join(old[i1:i2]), Style.PLAIN if same else Style.REMOVED)
        _put(came, "".join(new[j1:j2]), Style.PLAIN if same else Style.ADDED)
    return tuple(gone), tuple(came)


def _runs(matcher: SequenceMatcher[str]) -> list[tuple[bool, int, int, int, int]]:
    """Return runs of same and differing words; a word or two left standing between changes counts as changed."""
    codes = matcher.get_opcodes()
    runs: list[tuple[bool, int, int, int, int]] = []
    for number, (verb, i1, i2, j1, j2) in enumerate(codes):
        island = 0 < number < len(codes) - 1 and i2 - i1 <= ISLAND
        same = verb == "equal" and not island
        if runs and runs[-1][0] == same:
            runs[-1] = (same, runs[-1][1], i2, runs[-1][3], j2)
        else:
            runs.append((same, i1, i2, j1, j2))
    return runs


def _words(text: str) -> list[str]:
    return re.findall(r"\s*\S+", text)


def _put(side: list[Said], text: str, style: Style) -> None:
    if text.strip():
        side.append(Said(text.strip(), style))
