"""Figures under each other, in a terminal and in the README."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Measured = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with its goal. `met` is None where there is nothing to reach."""

    figure: str
    measured: str
    goal: str
    met: bool | None
    how: str


def table(rows: Sequence[Row]) -> str:
    """Return the rows as text under each other."""
    marks = {True: "met", False: "MISSED", None: ""}
    cells = [("figure", "measured", "goal", "", "how")]
    cells += [(row.figure, row.measured, row.goal, marks[row.met], row.how) for row in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(4)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(line[:4], widths, strict=True)), line[4]]).rstrip()
        for line in cells
    )


def markdown(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table; a goal that was missed is said to be."""
    lines = ["| what | figure | goal |", "|---|---|---|"]
    for row in rows:
        goal = f"{row.goal}, missed" if row.met is False else row.goal
        lines.append(f"| {row.figure} | {row.measured} | {goal} |".replace("<=", "≤").replace(">=", "≥"))
    return "\n".join(lines)


def with_block(text: str, name: str, block: str) -> str:
    """Return `text` with what stands between the marks of that name replaced by `block`.

    Raises:
        ValueError: the marks are not there.
    """
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    pattern = re.compile(rf"{re.escape(begin)}\n.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"there is no block between {begin} and {end}")
    return pattern.sub(lambda _: f"{begin}\n{block}\n{end}", text)
