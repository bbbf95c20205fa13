"""From the trained network to the file that ships: an int8 ONNX graph with onnxruntime's fused operators.

The graph is written node by node: with its attention and its head named as such, their eight-bit forms stay nearer to
the trained network than those of a traced graph, and no tracer is needed. It reads pairs without padding, so there is
no mask. Sums and norms stand apart: onnxruntime's kernel for both at once takes four times as long.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from bot.text.train.encoder import Encoder

_FUSED = "com.microsoft"
_EPSILON = 1e-12


def average(states: list[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """Return the mean of the weights of runs that began alike (a "soup": better than any of them, and no slower)."""
    return {name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]}


class Graph:
    """Nodes and weights, gathered in the order of computing."""

    def __init__(self, state: dict[str, torch.Tensor]) -> None:
        self.state = {name: value.detach().float().cpu().numpy() for name, value in state.items()}
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: np.ndarray) -> str:
        """Add a constant and return its name."""
        self.weights.append(numpy_helper.from_array(value.copy(order="C"), name))
        return name

    def node(self, kind: str, *given: str, to: str, domain: str = "", **settings: float | list[int]) -> str:
        """Add a node with one output and return the output's name."""
        self.nodes.append(helper.make_node(kind, list(given), [to], name=to, domain=domain, **settings))
        return to

    def kept(self, name: str, *, turned: bool = False) -> str:
        """Add a trained weight under its own name; `turned` for matrices, which torch keeps the other way round."""
        return self.weight(name, self.state[name].T if turned else self.state[name])


def to_onnx(model: Encoder, path: Path) -> None:
    """Write the network to `path` with the matrices and the word vectors in eight bits."""
    graph = Graph(model.state_dict())
    hidden = _embedded(graph)
    for at in range(model.shape.layers):
        hidden = _layer(graph, hidden, f"layers.{at}", model.shape.heads)
    head = _pooled(graph, hidden)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["b", "t"]) for name in ("ids", "segments")]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["b", model.shape.labels])]
    made = helper.make_model(
        helper.make_graph(graph.nodes, "stance", inputs, outputs, graph.weights),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)],
        ir_version=8,
    )
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        onnx.save(made, str(plain))
        quantize_dynamic(
            plain,
            path,
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
            nodes_to_exclude=head,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )


def from_onnx(model: Encoder, path: Path) -> dict[str, torch.Tensor]:
    """Return the weights of a file that `to_onnx` wrote, back in full precision as far as eight bits tell them.

    `model` is the checkpoint that they began from: its word vectors were never trained, and are taken as they are.
    """
    held = {one.name: numpy_helper.to_array(one) for one in onnx.load(str(path)).graph.initializer}

    def kept(name: str) -> np.ndarray:
        if name in held:
            return held[name]
        zero, scale = held[f"{name}_zero_point"].astype(np.int32), held[f"{name}_scale"]
        return (held[f"{name}_quantized"].astype(np.int32) - zero).astype(np.float32) * scale

    found = {"word.weight": model.word.weight.detach()}
    for name, value in model.state_dict().items():
        layer, _, part = name.rpartition(".")
        if layer.endswith(("query", "key", "value")):
            layer, _, which = layer.rpartition(".")
            joined = kept(f"{layer}.qkv" if part == "weight" else f"{layer}.qkv_bias")
            array = np.split(joined, 3, axis=-1)[("query", "key", "value").index(which)]
        elif name != "word.weight":
            array = kept(name)
        else:
            continue
        turned = value.dim() == 2 and name not in ("position.weight", "segment.weight")  # noqa: PLR2004 - a matrix
        found[name] = torch.from_numpy((array.T if turned else array).copy())
    return found


def _embedded(graph: Graph) -> str:
    """Add word, place and segment vectors."""
    word = graph.node("Gather", graph.kept("word.weight"), "ids", to="words")
    segment = graph.node("Gather", graph.kept("segment.weight"), "segments", to="segment_vectors")
    size = graph.node("Shape", "ids", to="tokens", start=1, end=2)
    zero = graph.weight("zero", np.array([0], dtype=np.int64))
    place = graph.node("Slice", graph.kept("position.weight"), zero, size, zero, to="places")
    total = graph.node("Add", graph.node("Add", word, segment, to="words_segments"), place, to="vectors")
    return graph.node(
        "LayerNormalization", total, graph.kept("norm.weight"), graph.kept("norm.bias"), to="embedded", epsilon=_EPSILON
    )


def _layer(graph: Graph, hidden: str, name: str, heads: int) -> str:
    parts = ("query", "key", "value")
    matrix = np.concatenate([graph.state[f"{name}.{part}.weight"].T for part in parts], axis=1)
    bias = np.concatenate([graph.state[f"{name}.{part}.bias"] for part in parts])
    joined = graph.node("MatMul", hidden, graph.weight(f"{name}.qkv", matrix), to=f"{name}.joined")
    joined = graph.node("Add", joined, graph.weight(f"{name}.qkv_bias", bias), to=f"{name}.asked")
    split = [f"{name}.{part}.heads" for part in parts]
    graph.nodes.append(helper.make_node("Split", [joined], split, name=f"{name}.split", axis=-1))
    mixed = graph.node("MultiHeadAttention", *split, to=f"{name}.mixed", domain=_FUSED, num_heads=heads)
    out = graph.node("MatMul", mixed, graph.kept(f"{name}.out.weight", turned=True), to=f"{name}.attended")
    hidden = _normed(graph, out, hidden, f"{name}.out.bias", f"{name}.norm1")
    wide = graph.node("MatMul", hidden, graph.kept(f"{name}.wide.weight", turned=True), to=f"{name}.widened")
    wide = graph.node("BiasGelu", wide, graph.kept(f"{name}.wide.bias"), to=f"{name}.bent", domain=_FUSED)
    narrow = graph.node("MatMul", wide, graph.kept(f"{name}.narrow.weight", turned=True), to=f"{name}.narrowed")
    return _normed(graph, narrow, hidden, f"{name}.narrow.bias", f"{name}.norm2")


def _normed(graph: Graph, new: str, old: str, bias: str, norm: str) -> str:
    total = graph.node("Add", graph.node("Add", new, graph.kept(bias), to=f"{norm}.biased"), old, to=f"{norm}.total")
    return graph.node(
        "LayerNormalization",
        total,
        graph.kept(f"{norm}.weight"),
        graph.kept(f"{norm}.bias"),
        to=f"{norm}.normed",
        epsilon=_EPSILON,
    )


def _pooled(graph: Graph, hidden: str) -> list[str]:
    """Add the head; return the names of its nodes, which stay in full precision."""
    first = graph.node("Gather", hidden, graph.weight("first", np.array(0, dtype=np.int64)), to="cls", axis=1)
    mean = graph.node("ReduceMean", hidden, to="mean", axes=[1], keepdims=0)
    both = graph.node("Concat", first, mean, to="both", axis=-1)
    mixed = graph.node("MatMul", both, graph.kept("mix.weight", turned=True), to="head_mix")
    mixed = graph.node("Tanh", graph.node("Add", mixed, graph.kept("mix.bias"), to="head_sum"), to="head_bent")
    ends = graph.node("MatMul", mixed, graph.kept("head.weight", turned=True), to="head_out")
    graph.node("Add", ends, graph.kept("head.bias"), to="logits")
    return ["head_mix", "head_out", "cls", "segment_vectors"]
