"""How well accounts are grouped by what they rest on: every pair within the made-up stories in ``tests/data/origins``.

Run ``python -m tests.bench.origins``. A pair counts as found when both accounts are put into one origin group.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from bot.domain.analysis import Document, Report
from bot.domain.origins import OriginGroups, group
from bot.text.origins.report import report

DATA = Path(__file__).parents[1] / "data" / "origins"


@dataclass(frozen=True)
class Story:
    """Accounts of one claim, oldest first: their reports, gold origins, and whether each adds an independent one."""

    name: str
    claimant: str
    reports: tuple[Report, ...]
    origins: tuple[str, ...]
    independent: tuple[bool, ...]
    held_out: bool

    def grouped(self) -> OriginGroups:
        """Return what the program makes of it."""
        return group(self.reports, claimant=self.claimant)


def stories() -> Iterator[Story]:
    """Read the labelled stories."""
    for path in sorted(DATA.glob("*.toml")):
        data = tomllib.loads(path.read_text("utf-8"))
        accounts = data["account"]
        yield Story(
            name=path.stem,
            claimant=data["claimant"],
            reports=tuple(_report(number, account, data["owners"]) for number, account in enumerate(accounts)),
            origins=tuple(account["origin"] for account in accounts),
            independent=tuple(account["independent"] for account in accounts),
            held_out=data.get("held_out", False),
        )


def _report(number: int, account: dict[str, Any], owners: dict[str, str]) -> Report:
    document = Document(account["url"], "", account["text"], account.get("lang", "en"))
    return report(number, account["url"], document, owners)


def measure(*, held_out: bool, verbose: bool = False) -> dict[str, float]:
    """Return accuracy, precision and recall of "same origin" over all pairs, accuracy and precision of `independent`.

    The `held_out` stories were written before the program was asked about them and are only ever measured.
    """
    right = wrong = missed = clear = judged = agreed = said = truly = 0
    for story in stories():
        if story.held_out != held_out:
            continue
        groups = story.grouped()
        number = [groups.standing(r.source_id).group for r in story.reports]
        for one, other in combinations(range(len(story.reports)), 2):
            gold, found = story.origins[one] == story.origins[other], number[one] == number[other]
            right += gold and found
            clear += not gold and not found
            wrong += found and not gold
            missed += gold and not found
            if verbose and gold != found:
                print(f"{story.name}: {story.reports[one].owner} / {story.reports[other].owner}: same is {gold}")  # noqa: T201
        for index, gold_independent in enumerate(story.independent):
            standing = groups.standing(index)
            judged += 1
            agreed += standing.independent == gold_independent
            said += standing.independent
            truly += standing.independent and gold_independent
            if verbose:
                mark = " " if standing.independent == gold_independent else "!"
                rests = ", ".join(sorted(story.reports[index].attributions))
                print(f" {mark} {story.reports[index].owner:<24} {standing.group} {standing.reason} [{rests}]")  # noqa: T201
    pairs = right + clear + wrong + missed
    return {
        "pairs": pairs,
        "accuracy": (right + clear) / pairs,
        "precision": right / max(right + wrong, 1),
        "recall": right / max(right + missed, 1),
        "accounts": judged,
        "independent_accuracy": agreed / judged,
        "independent_precision": truly / max(said, 1),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="How well accounts are grouped into origins.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--verbose", action="store_true", help="show the tuned accounts and pairs that went wrong")
    asked = parser.parse_args()
    figures = {
        "tuned": measure(held_out=False, verbose=asked.verbose),
        "held out": measure(held_out=True),
    }
    if asked.json:
        print(json.dumps(figures))  # noqa: T201
        return
    print(f"{'stories':<9}{'pairs':>7}{'accuracy':>10}{'precision':>11}{'recall':>8}{'independent right':>19}")  # noqa: T201
    for name, found in figures.items():
        row = f"{name:<9}{found['pairs']:>7.0f}{found['accuracy']:>10.3f}{found['precision']:>11.3f}"
        print(f"{row}{found['recall']:>8.3f}{found['independent_accuracy']:>19.3f}")  # noqa: T201


if __name__ == "__main__":
    main()
