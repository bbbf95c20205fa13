"""The README's tables are those that ``python -m tests.bench --readme`` writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.text.stance.judge import MODELS
from tests.bench.__main__ import GROUPS
from tests.bench.judging import stance_rows
from tests.bench.table import Row, markdown, table, with_block

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
ROWS = [
    Row("speed", "61", ">= 60", met=True, how="CPU"),
    Row("size", "31 MB", "<= 30 MB", met=False, how=""),
    Row("x", "1", "", met=None, how=""),
]


@pytest.mark.parametrize("group", GROUPS)
def test_there_is_a_table_for_each_group(group: str) -> None:
    assert with_block(README, group, "new") != README


def test_the_figures_of_the_seeds_are_those_that_the_training_recorded() -> None:
    recorded = json.loads((MODELS / "figures.json").read_text(encoding="utf-8"))
    known = {
        name: {
            "pairs": 0,
            "figures": one["shipped"],
            "calibration error": one["calibration error"],
            "seeds": {"count": len(one["runs"]), "mean": one["mean of runs"], "spread": one["spread of runs"]},
            "pairs of 128 tokens per CPU second": 1,
            "seconds to the first judgement": 1,
            "megabytes": 1,
        }
        for name, one in recorded.items()
    }
    lines = {line.split(" | ")[0].removeprefix("| "): line for line in README.splitlines() if "stance, " in line}
    for row in stance_rows(known):
        for each in row.measured.split("; ") if "±" in row.measured else ():
            seeds = each[each.index("(") :]
            assert seeds in lines[row.figure], f"{row.figure}: run python -m tests.bench judging --readme"


def test_a_missed_goal_is_said_in_both_forms() -> None:
    assert markdown(ROWS).splitlines()[2:] == [
        "| speed | 61 | ≥ 60 |",
        "| size | 31 MB | ≤ 30 MB, missed |",
        "| x | 1 |  |",
    ]
    assert "MISSED" in table(ROWS)


def test_only_the_block_is_replaced() -> None:
    text = "a\n<!-- x -->\nold\n<!-- /x -->\nb\n<!-- y -->\nkept\n<!-- /y -->\n"
    assert with_block(text, "x", r"new \1") == text.replace("old", r"new \1")
    with pytest.raises(ValueError, match="no block"):
        with_block(text, "z", "new")
