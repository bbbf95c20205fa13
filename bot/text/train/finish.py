"""From trained runs to what ships: averaged and quantised weights, calibration on dev, figures, model card."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from statistics import mean, pstdev

from bot.text.stance.calibration import Scale, TextKind, estranged, scales_to, text_kind
from bot.text.stance.features import View, view
from bot.text.stance.trees import FeatureModel, read_model
from bot.text.train.calibrate import fit_scale
from bot.text.train.card import card
from bot.text.train.data import Example
from bot.text.train.features_fit import with_strangers
from bot.text.train.figures import calibration_error, figures

_REFUTES_COUNT = 4.0
"""In dev's articles the rare stance is rarer still than in training; it counts fourfold when scales are fitted."""

Scores = list[list[float]]
Table = dict[str, object]


@dataclass(frozen=True, slots=True)
class Dev:
    """The dev side, read once; `kinds` holds what each text looks like."""

    examples: list[Example]
    views: list[View]
    kinds: list[TextKind]

    @property
    def known(self) -> list[int]:
        """Return the places of the examples that people labelled (the far pairs are ours)."""
        return [at for at, example in enumerate(self.examples) if not example.domain.endswith("-far")]


def write_json(path: Path, table: object) -> None:
    """Write compact JSON."""
    path.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def finish(dev: list[Example], out: Path, base: Path | None, tell: Callable[[int, int], None]) -> None:
    """Write the weights that ship, `figures.json` and `MODEL_CARD.md`; those of a model only where it was trained.

    Where the features were not, `out` holds the shipped ones with their figures.
    """
    side = _read(with_strangers(dev, 1), tell)
    runs = sorted(out.glob("features-seed*.json"))
    report: dict[str, Table] = {}
    if runs:
        light = [_light_scores(run, side) for run in runs]
        scales, chances = calibrated(side, light[0], None)
        model = json.loads(runs[0].read_text(encoding="utf-8"))
        write_json(out / "features.json", model | {"scales": scales_to(scales)})
        report["features"] = described(side, chances, [_figures(side, scores) for scores in light])
    else:  # the encoder alone was trained on
        light = [_light_scores(out / "features.json", side)]
        report = json.loads((out / "figures.json").read_text(encoding="utf-8"))
    if base is not None and sorted(out.glob("*-seed*.pt")):
        heavy_runs, heavy = _encoder_scores(side, out, base, tell)
        scales, chances = calibrated(side, light[0], heavy)
        write_json(out / "encoder.json", {"scales": scales_to(scales)})
        report["encoder"] = described(side, chances, [_figures(side, scores) for scores in heavy_runs])
    _write_report(out, report)


def recalibrate(dev: list[Example], out: Path, tell: Callable[[int, int], None]) -> None:
    """Fit the scales of the weights in `out` anew, and write them with their figures and the card; the weights stay."""
    side = _read(with_strangers(dev, 1), tell)
    report: dict[str, Table] = json.loads((out / "figures.json").read_text(encoding="utf-8"))
    light = _light_scores(out / "features.json", side)
    scales, chances = calibrated(side, light, None)
    model = json.loads((out / "features.json").read_text(encoding="utf-8"))
    write_json(out / "features.json", model | {"scales": scales_to(scales)})
    report["features"] |= shipped(side, chances)
    if (out / "encoder.onnx").exists():
        scales, chances = calibrated(side, light, _heavy_scores(side, out))
        write_json(out / "encoder.json", {"scales": scales_to(scales)})
        report["encoder"] |= shipped(side, chances)
    _write_report(out, report)


def _write_report(out: Path, report: dict[str, Table]) -> None:
    (out / "figures.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    (out / "MODEL_CARD.md").write_text(card(report), encoding="utf-8")


def _read(examples: list[Example], tell: Callable[[int, int], None]) -> Dev:
    views: list[View] = []
    for at, example in enumerate(examples):
        views.append(view(example.claim, example.text))
        tell(at + 1, len(examples))
    kinds = [text_kind(pair.found[-1].text, sum(len(piece.words) for piece in pair.found)) for pair in views]
    return Dev(examples, views, kinds)


def _light_scores(run: Path, side: Dev) -> Scores:
    model: FeatureModel = read_model(run)
    return [model.scores(pair) for pair in side.views]


def _encoder_scores(side: Dev, out: Path, base: Path, tell: Callable[[int, int], None]) -> tuple[list[Scores], Scores]:
    """Return the dev logits of the last leg's runs and of their exported average, kept in `out`: they take minutes."""
    kept = out / "dev-scores.json"
    if kept.exists():
        single, shipped = json.loads(kept.read_text(encoding="utf-8"))
        return single, shipped
    single, shipped = _measured(side, out, base, tell)
    write_json(kept, [single, shipped])
    return single, shipped


def _measured(side: Dev, out: Path, base: Path, tell: Callable[[int, int], None]) -> tuple[list[Scores], Scores]:
    from bot.text.train import encoder_fit, export  # noqa: PLC0415 - likewise
    from bot.text.train.encoder import with_weights  # noqa: PLC0415 - likewise
    from bot.text.train.encoder_runs import last_leg  # noqa: PLC0415 - likewise

    items = encoder_fit.encode(side.examples, encoder_fit.tokenizer(base))
    runs = last_leg(out)
    single: list[Scores] = []
    for at, state in enumerate(runs):
        model = with_weights(state).to(encoder_fit.kind_of_number("cpu"))  # bfloat16, where fast, is as good on average
        single.append(encoder_fit.logits(model.eval(), items))
        tell(at + 1, len(runs))
    export.to_onnx(with_weights(export.average(runs)), out / "encoder.onnx")
    copyfile(base / "tokenizer.json", out / "tokenizer.json")
    return single, _heavy_scores(side, out)


def _heavy_scores(side: Dev, out: Path) -> Scores:
    from bot.text.stance.encoder import read_encoder  # noqa: PLC0415 - the light model is finished without onnxruntime

    pairs = [(example.claim, pair.excerpt.text) for example, pair in zip(side.examples, side.views, strict=True)]
    return read_encoder(out).logits(pairs)


def calibrated(side: Dev, light: Scores, heavy: Scores | None) -> tuple[dict[TextKind, Scale], Scores]:
    """Return the scales fitted on all of dev, and dev's probabilities by scales fitted on the other half's claims."""
    scales: dict[TextKind, Scale] = {}
    chances: Scores = [[] for _ in side.examples]
    for kind in TextKind:
        own = [at for at, one in enumerate(side.kinds) if one is kind]
        scales[kind] = _fit(side, own, light, heavy)
        groups = sorted({side.examples[at].group for at in own})
        random.Random(0).shuffle(groups)  # noqa: S311 - not for secrets
        half = set(groups[::2])
        for first in (True, False):
            scale = _fit(side, [at for at in own if (side.examples[at].group in half) == first], light, heavy)
            for at in own:
                if (side.examples[at].group in half) != first:
                    found = scale.probabilities(light[at], None if heavy is None else heavy[at])
                    chances[at] = found if side.views[at].touches() else estranged(found, kind)
    return scales, chances


def _fit(side: Dev, own: list[int], light: Scores, heavy: Scores | None) -> Scale:
    labels = [side.examples[at].label for at in own]
    rare = [side.examples[at].domain == "fnc" and side.examples[at].label == 1 for at in own]
    return fit_scale(
        [light[at] for at in own],
        None if heavy is None else [heavy[at] for at in own],
        labels,
        [_REFUTES_COUNT if one else 1.0 for one in rare],
    )


def _figures(side: Dev, scores: Scores) -> dict[str, float]:
    known = side.known
    return figures([side.examples[at] for at in known], [_best(scores[at]) for at in known])


def _best(scores: list[float]) -> int:
    return max(range(len(scores)), key=scores.__getitem__)


def described(side: Dev, chances: Scores, runs: list[dict[str, float]]) -> Table:
    """Return the figures of the model as shipped (calibrated crosswise) and of the single runs (raw), for the card."""
    return shipped(side, chances) | {
        "runs": [_rounded(run) for run in runs],
        "mean of runs": _rounded({name: mean(run[name] for run in runs) for name in runs[0]}),
        "spread of runs": _rounded({name: pstdev(run[name] for run in runs) for name in runs[0]}),
    }


def shipped(side: Dev, chances: Scores) -> Table:
    """Return the figures of the model as shipped, calibrated crosswise."""
    known = side.known
    labels = [side.examples[at].label for at in known]
    errors = {"all": calibration_error([chances[at] for at in known], labels)}
    for domain in ("emergent", "fnc", "vitaminc"):
        own = [at for at in known if side.examples[at].domain == domain]
        errors[domain] = calibration_error([chances[at] for at in own], [side.examples[at].label for at in own])
    return {
        "shipped": _rounded(_figures(side, chances)),
        "calibration error": _rounded(errors),
    }


def _rounded(table: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in table.items()}
