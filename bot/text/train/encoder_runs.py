"""The encoder's runs: several seeds from the checkpoint, then short later legs, each from the average before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import torch

from bot.text.train.data import Example
from bot.text.train.encoder import from_minilm
from bot.text.train.encoder_fit import Plan, encode, fit, polishing, tokenizer
from bot.text.train.export import average

State = dict[str, torch.Tensor]
FIRST = "encoder"
LATER = {"second": (11, 12), "third": (21, 22)}
"""The later legs in their order, with their seeds."""


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
        """Train on from the average of the leg before: the seeds share a basin, and revisions are learnt last."""
        before = FIRST
        for name, seeds in LATER.items():
            state = average(states(self.out, before))
            for seed in seeds:
                self._run(f"{name}-seed{seed}", polishing(Plan(epochs=epochs, minutes=minutes, seed=seed)), state)
            before = name

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
    return next(found for leg in [*reversed(LATER), FIRST] if (found := states(out, leg)))
