"""``python -m tests.bench.stance``: dev figures, three seeds, calibration, speed on one core and load time.

The labelled data is not part of the repository; ``--data`` or ``CLAIMWATCH_STANCE_DATA`` names its folder. The single
runs' figures stand in `bot/text/stance/models/figures.json`, written when the models were trained; everything else is
measured now. Without the data the shipped models' figures are the recorded ones too.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.domain.finding import Judgement, Stance
from bot.text.stance.judge import FULL, LIGHT, MODELS, Judge, extra_installed, load_judge
from bot.text.train.data import Example, load
from bot.text.train.figures import calibration_error, figures, weighted_fnc

DATA = Path(
    os.environ.get("CLAIMWATCH_STANCE_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data" / "stance"
)
_ORDER = list(Stance)
AS_CHALLENGED = "fnc weighted, stances as often as in the challenge"
_CHUNK = 512  # pairs held at once
_LOAD = (
    "import time; began = time.process_time(); from bot.text.stance.judge import load_judge; "
    "load_judge({name!r}).judge('one two three', 'one two three'); print(time.process_time() - began)"
)
_CLAIM = "Orchard Labs built {} robots in Riga and Daugavpils in its plant's first quarter, a record"
_LONG = (
    "Veronika Kalnina of Orchard Robotics told Latvijas Radio on 14 February 2026 that Mezaparks' subcontractors had "
    "refurbished 3,417 exoskeletons at 12,850 euros apiece. Jekabpils prosecutors, whose spokeswoman Zaneta Ozolina "
    "disputed 61.5% of Orchard's reimbursements, subpoenaed 28 spreadsheets from Daugavpils, Ventspils and Valmiera. "
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.stance", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the labelled data")
    parser.add_argument("--sample", type=int, default=0, help="judge about this many dev pairs only (0: all)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    given = parser.parse_args()
    dev: list[Example] = []
    if given.data.is_dir():
        _, dev = load(given.data)
    else:
        sys.stderr.write(f"The labelled data is not at {given.data} (--data): figures on dev are those recorded.\n")
    if given.sample:
        domains = sorted({example.domain for example in dev})
        own = [[example for example in dev if example.domain == domain] for domain in domains]
        dev = [example for rows in own for example in rows[: given.sample // len(domains)]]
    recorded = json.loads((MODELS / "figures.json").read_text(encoding="utf-8"))
    report: dict[str, dict[str, Any]] = {}
    for name in (LIGHT, FULL) if extra_installed() else (LIGHT,):
        known = recorded[name]
        found = (
            on_dev(name, dev) if dev else {"figures": known["shipped"], "calibration error": known["calibration error"]}
        )
        seeds = {"count": len(known["runs"]), "mean": known["mean of runs"], "spread": known["spread of runs"]}
        report[name] = {"pairs": len(dev), **found, **cost(name), "seeds": seeds}
    if given.json:
        sys.stdout.write(json.dumps(report) + "\n")
    else:
        for name, table in report.items():
            Console(width=100).print(drawn(name, table))


def cost(name: str) -> dict[str, float]:
    """Return pairs per second, seconds of CPU time to the first judgement, and the megabytes that the model takes."""
    files = ("features.json",) if name == LIGHT else ("features.json", "encoder.json", "encoder.onnx", "tokenizer.json")
    return {
        "pairs of 128 tokens per CPU second": max(speed(load_judge(name)) for _ in range(20)),
        "seconds to the first judgement": min(load_time(name) for _ in range(5)),
        "megabytes": sum((MODELS / file).stat().st_size for file in files) / 1e6,
    }


def on_dev(name: str, dev: list[Example]) -> dict[str, Any]:
    """Return the shipped model's figures and calibration errors, and the share of judgements that are clear."""
    judge = load_judge(name)
    found = [
        judgement
        for start in range(0, len(dev), _CHUNK)
        for judgement in judge.judge_many([(example.claim, example.text) for example in dev[start : start + _CHUNK]])
    ]
    labels = [example.label for example in dev]
    stances = [_ORDER.index(judgement.stance) for judgement in found]
    chances = [_chances(judgement) for judgement in found]
    errors = {"all": calibration_error(chances, labels)}
    for domain in sorted({example.domain for example in dev}):
        own = [at for at, example in enumerate(dev) if example.domain == domain]
        errors[domain] = calibration_error([chances[at] for at in own], [labels[at] for at in own])
    return {
        "figures": figures(dev, stances),
        AS_CHALLENGED: _as_challenged(dev, stances),
        "calibration error": errors,
        "clear": sum(judgement.clear for judgement in found) / len(dev),
    }


def _as_challenged(dev: list[Example], stances: list[int]) -> float:
    own = [(one.label, stance) for one, stance in zip(dev, stances, strict=True) if one.domain == "fnc"]
    return weighted_fnc([label for label, _ in own], [stance for _, stance in own], as_challenged=True)


def _chances(judgement: Judgement) -> list[float]:
    return [float(getattr(judgement, stance.value)) for stance in _ORDER]


def speed(judge: Judge, pairs: int = 16) -> float:
    """Return how many pairs that fill 128 word pieces are judged per second of CPU time."""
    given = [(_CLAIM.format(at), _LONG) for at in range(pairs)]
    judge.judge_many(given[:8])
    began = time.process_time()
    judge.judge_many(given)
    return pairs / (time.process_time() - began)


def load_time(name: str) -> float:
    """Return the seconds of CPU time from the import to the first judgement in a fresh process."""
    done = subprocess.run([sys.executable, "-c", _LOAD.format(name=name)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def drawn(name: str, table: dict[str, Any]) -> Table:
    drawn_table = Table("figure", "as shipped", "single runs (mean ± spread)", title=f"stance: {name}, dev")
    for figure, value in table["figures"].items():
        mean, spread = table["seeds"]["mean"][figure], table["seeds"]["spread"][figure]
        drawn_table.add_row(figure, f"{value:.3f}", f"{mean:.3f} ± {spread:.3f}")
    for domain, value in table["calibration error"].items():
        drawn_table.add_row(f"calibration error, {domain}", f"{value:.3f}", "")
    for figure in (
        AS_CHALLENGED,
        "clear",
        "pairs of 128 tokens per CPU second",
        "seconds to the first judgement",
        "megabytes",
    ):
        if figure in table:
            drawn_table.add_row(figure, f"{table[figure]:.2f}", "")
    return drawn_table


if __name__ == "__main__":
    main()
