"""What the stance models read of a text: its words, its sentences, and the few sentences that speak of the claim.

Training and serving share this file: what the weights were fitted on is what they are given.
"""

# ruff: noqa: RUF001 - typographic marks are meant

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.text.stance.words import CUES, STOP

MAX_CHARS = 60_000
"""Of a longer text the first five sixths and the last sixth of this many characters are read."""

EXCERPT_WORDS = 84
"""About 110 word pieces: with a claim of usual length the pair fits 128."""

_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+(?:[.,'’][^\W_{_CJK}]+)*|n't|[$€£%?]")
_END = re.compile(r"[.!?]{1,6}+[\"'”’)\]]{0,3}(?=\s)|[。！？]+|\n+")
_SPACE = re.compile(r"\s+")
_ENDING = re.compile(r"(?:ings?|ers?|ed|es|ly|s)$")
_SHORT = 4
_STUB = 3
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|Gen|Sen|Gov|Prof|vs|Inc|Ltd|Co|No|U\.S|U\.K|[A-Z]))\.$", re.ASCII
)
_LONGEST_PIECE = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence (or a window of an overlong one) with its words as written and their stems."""

    text: str
    words: tuple[str, ...]
    stems: tuple[str, ...]


def words(text: str) -> list[str]:
    """Return the words as written; CJK characters stand alone, `$ € £ % ?` count as words."""
    return _WORD.findall(text)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return a rough stem: lower case, typographic forms folded, common English endings off."""
    plain = unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
    plain = plain.removesuffix("'s").strip("'")
    if len(plain) <= _SHORT:
        return plain
    if plain.isascii() and plain.isalpha():
        if plain.endswith(("ied", "ies")):
            return plain[:-3] + "y"
        bare = _ENDING.sub("", plain)
        plain = bare if len(bare) >= _STUB else plain
    return plain.rstrip("e")


def piece_of(text: str) -> Piece:
    """Return `text` as one piece."""
    found = tuple(words(text))
    return Piece(text, found, tuple(stem(word) for word in found))


def shortened(text: str) -> str:
    """Return at most `MAX_CHARS` characters: the beginning and the end, where news puts what matters."""
    if len(text) <= MAX_CHARS:
        return text
    tail = MAX_CHARS // 6
    return text[: MAX_CHARS - tail] + "\n" + text[-tail:]


def pieces(text: str) -> list[Piece]:
    """Return the sentences of `text`, in order; overlong ones are cut into windows."""
    read = shortened(text)
    found: list[Piece] = []
    start = 0
    for match in _END.finditer(read):
        stop = match.end()
        if match.group() == "." and _ABBREVIATION.search(read, max(start, stop - 8), stop):
            continue
        found.extend(_windows(_SPACE.sub(" ", read[start:stop]).strip()))
        start = stop
    found.extend(_windows(_SPACE.sub(" ", read[start:]).strip()))
    return found


def _windows(part: str) -> list[Piece]:
    if not part:
        return []
    spans = [match.span() for match in _WORD.finditer(part)]
    if len(spans) <= _LONGEST_PIECE:
        return [piece_of(part)] if spans else []
    step = _LONGEST_PIECE * 2 // 3
    return [
        piece_of(part[spans[at][0] : spans[min(at + step, len(spans)) - 1][1]]) for at in range(0, len(spans), step)
    ]


def weight(word: str, stemmed: str) -> float:
    """Return how much a claim's word tells: names and numbers most, function words hardly."""
    if stemmed in STOP or len(word) == 1:
        return 0.1
    if word[:1].isdigit() or (word[:1].isupper() and len(word) > 1):
        return 1.5
    return 1.0


def claim_weights(claim: Piece) -> dict[str, float]:
    """Return stem → weight of the claim's distinct words."""
    table: dict[str, float] = {}
    for word, stemmed in zip(claim.words, claim.stems, strict=True):
        table[stemmed] = max(table.get(stemmed, 0.0), weight(word, stemmed))
    return table


def select(claim: Piece, found: list[Piece], budget: int = EXCERPT_WORDS) -> list[Piece]:
    """Return the pieces that speak of the claim, in their order: at most `budget` words, but one piece at least."""
    if sum(len(piece.words) for piece in found) <= budget:
        return found
    weights = claim_weights(claim)
    ranked = sorted(range(len(found)), key=lambda at: (-_relevance(weights, claim, found[at], at), at))
    kept: list[int] = []
    said: set[tuple[str, ...]] = set()
    left = budget
    for at in ranked:
        size = len(found[at].words)
        if (size <= left or not kept) and found[at].stems not in said:
            kept.append(at)
            said.add(found[at].stems)
            left -= size
        if left < 8:  # noqa: PLR2004 - no sentence worth reading is shorter
            break
    return [found[at] for at in sorted(kept)]


def _relevance(weights: dict[str, float], claim: Piece, piece: Piece, at: int) -> float:
    """Return the claim's weight met by the piece, plus what its place and its verdict words add."""
    stems = set(piece.stems)
    met = sum(value for stemmed, value in weights.items() if stemmed in stems)
    runs = len(
        set(zip(claim.stems, claim.stems[1:], strict=False)) & set(zip(piece.stems, piece.stems[1:], strict=False))
    )
    score = met + 0.4 * runs
    lowered = {word.casefold() for word in piece.words}
    if lowered & CUES["refuting"]:
        score += 1.5 if met > 1 else 0.7
    if lowered & CUES["confirming"] or lowered & CUES["hedging"]:
        score += 0.4
    lead = (2.0, 1.2, 0.6)
    return score + (lead[at] if at < len(lead) else 0.0) - 0.01 * len(piece.words)


def excerpt(claim: str, text: str, budget: int = EXCERPT_WORDS) -> str:
    """Return the sentences of `text` on which a judgement of `claim` rests."""
    return " ".join(piece.text for piece in select(piece_of(shortened(claim)), pieces(text), budget))
