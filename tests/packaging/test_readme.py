"""The two commands of the README, and that the checks run the very same line."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

from bot.cli.root import app
from tests.cli.conftest import Cli, cli

__all__ = ["cli"]  # the fixture

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
    assert second == SET_UP.format(lock="requirements-dev.lock") + ".venv/bin/pytest -q -n 2 --dist worksteal"


def test_both_stand_on_the_first_screen() -> None:
    head = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:30])
    assert "claimwatch demo\n```" in head
    assert "pytest -q -n 2 --dist worksteal\n```" in head


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


def console_lines() -> list[str]:
    """Return the commands of the README's `console` blocks without their prompts and comments."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    lines = (line for block in blocks for line in block.splitlines() if line.startswith("$ "))
    return [re.split(r"\s{2,}#", line.removeprefix("$ "))[0].strip() for line in lines]


def test_the_examples_run(cli: Cli) -> None:
    """All that need no network, in their order, on a list with one claim; of the others, the form is checked."""
    assert cli("add", "Guava outperforms open-source rivals.").code == 0
    ran = []
    for line in console_lines():
        program, verb, *rest = shlex.split(line)
        assert program == "claimwatch"
        if verb in {"scan", "run"}:
            assert cli(verb, *rest, "--help").code == 0, line
            continue
        assert cli(verb, *rest).code == 0, line
        ran.append(verb)
    assert ran == ["list", "show", "why", "decide"]


def test_every_verb_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text.split("| verb | does |")[1].split("\n\n")[0]
    names = [command.name for command in app.registered_commands]
    names += [
        f"{group.name} {command.name}"
        for group in app.registered_groups
        for command in (group.typer_instance.registered_commands if group.typer_instance else [])
    ]
    assert [name for name in names if f"`{name}" not in table] == []


def test_its_links_lead_to_files() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
