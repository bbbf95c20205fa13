"""Which new entries of a feed bear on which claim."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from bot.domain.analysis import ClaimView, ItemMatch
from bot.domain.finding import Judgement
from bot.domain.reading import Item
from bot.domain.source import Role
from bot.text.changes.relevance import Wanted, score, shared, wanted
from bot.text.words.normalise import canonical, fingerprint, key_of

MATCHES = 0.34  # from here an entry is about the claim whatever it names
_BESIDE_SUBJECT = 2  # further features that an entry needs which names the claim's subject
_MOST = 2000  # new entries looked at; a feed that brings more at once is a new feed
_TEXT = 4000
_SENTENCE = re.compile(r"(?<=[.!?\u3002\uff01\uff1f])\s*")
_TAG = re.compile(r"<[^<>]{0,400}>")


def feed_fingerprint(items: Sequence[Item]) -> str:
    """Return a hash over identities and titles, whatever their order."""
    return fingerprint(sorted(f"{item.identity}\t{key_of(canonical(item.title))}" for item in items))


def new_items(items: Sequence[Item], seen: frozenset[str] | None, role: Role) -> list[Item]:
    """Return the entries that are news: none at the first look, except of an artefact that is waited for."""
    if seen is None:
        return list(items[:_MOST]) if role is Role.ARTEFACT else []
    return [item for item in items if item.identity not in seen][:_MOST]


def matches_for(
    claim: ClaimView, items: Sequence[Item], seen: frozenset[str] | None, judge: Callable[[str], Judgement]
) -> Iterator[ItemMatch]:
    """Yield the new entries that bear on `claim`, best first. On an artefact's source every new one does.

    `judge` returns the stance of a text to this claim; it is asked only about entries that match.
    """
    sought = wanted(claim)
    found: list[ItemMatch] = []
    for item in new_items(items, seen, claim.role):
        text = text_of(item)
        value, bears = weigh(sought, text)
        if bears or claim.role is Role.ARTEFACT:
            judgement = None if claim.role is Role.ARTEFACT or item.rating else judge(text)
            found.append(ItemMatch(claim.id, item, round(value, 4), judgement))
    yield from sorted(found, key=lambda match: -match.score)


def text_of(item: Item) -> str:
    """Return title and summary as plain text in canonical characters."""
    title = item.title.strip()
    stop = "" if title.endswith((".", "!", "?")) or not item.summary else "."
    return canonical(f"{title}{stop} {_TAG.sub(' ', item.summary)}".strip()[:_TEXT])


def weigh(sought: Wanted, text: str) -> tuple[float, bool]:
    """Return how much a short text bears on the claim, 0..1, and whether that is enough to read it.

    It is where one sentence does by itself, or where the text names the claim's subject (a name that is not the
    claimant's) and shares two more features with the claim.
    """
    value = max(score(sought, piece) for piece in (text, *_SENTENCE.split(text)))
    features = shared(sought, text)
    subject = features & sought.subjects
    return value, value >= MATCHES or (bool(subject) and len(features) - len(subject) >= _BESIDE_SUBJECT)
