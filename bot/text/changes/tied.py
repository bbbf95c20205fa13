"""What of a text belongs to one claim: its statement, the sentences that bear on it, the flags that stand with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.analysis import ClaimView
from bot.domain.claim import Flag, FlagKind
from bot.text.changes.relevance import BEARS, OWN, Wanted, score, wanted
from bot.text.words.normalise import canonical, key_of
from bot.text.words.page import Page, Sentence, Splitter
from bot.text.words.terms import numbers

_NEXT_TO = 2  # sentences between a statement and an explicit flag that needs no other tie
_AROUND = 8  # the same where the flag speaks of the statement ("its performance", "the claims")
_ABOUT = 0.12  # bearing from which a flag further off is about the statement
_MOST_OWN = 40
_LEAST = 0.36  # the best sentence makes the statement from here on, where none reaches `OWN`
_LINK = re.compile(
    r"^\W*(?:it|this|that|these|those|they|none|neither|dies\w*|est[aeo]s?|ceci|cela|ces?)\b"
    r"|\b(?:its|their|the|these|those|this|that|such|any of the|none of the) (?:[\w'-]+ ){0,2}(?:claims?|figures?"
    r"|results?|numbers?|performance"
    r"|statements?|assertions?|findings?|data|scores?|reports?|account|allegations?|details|memo|documents?"
    r"|information)\b"
    r"|\b(?:die|diese|der) (?:angaben|behauptung\w*|zahlen|ergebnisse|berichte|informationen)\b"
    r"|\b(?:los datos|las cifras|los resultados|la información|las afirmaciones)\b"
    r"|\b(?:les|ces) (?:chiffres|résultats|données|affirmations|informations)\b|(?:这|该|上述|其)(?:些|一|项)?",
    re.IGNORECASE,
)

_BACK = re.compile(
    r"\W*(?:that|this|the) (?:claim|figure|number|account|statement|assertion|total|toll|report|estimate|allegation)\b",
    re.IGNORECASE,
)
_APART = re.compile(
    r"\W*(?:in (?:a|an|another) (?:separate|unrelated|different)\b|separately,|elsewhere\b)", re.IGNORECASE
)
_STATED = re.compile(
    r"\ba (?:report|claim|rumou?r|suggestion|allegation) that (?P<what>.{12,200}?)"
    r" (?:ha[sd]|have|could|was|were|remain\w*|is)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Tied:
    """What of one version of the text belongs to one claim, as indices into `page.sentences`.

    `own` are the sentences that make the claim's statement, `bearing` those that are about it (own ones included);
    `flags` pairs the sentence's index with each flag that stands with the claim.
    """

    page: Page
    scores: tuple[float, ...]
    own: tuple[int, ...]
    bearing: tuple[int, ...]
    flags: tuple[tuple[int, Flag], ...]

    @property
    def best(self) -> float:
        """How much the sentence that bears most on the claim does so."""
        return max(self.scores, default=0.0)


@dataclass(slots=True)
class Tier:
    """Ties texts to one claim; scores each sentence once."""

    claim: ClaimView
    splitter: Splitter
    sought: Wanted
    _scores: dict[str, float]

    @staticmethod
    def of(claim: ClaimView, splitter: Splitter) -> Tier:
        """Prepare for one claim."""
        return Tier(claim, splitter, wanted(claim), {})

    def tie(self, page: Page) -> Tied:
        """Find what of `page` belongs to the claim."""
        scores = tuple(self.score(sentence) for sentence in page.sentences)
        own = self._own(page, scores)
        bearing = tuple(i for i, value in enumerate(scores) if value >= BEARS or i in own)
        return Tied(page, scores, own, bearing, tuple(self._flags(page, scores, own)))

    def score(self, sentence: Sentence) -> float:
        """Return how much a sentence bears on the claim, 0..1."""
        if sentence.key not in self._scores:
            self._scores[sentence.key] = score(self.sought, sentence.text)
        return self._scores[sentence.key]

    def _own(self, page: Page, scores: tuple[float, ...]) -> tuple[int, ...]:
        """Return the sentences that make the statement: all that clearly do, else the best one if it does at all."""
        own = [
            i for i, value in enumerate(scores) if value >= OWN or (value >= BEARS and self._counts(page.sentences[i]))
        ]
        prose = [i for i in own if page.sentences[i].prose]
        if prose or own:
            return tuple((prose or own)[:_MOST_OWN])
        best = max(scores, default=0.0)
        return (scores.index(best),) if best >= _LEAST else ()

    def _counts(self, sentence: Sentence) -> bool:
        """Whether the sentence gives all of the claim's numbers: it makes its statement."""
        return bool(self.sought.numbers) and self.sought.numbers <= numbers(sentence.text)

    def _flags(self, page: Page, scores: tuple[float, ...], own: tuple[int, ...]) -> list[tuple[int, Flag]]:
        found = self._tracked(page)
        told = {i for i, _ in found}
        for i in _near(own, _AROUND, len(page.sentences)):
            distance = min(abs(i - statement) for statement in own)
            if (
                i not in told
                and not self._of_another(page, i, own, scores)
                and _speaks_of_it(page.sentences[i], distance, scores[i])
            ):
                flags = self.splitter.flags(page, page.sentences[i])
                any_kind = distance == 0 or scores[i] >= BEARS
                found += [(i, flag) for flag in flags if any_kind or flag.kind is FlagKind.EXPLICIT]
        return sorted(found, key=lambda entry: entry[1].start)

    def _of_another(self, page: Page, i: int, own: tuple[int, ...], scores: tuple[float, ...]) -> bool:
        """Whether the sentence is about another matter: by its own words, or since it speaks back of such a one."""
        if i in own or scores[i] >= BEARS:
            return False
        text = page.sentences[i].text
        stated = _STATED.search(text)
        if _APART.match(text) or (stated and score(self.sought, stated["what"]) < _ABOUT):
            return True
        if i == 0 or i - 1 in own or max(scores[i - 1], scores[i]) >= _ABOUT:
            return False
        return bool(_BACK.match(text) and self.splitter.flags(page, page.sentences[i - 1]))

    def _tracked(self, page: Page) -> list[tuple[int, Flag]]:
        """Return the sentences that hold a passage which was stored with the claim as its flag, word for word."""
        found: dict[int, list[Flag]] = {}
        for flag in self.claim.flags:
            passage = key_of(canonical(flag.text))
            for i, sentence in enumerate(page.sentences):
                if passage and passage in sentence.key and i not in found:
                    found[i] = self._here(page, i, flag)
        return [(i, flag) for i, flags in found.items() for flag in flags]

    def _here(self, page: Page, i: int, stored: Flag) -> list[Flag]:
        """Return the flags found in the sentence, and the stored passage where none of its kind is recognised."""
        sentence = page.sentences[i]
        flags = list(self.splitter.flags(page, sentence))
        if any(flag.kind is stored.kind for flag in flags):
            return flags
        return [*flags, Flag(stored.kind, stored.text, sentence.start, sentence.end)]


def _speaks_of_it(sentence: Sentence, distance: int, value: float) -> bool:
    """Whether a flag in this sentence may stand with a statement so far off: if not, none is looked for."""
    return distance <= _NEXT_TO or value >= _ABOUT or bool(_LINK.search(sentence.text))


def _near(own: tuple[int, ...], reach: int, size: int) -> list[int]:
    near = {i for statement in own for i in range(max(0, statement - reach), min(size, statement + reach + 1))}
    return sorted(near)
