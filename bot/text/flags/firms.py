"""Which names in a text are those of firms: that is told once ("the chipmaker Tarn", "Tarn's shares")."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.text.flags.book import LanguageBook
from bot.text.flags.phrases import NAME

_WORD = re.compile(r"\w+")
_AFTER = re.compile(rf"\s({NAME})")
_FILLED = r"(?:(?-i:[^\W\dA-Z_])[\w'\u2019\-]*\s)"  # a word that is no name
_BEFORE = {  # by what tells of the name: how the name stands before it
    "firm": re.compile(rf"({NAME}),\s(?:an?|the|its|one of the)\s{_FILLED}{{0,3}}$"),
    "firm_has": re.compile(rf"({NAME})['\u2019]s\s{_FILLED}{{0,3}}$"),
    "firm_does": re.compile(rf"({NAME}),?\s(?:{_FILLED}{NAME}\s)?$"),  # "Tarn on Tuesday unveiled"
    "firm_name": re.compile(rf"({NAME})\s$"),
}
_ASIDE_GOES_ON = re.compile(r"\s*(?:[,.;:)]|(?:behind|based|in|of|from|that|which|with|whose|owned|backed|founded)\b)")
_WINDOW = 100  # characters in which they are looked for
_BASED = re.compile(r"^\S+-based\s")
_OWN = re.compile(r"['\u2019]s?$")
_MOST = 200  # names
_MOST_CUES = 3_000  # in a text; a long report has a few dozen


@dataclass(frozen=True, slots=True)
class Firms:
    """The names of firms in a text, as they stand there; `firsts` are the words that they begin with."""

    names: frozenset[str]
    firsts: frozenset[str]


@functools.lru_cache(maxsize=2)
def firms(book: LanguageBook, text: str) -> Firms:
    """Find the firms; remembered, since it is asked for every sentence of a text."""
    names: set[str] = set()
    for name in map(_alone, _named(book, text)):
        if (no_firm := book.context["no_firm"]) is None or not no_firm.search(name):
            names.add(name)
        if len(names) >= _MOST:
            break
    return Firms(frozenset(names), frozenset(first[0] for name in names if (first := _WORD.match(name))))


def _alone(name: str) -> str:
    """Return the name without the end of the sentence before it, or the beginning of the one behind."""
    return name.strip().rstrip(".").rsplit(". ", 1)[-1]


def _named(book: LanguageBook, text: str) -> Iterator[str]:
    """Yield the names that something in the text says are a firm's."""
    for how, match in itertools.islice(_cues(book, text), _MOST_CUES):
        if how in {"firm", "firm_of"} and (after := _AFTER.match(text, match.end())):
            yield _OWN.sub("", after[1].split(". ", 1)[0])
        before = _before(how, text, match)
        if before:
            yield before  # Tarn Motors is Tarn as well
            if how == "firm_name":
                yield f"{before} {match[0]}"


def _cues(book: LanguageBook, text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield what tells of a firm, with the key of its list."""
    for word in _WORD.finditer(text) if book.firms.items else ():
        for how, phrase in book.firms.at(word[0]):
            match = phrase.pattern.match(text, word.start())
            if match is not None:
                yield how, match


def _before(how: str, text: str, match: re.Match[str]) -> str:
    """Return the name before what tells of it; empty where none stands there as it has to."""
    if how == "firm_name" and _AFTER.match(text, match.end()):
        return ""
    if how == "firm" and not _ASIDE_GOES_ON.match(text, match.end()):
        return ""  # "better than Tarn, the company said"
    ahead = text[max(0, match.start() - _WINDOW) : match.start()]
    name = _BEFORE[how].search(ahead) if how in _BEFORE else None
    return _BASED.sub("", name[1]) if name else ""
