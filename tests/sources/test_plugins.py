from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.plugins import discover


def test_a_new_file_is_found_and_helpers_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "orchard_plugins"
    package.mkdir()
    for name in ("__init__", "pear", "apple", "_helper"):
        (package / f"{name}.py").write_text(f"NAME = {name!r}\n")
    monkeypatch.syspath_prepend(tmp_path)
    found = discover(__import__("orchard_plugins"))
    assert [module.NAME for module in found] == ["apple", "pear"]
    for name in [name for name in sys.modules if name.startswith("orchard_plugins")]:
        del sys.modules[name]
