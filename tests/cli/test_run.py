"""`run` as a process of its own: killed at any moment, it neither loses nor repeats a post."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bot.folders import shipped
from tests.app.conftest import article
from tests.cli.test_looking import net_environment
from tests.newsroom import Newsroom

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 50.0
FAST = {
    "CLAIMWATCH_CADENCE__FAST": "200ms",
    "CLAIMWATCH_CADENCE__FLOOR": "200ms",
    "CLAIMWATCH_CADENCE__SETTLED": "200ms",
    "CLAIMWATCH_CADENCE__CONFIRM": "100ms",
    "CLAIMWATCH_CADENCE__RETRY": "100ms",
    "CLAIMWATCH_RECHECK__TICK": "100ms",
    "CLAIMWATCH_CONFIG": str(shipped("config")),
    "PYTHONPATH": str(ROOT),
}


class Machine:
    """A folder in which commands run against the newsroom; what `run` printed is kept."""

    def __init__(self, folder: Path, newsroom: Newsroom) -> None:
        self.folder = folder
        self.out = folder / "posts.jsonl"
        self.log = folder / "log"
        clean = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMWATCH_")}
        self.environ = clean | FAST | net_environment(newsroom)

    async def start(self, *arguments: str, append: Path | None = None) -> asyncio.subprocess.Process:
        """Start a command; with `append` its output goes to that file."""
        with (append or self.folder / "ignored").open("ab") as out, self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", *arguments),
                cwd=self.folder,
                env=self.environ,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=log,
            )

    async def do(self, *arguments: str) -> None:
        """Run a command that must succeed."""
        process = await self.start(*arguments)
        assert await process.wait() == 0, self.log.read_text(encoding="utf-8")

    def posts(self) -> list[dict[str, Any]]:
        """Return the posts so far, in order; a line cut off by a kill is a fault."""
        return [json.loads(line) for line in self.out.read_text(encoding="utf-8").splitlines()]

    async def said(self, words: str, times: int = 1) -> None:
        """Wait until the log holds these words so many times."""
        await until(lambda: self.log.exists() and self.log.read_text(encoding="utf-8").count(words) >= times)


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that another process brings about."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110  no event crosses from another process
            await asyncio.sleep(0.1)


@pytest.fixture
def machine(tmp_path: Path, newsroom: Newsroom) -> Machine:
    return Machine(tmp_path, newsroom)


@pytest.mark.timeout(240)
async def test_killed_at_any_moment_it_neither_loses_nor_repeats_a_post(machine: Machine, newsroom: Newsroom) -> None:
    chance = random.Random(20260204)
    urls = [newsroom.page(f"/{number}", article()) for number in range(3)]
    entries = (
        f'[[claim]]\ntext = "Guava number {number} outperforms its rivals."\n[[claim.source]]\nurl = "{url}"\n'
        for number, url in enumerate(urls)
    )
    (machine.folder / "list.toml").write_text("".join(entries), encoding="utf-8")
    await machine.do("seed", "list.toml")
    await machine.do("check", "--all")
    for round_ in range(3):
        process = await machine.start("run", "--json", "--no-seed", append=machine.out)
        if round_ == 1:
            for number in range(3):
                newsroom.remove(f"/{number}")
                newsroom.page(f"/{number}", status=410)
        await asyncio.sleep(chance.uniform(1.0, 4.0))
        process.send_signal(signal.SIGKILL)
        await process.wait()
    process = await machine.start("run", "--json", "--no-seed", append=machine.out)
    try:
        await until(lambda: len(machine.posts()) >= 6)
        await asyncio.sleep(1)
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
    told = Counter((post["kind"], post["claim_id"]) for post in machine.posts())
    assert told == {(kind, claim): 1 for kind in ("claim_added", "source_gone") for claim in (1, 2, 3)}
    order = [post["kind"] for post in machine.posts() if post["claim_id"] == 1]
    assert order == ["claim_added", "source_gone"]


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
async def test_a_look_that_is_broken_off_ends_in_order_and_loses_nothing(
    machine: Machine, newsroom: Newsroom, number: signal.Signals, code: int
) -> None:
    url = newsroom.page("/slow", article(), delay=20)
    await machine.do("add", "Guava outperforms its rivals.", "--source", url)
    process = await machine.start("check", "--all")
    await until(lambda: newsroom.requests["/slow"] == 1)
    process.send_signal(number)
    assert await process.wait() == code
    said = machine.log.read_text(encoding="utf-8")
    assert "Traceback" not in said
    assert "leaked" not in said
    newsroom.page("/slow", article())
    await machine.do("check", "--all")


@pytest.mark.timeout(120)
async def test_a_fresh_database_begins_with_the_shipped_watchlist_once(machine: Machine) -> None:
    nowhere = {"longbridge.com": "127.0.0.1", "huggingface.co": "127.0.0.1"}  # a test asks nobody outside
    machine.environ = {name: value for name, value in machine.environ.items() if "CADENCE" not in name}
    machine.environ["CLAIMWATCH_NET__HOSTS"] = json.dumps(nowhere)
    for start in (1, 2):
        process = await machine.start("run", "--json", append=machine.out)
        await machine.said("Watching the claims in", start)
        await until(lambda: len(machine.posts()) >= 3)
        await asyncio.sleep(0.5)
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 130
    assert [post["kind"] for post in machine.posts()] == ["claim_added"] * 3
    assert "Traceback" not in machine.log.read_text(encoding="utf-8")


@pytest.mark.timeout(120)
async def test_an_edit_of_the_configuration_is_taken_over_and_a_faulty_one_is_not(machine: Machine) -> None:
    config = machine.folder / "c"
    for path in shipped("config").rglob("*.toml"):
        copy = config / path.relative_to(shipped("config"))
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    process = await machine.start("run", "--json", "--no-seed", "--config", "c", append=machine.out)
    try:
        await machine.said('"running"')
        await asyncio.sleep(1)
        (config / "claimwatch.toml").write_text("[net]\nrobots = 5.5\n", encoding="utf-8")
        await machine.said("net.robots: expected true or false")
        (config / "claimwatch.toml").write_text("[net]\nrobots = false\n", encoding="utf-8")
        await machine.said("configuration taken over")
    finally:
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
