"""The work of `judge`: CSV in, CSV out, streamed; the output appears whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot.cli.shown import hint
from bot.errors import InputError
from bot.text.stance.judge import Judge, load_judge
from bot.text.stance.rows import columns, judge_rows

_LONGEST_FIELD = 10_000_000
_STREAM = "-"


def judge_file(pairs: Path, out: Path, model: str = "") -> None:
    """Judge every row of `pairs` by the model of that name, else by the best there is, and write it to `out`.

    `-` is standard input or output. On a terminal a bar shows how much of the file is read.

    Raises:
        InputError: no such model; the file can not be read as such a table, or `out` can not be written.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        judge = load_judge(model or None)
    except ValueError as error:
        raise InputError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from error
    try:
        if out.exists() and pairs.exists() and out.samefile(pairs):
            raise InputError(f"{out} is what is to be read: name another file for the output.")
        with _opened(pairs) as read, _written(out) as write:
            count = _judge(read, write, judge)
    except UnicodeDecodeError as error:
        raise InputError(f"{pairs} is no UTF-8 text (position {error.start}).") from error
    except csv.Error as error:
        raise InputError(f"{pairs} is no CSV file: {error}.") from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"{error.filename or pairs} can not be used: {error.strerror}.") from error
    hint(f"{count} pairs judged by the model “{judge.name}”.")


def _judge(read: io.TextIOWrapper, write: TextIO, judge: Judge) -> int:
    rows = csv.DictReader(read, strict=True)
    writer = csv.DictWriter(write, columns(list(rows.fieldnames) if rows.fieldnames else None))
    writer.writeheader()
    count = 0
    for row in _with_bar(judge_rows(rows, judge), read):
        writer.writerow(row)
        count += 1
    return count


def _with_bar(rows: Iterable[dict[str, str]], read: io.TextIOWrapper) -> Iterator[dict[str, str]]:
    """Pass the rows on; where standard error is a terminal, a bar there tells how far `read` is read."""
    total = os.fstat(read.fileno()).st_size if read.seekable() else None
    position = partial(os.lseek, read.fileno(), 0, os.SEEK_CUR)
    bar = (TextColumn("Judging"), BarColumn(), TaskProgressColumn(show_speed=True), TimeRemainingColumn())
    with Progress(*bar, console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("", total=total)
        for count, row in enumerate(rows, start=1):
            yield row
            progress.update(task, completed=count if total is None else position())


@contextmanager
def _opened(pairs: Path) -> Iterator[io.TextIOWrapper]:
    """Give the text to read; standard input stays open."""
    if str(pairs) != _STREAM:
        with pairs.open(encoding="utf-8-sig", newline="") as file:
            yield file
        return
    text = io.TextIOWrapper(sys.stdin.buffer, "utf-8-sig", newline="")
    try:
        yield text
    finally:
        text.detach()


@contextmanager
def _written(out: Path) -> Iterator[TextIO]:
    """Give a file to write to, which takes its name only when all is in it; a pipe or device has its name already."""
    if str(out) == _STREAM:
        yield sys.stdout
        return
    if out.exists() and not out.is_file():
        with out.open("w", encoding="utf-8", newline="") as file:
            yield file
        return
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield file
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
