"""The core of `claimwatch judge`: rows with a claim and a text in, the same rows with stance and probabilities out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from bot.domain.finding import Judgement, Stance
from bot.errors import InputError
from bot.text.stance.checkable import checkable
from bot.text.stance.judge import Judge

NEEDED = ("claim", "text")
ADDED = ("stance", *(stance.value for stance in Stance), "not_checkable")
_BATCH = 64


def columns(given: list[str] | tuple[str, ...] | None) -> list[str]:
    """Return the output's columns for an input's header.

    Raises:
        InputError: no header, a needed column is missing, or a name stands twice.
    """
    if not given:
        raise InputError("The file is empty: the first line must name the columns, `claim` and `text` among them.")
    missing = [name for name in NEEDED if name not in given]
    if missing:
        raise InputError(f"The first line must name the column `{missing[0]}`; it names: {', '.join(given)[:200]}.")
    doubled = sorted({name for name in given if list(given).count(name) > 1})
    if doubled:
        raise InputError(f"The column `{doubled[0]}` is named twice.")
    return [name for name in given if name not in ADDED] + list(ADDED)


def judge_rows(rows: Iterable[dict[str, str]], judge: Judge) -> Iterator[dict[str, str]]:
    """Yield each row with `stance` and the four probabilities added; other columns pass through, in order.

    `not_checkable` says why nothing could settle the claim, and is empty where something may.
    Reads in batches of 64, so that a file of any length streams. Columns named like ours are replaced.

    Raises:
        InputError: a row lacks `claim` or `text`, or has more fields than the header.
    """
    numbered = enumerate(rows, start=2)
    while batch := list(islice(numbered, _BATCH)):
        pairs = [_pair(line, row) for line, row in batch]
        for (_, row), judgement in zip(batch, judge.judge_many(pairs), strict=True):
            yield {name: value for name, value in row.items() if name not in ADDED} | _added(row["claim"], judgement)


def _pair(line: int, row: dict[str, str]) -> tuple[str, str]:
    for name in NEEDED:
        if row.get(name) is None:
            raise InputError(f"Row {line} has no `{name}`: does it have as many fields as the first line?")
    if any(not isinstance(name, str) for name in row):
        raise InputError(f"Row {line} has more fields than the first line; quote fields that hold commas.")
    return row["claim"], row["text"]


def _added(claim: str, judgement: Judgement) -> dict[str, str]:
    values = {stance.value: f"{getattr(judgement, stance.value):.4f}" for stance in Stance}
    return {"stance": judgement.stance.value} | values | {"not_checkable": checkable(claim) or ""}
