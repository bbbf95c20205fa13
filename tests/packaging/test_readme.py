"""The two commands of the README, and that the checks run the very same line."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SET_UP = (
    "python3 -m venv .venv && .venv/bin/pip install -q --require-hashes --no-deps -r {lock}"
    " && .venv/bin/pip install -q --no-deps --no-build-isolation -e . && "
)


def shell_lines() -> list[str]:
    """Return the lines of the README's `sh` blocks, in order."""
    blocks = re.findall(
        r"^```sh\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    return [line for block in blocks for line in block.splitlines()]


def test_the_first_two_commands_do_their_own_set_up() -> None:
    first, second = shell_lines()[:2]
    assert first == SET_UP.format(lock="requirements.lock") + ".venv/bin/claimwatch demo"
    assert second == SET_UP.format(lock="requirements-dev.lock") + ".venv/bin/pytest -q"


def test_both_stand_on_the_first_screen() -> None:
    head = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:30])
    assert "claimwatch demo\n```" in head
    assert "pytest -q\n```" in head


def test_the_checks_take_the_test_command_from_the_readme(tmp_path: Path) -> None:
    """With a README whose command only says something, that is what `.ci/run` runs; a failing one fails it."""
    folder = tmp_path / "tree"
    (folder / ".ci").mkdir(parents=True)
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".ci/run").write_bytes((ROOT / ".ci/run").read_bytes())
    for name in ("ruff", "mypy", "lint-imports"):
        tool = folder / ".venv/bin" / name
        tool.write_text(f'#!/bin/sh\necho {name} "$@"\n', encoding="utf-8")
        tool.chmod(0o755)

    def run(command: str) -> subprocess.CompletedProcess[str]:
        (folder / "README.md").write_text(f"```sh\n{command}\n```\n", encoding="utf-8")
        return subprocess.run(
            ["bash", ".ci/run"], cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )

    good = run("python3 -m venv --help >/dev/null && echo .venv/bin/pytest && echo 7 passed in 0.1s")
    assert good.returncode == 0, good.stderr
    assert good.stdout.splitlines()[-1] == "7 passed in 0.1s"
    assert [line for line in good.stdout.splitlines() if line.split(" ")[0] in {"ruff", "mypy", "lint-imports"}] == [
        "ruff check .",
        "ruff format --check .",
        "mypy",
        "lint-imports",
    ]
    assert run("python3 -m venv --help >/dev/null && echo .venv/bin/pytest && false").returncode == 1
    assert run("echo nothing to test").returncode == 1
    (folder / ".venv/bin/mypy").write_text('#!/bin/sh\necho "Warning: unused section"\n', encoding="utf-8")
    assert run("python3 -m venv --help >/dev/null && echo .venv/bin/pytest").returncode == 1
