"""Match flag phrases in one text: where they stand, and whether the context lets them count."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.claim import Flag, FlagKind
from bot.text.flagbook import FlagPhrase, LanguageBook
from bot.text.quotes import Quote, quotes
from bot.text.sentences import sentences

_WORD = re.compile(r"\w+")
_QUESTION = re.compile(r"[?\uff1f][\s\"'\u201d\u2019\u00bb\u300d)\]]*$")
_CLAUSE = re.compile(r"[,;:\u2014\u2013(\uff0c\uff1b\uff1a]|\s-\s")
_MOST = 60  # matches in one sentence
_MOST_TRIES = 300  # phrases tried in one sentence; the longest that a person writes need about a hundred
_BEFORE = 80  # characters looked back for what cancels
_AFTER = 60
_CLAUSE_LENGTH = 400
_RANK = {FlagKind.EXPLICIT: 0, FlagKind.ATTRIBUTED: 1, FlagKind.HEDGED: 2}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: offsets into the text, whether it asks, and the quotations that touch it."""

    start: int
    end: int
    question: bool
    quotes: tuple[Quote, ...]


def split(text: str, lang: str) -> list[Sentence]:
    """Return the sentences with their quotations."""
    spans = quotes(text)
    found: list[Sentence] = []
    first = 0
    for start, end in sentences(text, lang):
        while first < len(spans) and spans[first].end <= start:
            first += 1
        number = first
        touching = []
        while number < len(spans) and spans[number].start < end:
            touching.append(spans[number])
            number += 1
        question = _QUESTION.search(text, max(start, end - 8), end) is not None
        found.append(Sentence(start, end, question, tuple(touching)))
    return found


def matches(book: LanguageBook, phrase: FlagPhrase, example: str) -> bool:
    """Whether this one phrase flags the example, context rules included."""
    return any(_candidates(book, example, sentence, phrase) for sentence in split(example, book.lang))


def sentence_flags(book: LanguageBook, text: str, sentence: Sentence) -> tuple[Flag, ...]:
    """Return the flags in one sentence, in order; of those that overlap the more outspoken, then the longer one."""
    found = _candidates(book, text, sentence, None)
    found.sort(key=lambda flag: (_RANK[flag.kind], flag.start - flag.end))
    kept: list[Flag] = []
    for flag in found:
        if all(flag.end <= other.start or flag.start >= other.end for other in kept):
            kept.append(flag)
    return _joined(text, sorted(kept, key=lambda flag: flag.start))


def _joined(text: str, flags: list[Flag]) -> tuple[Flag, ...]:
    """Make one flag of neighbours of the same kind: "according to an internal memo" and "seen by The Ledger"."""
    found: list[Flag] = []
    for flag in flags:
        last = found[-1] if found else None
        if last is not None and last.kind is flag.kind and not text[last.end : flag.start].strip(" ,"):
            found[-1] = Flag(flag.kind, text[last.start : flag.end], last.start, flag.end)
        else:
            found.append(flag)
    return tuple(found)


def _candidates(book: LanguageBook, text: str, sentence: Sentence, only: FlagPhrase | None) -> list[Flag]:
    """Return every match that counts, overlapping ones included, at most 60."""
    if sentence.question:
        return []
    found: list[Flag] = []
    silent: dict[int, bool] = {}  # by phrase: whether the sentence holds what says that it is no flag
    for position, phrase in itertools.islice(_starts(book, text, sentence), _MOST_TRIES):
        if (only is not None and phrase is not only) or silent.get(id(phrase)):
            continue
        match = phrase.phrase.pattern.match(text, position, sentence.end)
        if match is None or match.end() == position:
            continue
        if id(phrase) not in silent:
            silent[id(phrase)] = _silenced(book, text, sentence, phrase)
        if not silent[id(phrase)] and _counts(book, text, sentence, phrase, match):
            found.append(Flag(phrase.kind, match[0], match.start(), match.end()))
        if len(found) >= _MOST:
            break
    return found


def _silenced(book: LanguageBook, text: str, sentence: Sentence, phrase: FlagPhrase) -> bool:
    """Whether something anywhere in the sentence says that the phrase is no flag, or is one no longer."""
    if any(other.pattern.search(text, sentence.start, sentence.end) for other in phrase.unless):
        return True
    settled = book.context["cancel_with"]
    explicit = phrase.kind is FlagKind.EXPLICIT
    return explicit and settled is not None and settled.search(text, sentence.start, sentence.end) is not None


def _starts(book: LanguageBook, text: str, sentence: Sentence) -> Iterator[tuple[int, FlagPhrase]]:
    """Yield the places where a phrase may start, by the first word."""
    if not book.spaced:
        for position in range(sentence.start, sentence.end):
            for phrase in book.phrases_at(text[position]):
                yield position, phrase
        return
    known = book.starting
    for word in _WORD.finditer(text, sentence.start, sentence.end):
        phrases = known.get(word[0])
        for phrase in book.phrases_at(word[0]) if phrases is None else phrases:
            yield word.start(), phrase


def _counts(book: LanguageBook, text: str, sentence: Sentence, phrase: FlagPhrase, match: re.Match[str]) -> bool:
    """Whether the context leaves the match standing."""
    if _mentioned(book, text, sentence, match) or _spoken(sentence, phrase.kind, match):
        return False
    return not _cancelled(book, text, sentence, phrase.kind, match)


def _mentioned(book: LanguageBook, text: str, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the words are only talked about: a label, a title, the phrase itself."""
    mention = book.context["mention"]
    around = [quote for quote in sentence.quotes if quote.start <= match.start() and match.end() <= quote.end + 1]
    if mention is None or not around:
        return False
    quote = around[0]
    if quote.end - quote.start > (match.end() - match.start()) * 2 + 20:
        return False
    before = text[max(sentence.start, quote.start - 40) : max(sentence.start, quote.start - 1)]
    after = text[quote.end + 1 : min(sentence.end, quote.end + 25)]
    return _ends_with(mention, before) or mention.match(after.lstrip()) is not None


def _spoken(sentence: Sentence, kind: FlagKind, match: re.Match[str]) -> bool:
    """Whether a quoted speaker hedges or cites, not the source; an explicit flag counts from any mouth."""
    if kind is FlagKind.EXPLICIT:
        return False
    return any(quote.whole and quote.start <= match.start() and match.end() <= quote.end for quote in sentence.quotes)


def _cancelled(book: LanguageBook, text: str, sentence: Sentence, kind: FlagKind, match: re.Match[str]) -> bool:
    before = text[max(sentence.start, match.start() - _BEFORE) : match.start()]
    if _ends_with(book.context["cancel_before"], before):
        return True
    if kind is not FlagKind.EXPLICIT:
        return False
    conditional = book.context["conditional"]
    clause = _CLAUSE.split(text[max(sentence.start, match.start() - _CLAUSE_LENGTH) : match.start()])[-1]
    if conditional and conditional.match(clause.strip()):
        return True
    subject = book.context["not_about"]
    near = clause[-_BEFORE:] + text[match.start() : min(sentence.end, match.end() + _AFTER)]
    return subject is not None and subject.search(near) is not None


def _ends_with(pattern: re.Pattern[str] | None, before: str) -> bool:
    """Whether the text before ends with the pattern, a word or an opening mark in between at most."""
    if pattern is None:
        return False
    for found in pattern.finditer(before):
        rest = before[found.end() :].strip(" \"'\u201c\u2018\u00ab:,")
        if not rest:
            return True
    return False
