"""The work of `judge`: CSV in, CSV out, streamed; the output appears whole or not at all."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from bot.cli.shown import hint
from bot.errors import InputError
from bot.text.judge import columns, judge_rows
from bot.text.stance import load_judge

_LONGEST_FIELD = 10_000_000


def judge_file(pairs: Path, out: Path, model: str = "") -> None:
    """Judge every row of `pairs` by the model of that name, else by the best there is, and write it to `out`.

    Raises:
        InputError: no such model; the file can not be read as such a table, or `out` can not be written.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        judge = load_judge(model or None)
    except ValueError as error:
        raise InputError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from error
    try:
        with pairs.open(encoding="utf-8-sig", newline="") as read, _written(out) as write:
            rows = csv.DictReader(read)
            writer = csv.DictWriter(write, columns(list(rows.fieldnames) if rows.fieldnames else None))
            writer.writeheader()
            count = 0
            for row in judge_rows(rows, judge):
                writer.writerow(row)
                count += 1
    except UnicodeDecodeError as error:
        raise InputError(f"{pairs} is no UTF-8 text (position {error.start}).") from error
    except csv.Error as error:
        raise InputError(f"{pairs} is no CSV file: {error}.") from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"{error.filename or pairs} can not be used: {error.strerror}.") from error
    hint(f"{count} pairs judged by the model “{judge.name}”.")


@contextmanager
def _written(out: Path) -> Iterator[TextIO]:
    """Give a file to write to, which takes its name only when all is in it."""
    if str(out) == "-":
        yield sys.stdout
        return
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield file
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
