"""Fine-tuning of the encoder on all three kinds of pairs at once."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from bot.text.stance.excerpt import excerpt
from bot.text.train.data import LABELS, Example
from bot.text.train.encoder import Encoder

MAX_TOKENS = 128
_BATCH_TOKENS = 2400
_LABEL_SMOOTHING = 0.05
_REFUTES_WEIGHT = {"fnc": 2.0, "emergent": 1.5}


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to train.

    `minutes` of CPU time of each thread, where not 0, end the run early: the rate then falls with them, so that the
    weights are settled when they are over. Such a run can not be repeated to the bit.
    """

    epochs: float = 2.0
    minutes: float = 0.0
    rate: float = 1.5e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    layer_decay: float = 0.9
    weight_decay: float = 0.01
    seed: int = 1
    limits: dict[tuple[str, int], int] = field(
        default_factory=lambda: {
            ("fnc", 3): 1200,
            ("fnc", 2): 2000,
            ("fnc", 0): 1600,
            ("synthetic", 0): 2200,
            ("synthetic", 1): 2200,
        }
    )


def polishing(plan: Plan) -> Plan:
    """Return the plan of a short leg, from averaged weights: slower, and most of all on revisions."""
    limits = {("fnc", 3): 600, ("fnc", 2): 1000, ("fnc", 0): 900, ("synthetic", 0): 1000, ("synthetic", 1): 1000}
    return replace(plan, rate=1e-4, head_rate=3e-4, warmup=0.03, limits=limits)


def onward(plan: Plan) -> Plan:
    """Return the plan of a long leg from averaged weights: all kinds again, somewhat slower than at first."""
    return replace(plan, rate=1.2e-4, head_rate=4e-4, warmup=0.03)


def matching(plan: Plan) -> Plan:
    """Return the plan of a leg that learns from a larger network: all layers alike, and nothing is forgotten."""
    return replace(plan, rate=1e-4, head_rate=1e-4, warmup=0.03, layer_decay=1.0, weight_decay=0.0)


def settling(plan: Plan) -> Plan:
    """Return the same for a leg that begins close by: slower."""
    return replace(matching(plan), rate=5e-5, head_rate=5e-5)


@dataclass(frozen=True, slots=True)
class Encoded:
    """One example as the network reads it."""

    ids: tuple[int, ...]
    segments: tuple[int, ...]
    soft: tuple[float, ...]
    weight: float
    label: int
    domain: str


def tokenizer(folder: Path) -> Tokenizer:
    """Return the word-piece tokenizer of the checkpoint, cutting the text (never the claim) at `MAX_TOKENS`."""
    found = Tokenizer.from_file(str(folder / "tokenizer.json"))
    found.no_padding()
    found.enable_truncation(MAX_TOKENS, strategy="longest_first")
    return found


def encode(examples: list[Example], tokens: Tokenizer) -> list[Encoded]:
    """Return the examples as token ids of claim and excerpt."""
    found = tokens.encode_batch([(one.claim, excerpt(one.claim, one.text)) for one in examples])
    return [
        Encoded(
            tuple(pair.ids),
            tuple(pair.type_ids),
            one.soft,
            _REFUTES_WEIGHT.get(one.domain, 1.0) if one.label == 1 else 1.0,
            one.label,
            one.domain,
        )
        for one, pair in zip(examples, found, strict=True)
    ]


def epoch_sample(items: list[Encoded], plan: Plan, rng: random.Random) -> list[Encoded]:
    """Return one epoch's examples: rare kinds often, plentiful ones in part (`plan.limits`, by domain and label)."""
    by: dict[tuple[str, int], list[Encoded]] = {}
    for item in items:
        by.setdefault((item.domain, item.label), []).append(item)
    chosen: list[Encoded] = []
    for key, group in by.items():
        times = 2 if key[0] == "emergent" else 1
        chosen += rng.sample(group, min(plan.limits.get(key, len(group)), len(group))) * times
    return chosen


def batches(items: list[Encoded], rng: random.Random, tokens: int = _BATCH_TOKENS) -> Iterator[list[Encoded]]:
    """Yield batches of about equal token count, of pairs of about equal length, in random order."""
    order = sorted(items, key=lambda item: len(item.ids) + rng.uniform(-4, 4))
    found: list[list[Encoded]] = []
    batch: list[Encoded] = []
    longest = 0
    for item in order:
        longest = max(longest, len(item.ids))
        if batch and longest * (len(batch) + 1) > tokens:
            found.append(batch)
            batch, longest = [], len(item.ids)
        batch.append(item)
    found.append(batch)
    rng.shuffle(found)
    yield from found


def tensors(batch: list[Encoded], device: torch.device) -> tuple[Tensor, Tensor, Tensor]:
    """Return ids, segments and mask, padded to the longest of the batch."""
    longest = max(len(item.ids) for item in batch)
    ids = torch.tensor([item.ids + (0,) * (longest - len(item.ids)) for item in batch])
    segments = torch.tensor([item.segments + (0,) * (longest - len(item.segments)) for item in batch])
    mask = torch.tensor([[1] * len(item.ids) + [0] * (longest - len(item.ids)) for item in batch])
    return ids.to(device), segments.to(device), mask.to(device)


class Master:
    """AdamW over float32 copies of the parameters: in bfloat16 small steps would be rounded away."""

    def __init__(self, model: Encoder, plan: Plan, steps: int) -> None:
        self.live: list[nn.Parameter] = []
        groups: list[dict[str, object]] = []
        last = len(model.layers)
        for name, parameter in model.named_parameters():
            if not parameter.requires_grad:
                continue
            copy = nn.Parameter(parameter.detach().clone().float())
            self.live.append(parameter)
            if name.startswith(("mix.", "head.")):
                rate = plan.head_rate
            else:
                depth = int(name.split(".")[1]) + 1 if name.startswith("layers.") else 0
                rate = plan.rate * plan.layer_decay ** (last - depth)
            decay = plan.weight_decay if parameter.dim() > 1 else 0.0
            groups.append({"params": [copy], "lr": rate, "weight_decay": decay})
        self.copies = [group["params"][0] for group in groups]  # type: ignore[index]
        self.optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), eps=1e-6)
        self.warm = max(1, int(steps * plan.warmup))
        self.rates = [float(group["lr"]) for group in self.optimizer.param_groups]
        self.taken = 0

    def step(self, progress: float) -> None:
        """Apply the live parameters' gradients and write the result back; the rate falls with `progress` (0..1)."""
        self.taken += 1
        factor = min(1.0, self.taken / self.warm) * max(0.0, 1.0 - progress)
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * factor
        for live, copy in zip(self.live, self.copies, strict=True):
            copy.grad = None if live.grad is None else live.grad.float()
            live.grad = None
        nn.utils.clip_grad_norm_(self.copies, 1.0)
        self.optimizer.step()
        with torch.no_grad():
            for live, copy in zip(self.live, self.copies, strict=True):
                live.copy_(copy)


def fit(
    model: Encoder,
    items: list[Encoded],
    plan: Plan,
    tell: Callable[[int, int], None],
    teacher: Encoder | None = None,
) -> Encoder:
    """Train `model` in place and return it in float32; `tell(step, steps)` is called after each step.

    With a `teacher`, a larger network with as many layers, it learns what that one makes of the items, not the labels.
    """
    device = next(model.parameters()).device
    rng = random.Random(plan.seed)  # noqa: S311 - not for secrets
    torch.manual_seed(plan.seed)
    model.word.weight.requires_grad_(False)  # noqa: FBT003 - torch's own signature
    model.to(kind_of_number(device.type)).train()
    if teacher is not None:
        teacher.to(device, kind_of_number(device.type)).eval()
    order = _order(items, plan, rng)
    master = Master(model, plan, len(order))
    began = time.process_time()
    for at, batch in enumerate(order):
        spent = (time.process_time() - began) / 60 / torch.get_num_threads() / plan.minutes if plan.minutes else 0.0
        if spent >= 1:
            break
        loss = _missed(model, batch, device) if teacher is None else _strayed(model, teacher, batch, device)
        loss.backward()
        master.step(max(spent, at / len(order)))
        tell(at + 1, len(order))
    return model.float().eval()


def _missed(model: Encoder, batch: list[Encoded], device: torch.device) -> Tensor:
    """Return how far the answers are from the labels: smoothed cross-entropy, weighted."""
    logits = model(*tensors(batch, device)).float()
    wished = torch.tensor([item.soft for item in batch], device=device)
    wished = wished * (1 - _LABEL_SMOOTHING) + _LABEL_SMOOTHING / len(LABELS)
    weights = torch.tensor([item.weight for item in batch], device=device)
    losses = -(wished * torch.log_softmax(logits, dim=-1)).sum(-1)
    return (losses * weights).sum() / weights.sum()


def _strayed(model: Encoder, teacher: Encoder, batch: list[Encoded], device: torch.device) -> Tensor:
    """Return how far answers and vectors are from the teacher's, layer by layer.

    The vectors of all tokens tell far more than four numbers (Sun et al., 2019; Kurtic, Frantar & Alistarh, 2023).
    """
    ids, segments, mask = tensors(batch, device)
    shown = mask.bool()
    with torch.no_grad():
        wished = teacher.vectors(ids, segments, mask)
        answer = torch.log_softmax(teacher.judged(wished[-1], mask).float(), dim=-1)
    found = model.vectors(ids, segments, mask)
    given = torch.log_softmax(model.judged(found[-1], mask).float(), dim=-1)
    apart = functional.kl_div(given, answer, log_target=True, reduction="batchmean")
    for own, theirs in zip(found[1:], wished[1:], strict=True):
        goal = theirs[shown].float()
        apart = apart + functional.mse_loss(own[shown].float(), goal) / goal.square().mean() / len(model.layers)
    return apart


def kind_of_number(device: str) -> torch.dtype:
    """Return bfloat16 where it is fast, which it is not on a CPU without AVX-512 (a tenth of float32's speed)."""
    fast = device != "cpu" or "AVX512" in torch.backends.cpu.get_cpu_capability()
    return torch.bfloat16 if fast else torch.float32


def _order(items: list[Encoded], plan: Plan, rng: random.Random) -> list[list[Encoded]]:
    order: list[list[Encoded]] = []
    for _ in range(math.ceil(plan.epochs)):
        order += list(batches(epoch_sample(items, plan, rng), rng))
    return order[: int(len(order) * plan.epochs / math.ceil(plan.epochs))]


@torch.inference_mode()
def logits(model: Encoder, items: list[Encoded]) -> list[list[float]]:
    """Return the four logits of each item, in order."""
    device = next(model.parameters()).device
    order = sorted(range(len(items)), key=lambda at: len(items[at].ids))
    found: list[list[float]] = [[]] * len(items)
    for start in range(0, len(order), 32):
        chosen = order[start : start + 32]
        result = model(*tensors([items[at] for at in chosen], device)).float().tolist()
        for at, row in zip(chosen, result, strict=True):
            found[at] = row
    return found
