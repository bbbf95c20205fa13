"""Train, export, calibrate and describe the stance models; finished stages in `--out` are not done again."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.text.train import features_fit
from bot.text.train.data import Example, load
from bot.text.train.finish import finish, recalibrate, write_json

Bar = Callable[[int, int], None]


def main() -> None:
    """Run the stages that the arguments ask for."""
    given = _arguments()
    given.out.mkdir(parents=True, exist_ok=True)
    train, dev = load(given.data)
    if given.sample:
        train, dev = train[:: max(1, len(train) // given.sample)], dev[:: max(1, len(dev) // given.sample)]
    seeds = range(given.first_seed, given.first_seed + given.seeds)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    ) as progress:
        if given.stage in ("all", "features"):
            _features(train, given.out, seeds, progress)
        if given.base is not None and given.stage in ("all", "encoder"):
            _encoder(train, given, seeds, progress)
        if given.stage in ("all", "finish"):
            finish(dev, given.out, given.base, _bar(progress, "dev"))
        if given.stage == "calibrate":
            recalibrate(dev, given.out, _bar(progress, "dev"))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.text.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the labelled data")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights, figures and the model card")
    parser.add_argument("--base", type=Path, help="folder of the MiniLM-L6 checkpoint; without it: features only")
    parser.add_argument(
        "--smaller", type=Path, help="make the network in this encoder.onnx smaller: the last three legs alone"
    )
    parser.add_argument("--stage", choices=("all", "features", "encoder", "finish", "calibrate"), default="all")
    parser.add_argument("--seeds", type=int, default=3, help="how many runs (3)")
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--epochs", type=float, default=2.0, help="rounds over the encoder's sampled data (2)")
    parser.add_argument(
        "--minutes", type=float, default=0.0, help="end each encoder run after so much CPU time (0: never)"
    )
    parser.add_argument("--device", default="cpu", help="torch device of the encoder (cpu)")
    parser.add_argument("--threads", type=int, default=0, help="torch threads (0: torch's choice)")
    parser.add_argument("--sample", type=int, default=0, help="use about this many examples only, to try the whole way")
    return parser.parse_args()


def _bar(progress: Progress, text: str) -> Bar:
    task = progress.add_task(text, total=None)
    return lambda done, total: progress.update(task, completed=done, total=total)


def _features(train: list[Example], out: Path, seeds: range, progress: Progress) -> None:
    wanted = [seed for seed in seeds if not (out / f"features-seed{seed}.json").exists()]
    if not wanted:
        return
    first = seeds[0]
    examples = features_fit.with_strangers(features_fit.thinned(train, first), first)
    items = features_fit.read(examples, _bar(progress, "reading features"))
    for seed in wanted:
        model = features_fit.fit(items, seed, progress.log)
        write_json(out / f"features-seed{seed}.json", model)


def _encoder(train: list[Example], given: argparse.Namespace, seeds: range, progress: Progress) -> None:
    from bot.text.train.encoder_runs import Runs, set_threads  # noqa: PLC0415 - the light model is fitted without torch

    set_threads(given.threads)
    runs = Runs(train, given.base, given.out, given.device, lambda text: _bar(progress, text))
    if given.smaller is not None:
        runs.smaller(given.smaller, given.epochs, given.minutes)
        return
    runs.first_leg(seeds, given.epochs, given.minutes)
    runs.later_legs(given.epochs, given.minutes)


if __name__ == "__main__":
    main()
