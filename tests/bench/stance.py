"""``python -m tests.bench.stance``: dev figures, three seeds, calibration, speed on one core and load time.

The labelled data is not part of the repository; ``--data`` names its folder. The single runs' figures stand in
`bot/text/models/figures.json`, written when the models were trained; everything else is measured now.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.domain.finding import Judgement, Stance
from bot.text.stance import FULL, LIGHT, MODELS, Judge, extra_installed, load_judge
from bot.text.train.data import Example, load
from bot.text.train.figures import calibration_error, figures

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "stance"
_ORDER = list(Stance)
_LOAD = (
    "import time; began = time.perf_counter(); from bot.text.stance import load_judge; "
    "load_judge({name!r}).judge('one two three', 'one two three'); print(time.perf_counter() - began)"
)
_LONG = (
    "Orchard Labs said on Monday that its new plant near Riga had built four hundred robots in one quarter, while a "
    "spokeswoman for the ministry denied reports that the permits were still missing and told local media that the "
    "review would end in May. "
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.stance", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the labelled data")
    parser.add_argument("--sample", type=int, default=0, help="judge about this many dev pairs only (0: all)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    given = parser.parse_args()
    if not given.data.is_dir():
        parser.exit(2, f"The labelled data is not at {given.data}; name its folder with --data.\n")
    _, dev = load(given.data)
    if given.sample:
        dev = dev[:: max(1, len(dev) // given.sample)]
    recorded = json.loads((MODELS / "figures.json").read_text(encoding="utf-8"))
    report = {name: measured(name, dev) for name in ((LIGHT, FULL) if extra_installed() else (LIGHT,))}
    for name, table in report.items():
        table["seeds"] = {"mean": recorded[name]["mean of runs"], "spread": recorded[name]["spread of runs"]}
    if given.json:
        sys.stdout.write(json.dumps(report, indent=1) + "\n")
    else:
        for name, table in report.items():
            Console(width=100).print(drawn(name, table))


def measured(name: str, dev: list[Example]) -> dict[str, Any]:
    """Return figures, calibration errors, pairs per second of CPU time, and seconds to the first judgement."""
    judge = load_judge(name)
    began = time.process_time()
    found = judge.judge_many([(example.claim, example.text) for example in dev])
    seconds = time.process_time() - began
    labels = [example.label for example in dev]
    chances = [_chances(judgement) for judgement in found]
    errors = {"all": calibration_error(chances, labels)}
    for domain in sorted({example.domain for example in dev}):
        own = [at for at, example in enumerate(dev) if example.domain == domain]
        errors[domain] = calibration_error([chances[at] for at in own], [labels[at] for at in own])
    return {
        "pairs": len(dev),
        "figures": figures(dev, [_ORDER.index(judgement.stance) for judgement in found]),
        "calibration error": errors,
        "clear": sum(judgement.clear for judgement in found) / len(dev),
        "dev pairs per CPU second": len(dev) / seconds,
        "pairs of 128 tokens per CPU second": speed(judge),
        "seconds to the first judgement": load_time(name),
    }


def _chances(judgement: Judgement) -> list[float]:
    return [float(getattr(judgement, stance.value)) for stance in _ORDER]


def speed(judge: Judge, pairs: int = 64) -> float:
    """Return how many pairs that fill 128 word pieces are judged per second of CPU time."""
    given = [(f"Orchard Labs built {at} robots in Riga, its plant's first quarter", _LONG * 2) for at in range(pairs)]
    judge.judge_many(given[:8])
    began = time.process_time()
    judge.judge_many(given)
    return pairs / (time.process_time() - began)


def load_time(name: str) -> float:
    """Return the seconds from the import to the first judgement in a fresh process."""
    done = subprocess.run([sys.executable, "-c", _LOAD.format(name=name)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def drawn(name: str, table: dict[str, Any]) -> Table:
    drawn_table = Table("figure", "as shipped", "single runs (mean ± spread)", title=f"stance: {name}, dev")
    for figure, value in table["figures"].items():
        mean, spread = table["seeds"]["mean"][figure], table["seeds"]["spread"][figure]
        drawn_table.add_row(figure, f"{value:.3f}", f"{mean:.3f} ± {spread:.3f}")
    for domain, value in table["calibration error"].items():
        drawn_table.add_row(f"calibration error, {domain}", f"{value:.3f}", "")
    for figure in ("clear", "dev pairs per CPU second", "pairs of 128 tokens per CPU second"):
        drawn_table.add_row(figure, f"{table[figure]:.2f}", "")
    drawn_table.add_row("seconds to the first judgement", f"{table['seconds to the first judgement']:.2f}", "")
    return drawn_table


if __name__ == "__main__":
    main()
