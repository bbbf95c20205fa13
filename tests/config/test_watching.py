"""Edits take effect; faulty ones are told and change nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.config import Config, load
from bot.config.watching import watch
from bot.errors import ConfigError
from tests.config.test_loading import ROOT, write

PATIENCE = 10.0


@pytest.fixture
async def edits(tmp_path: Path) -> AsyncIterator[asyncio.Queue[Config | ConfigError]]:
    """What `watch` yields about `tmp_path`, which starts as the shipped configuration."""
    for path in (ROOT / "config").rglob("*.toml"):
        copy = tmp_path / path.relative_to(ROOT / "config")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    write(tmp_path, "")
    stop = asyncio.Event()
    queue: asyncio.Queue[Config | ConfigError] = asyncio.Queue()

    async def collect() -> None:
        async for seen in watch(tmp_path, lambda folder: load(folder, {}), stop=stop):
            await queue.put(seen)

    task = asyncio.create_task(collect())
    await asyncio.sleep(0.3)  # the watcher's thread has to be up before the first edit
    yield queue
    stop.set()
    await asyncio.wait_for(task, PATIENCE)


async def test_a_good_edit_comes_within_seconds(tmp_path: Path, edits: asyncio.Queue[Config | ConfigError]) -> None:
    write(tmp_path, "[net]\nrobots = false\n")
    seen = await asyncio.wait_for(edits.get(), PATIENCE)
    assert isinstance(seen, Config)
    assert not seen.net.robots


async def test_a_faulty_edit_and_its_mending(tmp_path: Path, edits: asyncio.Queue[Config | ConfigError]) -> None:
    write(tmp_path, "[net\n")
    seen = await asyncio.wait_for(edits.get(), PATIENCE)
    assert isinstance(seen, ConfigError)
    assert "expected TOML" in seen.faults[0]
    write(tmp_path, "")
    mended = await asyncio.wait_for(edits.get(), PATIENCE)
    assert mended == Config(), "told that it is good again"


async def test_a_replaced_file_counts_and_an_equal_one_is_silent(
    tmp_path: Path, edits: asyncio.Queue[Config | ConfigError]
) -> None:
    other = tmp_path / "claimwatch.toml.new"
    other.write_text("# a comment more\n", encoding="utf-8")
    other.replace(tmp_path / "claimwatch.toml")
    await asyncio.sleep(0.5)
    assert edits.empty()
    for value in (1, 2):
        other.write_text(f"[net]\nmax_redirects = {value}\n", encoding="utf-8")
        other.replace(tmp_path / "claimwatch.toml")
        seen = await asyncio.wait_for(edits.get(), PATIENCE)
        assert isinstance(seen, Config)
        assert seen.net.max_redirects == value
