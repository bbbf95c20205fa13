"""The light stance model: boosted trees over hand-made features and word weights, read from JSON, in plain Python."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

from bot.text.stance.calibration import Scale, TextKind, scales_from
from bot.text.stance.features import View, tokens, vector

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Tree:
    """A binary tree in arrays: at node i go left where `vector[feature[i]] <= threshold[i]`; a leaf has feature -1.

    `threshold` of a leaf is its value.
    """

    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]

    def value(self, given: list[float]) -> float:
        """Return the value of the leaf that the features lead to."""
        at = 0
        while (feature := self.feature[at]) >= 0:
            at = self.left[at] if given[feature] <= self.threshold[at] else self.right[at]
        return self.threshold[at]


@dataclass(frozen=True, slots=True)
class FeatureModel:
    """Trees per stance over the hand-made features and four scores of the words."""

    lexicon: dict[str, tuple[int, ...]]
    lexicon_unit: float
    lexicon_bias: tuple[float, ...]
    base: tuple[float, ...]
    trees: tuple[tuple[Tree, ...], ...]
    alone: dict[TextKind, Scale]

    def lexical(self, pair: View) -> list[float]:
        """Return the words' score for each stance, damped by how many words there are."""
        every = tokens(pair)
        found = [self.lexicon[token] for token in every if token in self.lexicon]
        damp = self.lexicon_unit / math.sqrt(max(1, len(every)))
        return [bias + damp * sum(row[at] for row in found) for at, bias in enumerate(self.lexicon_bias)]

    def scores(self, pair: View) -> list[float]:
        """Return four log-probabilities, not yet calibrated."""
        given = vector(pair) + self.lexical(pair)
        raw = [
            base + sum(tree.value(given) for tree in trees) for base, trees in zip(self.base, self.trees, strict=True)
        ]
        top = max(raw)
        norm = top + math.log(sum(math.exp(value - top) for value in raw))
        return [value - norm for value in raw]


def read_model(path: Path) -> FeatureModel:
    """Read the weights that `bot.text.train` wrote; those of a single run have no scales yet."""
    table = json.loads(path.read_text(encoding="utf-8"))
    if table["format"] != FORMAT:
        raise ValueError(f"{path.name} has format {table['format']}, this program reads {FORMAT}")
    return FeatureModel(
        {token: tuple(row) for token, row in table["lexicon"].items()},
        table["lexicon_unit"],
        tuple(table["lexicon_bias"]),
        tuple(table["base"]),
        tuple(tuple(_tree(entry) for entry in trees) for trees in table["trees"]),
        scales_from(table.get("scales", {})),
    )


def _tree(entry: list[list[float]]) -> Tree:
    feature, threshold, left, right = entry
    return Tree(
        tuple(int(value) for value in feature),
        tuple(threshold),
        tuple(int(value) for value in left),
        tuple(int(value) for value in right),
    )
