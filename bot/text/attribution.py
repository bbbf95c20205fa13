"""By what chain a statement reached the page: who brought it, and which document or unnamed people it rests on."""

from __future__ import annotations

import re

from bot.text.flagbook import LanguageBook
from bot.text.frames import speaker

_ARTICLE = re.compile(r"^(?:a|an|the|its|their|his|her|der|die|das|ein|eine|einem|el|la|un|una|le|les|une)\s+", re.IGNORECASE)
_NAME_END = re.compile(r"[A-Z\u00c0-\u00de][\w&.'\u2019\-]{0,30}(?:\s(?:of |for |de |the |& )?[A-Z\u00c0-\u00de][\w&.'\u2019\-]{0,30}){0,4}$")
_LEADING_NAME = re.compile(r"(?:^|[.,;]\s*)((?:The\s)?[A-Z\u00c0-\u00de][\w&.'\u2019\-]*(?:\s[A-Z\u00c0-\u00de][\w&.'\u2019\-]*){0,3}) (?:first |has |had )?(?:reported|reports|wrote)\b")
_VERB_END = re.compile(r"\s(?:told|tell|said|say|says|who|that|put|at|to|in|on|and|wrote|claim\w*|confirmed|described)(?:\s\w+)?$")
_PRONOUNS = frozenset("It He She They This That The We I You Who A An In On At But And".split())
_CALENDAR = re.compile(
    r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|^(?:January|February|March|April|May|June|July|August|September|October|November|December)$"
)


def documents(book: LanguageBook, passage: str) -> tuple[str, ...]:
    """Return the documents that a passage names, lower case and without articles ("internal memo")."""
    pattern = book.scan["document"]
    found = (_ARTICLE.sub("", match[0].strip()).lower() for match in pattern.finditer(passage)) if pattern else ()
    return tuple(dict.fromkeys(found))


def insiders(book: LanguageBook, passage: str) -> tuple[str, ...]:
    """Return the unnamed people that a passage cites, as it words them."""
    pattern = book.scan["insider"]
    found = (_VERB_END.sub("", " ".join(match[0].split())) for match in pattern.finditer(passage)) if pattern else ()
    return tuple(dict.fromkeys(found))


def outlets(book: LanguageBook, passage: str) -> tuple[str, ...]:
    """Return the outlets that a passage says it has this from."""
    pattern = book.scan["outlet"]
    names: list[str] = []
    for match in pattern.finditer(passage) if pattern else ():
        name = _NAME_END.search(match[0])
        if name and not _CALENDAR.match(name[0]):
            names.append(_possessive(name[0]))
    names += [_possessive(match[1]) for match in _LEADING_NAME.finditer(passage) if not (_CALENDAR.match(match[1]) or match[1] in _PRONOUNS)]
    return tuple(dict.fromkeys(names))


def chain(book: LanguageBook, passage: str, claimant: str) -> tuple[str, ...]:
    """Return outlets, then unnamed people, then documents; the claimant is not repeated."""
    links = outlets(book, passage) + insiders(book, passage) + documents(book, passage)
    return tuple(link for link in dict.fromkeys(links) if link.casefold() != claimant.casefold())


def owner(book: LanguageBook, who: str, statement: str) -> str:
    """Return the party behind a document: "Orchard Labs' memo", "a memo by X", else whose product the statement praises."""
    who = speaker(who)
    match = re.search(r"((?:[A-Z\u00c0-\u00de][\w&.\-]*\s?){1,4})['\u2019]s?\s", who) or re.search(
        r"\b(?:by|from|of)\s((?:[A-Z\u00c0-\u00de][\w&.'\u2019\-]*\s?){1,4})", who
    )
    if match is None:
        match = re.match(r"((?:[A-Z\u00c0-\u00de][\w&.\-]*\s?){1,4})['\u2019]s?\s", statement)
    if match is None:
        return ""
    name = speaker(match[1])
    return "" if _CALENDAR.match(name) or is_document(book, name) else name


def is_document(book: LanguageBook, who: str) -> bool:
    """Whether a speaker is a document, not a party."""
    pattern = book.scan["document"]
    return pattern is not None and pattern.search(who) is not None


def _possessive(name: str) -> str:
    return re.sub(r"['\u2019]s$", "", name.strip().rstrip(".,"))
