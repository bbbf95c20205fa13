"""Every figure that has a goal, in one run: ``python -m tests.bench [--short] [--json] [--only PART]``.

Each part runs in a process of its own and can be run alone. The short mode takes less than a minute on an idle machine;
the full one some minutes, most of them for a database of a million sources and for the comparison with other watchers
(`tests.bench.peers`). The exit code tells whether everything could be measured, not whether the goals are met.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

Measured = dict[str, Any]

SHORT: dict[str, list[str]] = {
    "cycle": ["--pages", "100", "--rounds", "2"],
    "outbox": ["--pages", "8"],
    "store_scale": ["--short"],
    "memory": ["--count", "10000", "--pages", "30"],
    "changes": [],
}
FULL: dict[str, list[str]] = {
    "cycle": ["--pages", "300", "--rounds", "3"],
    "outbox": ["--pages", "12"],
    "store_scale": [],
    "memory": [],
    "changes": [],
    "peers": [],
}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure with its goal. `met` is None where there is nothing to reach."""

    figure: str
    measured: str
    goal: str
    met: bool | None
    how: str


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


def cycle_rows(m: Measured) -> Iterator[Row]:
    """Yield what a cycle costs."""
    best = f"{m['pages']} pages of 50 kB, each on its own host and connection; best of {m['rounds']}"
    ratio, extra, changed = m["unchanged_over_bare"], m["loop_cpu_over_bare_ms"], m["changed_over_extraction"]
    yield Row(
        "unchanged cycle (304), pages/s against a bare loop",
        f"{ratio:.2f} ({m['unchanged_per_second']:.0f}/s, bare {m['bare_per_second']:.0f}/s)",
        ">= 0.5",
        ratio >= 0.5,
        best,
    )
    yield Row(
        "unchanged cycle, event-loop CPU per look over the bare loop",
        f"{extra:.2f} ms ({m['unchanged_loop_cpu_ms']:.2f}, bare {m['bare_loop_cpu_ms']:.2f})",
        "<= 0.6 ms",
        extra <= 0.6,
        f"all threads: {m['unchanged_cpu_ms']:.2f} ms",
    )
    yield Row(
        "changed cycle, CPU per page against trafilatura alone",
        f"{changed:.2f} ({m['changed_cpu_ms']:.1f} and {m['confirming_cpu_ms']:.1f} ms, alone "
        f"{m['extraction_cpu_ms']:.1f})",
        "<= 1.4",
        changed <= 1.4,
        f"all processes; alone: text, title and date; its text only: {m['text_only_cpu_ms']:.1f} ms",
    )
    for sort in ("unchanged", "changed"):
        lag = m[f"{sort}_lag_ms"]
        yield Row(
            f"event-loop lag, {sort} cycle, p99",
            f"{lag:.1f} ms (own work at most {m[f'{sort}_own_lag_ms']:.1f})",
            "<= 20 ms",
            lag <= 20,
            f"an idle loop on this machine meanwhile: {m['idle_lag_ms']:.1f} ms",
        )


def store_rows(m: Measured) -> Iterator[Row]:
    """Yield what a look costs as the data grows."""
    for kind in ("unchanged", "changed"):
        cost = m["figures"][f"look, {kind}, CPU"]
        yield Row(
            f"cost per {kind} look, {m['large']:,} sources against {m['small']:,}",
            f"{cost['ratio']:.2f} ({cost['large_us']:.0f} and {cost['small_us']:.0f} µs)",
            "<= 1.3",
            cost["ratio"] <= 1.3,
            "CPU of due, read and commit; the median of many rounds",
        )


def memory_rows(m: Measured) -> Iterator[Row]:
    """Yield what is held in memory."""
    whole = m["idle_with_children_mb"]
    yield Row(
        f"resident memory, {m['claims']:,} claims and {m['sources']:,} sources, idle",
        f"{whole:.0f} MB ({m['idle_mb']:.0f} in the bot's own process)",
        "<= 250 MB",
        whole <= 250,
        f"all processes, after two cycles of {m['looked_at']} pages, Discord's library included",
    )


def outbox_rows(m: Measured) -> Iterator[Row]:
    """Yield how long a change takes."""
    yield Row(
        "from due to the row in the outbox, less the wait to confirm",
        f"{m['longest_s']:.2f} s (median {m['median_s']:.2f})",
        "<= 3 s",
        m["longest_s"] <= 3,
        f"the longest of {m['changes']}, the service ticking every {m['tick_s']:g} s",
    )


def change_rows(m: Measured) -> Iterator[Row]:
    """Yield what is reported of changes, as judged by the text layer."""
    yield Row(
        "noise-only changes reported", f"{m['noise_reported']} of {m['noise_cases']}", "0", not m["noise_reported"],
        "the text layer's judgement",
    )  # fmt: skip
    yield Row(
        "material changes reported",
        f"{m['material_reported']} of {m['material_cases']}",
        "all",
        m["material_reported"] == m["material_cases"],
        f"{m['material_right']} of them as the right kind",
    )


def peer_rows(m: Measured) -> Iterator[Row]:
    """Yield the comparison with other watchers of pages."""
    for name, one in m.items():
        ours = name == "claimwatch"
        if "skipped" in one:
            yield Row(name, "skipped", "", None, one["skipped"])
            continue
        right = one["noise"] == 0 and one["material"] == one["material_cases"]
        yield Row(
            f"{name}: noise and material changes reported",
            f"{one['noise']} of {one['noise_cases']}, {one['material']} of {one['material_cases']}",
            "0, all" if ours else "",
            right if ours else None,
            one["how"],
        )
        yield Row(
            f"{name}: {one['pages']} pages of 50 kB, unchanged, then changed",
            f"{one['unchanged_s']:.1f} s, {one['changed_s']:.1f} s",
            "",
            None,
            f"CPU {one['unchanged_cpu_s']:.1f} and {one['changed_cpu_s']:.1f} s, memory {one['memory_mb']:.0f} MB",
        )


ROWS: dict[str, Callable[[Measured], Iterator[Row]]] = {
    "cycle": cycle_rows,
    "outbox": outbox_rows,
    "store_scale": store_rows,
    "memory": memory_rows,
    "changes": change_rows,
    "peers": peer_rows,
}


def rows_of(part: str, found: Measured) -> list[Row]:
    """Return a part's rows; one that no longer says what a row needs is told, and the others are shown."""
    try:
        return list(ROWS[part](found))
    except KeyError as missing:
        return [Row(part, "not shown", "", met=False, how=f"its figures lack {missing}")]


def table(rows: list[Row]) -> str:
    """Return the rows as text under each other."""
    marks = {True: "met", False: "MISSED", None: ""}
    cells = [("figure", "measured", "goal", "", "how")]
    cells += [(row.figure, row.measured, row.goal, marks[row.met], row.how) for row in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(4)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(line[:4], widths, strict=True)), line[4]]).rstrip()
        for line in cells
    )


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when a part could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="less of everything, no peers: under a minute")
    parser.add_argument("--json", action="store_true", help="all figures as one JSON object")
    parser.add_argument("--only", choices=sorted(ROWS), action="append", help="this part alone; may be repeated")
    asked = parser.parse_args(arguments)
    parts = SHORT if asked.short else FULL
    load = os.getloadavg()[0]
    measured = {part: run(part, options) for part, options in parts.items() if not asked.only or part in asked.only}
    rows = [row for part, found in measured.items() if found is not None for row in rows_of(part, found)]
    if asked.json:
        _out(json.dumps({"load": load, "parts": measured, "rows": [asdict(row) for row in rows]}, ensure_ascii=False))
    else:
        _out(table(rows))
        _out(f"\nload of the machine before: {load:.1f} on {os.cpu_count()} cores; times mean little where it is more")
    return int(any(found is None for found in measured.values()))


def _out(line: str, write: Callable[[str], object] = sys.stdout.write) -> None:
    write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
