"""How much a sentence bears on a claim: shared names, numbers, key terms. Pure counting, any language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.analysis import ClaimView
from bot.text.words.lexicon import CLASS_OF, STOPWORDS, TIMES_NAMED
from bot.text.words.normalise import canonical
from bot.text.words.terms import Number, names, numbers, plain, stem, stems_of, tokens

OWN = 0.52  # from here a sentence makes the claim's statement
BEARS = 0.3  # from here it is about the claim
_NAME, _TERM, _NUMBER = 1.3, 1.0, 1.6
_RECALL = 0.65
_ONLY_NAMES = 0.55
_LEAST_TERMS = 3

_DIMENSIONS = {
    name: dimension
    for dimension, group in {
        "~rank": "ahead level behind",
        "~trend": "up down",
        "~speed": "fast slow",
        "~size": "large small",
        "~length": "long short",
        "~strength": "strong weak",
        "~weight": "heavy light",
        "~height": "high low",
        "~fate": "dead hurt alive",
        "~esteem": "good bad",
        "~case": "held asked charged guilty cleared",
        "~price": "cheap dear",
        "~safety": "safe unsafe",
        "~proof": "prove",
        "~start": "begin end delay",
        "~consent": "accept reject",
        "~cause": "cause linked",
    }.items()
    for name in group.split()
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a claim is looked for in sentences.

    `weights` maps features to weights; `names` are the features that are parts of names, `subjects` those of them that
    do not name the claimant; `known` are the names as written, in lower case; `total` is the sum of all weights;
    `probes` are strings of which each sentence that bears on the claim holds one, in lower case.
    """

    names: frozenset[str]
    subjects: frozenset[str]
    known: frozenset[str]
    weights: dict[str, float]
    numbers: frozenset[Number]
    total: float
    probes: tuple[str, ...]

    @property
    def key(self) -> frozenset[str]:
        """The stems of the claim's key terms, names left out but for those of times ("before Easter")."""
        left_out = self.names - TIMES_NAMED
        return frozenset(feature for feature in self.weights if feature not in left_out and feature[0] != "~")


@lru_cache(maxsize=2_000)
def wanted(claim: ClaimView) -> Wanted:
    """Prepare a claim for scoring many sentences; remembered, since its sources are looked at again and again."""
    text = canonical(claim.text)
    claimant = tokens(canonical(claim.claimant))
    first = frozenset(plain(token) for token in claimant if token[0].isupper() or token[0].isdigit())
    known = frozenset(word for word in first | names(text, first) if word not in STOPWORDS)
    name_stems = {stem(name) for name in known}
    weights = {feature: _NAME if feature in name_stems else _TERM for feature in _features(text.lower())}
    figures = frozenset(numbers(text))
    total = sum(weights.values()) + _NUMBER * len(figures)
    subjects = name_stems & weights.keys() - {stem(name) for name in first}
    probes = tuple(feature for feature in weights if feature[0] != "~") or ("",)
    return Wanted(frozenset(name_stems), frozenset(subjects), known, weights, figures, max(total, 1e-9), probes)


def bearing(claim: ClaimView, sentences: Sequence[str]) -> list[float]:
    """Return for each sentence how much it bears on `claim`, 0..1."""
    sought = wanted(claim)
    return [score(sought, canonical(sentence)) for sentence in sentences]


def score(sought: Wanted, sentence: str) -> float:
    """Return how much one sentence (canonical characters) bears on the claim, 0..1.

    Mostly the share of the claim's weight that the sentence holds, in part the share of the sentence that is about
    the claim, so that a short statement of a long claim counts. Names alone count half: the same firm does many things.
    """
    lower = sentence.lower()
    for probe in sought.probes:
        if probe in lower:
            return _score(sought, sentence, lower)
    return 0.0


def _score(sought: Wanted, sentence: str, lower: str) -> float:
    found = _features(lower)
    common = sought.weights.keys() & found
    if not common:
        return 0.0
    weight = sum(sought.weights[feature] for feature in common)
    figures = sought.numbers & numbers(sentence) if sought.numbers else frozenset[Number]()
    weight += _NUMBER * len(figures)
    recall = min(weight / sought.total, 1.0)
    precision = len(common) / len(found)
    mixed = _RECALL * recall + (1 - _RECALL) * precision
    value = max(recall, mixed) if len(common) >= _LEAST_TERMS else recall
    return value if figures or common - sought.names else value * _ONLY_NAMES


def shared(sought: Wanted, text: str) -> frozenset[str]:
    """Return the claim's features that a text (canonical characters) holds."""
    return frozenset(sought.weights.keys() & _features(text.lower()))


def _features(sentence: str) -> set[str]:
    """Return the stems of a lower-case sentence; words of measure give what they measure ("beats": a rank)."""
    found: set[str] = set()
    for token in tokens(sentence):
        found.update(_features_of(token))
    return found


@lru_cache(maxsize=50_000)
def _features_of(token: str) -> tuple[str, ...]:
    dimension = _DIMENSIONS.get(CLASS_OF.get(token, ""))
    if dimension:
        return (dimension,)
    return tuple(part for part in stems_of(token) if not part[0].isdigit())
