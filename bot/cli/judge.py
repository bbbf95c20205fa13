"""`judge`: the stance of texts to claims, for a whole file of pairs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.place import examples


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("judge", epilog=examples("judge PAIRS.csv --out OUT.csv", "judge PAIRS.csv --out - --model features"))(
        judge
    )


def judge(
    pairs: Annotated[Path, typer.Argument(help="A CSV file with the columns `claim` and `text`; - for input.")],
    out: Annotated[Path, typer.Option(help="Where to write the rows with stance and probabilities; - for output.")],
    model: Annotated[
        str, typer.Option(help="Which model: features or encoder; else the best that is installed.", show_default=False)
    ] = "",
) -> None:
    """Say how each text stands to its claim: supports, refutes, discusses or unrelated."""
    from bot.cli.judging import judge_file

    judge_file(pairs, out, model)
