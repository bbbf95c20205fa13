"""What differs between two versions of a page, for one claim: the flag, the statement, corrections, new evidence.

Only sentences that bear on the claim count. The rules, each a method of `_Differ`:

| found | kind |
|---|---|
| a notice that the article was taken back | retraction |
| a notice of a correction that bears on the claim or speaks of the whole article | correction |
| an explicit flag vanished, and the page is still about the claim | flag_gone |
| an explicit flag gave way to an attribution, a hedge or "partly verified", or one of several went | flag_softened |
| a flag came, or gave way to a more outspoken one | flag_hardened |
| the statement's numbers, names, direction, quantity or negation changed, or it was dropped | claim_changed |
| a new sentence reports evidence about the claim | claim_changed, with `before` empty |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.domain.claim import Flag, FlagKind
from bot.domain.finding import Change, FindingKind
from bot.text.compare import Alignment, Pair, align
from bot.text.evidence import brings_evidence
from bot.text.meaning import differs
from bot.text.normalise import canonical
from bot.text.notices import about_all, notice_kind
from bot.text.page import Page, Sentence, Splitter
from bot.text.relevance import BEARS, OWN, shared
from bot.text.terms import Terms, numbers, plain, terms, tokens
from bot.text.tied import Tied, Tier

_MOST = 5
_EXCERPT = 600
_NOTICE_BEARS = 0.16
_STILL_THERE = 0.22
_REST_STAYED = 0.5
_RANK = {FlagKind.EXPLICIT: 3, FlagKind.ATTRIBUTED: 2, FlagKind.HEDGED: 1}
_PARTLY = re.compile(
    r"\b(?:partly|partially|in part|some of|part of|several of|most of|to some extent|largely)\b.{0,80}"
    r"\b(?:verif|confirm|check|reproduc|corroborat)"
    r"|\b(?:verif|confirm|check|reproduc|corroborat)\w*.{0,40}\b(?:partly|partially|in part|some of)\b"
    r"|\b(?:teilweise|zum teil)\b.{0,40}\b(?:bestätigt|überprüft)|\bparcialmente\b"
    r"|\ben partie\b|\bpartiellement\b|部分.{0,10}(?:证实|核实|验证)",
    re.IGNORECASE,
)
_WEIGHT = (
    FindingKind.RETRACTION,
    FindingKind.CORRECTION,
    FindingKind.FLAG_GONE,
    FindingKind.CLAIM_CHANGED,
    FindingKind.FLAG_SOFTENED,
    FindingKind.FLAG_HARDENED,
)


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


def changes_for(tier: Tier, versions: Versions, new: Tied) -> tuple[Change, ...]:
    """Return what changed for one claim, weightiest first, at most five; judgements are left to the caller."""
    alignment = versions.alignment
    if not (alignment.pairs or alignment.removed or alignment.added):
        return ()
    differ = _Differ(tier, tier.splitter, versions, tier.tie(versions.old), new)
    found = dict.fromkeys(differ.changes())
    ranked = sorted(found, key=lambda change: _WEIGHT.index(change.kind))
    return tuple(ranked[:_MOST])


@dataclass(slots=True)
class _Differ:
    tier: Tier
    splitter: Splitter
    versions: Versions
    old: Tied
    new: Tied
    _partner: dict[int, Pair] = field(default_factory=dict)
    _source: dict[int, Pair] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._partner = {pair.before: pair for pair in self.versions.alignment.pairs}
        self._source = {pair.after: pair for pair in self.versions.alignment.pairs}

    def changes(self) -> Iterator[Change]:
        """Yield what changed, each thing once."""
        notices = list(self._notices())
        flags = list(self._flags())
        told = {change.after for change in notices} | {change.after for change in flags if change.after}
        yield from notices
        yield from flags
        statement = list(self._statement(bool(flags)))
        yield from statement
        if not statement:
            yield from self._renamed()
        yield from (change for change in self._evidence() if change.after not in told)

    # -- notices ---------------------------------------------------------------------------------------------------

    def _notices(self) -> Iterator[Change]:
        said: set[int] = set()
        for i in self._came():
            sentence = self.new.page.sentences[i]
            kind = notice_kind(sentence.text)
            if kind is None or sentence.line in said:
                continue
            said.add(sentence.line)
            text = self._notice_text(sentence)
            if self._same_notice(i, kind) or not self._notice_bears(text):
                continue
            yield Change(notice_kind(text) or kind, self._before_of(i), text)

    def _came(self) -> list[int]:
        return sorted([pair.after for pair in self.versions.alignment.pairs] + list(self.versions.alignment.added))

    def _notice_text(self, sentence: Sentence) -> str:
        """Return the notice's paragraph, with the next one where it is a bare heading."""
        page = self.new.page
        first = page.lines[sentence.line].text
        if not first.rstrip(" :*_").endswith((".", "!", "。", '"', ")")) and sentence.line + 1 < len(page.lines):
            first = f"{first.rstrip(' :')}: {page.lines[sentence.line + 1].text}"
        return first[:_EXCERPT]

    def _same_notice(self, after: int, kind: FindingKind) -> bool:
        """Whether the notice stood there before and was only reworded."""
        pair = self._source.get(after)
        if pair is None or not pair.edited:
            return False
        before = self.old.page.sentences[pair.before]
        return notice_kind(before.text) is kind and not self._differs(before, self.new.page.sentences[after])

    def _notice_bears(self, text: str) -> bool:
        if about_all(text):
            return True
        pieces = re.split(r"(?<=[.!?\u3002\uff01\uff1f])\s*", text)
        best = max(self.tier.score(_loose(piece)) for piece in (text, *pieces) if piece)
        return best >= _NOTICE_BEARS or self._gives_back_a_figure(text)

    def _gives_back_a_figure(self, text: str) -> bool:
        """Whether the notice names the claim's subject and a number that a sentence about the claim gave for it."""
        text = canonical(text)
        figures = numbers(text)
        if not figures or not shared(self.tier.sought, text) & self.tier.sought.subjects:
            return False
        return any(figures & numbers(self.old.page.sentences[i].text) for i in self.old.bearing)

    def _before_of(self, after: int) -> str:
        pair = self._source.get(after)
        return self.old.page.sentences[pair.before].text if pair and pair.edited else ""

    # -- flags -----------------------------------------------------------------------------------------------------

    def _flags(self) -> Iterator[Change]:
        lost = [entry for entry in _once(self.old.flags) if not self._stayed(entry[0])]
        came = set(self._came())
        gained = [(j, flag) for j, flag in _once(self.new.flags) if j in came]
        kept = [flag for j, flag in self.new.flags if j not in came]
        self._cancel(lost, gained)
        yield from self._explicit_lost(lost, gained, kept)
        yield from self._weaker_lost(lost, gained)
        yield from self._hardened(gained, kept)

    def _stayed(self, before: int) -> bool:
        return before not in self._partner and before not in self.versions.alignment.removed

    def _cancel(self, lost: list[tuple[int, Flag]], gained: list[tuple[int, Flag]]) -> None:
        """Take out flags that were reworded or moved: same kind, first in the same sentence, then anywhere."""
        for same_sentence in (True, False):
            for entry in list(lost):
                match = next((other for other in gained if self._reworded(entry, other, same_sentence)), None)
                if match is not None:
                    lost.remove(entry)
                    gained.remove(match)

    def _reworded(self, lost: tuple[int, Flag], gained: tuple[int, Flag], same_sentence: bool) -> bool:
        if lost[1].kind is not gained[1].kind:
            return False
        pair = self._partner.get(lost[0])
        if pair is None or pair.after != gained[0]:
            return not same_sentence
        now_partly = _PARTLY.search(self.new.page.sentences[gained[0]].text)
        return not now_partly or bool(_PARTLY.search(self.old.page.sentences[lost[0]].text))

    def _explicit_lost(
        self, lost: list[tuple[int, Flag]], gained: list[tuple[int, Flag]], kept: list[Flag]
    ) -> Iterator[Change]:
        for i, flag in [entry for entry in lost if entry[1].kind is FlagKind.EXPLICIT]:
            before, after = self.old.page.sentences[i].text, self._after_of(i)
            weaker = next((entry for entry in gained if _RANK[entry[1].kind] < _RANK[flag.kind]), None)
            pair = self._partner.get(i)
            if pair is not None and self.splitter.flags(self.new.page, self.new.page.sentences[pair.after]):
                gained[:] = [entry for entry in gained if entry[0] != pair.after]
                yield Change(FindingKind.FLAG_SOFTENED, before, after)
            elif weaker is not None:
                gained.remove(weaker)
                yield Change(FindingKind.FLAG_SOFTENED, before, self.new.page.sentences[weaker[0]].text)
            elif partly := next((text for text in (after, *self._came_near()) if _PARTLY.search(text)), ""):
                yield Change(FindingKind.FLAG_SOFTENED, before, partly)
            elif any(other.kind is FlagKind.EXPLICIT for other in kept):
                yield Change(FindingKind.FLAG_SOFTENED, before, after)
            elif self.new.best >= _STILL_THERE:
                yield Change(FindingKind.FLAG_GONE, before, after)

    def _came_near(self) -> list[str]:
        """Return the texts of the new sentences that may speak of the flag."""
        return [self.new.page.sentences[j].text for j in self._came() if self.new.scores[j] > 0]

    def _weaker_lost(self, lost: list[tuple[int, Flag]], gained: list[tuple[int, Flag]]) -> Iterator[Change]:
        """Yield what the statement's own sentence lost of attribution and hedge, unless as strong a one stays."""
        for i, flag in lost:
            pair = self._partner.get(i)
            if flag.kind is FlagKind.EXPLICIT or i not in self.old.own or pair is None or not pair.edited:
                continue
            sentence = self.new.page.sentences[pair.after]
            stays = [other for j, other in self.new.flags if j == pair.after]
            if any(_RANK[other.kind] >= _RANK[flag.kind] for other in stays):
                continue
            if any(_RANK[other.kind] > _RANK[flag.kind] for _, other in gained):
                continue
            softer = stays or any(other.kind is FlagKind.EXPLICIT for _, other in self.new.flags)
            kind = FindingKind.FLAG_SOFTENED if softer else FindingKind.FLAG_GONE
            yield Change(kind, self.old.page.sentences[i].text, sentence.text)

    def _hardened(self, gained: list[tuple[int, Flag]], kept: list[Flag]) -> Iterator[Change]:
        if not self.old.own and self.old.best < _STILL_THERE:
            return  # the page was not about the claim before: nothing got harder
        strongest = max((_RANK[flag.kind] for _, flag in self.old.flags), default=0)
        for j, flag in gained:
            explicit = flag.kind is FlagKind.EXPLICIT and not any(f.kind is FlagKind.EXPLICIT for f in kept)
            first = strongest == 0 and j in self.new.own and j in self._source
            if explicit or first:
                yield Change(FindingKind.FLAG_HARDENED, self._before_of(j), self.new.page.sentences[j].text)

    def _after_of(self, before: int) -> str:
        pair = self._partner.get(before)
        return self.new.page.sentences[pair.after].text if pair else ""

    # -- the statement ---------------------------------------------------------------------------------------------

    def _statement(self, flagged: bool) -> Iterator[Change]:
        dropped = True
        for i in self.old.own:
            before = self.old.page.sentences[i]
            counterpart = self._counterpart(i)
            if counterpart is None:
                continue
            dropped = False
            after = self.new.page.sentences[counterpart]
            reason = self._differs(before, after, self._nearby(counterpart)) if before.key != after.key else ""
            if reason and not (flagged and reason not in ("number", "name")):
                yield Change(FindingKind.CLAIM_CHANGED, before.text, after.text)
        for j in self.new.own:
            pair = self._source.get(j)
            if pair is not None and pair.edited and pair.before not in self.old.own:
                before, after = self.old.page.sentences[pair.before], self.new.page.sentences[j]
                if self._differs(before, after, self._nearby(j)):
                    yield Change(FindingKind.CLAIM_CHANGED, before.text, after.text)
        prose = any(self.new.page.sentences[j].prose for j in self.new.own)
        if self.old.own and dropped and not prose and self._rest_stayed():
            yield Change(FindingKind.CLAIM_CHANGED, self.old.page.sentences[self.old.own[0]].text, "")

    def _renamed(self) -> Iterator[Change]:
        """Yield the sentence in which one of the claim's names gave way to another and vanished from the whole page."""
        keys = [sentence.key for sentence in self.new.page.sentences]
        vanished = {name for name in self.tier.sought.known if not any(name in key for key in keys)}
        if not vanished or not self.new.own:
            return
        for pair in self.versions.alignment.pairs:
            before, after = self.old.page.sentences[pair.before], self.new.page.sentences[pair.after]
            names = vanished & {plain(word) for word in tokens(before.text)}
            if pair.edited and names and self._differs(before, after) == "name":
                yield Change(FindingKind.CLAIM_CHANGED, before.text, after.text)
                return

    def _counterpart(self, i: int) -> int | None:
        """Return the new sentence that says what the old statement said: itself, its edit, or the best new one."""
        if self._stayed(i):
            key = self.old.page.sentences[i].key
            return next((j for j, s in enumerate(self.new.page.sentences) if s.key == key), None)
        pair = self._partner.get(i)
        if pair is not None and (pair.edited or self.new.scores[pair.after] >= OWN):
            return pair.after
        came = [j for j in self._came() if self.new.scores[j] >= OWN]
        return max(came, key=lambda j: self.new.scores[j], default=None)

    def _nearby(self, j: int) -> Terms:
        """Return the terms of the new sentences right before and after `j`, to which a part may have moved."""
        came = set(self._came())
        near = [self.new.page.sentences[k].text for k in (j - 1, j + 1) if k in came]
        return terms(" ".join(near), self.tier.sought.known)

    def _differs(self, before: Sentence, after: Sentence, nearby: Terms | None = None) -> str:
        known = self.tier.sought.known
        one = terms(self._unflagged(self.old.page, before), known)
        other = terms(self._unflagged(self.new.page, after), known)
        return differs(one, other, nearby, self.tier.sought.key)

    def _unflagged(self, page: Page, sentence: Sentence) -> str:
        """Return the sentence without its flag passages: those are weighed by themselves."""
        text = page.text[sentence.start : sentence.end]
        for flag in sorted(self.splitter.flags(page, sentence), key=lambda flag: -flag.start):
            text = f"{text[: flag.start - sentence.start]} {text[flag.end - sentence.start :]}"
        return canonical(text)

    def _rest_stayed(self) -> bool:
        changed = len(self.versions.alignment.pairs) + len(self.versions.alignment.removed)
        size = len(self.old.page.sentences)
        return size > 1 and (size - changed) >= _REST_STAYED * (size - len(self.old.own))

    # -- evidence --------------------------------------------------------------------------------------------------

    def _evidence(self) -> Iterator[Change]:
        for j in self._came():
            pair = self._source.get(j)
            sentence = self.new.page.sentences[j]
            if (pair is not None and pair.edited) or not sentence.prose or self.new.scores[j] < BEARS:
                continue
            flagged = any(flag.kind is FlagKind.EXPLICIT for flag in self.splitter.flags(self.new.page, sentence))
            if not flagged and brings_evidence(sentence.text):
                yield Change(FindingKind.CLAIM_CHANGED, "", sentence.text)


def _once(flags: tuple[tuple[int, Flag], ...]) -> list[tuple[int, Flag]]:
    """Return one flag of each kind for each sentence."""
    return list({(i, flag.kind): (i, flag) for i, flag in reversed(flags)}.values())[::-1]


def _loose(text: str) -> Sentence:
    return Sentence(text, 0, len(text), 0, text.casefold(), prose=True)
