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
from bot.text.origins import report

DATA = Path(__file__).parents[1] / "data" / "origins"


@dataclass(frozen=True)
class Story:
    """Accounts of one claim, oldest first: their reports, gold origins, and whether each adds an independent one."""

    name: str
    claimant: str
    reports: tuple[Report, ...]
    origins: tuple[str, ...]
    independent: tuple[bool, ...]
    fresh: bool

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
            fresh=data.get("fresh", False),
        )


def _report(number: int, account: dict[str, Any], owners: dict[str, str]) -> Report:
    lang = {"elbwarte": "de", "uferpost": "de", "heutewissen": "de", "diariocosta": "es", "heye": "zh"}
    host = account["url"].split("/")[2].split(".")[0]
    document = Document(
        account["url"], "", account["text"], lang.get(host, "fr" if host == "institutgeologie" else "en")
    )
    return report(number, account["url"], document, owners)


def measure(*, fresh: bool, verbose: bool = False) -> dict[str, float]:
    """Return accuracy, precision and recall of "same origin" over all pairs, and accuracy of `independent`.

    `fresh` stories were written after the rules and were not used to mend them.
    """
    right = wrong = missed = clear = judged = agreed = 0
    for story in stories():
        if story.fresh != fresh:
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
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="How well accounts are grouped into origins.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--verbose", action="store_true", help="show every account and every pair that went wrong")
    asked = parser.parse_args()
    figures = {name: measure(fresh=name == "fresh", verbose=asked.verbose) for name in ("tuned", "fresh")}
    if asked.json:
        print(json.dumps(figures))  # noqa: T201
        return
    print(f"{'stories':<8}{'pairs':>7}{'accuracy':>10}{'precision':>11}{'recall':>8}{'independent right':>19}")  # noqa: T201
    for name, found in figures.items():
        row = f"{name:<8}{found['pairs']:>7.0f}{found['accuracy']:>10.3f}{found['precision']:>11.3f}"
        print(f"{row}{found['recall']:>8.3f}{found['independent_accuracy']:>19.3f}")  # noqa: T201


if __name__ == "__main__":
    main()
