"""A BERT-shaped encoder with a stance head, small enough to read; weights come from a MiniLM-L6 checkpoint."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network; `head` is the width of one head of attention."""

    vocabulary: int = 30522
    positions: int = 512
    width: int = 384
    inner: int = 1536
    layers: int = 6
    heads: int = 12
    head: int = 32
    labels: int = 4


class Layer(nn.Module):
    """Self-attention and a feed-forward part, each with its residual and a norm after."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.shape = shape
        mixed = shape.heads * shape.head
        self.query = nn.Linear(shape.width, mixed)
        self.key = nn.Linear(shape.width, mixed)
        self.value = nn.Linear(shape.width, mixed)
        self.out = nn.Linear(mixed, shape.width)
        self.norm1 = nn.LayerNorm(shape.width, eps=1e-12)
        self.wide = nn.Linear(shape.width, shape.inner)
        self.narrow = nn.Linear(shape.inner, shape.width)
        self.norm2 = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """Take and return (batch, tokens, width); `bias` is 0 for tokens and very negative for padding."""
        batch, tokens, _ = hidden.shape

        def split(part: Tensor) -> Tensor:
            return part.view(batch, tokens, self.shape.heads, self.shape.head).transpose(1, 2)

        query, key, value = split(self.query(hidden)), split(self.key(hidden)), split(self.value(hidden))
        # Spelled out: on a CPU the backward pass of the fused kernel takes as long as all matrix products together.
        scores = query @ key.transpose(2, 3) * self.shape.head**-0.5 + bias
        mixed = torch.softmax(scores, dim=-1) @ value
        mixed = mixed.transpose(1, 2).flatten(2)
        hidden = self.norm1(hidden + self.dropout(self.out(mixed)))
        return self.norm2(hidden + self.dropout(self.narrow(functional.gelu(self.wide(hidden)))))


class Encoder(nn.Module):
    """Claim and text, joined, to four logits."""

    def __init__(self, shape: Shape | None = None, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape or Shape()
        self.word = nn.Embedding(self.shape.vocabulary, self.shape.width)
        self.position = nn.Embedding(self.shape.positions, self.shape.width)
        self.segment = nn.Embedding(2, self.shape.width)
        self.norm = nn.LayerNorm(self.shape.width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(self.shape, dropout) for _ in range(self.shape.layers))
        self.mix = nn.Linear(2 * self.shape.width, self.shape.width)
        self.head = nn.Linear(self.shape.width, self.shape.labels)

    def forward(self, ids: Tensor, segments: Tensor, mask: Tensor) -> Tensor:
        """Take int64 ids, segments and mask, each (batch, tokens); return logits (batch, 4)."""
        return self.judged(self.vectors(ids, segments, mask)[-1], mask)

    def vectors(self, ids: Tensor, segments: Tensor, mask: Tensor) -> list[Tensor]:
        """Return what the first layer is given and what each layer makes of it, each (batch, tokens, width)."""
        found = [self.embedded(ids, segments)]
        bias = against_padding(mask, found[0])
        for layer in self.layers:
            found.append(layer(found[-1], bias))
        return found

    def embedded(self, ids: Tensor, segments: Tensor) -> Tensor:
        """Return what the first layer is given."""
        places = torch.arange(ids.shape[1], device=ids.device).unsqueeze(0)
        return self.dropout(self.norm(self.word(ids) + self.position(places) + self.segment(segments)))

    def judged(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Take the last layer's vectors; return logits (batch, 4)."""
        weights = mask.to(hidden.dtype).unsqueeze(-1)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        pooled = torch.tanh(self.mix(self.dropout(torch.cat([hidden[:, 0], mean], dim=-1))))
        return self.head(self.dropout(pooled))


def against_padding(mask: Tensor, like: Tensor) -> Tensor:
    """Return what attention adds to its scores, (batch, 1, 1, tokens): 0 for tokens, very negative for padding."""
    return (1.0 - mask.to(like.dtype))[:, None, None, :] * -10000.0


def with_weights(state: dict[str, Tensor], dropout: float = 0.1) -> Encoder:
    """Return an encoder of the sizes that the weights have, with them."""
    plain = Shape()
    heads = state["layers.0.query.weight"].shape[0] // plain.head
    model = Encoder(replace(plain, heads=heads, inner=state["layers.0.wide.weight"].shape[0]), dropout)
    model.load_state_dict(state)
    return model


_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "norm2": "output.LayerNorm",
}


def from_minilm(folder: Path, dropout: float = 0.1) -> Encoder:
    """Return an encoder that starts from the checkpoint in `folder`; the head is new."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    shape = Shape(
        config["vocab_size"],
        config["max_position_embeddings"],
        config["hidden_size"],
        config["intermediate_size"],
        config["num_hidden_layers"],
        config["num_attention_heads"],
        config["hidden_size"] // config["num_attention_heads"],
    )
    torch.manual_seed(0)  # one new head for all seeds: their weights can then be averaged
    model = Encoder(shape, dropout)
    given = {name.removeprefix("bert."): value for name, value in load_file(folder / "model.safetensors").items()}
    mapped: dict[str, Tensor] = {
        "word.weight": given["embeddings.word_embeddings.weight"],
        "position.weight": given["embeddings.position_embeddings.weight"],
        "segment.weight": given["embeddings.token_type_embeddings.weight"],
        "norm.weight": given["embeddings.LayerNorm.weight"],
        "norm.bias": given["embeddings.LayerNorm.bias"],
    }
    for at in range(shape.layers):
        for ours, theirs in _NAMES.items():
            for part in ("weight", "bias"):
                mapped[f"layers.{at}.{ours}.{part}"] = given[f"encoder.layer.{at}.{theirs}.{part}"]
    missing, unexpected = model.load_state_dict({name: value.float() for name, value in mapped.items()}, strict=False)
    if unexpected or any(not name.startswith(("mix.", "head.")) for name in missing):
        raise ValueError(f"the checkpoint does not fit: missing {missing}, unexpected {unexpected}")
    return model
