"""The full stance model: a small transformer that reads claim and excerpt together, on one thread of onnxruntime."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnxruntime
from tokenizers import Encoding, Tokenizer

from bot.text.stance.calibration import Scale, TextKind, scales_from

MAX_TOKENS = 128
_CHARS = 3000


@dataclass(frozen=True, slots=True)
class Encoder:
    """A loaded session with its tokenizer; safe to use from one thread at a time."""

    session: Any
    tokens: Tokenizer

    def logits(self, pairs: Sequence[tuple[str, str]]) -> list[list[float]]:
        """Return four logits per pair (claim, excerpt), in order.

        Each pair runs alone: eight-bit values are scaled over all that runs together, so that a pair's answer would
        depend on its neighbours. On one core it costs the same.
        """
        return [self._of(read) for read in self.tokens.encode_batch([(_clean(one), _clean(two)) for one, two in pairs])]

    def _of(self, read: Encoding) -> list[float]:
        given = {"ids": [read.ids], "segments": [read.type_ids]}
        (row,) = self.session.run(["logits"], given)[0].tolist()
        return [float(value) for value in row]


def _clean(text: str) -> str:
    """Return what the tokenizer can read: cut, and without lone surrogates."""
    return text[:_CHARS].encode("utf-8", "replace").decode("utf-8")


def read_encoder(folder: Path) -> Encoder:
    """Load `encoder.onnx` and `tokenizer.json`.

    Raises:
        OSError: a file is missing.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        str(folder / "encoder.onnx"),
        sess_options=options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],  # its kernel takes four times as long as the parts
    )
    tokens = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokens.no_padding()
    tokens.enable_truncation(MAX_TOKENS, strategy="longest_first")
    return Encoder(session, tokens)


def load_encoder(folder: Path) -> tuple[Encoder, dict[TextKind, Scale]]:
    """Load the encoder and its scales in `encoder.json`.

    Raises:
        OSError: a file is missing.
    """
    table = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
    return read_encoder(folder), scales_from(table["scales"])
