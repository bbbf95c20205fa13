"""The encoder's runs: several seeds from the checkpoint, then later legs, each from the average before.

Before the last three the network is made smaller; in these it learns from the larger one what got lost.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from bot.text.train.data import Example, headline_pairs
from bot.text.train.encoder import Encoder, from_minilm, with_weights
from bot.text.train.encoder_fit import (
    Encoded,
    Plan,
    encode,
    epoch_sample,
    fit,
    matching,
    onward,
    polishing,
    settling,
    tokenizer,
)
from bot.text.train.export import average, from_onnx
from bot.text.train.slim import slim

State = dict[str, torch.Tensor]
Teaching = tuple[list[Encoded], Encoder]
"""What to read, and the network whose answers are right."""
FIRST = "encoder"


@dataclass(frozen=True, slots=True)
class Leg:
    """A later leg: its seeds, its share of the first leg's rounds and minutes, and how its plan is made.

    `headlines` is how often it meets the claims with headlines (Emergent), the smallest part of the data.
    """

    name: str
    seeds: tuple[int, ...]
    share: float
    plan: Callable[[Plan], Plan]
    headlines: int = 1


LATER = (
    Leg("second", (11, 12), 1 / 4, polishing),
    Leg("third", (21, 22), 1 / 4, polishing),
    Leg("fourth", (31, 32), 1.5, onward),
    Leg("fifth", (41, 42, 43), 1.5, onward),
)
MATCHED = (
    Leg("sixth", (51, 52), 1 / 2, matching),
    Leg("seventh", (61,), 1 / 4, matching, headlines=4),
    Leg("eighth", (62, 63), 1 / 4, settling, headlines=4),
)
"""Legs of the smaller network, each from the average of all before. The first met too few headlines to ship."""
_MEASURED = 3000  # pairs on which a network is measured before it is made smaller
_PARTNERS = 4  # other headlines of its topic that each headline is read with


def set_threads(threads: int) -> None:
    """Let torch use this many threads; 0 leaves it its choice."""
    if threads:
        torch.set_num_threads(threads)


class Runs:
    """Runs that keep their weights in `out`, one file per seed; a run whose file is there is not done again."""

    def __init__(
        self, train: list[Example], base: Path, out: Path, device: str, bar: Callable[[str], Callable[[int, int], None]]
    ) -> None:
        self.train = train
        self.items = encode(train, tokenizer(base))
        self.base = base
        self.out = out
        self.device = device
        self.bar = bar

    def first_leg(self, seeds: Iterable[int], epochs: float, minutes: float) -> None:
        """Train from the checkpoint, once per seed."""
        for seed in seeds:
            plan = Plan(epochs=epochs, minutes=minutes, seed=seed)
            self._run(f"{FIRST}-seed{seed}", plan, partial(from_minilm, self.base))

    def later_legs(self, epochs: float, minutes: float) -> None:
        """Train on, each leg from the average of the one before: the seeds share a basin."""
        before = FIRST
        for leg in LATER:
            state = average(states(self.out, before))
            for seed in leg.seeds:
                self._run(f"{leg.name}-seed{seed}", _plan(leg, seed, epochs, minutes), partial(with_weights, state))
            before = leg.name
        self._smaller(average(states(self.out, before)), epochs, minutes)

    def smaller(self, exported: Path, epochs: float, minutes: float) -> None:
        """Make the network in an exported `encoder.onnx` smaller: the last three legs alone."""
        self._smaller(from_onnx(from_minilm(self.base), exported), epochs, minutes)

    def _smaller(self, state: State, epochs: float, minutes: float) -> None:
        """Make the network smaller; it then learns from the larger one's answers and vectors, not from labels."""
        rng = random.Random(0)  # noqa: S311 - not for secrets
        sample = epoch_sample(self.items, Plan(), rng)
        teacher = with_weights(state)
        state = slim(teacher, rng.sample(sample, min(_MEASURED, len(sample))), self.bar("slim")).state_dict()
        unlabelled = encode(headline_pairs(self.train, _PARTNERS, random.Random(0)), tokenizer(self.base))  # noqa: S311
        headlines = [item for item in self.items if item.domain == "emergent"]
        for at, leg in enumerate(MATCHED, start=1):
            items = [*self.items, *headlines * (leg.headlines - 1), *unlabelled]
            for seed in leg.seeds:
                plan = _plan(leg, seed, epochs, minutes)
                self._run(f"{leg.name}-seed{seed}", plan, partial(with_weights, state, dropout=0.0), (items, teacher))
            state = average(matched(self.out, MATCHED[:at]))

    def _run(self, name: str, plan: Plan, start: Callable[[], Encoder], teaching: Teaching | None = None) -> None:
        path = self.out / f"{name}.pt"
        if path.exists():
            return
        items, teacher = teaching or (self.items, None)
        model = fit(start().to(self.device), items, plan, self.bar(name), teacher)
        torch.save(model.cpu().state_dict(), path)


def _plan(leg: Leg, seed: int, epochs: float, minutes: float) -> Plan:
    return leg.plan(Plan(epochs=epochs * leg.share, minutes=minutes * leg.share, seed=seed))


def states(out: Path, leg: str) -> list[State]:
    """Return the weights of a leg's runs, by seed."""
    return [torch.load(path) for path in sorted(out.glob(f"{leg}-seed*.pt"))]


def matched(out: Path, legs: Iterable[Leg]) -> list[State]:
    """Return the weights of these legs' runs."""
    return [state for leg in legs for state in states(out, leg.name)]


def last_leg(out: Path) -> list[State]:
    """Return the weights whose average ships: of the smaller network's last legs, else of the last leg there is."""
    legs = (MATCHED[0].name, *(leg.name for leg in reversed(LATER)), FIRST)
    return matched(out, MATCHED[1:]) or next(found for leg in legs if (found := states(out, leg)))
