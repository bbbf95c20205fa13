"""From raw scores to calibrated probabilities, apart for the three kinds of text that the bot meets."""

# ruff: noqa: RUF001 - typographic marks are meant

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_ARTICLE_WORDS = 110
_HEADLINE_WORDS = 22
_SENTENCE_ENDS = (".", "!", "。", "！", '."', ".”", ".)", ".'", ".’")


class TextKind(StrEnum):
    """What the text looks like; scores mean different things for each."""

    HEADLINE = "headline"
    SENTENCE = "sentence"
    ARTICLE = "article"


def text_kind(text: str, words: int) -> TextKind:
    """Return the kind by length and by whether it ends like a sentence."""
    if words >= _ARTICLE_WORDS:
        return TextKind.ARTICLE
    if words <= _HEADLINE_WORDS and not text.rstrip().endswith(_SENTENCE_ENDS):
        return TextKind.HEADLINE
    return TextKind.SENTENCE


@dataclass(frozen=True, slots=True)
class Scale:
    """How much each model's scores count for one kind of text, what is added per stance, and when a judgement is clear.

    Order of the four numbers: supports, refutes, discusses, unrelated.
    """

    features: float
    encoder: float
    bias: tuple[float, float, float, float]
    clear: float

    def probabilities(self, features: Sequence[float], encoder: Sequence[float] | None = None) -> list[float]:
        """Return four probabilities that sum to 1; `features` are log-probabilities, `encoder` logits."""
        scores = [self.features * value + add for value, add in zip(features, self.bias, strict=True)]
        if encoder is not None:
            scores = [value + self.encoder * logit for value, logit in zip(scores, encoder, strict=True)]
        return softmax(scores)


def softmax(scores: Sequence[float]) -> list[float]:
    """Return exp-normalised scores; safe for large ones."""
    top = max(scores)
    found = [math.exp(score - top) for score in scores]
    total = sum(found)
    return [value / total for value in found]


_STRANGER = {TextKind.HEADLINE: 0.15, TextKind.SENTENCE: 0.6, TextKind.ARTICLE: 0.6}


def estranged(chances: Sequence[float], kind: TextKind) -> list[float]:
    """Return the probabilities of a text that shares no telling word with the claim.

    The models have seen few such pairs and guess; most of them are unrelated. Headlines are short enough to say the
    same in other words, so less is moved there.
    """
    share = _STRANGER[kind]
    return [(1 - share) * value + (share if at == len(chances) - 1 else 0.0) for at, value in enumerate(chances)]


def scales_from(table: dict[str, dict[str, object]]) -> dict[TextKind, Scale]:
    """Read the scales as `scales_to` wrote them."""
    return {TextKind(kind): _scale(entry) for kind, entry in table.items()}


def _scale(entry: dict[str, object]) -> Scale:
    bias = entry["bias"]
    assert isinstance(bias, list)
    one, two, three, four = (float(value) for value in bias)
    return Scale(
        float(str(entry["features"])), float(str(entry["encoder"])), (one, two, three, four), float(str(entry["clear"]))
    )


def scales_to(scales: dict[TextKind, Scale]) -> dict[str, dict[str, object]]:
    """Return the scales as plain values for JSON."""
    return {
        kind.value: {
            "features": round(scale.features, 4),
            "encoder": round(scale.encoder, 4),
            "bias": [round(value, 4) for value in scale.bias],
            "clear": round(scale.clear, 3),
        }
        for kind, scale in scales.items()
    }
