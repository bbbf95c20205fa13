"""Which statement a flag in another sentence speaks of."""

from __future__ import annotations

import re

from bot.domain.claim import FlagKind
from bot.text.claims.statements import Statement
from bot.text.flags.book import LanguageBook

_BACK = 6  # sentences looked back
_FAR_BACK = 14  # for further statements of the same party
_NUMBERS = re.compile(r"\b(?:figures?|numbers?|toll|data|scores?|price|amount|count|forecast)\b", re.IGNORECASE)
_OF_TWO = re.compile(
    r"\b(?:neither|both|either) (?=(?:the|its|his|her|their|an?|side|sides|part(?:y|ies)|compan(?:y|ies)|[A-Z]\w*)\b)"
)
_PAIR = re.compile(r"\b(?:neither|both|either)\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]{4,}")
_LEAST = 0.3
_MANY = 4


def targets(book: LanguageBook, text: str, statements: list[Statement], flagging: Statement) -> list[Statement]:
    """Return the statements that the flagging sentence speaks of, the likeliest first; empty when there are none."""
    said = _OF_TWO.sub("", text[flagging.sentence.start : flagging.sentence.end])  # "neither the code nor the data"
    nearby = [one for one in statements[max(0, flagging.number - _BACK) : flagging.number] if _can_be_meant(one)]
    if not nearby:
        following = statements[flagging.number + 1 : flagging.number + 2]
        return [one for one in following if _can_be_meant(one) and one.paragraph == flagging.paragraph]
    best = max(nearby, key=lambda one: (_fit(one, flagging, said), one.number))
    if _PAIR.search(said):
        others = [one for one in nearby if one.number != best.number]
        return [best, *sorted(others, key=lambda one: -_fit(one, flagging, said))[:1]]
    plural = book.scan["plural"]
    if plural is None or not plural.search(said):
        return [best]
    window = statements[max(0, flagging.number - _FAR_BACK) : flagging.number]
    return [best, *(one for one in window if one.number != best.number and _same_party(one, best, statements))][:_MANY]


def _can_be_meant(one: Statement) -> bool:
    return bool(one.text) and not one.back


def _fit(one: Statement, flagging: Statement, said: str) -> float:
    """Return how likely it is that the flag means this statement: near, flagged itself, on the same things."""
    fit = 1 / (1 + 0.5 * (flagging.number - one.number - 1))
    if one.paragraph != flagging.paragraph:
        fit *= 0.85
    kinds = {flag.kind for flag in one.flags}
    fit += 0.6 if FlagKind.ATTRIBUTED in kinds else 0.35 if kinds or one.claimant else 0.0
    if _NUMBERS.search(said) and _DIGIT.search(one.text):
        fit += 0.3
    shared = set(_WORD.findall(said.lower())) & set(_WORD.findall(one.text.lower()))
    return fit + min(0.45, 0.15 * len(shared))


def _same_party(one: Statement, best: Statement, statements: list[Statement]) -> bool:
    """Whether the statement rests on the same party or document as the best one, or goes on from one that does."""
    if not _can_be_meant(one):
        return False
    attributed = any(flag.kind is FlagKind.ATTRIBUTED for flag in one.flags)
    same = bool(set(one.attribution) & set(best.attribution)) or (one.claimant and one.claimant == best.claimant)
    if attributed and (same or abs(one.number - best.number) <= 2):  # noqa: PLR2004 - neighbours
        return True
    before = statements[one.number - 1] if one.number else None
    goes_on = before is not None and before.paragraph == one.paragraph and bool(_GOES_ON.match(one.text))
    return goes_on and before is not None and any(flag.kind is FlagKind.ATTRIBUTED for flag in before.flags)


_GOES_ON = re.compile(r"(?:it|they|the model|the \w+|its|sie|es|elle|il|该|它)\b.{0,40}", re.IGNORECASE)
