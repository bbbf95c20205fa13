"""Does an edit of one sentence change what it says: numbers, names, direction, quantity, negation.

A reworded sentence that keeps these says the same. The answer is the reason in a few words, or nothing.
"""

# ruff: noqa: SIM905  a block of words is easier to read than a list of strings

from __future__ import annotations

from collections import Counter

from rapidfuzz.distance import Indel

from bot.text.lexicon import CAPITALISED_ANYWAY, OPPOSED, STOPWORDS
from bot.text.terms import Number, Terms, plain, stem

_ROLES = frozenset(
    "company firm maker startup start-up lab laboratory group giant developer manufacturer publisher agency"
    " institute team"
    " based unternehmen firma konzern hersteller empresa compañía fabricante entreprise société fabricant".split()
)
_TIMES = frozenset({"date", "s", "min", "h", "d", "w", "mo", "y"})
_NEAR = 3


def differs(before: Terms, after: Terms, nearby: Terms | None = None) -> str:
    """Say in what the meaning of two versions of a sentence differs, or return an empty string.

    `nearby` are the terms of the new sentences around it: what merely moved into a sentence of its own is not lost.
    """
    if _numbers_differ(before.numbers, after.numbers, nearby.numbers if nearby else Counter()):
        return "number"
    if _names_swapped(before, after, nearby):
        return "name"
    if (before.negations > 0) != (after.negations > 0):
        return "negation"
    return _class_turned(before, after, nearby)


def _numbers_differ(before: Counter[Number], after: Counter[Number], nearby: Counter[Number]) -> bool:
    lost = set(before) - set(after) - set(nearby)
    gained = set(after) - set(before)
    if lost and gained:
        return True
    if any(unit not in _TIMES for _, unit in lost):
        return True
    return any(unit and unit not in _TIMES for _, unit in gained)


def _names_swapped(before: Terms, after: Terms, nearby: Terms | None) -> bool:
    """Whether a name gave way to another one in its place; dropping, shortening and describing a name do not count."""
    elsewhere = set(map(plain, after.order)) | (set(map(plain, nearby.order)) if nearby else set())
    lost = {name for name in before.names if name not in elsewhere}
    gained = {name for name in after.names if name not in set(map(plain, before.order))}
    if not lost or not gained:
        return False
    for op in Indel.opcodes(before.order, after.order).as_list():
        if op.tag == "replace":
            one = [plain(word) for word in before.order[op.src_start : op.src_end]]
            other = [plain(word) for word in after.order[op.dest_start : op.dest_end]]
            came = [name for name in other if name in gained]
            if lost.intersection(one) and came and not _same_one(one, came, after.order, op.dest_end):
                return True
    return False


def _same_one(lost: list[str], came: list[str], order: tuple[str, ...], end: int) -> bool:
    """Whether the new name is another way to say the old one: its initials, a stem of it, or a description."""
    initials = "".join(word[0] for word in lost if word not in STOPWORDS)
    if any(name in (initials, initials[: len(name)]) and len(name) > 1 for name in came):
        return True
    if all(
        any(stem(name) == stem(word) or name.startswith(word) or word.startswith(name) for word in lost)
        for name in came
    ):
        return True
    if all(name in CAPITALISED_ANYWAY for name in came):
        return True
    window = {part for word in order[max(0, end - _NEAR) : end + _NEAR] for part in word.split("-")}
    return bool(window & _ROLES)


def _class_turned(before: Terms, after: Terms, nearby: Terms | None) -> str:
    """Return the pair of opposed classes of which one was left for the other ("ahead" for "behind")."""
    kept = set(after.classes) | (set(nearby.classes) if nearby else set())
    lost = [name for name in before.classes if name not in kept]
    gained = [name for name in after.classes if name not in before.classes]
    for one in lost:
        for other in gained:
            if frozenset((one, other)) in OPPOSED:
                return f"{one} → {other}"
    return ""
