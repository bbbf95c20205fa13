"""How a text stands to a claim: one interface, the better model where its extra is installed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from bot.domain.finding import Judgement
from bot.text.stance.calibration import Scale, TextKind, estranged, text_kind
from bot.text.stance.features import View, view
from bot.text.stance.trees import FeatureModel, read_model

MODELS = Path(__file__).parent / "models"
LIGHT = "features"
FULL = "encoder"
_EXCERPT_CHARS = 1500
_NOTHING = Judgement(0.0, 0.0, 0.0, 1.0, clear=False)


class Judge(Protocol):
    """Judges pairs of claim and text; never raises, whatever the strings hold."""

    @property
    def name(self) -> str:
        """Return which model serves: `features` or `encoder`."""

    def judge(self, claim: str, text: str) -> Judgement:
        """Return the stance of `text` to `claim`, with the sentences that it rests on."""

    def judge_many(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
        """Return a judgement per pair (claim, text), in order."""


class Scorer(Protocol):
    """A second model beside the features."""

    def logits(self, pairs: Sequence[tuple[str, str]]) -> list[list[float]]:
        """Return four logits per pair (claim, excerpt)."""


@dataclass(frozen=True, slots=True)
class StanceJudge:
    """The judge of both models: features always, the encoder where there is one."""

    model: FeatureModel
    scales: dict[TextKind, Scale]
    scorer: Scorer | None = None

    @property
    def name(self) -> str:
        """Return which model serves."""
        return LIGHT if self.scorer is None else FULL

    def judge(self, claim: str, text: str) -> Judgement:
        """Return the stance of `text` to `claim`."""
        return self.judge_many([(claim, text)])[0]

    def judge_many(self, pairs: Sequence[tuple[str, str]]) -> list[Judgement]:
        """Return a judgement per pair, in order; an empty side gives `unrelated`, not clear."""
        views = [view(claim, text) for claim, text in pairs]
        readable = [at for at, pair in enumerate(views) if pair.claim.words and pair.chosen]
        heavy: dict[int, list[float]] = {}
        if self.scorer is not None and readable:
            found = self.scorer.logits([(pairs[at][0], views[at].excerpt.text) for at in readable])
            heavy = dict(zip(readable, found, strict=True))
        wanted = set(readable)
        return [self._judgement(pair, heavy.get(at)) if at in wanted else _NOTHING for at, pair in enumerate(views)]

    def _judgement(self, pair: View, logits: list[float] | None) -> Judgement:
        size = sum(len(piece.words) for piece in pair.found)
        kind = text_kind(pair.found[-1].text, size)
        scale = self.scales[kind]
        chances = scale.probabilities(self.model.scores(pair), logits)
        one, two, three, four = chances if pair.touches() else estranged(chances, kind)
        best = max(one, two, three, four)
        return Judgement(one, two, three, four, excerpt=_cut(pair.excerpt.text), clear=best >= scale.clear)


def _cut(text: str) -> str:
    return text if len(text) <= _EXCERPT_CHARS else text[: _EXCERPT_CHARS - 1] + "…"


def extra_installed() -> bool:
    """Tell whether the extra `stance` and the encoder's weights are there."""
    there = all(find_spec(name) is not None for name in ("onnxruntime", "tokenizers"))
    return there and (MODELS / "encoder.onnx").exists()


def load_judge(prefer: str | None = None) -> Judge:
    """Return the judge of this process, loaded once, at the first call.

    `prefer` is `features`, `encoder` or None (the encoder where the extra `stance` is installed).

    Raises:
        ValueError: another name, or the encoder is asked for and can not be had.
    """
    if prefer not in (None, LIGHT, FULL):
        raise ValueError(f"there is no stance model {prefer!r}; there are {LIGHT!r} and {FULL!r}")
    if prefer == FULL and not extra_installed():
        raise ValueError("the encoder needs the extra 'stance' (onnxruntime, tokenizers)")
    return _loaded(prefer != LIGHT and extra_installed())


@cache
def _loaded(full: bool) -> Judge:
    model = read_model(MODELS / "features.json")
    if not full:
        return StanceJudge(model, model.alone)
    from bot.text.stance.encoder import load_encoder  # noqa: PLC0415 - the extra is not always installed

    scorer, scales = load_encoder(MODELS)
    return StanceJudge(model, scales, scorer)
