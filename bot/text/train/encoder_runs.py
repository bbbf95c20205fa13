"""The encoder's runs: several seeds from the checkpoint, then later legs, each from the average before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import torch

from bot.text.train.data import Example
from bot.text.train.encoder import from_minilm
from bot.text.train.encoder_fit import Plan, encode, fit, onward, polishing, tokenizer
from bot.text.train.export import average, from_onnx

State = dict[str, torch.Tensor]
FIRST = "encoder"


@dataclass(frozen=True, slots=True)
class Leg:
    """A later leg: its seeds, its share of the first leg's rounds and minutes, and how its plan is made."""

    name: str
    seeds: tuple[int, ...]
    share: float
    plan: Callable[[Plan], Plan]


LATER = (
    Leg("second", (11, 12), 1 / 4, polishing),
    Leg("third", (21, 22), 1 / 4, polishing),
    Leg("fourth", (31, 32), 1.5, onward),
    Leg("fifth", (41, 42, 43), 1.5, onward),
)


def set_threads(threads: int) -> None:
    """Let torch use this many threads; 0 leaves it its choice."""
    if threads:
        torch.set_num_threads(threads)


class Runs:
    """Runs that keep their weights in `out`, one file per seed; a run whose file is there is not done again."""

    def __init__(
        self, train: list[Example], base: Path, out: Path, device: str, bar: Callable[[str], Callable[[int, int], None]]
    ) -> None:
        self.items = encode(train, tokenizer(base))
        self.base = base
        self.out = out
        self.device = device
        self.bar = bar

    def first_leg(self, seeds: Iterable[int], epochs: float, minutes: float) -> None:
        """Train from the checkpoint, once per seed."""
        for seed in seeds:
            self._run(f"{FIRST}-seed{seed}", Plan(epochs=epochs, minutes=minutes, seed=seed), None)

    def later_legs(self, epochs: float, minutes: float) -> None:
        """Train on, each leg from the average of the one before: the seeds share a basin."""
        before = FIRST
        for leg in LATER:
            self._leg(leg, average(states(self.out, before)), leg.seeds, epochs, minutes)
            before = leg.name

    def onward(self, exported: Path, seeds: Iterable[int], epochs: float, minutes: float) -> None:
        """Train on from the weights in an exported `encoder.onnx`: the last leg alone."""
        model = from_minilm(self.base)
        self._leg(LATER[-1], from_onnx(model, exported), seeds, epochs, minutes)

    def _leg(self, leg: Leg, state: State, seeds: Iterable[int], epochs: float, minutes: float) -> None:
        for seed in seeds:
            plan = leg.plan(Plan(epochs=epochs * leg.share, minutes=minutes * leg.share, seed=seed))
            self._run(f"{leg.name}-seed{seed}", plan, state)

    def _run(self, name: str, plan: Plan, state: State | None) -> None:
        path = self.out / f"{name}.pt"
        if path.exists():
            return
        model = from_minilm(self.base)
        if state is not None:
            model.load_state_dict(state)
        fit(model.to(self.device), self.items, plan, self.bar(name))
        torch.save(model.cpu().state_dict(), path)


def states(out: Path, leg: str) -> list[State]:
    """Return the weights of a leg's runs, by seed."""
    return [torch.load(path) for path in sorted(out.glob(f"{leg}-seed*.pt"))]


def last_leg(out: Path) -> list[State]:
    """Return the weights of the last leg that was run."""
    return next(found for leg in [*(leg.name for leg in reversed(LATER)), FIRST] if (found := states(out, leg)))
