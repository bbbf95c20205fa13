"""What became of a claim's statement, and what new evidence about it came."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.domain.claim import FlagKind
from bot.domain.finding import Change, FindingKind
from bot.text.changes.meaning import negated
from bot.text.changes.relevance import BEARS, OWN, shared
from bot.text.changes.versions import Between
from bot.text.origins.evidence import CONFIRMS, DENIES, DISOWNS, brings_evidence
from bot.text.words.terms import plain, terms, tokens

_REST_STAYED = 0.5  # share of the other sentences that must have stayed for a statement to count as taken out
_EVIDENCE = 0.2  # bearing from which a report of evidence is about the claim: it speaks of the test, too
_TOUCHES = 0.08  # the same for one right behind the statement
_MOST_CAME = 500  # new sentences that are read for evidence, those that bear most on the claim
_TERMS_GONE = 2  # key terms of the claim that have to leave the page
_MOST_TURNED = 4  # edited sentences whose stance is asked for

Turned = Callable[[str, str], bool]
"""Whether a sentence stands to the claim in another way than the one that it was edited from (old, new)."""


def statement_changes(between: Between, turned: Turned, *, flagged: bool) -> Iterator[Change]:
    """Yield how the statement's own sentences changed in meaning, or that it was taken out.

    Where a flag changed as well (`flagged`), negation and quantity say no more than it does. Where words alone
    show nothing, `turned` is asked about what was edited.
    """
    found = list(_statement(between, flagged=flagged)) or list(_renamed(between))
    yield from found if found or flagged else _turned(between, turned)


def _statement(between: Between, *, flagged: bool) -> Iterator[Change]:
    dropped = True
    for i in between.old.own:
        before = between.old.page.sentences[i]
        counterpart = _counterpart(between, i)
        if counterpart is None:
            continue
        dropped = False
        after = between.new.page.sentences[counterpart]
        if between.new.scores[counterpart] < BEARS and not _said_still(between):
            yield Change(FindingKind.CLAIM_CHANGED, before.text, after.text)  # something else stands in its place
            continue
        reason = between.differs(before, after, between.nearby(counterpart)) if before.key != after.key else ""
        if reason and not (flagged and reason in ("negation", "quantity")):
            yield Change(FindingKind.CLAIM_CHANGED, before.text, after.text)
    for j in between.new.own:
        pair = between.source.get(j)
        if pair is not None and pair.edited and pair.before not in between.old.own:
            before, after = between.old.page.sentences[pair.before], between.new.page.sentences[j]
            if between.differs(before, after, between.nearby(j)):
                yield Change(FindingKind.CLAIM_CHANGED, before.text, after.text)
    if not between.old.own or not _rest_stayed(between):
        return
    if (dropped and not _said_still(between)) or _nowhere_now(between):
        gone = next(iter(between.taken_out), between.old.own[0])
        yield Change(FindingKind.CLAIM_CHANGED, between.old.page.sentences[gone].text, "")


def _nowhere_now(between: Between) -> bool:
    """Whether most of what the claim says, names aside, left the page together with a sentence that said it."""
    gone = between.taken_out
    if not gone:
        return False
    sought = between.tier.sought
    left = frozenset[str]().union(*(shared(sought, sentence.text) for sentence in between.new.page.sentences))
    missing = sought.key - left
    went = any(missing <= shared(sought, between.old.page.sentences[i].text) for i in gone)
    return went and len(missing) >= max(_TERMS_GONE, len(sought.key) / 2)


def _said_still(between: Between) -> bool:
    """Whether the new version makes the statement in prose: by more than what once merely stood beside it."""
    once = {between.old.page.sentences[i].key for i in between.old.own}
    found = ((j, between.new.page.sentences[j]) for j in between.new.own)
    return any(sentence.prose and (between.is_new(j) or sentence.key in once) for j, sentence in found)


def _renamed(between: Between) -> Iterator[Change]:
    """Yield the sentence in which one of the claim's names gave way to another and vanished from the whole page."""
    keys = [sentence.key for sentence in between.new.page.sentences]
    vanished = {name for name in between.tier.sought.known if not any(name in key for key in keys)}
    if not vanished or not between.new.own:
        return
    for pair in between.versions.alignment.pairs:
        before, after = between.old.page.sentences[pair.before], between.new.page.sentences[pair.after]
        names = vanished & {plain(word) for word in tokens(before.text)}
        if pair.edited and names and between.differs(before, after) == "name":
            yield Change(FindingKind.CLAIM_CHANGED, before.text, after.text)
            return


def _turned(between: Between, turned: Turned) -> Iterator[Change]:
    """Yield the edited sentences that bear on the claim and take another side than before, best first."""
    weighed = [
        (max(between.old.scores[pair.before], between.new.scores[pair.after]), pair)
        for pair in between.versions.alignment.pairs
        if pair.edited
    ]
    ranked = sorted((each for each in weighed if each[0] >= BEARS), key=lambda each: -each[0])
    for _, pair in ranked[:_MOST_TURNED]:
        before, after = between.old.page.sentences[pair.before], between.new.page.sentences[pair.after]
        if not between.same_words(before, after) and turned(*between.passages(pair)):
            yield Change(FindingKind.CLAIM_CHANGED, before.text, after.text)


def _counterpart(between: Between, i: int) -> int | None:
    """Return the new sentence that says what the old statement said: itself, its edit, or the best new one."""
    if between.stayed(i):
        key = between.old.page.sentences[i].key
        return next((j for j, s in enumerate(between.new.page.sentences) if s.key == key), None)
    pair = between.partner.get(i)
    if pair is not None and (pair.edited or between.new.scores[pair.after] >= OWN):
        return pair.after
    came = [j for j in between.came if between.new.scores[j] >= OWN]
    return max(came, key=lambda j: between.new.scores[j], default=None)


def _rest_stayed(between: Between) -> bool:
    changed = len(between.versions.alignment.pairs) + len(between.versions.alignment.removed)
    size = len(between.old.page.sentences)
    return size > 1 and (size - changed) >= _REST_STAYED * (size - len(between.old.own))


def new_evidence(between: Between) -> Iterator[Change]:
    """Yield the new sentences that report evidence about the claim, or that somebody confirms or denies it."""
    sentences, scores = between.new.page.sentences, between.new.scores
    came = [j for j in between.came if sentences[j].prose and between.is_added(j)]
    if len(came) > _MOST_CAME:
        came = sorted(sorted(came, key=lambda j: -scores[j])[:_MOST_CAME])
    for j in came:
        if not _answers(between, j):
            continue
        flags = between.tier.splitter.flags(between.new.page, sentences[j])
        if all(flag.kind is not FlagKind.EXPLICIT for flag in flags):
            yield Change(FindingKind.CLAIM_CHANGED, "", sentences[j].text)


def _answers(between: Between, j: int) -> bool:
    """Whether a new sentence reports evidence about the claim, or that somebody confirms or denies it."""
    text, score = between.new.page.sentences[j].text, between.new.scores[j]
    about, near = score >= _EVIDENCE, j in between.near
    disowns = DISOWNS.search(text) is not None
    if disowns or DENIES.search(text):
        return about or near or (disowns and _names_subject(between, text))
    if about and (CONFIRMS.search(text) or _negates(between, text)):
        return True
    if about or (near and score >= _TOUCHES):
        return brings_evidence(text) or _brought_by_two(between, j)
    return False


def _negates(between: Between, text: str) -> bool:
    """Whether the sentence says of the claim's subject that what it is said to have done it did not."""
    sought = between.tier.sought
    return bool(negated(terms(text, sought.known), sought.key)) and _names_subject(between, text)


def _names_subject(between: Between, text: str) -> bool:
    sought = between.tier.sought
    return not shared(sought, text).isdisjoint(sought.subjects)


def _brought_by_two(between: Between, j: int) -> bool:
    """Whether two new sentences report evidence together: "The board has reported. The brake worked, it found"."""
    if not between.is_added(j - 1):
        return False
    one, other = between.new.page.sentences[j - 1 : j + 1]
    return brings_evidence(f"{one.text} {other.text}")
