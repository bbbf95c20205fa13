"""What differs between two versions of a page, for one claim: the flag, the statement, corrections, new evidence.

Only sentences that bear on the claim count. The rules:

| found | kind |
|---|---|
| a notice that the article was taken back | retraction |
| a notice of a correction that bears on the claim or speaks of the whole article | correction |
| an explicit flag vanished, and the page is still about the claim | flag_gone |
| an explicit flag gave way to an attribution, a hedge or "partly verified", or one of several went | flag_softened |
| a flag came, or gave way to a more outspoken one, or somebody voices a doubt | flag_hardened |
| the statement's numbers, names, times, direction, quantity or certainty changed, or it was dropped | claim_changed |
| an edited sentence takes another side than before, as the stance model judges it | claim_changed |
| new sentences report evidence on the claim, or that somebody confirms or denies it | claim_changed, `before` empty |
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.finding import Change, FindingKind
from bot.text.changes.flags import flag_changes
from bot.text.changes.notices import about_all, notice_kind
from bot.text.changes.relevance import shared
from bot.text.changes.statement import Turned, new_evidence, statement_changes
from bot.text.changes.tied import Tied, Tier
from bot.text.changes.versions import Between, Versions
from bot.text.words.normalise import canonical
from bot.text.words.page import Sentence
from bot.text.words.terms import numbers

_MOST = 5
_EXCERPT = 600
_NOTICE_BEARS = 0.16
_FULL_NAME = 2  # words
_NOT_AS_SAID = re.compile(r"\bnot\b.*\b(?:originally|previously|earlier|first|wrongly|as we)\b", re.IGNORECASE)
_WEIGHT = (
    FindingKind.RETRACTION,
    FindingKind.CORRECTION,
    FindingKind.FLAG_GONE,
    FindingKind.CLAIM_CHANGED,
    FindingKind.FLAG_SOFTENED,
    FindingKind.FLAG_HARDENED,
)


def changes_for(tier: Tier, versions: Versions, new: Tied, turned: Turned) -> tuple[Change, ...]:
    """Return what changed for one claim, weightiest first, at most five; to judge stance is left to the caller."""
    alignment = versions.alignment
    if not (alignment.pairs or alignment.removed or alignment.added):
        return ()
    between = Between(tier, versions, tier.tie(versions.old), new)
    notices, flags = list(_notices(between)), list(flag_changes(between))
    told = {change.after for change in (*notices, *flags)}
    found = [*notices, *flags, *statement_changes(between, turned, flagged=bool(flags))]
    found += [change for change in new_evidence(between) if change.after not in told]
    ranked = sorted(dict.fromkeys(found), key=lambda change: _WEIGHT.index(change.kind))
    return tuple(ranked[:_MOST])


def _notices(between: Between) -> Iterator[Change]:
    said: set[int] = set()
    for i in between.came:
        sentence = between.new.page.sentences[i]
        kind = notice_kind(sentence.text)
        if kind is None or sentence.line in said:
            continue
        said.add(sentence.line)
        text = _notice_text(between, sentence)
        if _same_notice(between, i, kind) or not _notice_bears(between, text):
            continue
        yield Change(notice_kind(text) or kind, between.before_of(i), text)


def _notice_text(between: Between, sentence: Sentence) -> str:
    """Return the notice's paragraph, with the next one where it is a bare heading."""
    page = between.new.page
    first = page.lines[sentence.line].text
    if not first.rstrip(" :*_").endswith((".", "!", "。", '"', ")")) and sentence.line + 1 < len(page.lines):
        first = f"{first.rstrip(' :')}: {page.lines[sentence.line + 1].text}"
    return first[:_EXCERPT]


def _same_notice(between: Between, after: int, kind: FindingKind) -> bool:
    """Whether the notice stood there before and was only reworded."""
    pair = between.source.get(after)
    if pair is None or not pair.edited:
        return False
    before = between.old.page.sentences[pair.before]
    return notice_kind(before.text) is kind and not between.differs(before, between.new.page.sentences[after])


def _notice_bears(between: Between, text: str) -> bool:
    if about_all(text):
        return True
    pieces = re.split(r"(?<=[.!?\u3002\uff01\uff1f])\s*", text)
    best = max(between.tier.score(_loose(piece)) for piece in (text, *pieces) if piece)
    return best >= _NOTICE_BEARS or _gives_back_a_figure(between, text) or _names_another(between, pieces)


def _names_another(between: Between, pieces: list[str]) -> bool:
    """Whether a sentence of the notice says that it was not the claim's subject: "not Tarn, as we reported"."""
    subjects = between.tier.sought.subjects
    denied = (canonical(piece) for piece in pieces if _NOT_AS_SAID.search(piece))
    return any(len(shared(between.tier.sought, piece) & subjects) >= _FULL_NAME for piece in denied)


def _gives_back_a_figure(between: Between, text: str) -> bool:
    """Whether the notice names the claim's subject and a number that a sentence about the claim gave for it."""
    text = canonical(text)
    figures = numbers(text)
    if not figures or not shared(between.tier.sought, text) & between.tier.sought.subjects:
        return False
    return any(figures & numbers(between.old.page.sentences[i].text) for i in between.old.bearing)


def _loose(text: str) -> Sentence:
    return Sentence(text, 0, len(text), 0, text.casefold(), prose=True)
