"""Two versions of a page and what each holds of one claim: the ground on which changes are told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.text.changes import meaning
from bot.text.changes.align import Alignment, Pair, align
from bot.text.changes.tied import Tied, Tier
from bot.text.words.normalise import canonical
from bot.text.words.page import Page, Sentence
from bot.text.words.spelling import respelled
from bot.text.words.terms import Terms, terms

_AGE = re.compile(r"(?<=\w), (?:aged )?(\d{1,3})(?=,)")
_BEHIND = 2  # sentences behind the statement that are near
UNSURE = "sure → suggest"  # "may" for "will", which is a flag as well


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of a page and how their changed sentences correspond, the same for every claim."""

    old: Page
    new: Page
    alignment: Alignment

    @property
    def share(self) -> float:
        """The share of the new sentences that were not there before, 0..1."""
        came = len(self.alignment.pairs) + len(self.alignment.added)
        return came / max(len(self.new.sentences), 1)

    @staticmethod
    def of(old: Page, new: Page) -> Versions:
        """Align two pages."""
        return Versions(old, new, align([s.key for s in old.sentences], [s.key for s in new.sentences]))


@dataclass(slots=True)
class Between:
    """Two versions of a page seen with the eyes of one claim.

    `partner` and `source` find the pair of an old and of a new sentence; `came` are the new sentences that were not
    there before, edited ones included; `near` are those of the statement and right behind it, in which "this" and "the
    claim" are it.
    """

    tier: Tier
    versions: Versions
    old: Tied
    new: Tied
    partner: dict[int, Pair] = field(init=False)
    source: dict[int, Pair] = field(init=False)
    came: Sequence[int] = field(init=False)
    near: frozenset[int] = field(init=False)
    _came: frozenset[int] = field(init=False)
    _gone: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        pairs = self.versions.alignment.pairs
        self.partner = {pair.before: pair for pair in pairs}
        self.source = {pair.after: pair for pair in pairs}
        self.came = sorted([*self.source, *self.versions.alignment.added])
        self.near = frozenset(i + step for i in self.new.own for step in range(_BEHIND + 1))
        self._came = frozenset(self.came)
        self._gone = frozenset([*self.partner, *self.versions.alignment.removed])

    def is_new(self, after: int) -> bool:
        """Whether this sentence of the new version was not in the old one."""
        return after in self._came

    def is_added(self, after: int) -> bool:
        """Whether this sentence of the new version is new and no edit of an old one."""
        return after in self._came and not self.before_of(after)

    @property
    def taken_out(self) -> list[int]:
        """The statement's own old sentences that nothing in the new version stands for."""
        return [i for i in self.old.own if i in self._gone and i not in self.partner]

    def stayed(self, before: int) -> bool:
        """Whether this sentence of the old version is in the new one too."""
        return before not in self._gone

    def before_of(self, after: int) -> str:
        """Return the old sentence of which a new one is an edit, or an empty string."""
        pair = self.source.get(after)
        return self.old.page.sentences[pair.before].text if pair and pair.edited else ""

    def after_of(self, before: int) -> str:
        """Return the new sentence that stands for an old one, or an empty string."""
        pair = self.partner.get(before)
        return self.new.page.sentences[pair.after].text if pair else ""

    def nearby(self, j: int) -> Terms:
        """Return the terms of the new sentences right before and after `j`, to which a part may have moved."""
        near = [self.new.page.sentences[k].text for k in (j - 1, j + 1) if self.is_new(k)]
        return terms(" ".join(near), self.tier.sought.known)

    def passages(self, pair: Pair) -> tuple[str, str]:
        """Return the old and the new sentence of a pair, each with its neighbours that changed too: parts may move."""
        old, new = self.old.page.sentences, self.new.page.sentences
        before = [k for k in range(pair.before - 1, pair.before + 2) if k == pair.before or k in self._gone]
        after = [k for k in range(pair.after - 1, pair.after + 2) if k == pair.after or self.is_new(k)]
        return " ".join(old[k].text for k in before), " ".join(new[k].text for k in after)

    def same_words(self, before: Sentence, after: Sentence) -> bool:
        """Whether all words that tell stayed, in whatever order, but for names that are not the claim's."""
        old, new = self._terms(before.text, after.text)
        return meaning.same_words(old, new) and self.tier.sought.weights.keys().isdisjoint(
            meaning.telling(old.stems ^ new.stems)
        )

    def differs(self, before: Sentence, after: Sentence, nearby: Terms | None = None) -> str:
        """Say in what the meaning of two sentences differs (see `meaning.differs`).

        Flags are left aside, since they are weighed by themselves; but for words of the claim that stand inside one
        ("whether Guava beats them is unclear").
        """
        (one, passages), (other, _) = self._parted(self.old.page, before), self._parted(self.new.page, after)
        reason = self._meaning(one, other, nearby)
        if reason and reason not in ("number", "name"):
            return reason
        in_all = self._meaning(before.text, after.text, nearby)
        if reason:  # what merely left a flag's passage, or came into one, is no other one
            return in_all and reason
        counts = in_all == UNSURE or (in_all not in ("", "negation") and self._lost_in_flag(passages, after.text))
        return in_all if counts else ""

    def _meaning(self, before: str, after: str, nearby: Terms | None) -> str:
        sought = self.tier.sought
        return meaning.differs(*self._terms(before, after), nearby, sought.key, sought.numbers)

    def _terms(self, before: str, after: str) -> tuple[Terms, Terms]:
        """Return the terms of two versions of a sentence, the words of both spelled alike."""
        sought = self.tier.sought
        before, after = self._ageless(before), self._ageless(after)
        return terms(respelled(before, after), sought.known), terms(after, sought.known)

    def _ageless(self, text: str) -> str:
        """Leave out how old somebody is, "Jane Doe, 36, says", unless the claim has that number."""
        return _AGE.sub(lambda age: age[0] if (float(age[1]), "") in self.tier.sought.numbers else "", text)

    def _lost_in_flag(self, passages: str, after: str) -> bool:
        """Whether flag passages held a word or a number of the claim that the new sentence lacks."""
        held, left = terms(passages), terms(after)
        claim = terms(canonical(self.tier.claim.text))
        words, figures = claim.stems - left.stems, claim.numbers.keys() - left.numbers.keys()
        return not held.stems.isdisjoint(words) or not figures.isdisjoint(held.numbers)

    def _parted(self, page: Page, sentence: Sentence) -> tuple[str, str]:
        """Return what of a sentence stands outside of its flag passages, and those."""
        rest, passages = page.text[sentence.start : sentence.end], []
        for flag in sorted(self.tier.splitter.flags(page, sentence), key=lambda flag: -flag.start):
            rest = f"{rest[: flag.start - sentence.start]} {rest[flag.end - sentence.start :]}"
            passages.append(flag.text)
        return canonical(rest), canonical(" ".join(passages))
