"""Make a claim stand on its own: names for pronouns, and the party behind "the company"."""

from __future__ import annotations

import re
from collections import Counter

from bot.text.claims.attribution import documents, outlets
from bot.text.claims.speakers import is_document
from bot.text.claims.statements import Statement
from bot.text.claims.wording import (
    ACTS,
    AGAIN,
    COMPANY,
    DETERMINER,
    FIRST_NAME,
    GENERIC,
    INNER_NAME,
    NO_NAME,
    OF_A_PARTY,
    PERSON,
    PRIVATE,
    PRONOUN,
)
from bot.text.flags.book import LanguageBook
from bot.text.flags.firms import firms

_SAMPLE = 20_000
_NO_PLACE = r"(?<!\bin )(?<!\bat )(?<!\bfrom )(?<!\bof )(?<!\bnear )"
_LOOK_BACK = 4
_LONG = {"s": " is", "re": " are", "ve": " have", "ll": " will", "d": " would"}
_SHORTENED = re.compile(r"^['\u2019](s|re|ve|ll|d)\b", re.IGNORECASE)  # "It's over": "The strike is over"
_INTRODUCED = 500  # sentences in which a document is named for the first time


class Names:
    """The names in a document, and what its claims inherit from the whole."""

    def __init__(self, book: LanguageBook, text: str, title: str) -> None:
        self._book = book
        self._sample = f"{title}\n{text[:_SAMPLE]}"
        counted = Counter(match[0] for match in INNER_NAME.finditer(self._sample) if match[0].split()[0] not in NO_NAME)
        self.common = tuple(name for name, _ in counted.most_common(8))
        self.outlets = outlets(book, self._sample)
        self.documents = documents(book, self._sample)
        told = firms(book, self._sample).names - {*self.outlets}
        self.firms = sorted(told, key=lambda name: (self._sample.find(name), -len(name)))
        self._behind: dict[str, str] = {}

    def inherited(self, statement: Statement, claimant: str) -> tuple[str, ...]:
        """Return the statement's chain; one that rests on a document also has the outlet that the page has it from."""
        whole = (*statement.attribution, *documents(self._book, statement.claimant))
        own = tuple(dict.fromkeys(self.full(link) for link in whole))
        own = tuple(link for link in own if link.casefold() != claimant.casefold())
        rests = documents(self._book, " ".join((*own, statement.claimant)))
        if rests and not any(link in self.outlets for link in own):
            return (*self.outlets[:1], *own)
        return own

    def party(self, name: str) -> bool:
        """Whether the page treats the name as somebody who acts: it says, has a chief, is a company by its name."""
        after = rf"{_NO_PLACE}{re.escape(name)}(?:['\u2019]s?)?,? (?:{ACTS})\b"
        return bool(
            COMPANY.search(name)
            or name in self.firms
            or re.search(after, self._sample)
            or re.search(rf"[Ss]hares (?:of|in) {re.escape(name)}\b", self._sample)
        )

    def behind(self, document: str, statements: list[Statement]) -> str:
        """Return whose internal document it is: the party that the sentence which first names it is about."""
        if document not in self._behind:
            self._behind[document] = self._introduced(document, statements[:_INTRODUCED])
        return self._behind[document]

    def _introduced(self, document: str, statements: list[Statement]) -> str:
        for one in statements:
            if not any(document in link or link in document for link in one.attribution if PRIVATE.search(link)):
                continue
            match = FIRST_NAME.match(one.text)
            if match and match[0].split()[0] not in NO_NAME and match[0] not in self.outlets and self.party(match[0]):
                return match[0]
            return ""
        return ""

    def full(self, link: str) -> str:
        """Return the fullest name that the page has for the same document."""
        if link in {"document", "the document"} and self.documents:
            return max((d for d in self.documents if d != "document"), key=len, default=link)
        return max((d for d in self.documents if d.endswith(f" {link}")), key=len, default=link)


def resolved(book: LanguageBook, names: Names, statement: Statement, statements: list[Statement]) -> str:
    """Return the claimant, by name where the statement only says "the company" or "it"."""
    claimant = statement.claimant
    if claimant and is_document(book, claimant):
        return names.behind(names.full(DETERMINER.sub("", claimant).lower()), statements) or claimant
    if known := _told_before(claimant, statements[: statement.number]) or _possessed(names, statement):
        return known
    if not book.spaced or not claimant or not (PRONOUN.match(claimant) or GENERIC.match(claimant)):
        return claimant
    for before in reversed(statements[max(0, statement.number - _LOOK_BACK) : statement.number]):
        if not before.claimant or PRONOUN.match(before.claimant) or GENERIC.match(before.claimant):
            continue
        if PRONOUN.match(claimant) or _named_party(names, before.claimant):
            return before.claimant
    if PRONOUN.match(claimant):
        return _subject_before(names, statement, statements)
    parties = [name for name in names.common if name not in names.outlets and names.party(name)] or names.firms
    return parties[0] if parties else claimant


def _possessed(names: Names, statement: Statement) -> str:
    """Return whose founder "its founder" is: of the party that the statement names; empty for others."""
    match = OF_A_PARTY.match(statement.claimant)
    said = next((name for name in names.common if match and name in statement.text and names.party(name)), "")
    return f"{said}'s {match[1]}" if match and said else ""


def _told_before(claimant: str, statements: list[Statement]) -> str:
    """Return how those were called at first who are only "the people" or "the officials" now; empty for others."""
    match = AGAIN.fullmatch(claimant)
    if match is None:
        return ""
    named = [before.claimant for before in reversed(statements[-_LOOK_BACK:]) if before.claimant not in {"", claimant}]
    return next((who for who in named if re.search(rf"\b{match[1]}\b", who, re.IGNORECASE)), "")


def _named_party(names: Names, claimant: str) -> bool:
    """Whether it is a name, and that of somebody who acts: "the union" is no name for "the company"."""
    first = FIRST_NAME.match(claimant)
    return first is not None and first[0].split()[0] not in NO_NAME and names.party(first[0])


def named_statement(
    book: LanguageBook, names: Names, statement: Statement, statements: list[Statement], claimant: str
) -> str:
    """Return the statement with its opening pronoun replaced by what it stands for, where that is plain."""
    text = statement.text
    match = re.match(r"(It|Its|They|Their|He|She|His|Her)\b", text)
    if match is None or book.lang != "en":
        return text
    quoted = any(quote.whole for quote in statement.sentence.quotes)
    speaker = "" if quoted or is_document(book, statement.claimant) or PERSON.search(claimant) else claimant
    name = _speaker_name(match[1], speaker) or _subject_before(names, statement, statements)
    if not name or name in names.outlets:
        return text
    rest = _SHORTENED.sub(lambda short: _LONG[short[1].lower()], text[match.end() :], count=1)
    ending = "'" if name.endswith("s") else "'s"
    named = name + (ending if match[1] in {"Its", "Their", "His", "Her"} else "") + rest
    return named[0].upper() + named[1:]


def _speaker_name(pronoun: str, claimant: str) -> str:
    """The party that speaks of itself: "Orchard Labs says its model …"."""
    if not claimant or PRONOUN.match(claimant):
        return ""
    many = claimant.rsplit(maxsplit=1)[-1].endswith("s") and not FIRST_NAME.fullmatch(claimant)
    return "" if many and pronoun not in {"They", "Their"} else claimant


def _subject_before(names: Names, statement: Statement, statements: list[Statement]) -> str:
    """The name with which the sentence before begins."""
    before = statements[statement.number - 1] if statement.number else None
    if before is None or before.paragraph + 1 < statement.paragraph or not before.text:
        return ""
    match = FIRST_NAME.match(before.text)
    if match and match[0].split()[0] not in NO_NAME and (" " in match[0] or match[0] in names.common):
        return match[0]
    return (
        before.claimant if FIRST_NAME.fullmatch(before.claimant) and before.claimant.split()[0] not in NO_NAME else ""
    )
