"""By what chain a statement reached the page: who brought it, and which document or unnamed people it rests on."""

from __future__ import annotations

import re

from bot.text.claims.speakers import is_document, speaker
from bot.text.claims.wording import ARTICLE, BY, CALENDAR, LEADING_NAME, NAME_END, NO_OUTLET, VERB_END
from bot.text.flags.book import LanguageBook


def documents(book: LanguageBook, passage: str) -> tuple[str, ...]:
    """Return the documents that a passage names, lower case and without articles ("internal memo")."""
    pattern = book.scan["document"]
    found = (ARTICLE.sub("", match[0].strip()).lower() for match in pattern.finditer(passage)) if pattern else ()
    return tuple(dict.fromkeys(found))


def insiders(book: LanguageBook, passage: str) -> tuple[str, ...]:
    """Return the unnamed people that a passage cites, as it words them."""
    pattern = book.scan["insider"]
    found = (VERB_END.sub("", " ".join(match[0].split())) for match in pattern.finditer(passage)) if pattern else ()
    return tuple(dict.fromkeys(found))


def outlets(book: LanguageBook, passage: str) -> tuple[str, ...]:
    """Return the outlets that a passage says it has this from."""
    pattern = book.scan["outlet"]
    names: list[str] = []
    for match in pattern.finditer(passage) if pattern else ():
        name = NAME_END.search(match[0])
        if name and not CALENDAR.match(name[0]):
            names.append(_possessive(name[0]))
    names += [
        _possessive(match[1])
        for match in LEADING_NAME.finditer(passage)
        if not (CALENDAR.match(match[1]) or match[1] in NO_OUTLET)
    ]
    return tuple(dict.fromkeys(names))


def chain(book: LanguageBook, passage: str, claimant: str) -> tuple[str, ...]:
    """Return outlets, then unnamed people, then documents; the claimant is not repeated."""
    links = outlets(book, passage) + insiders(book, passage) + documents(book, passage)
    return tuple(link for link in dict.fromkeys(links) if link.casefold() != claimant.casefold())


def owner(book: LanguageBook, who: str, statement: str) -> str:
    """Return the party behind a document ("Orchard Labs' memo", "a memo by X"), else whose product it speaks of."""
    own = re.match(r"(.{2,60}?)['\u2019]s?\sown\s", who.strip())
    if own:
        return speaker(own[1])
    who = speaker(who)
    match = re.search(r"((?:[A-Z\u00c0-\u00de][\w&.\-]*\s?){1,4})['\u2019]s?\s", who) or re.search(
        r"\b(?:by|from|of)\s((?:[A-Z\u00c0-\u00de][\w&.'\u2019\-]*\s?){1,4})", who
    )
    if match is None and (by := BY.search(who)):
        return by[1]
    if match is None:
        match = re.match(r"((?:[A-Z\u00c0-\u00de][\w&.\-]*\s?){1,4})['\u2019]s?\s", statement)
    if match is None:
        return ""
    name = speaker(match[1])
    return "" if CALENDAR.match(name) or is_document(book, name) else name


def _possessive(name: str) -> str:
    return re.sub(r"['\u2019]s$", "", name.strip().rstrip(".,"))
