"""Two versions of a page and what each holds of one claim: the ground on which changes are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.text.changes import meaning
from bot.text.changes.align import Alignment, Pair, align
from bot.text.changes.tied import Tied, Tier
from bot.text.words.normalise import canonical
from bot.text.words.page import Page, Sentence
from bot.text.words.terms import Terms, terms


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
    there before, edited ones included.
    """

    tier: Tier
    versions: Versions
    old: Tied
    new: Tied
    partner: dict[int, Pair] = field(init=False)
    source: dict[int, Pair] = field(init=False)
    came: Sequence[int] = field(init=False)
    _came: frozenset[int] = field(init=False)
    _gone: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        pairs = self.versions.alignment.pairs
        self.partner = {pair.before: pair for pair in pairs}
        self.source = {pair.after: pair for pair in pairs}
        self.came = sorted([*self.source, *self.versions.alignment.added])
        self._came = frozenset(self.came)
        self._gone = frozenset([*self.partner, *self.versions.alignment.removed])

    def is_new(self, after: int) -> bool:
        """Whether this sentence of the new version was not in the old one."""
        return after in self._came

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

    def differs(self, before: Sentence, after: Sentence, nearby: Terms | None = None) -> str:
        """Say in what the meaning of two sentences differs (see `meaning.differs`), flags left aside."""
        known = self.tier.sought.known
        one = terms(self._unflagged(self.old.page, before), known)
        other = terms(self._unflagged(self.new.page, after), known)
        return meaning.differs(one, other, nearby, self.tier.sought.key)

    def _unflagged(self, page: Page, sentence: Sentence) -> str:
        """Return the sentence without its flag passages: those are weighed by themselves."""
        text = page.text[sentence.start : sentence.end]
        for flag in sorted(self.tier.splitter.flags(page, sentence), key=lambda flag: -flag.start):
            text = f"{text[: flag.start - sentence.start]} {text[flag.end - sentence.start :]}"
        return canonical(text)
