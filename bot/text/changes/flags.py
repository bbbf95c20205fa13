"""What became of the flags that stand with a claim: gone, softened, hardened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from bot.domain.claim import Flag, FlagKind
from bot.domain.finding import Change, FindingKind
from bot.text.changes.versions import Between

Tie = tuple[int, Flag]
STILL_THERE = 0.22  # bearing of the best sentence from which a page is about the claim still
_SLIP = 2  # letters
_TELLING = 1  # spaces of a flag that is not said twice by chance
_MOST = 100  # changed flags on each side that are weighed against each other
_RANK = {FlagKind.EXPLICIT: 3, FlagKind.ATTRIBUTED: 2, FlagKind.HEDGED: 1}
_PARTLY = re.compile(
    r"\b(?:partly|partially|in part|some of|part of|several of|most of|to some extent|largely)\b.{0,80}"
    r"\b(?:verif|confirm|check|reproduc|corroborat)"
    r"|\b(?:verif|confirm|check|reproduc|corroborat)\w*.{0,40}\b(?:partly|partially|in part|some of)\b"
    r"|\b(?:has|have|had) (?:verified|confirmed|established)\b.{0,140}\bbut\b.{0,20}\bnot\b"
    r"|\b(?:not|yet to be) (?:be |been )?(?:fully|entirely|completely) (?:verif|confirm|corroborat|check|test)"
    r"|\b(?:verif|confirm|corroborat|check)\w+ in (?:full|every detail)\b"
    r"|\bnot all\b.{0,60}\b(?:verif|confirm|check|test|corroborat)"
    r"|\b(?:little|scant|limited) (?:\w+ )?(?:evidence|proof)\b"
    r"|\b(?:confirmation|verification|evidence|proof)\b.{0,60}\b(?:is|are|remains?) (?:still |so far )?"
    r"(?:limited|scant|thin|incomplete|patchy)\b"
    r"|\b(?:teilweise|zum teil)\b.{0,40}\b(?:bestätigt|überprüft)|\bparcialmente\b"
    r"|\ben partie\b|\bpartiellement\b|部分.{0,10}(?:证实|核实|验证)",
    re.IGNORECASE,
)

_DOUBT = re.compile(
    r"\b(?:serious|grave|considerable|strong|growing|severe) doubts?\b|\bin (?:serious |grave |some )?doubt\b"
    r"|\b(?:casts?|raises?d?|throws?|threw|voiced|expressed) (?:\w+ )?doubts?\b|\bfar-?fetched\b|\bimplausible\b"
    r"|\b(?:hard|difficult) to (?:square|reconcile|believe)\b|\bat odds with\b|\bcontradicted by\b"
    r"|\b(?:not involved|independent|outside)\b.{0,60}\b(?:warned|cautioned|questioned|doubted)\b"
    r"|\b(?:overstated?|exaggerated?|inflated?) (?:its|his|her|their|the|such)\b|\bdoes not add up\b",
    re.IGNORECASE,
)
"""Somebody doubts it, which says more than that nobody could check it."""
_SPEECH = re.compile(
    r"\b(?:said|says?|told|tells?|according to|announced|stated?|states|sagt|sagte|teilte|laut|zufolge"
    r"|dijo|dice|afirmó|según|a dit|selon|déclaré|affirme)\b|表示|称|说",
    re.IGNORECASE,
)


def flag_changes(between: Between) -> Iterator[Change]:
    """Yield what became of the claim's flags. A flag that was reworded or moved is none of it."""
    lost = [entry for entry in _once(between.old.flags) if not between.stayed(entry[0])][:_MOST]
    gained = [(j, flag) for j, flag in _once(between.new.flags) if between.is_new(j)][:_MOST]
    kept = [flag for j, flag in between.new.flags if not between.is_new(j)]
    _cancel(between, lost, gained)
    told = list(_explicit_lost(between, lost, gained, kept))
    yield from told
    yield from _weaker_lost(between, lost, gained)
    yield from _hardened(between, gained, kept)
    yield from _doubted_more(between)
    yield from (change for change in _doubted(between) if all(change.after != other.after for other in told))


def _cancel(between: Between, lost: list[Tie], gained: list[Tie]) -> None:
    """Take out flags that were reworded or moved: same kind, first in the same sentence, then anywhere."""
    for same_sentence in (True, False):
        for entry in list(lost):
            match = next((other for other in gained if _reworded(between, entry, other, same_sentence)), None)
            if match is not None:
                lost.remove(entry)
                gained.remove(match)


def _reworded(between: Between, lost: Tie, gained: Tie, same_sentence: bool) -> bool:
    if lost[1].kind is not gained[1].kind:
        return False
    pair = between.partner.get(lost[0])
    if same_sentence and (pair is None or pair.after != gained[0]):
        return False
    now_partly = _PARTLY.search(between.new.page.sentences[gained[0]].text)
    return not now_partly or bool(_PARTLY.search(between.old.page.sentences[lost[0]].text))


def _explicit_lost(between: Between, lost: list[Tie], gained: list[Tie], kept: list[Flag]) -> Iterator[Change]:
    explicit = [entry for entry in lost if entry[1].kind is FlagKind.EXPLICIT]
    partly_near = _partly_near(between) if explicit else ""
    for i, flag in explicit:
        before, after = between.old.page.sentences[i].text, between.after_of(i)
        if _DOUBT.search(after):
            yield Change(FindingKind.FLAG_HARDENED, before, after)
            continue
        weaker = next((entry for entry in gained if _RANK[entry[1].kind] < _RANK[flag.kind]), None)
        pair = between.partner.get(i)
        if pair is not None and between.tier.splitter.flags(between.new.page, between.new.page.sentences[pair.after]):
            gained[:] = [entry for entry in gained if entry[0] != pair.after]
            yield Change(FindingKind.FLAG_SOFTENED, before, after)
        elif weaker is not None:
            gained.remove(weaker)
            yield Change(FindingKind.FLAG_SOFTENED, before, between.new.page.sentences[weaker[0]].text)
        elif partly := after if _PARTLY.search(after) else partly_near:
            yield Change(FindingKind.FLAG_SOFTENED, before, partly)
        elif said := _now_said(between):
            yield Change(FindingKind.FLAG_SOFTENED, before, said)
        elif any(other.kind is FlagKind.EXPLICIT for other in kept):
            yield Change(FindingKind.FLAG_SOFTENED, before, after)
        elif between.new.best >= STILL_THERE:
            yield Change(FindingKind.FLAG_GONE, before, after)


def _now_said(between: Between) -> str:
    """Return the statement's own sentence where an edit put it on somebody's word."""
    for i in between.old.own:
        pair = between.partner.get(i)
        if pair is not None and pair.edited and not _SPEECH.search(between.old.page.sentences[i].text):
            after = between.new.page.sentences[pair.after].text
            if _SPEECH.search(after):
                return after
    return ""


def _partly_near(between: Between) -> str:
    """Return the first of the new sentences that may speak of the flag and says that something was checked in part."""
    near = (between.new.page.sentences[j].text for j in between.came if between.new.scores[j] > 0)
    return next((text for text in near if _PARTLY.search(text)), "")


def _weaker_lost(between: Between, lost: list[Tie], gained: list[Tie]) -> Iterator[Change]:
    """Yield what the statement's own sentence lost of attribution and hedge, unless as strong a one stays."""
    for i, flag in lost:
        pair = between.partner.get(i)
        if flag.kind is FlagKind.EXPLICIT or i not in between.old.own or pair is None or not pair.edited:
            continue
        sentence = between.new.page.sentences[pair.after]
        if between.new.scores[pair.after] < STILL_THERE or _still_said(flag, sentence.text):
            continue
        stays = [other for j, other in between.new.flags if j == pair.after]
        if any(_RANK[other.kind] >= _RANK[flag.kind] for other in stays):
            continue
        if any(_RANK[other.kind] > _RANK[flag.kind] for _, other in gained):
            continue
        softer = stays or any(other.kind is FlagKind.EXPLICIT for _, other in between.new.flags)
        kind = FindingKind.FLAG_SOFTENED if softer else FindingKind.FLAG_GONE
        yield Change(kind, between.old.page.sentences[i].text, sentence.text)


def _still_said(flag: Flag, other: str) -> bool:
    """Whether the sentence's other version has it on somebody's word too, in an order of words that is no flag."""
    return bool(_SPEECH.search(flag.text) and _SPEECH.search(other))


def _hardened(between: Between, gained: list[Tie], kept: list[Flag]) -> Iterator[Change]:
    if not between.old.own and between.old.best < STILL_THERE:
        return  # the page was not about the claim before: nothing got harder
    strongest = max((_RANK[flag.kind] for _, flag in between.old.flags), default=0)
    for j, flag in gained:
        if _PARTLY.search(between.new.page.sentences[j].text) or _said_before(between, j, flag):
            continue
        explicit = flag.kind is FlagKind.EXPLICIT and not any(f.kind is FlagKind.EXPLICIT for f in kept)
        first = strongest == 0 and j in between.new.own and j in between.source
        if explicit or (first and not _still_said(flag, between.before_of(j))):
            yield Change(FindingKind.FLAG_HARDENED, between.before_of(j), between.new.page.sentences[j].text)


def _said_before(between: Between, j: int, flag: Flag) -> bool:
    """Whether the old version said it, too, where it was no flag: in a sentence of its own, or misprinted."""
    before, after = between.before_of(j), between.new.page.sentences[j].text
    slip = before and Levenshtein.distance(before, after, score_cutoff=_SLIP) <= _SLIP
    return bool(slip) or (flag.text.count(" ") >= _TELLING and flag.text in between.old.page.text)


def _doubted_more(between: Between) -> Iterator[Change]:
    """Yield the sentences with an explicit flag that keep it and got another one beside it."""
    for pair in between.versions.alignment.pairs:
        old = [flag.text for i, flag in between.old.flags if i == pair.before and flag.kind is FlagKind.EXPLICIT]
        new = [flag.text for j, flag in between.new.flags if j == pair.after and flag.kind is FlagKind.EXPLICIT]
        if old and len(new) > len(old) and set(old) <= set(new):
            before, after = between.old.page.sentences[pair.before], between.new.page.sentences[pair.after]
            yield Change(FindingKind.FLAG_HARDENED, before.text, after.text)


def _doubted(between: Between) -> Iterator[Change]:
    """Yield the new words with which somebody doubts the claim, in a sentence about it or close behind it."""
    for j in between.came:
        if j not in between.near and between.new.scores[j] < STILL_THERE:
            continue
        text, before = between.new.page.sentences[j].text, between.before_of(j)
        if _DOUBT.search(text) and not _DOUBT.search(before):
            yield Change(FindingKind.FLAG_HARDENED, before, text)


def _once(flags: tuple[Tie, ...]) -> list[Tie]:
    """Return one flag of each kind for each sentence."""
    return list({(i, flag.kind): (i, flag) for i, flag in reversed(flags)}.values())[::-1]
