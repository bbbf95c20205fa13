"""Watchlists as files: claims with their sources, checked as a whole before any is added."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from bot.config.faults import shown, suggestion
from bot.config.reading import parsed
from bot.config.values import Duration
from bot.domain.claim import TERMINAL_GUILD, Flag, FlagKind, NewClaim
from bot.domain.source import Kind, NewSource, Role
from bot.errors import ConfigError, InputError

Entry = tuple[NewClaim, tuple[NewSource, ...]]
_EXPECTED = {
    "missing": "a value",
    "string_type": "text in quotes",
    "string_too_short": "text that is not empty",
    "string_too_long": "a shorter text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "date_type": "a date such as 2026-12-31",
    "date_from_datetime_parsing": "a date such as 2026-12-31",
    "date_parsing": "a date such as 2026-12-31",
}
Text = Annotated[str, Field(min_length=1, max_length=1000)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Flag(_Table):
    kind: FlagKind = FlagKind.EXPLICIT
    text: Text


class _Source(_Table):
    url: Text
    role: Role = Role.COVERAGE
    kind: Kind = Kind.PAGE
    options: dict[str, Any] = Field(default_factory=dict)
    every: Duration | None = None


class _Shared(_Table):
    claimant: str = ""
    attribution: tuple[Text, ...] = ()
    settles: str = ""
    trigger: str = ""
    review_on: date | None = None
    tags: tuple[Text, ...] = ()
    flag: tuple[_Flag, ...] = ()
    source: tuple[_Source, ...] = ()


class _Claim(_Shared):
    text: Text

    @field_validator("text")
    @classmethod
    def _one_line(cls, value: str) -> str:
        return " ".join(value.split())


class _File(_Table):
    shared: _Shared = _Shared()
    claim: tuple[_Claim, ...] = ()


def load_seed(path: Path, *, guild_id: int = TERMINAL_GUILD) -> list[Entry]:
    """Read a watchlist file, or all ``*.toml`` files of a folder by name.

    Raises:
        InputError: there is nothing at `path`.
        ConfigError: with every fault of every file; nothing is then to be added.
    """
    if not path.exists():
        raise InputError(f"There is no file or folder {path}.")
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not files:
        raise ConfigError((f"{path}: expected at least one watchlist file (*.toml), found none",))
    entries: list[Entry] = []
    faults: list[str] = []
    for file in files:
        try:
            entries += _entries(_parsed(file), guild_id)
        except ConfigError as error:
            faults += error.faults
    if faults:
        raise ConfigError(tuple(faults))
    return entries


def _parsed(file: Path) -> _File:
    values, faults = parsed(file)
    if faults:
        raise ConfigError(tuple(faults))
    try:
        found = _File(**values)
    except ValidationError as error:
        raise ConfigError(tuple(_fault(file.name, dict(entry)) for entry in error.errors())) from error
    if not found.claim:
        raise ConfigError((f"{file.name}: expected at least one [[claim]], found none",))
    return found


def _fault(name: str, entry: dict[str, Any]) -> str:
    loc = entry["loc"]
    place = f"{name}: {_where(loc)}"
    kind = entry["type"]
    if kind == "extra_forbidden":
        return f"{place}: unknown key; {suggestion(str(loc[-1]), _known(loc[:-1]))}"
    if kind == "missing":
        return f"{place}: missing; expected a value"
    if kind == "enum":
        choices = entry["ctx"]["expected"].replace(" or ", ", ")
        return f"{place}: expected one of {choices}, found {shown(loc, entry['input'])}"
    words = _EXPECTED.get(kind) or ('a duration such as "12h" or "7d"' if loc[-1] == "every" else entry["msg"])
    return f"{place}: expected {words}, found {shown(loc, entry['input'])}"


def _where(loc: tuple[int | str, ...]) -> str:
    """Return ``claim 2, source 1, role``: people count tables from one."""
    parts: list[str] = []
    for part in loc:
        if isinstance(part, int) and parts:
            parts[-1] = f"{parts[-1]} {part + 1}"
        else:
            parts.append(str(part))
    return ", ".join(parts) or "file"


def _known(loc: tuple[int | str, ...]) -> list[str]:
    models: dict[str, type[BaseModel]] = {"shared": _Shared, "claim": _Claim, "flag": _Flag, "source": _Source}
    named = [part for part in loc if isinstance(part, str) and part in models]
    return list((models[named[-1]] if named else _File).model_fields)


def _entries(file: _File, guild_id: int) -> list[Entry]:
    return [(_claim(file.shared, claim, guild_id), _sources(file.shared, claim)) for claim in file.claim]


def _claim(shared: _Shared, claim: _Claim, guild_id: int) -> NewClaim:
    """Return the claim with what it does not say itself taken from `shared`; tags and flags add up."""
    return NewClaim(
        guild_id=guild_id,
        text=claim.text,
        claimant=claim.claimant or shared.claimant,
        attribution=claim.attribution or shared.attribution,
        flags=tuple(Flag(flag.kind, flag.text) for flag in (*shared.flag, *claim.flag)),
        settles=claim.settles or shared.settles,
        trigger=claim.trigger or shared.trigger,
        review_on=claim.review_on or shared.review_on,
        tags=tuple(dict.fromkeys((*shared.tags, *claim.tags))),
    )


def _sources(shared: _Shared, claim: _Claim) -> tuple[NewSource, ...]:
    return tuple(
        NewSource(source.url, source.role, source.kind, dict(source.options), source.every)
        for source in (*shared.source, *claim.source)
    )
