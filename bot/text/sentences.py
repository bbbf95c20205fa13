"""Sentence borders as offsets into the text."""

from __future__ import annotations

import re

from sentencex import get_sentence_boundaries

_LONGEST = 4000  # characters; what has no end is cut, so that nothing later meets a sentence of a megabyte
_PIECE = re.compile(r"[^\n]+")


def sentences(text: str, lang: str = "") -> list[tuple[int, int]]:
    """Return (start, end) of every sentence, without surrounding white space, in order.

    A newline is always a border; `lang` is a two-letter code, English rules serve where it is empty. A sentence
    longer than 4,000 characters is cut at a space.
    """
    found: list[tuple[int, int]] = []
    for piece in _PIECE.finditer(text):
        line, offset = piece[0], piece.start()
        for border in get_sentence_boundaries(lang or "en", line):
            _add(found, text, offset + border["start_index"], offset + border["end_index"])
    return found


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while end - start > _LONGEST:
        space = text.rfind(" ", start, start + _LONGEST)
        cut = space if space > start else start + _LONGEST
        _add(found, text, start, cut)
        start = cut
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        found.append((start, end))
