"""Find the claims that a document itself flags as unverified.

A claim is the statement that a flag is about. A flag often stands in another sentence than the statement ("its
performance cannot currently be verified"); it is tied to the nearest earlier statement it can speak of, and, where it
speaks of several ("the figures", "neither"), to those too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.domain.analysis import Document
from bot.domain.claim import Flag, FlagKind
from bot.domain.scanned import ScannedClaim
from bot.text.claims.naming import Names, named_statement, resolved
from bot.text.claims.settling import settling
from bot.text.claims.statements import Statement, asked, read_statement
from bot.text.claims.tying import targets
from bot.text.claims.voices import voices
from bot.text.flags.book import FlagBook, LanguageBook
from bot.text.flags.match import split
from bot.text.read.language import guess_language

__all__ = ["MAX_CLAIMS", "ScannedClaim", "scan"]

MAX_CLAIMS = 50
_MOST_TEXT = 100_000  # characters; the longest report is half of that
_MOST_WEIGHED = 400  # claims compared with one another
_MOST_FLAGS = 12  # of one claim
_LOOK_BACK = 4  # sentences that a loose flag may skip to reach what it speaks of
_WEIGHT = {FlagKind.EXPLICIT: 0.7, FlagKind.ATTRIBUTED: 0.4, FlagKind.HEDGED: 0.25}
_FIRM = re.compile(
    r"\d|\b(?:most|best|first|fastest|largest|oldest|than|beats?|outperform\w*|ahead|doubl\w+|halv\w+|record|all|every)\b",
    re.IGNORECASE,
)
_ALIKE = 0.8  # share of common words above which two claims are one


@dataclass(slots=True)
class _Found:
    """A statement with the flags tied to it."""

    statement: Statement
    flags: list[Flag]
    settles: str = ""
    trigger: str = ""


def scan(document: Document, book: FlagBook) -> tuple[ScannedClaim, ...]:
    """Return the flagged claims, best first, at most 50."""
    text = document.text[:_MOST_TEXT]
    phrases = book.language(document.lang or guess_language(text) or "en")
    if phrases is None or not text:
        return ()
    statements = _statements(phrases, text)
    statements = [_settled(one, statements) for one in statements]
    found = _own(phrases, text, statements)
    _tie(phrases, text, statements, found)
    names = Names(phrases, text, document.title)
    claims = [_claim(phrases, names, one, statements, len(text)) for one in found.values()]
    claims.sort(key=lambda claim: -claim.score)
    return _distinct(claims[:_MOST_WEIGHED])[:MAX_CLAIMS]


def _statements(book: LanguageBook, text: str) -> list[Statement]:
    found: list[Statement] = []
    paragraph, last = 0, 0
    for whole in split(text, book.lang):
        paragraph += text.count("\n", last, whole.start)
        last = whole.start
        for sentence in voices(book, text, whole):
            found.append(read_statement(book, text, sentence, len(found), paragraph))
    return found


def _settled(one: Statement, statements: list[Statement]) -> Statement:
    """A loose flag speaks of the sentence before where that one makes a statement on somebody's word."""
    before = statements[max(0, one.number - _LOOK_BACK) : one.number]
    if one.loose and any(other.text and not other.back and (other.flags or other.claimant) for other in before):
        return replace(one, text="", back=True)
    return one


def _own(book: LanguageBook, text: str, statements: list[Statement]) -> dict[int, _Found]:
    """Statements that stand in one sentence with their flags."""
    found: dict[int, _Found] = {}
    for statement in statements:
        if statement.text and statement.flags and not statement.back:
            one = _Found(statement, list(statement.flags))
            for flag in statement.explicit[:1]:
                one.settles, one.trigger = settling(book, text, statement.sentence, flag)
            found[statement.number] = one
    return found


def _tie(book: LanguageBook, text: str, statements: list[Statement], found: dict[int, _Found]) -> None:
    """Give each flag that speaks of another sentence to the statements it speaks of."""
    for statement in statements:
        if not statement.back:
            continue
        settles, trigger = "", ""
        for flag in statement.explicit[:1]:
            settles, trigger = settling(book, text, statement.sentence, flag)
        for target in asked(book, text, statement) or targets(book, text, statements, statement):
            one = found.setdefault(target.number, _Found(target, list(target.flags)))
            one.statement = replace(one.statement, claimant=one.statement.claimant or statement.claimant)
            one.flags += [flag for flag in statement.flags if flag not in one.flags][: _MOST_FLAGS - len(one.flags)]
            one.settles, one.trigger = one.settles or settles, one.trigger or trigger


def _claim(book: LanguageBook, names: Names, one: _Found, statements: list[Statement], length: int) -> ScannedClaim:
    statement = one.statement
    claimant = resolved(book, names, statement, statements)
    flags = tuple(sorted(one.flags, key=lambda flag: flag.start))
    attribution = names.inherited(statement, claimant)
    return ScannedClaim(
        text=named_statement(book, names, statement, statements, claimant),
        claimant=claimant,
        attribution=attribution,
        flags=flags,
        score=_score(statement, flags, length),
        settles=one.settles,
        trigger=one.trigger,
    )


def _score(statement: Statement, flags: tuple[Flag, ...], length: int) -> float:
    """Return how outspoken the flags are, a little more for what can be measured and for what stands early."""
    doubt = 1.0
    for kind in {flag.kind for flag in flags}:
        doubt *= 1 - _WEIGHT[kind]
    score = (1 - doubt) * 0.9
    score += 0.05 if _FIRM.search(statement.text) else 0.0
    score += 0.03 if statement.claimant else 0.0
    score -= 0.08 * statement.sentence.start / max(1, length)
    return round(min(max(score, 0.01), 0.99), 3)


def _distinct(claims: list[ScannedClaim]) -> tuple[ScannedClaim, ...]:
    """Merge claims that say the same (a headline and its first sentence): the better one keeps both their flags."""
    kept: list[ScannedClaim] = []
    bags: list[frozenset[str]] = []
    for claim in claims:
        bag = frozenset(re.findall(r"\w+", claim.text.lower()))
        twin = next((number for number, other in enumerate(bags) if _alike(bag, other)), None)
        if twin is None:
            kept.append(claim)
            bags.append(bag)
            continue
        flags = dict.fromkeys((*kept[twin].flags, *claim.flags))
        kept[twin] = replace(kept[twin], flags=tuple(sorted(flags, key=lambda flag: flag.start))[:_MOST_FLAGS])
    return tuple(kept)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * max(1, len(one | other))
