"""What the text itself says would settle a claim, and what to wait for."""

from __future__ import annotations

import re

from bot.domain.claim import Flag
from bot.text.claims.clauses import trim, words
from bot.text.flags.book import LanguageBook
from bot.text.flags.match import Sentence

_MAX = 240
_CAN = re.compile(r"\s(?:can|could|will|would|kann|können|lassen|pourra|podrá)\b", re.IGNORECASE)
_TIMES = ("when", "wann", "cu\u00e1ndo", "quand")
_CUT = re.compile(r",(?!\d)|[;:\uff0c\uff1b]|\s[\u2013\u2014-]\s")
_NOT_A_CONDITION = re.compile(
    r"\s*(?:publication|press time|evidence|proof|providing|giving|offering|any|it|this|that)\b[^,.;]{0,10}$",
    re.IGNORECASE,
)


def settling(book: LanguageBook, text: str, sentence: Sentence, flag: Flag) -> tuple[str, str]:
    """Return (what would settle it, what to wait for) as the flag's sentence words them; empty where it does not.

    The second is set where the condition names a release, a publication or a date.
    """
    condition = _condition(book, text, sentence, flag)
    if not condition:
        return "", ""
    release = book.scan["release"]
    return condition, condition if release and release.search(condition) else ""


def _condition(book: LanguageBook, text: str, sentence: Sentence, flag: Flag) -> str:
    pattern = book.scan["condition"]
    if pattern is None:
        return ""
    matches = list(pattern.finditer(text, sentence.start, sentence.end))
    after = [match for match in matches if match.end() >= flag.start]
    before = [match for match in matches if match.end() < flag.start]
    for match in (*after, *reversed(before)):
        if match[0].lower() in _TIMES and match.start() - flag.end <= 1 and not flag.text.endswith("ed"):
            continue  # "could not confirm when it was filmed" is no condition
        cut = _CUT.search(text, match.end(), sentence.end)
        end = cut.start() if cut else sentence.end
        verb = _CAN.search(text, match.end(), end)
        if match.start() <= sentence.start + 1 and verb:
            end = verb.start()
        start, end = trim(text, match.end(), end)
        found = " ".join(text[start:end].rstrip(" .!\u3002").split())
        if found and words(found) >= 1 and len(found) <= _MAX and not _NOT_A_CONDITION.match(found):
            return found[0].upper() + found[1:]
    return ""
