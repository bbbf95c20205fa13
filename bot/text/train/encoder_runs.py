"""The encoder's runs: several seeds from the checkpoint, then a short second leg from their average."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import torch

from bot.text.train.data import Example
from bot.text.train.encoder import from_minilm
from bot.text.train.encoder_fit import Plan, encode, fit, polishing, tokenizer
from bot.text.train.export import average

State = dict[str, torch.Tensor]
_SECOND_SEEDS = (11, 12)


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
            self._run(f"encoder-seed{seed}", Plan(epochs=epochs, minutes=minutes, seed=seed), None)

    def second_leg(self, epochs: float, minutes: float) -> None:
        """Train on from the average: the seeds share a basin by then, and revisions are not yet learnt."""
        state = average(states(self.out, "encoder-seed"))
        for seed in _SECOND_SEEDS:
            plan = polishing(Plan(epochs=epochs, minutes=minutes, seed=seed))
            self._run(f"polished-seed{seed}", plan, state)

    def _run(self, name: str, plan: Plan, state: State | None) -> None:
        path = self.out / f"{name}.pt"
        if path.exists():
            return
        model = from_minilm(self.base)
        if state is not None:
            model.load_state_dict(state)
        fit(model.to(self.device), self.items, plan, self.bar(name))
        torch.save(model.cpu().state_dict(), path)


def states(out: Path, start: str) -> list[State]:
    """Return the weights of the runs whose names begin so, by seed."""
    return [torch.load(path) for path in sorted(out.glob(f"{start}*.pt"))]
