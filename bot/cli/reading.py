"""What people write into options, read into domain values."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from bot.domain.source import NewSource, Role
from bot.errors import InputError

_ALIKE = 0.8  # from here on a word is taken for a role spelt wrong


def new_sources(written: Sequence[str]) -> list[NewSource]:
    """Return sources written as URL or URL=ROLE; the first without a role is the origin, the rest coverage.

    Raises:
        InputError: no URL is left, or a role is spelt wrong.
    """
    found: list[NewSource] = []
    for text in written:
        url, sign, last = text.rpartition("=")
        role = _role(last) if sign else None
        plain = text if role is None else url
        if not plain.strip():
            raise InputError(f"“{text[:80]}” names no URL. Write URL, or URL=ROLE.")
        found.append(NewSource(plain.strip(), role or (Role.COVERAGE if found else Role.ORIGIN)))
    return found


def _role(word: str) -> Role | None:
    """Return the role that a word names; a URL may hold a "=" of its own. Raises InputError for one spelt wrong."""
    named = word.strip().lower().replace("-", "_")
    meant = get_close_matches(named, list(Role), 1, _ALIKE)
    if meant and named not in set(Role):
        raise InputError(f"“{word[:40]}” is no role: {', '.join(Role)}. If it belongs to the URL, add =coverage to it.")
    return Role(meant[0]) if meant else None
