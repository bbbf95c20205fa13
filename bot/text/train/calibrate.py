"""Calibration on dev: how the two models' scores become probabilities for each kind of text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from bot.text.stance.calibration import Scale

_PULL = 0.01
_RIGHT_ENOUGH = 0.6


def _log_softmax(scores: np.ndarray) -> np.ndarray:
    top = scores.max(axis=1, keepdims=True)
    return scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True))


def fit_scale(
    features: Sequence[Sequence[float]],
    encoder: Sequence[Sequence[float]] | None,
    labels: Sequence[int],
    weights: Sequence[float],
) -> Scale:
    """Return the scale that makes the labels likeliest, pulled a little towards the models' own scores."""
    light = np.array(features)
    heavy = np.zeros_like(light) if encoder is None else np.array(encoder)
    truth = np.array(labels)
    share = np.array(weights) / np.sum(weights)
    start = np.array([1.0, 0.0, 0, 0, 0, 0]) if encoder is None else np.array([0.5, 0.7, 0, 0, 0, 0])

    def loss(given: np.ndarray) -> float:
        scores = given[0] * light + given[1] * heavy + given[2:]
        likely = _log_softmax(scores)[np.arange(len(truth)), truth]
        return float(-(share * likely).sum() + _PULL * ((given - start) ** 2).sum())

    low = 0.0 if encoder is not None else 0.2
    bounds = [(low, 3.0), (0.0, 0.0) if encoder is None else (0.0, 3.0), *[(-4.0, 4.0)] * 4]
    found = minimize(loss, start, method="L-BFGS-B", bounds=bounds).x
    bias = tuple(float(value) for value in found[2:])
    assert len(bias) == 4  # noqa: PLR2004 - one per stance
    scale = Scale(float(found[0]), float(found[1]), bias, 0.0)
    clear = clear_threshold(probabilities(scale, features, encoder), labels)
    return Scale(scale.features, scale.encoder, scale.bias, clear)


def probabilities(
    scale: Scale, features: Sequence[Sequence[float]], encoder: Sequence[Sequence[float]] | None
) -> list[list[float]]:
    """Return the calibrated probabilities of all rows."""
    if encoder is None:
        return [scale.probabilities(row) for row in features]
    return [scale.probabilities(row, other) for row, other in zip(features, encoder, strict=True)]


def clear_threshold(found: Sequence[Sequence[float]], labels: Sequence[int]) -> float:
    """Return the least confidence from which on judgements of the 0.05-wide band are right in 60 of 100 cases."""
    for threshold in np.arange(0.4, 0.8, 0.05):
        band = [
            (row, label) for row, label in zip(found, labels, strict=True) if threshold <= max(row) < threshold + 0.1
        ]
        if not band:
            continue
        right = sum(int(np.argmax(row)) == label for row, label in band) / len(band)
        if right >= _RIGHT_ENOUGH:
            return float(threshold)
    return 0.7
