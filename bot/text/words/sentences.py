"""Sentence borders as offsets into the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sentencex import get_sentence_boundaries

_LONGEST = 4000  # characters; what has no end is cut, so that nothing later meets a sentence of a megabyte
_OPENING = "\u201c\u2018\u201e\u201a\u00ab\u2039\u300c\u300e\u300a"
_BLANKS = str.maketrans(dict.fromkeys(_OPENING, " "))
_MOST_QUOTES = 300  # in one paragraph
_SPACES = str.maketrans(dict.fromkeys("\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000", " "))
_SPACES |= dict.fromkeys(range(0x2000, 0x200B), " ")
_LONGEST_LINE = 2_500
_MONTH_END = re.compile(r"\bMay\.(?=\s+[A-Z\u201c\"])")
_STOP = re.compile(r"[.!?]\s|[\u3002\uff01\uff1f]")
_LINE = re.compile(r"[^\n]+")


def sentences(text: str, lang: str = "") -> list[tuple[int, int]]:
    """Return (start, end) of every sentence, without surrounding white space, in order.

    A newline is always a border; `lang` is a two-letter code, English rules serve where it is empty. A sentence
    longer than 4,000 characters is cut at a space.
    """
    found: list[tuple[int, int]] = []
    months = "May." in text
    for start, end in _pieces(text):
        for border in get_sentence_boundaries(lang or "en", _calm(text[start:end])):
            first, last = start + border["start_index"], start + border["end_index"]
            for month in _MONTH_END.finditer(text, first, last) if months else ():  # taken for an abbreviation
                _add(found, text, first, month.end())
                first = month.end()
            _add(found, text, first, last)
    return found


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines, long ones in pieces that end with a sentence: in some languages the splitter is quadratic."""
    for line in _LINE.finditer(text):
        start = line.start()
        while line.end() - start > _LONGEST_LINE:
            stops = [match.end() for match in _STOP.finditer(text, start + _LONGEST_LINE // 2, start + _LONGEST_LINE)]
            cut = stops[-1] if stops else start + _LONGEST_LINE
            yield start, cut
            start = cut
        yield start, line.end()


def _calm(line: str) -> str:
    """Return the line as long as it is, without what the splitter can not bear.

    A wide space between an initial and a full stop ends its process; marks that open absurdly many quotations and
    none that closes them cost it quadratic time.
    """
    if line.isascii():
        return line
    line = line.translate(_SPACES)
    if len(line) < _MOST_QUOTES or sum(line.count(mark) for mark in _OPENING) < _MOST_QUOTES:
        return line
    return line.translate(_BLANKS)


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while end - start > _LONGEST:
        space = text.rfind(" ", start, start + _LONGEST)
        cut = space if space > start else start + _LONGEST
        _add(found, text, start, cut)
        start = cut
    sentence = text[start:end].lstrip()
    start = end - len(sentence)
    end = start + len(sentence.rstrip())
    if end > start:
        found.append((start, end))
