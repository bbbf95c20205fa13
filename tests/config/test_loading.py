"""The configuration as a whole: defaults, overrides, and every fault told at once."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.config import Config, load, looks, net_settings, rules
from bot.config.loading import merged
from bot.domain.decision import Rules
from bot.domain.look import DEFAULT_LOOKS
from bot.domain.status import Status
from bot.errors import ConfigError
from bot.folders import shipped
from bot.net.settings import NetSettings

ROOT = Path(__file__).resolve().parents[2]
# The shape of a bot token and of two other well-known secrets, put together here from made-up parts.
TOKEN = ".".join(["MTE" + "x" * 21, "GaBcDe", "a1" * 19])
HF = "hf" + "_" + "Ab1" * 10


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configuration folder whose `claimwatch.toml` a test writes; the other files are the shipped ones."""
    for path in (ROOT / "config").rglob("*.toml"):
        copy = tmp_path / path.relative_to(ROOT / "config")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    return tmp_path


def write(folder: Path, text: str) -> Path:
    (folder / "claimwatch.toml").write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path, environ: dict[str, str] | None = None) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        load(folder, environ or {})
    return caught.value.faults


def test_the_shipped_file_holds_every_key_with_its_default() -> None:
    shipped_config = load(ROOT / "config", {})
    assert shipped_config.model_copy(update={"statuses": {}}) == Config()
    assert set(shipped_config.statuses) == set(Status)
    assert looks(shipped_config) == DEFAULT_LOOKS == looks(Config())
    written = (ROOT / "config" / "claimwatch.toml").read_text(encoding="utf-8")
    for name, field in Config.model_fields.items():
        if name in {"secrets", "statuses"}:
            continue
        assert f"\n[{name}]\n" in written
        section = written.split(f"\n[{name}]\n")[1].split("\n[")[0]
        for key in type(field.default).model_fields:
            assert f"\n{key} = " in f"\n{section}", f"[{name}] {key}"


def test_the_defaults_are_those_of_the_parts() -> None:
    assert rules(Config()) == Rules()
    assert net_settings(Config()) == NetSettings()


def test_whatever_the_network_client_may_be_told_has_its_key() -> None:
    assert {field.name for field in fields(NetSettings)} == set(type(Config().net).model_fields)


def test_the_bases_of_the_apis_can_be_set(folder: Path) -> None:
    config = load(write(folder, '[apis]\ngithub = "https://git.example/"\n'), {})
    assert config.apis.github == "https://git.example"
    assert config.apis.huggingface == "https://huggingface.co"
    for base in ("git.example", "file:///etc/passwd", "https://me:secret@git.example", "https://git.example/?a=1"):
        (told,) = faults(write(folder, f'[apis]\ngithub = "{base}"\n'))
        assert told.startswith('claimwatch.toml: apis.github: expected an address such as "https://api.github.com"')


def test_an_empty_file_means_all_defaults(folder: Path) -> None:
    assert load(write(folder, ""), {}) == Config()


def test_values_reach_the_parts(folder: Path) -> None:
    config = load(
        write(
            folder,
            """
            [cadence]
            fast = "1m"
            [recheck]
            gone_looks = 7
            [net]
            allowed_ports = [80, 443, 8080]
            hosts = { "a.example" = "10.0.0.1" }
            robots_ttl = "1h30m"
            [statuses.refuted]
            label = "False"
            """,
        ),
        {},
    )
    assert rules(config).cadence.fast == timedelta(minutes=1)
    assert rules(config).gone_looks == 7
    assert net_settings(config).allowed_ports == frozenset({80, 443, 8080})
    assert net_settings(config).hosts == {"a.example": "10.0.0.1"}
    assert net_settings(config).robots_ttl == timedelta(minutes=90)
    assert looks(config)[Status.REFUTED].label == "False"
    assert looks(config)[Status.REFUTED].emoji == DEFAULT_LOOKS[Status.REFUTED].emoji


def test_the_environment_wins_over_the_file(folder: Path) -> None:
    environ = {
        "CLAIMWATCH_NET__ROBOTS": "false",
        "CLAIMWATCH_NET__ALLOWED_PORTS": "[8080]",
        "CLAIMWATCH_CADENCE__FAST": "30s",
        "CLAIMWATCH_STATUSES__REFUTED__LABEL": "Wrong",
        "CLAIMWATCH_DB": "elsewhere.db",
        "PATH": "/bin",
    }
    config = load(write(folder, "[net]\nrobots = true\nmax_redirects = 2\n"), environ)
    assert not config.net.robots
    assert config.net.max_redirects == 2
    assert config.net.allowed_ports == frozenset({8080})
    assert config.cadence.fast == timedelta(seconds=30)
    assert looks(config)[Status.REFUTED].label == "Wrong"


def test_all_faults_are_told_at_once(folder: Path) -> None:
    told = faults(
        write(
            folder,
            """
            [cadence]
            fast = "soon"
            grwoth = 0.2
            [net]
            robots = "perhaps"
            max_redirects = true
            allowed_ports = [80, 99999]
            allowed_networks = ["10/99"]
            [statuses.refuted]
            colour = "red"
            [statuses.refutd]
            label = "x"
            [netz]
            robots = false
            """,
        ),
        {"CLAIMWATCH_RECHECK__GONE_LOOKS": "none", "CLAIMWATCH_NTE__ROBOTS": "false"},
    )
    expected = {
        'claimwatch.toml: cadence.fast: expected a duration such as "90s", "15m" or "7d", found "soon"',
        'claimwatch.toml: cadence.grwoth: unknown key; did you mean "growth"?',
        'claimwatch.toml: net.robots: expected true or false, found "perhaps"',
        "claimwatch.toml: net.max_redirects: expected a whole number, 0 or more, found true",
        "claimwatch.toml: net.allowed_ports: expected a list of ports such as [80, 443], found 99999",
        'claimwatch.toml: net.allowed_networks: expected a list of networks such as ["10.0.0.0/8"], found ["10/99"]',
        'claimwatch.toml: statuses.refuted.colour: expected a colour such as "#2ea043", found "red"',
        'claimwatch.toml: statuses.refutd: unknown status; did you mean "refuted"?',
        'claimwatch.toml: netz: unknown key; did you mean "net"?',
        'environment: CLAIMWATCH_RECHECK__GONE_LOOKS: expected a whole number, 1 or more, found "none"',
        'environment: CLAIMWATCH_NTE__ROBOTS: unknown variable; did you mean "CLAIMWATCH_NET__…"?',
    }
    assert set(told) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[net\nrobots = true", "expected TOML, but it ends or breaks off"),
        ('[net]\nuser_agent = "half', "expected TOML, but it ends or breaks off"),
        ("net = 3", "expected a table ([net]), found 3"),
        ("[net.robots]\nx = 1", "net.robots: expected true or false"),
        ('[cadence]\nfast = "8d"', "expected fast at most floor"),
        ('[net]\nuser_agent = "a\\u0007b"', "expected 1 to 200 characters"),
        ('[net]\nhosts = ["a"]', "expected a table of host names"),
        ('[net]\nhosts = { "a.example" = "b.example" }', "expected a table of host names and addresses"),
        ('[net]\nca_file = "absent.pem"', "expected the path of a file that exists"),
        ("[net]\ntotal_timeout = nan", "expected a number of seconds, more than 0"),
        ("a = " + "[" * 5000, "nested beyond all measure"),
        ('[log]\nlevel = "loud"', 'expected one of "debug", "info", "warning" and "error", found "loud"'),
    ],
)
def test_a_fault_says_what_was_expected(folder: Path, text: str, said: str) -> None:
    (told,) = faults(write(folder, text))
    assert said in told
    assert told.startswith("claimwatch.toml")


def test_a_missing_file_and_a_missing_folder(folder: Path) -> None:
    (folder / "claimwatch.toml").unlink()
    assert "claimwatch.toml: not found" in faults(folder)[0]
    assert "no such folder" in faults(folder / "nowhere")[0]


def test_bytes_that_are_no_text(folder: Path) -> None:
    (folder / "claimwatch.toml").write_bytes(b"[net]\nuser_agent = '\xff'\n")
    assert "expected UTF-8 text" in faults(folder)[0]


def test_a_secret_in_the_file_is_a_fault_and_is_not_repeated(folder: Path) -> None:
    told = faults(
        write(
            folder,
            f'[discord]\ntoken = "abc123"\n[secrets]\ngithub_token = "xyz789"\n[net]\ncontact = "{TOKEN}"\n'
            f'[log]\nlevel = "{HF}"\n',
        )
    )
    assert len(told) == 4
    assert all("a secret may not stand in a file" in fault for fault in told)
    assert "CLAIMWATCH_DISCORD_TOKEN" in told[0]
    assert "CLAIMWATCH_GITHUB_TOKEN" in told[1]
    for secret in ("abc123", "xyz789", TOKEN, HF):
        assert secret not in " ".join(told)


def test_secrets_from_the_environment_and_from_a_folder(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "discord_token").write_text(f"{TOKEN}\n", encoding="utf-8")
    (kept / "github_token").write_text("from-the-folder", encoding="utf-8")
    config = load(write(folder, ""), {"CLAIMWATCH_SECRETS_DIR": str(kept), "CLAIMWATCH_GITHUB_TOKEN": "from-outside"})
    assert config.secrets.discord_token is not None
    assert config.secrets.discord_token.get_secret_value() == TOKEN
    assert config.secrets.github_token is not None
    assert config.secrets.github_token.get_secret_value() == "from-outside"
    assert config.secrets.huggingface_token is None
    assert TOKEN not in repr(config)
    assert TOKEN not in str(config.model_dump())


def test_faulty_secrets(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "discord_token").write_bytes(b"\xff\xfe")
    (kept / "github_token").write_text("\n", encoding="utf-8")
    told = faults(
        write(folder, ""),
        {"CLAIMWATCH_SECRETS_DIR": str(kept), "CREDENTIALS_DIRECTORY": "/no/such", "CLAIMWATCH_DISCORD_TOKEN": " "},
    )
    assert len(told) == 4
    assert any("CREDENTIALS_DIRECTORY: expected a folder" in fault for fault in told)
    assert any("discord_token: expected a readable text file" in fault for fault in told)
    assert any("github_token: expected one secret, found nothing" in fault for fault in told)
    assert any("CLAIMWATCH_DISCORD_TOKEN: expected a secret, found empty text" in fault for fault in told)


def test_merging_goes_table_by_table() -> None:
    assert merged({"a": {"x": 1, "y": 2}, "b": 3}, {"a": {"y": 4}, "b": {"z": 5}}) == {
        "a": {"x": 1, "y": 4},
        "b": {"z": 5},
    }


def test_the_shipped_folders_are_found() -> None:
    assert (shipped("config") / "claimwatch.toml").is_file()
    assert shipped("seeds").is_dir()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(str.encode),
        st.lists(
            st.tuples(
                st.sampled_from(["net", "cadence", "statuses.refuted", "log", "x"]),
                st.sampled_from(["robots", "fast", "colour", "allowed_ports", "hosts", "level", "y"]),
                st.sampled_from(
                    ["1", "-1", "1.5", "nan", "true", '""', '"x"', "[]", "[1]", "{}", "{a=1}", "2026-01-01"]
                ),
            ),
            max_size=4,
        ).map(lambda rows: "\n".join(f"[{table}]\n{key} = {value}" for table, key, value in rows).encode()),
    )
)
def test_whatever_stands_in_the_file_it_is_a_configuration_or_a_list_of_faults(folder: Path, content: bytes) -> None:
    (folder / "claimwatch.toml").write_bytes(content)
    told = told_of(folder)
    assert all(fault.startswith("claimwatch.toml: ") for fault in told)


def told_of(folder: Path) -> tuple[str, ...]:
    """Return the faults; none where it loads. Anything but those two is an error of the loader."""
    try:
        load(folder, {})
    except ConfigError as error:
        return error.faults or ("no fault is named",)
    return ()
