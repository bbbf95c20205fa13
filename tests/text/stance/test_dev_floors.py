"""Floors on a small sample of the labelled data, which is not part of the repository."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.domain.finding import Stance
from bot.text.stance.judge import FULL, LIGHT, extra_installed, load_judge
from bot.text.train.data import Example, load
from bot.text.train.figures import figures

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "stance"
ORDER = list(Stance)

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the labelled data is not beside the repository")


@cache
def sample(size: int) -> list[Example]:
    _, dev = load(DATA)
    found: list[Example] = []
    for domain in ("emergent", "fnc", "vitaminc"):
        own = [example for example in dev if example.domain == domain]
        found += own[:: max(1, len(own) // size)]
    return found


def measured(name: str, size: int) -> dict[str, float]:
    rows = sample(size)
    judged = load_judge(name).judge_many([(example.claim, example.text) for example in rows])
    return figures(rows, [ORDER.index(judgement.stance) for judgement in judged])


def test_the_light_model_keeps_its_floors() -> None:
    found = measured(LIGHT, 250)
    assert found["emergent accuracy"] >= 0.60
    assert found["vitaminc accuracy"] >= 0.58
    assert found["fnc weighted"] >= 0.70


@pytest.mark.skipif(not extra_installed(), reason="the extra `stance` is not installed")
def test_the_full_model_keeps_its_floors() -> None:
    found = measured(FULL, 100)
    assert found["emergent accuracy"] >= 0.64
    assert found["vitaminc accuracy"] >= 0.62
    assert found["fnc weighted"] >= 0.72
