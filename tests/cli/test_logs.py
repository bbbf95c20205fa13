"""Log lines: one form for ours and the libraries', and never a secret."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli.logs import HIDDEN, Redactor, log_as, set_up
from bot.config import Config, load
from bot.folders import shipped

TOKEN = ".".join(["MTE" + "x" * 21, "GaBcDe", "a1" * 19])


@pytest.fixture(autouse=True)
def unchanged() -> Iterator[None]:
    """Give logging back as it was found."""
    root = logging.getLogger()
    before = (list(root.handlers), root.level)
    yield
    for handler in [held for held in root.handlers if held not in before[0]]:
        root.removeHandler(handler)
    root.setLevel(before[1])
    structlog.reset_defaults()


def lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_ours_and_the_libraries_lines_have_one_form() -> None:
    out = io.StringIO()
    set_up(out, human=False)
    structlog.get_logger("bot.test").info("looked", source=3)
    logging.getLogger("discord.gateway").warning("shard %s resumed", 0)
    logging.getLogger("apscheduler.executors").info("routine")
    logging.getLogger("bot.other").debug("not asked for")
    first, second = lines(out)
    assert (first["event"], first["source"], first["level"], first["logger"]) == ("looked", 3, "info", "bot.test")
    assert (second["event"], second["level"]) == ("shard 0 resumed", "warning")
    assert {"timestamp"} <= set(first) & set(second)


def test_setting_up_twice_does_not_double_lines() -> None:
    out = io.StringIO()
    set_up(io.StringIO(), human=False)
    set_up(out, human=False)
    structlog.get_logger().info("once")
    assert len(lines(out)) == 1


def test_secrets_never_appear() -> None:
    out = io.StringIO()
    secret = "correct-horse-battery"
    set_up(out, level="debug", human=False, known=[secret, ""])
    log = structlog.get_logger()
    log.info(f"with {secret} inside", headers={"Authorization": f"Bot {TOKEN}", "x": ["deep", {"y": secret}]})  # noqa: G004  on purpose
    log.warning("login", discord_token=secret, url=f"https://api.example/?key={secret}&x=1", other=TOKEN)
    logging.getLogger("discord.http").warning("sent %s", {"token": TOKEN})
    logging.getLogger("httpx").warning("GET https://ada:hunter2@gazette.example/ Bearer abcdefghijklmnop")
    log.error("failed", exc_info=ValueError(f"refused {TOKEN} and {secret}"))
    said = out.getvalue()
    assert secret not in said
    assert TOKEN not in said
    assert "hunter2" not in said
    assert "abcdefghijklmnop" not in said
    assert said.count(HIDDEN) >= 8
    assert len(lines(out)) == 5
    assert "refused" in said, "the rest of a traceback stays"


@settings(max_examples=80, deadline=None)
@given(st.text(min_size=4), st.text(), st.text())
def test_a_known_secret_is_taken_out_wherever_it_stands(secret: str, before: str, after: str) -> None:
    shown = Redactor([secret]).text(f"{before}{secret}{after}")
    assert secret not in shown.replace(HIDDEN, "") or secret in f"{before}{after}" or secret in HIDDEN


def test_the_configuration_decides(tmp_path: Path) -> None:
    out = io.StringIO()
    config = load(
        shipped("config"),
        {"CLAIMWATCH_LOG__LEVEL": "error", "CLAIMWATCH_LOG__FORMAT": "human", "CLAIMWATCH_DISCORD_TOKEN": "kept-quiet"},
    )
    log_as(config, out)
    structlog.get_logger().warning("not shown")
    structlog.get_logger().error("shown kept-quiet", path=str(tmp_path))
    said = out.getvalue()
    assert "not shown" not in said
    assert "shown [hidden]" in said
    assert "\x1b" not in said, "no colours where it is no terminal"
    log_as(Config(), out)
    structlog.get_logger().info("json now")
    assert json.loads(out.getvalue().splitlines()[-1])["event"] == "json now"
