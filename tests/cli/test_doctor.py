"""`config check` and `doctor`: all faults at once, and what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.folders import shipped
from tests.cli.conftest import Cli


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped configuration, named by --config."""
    return shutil.copytree(shipped("config"), tmp_path / "c")


def test_the_shipped_configuration_has_no_fault(cli: Cli, folder: Path) -> None:
    assert cli("config", "check", "--config", str(folder)).code == 0
    assert cli("config", "check", "--json").json == {"folder": str(shipped("config")), "ok": True, "faults": []}


def test_faults_of_all_files_are_listed_together(cli: Cli, folder: Path) -> None:
    (folder / "claimwatch.toml").write_text("[net]\nrobots = 5.5\ntimeout = 3\n", encoding="utf-8")
    (folder / "owners.toml").write_text("[broken", encoding="utf-8")
    (folder / "flags" / "en.toml").write_text('language = "en"\nbogus = 1\n', encoding="utf-8")
    ran = cli("config", "check", "--config", str(folder))
    assert ran.code == 1
    for said in ("claimwatch.toml: net.robots", "claimwatch.toml: net.timeout", "owners.toml", "en.toml"):
        assert said in ran.out
    faults = cli("config", "check", "--json", "--config", str(folder)).json["faults"]
    assert len(faults) == len(ran.out.splitlines()) >= 4
    refused = cli("list", "--db", "x.db", "--config", str(folder))
    assert cli("seed", "--config", str(folder)).code == 1
    assert refused.code in {0, 1}


@pytest.mark.parametrize("name", ["claimwatch.toml", "owners.toml", "flags"])
def test_a_missing_file_is_named(cli: Cli, folder: Path, name: str) -> None:
    path = folder / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    ran = cli("config", "check", "--config", str(folder))
    assert ran.code == 1
    assert name in ran.out


def test_a_missing_folder_is_named(cli: Cli) -> None:
    ran = cli("config", "check", "--config", "nowhere")
    assert ran.code == 1
    assert "nowhere" in ran.out


def test_the_doctor_finds_nothing_wrong_on_a_fresh_machine(cli: Cli, tmp_path: Path) -> None:
    checks = {check["name"]: check for check in cli("doctor", "--json").json}
    assert {"python", "configuration", "database", "disk", "stance", "flags", "network", "discord"} <= set(checks)
    assert not [check for check in checks.values() if check["grade"] == "wrong"]
    assert not (tmp_path / "data").exists(), "nothing is made"


def test_the_doctor_names_what_is_wrong_and_what_to_do(cli: Cli, folder: Path, tmp_path: Path) -> None:
    (folder / "claimwatch.toml").write_text("[net]\nrobots = 5.5\n", encoding="utf-8")
    (tmp_path / "x.db").write_bytes(b"no database" * 50)
    ran = cli("doctor", "--json", "--config", str(folder), "--db", "x.db")
    assert ran.code == 1
    wrong = {check["name"]: check for check in ran.json if check["grade"] == "wrong"}
    assert set(wrong) == {"configuration", "database"}
    assert all(check["todo"] for check in wrong.values())
    assert "wrong" in cli("doctor", "--config", str(folder), "--db", "x.db").out


def test_the_doctor_says_which_stance_model_the_configuration_asks_for(cli: Cli, folder: Path) -> None:
    (folder / "claimwatch.toml").write_text('[text]\nstance = "features"\n', encoding="utf-8")
    (check,) = (check for check in cli("doctor", "--json", "--config", str(folder)).json if check["name"] == "stance")
    assert (check["grade"], check["said"], check["todo"]) == ("ok", "model “features”", "")
    (folder / "claimwatch.toml").write_text('[text]\nstance = "oracle"\n', encoding="utf-8")
    assert 'text.stance: expected "best" or "features"' in cli("config", "check", "--config", str(folder)).out


def test_the_token_is_never_shown(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMWATCH_DISCORD_TOKEN", "correct-horse-battery")
    for verb in (("doctor",), ("doctor", "--json"), ("config", "check", "--json")):
        ran = cli(*verb)
        assert ran.code == 0
        assert "horse" not in ran.out + ran.err
    assert "a token is set" in cli("doctor").out


def test_the_doctor_counts_notices_and_leaves_the_database_alone(cli: Cli, tmp_path: Path) -> None:
    cli("add", "Guava is fast.")
    (check,) = (check for check in cli("doctor", "--json").json if check["name"] == "database")
    assert check["grade"] == "ok"
    assert "1 waiting" in check["said"]
    assert [path.name for path in (tmp_path / "data").iterdir() if "backup" in path.name] == []
