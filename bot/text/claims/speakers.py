"""Who speaks: the name without what else is said of them, and whether it is a document that does."""

from __future__ import annotations

from bot.text.claims.wording import LEADING, NOBODY_NAMED, OFFICE_AND_NAME, OWN_WORK, RELATIVE, ROLE, SEEN, WHAT_THEY
from bot.text.flags.book import LanguageBook

MARKS = "\"'\u201c\u201d\u2018\u2019\u00ab\u00bb\u201e\u300c\u300d .!\u3002"


def speaker(who: str) -> str:
    """Return the name of the speaker without what else is said of them."""
    who = LEADING.sub("", who.strip().strip(MARKS))
    who = WHAT_THEY.sub("", SEEN.sub("", RELATIVE.sub("", who)))
    named = OFFICE_AND_NAME.match(who)
    who = named["name"] if named else who.split(",")[0]
    who = ROLE.sub("", OWN_WORK.sub("", who.strip(MARKS + ",;:")))
    return "" if NOBODY_NAMED.match(who) else " ".join(who.split())[:120]


def is_document(book: LanguageBook, who: str) -> bool:
    """Whether a speaker is a document, not a party."""
    pattern = book.scan["document"]
    return pattern is not None and pattern.search(who) is not None
