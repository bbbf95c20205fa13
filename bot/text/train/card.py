"""The model card that goes with the weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_TEMPLATE = Path(__file__).with_name("card.md")
_HEADER = ["| figure | as shipped | single runs: mean ± spread | runs |", "| --- | --- | --- | --- |"]


def card(report: dict[str, dict[str, Any]]) -> str:
    """Return the card's text for the figures that `finish` found."""
    parts = [_part(name, table) for name, table in report.items()]
    return _TEMPLATE.read_text(encoding="utf-8").replace("FIGURES\n", "\n".join(parts))


def _part(name: str, table: dict[str, Any]) -> str:
    rows = [f"**{name}**", "", *_HEADER]
    for figure, value in table["shipped"].items():
        runs = ", ".join(f"{run[figure]:.3f}" for run in table["runs"])
        middle = f"{table['mean of runs'][figure]:.3f} ± {table['spread of runs'][figure]:.3f}"
        rows.append(f"| {figure} | {value:.3f} | {middle} | {runs} |")
    errors = ", ".join(f"{domain} {value:.3f}" for domain, value in table["calibration error"].items())
    return "\n".join([*rows, "", f"Expected calibration error (ten bins): {errors}.", ""])
