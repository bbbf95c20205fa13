"""The lock files: hashed, complete, and free of any index address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted(ROOT.glob("requirements*.lock"))
PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)( ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def entries(lock: Path) -> dict[str, list[str]]:
    """Return the lines under each pinned name; a line of any other form is a fault."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in lock.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if pinned := PINNED.match(line):
            name = pinned[1]
            found.setdefault(name, [])
        else:
            assert HASH.match(line), f"{lock.name}: unexpected line {line!r}"
            found[name].append(line)
    return found


def plain(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~;\[ ]", requirement)[0]).lower()


def test_there_are_three_locks() -> None:
    assert [lock.name for lock in LOCKS] == ["requirements-dev.lock", "requirements-stance.lock", "requirements.lock"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_address_and_a_hash_for_everything(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    assert all(hashes for hashes in entries(lock).values())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_dependency_is_pinned(lock: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = project["dependencies"] + extras["build"]
    if lock.name == "requirements-stance.lock":
        wanted += extras["stance"]
    elif lock.name == "requirements-dev.lock":
        wanted += extras["stance"] + extras["dev"]
    pinned = entries(lock)
    assert {plain(name) for name in wanted} - {"claimwatch"} <= set(pinned)
    assert "lxml-html-clean" in pinned, "old pip drops the extra that brings it"


def test_the_locks_agree() -> None:
    """A test of the development environment then says something about what is deployed."""

    def pins(lock: Path) -> set[str]:
        lines = (line for line in lock.read_text(encoding="utf-8").splitlines() if PINNED.match(line))
        return {line.split(" ")[0] for line in lines}

    dev, stance, core = (pins(lock) for lock in LOCKS)
    assert core < stance < dev
