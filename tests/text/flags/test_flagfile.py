from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.text.flags.file import CHECKED
from bot.text.flags.find import find_flags, load_book

ROOT = Path(__file__).parents[3]

GOOD = """
[[explicit]]
phrase = "not verified"
match = "It is not verified."
no_match = "It is verified."
"""


def faults(directory: Path, **files: str) -> tuple[str, ...]:
    folder = directory / "flags"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_book(folder)
    return caught.value.faults


def test_a_new_language_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "nl.toml").write_text(
        '[[hedged]]\nphrase = "(naar verluidt|vermoedelijk)"\n'
        'match = "Hij is naar verluidt weg."\nno_match = "Hij is weg."\n',
        "utf-8",
    )
    book = load_book(tmp_path)
    assert [flag.text for flag in find_flags("Het is vermoedelijk waar.", "nl", book)] == ["vermoedelijk"]


def test_a_phrase_may_name_a_list_of_words(tmp_path: Path) -> None:
    (tmp_path / "nl.toml").write_text(
        '[words]\ncheck = ["nagegaan", "bevestig*"]\n[[explicit]]\nphrase = "niet {check}"\n'
        'match = "Dat is niet bevestigd."\nno_match = "Dat is bevestigd."\n',
        "utf-8",
    )
    book = load_book(tmp_path)
    assert [flag.text for flag in find_flags("Het is niet nagegaan.", "nl", book)] == ["niet nagegaan"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace('"not verified"', '"not {check}"'), 'expected "{check}" to be one of the lists under [words]'),
        (GOOD + "[words]\ncheck = 'verified'", "words.check: expected a list of phrases"),
        (GOOD + "near = 1", "expected true or false"),
        ("phrase = ", "expected valid TOML"),
        ("[[explicit]]\nphrase = 3\nmatch = 'a'\nno_match = 'b'", "explicit 1, phrase: expected a text"),
        ("[[explicit]]\nmatch = 'a'\nno_match = 'b'", "explicit 1, phrase: missing"),
        ("[[explicit]]\nphrase = ' '\nmatch = 'a'\nno_match = 'b'", "not empty"),
        (GOOD + "colour = 'red'", "colour: unknown key"),
        (GOOD + "case = 'yes'", "case: expected true or false"),
        (GOOD + "unless = 'x'", "unless: expected a list of phrases"),
        (GOOD + "unless = [3]", "unless: expected a list of phrases"),
        (GOOD + "unless = ['(a']", "every"),
        (GOOD + "[[explicite]]\nphrase = 'a'", "explicite: unknown key, expected one of"),
        (GOOD + "[context]\ncancel = []", "context.cancel: unknown key, expected one of cancel_before"),
        (GOOD + "[context]\nmention = 'x'", "context.mention: expected a list of phrases"),
        (GOOD + "[scan]\nsay = ['* x']", "scan.say"),
        (GOOD + "[context]\ntold = ['says <Firm>', 'says <Firm>']", "expected no <Firm> outside of flags"),
        ("explicit = 3", "expected [[explicit]] tables"),
        ("context = 3\n" + GOOD, "expected a table [context]"),
        ("", "expected at least one phrase"),
        (GOOD.replace("not verified", "(not verified", 1), 'a ")" for every "("'),
        (GOOD.replace("It is not verified.", "It is fine."), "expected to match its example 'It is fine.'"),
        (
            GOOD.replace('no_match = "It is verified."', 'no_match = "Not verified!"'),
            "expected not to match 'Not verified!'",
        ),
    ],
)
def test_each_fault_is_told_with_file_key_and_expectation(tmp_path: Path, text: str, said: str) -> None:
    found = faults(tmp_path, en=text)
    assert any(said in fault for fault in found), found
    assert all(fault.startswith("flags/en.toml") for fault in found)


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        en=GOOD.replace("not verified", "(a", 1) + GOOD.replace("phrase", "phrases"),
        de="broken = [",
        german=GOOD,
    )
    assert any("en.toml" in fault and "every" in fault for fault in found)
    assert any("phrases: unknown key" in fault for fault in found)
    assert any("de.toml" in fault and "TOML" in fault for fault in found)
    assert any("german.toml" in fault and "two letters" in fault for fault in found)


def test_no_directory_and_no_file_are_told(tmp_path: Path) -> None:
    for folder in (tmp_path / "missing", tmp_path):
        with pytest.raises(ConfigError, match="at least one file"):
            load_book(folder)


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="UTF-8"):
        load_book(tmp_path)


def test_the_digests_are_those_of_the_files_that_ship() -> None:
    """Written by ``(cd config/flags && sha256sum *.toml) > bot/text/flags/checked.txt``."""
    files = sorted((ROOT / "config" / "flags").glob("*.toml"))
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}" for file in files]
    assert CHECKED.read_text("ascii").splitlines() == lines


@pytest.mark.parametrize("lang", ["de", "en", "es", "fr", "zh"])
def test_all_examples_that_ship_hold(tmp_path: Path, lang: str) -> None:
    text = (ROOT / "config" / "flags" / f"{lang}.toml").read_text("utf-8")
    (tmp_path / f"{lang}.toml").write_text(f"{text}\n# edited, so that they are tried\n", "utf-8")
    assert load_book(tmp_path).languages == (lang,)


def test_a_file_that_ships_is_tried_under_another_name(tmp_path: Path) -> None:
    text = (ROOT / "config" / "flags" / "en.toml").read_text("utf-8")
    (tmp_path / "zh.toml").write_text(text, "utf-8")  # a language that writes no spaces
    with pytest.raises(ConfigError, match="expected"):
        load_book(tmp_path)


def test_an_edit_of_a_file_that_ships_is_tried(tmp_path: Path) -> None:
    text = (ROOT / "config" / "flags" / "zh.toml").read_text("utf-8")
    (tmp_path / "zh.toml").write_text(text.replace("这一说法已经得到独立核实。", "这一说法尚未得到独立核实。"), "utf-8")
    with pytest.raises(ConfigError, match="expected not to match"):
        load_book(tmp_path)
