"""The work of `doctor`: one small function for each thing that can be wrong."""

from __future__ import annotations

import asyncio
import os
import platform
import shutil
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from bot.app.listing import utc_now
from bot.app.settings import Settings, load_settings
from bot.cli.place import Place
from bot.cli.shown import cell, put_json, put_table
from bot.errors import ClaimWatchError, ConfigError
from bot.store import outbox
from bot.store.database import Database
from bot.store.examine import examine as examine_file
from bot.store.migrations import steps
from bot.text.stance.judge import LIGHT, MODELS, load_judge

_OLDEST = (3, 11)
_LEAST_DISK = 500 * 1024 * 1024


class Grade(StrEnum):
    """How it stands: fine, fine but worth knowing, or to be mended."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `todo` says what to do."""

    name: str
    grade: Grade
    said: str
    todo: str = ""


async def examine(place: Place) -> list[Check]:
    """Look at everything; nothing is changed and nothing is fetched."""
    checks = [_python()]
    settings: Settings | None = None
    try:
        settings = load_settings(place.settings_dir)
        checks.append(Check("configuration", Grade.OK, f"{place.settings_dir}: no fault"))
    except ConfigError as error:
        checks += [Check("configuration", Grade.WRONG, fault, "edit the file") for fault in error.faults]
    checks.append(await _database(place.db))
    checks.append(_disk(place.db))
    checks.append(_stance(settings))
    if settings is not None:
        checks += [_flags(settings), *_network(settings), _discord(settings)]
    return checks


def _python() -> Check:
    version = platform.python_version()
    if sys.version_info < _OLDEST:
        return Check("python", Grade.WRONG, version, "install Python 3.11 or newer")
    return Check("python", Grade.OK, version)


async def _database(db: Path) -> Check:
    """Look at the file without writing to it; one that is to be migrated is not opened."""
    steps_known = len(steps())
    try:
        there = await asyncio.to_thread(examine_file, db, steps_known, patience=1.0)
        if not there:
            return _no_database(db)
        if await asyncio.to_thread(_version, db) < steps_known:
            return Check(
                "database", Grade.NOTE, f"{db} is of an older version", "the next start keeps a copy, then migrates"
            )
        database = await Database.open(db, now=utc_now(), patience=1.0)
        try:
            waiting = await database.read(outbox.counts)
        finally:
            await database.close()
    except ClaimWatchError as error:
        return Check("database", Grade.WRONG, error.user_message, "see above; the file was left as it is")
    held = ", ".join(f"{number} {state}" for state, number in sorted(waiting.items()) if number)
    said = f"{db}; notices: {held}" if held else str(db)
    if waiting.get("suspended", 0):
        return Check("database", Grade.WRONG, said, "some can not be delivered: on Discord run /watchlist setup")
    return Check("database", Grade.OK, said)


def _version(db: Path) -> int:
    with db.open("rb") as file:
        return int.from_bytes(file.read(64)[60:])  # user_version (SQLite file format, section 1.3)


def _no_database(db: Path) -> Check:
    folder = next(parent for parent in db.absolute().parents if parent.exists())
    if not os.access(folder, os.W_OK):
        return Check("database", Grade.WRONG, f"{db} can not be made", f"make {folder} writable")
    return Check("database", Grade.NOTE, f"none yet at {db}; run, seed or add makes it")


def _disk(db: Path) -> Check:
    folder = next(parent for parent in (db.absolute().parent, *db.absolute().parents) if parent.exists())
    free = shutil.disk_usage(folder).free
    said = f"{free / 1024**3:.1f} GB free in {folder}"
    if free < _LEAST_DISK:
        return Check("disk", Grade.WRONG, said, "free at least 500 MB")
    return Check("disk", Grade.OK, said)


def _stance(settings: Settings | None) -> Check:
    chosen = settings.config.text.stance_model if settings else None
    name = load_judge(chosen).name
    if name == LIGHT and chosen is None and (MODELS / "encoder.onnx").exists():
        return Check("stance", Grade.NOTE, f"model “{name}”", "for the larger model install requirements-stance.lock")
    return Check("stance", Grade.OK, f"model “{name}”")


def _flags(settings: Settings) -> Check:
    return Check("flags", Grade.OK, f"languages: {', '.join(sorted(settings.book.languages))}")


def _network(settings: Settings) -> list[Check]:
    net = settings.config.net
    opened = ", ".join(net.allowed_networks)
    ports = ", ".join(str(port) for port in sorted(net.allowed_ports))
    found = [
        Check(
            "network",
            Grade.NOTE,
            f"public addresses and {opened}; ports {ports}",
            "whoever adds a source can reach these",
        )
        if opened
        else Check("network", Grade.OK, f"public addresses alone; ports {ports}")
    ]
    if not net.contact:
        found.append(Check("contact", Grade.NOTE, "empty", "set [net] contact, so that a site's owner can reach you"))
    if net.trust_env:
        found.append(Check("proxy", Grade.NOTE, "used", "the address policy covers the proxy alone"))
    if not net.robots:
        found.append(Check("robots", Grade.NOTE, "robots.txt is not obeyed", "set [net] robots = true"))
    if net.ca_file and not Path(net.ca_file).is_file():
        found.append(Check("ca_file", Grade.WRONG, f"{net.ca_file} is no file", "correct [net] ca_file"))
    return found


def _discord(settings: Settings) -> Check:
    if settings.config.secrets.discord_token is None:
        return Check("discord", Grade.NOTE, "no token: posts go to the terminal", "set CLAIMWATCH_DISCORD_TOKEN")
    return Check("discord", Grade.OK, "a token is set (not tried)")


def put_checks(checks: list[Check], *, as_json: bool) -> None:
    """Print what was found, with what to do about it."""
    if as_json:
        put_json(checks)
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column("what", no_wrap=True)
    table.add_column("found", ratio=3, overflow="fold")
    table.add_column("to do", ratio=2, overflow="fold")
    styles = {Grade.OK: "green", Grade.NOTE: "yellow", Grade.WRONG: "red bold"}
    for check in checks:
        table.add_row(Text(check.grade.value, styles[check.grade]), check.name, cell(check.said), cell(check.todo))
    put_table(table)
