"""The kinds of value a setting can have, each with the words in which a fault says what was expected."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from bot.domain.source import USUAL
from bot.errors import InputError


@dataclass(frozen=True, slots=True)
class Expects:
    """What a fault says after "expected"."""

    words: str


_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_STEP = re.compile(r"(\d+(?:\.\d+)?)(ms|[smhdw])")
_OPTION = re.compile(r"(\w+)\s*=\s*(.*)", re.DOTALL)
_NEXT_OPTION = re.compile(r";(?=\s*\w+\s*=(?!=))")  # a value may hold a ";" of its own
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LONGEST = timedelta(days=3650)


def parse_duration(written: object) -> timedelta:
    """Return ``"90s"``, ``"15m"``, ``"24h"``, ``"7d"`` or ``"1h30m"`` as a time span above 0 and up to ten years.

    Raises:
        ValueError: it is written otherwise, or out of that range.
    """
    if isinstance(written, timedelta):
        return written
    if not isinstance(written, str) or not _STEP.sub("", written.strip()) == "" or not written.strip():
        raise ValueError("not a duration")
    try:
        span = timedelta(seconds=sum(float(number) * _UNITS[unit] for number, unit in _STEP.findall(written)))
    except OverflowError as error:
        raise ValueError("too long") from error
    if not timedelta(0) < span <= _LONGEST:
        raise ValueError("out of range")
    return span


def every_of(written: str) -> timedelta | None:
    """Return the distance between looks that was asked for, `USUAL` for the usual one again; None for no word on it.

    Raises:
        InputError: it is none of these.
    """
    if not written:
        return None
    if written.strip().casefold() == "default":
        return USUAL
    try:
        return parse_duration(written)
    except ValueError as error:
        raise InputError(
            f"“{written[:40]}” is no duration. Write it as 15m, 12h or 7d, or default for the usual cadence."
        ) from error


def options_from(written: Iterable[str]) -> dict[str, str]:
    """Return a reader's options, each written as NAME=VALUE; several in one text are parted by ";".

    Raises:
        InputError: a part is written otherwise.
    """
    found: dict[str, str] = {}
    for part in (part for text in written for part in _NEXT_OPTION.split(text) if part.strip()):
        option = _OPTION.fullmatch(part.strip())
        if option is None:
            raise InputError(f"“{part[:80]}” is no option. Write it as NAME=VALUE, such as match=guava.")
        found[option[1]] = option[2]
    return found


def format_duration(span: timedelta) -> str:
    """Return a time span as `parse_duration` reads it, in the largest units that fit."""
    rest = round(span.total_seconds() * 1000)
    parts = []
    for unit in ("d", "h", "m", "s", "ms"):
        size = round(_UNITS[unit] * 1000)
        number, rest = divmod(rest, size)
        if number:
            parts.append(f"{number}{unit}")
    return "".join(parts) or "0s"


def _number(value: object) -> object:
    """Refuse true and false, which Python would take for 1 and 0."""
    if isinstance(value, bool):
        raise ValueError("a switch, not a number")  # noqa: TRY004  pydantic collects ValueError
    return value


def _colour(value: object) -> int:
    if isinstance(value, str) and _COLOUR.fullmatch(value):
        return int(value[1:], 16)
    raise ValueError("not a colour")


def _networks(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        ip_network(value)
    return values


def _addresses(values: dict[str, str]) -> dict[str, str]:
    for value in values.values():
        ip_address(value)
    return values


def _file(value: str) -> str:
    if value and not Path(value).is_file():
        raise ValueError("no such file")
    return value


def _base(value: str) -> str:
    split = urlsplit(value)
    if split.scheme not in {"http", "https"} or not split.hostname or "@" in split.netloc or split.query:
        raise ValueError("no base of addresses")
    return _one_line(value).rstrip("/")


def _one_line(value: str) -> str:
    if not value.isprintable():
        raise ValueError("holds control characters")
    return value


Duration = Annotated[timedelta, BeforeValidator(parse_duration), Expects('a duration such as "90s", "15m" or "7d"')]
Count = Annotated[int, BeforeValidator(_number), Field(ge=1), Expects("a whole number, 1 or more")]
Natural = Annotated[int, BeforeValidator(_number), Field(ge=0), Expects("a whole number, 0 or more")]
Columns = Annotated[int, BeforeValidator(_number), Field(ge=40, le=400), Expects("a whole number from 40 to 400")]
Seconds = Annotated[float, BeforeValidator(_number), Field(gt=0, le=86400), Expects("a number of seconds, more than 0")]
SecondsOrNone = Annotated[
    float, BeforeValidator(_number), Field(ge=0, le=86400), Expects("a number of seconds, 0 or more")
]
Share = Annotated[float, BeforeValidator(_number), Field(ge=0, le=1), Expects("a number from 0 to 1")]
Switch = Annotated[bool, Expects("true or false")]
Line = Annotated[str, AfterValidator(_one_line), Field(max_length=500), Expects("one line of text in quotes")]
Label = Annotated[str, AfterValidator(_one_line), Field(min_length=1, max_length=40), Expects("1 to 40 characters")]
Emoji = Annotated[str, AfterValidator(_one_line), Field(max_length=16), Expects("one emoji or empty text")]
Colour = Annotated[int, BeforeValidator(_colour), Expects('a colour such as "#2ea043"')]
Networks = Annotated[tuple[str, ...], AfterValidator(_networks), Expects('a list of networks such as ["10.0.0.0/8"]')]
Ports = Annotated[frozenset[Annotated[int, Field(ge=1, le=65535)]], Expects("a list of ports such as [80, 443]")]
Agent = Annotated[str, AfterValidator(_one_line), Field(min_length=1, max_length=200), Expects("1 to 200 characters")]
Base = Annotated[str, AfterValidator(_base), Expects('an address such as "https://api.github.com"')]
File = Annotated[str, AfterValidator(_file), Expects("the path of a file that exists, or empty text")]
Hosts = Annotated[
    dict[str, str],
    AfterValidator(_addresses),
    Expects('a table of host names and addresses such as { "a.example" = "10.0.0.1" }'),
]
Level = Annotated[
    Literal["debug", "info", "warning", "error"], Expects('one of "debug", "info", "warning" and "error"')
]
LogFormat = Annotated[Literal["auto", "human", "json"], Expects('one of "auto", "human" and "json"')]
