"""Calibration on dev: how the two models' scores become probabilities for each kind of text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from bot.text.stance.calibration import Scale

_PULL = 0.1
"""On what is added per stance: the few hundred headlines of dev would else teach it their own luck."""
_ALONE, _TOGETHER = (1.0, 0.0), (0.5, 0.7)
"""The shares of the features and of the encoder. Fitted by likelihood they lean to the features, and judge worse: on
the other half of dev's claims Emergent fell from .83 to .81, and nothing else gained."""
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
    """Return the scale that makes the labels likeliest: one temperature, and a little added per stance."""
    shares = _ALONE if encoder is None else _TOGETHER
    joined = shares[0] * np.array(features)
    if encoder is not None:
        joined = joined + shares[1] * np.array(encoder)
    truth = np.array(labels)
    share = np.array(weights) / np.sum(weights)

    def loss(given: np.ndarray) -> float:
        likely = _log_softmax(given[0] * joined + given[1:])[np.arange(len(truth)), truth]
        return float(-(share * likely).sum() + _PULL * (given[1:] ** 2).sum())

    start = np.array([1.0, 0.0, 0.0, 0.0, 0.0])
    found = minimize(loss, start, method="L-BFGS-B", bounds=[(0.2, 3.0), *[(-4.0, 4.0)] * 4]).x
    bias = tuple(float(value) for value in found[1:])
    assert len(bias) == 4  # noqa: PLR2004 - one per stance
    scale = Scale(float(found[0]) * shares[0], float(found[0]) * shares[1], bias, 0.0)
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
