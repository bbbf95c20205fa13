"""Hand-made features of a claim and a text: what they share, what the text says about it, how their numbers fit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from bot.text.stance.excerpt import Piece, claim_weights, piece_of, pieces, select, shortened
from bot.text.stance.numbers import fit, numbers
from bot.text.stance.words import CUES, OPPOSITES, STOP

NAMES: tuple[str, ...] = (
    *("met text", "met excerpt", "met first", "met best", "met second", "names text", "names best"),
    *("pairs excerpt", "pairs best", "triples best", "reverse excerpt", "reverse best", "place"),
    *(f"{cue} {where}" for cue in CUES for where in ("claim", "first", "best", "excerpt", "rate")),
    *("refuting near", "negating near", "hedging near", "question claim", "question first", "question excerpt"),
    *("opposed", "negation differs", "claim only", "claim only names", "claim only numbers"),
    *("text only", "text only names", "claim only share", "disorder"),
    *("numbers", "met best numbers", "missed best", "absent best", "bounded", "strange"),
    *("met wide", "missed wide", "distance", "claim size", "text size", "first size", "claim longer"),
)
"""What the numbers of `vector` are, in their order."""

_NEGATION_REACH = 4
_ORDERED = 40


@dataclass(frozen=True, slots=True)
class View:
    """A claim and a text, read: all pieces, the chosen ones, the first and the best of them."""

    claim: Piece
    found: tuple[Piece, ...]
    chosen: tuple[Piece, ...]
    first: Piece
    best: Piece
    excerpt: Piece
    weights: dict[str, float]

    def touches(self) -> bool:
        """Tell whether the text has one telling word of the claim at all."""
        telling = {stem for stem, value in self.weights.items() if value >= 1}
        return any(stem in telling for piece in self.found for stem in piece.stems)


def view(claim: str, text: str) -> View:
    """Read a pair; nothing here raises, empty strings give empty pieces."""
    asked = piece_of(shortened(claim))
    found = pieces(text)
    chosen = select(asked, found)
    weights = claim_weights(asked)
    nothing = Piece("", (), ())
    best = max(chosen, key=lambda piece: _met(weights, piece.stems), default=nothing)
    joined = Piece(
        " ".join(piece.text for piece in chosen),
        tuple(word for piece in chosen for word in piece.words),
        tuple(stem for piece in chosen for stem in piece.stems),
    )
    return View(asked, tuple(found), tuple(chosen), found[0] if found else nothing, best, joined, weights)


def vector(pair: View) -> list[float]:
    """Return the features, always the same number in the same order (`NAMES`)."""
    return [*_shared(pair), *_cues(pair), *_edits(pair), *_numbers(pair), *_sizes(pair)]


def tokens(pair: View) -> list[str]:
    """Return the words and pairs of words that get weights: `t:` text only, `b:` both, `c:` claim only, `h:` lead."""
    claim = [word.casefold() for word in pair.claim.words]
    asked = set(claim)
    stems = set(pair.excerpt.stems)
    lowered = [word.casefold() for word in pair.excerpt.words]
    head = [word.casefold() for word in pair.first.words]
    found = {("b:" if word in asked else "t:") + word for word in lowered}
    found |= {"h:" + word for word in head if word not in asked}
    found |= {"c:" + word for word, stem in zip(claim, pair.claim.stems, strict=True) if stem not in stems}
    marked = ["_" if word in asked and word not in STOP else word for word in lowered]
    found |= {f"p:{one} {other}" for one, other in pairwise(marked) if (one, other) != ("_", "_")}
    return sorted(found)


def _met(weights: dict[str, float], stems: tuple[str, ...]) -> float:
    present = set(stems)
    return sum(value for stem, value in weights.items() if stem in present)


def _runs(claim: Piece, piece: Piece, size: int) -> float:
    """Return the share of the claim's runs of `size` stems that stand in the piece."""
    asked = {claim.stems[at : at + size] for at in range(len(claim.stems) - size + 1)}
    if not asked:
        return 0.0
    given = {piece.stems[at : at + size] for at in range(len(piece.stems) - size + 1)}
    return len(asked & given) / len(asked)


def _shared(pair: View) -> list[float]:
    total = sum(pair.weights.values()) or 1.0
    everything = {stem for piece in pair.found for stem in piece.stems}
    names = {
        stem
        for at, (word, stem) in enumerate(zip(pair.claim.words, pair.claim.stems, strict=True))
        if at and (word[:1].isupper() or word[:1].isdigit()) and stem not in STOP
    }
    content = [stem for stem in pair.excerpt.stems if stem not in STOP]
    best_content = [stem for stem in pair.best.stems if stem not in STOP]
    place = next((at for at, piece in enumerate(pair.found) if piece is pair.best), 0)
    shares = sorted((_met(pair.weights, piece.stems) / total for piece in pair.chosen), reverse=True)
    return [
        sum(value for stem, value in pair.weights.items() if stem in everything) / total,
        _met(pair.weights, pair.excerpt.stems) / total,
        _met(pair.weights, pair.first.stems) / total,
        _met(pair.weights, pair.best.stems) / total,
        shares[1] if len(shares) > 1 else 0.0,
        len(names & everything) / len(names) if names else -1.0,
        len(names & set(pair.best.stems)) / len(names) if names else -1.0,
        _runs(pair.claim, pair.excerpt, 2),
        _runs(pair.claim, pair.best, 2),
        _runs(pair.claim, pair.best, 3),
        sum(stem in pair.weights for stem in content) / len(content) if content else 0.0,
        sum(stem in pair.weights for stem in best_content) / len(best_content) if best_content else 0.0,
        place / max(1, len(pair.found)),
    ]


def _count(piece: Piece, cue: frozenset[str]) -> int:
    return sum(word.casefold() in cue for word in piece.words)


def _cues(pair: View) -> list[float]:
    found: list[float] = []
    everything = sum(len(piece.words) for piece in pair.found) or 1
    for cue in CUES.values():
        found += [
            float(_count(pair.claim, cue)),
            float(_count(pair.first, cue)),
            float(_count(pair.best, cue)),
            float(_count(pair.excerpt, cue)),
            100.0 * sum(_count(piece, cue) for piece in pair.found) / everything,
        ]
    found += [_near(pair, CUES["refuting"]), _near(pair, CUES["negating"]), _near(pair, CUES["hedging"])]
    found += [float("?" in piece.text) for piece in (pair.claim, pair.first, pair.excerpt)]
    return found


def _near(pair: View, cue: frozenset[str]) -> float:
    """Return how often a cue word stands within reach of a word of the claim."""
    stems = pair.excerpt.stems
    hits = [at for at, word in enumerate(pair.excerpt.words) if word.casefold() in cue]
    telling = {stem for stem, value in pair.weights.items() if value >= 1}
    return float(
        sum(
            any(stem in telling for stem in stems[max(0, at - _NEGATION_REACH) : at + _NEGATION_REACH + 1])
            for at in hits
        )
    )


def _edits(pair: View) -> list[float]:
    """Return what a small edit leaves behind: opposites, swapped names, words that only one side has."""
    claim = {word.casefold() for word in pair.claim.words}
    text = {word.casefold() for word in pair.best.words}
    stems = set(pair.best.stems)
    only_claim = [
        (word, stem)
        for word, stem in zip(pair.claim.words, pair.claim.stems, strict=True)
        if stem not in stems and stem not in STOP
    ]
    only_text = [
        word
        for word, stem in zip(pair.best.words, pair.best.stems, strict=True)
        if stem not in pair.weights and stem not in STOP
    ]
    opposed = sum(bool(OPPOSITES.get(word, frozenset()) & text) for word in claim - text)
    negated = _count(pair.claim, CUES["negating"]) % 2 != _count(pair.best, CUES["negating"]) % 2
    return [
        float(opposed),
        float(negated),
        float(len(only_claim)),
        float(sum(word[:1].isupper() for word, _ in only_claim)),
        float(sum(word[:1].isdigit() for word, _ in only_claim)),
        float(len(only_text)),
        float(sum(word[:1].isupper() for word in only_text)),
        len(only_claim) / max(1, len(pair.claim.words)),
        _disorder(pair),
    ]


def _disorder(pair: View) -> float:
    """Return how much of the shared words' order differs, 0..1: "A beat B" against "B beat A"."""
    first: dict[str, int] = {}
    for at, stem in enumerate(pair.best.stems):
        first.setdefault(stem, at)
    shared = dict.fromkeys(stem for stem in pair.claim.stems[:_ORDERED] if stem in first and stem not in STOP)
    places = [first[stem] for stem in shared]
    turned = sum(one > other for at, one in enumerate(places) for other in places[at + 1 :])
    return turned / max(1, len(places) * (len(places) - 1) / 2)


def _numbers(pair: View) -> list[float]:
    asked = numbers(pair.claim.words, pair.claim.stems)
    best = fit(asked, numbers(pair.best.words, pair.best.stems))
    wide = fit(asked, numbers(pair.excerpt.words, pair.excerpt.stems))
    return [
        float(len(asked)),
        float(best.met),
        float(best.missed),
        float(best.absent),
        float(best.bounded),
        float(min(best.strange, 9)),
        float(wide.met),
        float(wide.missed),
        best.distance,
    ]


def _sizes(pair: View) -> list[float]:
    claim = len(pair.claim.words)
    text = sum(len(piece.words) for piece in pair.found)
    return [math.log1p(claim), math.log1p(text), math.log1p(len(pair.first.words)), float(claim > text)]
