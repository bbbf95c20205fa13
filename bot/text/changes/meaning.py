"""Does an edit of one sentence change what it says: numbers, names, direction, quantity, negation.

A reworded sentence that keeps these says the same. The answer is the reason in a few words, or nothing.
"""

# ruff: noqa: SIM905  a block of words is easier to read than a list of strings

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from bot.text.words.lexicon import (
    CAPITALISED_ANYWAY,
    CLASS_OF,
    LIMITS,
    MONTHS,
    NEGATIONS,
    NUMBER_WORDS,
    OPPOSED,
    STOPWORDS,
    TIMES_NAMED,
    WEEKDAYS,
)
from bot.text.words.terms import Number, Terms, plain, stem

_ROLES = frozenset(
    "company firm maker startup start-up lab laboratory group giant developer manufacturer publisher agency"
    " institute team"
    " based unternehmen firma konzern hersteller empresa compañía fabricante entreprise société fabricant".split()
)
_ALL = ("all", "every", "everyone", "everybody", "everything")
_NEARLY = frozenset(
    [(word, "but") for word in (*_ALL, "none")]
    + [(much, word) for much in ("almost", "nearly", "not") for word in _ALL]
)
_TELLS_NOTHING = frozenset(
    "a an the of in on at by for and was were is are be been has have had said says according to it its their that this"
    " which who one per cent percent".split()
)
_TIMES = frozenset({"date", "s", "min", "h", "d", "w", "mo", "y"})
_RANKS = {"ahead", "behind"}
_NEAR = 4
_MOST = 400  # words of a sentence that are aligned
_LONG_NAME = 6  # letters
_DAYS = WEEKDAYS | TIMES_NAMED
_AHEAD = 8  # words before a statement that confine it
_AMONG = frozenset({"in", "among", "for", "only", "with"})
_GROUPS = frozenset(
    "women men children adults people patients girls boys babies infants pupils students users customers drivers mice"
    " rats animals cases volunteers smokers households trials tests games owners workers players readers"
    " subscribers families teenagers pensioners participants members".split()
)
_ARTICLES = frozenset({"a", "an", "the"})
_DURATIONS = frozenset({"years", "months", "weeks", "days", "hours", "minutes"})
_BOUNDS = frozenset({"over", "under", "aged", "above", "below", "between"})


def differs(
    before: Terms,
    after: Terms,
    nearby: Terms | None = None,
    key: frozenset[str] = frozenset(),
    figures: frozenset[Number] | None = None,
) -> str:
    """Say in what the meaning of two versions of a sentence differs, or return an empty string.

    `nearby` are the terms of the new sentences around it: what merely moved into a sentence of its own is not lost.
    `key` holds the stems of the claim's key terms: a name in the place of one of them, and its negation, count too.
    `figures` are the claim's numbers: one that comes or goes without another in its place counts only as one of them
    (None: always).
    """
    added = "plus" in set(after.order) - set(before.order) and after.numbers - before.numbers
    if added or _numbers_differ(before.numbers, after.numbers, nearby.numbers if nearby else Counter(), figures):
        return "number"
    if _names_swapped(before, after, nearby, key):
        return "name"
    if (_days(before) - _days(after)) & key and (_days(after) | _months(after)) - _days(before) - _months(before):
        return "day"
    if _negation_differs(before, after, key) and not _moved(before, after, nearby):
        return "negation"
    bounded = _limited(before) != _limited(after) or _bounds(after, key) - _bounds(before, key)
    if bounded or _fewer(before, after) or _fewer(after, before):
        return "quantity"
    return _class_turned(before, after, nearby)


def _days(sentence: Terms) -> set[str]:
    return {stem(word) for word in map(plain, sentence.order) if word in _DAYS}


def _months(sentence: Terms) -> set[str]:
    return {stem(word) for word in sentence.order if word in MONTHS}


def same_words(before: Terms, after: Terms) -> bool:
    """Whether two versions have the same words that tell, in whatever order; names may have come, or have gone."""
    old, new = ({stem(plain(word)) for word in one.order if word not in _TELLS_NOTHING} for one in (before, after))
    lost, came = telling(old - new), telling(new - old)
    named = {stem(name) for name in (*before.names, *after.names, before.first, after.first)}
    return before.numbers == after.numbers and not (lost and came) and lost | came <= named


def telling(words: AbstractSet[str]) -> set[str]:
    """Return the words that are no numbers, nor among those that tell nothing: numbers are compared by their value."""
    words = words - _TELLS_NOTHING
    return {word for word in words if not word[0].isdigit() and not set(word.split("-")) <= NUMBER_WORDS.keys()}


def _bounds(sentence: Terms, key: frozenset[str]) -> set[tuple[str, str]]:
    """Return what bounds a key term right behind it: ("over", "65") of "adults over 65", and not of "over 12 years"."""
    runs = zip(sentence.order, sentence.order[1:], sentence.order[2:], (*sentence.order[3:], ""), strict=False)
    return {
        (bound, size)
        for one, bound, size, unit in runs
        if bound in _BOUNDS and size[0].isdigit() and stem(one) in key and unit not in _DURATIONS
    }


def _fewer(one: Terms, other: Terms) -> bool:
    """Whether what holds for all in the one holds for some in the other: for 40, for one ward, "in women under 45"."""
    counted = one.classes["all"] > other.classes["all"] and (
        other.numbers - one.numbers or ("only" in other.order and "only" not in one.order)
    )
    ahead = len(other.order) - len(one.order)
    confined = 0 < ahead <= _AHEAD and other.order[ahead:] == one.order and other.order[0] in _AMONG
    return bool(counted) or (confined and not _GROUPS.isdisjoint(other.order[1:ahead]))


def _limited(sentence: Terms) -> bool:
    """Whether it holds for a part alone: "partly", "all but three", "nearly all"."""
    pairs = set(pairwise(sentence.order))
    return not LIMITS.isdisjoint(sentence.order) or not pairs.isdisjoint(_NEARLY)


def _numbers_differ(
    before: Counter[Number], after: Counter[Number], nearby: Counter[Number], figures: frozenset[Number] | None
) -> bool:
    before, after = _unit_left_out(before, after), _unit_left_out(after, before)
    if before - after - nearby and set(after - before) - set(nearby):  # counted: one of two twos may turn into a three
        return True
    lost = set(before) - set(after) - set(nearby)
    gained = set(after) - set(before)
    if any(number[1] not in _TIMES for number in lost if figures is None or number in figures):
        return True
    units = {unit for _, unit in (gained if figures is None else figures)} - _TIMES - {""}
    return any(number[1] in units and number not in (figures or ()) for number in gained)


def _unit_left_out(one: Counter[Number], other: Counter[Number]) -> Counter[Number]:
    """Give a number without a unit the other's: "from 40 weeks to 22" and "22 weeks, down from 40"."""
    units = {value: unit for value, unit in other if unit}
    found: Counter[Number] = Counter()
    for (value, unit), count in one.items():
        found[value, unit or units.get(value, "")] += count
    return found


def _negation_differs(before: Terms, after: Terms, key: frozenset[str]) -> bool:
    if (before.negations > 0) != (after.negations > 0):
        return True
    old, new = negated(before, key), negated(after, key)
    if before.negations == after.negations:  # "did not find a link" and "found no link"
        return bool(old) and bool(new) and old.isdisjoint(new)
    return old != new


def _moved(before: Terms, after: Terms, nearby: Terms | None) -> bool:
    """Whether what was negated stands in a sentence of its own now."""
    if nearby is None or nearby.negations < before.negations - after.negations or after.negations:
        return False
    denied = {stem(word) for word in _behind_negations(before)} - after.stems
    return bool(denied) and denied <= {stem(word) for word in nearby.order}


def _behind_negations(sentence: Terms) -> Iterator[str]:
    """Yield the words that follow a negation at once."""
    for place, word in enumerate(sentence.order):
        if word in NEGATIONS or word.endswith("n't"):
            yield from sentence.order[place + 1 : place + _NEAR]


def negated(sentence: Terms, key: frozenset[str]) -> set[str]:
    """Return the key terms that follow a negation at once."""
    return {stem(word) for word in _behind_negations(sentence)} & key


def _names_swapped(before: Terms, after: Terms, nearby: Terms | None, key: frozenset[str]) -> bool:
    """Whether a name gave way to another one in its place; dropping, shortening and describing a name do not count."""
    elsewhere = set(map(plain, after.order)) | (set(map(plain, nearby.order)) if nearby else set())
    lost = telling({word for word in map(plain, before.order) if word not in elsewhere})
    lost = {word for word in lost if word in before.names or any(stem(part) in key for part in word.split("-"))}
    gained = {name for name in after.names if name not in set(map(plain, before.order))}
    if after.first and before.order[0] in before.names & lost and after.first not in before.order:
        gained.add(after.first)
    if not lost or not gained:
        return False
    for one, (start, end) in _replaced(before.order[:_MOST], after.order[:_MOST]):
        came = [name for word in after.order[start:end] if (name := plain(word)) in gained]
        if lost.intersection(one) and came and not _same_one(one, came, before, after.order[start : end + 2]):
            return True
    return False


def _replaced(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[tuple[list[str], tuple[int, int]]]:
    """Yield each run of words that gave way to others, with the place of those in `after`."""
    run: list[str] = []
    start = 0
    for op in Levenshtein.opcodes(before, after):
        if op.tag == "equal":
            yield run, (start, op.dest_start)
            run, start = [], op.dest_end
        else:
            run += [plain(word) for word in before[op.src_start : op.src_end]]
    yield run, (start, len(after))


def _same_one(lost: list[str], came: list[str], before: Terms, place: tuple[str, ...]) -> bool:
    """Whether the new name is another way to say the old one: its initials, a form of it, or a description.

    `place` are the new words with the two that follow.
    """
    initials = "".join(word[0] for word in lost if word not in STOPWORDS)
    if any(len(name) > 1 and name == initials[: len(name)] for name in came):
        return True
    if all(
        any(stem(name) == stem(word) or name.startswith(word) or word.startswith(name) for word in lost)
        for name in came
    ):
        return True
    if all(name in CAPITALISED_ANYWAY or any(_misspelt(name, word) for word in lost) for name in came):
        return True
    named = max((at for at, word in enumerate(place) if plain(word) in came), default=0)
    apposed = next((at for at, word in enumerate(place) if at > named and word in _ARTICLES), len(place))
    described = {part for word in place[:apposed] for part in word.split("-")} & _ROLES
    return bool(described - set(before.order))


def _misspelt(one: str, other: str) -> bool:
    """Whether a letter was put in or left out: "Matilda" and "Mathilda", but not "Martin" and "Marvin"."""
    long = min(len(one), len(other)) >= _LONG_NAME
    return long and abs(len(one) - len(other)) == 1 and Levenshtein.distance(one, other) == 1


def _class_turned(before: Terms, after: Terms, nearby: Terms | None) -> str:
    """Return the pair of opposed classes of which one was left for the other ("ahead" for "behind")."""
    lost = before.classes - after.classes - (nearby.classes if nearby else Counter())
    gained = after.classes - before.classes
    for one in lost:
        for other in gained:
            if frozenset((one, other)) in OPPOSED and not ({one, other} == _RANKS and _converse(before, after)):
                return f"{one} → {other}"
    return ""


def _converse(before: Terms, after: Terms) -> bool:
    """Whether "A beat B" became "B lost to A": the one who was named before the verb is named behind it."""
    (one, _), (other, behind) = _parted(before), _parted(after)
    return bool(one) and one != other and one in behind


def _parted(sentence: Terms) -> tuple[str, tuple[str, ...]]:
    """Return the last name before the first word of rank, and the words behind it."""
    order = tuple(map(plain, sentence.order))
    at = next((place for place, word in enumerate(order) if CLASS_OF.get(word) in _RANKS), len(order))
    named = [word for word in order[:at] if word in sentence.names or word == sentence.first]
    return (named[-1] if named else ""), order[at:]
