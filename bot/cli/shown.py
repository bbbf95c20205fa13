"""What verbs print: JSON for scripts, cards and tables for people. Data goes to standard output, hints to the other."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cards import Card, Said, plain_part
from bot.cards.panel import panel
from bot.config.values import format_duration

WIDTH = 80
HIDDEN_FIELDS = frozenset({"signature", "body_hash", "fingerprint", "baseline_id", "validators"})


def plain_json(value: Any) -> Any:  # noqa: ANN401, PLR0911  JSON is anything, and each sort has its form
    """Return a domain value as JSON-ready values: times in ISO 8601, durations as they are configured."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return format_duration(value)
    if isinstance(value, Mapping):
        return {str(plain_json(key)): plain_json(held) for key, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain_json(held) for held in value]
    if is_dataclass(value):
        names = (field.name for field in fields(value) if field.name not in HIDDEN_FIELDS)
        return {name: plain_json(getattr(value, name)) for name in names}
    return str(value) if isinstance(value, Path) else value


def put_json(value: Any) -> None:  # noqa: ANN401
    """Print one JSON document, indented on a terminal."""
    indent = 2 if sys.stdout.isatty() else None
    sys.stdout.write(json.dumps(plain_json(value), ensure_ascii=False, indent=indent) + "\n")
    sys.stdout.flush()


def console() -> Console:
    """Return a console on standard output; 80 columns where that is no terminal."""
    out = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    if not out.is_terminal:
        out.width = WIDTH
    return out


def put_card(card: Card) -> None:
    """Print a card."""
    console().print(panel(card))


def put_table(table: Table) -> None:
    """Print a table."""
    console().print(table)


def put(sentence: str) -> None:
    """Print a sentence of data; text from outside in it is shown, never obeyed."""
    sys.stdout.write(outside(sentence) + "\n")
    sys.stdout.flush()


def hint(sentence: str) -> None:
    """Tell the person something beside the data."""
    sys.stderr.write(outside(sentence) + "\n")
    sys.stderr.flush()


def outside(text: str) -> str:
    """Return text from outside without what could steer a terminal, each such character replaced by one mark."""
    return "".join(char if char == "\n" or char.isprintable() else "�" for char in text)


def cell(text: str, style: str = "") -> Text:
    """Return text from outside for a table's cell."""
    return Text(plain_part(Said(text)), style=style)
