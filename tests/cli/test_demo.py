"""`demo` as people and scripts see it; what the story tells is tested beside the story."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli.playing import clear_away
from bot.errors import InputError
from tests.cli.conftest import Cli
from tests.cli.test_root import process

KEYS = ["at", "step", "kind", "claim_id", "status", "before", "after", "origin_groups", "proposal", "text"]


@pytest.mark.timeout(180)
def test_the_demo_as_json(tmp_path: Path) -> None:
    with process("demo", "--json", folder=tmp_path) as running:
        out, err = running.communicate(timeout=150)
    assert running.returncode == 0, err
    posts = [json.loads(line) for line in out.splitlines()]
    assert all(list(post) == KEYS for post in posts)
    assert (posts[0]["kind"], posts[0]["step"]) == ("claim_added", 0)
    assert [post["step"] for post in posts] == sorted(post["step"] for post in posts)
    assert not [post for post in posts if post["step"] == 1], "noise is never told"
    assert {post["claim_id"] for post in posts} == {1}
    first, *_ = err.splitlines()
    assert "made-up" in first
    assert [line.split()[-1] for line in err.splitlines()[-3:]] == ["list", "1", "1"]
    assert "--db data/demo.db show 1" in err
    with process("--db", "data/demo.db", "show", "1", "--json", folder=tmp_path) as showing:
        shown, _ = showing.communicate(timeout=60)
    assert json.loads(shown)["status"] == "refuted"


def test_only_a_demos_own_database_is_replaced(tmp_path: Path, cli: Cli) -> None:
    db = tmp_path / "data" / "demo.db"
    clear_away(db)
    db.write_bytes(b"x")
    clear_away(db)
    assert not db.exists()
    mine = tmp_path / "mine.db"
    mine.write_bytes(b"precious")
    with pytest.raises(InputError):
        clear_away(mine)
    ran = cli("demo", "--db", "mine.db")
    assert ran.code == 2
    assert "no earlier demo" in ran.err
    assert mine.read_bytes() == b"precious"
