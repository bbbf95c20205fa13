"""A wheel holds all that the program reads, and runs in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.packaging.test_tree import tracked

ROOT = Path(__file__).resolve().parents[2]
DATA = {".toml", ".sql", ".json", ".html", ".xml", ".onnx", ".txt", ".gz", ".bin"}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from what is under version control, unpacked."""
    tree = tmp_path_factory.mktemp("tree")
    for path in tracked():
        inside = path.relative_to(ROOT)
        if inside.parts[0] in {"bot", "config", "seeds", "pyproject.toml", "README.md", "LICENSE"}:
            (tree / inside).parent.mkdir(parents=True, exist_ok=True)
            (tree / inside).write_bytes(path.read_bytes())
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "out"],
        cwd=tree, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = (tree / "out").glob("*.whl")
    into = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(into)
    return into


def test_everything_that_is_read_is_in_it(unpacked: Path) -> None:
    for path in tracked():
        inside = path.relative_to(ROOT)
        if inside.parts[0] == "bot" and (path.suffix in DATA or path.suffix == ".py"):
            assert (unpacked / inside).is_file(), inside
        elif inside.parts[0] in {"config", "seeds"}:
            assert (unpacked / "bot" / "shipped" / inside).is_file(), inside
    assert {path.name for path in unpacked.iterdir() if path.suffix != ".dist-info"} == {"bot"}


def test_it_runs_where_there_is_nothing_else(unpacked: Path, tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMWATCH_")}
    for verb in (("config", "check"), ("seed", "--json"), ("list", "--json")):
        done = subprocess.run(
            [sys.executable, "-c", "import sys, bot.cli; sys.exit(bot.cli.main())", *verb],
            cwd=tmp_path,
            env=environ | {"PYTHONPATH": str(unpacked), "PYTHONSAFEPATH": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert done.stdout.count('"unverified"') == 3
