"""The full stance model: a small transformer that reads claim and excerpt together, on one thread of onnxruntime."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnxruntime
from tokenizers import Tokenizer

from bot.text.stance_calibration import Scale, TextKind, scales_from

MAX_TOKENS = 128
_BATCH = 8
_CHARS = 3000


@dataclass(frozen=True, slots=True)
class Encoder:
    """A loaded session with its tokenizer; safe to use from one thread at a time."""

    session: Any
    tokens: Tokenizer

    def logits(self, pairs: Sequence[tuple[str, str]]) -> list[list[float]]:
        """Return four logits per pair (claim, excerpt), in order; pairs of like length share a batch."""
        read = self.tokens.encode_batch([(_clean(claim), _clean(text)) for claim, text in pairs])
        order = sorted(range(len(read)), key=lambda at: len(read[at].ids))
        found: list[list[float]] = [[] for _ in read]
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            longest = len(read[chosen[-1]].ids)
            result = self.session.run(
                ["logits"],
                {
                    "ids": [_padded(read[at].ids, longest) for at in chosen],
                    "segments": [_padded(read[at].type_ids, longest) for at in chosen],
                    "mask": [_padded(read[at].attention_mask, longest) for at in chosen],
                },
            )[0]
            for at, row in zip(chosen, result.tolist(), strict=True):
                found[at] = [float(value) for value in row]
        return found


def _clean(text: str) -> str:
    """Return what the tokenizer can read: cut, and without lone surrogates."""
    return text[:_CHARS].encode("utf-8", "replace").decode("utf-8")


def _padded(values: Sequence[int], longest: int) -> list[int]:
    return [*values, *([0] * (longest - len(values)))]


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
        str(folder / "encoder.onnx"), sess_options=options, providers=["CPUExecutionProvider"]
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
