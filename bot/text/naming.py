"""Make a claim stand on its own: names for pronouns, and the party behind "the company"."""

from __future__ import annotations

import re
from collections import Counter

from bot.text.attribution import documents, outlets
from bot.text.flagbook import LanguageBook
from bot.text.statements import Statement

_NAME = re.compile(r"(?<![.!?\u201c\"] )(?<!^)\b[A-Z\u00c0-\u00de][\w&\-]*(?:[ ][A-Z\u00c0-\u00de][\w&\-]*){0,3}", re.MULTILINE)
_FIRST_NAME = re.compile(r"[A-Z\u00c0-\u00de][\w&\-]*(?: [A-Z\u00c0-\u00de][\w&\-]*){0,3}")
_GENERIC = re.compile(r"^(?:the|a|an|its|their|his|her) (?:company|firm|start-?up|maker|manufacturer|lab|group|developer)$", re.IGNORECASE)
_PRONOUN = re.compile(r"^(?:it|he|she|they|its (?:own )?\w+)$", re.IGNORECASE)
_NO_NAME = frozenset(
    "The A An In On At By It Its He She They But And If When While Although There This That These Those According Mr Mrs Ms Dr Only Until No Not "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December "
    "Two Three Four Five Six People Sources Neither None Nobody Both".split()
)
_SAMPLE = 20_000
_LOOK_BACK = 4


class Names:
    """The names in a document, and what its claims inherit from the whole."""

    def __init__(self, book: LanguageBook, text: str, title: str) -> None:
        self._book = book
        sample = f"{title}\n{text[:_SAMPLE]}"
        counted = Counter(match[0] for match in _NAME.finditer(sample) if match[0].split()[0] not in _NO_NAME)
        self.common = tuple(name for name, _ in counted.most_common(8))
        self.outlets = outlets(book, sample)
        self._documents = documents(book, sample)

    def inherited(self, statement: Statement, claimant: str) -> tuple[str, ...]:
        """Return the statement's chain; one that rests on a document also has the outlet that the page has it from."""
        own = tuple(link for link in statement.attribution if link.casefold() != claimant.casefold())
        rests = documents(self._book, " ".join((*own, claimant)))
        if rests and not any(link in self.outlets for link in own):
            return (*self.outlets[:1], *own)
        return own


def resolved(book: LanguageBook, names: Names, statement: Statement, statements: list[Statement]) -> str:
    """Return the claimant, by name where the statement only says "the company" or "it"."""
    claimant = statement.claimant
    if not book.spaced or not claimant or not (_PRONOUN.match(claimant) or _GENERIC.match(claimant)):
        return claimant
    for before in reversed(statements[max(0, statement.number - _LOOK_BACK) : statement.number]):
        if before.claimant and not _PRONOUN.match(before.claimant) and not _GENERIC.match(before.claimant):
            return before.claimant if _PRONOUN.match(claimant) or _FIRST_NAME.match(before.claimant) else claimant
    parties = [name for name in names.common if name not in names.outlets]
    return parties[0] if parties and _GENERIC.match(claimant) else claimant


def named_statement(book: LanguageBook, names: Names, statement: Statement, statements: list[Statement]) -> str:
    """Return the statement with its opening pronoun replaced by what it stands for, where that is plain."""
    text = statement.text
    if not book.spaced or book.lang != "en":
        return text
    match = re.match(r"(It|Its|They|Their|He|She|His|Her)\b", text)
    if match is None:
        return text
    name = _speaker_name(match[1], statement, statements) or _subject_before(statement, statements)
    if not name:
        return text
    ending = "'" if name.endswith("s") else "'s"
    return (name + (ending if match[1] in {"Its", "Their", "His", "Her"} else "")) + text[match.end() :]


def _speaker_name(pronoun: str, statement: Statement, statements: list[Statement]) -> str:
    """The party that speaks of itself: "Orchard Labs says its model …"."""
    who = statement.claimant
    if who and _FIRST_NAME.match(who) and pronoun in {"It", "Its", "They", "Their"}:
        return who
    return ""


def _subject_before(statement: Statement, statements: list[Statement]) -> str:
    """The name with which the sentence before begins."""
    before = statements[statement.number - 1] if statement.number else None
    if before is None or before.paragraph + 1 < statement.paragraph or not before.text:
        return ""
    match = _FIRST_NAME.match(before.text)
    return match[0] if match and match[0].split()[0] not in _NO_NAME else ""


