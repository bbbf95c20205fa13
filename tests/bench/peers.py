"""Other watchers of pages beside ours, on the same pages: ``python -m tests.bench.peers [--pages N] [--venvs FOLDER]``.

urlwatch and webchanges are installed from PyPI, each into an environment of its own, and asked the way their manuals
recommend for articles: one job for each page with the filter ``html2text``. Where they can not be installed they are
skipped, with a message. Measured are a run in which nothing changed and one in which every page did, and which of the
cases of `tests.bench.changes` each reports: noise, which nobody wants to hear of, and edits that bear on the claim.

Theirs is the time and CPU of the whole command, as it is run from cron; ours that of a cycle in a running bot, and of
the second look that confirms a change.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.app.building import App, build
from bot.domain.claim import NewClaim
from bot.domain.source import NewSource, Role
from bot.folders import shipped
from tests.bench.changes import noise_cases
from tests.bench.cycle import CONFIRM, Clock, bench_settings, cycle, watching
from tests.bench.measure import Spent, descendants, memory_of, spent
from tests.bench.outbox import FOUND
from tests.bench.site import RunningSite, cases, running_site

Say = Callable[[str], None]
_CHANGED = re.compile(r"CHANGED: case-(\d+)\b")
_INSTALLING = 300  # seconds
_POLL = 0.02  # seconds


@dataclass(frozen=True, slots=True)
class Figures:
    """What one watcher needs and reports. Seconds and MB for all pages together; how many changes were reported."""

    how: str
    pages: int
    unchanged_s: float
    unchanged_cpu_s: float
    changed_s: float
    changed_cpu_s: float
    memory_mb: float
    noise: int
    noise_cases: int
    material: int
    material_cases: int
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Peer:
    """A watcher: its package and the command's own options, with the names of files in the folder it runs in."""

    name: str
    options: tuple[str, ...]


PEERS = (
    Peer("urlwatch", ("--urls", "jobs.yaml", "--config", "config.yaml", "--cache", "kept.db", "--hooks", "hooks.py")),
    Peer("webchanges", ("--jobs", "jobs.yaml", "--config", "config.yaml", "--database", "kept.db")),
)


@dataclass(frozen=True, slots=True)
class Ran:
    """One run of a command: seconds, CPU seconds, its most memory in MB, and which jobs it reports as changed."""

    wall: float
    cpu: float
    memory: float
    changed: frozenset[int]


def installed(peer: Peer, venvs: Path, say: Say) -> tuple[Path, str] | str:
    """Return the peer's command and version, installed if need be; a sentence where that is not possible."""
    command = venvs / peer.name / "bin" / peer.name
    if not command.exists():
        say(f"installing {peer.name} …")
        steps = (
            [sys.executable, "-m", "venv", str(venvs / peer.name)],
            [str(venvs / peer.name / "bin" / "pip"), "install", "--quiet", peer.name],
        )
        for step in steps:
            try:
                subprocess.run(step, check=True, capture_output=True, timeout=_INSTALLING)
            except (subprocess.SubprocessError, OSError) as error:
                return f"{peer.name} could not be installed ({type(error).__name__})"
    said = subprocess.run([str(command), "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(rf"{peer.name} (\d+(?:\.\d+)+)", said)
    return command, found[1] if found else "of unknown version"


def write_jobs(folder: Path, site: RunningSite) -> None:
    """Write a job for each page: either program reads this form."""
    jobs = (
        f"name: case-{number}\nurl: {site.plain_url(number)}\nfilter:\n- html2text\n" for number in range(site.pages)
    )
    (folder / "jobs.yaml").write_text("---\n".join(jobs), encoding="utf-8")


def run(command: Path, peer: Peer, folder: Path) -> Ran:
    """Run the command once."""
    with (folder / "out.txt").open("w+", encoding="utf-8") as out:
        began = time.perf_counter()
        process = subprocess.Popen([str(command), *peer.options], cwd=folder, stdout=out, stderr=subprocess.DEVNULL)
        memory = 0.0
        while (ended := os.wait4(process.pid, os.WNOHANG))[0] == 0:
            memory = max(memory, peak_mb(process.pid))
            time.sleep(_POLL)
        wall = time.perf_counter() - began
        used = ended[2]
        process.returncode = 0
        out.seek(0)
        changed = frozenset(int(number) for number in _CHANGED.findall(out.read()))
    return Ran(wall, used.ru_utime + used.ru_stime, memory, changed)


def peak_mb(pid: int) -> float:
    """Return the most memory that a process had so far (what `wait4` says begins with that of its parent)."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) * 1024 / 1e6 if found else 0.0


def theirs(peer: Peer, command: Path, version: str, pages: int) -> Figures:
    """Measure a peer."""
    with running_site(pages) as site, tempfile.TemporaryDirectory(prefix="peer-") as name:
        folder = Path(name)
        write_jobs(folder, site)
        run(command, peer, folder)
        unchanged = run(command, peer, folder)
        site.tell("edit")
        changed = run(command, peer, folder)
    with running_site(None) as site, tempfile.TemporaryDirectory(prefix="peer-") as name:
        folder = Path(name)
        write_jobs(folder, site)
        run(command, peer, folder)
        site.tell("edit")
        reported = run(command, peer, folder).changed
    return figures(
        f"{peer.name} {version}, filter html2text; reported {len(changed.changed)} of {pages} changed articles",
        pages,
        Spent(unchanged.wall, process=unchanged.cpu),
        Spent(changed.wall, process=changed.cpu),
        max(unchanged.memory, changed.memory),
        reported,
    )


async def ours(pages: int) -> Figures:
    """Measure the whole program on the same pages."""
    clock = Clock()
    with running_site(pages) as site, tempfile.TemporaryDirectory(prefix="ours-") as name:
        async with watching(site, Path(name), now=clock.now) as app:
            await cycle(app, clock, timedelta(0), site)
            unchanged = await cycle(app, clock, timedelta(days=2), site)
            site.tell("edit")
            with spent([site.pid]) as changed:
                await cycle(app, clock, timedelta(days=2), site)
                await cycle(app, clock, CONFIRM, site)
            processes = [os.getpid(), *descendants([site.pid])]
            memory = sum(memory_of(pid).proportional for pid in processes)
    with running_site(None) as site, tempfile.TemporaryDirectory(prefix="ours-") as name:
        async with build(shipped("config"), bench_settings(site), Path(name) / "bench.db", now=clock.now) as app:
            reported = await found_in_cases(app, clock, site)
    how = "a running bot; a change is looked at twice; memory of all its processes and of the bench in it"
    return figures(how, pages, unchanged, changed, memory, reported)


async def found_in_cases(app: App, clock: Clock, site: RunningSite) -> frozenset[int]:
    """Watch every case's page for its claim, change the pages, look twice; return which cases were reported."""
    numbers: dict[int, int] = {}
    for number, case in enumerate(cases()):
        view = case.claim
        claim = NewClaim(0, view.text, claimant=view.claimant, attribution=view.attribution)
        source = NewSource(site.url(number), Role.ORIGIN)
        added = await app.watchlist.add(claim, [source], actor="bench", now=clock.now(), force=True)
        numbers[added.id] = number
    for command, after in (("", timedelta(0)), ("edit", timedelta(days=2)), ("", CONFIRM)):
        if command:
            site.tell(command)
        clock.at += after
        await app.recheck.due(clock.now())
        await app.recheck.drain(600)
    rows = await app.database.read(lambda db: db.execute(FOUND).fetchall())
    return frozenset(numbers[claim_id] for (claim_id,) in rows)


def figures(how: str, pages: int, unchanged: Spent, changed: Spent, memory: float, reported: frozenset[int]) -> Figures:
    """Return what was measured as figures."""
    everything = cases()
    noise = len(list(noise_cases()))
    wrong = [everything[number].name for number in sorted(reported) if number < noise]
    missed = [case.name for number, case in enumerate(everything) if number >= noise and number not in reported]
    return Figures(
        how=how,
        pages=pages,
        unchanged_s=round(unchanged.wall, 2),
        unchanged_cpu_s=round(unchanged.all, 2),
        changed_s=round(changed.wall, 2),
        changed_cpu_s=round(changed.all, 2),
        memory_mb=round(memory, 1),
        noise=len(wrong),
        noise_cases=noise,
        material=len(everything) - noise - len(missed),
        material_cases=len(everything) - noise,
        missed=missed[:10],
        wrong=wrong[:10],
    )


def measured(pages: int, venvs: Path, say: Say) -> dict[str, object]:
    """Measure ours and every peer that can be had."""
    result: dict[str, object] = {"claimwatch": asdict(asyncio.run(ours(pages)))}
    for peer in PEERS:
        there = installed(peer, venvs, say)
        if isinstance(there, str):
            say(f"skipped: {there}")
            result[peer.name] = {"skipped": there}
        else:
            say(f"running {peer.name} {there[1]} …")
            result[peer.name] = asdict(theirs(peer, *there, pages))
    return result


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201  this is a program


def main(arguments: list[str]) -> None:
    """Print the figures as JSON, indented unless ``--json`` is given."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.peers", description=__doc__)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--venvs", type=Path, help="where the peers are installed and kept; else a temporary folder")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        result = measured(asked.pages, asked.venvs or Path(folder), _say)
    print(json.dumps(result, indent=None if asked.json else 2, ensure_ascii=False))  # noqa: T201  this is a program


if __name__ == "__main__":
    main(sys.argv[1:])
