"""The flag files in `config/flags/`: read and checked as a whole, so that an admin sees every fault at once."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

from bot.domain.claim import FlagKind
from bot.errors import ConfigError
from bot.text.flags.book import CONTEXT_KEYS, SCAN_KEYS, FlagBook, LanguageSource, PhraseSource, compile_language
from bot.text.flags.match import matches
from bot.text.flags.phrases import PhraseError

MAX_FILE = 1_000_000  # bytes
CHECKED = Path(__file__).with_name("checked.txt")
"""The digests of the files that ship, as `sha256sum` writes them: their phrases were tried before the release."""
_PHRASE_KEYS = {"phrase": str, "match": str, "no_match": str, "unless": list, "case": bool, "near": bool}
_REQUIRED = ("phrase", "match", "no_match")
_NAMES: dict[type, str] = {str: "a text", list: "a list of phrases", bool: "true or false"}


def load_book(directory: Path) -> FlagBook:
    """Read every ``LANG.toml`` in the directory.

    To compile the phrases and try their examples takes longer than all else, so it is done where a file is not as it
    shipped.

    Raises:
        ConfigError: with all faults of all files (file, key, what was expected), faulty examples included.
    """
    faults: list[str] = []
    sources: list[LanguageSource] = []
    files = sorted(directory.glob("*.toml")) if directory.is_dir() else []
    if not files:
        faults.append(f"{directory.name}/: expected at least one file of phrases such as en.toml")
    for file in files:
        source = _read(file, faults)
        if source:
            sources.append(source)
    if faults:
        raise ConfigError(tuple(faults))
    return FlagBook(tuple(sources))


def _read(file: Path, faults: list[str]) -> LanguageSource | None:
    """Read one file; every fault is added to the list, and a faulty file gives None."""
    where = f"{file.parent.name}/{file.name}"
    before = len(faults)
    if not re.fullmatch(r"[a-z]{2}", file.stem):
        faults.append(f"{where}: expected a file name of two letters such as de.toml")
    text = _text(file, where, faults)
    values = None if text is None else _toml(text, where, faults)
    if text is None or values is None:
        return None
    known = {kind.value for kind in FlagKind} | {"context", "scan", "words"}
    faults.extend(
        f"{where}, {key}: unknown key, expected one of {', '.join(sorted(known))}" for key in values if key not in known
    )
    phrases = [phrase for kind in FlagKind for phrase in _phrases(where, kind, values.get(kind.value, []), faults)]
    context = _lists(where, "context", CONTEXT_KEYS, values.get("context", {}), faults)
    scan = _lists(where, "scan", SCAN_KEYS, values.get("scan", {}), faults)
    named = values.get("words", {})
    names = tuple(named) if isinstance(named, dict) else ()
    words = tuple(zip(names, _lists(where, "words", names, named, faults), strict=True))
    source = LanguageSource(file.stem, tuple(phrases), context, scan, words)
    if not phrases and len(faults) == before:
        faults.append(f"{where}: expected at least one phrase")
    if not _as_shipped(file.name, text):
        faults.extend(_misshapen(where, source))
        if len(faults) == before:
            faults.extend(_misbehaving(where, source))
    return source if len(faults) == before else None


def _as_shipped(name: str, text: str) -> bool:
    line = f"{hashlib.sha256(text.encode()).hexdigest()}  {name}"
    return line in CHECKED.read_text("ascii").splitlines()


def _text(file: Path, where: str, faults: list[str]) -> str | None:
    try:
        if file.stat().st_size <= MAX_FILE:
            return file.read_text("utf-8")
        faults.append(f"{where}: expected at most {MAX_FILE} bytes")
    except UnicodeDecodeError:
        faults.append(f"{where}: expected text in UTF-8")
    except OSError as error:
        faults.append(f"{where}: can not be read: {error.strerror}")
    return None


def _toml(text: str, where: str, faults: list[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{where}: expected valid TOML: {error}")
    return None


def _phrases(where: str, kind: FlagKind, entries: object, faults: list[str]) -> list[PhraseSource]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        faults.append(f"{where}, {kind}: expected [[{kind}]] tables")
        return []
    found = []
    for number, entry in enumerate(entries, 1):
        wrong = _entry_faults(entry)
        faults.extend(f"{where}, {kind} {number}, {fault}" for fault in wrong)
        if not wrong:
            values = entry | {"unless": tuple(entry.get("unless", ()))}
            found.append(PhraseSource(kind=kind, **values))
    return found


def _entry_faults(entry: dict[str, Any]) -> list[str]:
    faults = [
        f"{key}: unknown key, expected one of {', '.join(_PHRASE_KEYS)}" for key in entry if key not in _PHRASE_KEYS
    ]
    faults += [f"{key}: missing, expected a text" for key in _REQUIRED if key not in entry]
    for key, expected in _PHRASE_KEYS.items():
        value = entry.get(key)
        if value is None:
            continue
        if not isinstance(value, expected):
            faults.append(f"{key}: expected {_NAMES[expected]}")
        elif isinstance(value, str) and not value.strip():
            faults.append(f"{key}: expected a text that is not empty")
        elif isinstance(value, list) and not all(isinstance(text, str) for text in value):
            faults.append(f"{key}: expected a list of phrases")
    return faults


def _lists(
    where: str, table: str, names: tuple[str, ...], values: object, faults: list[str]
) -> tuple[tuple[str, ...], ...]:
    empty: tuple[tuple[str, ...], ...] = ((),) * len(names)
    if not isinstance(values, dict):
        faults.append(f"{where}, {table}: expected a table [{table}]")
        return empty
    for name, value in values.items():
        if name not in names:
            faults.append(f"{where}, {table}.{name}: unknown key, expected one of {', '.join(names)}")
        elif not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            faults.append(f"{where}, {table}.{name}: expected a list of phrases")
            return empty
    return tuple(tuple(values.get(name, ())) for name in names)


def _misshapen(where: str, source: LanguageSource) -> list[str]:
    """Name every phrase that does not compile."""
    named = [(f"{phrase.kind}, phrase {phrase.phrase!r}", phrase.phrase) for phrase in source.phrases]
    named += [(f"{phrase.kind}, unless {text!r}", text) for phrase in source.phrases for text in phrase.unless]
    listed = [
        (f"{table}.{name}, {text!r}", text)
        for table, names, lists in (("context", CONTEXT_KEYS, source.context), ("scan", SCAN_KEYS, source.scan))
        for name, texts in zip(names, lists, strict=True)
        for text in texts
    ]
    faults = [f"{where}, {name}: expected no <Firm> outside of flags" for name, text in listed if "<Firm>" in text]
    for name, text in named + listed:
        try:
            source.compile(text)
        except PhraseError as error:
            faults.append(f"{where}, {name}: {error}")
    return faults


def _misbehaving(where: str, source: LanguageSource) -> list[str]:
    """Name every phrase whose example that must match does not, or the other way round."""
    book = compile_language(source)
    faults = []
    for written, compiled in zip(source.phrases, book.starts.items, strict=True):
        name = f"{where}, {written.kind}, phrase {written.phrase!r}"
        if not matches(book, compiled, written.match):
            faults.append(f"{name}: expected to match its example {written.match!r}")
        if matches(book, compiled, written.no_match):
            faults.append(f"{name}: expected not to match {written.no_match!r}")
    return faults
