"""The clauses of a sentence, as offsets."""

from __future__ import annotations

from bot.text.claims.wording import CLAUSE_BORDER, CLAUSE_JOINT, DATELINE
from bot.text.flags.match import Sentence


def borders(text: str, sentence: Sentence, *, joints: bool = False) -> list[int]:
    """Return where clauses end: at commas and the like outside quotations; with `joints` also before "and"."""
    marks = [match.start() for match in CLAUSE_BORDER.finditer(text, sentence.start, sentence.end)]
    found = [mark for mark in marks if not any(quote.start <= mark < quote.end for quote in sentence.quotes)]
    found += [quote.end + 1 for quote in sentence.quotes if quote.whole and quote.end + 1 < sentence.end]
    if joints:
        found += [match.start() for match in CLAUSE_JOINT.finditer(text, sentence.start, sentence.end)]
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


def past_dateline(text: str, start: int, end: int) -> int:
    """Return where the sentence begins after "HALLSTROM, May 2 (Morning Wire) - "."""
    match = DATELINE.match(text, start, min(end, start + 120))
    return match.end() if match else start


def words(text: str) -> int:
    """Return the number of words; two characters count as one where no spaces are written."""
    han = sum(1 for char in text if "\u3400" <= char <= "\u9fff")
    return len(text.split()) + han // 2
