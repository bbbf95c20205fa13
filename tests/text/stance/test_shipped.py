from __future__ import annotations

import json
import subprocess
import sys
from itertools import chain

from bot.text.stance.calibration import TextKind
from bot.text.stance.features import NAMES
from bot.text.stance.judge import LIGHT, MODELS
from bot.text.stance.trees import read_model

FORBIDDEN = ("torch", "sklearn", "scipy", "transformers", "onnxruntime", "numpy")


def test_the_weights_stay_small() -> None:
    assert sum(path.stat().st_size for path in MODELS.iterdir()) <= 30_000_000


def test_the_card_names_the_licences_that_the_data_asks_for() -> None:
    card = (MODELS / "MODEL_CARD.md").read_text(encoding="utf-8")
    for needed in ("CC BY-SA 3.0", "Apache-2.0", "VitaminC", "Wikipedia", "Emergent", "FNC-1", "MiniLM"):
        assert needed in card


def test_the_recorded_figures_stand_in_the_card() -> None:
    card = (MODELS / "MODEL_CARD.md").read_text(encoding="utf-8")
    recorded = json.loads((MODELS / "figures.json").read_text(encoding="utf-8"))
    for table in recorded.values():
        assert len(table["runs"]) >= 3
        assert table["calibration error"]["all"] <= 0.05
        for figure, value in table["shipped"].items():
            assert f"| {figure} | {value:.3f} |" in card


def test_the_light_model_fits_the_features() -> None:
    model = read_model(MODELS / "features.json")
    assert max(chain(*(forest.feature for forest in model.forests))) < len(NAMES) + 4
    assert set(model.alone) == set(TextKind)


def test_the_light_model_needs_no_heavy_library() -> None:
    code = (
        f"import sys; from bot.text.stance.judge import load_judge; load_judge({LIGHT!r}).judge('a b c', 'a b c'); "
        f"print([name for name in {FORBIDDEN!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
