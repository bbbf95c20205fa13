"""A smaller network from a trained one: the heads and inner units least missed are taken out, and the rest makes up.

What is left of a layer's last matrix is fitted anew by least squares, so that the layer gives what it gave, as near as
it can: the optimal brain surgeon (Hassibi & Stork, 1993) on whole columns, as in ZipLM (Kurtic, Frantar & Alistarh,
2023). No labels are needed, only texts of the kind that will be read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from bot.text.train.encoder import Encoder, Layer, against_padding, with_weights
from bot.text.train.encoder_fit import Encoded, tensors

HEADS = 8
INNER = 768
_BATCH = 32
_RIDGE = 1e-4  # of the mean square: keeps the inverse steady where units move together


@dataclass(frozen=True, slots=True)
class _Part:
    """What one layer was given, for one batch; `shown` is true for tokens that are no padding."""

    hidden: Tensor
    bias: Tensor
    shown: Tensor


@torch.inference_mode()
def slim(model: Encoder, items: Sequence[Encoded], tell: Callable[[int, int], None]) -> Encoder:
    """Return a copy with `HEADS` heads and `INNER` inner units in each layer; a network so small stays as it is.

    `items` are a few thousand pairs to measure on; each layer is measured as the layers before it, slimmed, feed it.
    """
    shape = replace(model.shape, heads=min(HEADS, model.shape.heads), inner=min(INNER, model.shape.inner))
    if shape == model.shape:
        return model
    found = {name: value.clone() for name, value in model.state_dict().items()}
    parts = _embedded(model.eval(), items)
    for at in range(shape.layers):
        name = f"layers.{at}"
        for last, width, keep, before in (
            ("out", shape.head, shape.heads, ("query", "key", "value")),
            ("narrow", 1, shape.inner, ("wide",)),
        ):
            layer = _layer(found, name, model)
            weight = found[f"{name}.{last}.weight"]
            columns, fitted = kept(weight, _gram(layer, getattr(layer, last), parts), width, keep)
            found[f"{name}.{last}.weight"] = fitted
            for given in before:
                for kind in ("weight", "bias"):
                    found[f"{name}.{given}.{kind}"] = found[f"{name}.{given}.{kind}"][columns]
        layer = _layer(found, name, model)
        parts = [replace(part, hidden=layer(part.hidden, part.bias)) for part in parts]
        tell(at + 1, shape.layers)
    return with_weights(found)


def kept(weight: Tensor, gram: Tensor, width: int, keep: int) -> tuple[Tensor, Tensor]:
    """Return the columns to keep, `keep` blocks of `width`, and the weights (out, kept) that then do best.

    `gram` (in, in) is the sum of the outer products of what the matrix `weight` (out, in) is multiplied with. One block
    after the other is taken out, each time the one whose loss the others make up for best.
    """
    size = gram.shape[0]
    left = weight.double().clone()
    inverse = torch.linalg.inv(gram + torch.eye(size, dtype=gram.dtype) * _RIDGE * gram.diagonal().mean())
    alive = torch.ones(size // width, dtype=torch.bool)
    for _ in range(size // width - keep):
        own = torch.linalg.inv(_blocks(inverse, width))
        apart = left.view(len(left), -1, width).transpose(0, 1)
        loss = torch.einsum("bow,bwv,bov->b", apart, own, apart)
        block = int(loss.masked_fill(~alive, torch.inf).argmin())
        gone = slice(block * width, (block + 1) * width)
        pull = own[block] @ inverse[gone]
        left -= left[:, gone] @ pull
        inverse -= inverse[:, gone] @ pull
        left[:, gone] = 0
        inverse[:, gone] = inverse[gone] = 0
        inverse[gone, gone] = torch.eye(width, dtype=inverse.dtype)
        alive[block] = False
    columns = alive.repeat_interleave(width).nonzero().flatten()
    return columns, left[:, columns].float()


def _blocks(matrix: Tensor, width: int) -> Tensor:
    """Return the blocks along the diagonal: (blocks, width, width)."""
    count = len(matrix) // width
    return matrix.view(count, width, count, width).diagonal(dim1=0, dim2=2).permute(2, 0, 1)


def _embedded(model: Encoder, items: Sequence[Encoded]) -> list[_Part]:
    order = sorted(items, key=lambda item: len(item.ids))
    parts: list[_Part] = []
    for start in range(0, len(order), _BATCH):
        ids, segments, mask = tensors(list(order[start : start + _BATCH]), torch.device("cpu"))
        hidden = model.embedded(ids, segments)
        parts.append(_Part(hidden, against_padding(mask, hidden), mask.bool()))
    return parts


def _layer(state: dict[str, Tensor], name: str, model: Encoder) -> Layer:
    """Return one layer with the weights that stand in `state` by now."""
    own = {key.removeprefix(f"{name}."): value for key, value in state.items() if key.startswith(f"{name}.")}
    heads = own["query.weight"].shape[0] // model.shape.head
    layer = Layer(replace(model.shape, heads=heads, inner=own["wide.weight"].shape[0]), dropout=0.0)
    layer.load_state_dict(own)
    return layer.eval()


def _gram(layer: Layer, last: nn.Linear, parts: list[_Part]) -> Tensor:
    """Return the sum of the outer products of what `last` is given, over all tokens that are shown."""
    size = last.in_features
    total = torch.zeros(size, size, dtype=torch.float64)
    given: list[Tensor] = []
    hook = last.register_forward_pre_hook(lambda _, inputs: given.append(inputs[0]))
    for part in parts:
        layer(part.hidden, part.bias)
        rows = given.pop()[part.shown]
        total += (rows.T @ rows).double()
    hook.remove()
    return total
