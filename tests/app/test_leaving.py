"""Leaving the service, at whatever moment: what has begun ends by itself, and nothing is reported as a failure."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.app.service import serve
from tests.app.conftest import World


@pytest.mark.parametrize("passes", range(6))
async def test_leaving_is_no_failure(world: World, caplog: pytest.LogCaptureFixture, passes: int) -> None:
    with capture_logs() as logged:
        async with serve(world.app, [world.channel], edits=False):
            for _ in range(passes):
                await asyncio.sleep(0)
        await asyncio.sleep(0.05)  # a job that was given up would be told of only now
    assert [entry["event"] for entry in logged if entry["log_level"] == "error"] == []
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
