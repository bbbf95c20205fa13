"""Every figure that has a goal, in one run: ``python -m tests.bench [looking|judging] [--short] [--only PART]``.

*looking* is what it costs to look again, *judging* how well text is judged; without a name both are measured. Each part
runs in a process of its own and can be run alone. The short mode of *looking* takes less than a minute on an idle
machine; the full one some minutes, most of them for a database of a million sources and for the comparison with other
watchers (`tests.bench.peers`). ``--readme`` writes what was measured into the README's tables. The exit code tells
whether everything could be measured, not whether the goals are met.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

from tests.bench import judging, looking
from tests.bench.table import Measured, Row, markdown, table, with_block

GROUPS: dict[str, ModuleType] = {"looking": looking, "judging": judging}
README = Path(__file__).parents[2] / "README.md"


def run(part: str, arguments: list[str]) -> Measured | None:
    """Run a part and return its figures; None when it could not measure (it has said why)."""
    command = [sys.executable, "-m", f"tests.bench.{part}", *arguments, "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    try:
        found: Measured = json.loads(done.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError):
        _out(f"{part}: nothing was measured (exit code {done.returncode})", sys.stderr.write)
        return None
    return found


def rows_of(group: ModuleType, part: str, found: Measured) -> list[Row]:
    """Return a part's rows; one that no longer says what a row needs is told, and the others are shown."""
    try:
        return list(group.ROWS[part](found))
    except KeyError as missing:
        return [Row(part, "not shown", "", met=False, how=f"its figures lack {missing}")]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when a part could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("group", nargs="?", choices=sorted(GROUPS), help="this group alone")
    parser.add_argument("--short", action="store_true", help="less of everything, no peers")
    parser.add_argument("--json", action="store_true", help="all figures as one JSON object")
    every = sorted(part for group in GROUPS.values() for part in group.ROWS)
    parser.add_argument("--only", choices=every, action="append", help="this part alone; may be repeated")
    parser.add_argument("--data", type=Path, help="folder of the labelled data")
    parser.add_argument("--readme", action="store_true", help="write the tables into the README")
    asked = parser.parse_args(arguments)
    if asked.readme and (asked.only or asked.short):
        parser.error("--readme needs the full figures of a whole group")
    load = os.getloadavg()[0]
    measured: dict[str, Measured | None] = {}
    rows: dict[str, list[Row]] = {}
    for name, group in GROUPS.items():
        if asked.group not in (None, name):
            continue
        for part, options in (group.SHORT if asked.short else group.FULL).items():
            if not asked.only or part in asked.only:
                data = ["--data", str(asked.data)] if part in judging.OUTSIDE and asked.data else []
                found = measured[part] = run(part, options + data)
                rows.setdefault(name, []).extend(rows_of(group, part, found) if found is not None else [])
    _show(asked, measured, rows, load)
    failed = any(found is None for found in measured.values())
    if asked.readme and not failed:
        for name, of_group in rows.items():
            README.write_text(with_block(README.read_text("utf-8"), name, markdown(of_group)), "utf-8")
    return int(failed)


def _show(
    asked: argparse.Namespace, measured: dict[str, Measured | None], rows: dict[str, list[Row]], load: float
) -> None:
    every = [row for of_group in rows.values() for row in of_group]
    if asked.json:
        _out(json.dumps({"load": load, "parts": measured, "rows": [asdict(row) for row in every]}, ensure_ascii=False))
        return
    for of_group in rows.values():
        _out(table(of_group) + "\n")
    _out(f"load of the machine before: {load:.1f} on {os.cpu_count()} cores; times mean little where it is more")


def _out(line: str, write: Callable[[str], object] = sys.stdout.write) -> None:
    write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
