"""What sources that misbehave cost the others: ``python -m tests.bench.hostile_cycle [--sources N] [--json]``.

A street of N sources (1,000 unless said otherwise), each on a host of its own, is served by another process. One cycle
in which all answer 304 is measured against one in which a fifth of them misbehaves in every way of
`tests.sources.ways`. It must take no longer than 1.5 times the clean one plus one deadline, and every way must be told
as what it is.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.domain.outcome import Outcome
from tests.bench.measure import lagging, spent
from tests.sources.cycling import Watched, sources_of, watching
from tests.sources.street import Street, View, names
from tests.sources.ways import WAYS

DEADLINE = 5.0  # seconds, of one look
DNS_DEADLINE = 2.0
SLOTS = 128


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds of a cycle, on the wall and of this process's CPU, its bound, and how many sources were told rightly."""

    sources: int
    misbehaving: int
    ways: int
    deadline_s: float
    clean_s: float
    hostile_s: float
    bound_s: float
    clean_cpu_s: float
    hostile_cpu_s: float
    lag_p99_clean_ms: float
    lag_p99_hostile_ms: float
    right_reasons: int
    ways_shown_rightly: int
    clean_unharmed: int
    findings: int
    wrong: dict[str, str]

    @property
    def within(self) -> bool:
        """Whether everything is as it must be."""
        return (
            self.hostile_s <= self.bound_s
            and self.ways_shown_rightly == self.ways
            and self.right_reasons == self.misbehaving
            and self.clean_unharmed == self.sources - self.misbehaving
            and not self.findings
        )


class FarStreet(View):
    """A street that another process serves."""

    def __init__(self, folder: Path, process: subprocess.Popen[str]) -> None:
        self._process = process
        ports = self._read().split()
        super().__init__(folder / "ca.pem", int(ports[0]), int(ports[1]))

    def tell(self, *, misbehave: bool) -> None:
        """Let the street misbehave, or behave again."""
        assert self._process.stdin is not None
        self._process.stdin.write("misbehave\n" if misbehave else "behave\n")
        self._process.stdin.flush()
        self._read()
        self.misbehaving = misbehave

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def far_street(folder: Path) -> Iterator[FarStreet]:
    """Run a street in a process of its own, so that its CPU is not ours."""
    command = [sys.executable, "-m", "tests.bench.hostile_cycle", "--serve", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield FarStreet(folder, process)
        finally:
            process.terminate()


async def serve(folder: Path, write: Callable[[str], None]) -> None:
    """Serve a street until standard input closes."""
    async with Street(folder) as street:
        write(f"{street.port} {street.tls_port}")
        loop = asyncio.get_running_loop()
        while command := (await loop.run_in_executor(None, sys.stdin.readline)).strip():
            street.misbehaving = command == "misbehave"
            write("done")


async def measured(count: int) -> Figures:
    """Run the cycles and return the figures."""
    each = math.ceil(count / 5 / len(WAYS))
    bad = each * len(WAYS)
    everyone = names(count - bad, each)
    with tempfile.TemporaryDirectory() as folder, far_street(Path(folder)) as street:
        settings = street.settings(
            total_timeout=DEADLINE, dns_timeout=DNS_DEADLINE, max_in_flight=SLOTS, known_hosts=2 * count
        )
        async with watching(
            sources_of(street, everyone), settings, Path(folder), lookup=street.lookup, slots=SLOTS
        ) as watched:
            await watched.cycle()
            async with lagging() as lag_clean:
                with spent() as clean_cost:
                    clean = await watched.cycle()
            street.tell(misbehave=True)
            async with lagging() as lag_hostile:
                with spent() as hostile_cost:
                    hostile = await watched.cycle()
            assert (clean.started, hostile.started) == (len(everyone), len(everyone))
            wrong = await _wrong(watched)
            whys = await watched.why()
            unharmed = [n for n, why in whys.items() if why.look and why.look.outcome is Outcome.NOT_MODIFIED]
            page = await watched.watchlist.show(0, watched.claim.id)
    return Figures(
        sources=len(everyone),
        misbehaving=bad,
        ways=len(WAYS),
        deadline_s=DEADLINE,
        clean_s=round(clean.seconds, 2),
        hostile_s=round(hostile.seconds, 2),
        bound_s=round(1.5 * clean.seconds + DEADLINE, 2),
        clean_cpu_s=round(clean_cost.process, 2),
        hostile_cpu_s=round(hostile_cost.process, 2),
        lag_p99_clean_ms=round(lag_clean.at(0.99) * 1000, 1),
        lag_p99_hostile_ms=round(lag_hostile.at(0.99) * 1000, 1),
        right_reasons=bad - len(wrong),
        ways_shown_rightly=len(WAYS.keys() - {name.rpartition("-")[0] for name in wrong}),
        clean_unharmed=len([name for name in unharmed if name.startswith("clean-")]),
        findings=len(page.findings),
        wrong=wrong,
    )


async def _wrong(watched: Watched) -> dict[str, str]:
    """Return what the last look says of each misbehaving source for which it does not say what it did."""
    wrong = {}
    for name, why in (await watched.why()).items():
        way = WAYS.get(name.rpartition("-")[0])
        if way and not (why.look and why.look.outcome is way.outcome and way.says in why.look.detail):
            wrong[name] = f"{why.look.outcome}: {why.look.detail}" if why.look else "no look"
    return wrong


def main(arguments: Sequence[str], write: Callable[[str], None]) -> int:
    """Print the figures, one on a line or as JSON; return 0 when all is as it must be."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.hostile_cycle", description=__doc__)
    parser.add_argument("--sources", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.serve:
        asyncio.run(serve(options.serve, write))
        return 0
    figures = asyncio.run(measured(options.sources))
    shown = asdict(figures) | {"within": figures.within}
    write(json.dumps(shown) if options.json else "\n".join(f"{name:24} {value}" for name, value in shown.items()))
    return 0 if figures.within else 1


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], _say))
