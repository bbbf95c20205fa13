"""The light stance model: boosted trees over hand-made features and word weights, read from JSON, in plain Python."""

from __future__ import annotations

import json
import math
from array import array
from dataclasses import dataclass
from pathlib import Path

from bot.text.stance.calibration import Scale, TextKind, scales_from
from bot.text.stance.features import View, tokens, vector

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Forest:
    """Binary trees one after the other, each node before its branches: small, and read from front to back.

    At node i go to i + 1 where `vector[feature[i]] <= threshold[i]`, else to `other[i]`. A leaf has feature -1, and
    its value for a threshold. `roots` are the places where trees begin.
    """

    feature: array[int]
    threshold: array[float]
    other: array[int]
    roots: list[int]

    @staticmethod
    def of(trees: list[list[list[float]]]) -> Forest:
        """Read trees that are stored as four lists each: features, thresholds, left and right branches."""
        forest = Forest(array("h"), array("d"), array("l"), [])
        for tree in trees:
            forest.roots.append(len(forest.feature))
            forest._grow(tree, 0)
        return forest

    def _grow(self, tree: list[list[float]], node: int) -> None:
        feature, threshold, left, right = (values[node] for values in tree)
        at = len(self.feature)
        self.feature.append(int(feature))
        self.threshold.append(threshold)
        self.other.append(0)
        if feature >= 0:
            self._grow(tree, int(left))
            self.other[at] = len(self.feature)
            self._grow(tree, int(right))

    def value(self, given: list[float]) -> float:
        """Return the sum of the leaves to which the features lead."""
        feature, threshold, other = self.feature, self.threshold, self.other
        total = 0.0
        for at in self.roots:
            while (asked := feature[at]) >= 0:
                at = at + 1 if given[asked] <= threshold[at] else other[at]  # noqa: PLW2901  the way down
            total += threshold[at]
        return total


@dataclass(frozen=True, slots=True)
class FeatureModel:
    """Trees per stance over the hand-made features and four scores of the words."""

    lexicon: dict[str, tuple[int, ...]]
    lexicon_unit: float
    lexicon_bias: tuple[float, ...]
    base: tuple[float, ...]
    forests: tuple[Forest, ...]
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
        raw = [base + forest.value(given) for base, forest in zip(self.base, self.forests, strict=True)]
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
        tuple(Forest.of(trees) for trees in table["trees"]),
        scales_from(table.get("scales", {})),
    )
