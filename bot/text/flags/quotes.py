"""Where a text speaks in someone else's words."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PAIRS = {
    "\u201c": "\u201d",
    "\u201e": "\u201c\u201d",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab",
    "\u300c": "\u300d",
    "\u300e": "\u300f",
    '"': '"',
}
_OPENING = re.compile("[" + "".join(_PAIRS) + "]")
_MAX_QUOTE = 3000
_MOST = 5_000  # quotations in one text; what follows is read as unquoted
_WHOLE = re.compile(
    r"[\s(\[]*[A-Z\u00c0-\u00de\u4e00-\u9fff].*[.,!?\u2026\u3002\uff0c\uff01\uff1f]\s*$", re.DOTALL
)  # a sentence, not a scrap
_LEAST_WORDS = 2
_LEAST_SIGNS = 9  # characters, for languages without spaces


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: offsets of what stands between the marks, and whether it is a sentence of its own."""

    start: int
    end: int
    whole: bool


def quotes(text: str) -> list[Quote]:
    """Return the quotations in order; a mark that is never closed in its paragraph opens none."""
    found: list[Quote] = []
    position = 0
    while True:
        match = _OPENING.search(text, position)
        if match is None or len(found) >= _MOST:
            return found
        opening = match.end()
        border = text.find("\n", opening, opening + _MAX_QUOTE)
        limit = border if border >= 0 else min(len(text), opening + _MAX_QUOTE)
        ends = [end for end in (text.find(mark, opening, limit) for mark in _PAIRS[match[0]]) if end >= 0]
        if not ends:
            position = opening if limit < opening + _MAX_QUOTE else limit
            continue
        end = min(ends)
        found.append(Quote(opening, end, _whole(text[opening:end])))
        position = end + 1


def _whole(inside: str) -> bool:
    words = inside.count(" ") + 1
    long_enough = words >= _LEAST_WORDS or (words == 1 and len(inside) >= _LEAST_SIGNS)
    return long_enough and _WHOLE.match(inside) is not None
