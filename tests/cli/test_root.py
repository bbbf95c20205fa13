"""What every verb shares: help, exit codes, global options, pipes and signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import structlog

from bot.cli.root import app, failed, hoisted, refused
from bot.errors import BadUrl, ConfigError, EvidenceMissing, InputError, StoreNewer, UnknownClaim
from bot.folders import shipped
from tests.cli.conftest import Cli

ROOT = Path(__file__).resolve().parents[2]
VERBS = [
    *("run", "demo", "scan", "add", "list", "show", "delete", "check", "why", "decide", "confirm", "dismiss"),
    *("seed", "judge", "doctor"),
    *("source add", "source remove", "config check"),
]
DATA = {"scan", "add", "list", "show", "check", "why", "decide", "seed", "doctor", "run", "demo", "source add"}


def process(*arguments: str, folder: Path, **more: str) -> subprocess.Popen[str]:
    """Start the program as people do, in `folder`."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMWATCH_")}
    environ |= {"PYTHONPATH": str(ROOT), "CLAIMWATCH_CONFIG": str(shipped("config")), **more}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(cli: Cli, verb: str) -> None:
    ran = cli(*verb.split(), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert f"  claimwatch {verb}" in ran.out.split("Example:")[1]
    assert ("--json" in ran.out) == (verb in DATA | {"config check"})
    assert max(len(line) for line in ran.out.split("Example:")[0].splitlines()) <= 100


def test_no_verb_is_left_out_here() -> None:
    named = {command.name for command in app.registered_commands}
    groups = {group.name for group in app.registered_groups}
    assert named | groups == {verb.split()[0] for verb in VERBS}


def test_help_is_quick_and_loads_nothing_heavy(tmp_path: Path) -> None:
    """Seconds differ from machine to machine; what is imported does not."""
    script = (
        "import sys\nfrom bot.cli.root import run_\ncode = run_(['--help'])\n"
        "heavy = {'asyncio', 'discord', 'httpx', 'sqlite_utils', 'trafilatura', 'apscheduler', 'pydantic_settings'}\n"
        "sys.exit(f'{heavy & set(sys.modules)}' if heavy & set(sys.modules) else code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Commands:" in done.stdout


def test_the_version(cli: Cli) -> None:
    assert cli("--version").out.startswith("claimwatch 0.")


@pytest.mark.parametrize(
    "arguments",
    [
        ("lst",),
        ("list", "--bogus"),
        ("decide", "1", "true"),
        ("check",),
        ("check", "1", "--all"),
        ("show",),
        ("add", "x", "--review-on", "tomorrow"),
        ("list", "--page", "0"),
    ],
)
def test_bad_usage_is_exit_code_2(cli: Cli, arguments: tuple[str, ...]) -> None:
    ran = cli(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert "Error: " in ran.err
    assert "Value error" not in ran.err
    assert "Traceback" not in ran.err


def test_nothing_at_all_shows_the_help(cli: Cli) -> None:
    ran = cli()
    assert ran.code == 2
    assert "Commands:" in ran.out + ran.err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BadUrl("no"), 2),
        (EvidenceMissing("no"), 2),
        (InputError("no"), 2),
        (UnknownClaim("no"), 1),
        (StoreNewer("no"), 1),
        (ConfigError(("a", "b")), 1),
    ],
)
def test_errors_of_ours_become_a_sentence_and_a_code(
    error: InputError, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refused(error) == code
    assert capsys.readouterr().err == f"claimwatch: {error.user_message}\n"


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (["list", "--db", "x"], ["--db", "x", "list"]),
        (["list", "--db=x", "--json"], ["--db=x", "list", "--json"]),
        (["config", "check", "--config", "c"], ["--config", "c", "config", "check"]),
        (["add", "--", "--db", "x"], ["add", "--", "--db", "x"]),
        (["list", "--db"], ["list", "--db"]),
    ],
)
def test_global_options_may_stand_anywhere(given: list[str], meant: list[str]) -> None:
    assert hoisted(given) == meant


def test_what_nobody_foresaw_is_logged_under_a_reference(capfd: pytest.CaptureFixture[str]) -> None:
    structlog.reset_defaults()
    assert failed(ZeroDivisionError("a bug of ours")) == 1
    seen = capfd.readouterr()
    assert seen.out == ""
    log, said = seen.err.rsplit("claimwatch: ", 1)
    reference = said.split("reference ")[1].strip().rstrip(".")
    assert reference in log
    assert "a bug of ours" in log
    assert "bug" not in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no database at all, only text" * 10, "no SQLite database"),
        (b"", None),
        (b"SQLite format 3\x00" + b"\x00" * 200, ""),
    ],
)
def test_a_file_that_is_no_database_is_left_untouched(
    cli: Cli, tmp_path: Path, content: bytes, said: str | None
) -> None:
    (tmp_path / "x.db").write_bytes(content)
    ran = cli("--db", "x.db", "list")
    if said is None:
        assert ran.code == 0, "an empty file is a database to be made"
        return
    assert ran.code == 1
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert (tmp_path / "x.db").read_bytes() == content


def test_a_reader_that_goes_away_is_no_failure(tmp_path: Path) -> None:
    with process("list", "--help", folder=tmp_path) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.wait(30) == 0
        assert running.stderr.read() == ""


def test_an_output_that_is_full_is_a_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m bot list --json >/dev/full"], cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "CLAIMWATCH_CONFIG": str(shipped("config"))},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "claimwatch: The output can not be written: No space left on device."
    assert "Traceback" not in done.stderr


def test_a_folder_is_no_database(cli: Cli) -> None:
    ran = cli("--db", ".", "list")
    assert ran.code == 2
    assert "directory" in ran.err


def test_nothing_to_read_is_a_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m bot scan - <&-"], cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "CLAIMWATCH_CONFIG": str(shipped("config"))},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "claimwatch: There is nothing in it.\n"


def test_ctrl_c_ends_quietly(tmp_path: Path) -> None:
    """In the middle of a demo, which never ends by itself so soon."""
    with process("demo", folder=tmp_path) as running:
        assert running.stdout is not None
        assert "made-up story" in running.stdout.readline()
        time.sleep(1)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=40)
    assert running.returncode == 130
    assert "Traceback" not in said
