"""Fitting of the light model: word weights by logistic regression, then boosted trees over everything."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from warnings import catch_warnings, simplefilter

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from bot.text.stance.features import tokens, vector, view
from bot.text.stance.trees import FORMAT
from bot.text.train.data import LABELS, Example

_UNRELATED_KEPT = 6000
_STRANGERS = 0.06
_LEXICON_SEEN = 12
_LEXICON_UNIT = 0.01
_LEXICON_LEAST = 0.2
_FOLDS = 4


@dataclass(frozen=True, slots=True)
class Read:
    """One example as features."""

    example: Example
    numbers: list[float]
    words: list[str]


def with_strangers(examples: list[Example], seed: int) -> list[Example]:
    """Add unrelated pairs of headlines and of sentences, which the data has for articles only."""
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    added: list[Example] = []
    for domain in ("emergent", "vitaminc"):
        own = [example for example in examples if example.domain == domain]
        for example in rng.sample(own, int(len(own) * _STRANGERS)):
            other = rng.choice(own)
            if other.group != example.group:
                far = (0.0, 0.0, 0.0, 1.0)
                added.append(replace(example, text=other.text, label=3, soft=far, domain=domain + "-far", pair=""))
    return examples + added


def thinned(examples: list[Example], seed: int) -> list[Example]:
    """Leave out most of the plentiful unrelated articles."""
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    far = [example for example in examples if _far(example)]
    return [example for example in examples if not _far(example)] + rng.sample(far, min(_UNRELATED_KEPT, len(far)))


def _far(example: Example) -> bool:
    return example.domain == "fnc" and example.label == LABELS.index("unrelated")


def read(examples: list[Example], tell: Callable[[int, int], None]) -> list[Read]:
    """Return every example with its features."""
    found: list[Read] = []
    for at, example in enumerate(examples):
        pair = view(example.claim, example.text)
        found.append(Read(example, vector(pair), tokens(pair)))
        tell(at + 1, len(examples))
    return found


def _matrix(items: list[Read], index: dict[str, int]) -> csr_matrix:
    data: list[float] = []
    columns: list[int] = []
    starts = [0]
    for item in items:
        damp = 1 / math.sqrt(max(1, len(item.words)))
        known = [index[word] for word in item.words if word in index]
        columns += known
        data += [damp] * len(known)
        starts.append(len(columns))
    return csr_matrix((data, columns, starts), shape=(len(items), len(index)))


def _example_weights(items: list[Read]) -> np.ndarray:
    """Return weights that make the domains count alike and the rare stance of articles count double."""
    sizes = Counter(item.example.domain for item in items)
    share = {
        "emergent": 0.2,
        "fnc": 0.8,
        "vitaminc": 1.0,
        "synthetic": 0.25,
        "emergent-far": 0.02,
        "vitaminc-far": 0.05,
    }
    total = len(items)
    return np.array(
        [
            share[item.example.domain]
            * total
            / sizes[item.example.domain]
            * (2.0 if item.example.domain == "fnc" and item.example.label == 1 else 1.0)
            for item in items
        ]
    )


def _lexical(items: list[Read], index: dict[str, int]) -> LogisticRegression:
    model = LogisticRegression(C=2.0, max_iter=50, solver="lbfgs")
    labels = [item.example.label for item in items]
    weights = _example_weights(items)
    with catch_warnings():
        simplefilter("ignore", ConvergenceWarning)  # stopping early regularises, too
        return model.fit(_matrix(items, index), labels, sample_weight=weights / weights.mean())


def fit(items: list[Read], seed: int, tell: Callable[[str], None]) -> dict[str, object]:
    """Return the light model as plain values for JSON, without its calibration."""
    seen = Counter(word for item in items for word in item.words)
    kept = sorted(word for word, count in seen.items() if count >= _LEXICON_SEEN)
    index = {word: at for at, word in enumerate(kept)}
    groups = [item.example.group for item in items]
    held = np.zeros((len(items), len(LABELS)))
    for fold, (inner, outer) in enumerate(
        GroupKFold(_FOLDS, shuffle=True, random_state=seed).split(items, groups=groups)
    ):
        tell(f"features, seed {seed}: words, fold {fold + 1} of {_FOLDS}")
        part = _lexical([items[at] for at in inner], index)
        held[outer] = part.decision_function(_matrix([items[at] for at in outer], index))
    tell(f"features, seed {seed}: words, all")
    whole = _lexical(items, index)
    inputs = np.hstack([np.array([item.numbers for item in items]), held])
    tell(f"features, seed {seed}: trees")
    trees = HistGradientBoostingClassifier(
        learning_rate=0.07,
        max_iter=170,
        max_leaf_nodes=16,
        min_samples_leaf=30,
        l2_regularization=5.0,
        max_features=0.4,
        early_stopping=False,
        random_state=seed,
    )
    weights = _example_weights(items)
    trees.fit(inputs, [item.example.label for item in items], sample_weight=weights / weights.mean())
    return {
        "format": FORMAT,
        "lexicon": _lexicon(whole, kept),
        "lexicon_unit": _LEXICON_UNIT,
        "lexicon_bias": [round(float(value), 4) for value in whole.intercept_],
        "base": [float(value) for value in trees._baseline_prediction.ravel()],  # noqa: SLF001 - no public export
        "trees": _exported(trees),
    }


def _lexicon(model: LogisticRegression, kept: list[str]) -> dict[str, list[int]]:
    table: dict[str, list[int]] = {}
    for at, word in enumerate(kept):
        row = model.coef_[:, at]
        if np.abs(row).max() >= _LEXICON_LEAST:
            table[word] = [round(float(value) / _LEXICON_UNIT) for value in row]
    return table


def _exported(model: HistGradientBoostingClassifier) -> list[list[list[list[float]]]]:
    """Return [stance][round] of four parallel lists: feature, threshold or value, left, right."""
    found: list[list[list[list[float]]]] = [[] for _ in LABELS]
    for stage in model._predictors:  # noqa: SLF001 - no public export
        for label, predictor in enumerate(stage):
            nodes = predictor.nodes
            leaf = nodes["is_leaf"].astype(bool)
            feature = [
                -1.0 if is_leaf else float(value) for is_leaf, value in zip(leaf, nodes["feature_idx"], strict=True)
            ]
            threshold = [
                float(f"{(node['value'] if is_leaf else node['num_threshold']):.6g}")
                for is_leaf, node in zip(leaf, nodes, strict=True)
            ]
            left = [float(value) for value in nodes["left"]]
            right = [float(value) for value in nodes["right"]]
            found[label].append([feature, threshold, left, right])
    return found
