"""What stands at the top of the tree, and what may not be named in it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOP = {"pyproject.toml", "README.md", "LICENSE", "bot", "config", "tests", "seeds"}
# Written apart so that this file does not name them itself.
REGISTRIES = ("pypi" + ".org", "pythonhosted" + ".org", "test.pypi" + ".", "npmjs" + ".", "proxy.golang" + ".")


def tracked() -> list[Path]:
    """Return the files under version control; in a folder without Git, all that stand there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True)
    if listed.returncode:
        return [path for path in ROOT.rglob("*") if path.is_file() and not _ours_to_ignore(path)]
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def _ours_to_ignore(path: Path) -> bool:
    inside = path.relative_to(ROOT).parts
    return inside[0].startswith(".") or "__pycache__" in inside


def test_only_the_agreed_names_stand_at_the_top() -> None:
    names = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {name for name in names - TOP if not name.startswith(".") and not name.endswith(".lock")} == set()
    assert names >= TOP - {"seeds"}


def test_no_registry_is_named() -> None:
    for path in tracked():
        text = path.read_bytes()
        for host in REGISTRIES:
            assert host.encode() not in text, f"{path.relative_to(ROOT)} names {host}"


def test_no_path_of_one_machine_is_named() -> None:
    home = re.compile(rb"(/home/|/root/|/Users/|/wo" + rb"rk/)[a-z]")
    for path in tracked():
        if path.suffix in {".py", ".md", ".toml", ""}:
            assert not home.search(path.read_bytes()), path.relative_to(ROOT)
