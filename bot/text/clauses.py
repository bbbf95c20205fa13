"""The clauses of a sentence, as offsets."""

from __future__ import annotations

import re

from bot.text.flagmatch import Sentence

_BORDER = re.compile(r"(?<!\d),|,(?!\d)|[;\uff0c\uff1b\u3001]|\s[\u2013\u2014-]\s|\u2014|:\s")
_JOINT = re.compile(r"\s(?=(?:and|but|although|though|while|nor|yet|aber|doch|und|pero|aunque|y|mais|bien que|et)\s)")


def borders(text: str, sentence: Sentence, *, joints: bool = False) -> list[int]:
    """Return the offsets at which clauses end: commas and the like outside quotations; with `joints` also before "and"."""
    found = []
    for match in _BORDER.finditer(text, sentence.start, sentence.end):
        if not any(quote.start <= match.start() < quote.end for quote in sentence.quotes):
            found.append(match.start())
    found += [quote.end + 1 for quote in sentence.quotes if quote.whole and quote.end + 1 < sentence.end]
    if joints:
        found += [match.start() for match in _JOINT.finditer(text, sentence.start, sentence.end)]
    return sorted(set(found))


def clauses(text: str, sentence: Sentence, start: int, end: int, *, joints: bool = False) -> list[tuple[int, int]]:
    """Return (start, end) of the clauses between two offsets, without the marks that part them."""
    cuts = [cut for cut in borders(text, sentence, joints=joints) if start < cut < end]
    found = []
    for first, last in zip([start, *cuts], [*cuts, end], strict=True):
        left, right = trim(text, first, last)
        if right > left:
            found.append((left, right))
    return found


_EDGE = " \t\n\u00a0,;:\u2014\u2013-\uff0c\uff1b\u3001"


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow the offsets past spaces and parting marks."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


_DATELINE = re.compile(
    r"(?:[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de.'\-]+[ ,/]+){1,4}(?:[A-Z][a-z]+\.? \d{1,2} ?,? ?)?(?:\([^()]{2,40}\) ?)?[-\u2013\u2014]{1,2} ?|"
    r"\([^()]{2,40}\) ?[-\u2013\u2014]{1,2} ?"
)


def past_dateline(text: str, start: int, end: int) -> int:
    """Return where the sentence begins after "HALLSTROM, May 2 (Morning Wire) - "."""
    match = _DATELINE.match(text, start, min(end, start + 120))
    return match.end() if match else start


def words(text: str) -> int:
    """Return the number of words; two characters count as one where no spaces are written."""
    han = sum(1 for char in text if "\u3400" <= char <= "\u9fff")
    return len(text.split()) + han // 2
