"""The labelled data as examples of one task, with the leaks between its parts closed."""

from __future__ import annotations

import csv
import gzip
import io
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LABELS = ("supports", "refutes", "discusses", "unrelated")
_EMERGENT = {"for": 0, "against": 1, "observing": 2}
_FNC = {"agree": 0, "disagree": 1, "discuss": 2, "unrelated": 3}
_VITAMINC = {"supports": 0, "refutes": 1, "unverified": 2}
_CROWD_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Example:
    """One claim and one text.

    `label` indexes `LABELS`; `soft` is the wished distribution over them, which differs from the
    label where several people judged. `group` names the claim, topic or page (folds never cut it),
    `pair` the rows that show one claim against two versions of a page.
    """

    claim: str
    text: str
    label: int
    soft: tuple[float, ...]
    domain: str
    split: str
    group: str
    pair: str = ""


def _rows(path: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    yield from csv.DictReader(io.StringIO(text, newline=""))


def _hard(label: int) -> tuple[float, ...]:
    return tuple(float(at == label) for at in range(len(LABELS)))


def emergent(data: Path) -> Iterator[Example]:
    """Yield claim and headline; rows whose claim stands in FNC-1's test side are left out."""
    crowd: dict[str, Counter[int]] = defaultdict(Counter)
    for row in _rows(data / "emergent_train_crowd.csv.gz"):
        crowd[row["article_id"]][_EMERGENT[row["stance"]]] += 1
    for row in _rows(data / "emergent_train.csv"):
        if row["fnc_test_claim"] == "1":
            continue
        label = _EMERGENT[row["stance"]]
        votes = crowd.get(row["article_id"], Counter())
        total = votes.total()
        share = _CROWD_SHARE if total else 0.0
        soft = tuple(
            (1 - share) * hard + (share * votes[at] / total if total else 0.0) for at, hard in enumerate(_hard(label))
        )
        yield Example(row["claim"], row["headline"], label, soft, "emergent", row["split"], "e" + row["claim_id"])


def fnc(data: Path) -> Iterator[Example]:
    """Yield headline and article; topics of Emergent's test side and pairs across the split are left out."""
    bodies = {row["body_id"]: row["body"] for row in _rows(data / "fnc1_train_bodies.csv.gz")}
    for row in _rows(data / "fnc1_train_stances.csv.gz"):
        if row["emergent_test_topic"] == "1" or row["split"] == "cross":
            continue
        label = _FNC[row["stance"]]
        yield Example(
            row["headline"], bodies[row["body_id"]], label, _hard(label), "fnc", row["split"], "f" + row["h_topic"]
        )


def vitaminc(data: Path) -> Iterator[Example]:
    """Yield claim and one version of a sentence; the synthetic part is for training only."""
    for row in _rows(data / "vitaminc_revisions.csv.gz"):
        label = _VITAMINC[row["stance"]]
        pair = row["case_id"] + "\x1f" + row["claim"]
        page = "v" + row["page"]
        yield Example(row["claim"], row["evidence"], label, _hard(label), "vitaminc", row["split"], page, pair)
    for row in _rows(data / "vitaminc_synthetic.csv.gz"):
        label = _VITAMINC[row["stance"]]
        yield Example(
            row["claim"], row["evidence"], label, _hard(label), "synthetic", "train", "v" + row["page"], row["case_id"]
        )


def headline_pairs(train: list[Example], each: int, rng: random.Random) -> list[Example]:
    """Return headlines beside others of their topic, `each` for every one: pairs without a label, to learn answers on.

    The label is `unrelated` throughout and says nothing.
    """
    topics: dict[str, set[str]] = defaultdict(set)
    for example in train:
        if example.domain == "emergent":
            topics[example.group] |= {example.claim, example.text}
        elif example.domain == "fnc":
            topics[example.group].add(example.claim)
    found: list[Example] = []
    for group, heads in sorted(topics.items()):
        known = sorted(heads)
        for one in known:
            others = rng.sample(known, min(each, len(known)))
            found += [Example(one, other, 3, _hard(3), "headlines", "train", group) for other in others if other != one]
    return found


def load(data: Path) -> tuple[list[Example], list[Example]]:
    """Return the train and the dev examples; no claim, topic or page stands in both."""
    found = [*emergent(data), *fnc(data), *vitaminc(data)]
    dev = [example for example in found if example.split == "dev"]
    taken = {example.group for example in dev if example.domain == "vitaminc"}
    train = [example for example in found if example.split == "train" and example.group not in taken]
    return train, dev
