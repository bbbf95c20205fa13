"""``python -m tests.bench.revisions``: are edits that people made of real sentences told, and only those that matter?

Two published sets, of which nothing is part of the repository (``--data`` or ``CLAIMWATCH_STANCE_DATA`` names their
folder). VitaminC (Schuster et al. 2021), dev side: two versions of a sentence of Wikipedia that stand differently to
one claim; all of them should be told. arXivEdits (Jiang et al. 2022): sentences that authors edited in language or
form alone, each watched as its own claim; none of them should be. Each sentence stands between two others.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from bot.domain.analysis import ClaimView, Task
from bot.domain.reading import Media
from bot.text.analyse import analyse
from bot.text.flags.find import FlagBook, load_book
from bot.text.stance.judge import FULL, LIGHT, extra_installed, load_judge
from tests.bench.changes import FLAGS
from tests.bench.stance import DATA

_BEFORE = (
    "The ferry to the islands sails twice a day from May. Tickets can be had at the harbour, and children go free."
)
_AFTER = "The town museum shows clocks from four centuries until the end of the month."

Edit = tuple[str, str, str]
"""The claim that is watched, the sentence before, and after."""


def turned(data: Path) -> Iterator[Edit]:
    """Yield the revisions of Wikipedia after which a sentence stands differently to the claim."""
    versions: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in _rows(data / "vitaminc_revisions.csv.gz"):
        if row["split"] == "dev":
            versions[row["case_id"], row["claim"]].append(row)
    for (_, claim), rows in versions.items():
        if len(rows) == 2 and rows[0]["stance"] != rows[1]["stance"]:
            yield claim, rows[0]["evidence"], rows[1]["evidence"]


def unturned(data: Path) -> Iterator[Edit]:
    """Yield the edits of papers that are of language or form alone."""
    for row in _rows(data / "edits_arxiv.csv.gz"):
        if row["material"] == "0":
            yield row["before"], row["before"], row["after"]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def told(edit: Edit, book: FlagBook, model: str) -> bool:
    """Whether a look at the page says that something changed for the claim."""
    claim, before, after = edit
    task = Task(
        source_id=1,
        url="https://news.example/edit",
        media=Media.TEXT,
        body=_page(after).encode(),
        baseline=_page(before),
        claims=(ClaimView(1, claim, ""),),
    )
    return bool(analyse(task, book, load=partial(load_judge, model)).claims[0].changes)


def _page(sentence: str) -> str:
    return f"{_BEFORE}\n{sentence}\n{_AFTER}"


def _count(edits: Iterable[Edit], book: FlagBook, model: str) -> dict[str, int]:
    answers = [told(edit, book, model) for edit in edits]
    return {"edits": len(answers), "told": sum(answers)}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.revisions", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the labelled data")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    given = parser.parse_args()
    figures: dict[str, dict[str, dict[str, int]]] = {}
    if given.data.is_dir():
        book = load_book(FLAGS)
        for model in (LIGHT, FULL) if extra_installed() else (LIGHT,):
            figures[model] = {
                "turned": _count(turned(given.data), book, model),
                "unturned": _count(unturned(given.data), book, model),
            }
    else:
        sys.stderr.write(f"The labelled data is not at {given.data} (--data): nothing can be measured.\n")
    if given.json:
        print(json.dumps(figures))  # noqa: T201
        return
    for model, sorts in figures.items():
        for sort, found in sorts.items():
            print(f"{model:<10}{sort:<10}{found['told']:>6} of {found['edits']}")  # noqa: T201


if __name__ == "__main__":
    main()
