"""Checking what a person set for a source, with sentences that say how to mend it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from bot.errors import InputError


def only(kind: str, options: Mapping[str, Any], known: Collection[str]) -> None:
    """Raise `InputError` when an option is not one of `known`."""
    unknown = sorted(set(options) - set(known))
    if not unknown:
        return
    offered = f"it knows {', '.join(known)}" if known else "it has none"
    raise InputError(f"A source of kind {kind} has no option {unknown[0][:40]!r}; {offered}.")


def text(kind: str, options: Mapping[str, Any], name: str, *, most: int = 200) -> str:
    """Return a text option without blanks at its ends, empty when not set; raises `InputError` when it is no text."""
    value = options.get(name, "")
    if not isinstance(value, str) or len(value) > most or not value.isprintable():
        raise InputError(f"The option {name} of a {kind} source must be one line of text, at most {most} characters.")
    return value.strip()
