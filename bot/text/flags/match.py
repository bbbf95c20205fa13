"""Match flag phrases in one text: where they stand, and whether the context lets them count."""

from __future__ import annotations

import functools
import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.claim import Flag, FlagKind
from bot.text.flags.book import FlagPhrase, LanguageBook
from bot.text.flags.firms import firms
from bot.text.flags.phrases import FIRM, beginning
from bot.text.flags.quotes import Quote, quotes
from bot.text.words.sentences import sentences

_WORD = re.compile(r"\w+")
_QUESTION = re.compile(r"[?\uff1f][\s\"'\u201d\u2019\u00bb\u300d)\]]*$")
_CLAUSE = re.compile(r"[,;:\u2014\u2013(\uff0c\uff1b\uff1a]|\s-\s")
_HAPPENED = re.compile(r"\b(?:have|been)\b")
_MOST = 20  # matches in one sentence
_MOST_TRIES = 300  # phrases tried in one sentence; a long one that a person wrote needs about 200
_WEIGHTY = 4  # letters of a word that a title writes with a capital
_CAPITALS = 2  # the first may be the sentence's
_LABEL = 4  # words of a quotation that is a label
_KIND = 4  # words that name a kind of things
_BEFORE = 80  # characters looked back for what cancels
_AFTER = 60
_AROUND = 250  # characters around the sentence in which a rule is stated
_AFTERWARDS = 250  # characters after the sentence that may tell how the doubt was settled
_TOLD = 350  # characters looked back for something said on somebody's word
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
    return weighed_flags(book, text, sentence)[0]


def weighed_flags(book: LanguageBook, text: str, sentence: Sentence) -> tuple[tuple[Flag, ...], bool]:
    """Return the flags in one sentence and whether the explicit one is weak: one that only the context makes a flag.

    Of weak ones the first counts, the longest that starts there, and none beside a plain explicit flag.
    """
    candidates = _candidates(book, text, sentence, None)
    if not candidates:
        return (), False
    weaker = [flag for flag, near in candidates if near and flag.kind is FlagKind.EXPLICIT]
    found = [flag for flag, near in candidates if not near or flag.kind is not FlagKind.EXPLICIT]
    weak = bool(weaker) and all(flag.kind is not FlagKind.EXPLICIT for flag in found)
    if weak:
        found.append(min(weaker, key=lambda flag: ("," in flag.text, flag.start, -flag.end)))
    found.sort(key=lambda flag: (_RANK[flag.kind], flag.start - flag.end))
    kept: list[Flag] = []
    for flag in found:
        if all(flag.end <= other.start or flag.start >= other.end for other in kept):
            kept.append(flag)
    return _joined(text, sorted(kept, key=lambda flag: flag.start)), weak


def _joined(text: str, flags: list[Flag]) -> tuple[Flag, ...]:
    """Make one flag of neighbours of the same kind: "according to an internal memo" and "seen by The Ledger"."""
    if len(flags) == 1:
        return tuple(flags)
    found: list[Flag] = []
    for flag in flags:
        last = found[-1] if found else None
        if last is not None and last.kind is flag.kind and not text[last.end : flag.start].strip(" ,"):
            found[-1] = Flag(flag.kind, text[last.start : flag.end], last.start, flag.end)
        else:
            found.append(flag)
    return tuple(found)


def _candidates(book: LanguageBook, text: str, sentence: Sentence, only: FlagPhrase | None) -> list[tuple[Flag, bool]]:
    """Return every match that counts and whether it needed a context, overlapping ones included, at most 20."""
    if sentence.question:
        return []
    found: list[tuple[Flag, bool]] = []
    silent: dict[int, bool] = {}  # by phrase: whether the sentence holds what says that it is no flag
    told: bool | None = None
    for position, phrase in itertools.islice(_starts(book, text, sentence), _MOST_TRIES):
        if (only is not None and phrase is not only) or silent.get(id(phrase)):
            continue
        match = phrase.phrase.pattern.match(text, position, sentence.end)
        if match is None or match.end() == position or _covered(found, phrase, match) or _of_no_firm(book, text, match):
            continue
        if phrase.near:
            told = _told(book, text).between(sentence.start - _TOLD, sentence.end) if told is None else told
            if not told:
                continue
        if id(phrase) not in silent:
            silent[id(phrase)] = _silenced(book, text, sentence, phrase)
        if not silent[id(phrase)] and _counts(book, text, sentence, phrase, match):
            found.append((Flag(phrase.kind, match[0], match.start(), match.end()), phrase.near))
        if len(found) >= _MOST:
            break
    return found


def _of_no_firm(book: LanguageBook, text: str, match: re.Match[str]) -> bool:
    """Whether the phrase speaks of a firm and the text does not say that this is one."""
    name = match.groupdict().get("firm")
    return name is not None and name.rstrip(".") not in firms(book, text).names


def _covered(found: list[tuple[Flag, bool]], phrase: FlagPhrase, match: re.Match[str]) -> bool:
    """Whether a flag of the same kind makes the match idle: one that holds it, or an earlier one where it is weak."""
    for flag, near in found:
        if flag.kind is not phrase.kind:
            continue
        if not near and flag.start <= match.start() and match.end() <= flag.end:
            return True
        if phrase.near and flag.kind is FlagKind.EXPLICIT and flag.start < match.start():
            return True
    return False


def _silenced(book: LanguageBook, text: str, sentence: Sentence, phrase: FlagPhrase) -> bool:
    """Whether something anywhere in the sentence says that the phrase is no flag, or is one no longer."""
    held = _held(text, sentence.start, sentence.end) if phrase.unless else frozenset()
    for other in phrase.unless:
        if other.possible(held) and other.pattern.search(text, sentence.start, sentence.end):
            return True
    return phrase.kind is FlagKind.EXPLICIT and _settled(book, text, sentence.start, sentence.end)


@functools.lru_cache(maxsize=2)
def _settled(book: LanguageBook, text: str, start: int, end: int) -> bool:
    """Whether the sentence, or what follows, says that no doubt is left. Remembered: each explicit phrase asks."""
    within, since = book.context["cancel_with"], book.context["cancel_after"]
    if within is not None and within.search(text, start, end):
        return True
    return since is not None and _found(since, text).between(end, end + _AFTERWARDS)


def _starts(book: LanguageBook, text: str, sentence: Sentence) -> Iterator[tuple[int, FlagPhrase]]:
    """Yield the places where a phrase may start, by the first word, if the sentence holds what the phrase needs."""
    if not book.spaced:
        for position in range(sentence.start, sentence.end):
            for phrase in book.starts.at(text[position]):
                yield position, phrase
        return
    firsts = firms(book, text).firsts
    for word in _WORD.finditer(text, sentence.start, sentence.end):
        named = book.starts.at(FIRM) if word[0] in firsts else ()
        for phrase in (*named, *book.starts.at(word[0])):
            if phrase.phrase.possible(_held(text, sentence.start, sentence.end)):
                yield word.start(), phrase


@functools.lru_cache(maxsize=2)
def _held(text: str, start: int, end: int) -> frozenset[str]:
    """Return how the words of a sentence begin; remembered, since each phrase tried there asks for it."""
    return frozenset(beginning(word[0]) for word in _WORD.finditer(text, start, end))


def _counts(book: LanguageBook, text: str, sentence: Sentence, phrase: FlagPhrase, match: re.Match[str]) -> bool:
    """Whether the context leaves the match standing."""
    if _mentioned(book, text, sentence, phrase, match) or _spoken(sentence, phrase, match):
        return False
    if _titled(text, sentence, phrase, match):
        return False
    if phrase.kind is FlagKind.HEDGED and (
        _in_general(book, text, sentence, match) or _ruled(book, text, sentence, match)
    ):
        return False
    if phrase.near:
        told = _told(book, text)
        before = told.between(sentence.start - _TOLD, match.start())
        if not before and not told.between(match.end(), sentence.end):
            return False
    return not _cancelled(book, text, sentence, phrase.kind, match)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where a text holds words of a kind, as offsets in order of their starts."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def between(self, start: int, end: int) -> bool:
        """Whether one of them stands between the two places."""
        first = bisect_left(self.starts, start)
        return first < len(self.ends) and self.ends[first] <= end


@functools.lru_cache(maxsize=2)
def _told(book: LanguageBook, text: str) -> _Places:
    """Find where something is told on somebody's word. Remembered, since it is asked for every sentence of a text."""
    spans: list[tuple[int, int]] = []
    places = _WORD.finditer(text) if book.spaced else re.finditer(".", text)
    for place in places:
        for phrase in book.telling.at(place[0]):
            match = phrase.pattern.match(text, place.start())
            if match and not (spans and place.start() < spans[-1][1]):
                spans.append(match.span())
                break
    return _Places(tuple(start for start, _ in spans), tuple(end for _, end in spans))


@functools.lru_cache(maxsize=4)
def _found(pattern: re.Pattern[str], text: str) -> _Places:
    """Find the pattern wherever it begins, overlapping ones included. Remembered: each sentence of a text asks."""
    starts, ends = [], []
    match = pattern.search(text)
    while match is not None:
        starts.append(match.start())
        ends.append(match.end())
        match = pattern.search(text, match.start() + 1)
    return _Places(tuple(starts), tuple(ends))


def _mentioned(book: LanguageBook, text: str, sentence: Sentence, phrase: FlagPhrase, match: re.Match[str]) -> bool:
    """Whether the words are only talked about: a label, a title, the phrase itself."""
    mention = book.context["mention"]
    around = [quote for quote in sentence.quotes if quote.start <= match.start() and match.end() <= quote.end + 1]
    if mention is None or not around:
        return False
    quote = around[0]
    if _labels(book, text, quote, phrase, match):
        return True
    if quote.end - quote.start > (match.end() - match.start()) * 2 + 20:
        return False
    before = text[max(sentence.start, quote.start - 40) : max(sentence.start, quote.start - 1)]
    after = text[quote.end + 1 : min(sentence.end, quote.end + 25)]
    return _ends_with(mention, before) or mention.match(after.lstrip()) is not None


def _labels(book: LanguageBook, text: str, quote: Quote, phrase: FlagPhrase, match: re.Match[str]) -> bool:
    """Whether a few quoted words are a label or a title, "suspected hazardous area": a modal verb is none.

    Who could not confirm is often quoted in so few words; of the explicit flags one word alone is a label.
    """
    general = book.context["general"]
    quoted = _WORD.findall(text, quote.start, quote.end)
    most = 1 if phrase.kind is FlagKind.EXPLICIT else _LABEL
    few = not quote.whole and len(quoted) <= most and match.start() - quote.start <= 1
    return few and not (general and general.match(match[0]))


def _spoken(sentence: Sentence, phrase: FlagPhrase, match: re.Match[str]) -> bool:
    """Whether a quoted speaker hedges or cites, not the source; a plain explicit flag counts from any mouth."""
    if phrase.kind is FlagKind.EXPLICIT and not phrase.near:
        return False
    return any(quote.whole and quote.start <= match.start() and match.end() <= quote.end for quote in sentence.quotes)


def _titled(text: str, sentence: Sentence, phrase: FlagPhrase, match: re.Match[str]) -> bool:
    """Whether the words are, or begin, a name: "her new play, Allegedly Yours", "Sources Say, a comedy"."""
    if match[0].islower() or (phrase.kind is not FlagKind.HEDGED and _headline(text, sentence)):
        return False
    words = match[0].split()
    if phrase.kind is FlagKind.ATTRIBUTED:
        return len(words) > 1 and all(word[0].isupper() for word in words)
    if phrase.kind is FlagKind.HEDGED or len(words) == 1:
        inside = _WORD.search(text, sentence.start, match.start()) is not None and text[match.start() - 2] not in ".:"
        return inside and match[0][0].isupper()
    capitals = sum(word[0].isupper() for word in words)
    return capitals >= _CAPITALS and all(word[0].isupper() or len(word) < _WEIGHTY for word in words)


def _headline(text: str, sentence: Sentence) -> bool:
    """Whether nearly all longer words of the sentence have a capital."""
    longer = [word for word in text[sentence.start : sentence.end].split() if len(word) > _WEIGHTY]
    return sum(word[0].islower() for word in longer) < _CAPITALS


def _in_general(book: LanguageBook, text: str, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether it says what things of a kind do ("Old cells may swell"), not what some did or will do."""
    general, particular = book.context["general"], book.context["particular"]
    if general is None or not general.match(match[0]):
        return False
    subject = _CLAUSE.split(text[max(sentence.start, match.start() - _CLAUSE_LENGTH) : match.start()])[-1].split()
    if not 0 < len(subject) <= _KIND or not subject[-1].endswith("s"):
        return False
    if particular is not None and particular.search(" ".join((*subject, match[0]))):
        return False
    return all(word.islower() for word in subject[1:])


def _ruled(book: LanguageBook, text: str, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether a rule grants it or speaks of it, "the tenant may withdraw within 14 days": that is no doubt.

    What "may have" happened is one beside a rule, too.
    """
    ruled, rule = book.context["ruled"], book.context["rule"]
    if ruled is None or rule is None or not ruled.match(match[0]) or _HAPPENED.search(match[0]):
        return False
    return _found(rule, text).between(sentence.start - _AROUND, sentence.end + _AROUND)


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
