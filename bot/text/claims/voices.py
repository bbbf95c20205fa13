"""Part a sentence in which several speak, or of which only a part is flagged."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.claim import Flag, FlagKind
from bot.text.claims.clauses import borders, trim, words
from bot.text.claims.wording import NAMED_RESULT
from bot.text.flags.book import LanguageBook
from bot.text.flags.match import Sentence, sentence_flags

_LEAST = 4  # words of a part
_MOST = 4  # parts of a sentence
_NEAR = 80  # characters in which the second speaker is named
_JOINT = re.compile(r"\s*,\s*(?:while|whereas|but|and|though|although)\s+", re.IGNORECASE)
_STOP = re.compile(r"\s*;\s*(?:while|whereas|but|and)?\s*", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?:(?:the|an?|its|their|his|her|it|they|he|she|there|this|that|these|those|one|two|three|some|many|most|all|both|no|none|how)\b|[A-Z\u00c0-\u00de])"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|did|does|do|[a-z]{2,}ed|came|went|took|made|gave|got|put|ran|rose|fell|said|says|held|kept|left|led|met|sent|told)\b"
)


def voices(book: LanguageBook, text: str, sentence: Sentence) -> list[Sentence]:
    """Return a sentence for each who speaks in "X says …, while Y says …" and "X says …; nobody …"."""
    found: list[Sentence] = []
    rest = sentence
    while len(found) < _MOST - 1 and (cut := _cut(book, text, rest)) is not None:
        found.append(replace(rest, end=trim(text, rest.start, cut[0])[1]))
        rest = replace(rest, start=cut[1])
    return [*found, rest]


def _cut(book: LanguageBook, text: str, sentence: Sentence) -> tuple[int, int] | None:
    """Return where the first voice ends and the next begins."""
    say = book.scan["say"]
    for cut in borders(text, sentence):
        stop = _STOP.match(text, cut, sentence.end)
        joint = stop or _JOINT.match(text, cut, sentence.end)
        if joint is None or words(text[sentence.start : cut]) < _LEAST:
            continue
        if words(text[joint.end() : sentence.end]) < _LEAST:
            continue
        if stop or _speaks(say, text, sentence, cut, joint.end()) or _both_flagged(book, text, sentence, joint.end()):
            return cut, joint.end()
    return None


def _speaks(say: re.Pattern[str] | None, text: str, sentence: Sentence, cut: int, start: int) -> bool:
    """Whether somebody speaks before the cut, and somebody else right after it."""
    if say is None or not say.search(text, sentence.start, cut):
        return False
    verb = say.search(text, start, min(sentence.end, start + _NEAR))
    who = text[start : verb.start()] if verb else ""
    return (
        verb is not None and bool(who.strip()) and "," not in who and words(text[verb.end() : sentence.end]) >= _LEAST
    )


def _both_flagged(book: LanguageBook, text: str, sentence: Sentence, start: int) -> bool:
    """Whether what begins there is a clause of its own with a doubt of its own."""
    if not is_clause(text, start, sentence.end):
        return False
    flags = [flag for flag in sentence_flags(book, text, sentence) if flag.kind is not FlagKind.EXPLICIT]
    return any(flag.end < start for flag in flags) and any(flag.start >= start for flag in flags)


def is_clause(text: str, start: int, end: int) -> bool:
    """Whether a subject stands there, and a verb after it."""
    return (
        _SUBJECT.match(text, start, end) is not None and _VERB.search(text, start, min(end, start + _NEAR)) is not None
    )


def flagged_part(text: str, sentence: Sentence, start: int, end: int, flags: tuple[Flag, ...]) -> tuple[int, int]:
    """Return the coordinate clause that holds all the flags; the whole where there is none."""
    for cut in borders(text, sentence):
        if start < cut < end and NAMED_RESULT.match(text, trim(text, cut, end)[0]) and words(text[start:cut]) >= _LEAST:
            return start, cut  # "…, something that an aide called plausible"
        begin = _next_clause(text, start, cut, end)
        if begin is None:
            continue
        if all(flag.end <= cut for flag in flags) and words(text[start:cut]) >= _LEAST:
            return start, cut
        if all(flag.start >= begin for flag in flags) and words(text[begin:end]) >= _LEAST:
            start = begin
    return start, end


def doubt_begins(text: str, sentence: Sentence, start: int, end: int, flags: list[Flag]) -> int:
    """Return where the doubt begins in `X suspects Y, though no Z has been found`; the end where it is no clause."""
    for cut in borders(text, sentence):
        begin = _next_clause(text, start, cut, end)
        if begin is not None and words(text[start:cut]) >= _LEAST and all(flag.start >= begin for flag in flags):
            return cut
    return end


def _next_clause(text: str, start: int, cut: int, end: int) -> int | None:
    """Return where a coordinate clause begins that is joined on at the border, None where none is."""
    joint = _JOINT.match(text, cut, end) if start < cut < end else None
    return joint.end() if joint is not None and is_clause(text, joint.end(), end) else None
