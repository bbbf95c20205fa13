"""How well flags, claims and claimants are found in the labelled passages: ``python -m tests.bench.flags [--json]``."""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.domain.analysis import Document
from bot.domain.claim import FlagKind
from bot.text.claims.scan import ScannedClaim, scan
from bot.text.flags.find import FlagBook, find_flags, load_book

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "flags"
TUNED = tuple(file.stem for file in sorted(DATA.glob("tune*.toml")))
HELD_OUT = tuple(file.stem for file in sorted(DATA.glob("held_out*.toml")))  # only ever measured
SETS = (*TUNED, *HELD_OUT)
_SAME_CLAIM = 0.6  # F1 over words from which a found claim counts as the labelled one
DOCUMENT = re.compile(
    r"\b(?:memo|e-?mail|document|report|slide|preprint|video|footage|screenshot|figure|letter|recording|data|presentation|study|contract)s?\b",
    re.IGNORECASE,
)
_ARTICLES = {"a", "an", "the"}


@dataclass(slots=True)
class Tally:
    """Right, wrong and missed; `wrong` holds what to look at."""

    right: int = 0
    found: int = 0
    wanted: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    def row(self) -> dict[str, Any]:
        return {
            "precision": round(self.precision, 3),
            "recall": round(self.recall, 3),
            "right": self.right,
            "found": self.found,
            "wanted": self.wanted,
        }


def passages(name: str) -> list[dict[str, Any]]:
    with (DATA / f"{name}.toml").open("rb") as file:
        return list(tomllib.load(file)["passage"])


def measure(cases: list[dict[str, Any]], book: FlagBook) -> dict[str, Tally]:
    """Return one tally per flag kind, one for claims, one for claimants."""
    tallies = {name: Tally() for name in (*FlagKind, "claims", "claimants")}
    for case in cases:
        lang = case.get("lang", "en")
        document = Document(url="", title="", text=case["text"], lang=lang)
        _flags(case, book, lang, tallies)
        _claims(case, scan(document, book), tallies)
    return tallies


def _flags(case: dict[str, Any], book: FlagBook, lang: str, tallies: dict[str, Tally]) -> None:
    text = case["text"]
    found = find_flags(text, lang, book)
    wanted = []
    for kind, passage in case.get("flags", []):
        start = text.index(passage)
        wanted.append((kind, start, start + len(passage)))
    hit = set()
    for flag in found:
        tally = tallies[flag.kind]
        match = next((w for w in wanted if w[0] == flag.kind and flag.start < w[2] and w[1] < flag.end), None)
        if match in hit:
            continue  # the same passage in two pieces
        tally.found += 1
        if match is None:
            tally.faults.append(f"extra {flag.kind} {flag.text!r} in {text!r}")
        else:
            tally.right += 1
            hit.add(match)
    for label in wanted:
        tallies[label[0]].wanted += 1
        if label not in hit:
            tallies[label[0]].faults.append(f"missed {label[0]} {text[label[1] : label[2]]!r}")


def _claims(case: dict[str, Any], found: tuple[ScannedClaim, ...], tallies: dict[str, Tally]) -> None:
    labels = case.get("claims") or ([case] if "claim" in case else [])
    wanted = [(label.get("claimant", ""), label["claim"]) for label in labels]
    tally, who = tallies["claims"], tallies["claimants"]
    tally.wanted += len(wanted)
    tally.found += len(found)
    who.wanted += sum(1 for claimant, _ in wanted if claimant)
    open_labels = list(wanted)
    for claim in found:
        label = max(open_labels, key=lambda pair: alike(pair[1], claim.text), default=None)
        if label is None or alike(label[1], claim.text) < _SAME_CLAIM:
            tally.faults.append(f"extra claim {claim.text!r} in {case['text']!r}")
            continue
        open_labels.remove(label)
        tally.right += 1
        if claim.claimant and (label[0] or not DOCUMENT.search(claim.claimant)):
            who.found += 1
            if _same_name(label[0], claim.claimant):
                who.right += 1
            else:
                who.faults.append(f"claimant {claim.claimant!r}, wanted {label[0]!r}: {case['text']!r}")
        elif label[0]:
            who.faults.append(f"claimant missed, wanted {label[0]!r}: {case['text']!r}")
    tally.faults.extend(f"missed claim {text!r} of {case['text']!r}" for _, text in open_labels)


def alike(one: str, other: str) -> float:
    """Return the F1 over the words of two statements (over characters where no spaces are written)."""
    left, right = Counter(_words(one)), Counter(_words(other))
    common = sum((left & right).values())
    return 2 * common / (sum(left.values()) + sum(right.values())) if common else 0.0


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+", text.lower()) if word not in _ARTICLES]


def _same_name(wanted: str, found: str) -> bool:
    left, right = _words(wanted), _words(found)
    short, long = sorted((left, right), key=len)
    if not short or not set(short) <= set(long):
        return False
    return len(long) <= len(short) + 2 or short in (long[: len(short)], long[-len(short) :])


def report(book: FlagBook) -> dict[str, dict[str, Tally]]:
    """Return the tallies of the English sets and of each further language."""
    tallies = {name: measure(passages(name), book) for name in SETS}
    others = passages("languages")
    for lang in sorted({case["lang"] for case in others}):
        tallies[lang] = measure([case for case in others if case["lang"] == lang], book)
    return tallies


def main() -> int:
    """Print the table, as JSON with ``--json``; with ``--faults`` every passage that went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--faults", metavar="SET", help="print what went wrong in a set or a language")
    options = parser.parse_args()
    tallies = report(load_book(ROOT / "config" / "flags"))
    out = sys.stdout
    if options.faults:
        for name, tally in tallies[options.faults].items():
            out.writelines(f"{name}: {fault}\n" for fault in tally.faults)
        return 0
    if options.json:
        out.write(
            json.dumps({half: {name: t.row() for name, t in each.items()} for half, each in tallies.items()}) + "\n"
        )
        return 0
    out.write(f"{'set':9} {'what':12} {'precision':>9} {'recall':>7} {'right':>6} {'found':>6} {'wanted':>7}\n")
    for half, each in tallies.items():
        for name, tally in each.items():
            row = tally.row()
            shares = f"{row['precision']:9.3f} {row['recall']:7.3f}"
            out.write(f"{half:9} {name:12} {shares} {row['right']:6} {row['found']:6} {row['wanted']:7}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
