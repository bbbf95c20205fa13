"""Changes of made-up article pages, with what a watcher of one claim should make of them.

``noise_cases()`` generates pages that differ only in what carries no meaning, ``quiet_cases()`` edits that do not
bear on the claim, ``material_cases()`` edits that do, ``fresh_cases()`` both, on other pages, ``stranger_cases()``
both, as people who knew none of the rules wrote them. Each yields `Case`, which unpacks as
``name, before_html, after_html, claim, expected kinds``. Run ``python -m tests.bench.changes`` for the figures.
"""

from __future__ import annotations

import argparse
import json
import random
import tomllib
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from bot.domain.analysis import Analysis, ClaimView, Task
from bot.domain.finding import FindingKind
from bot.domain.reading import Media
from bot.text.analyse import analyse
from bot.text.flags.find import FlagBook, load_book
from bot.text.read.extract import extract
from tests.bench.chrome import NOISES, Chrome, render

DATA = Path(__file__).parents[1] / "data" / "changes"
FLAGS = Path(__file__).parents[2] / "config" / "flags"
_NOISES = ["ago", "views", "related", "clock"]
VARIANTS = 20  # mixed ones for each page, beside one of each single noise


class Case(NamedTuple):
    """One change. `kinds` are those that must be found among the changes; empty where nothing may be reported."""

    name: str
    before: str
    after: str
    claim: ClaimView
    kinds: tuple[FindingKind, ...]


@cache
def _page(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / "pages" / f"{name}.toml").read_text("utf-8"))


def pages() -> list[str]:
    """Return the names of the articles."""
    return sorted(path.stem for path in (DATA / "pages").glob("*.toml"))


def claim_of(name: str) -> ClaimView:
    """Return the claim that an article is watched for."""
    page = _page(name)
    return ClaimView(1, page["claim"], page["claimant"], tuple(page["attribution"]))


def noise_cases() -> Iterator[Case]:
    """Yield pages whose clocks, counters, advertisements, links, spelling of quotes and markup differ, nothing else."""
    return (case for case in _noise_cases() if case.before != case.after)


def _noise_cases() -> Iterator[Case]:
    for name in pages():
        plain = render(_page(name), Chrome())
        for noise in NOISES:
            after = render(_page(name), Chrome().shaken([noise], seed=1))
            yield Case(f"{name}: {noise}", plain, after, claim_of(name), ())
        for seed in range(VARIANTS):
            some = random.Random(f"{name}{seed}").sample(sorted(NOISES), 6)
            before = render(_page(name), Chrome().shaken(some, seed=seed + 100))
            after = render(_page(name), Chrome().shaken(some, seed=seed + 200))
            yield Case(f"{name}: mixed {seed}", before, after, claim_of(name), ())


def quiet_cases() -> Iterator[Case]:
    """Yield edits that do not bear on the claim: reworded statements, other paragraphs rewritten, trifles."""
    yield from _edited("quiet.toml")


def material_cases() -> Iterator[Case]:
    """Yield edits that do bear on the claim, amid changing noise."""
    yield from _edited("material.toml")


def fresh_cases() -> Iterator[Case]:
    """Yield edits of both sorts on pages that were written after the rules were settled."""
    yield from _edited("fresh.toml")


def stranger_cases(file: str) -> Iterator[Case]:
    """Yield edits of both sorts, of articles by a stranger who knew nothing of the rules."""
    page = {"lang": "en", "site": "The Daily Fig", "author": "Hazel Quince", "title": "News of the day"}
    for number, case in enumerate(tomllib.loads((DATA / file).read_text("utf-8"))["case"]):
        before, after = (page | {"body": case[version]} for version in ("before", "after"))
        yield _case(number, case, before, after, ClaimView(1, case["claim"], case["claimant"]))


def _edited(file: str) -> Iterator[Case]:
    for number, case in enumerate(tomllib.loads((DATA / file).read_text("utf-8"))["case"]):
        page = _page(case["page"])
        body = page["body"]
        for old, new in case.get("replace", []):
            assert body.count(old) == 1, case["name"]
            body = body.replace(old, new)
        body = "\n\n".join(part for part in (case.get("start"), body.strip(), case.get("end")) if part)
        before, after = page, page | {"body": body}
        if case.get("swap"):
            before, after = after, before
        yield _case(number, case, before, after, claim_of(case["page"]))


def _case(number: int, case: dict[str, Any], before: dict[str, Any], after: dict[str, Any], claim: ClaimView) -> Case:
    kinds = tuple(FindingKind(kind) for kind in case.get("expect", []))
    shaken = Chrome().shaken(_NOISES, seed=number)
    return Case(case["name"], render(before, Chrome()), render(after, shaken), claim, kinds)


def look(case: Case, book: FlagBook) -> Analysis:
    """Judge the case as a re-check does: the text of the earlier version is the baseline."""
    url = f"https://news.example/{case.name.split(':')[0]}"
    baseline = extract(Media.HTML, case.before.encode(), url, "utf-8").text
    task = Task(1, url, Media.HTML, case.after.encode(), "utf-8", baseline=baseline, claims=(case.claim,))
    return analyse(task, book)


def kinds_found(analysis: Analysis) -> list[FindingKind]:
    """Return the kinds of all changes found."""
    return [change.kind for claim in analysis.claims for change in claim.changes]


SORTS: dict[str, Callable[[], Iterator[Case]]] = {
    "noise": noise_cases,
    "quiet": quiet_cases,
    "material": material_cases,
    "fresh": fresh_cases,
    "edits": partial(stranger_cases, "edits.toml"),
    "held out": partial(stranger_cases, "held_out.toml"),
}


def measure(*, verbose: bool = False) -> dict[str, dict[str, int]]:
    """Return for each sort of change how many matter, were told, and as the right kind; and how many do not, and were.

    Of cases on which the rules were never tuned nothing is ever shown.
    """
    book = load_book(FLAGS)
    figures: dict[str, dict[str, int]] = {}
    for sort, cases in SORTS.items():
        counts = dict.fromkeys(("material", "told", "right", "quiet", "false"), 0)
        for case in cases():
            found = kinds_found(look(case, book))
            right = set(case.kinds) <= set(found) if case.kinds else not found
            if case.kinds:
                counts["material"] += 1
                counts["told"] += bool(found)
                counts["right"] += right
            else:
                counts["quiet"] += 1
                counts["false"] += bool(found)
            if verbose and not right and sort != "held out":
                print(f"{case.name}: expected {[*case.kinds]}, found {found}")  # noqa: T201  a program's output
        figures[sort] = counts
    return figures


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="How many changes of made-up pages are reported.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--verbose", action="store_true", help="name the cases that went wrong")
    asked = parser.parse_args()
    figures = measure(verbose=asked.verbose)
    if asked.json:
        print(json.dumps(figures))  # noqa: T201
        return
    columns = list(figures["noise"])
    print("changes   " + "".join(f"{column:>10}" for column in columns))  # noqa: T201
    for sort, counts in figures.items():
        print(f"{sort:<10}" + "".join(f"{counts[column]:>10}" for column in columns))  # noqa: T201


if __name__ == "__main__":
    main()
