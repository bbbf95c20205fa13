"""Times as pages and feeds write them, read as aware UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_FRACTION = re.compile(r"(\.\d{1,6})\d*")
_MAX_LENGTH = 64


def parse_date(value: object) -> datetime | None:
    """Read ISO 8601, RFC 2822 or a leading YYYY-MM-DD; a time without a zone is taken as UTC.

    Returns None for anything else, numbers and impossible dates included.
    """
    if isinstance(value, datetime):
        return _aware(value)
    if not isinstance(value, str) or not value.strip():
        return None
    text = value.strip()[:_MAX_LENGTH]
    for read in (_iso, parsedate_to_datetime, _day):
        try:
            found = read(text)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        if found is not None:
            return _aware(found)
    return None


def _iso(text: str) -> datetime:
    return datetime.fromisoformat(_FRACTION.sub(r"\1", text))


def _day(text: str) -> datetime | None:
    match = _DAY.search(text)
    return datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC) if match else None


def _aware(when: datetime) -> datetime | None:
    """Return the moment in UTC, None where the zone carries it out of the calendar."""
    try:
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (OverflowError, ValueError):
        return None
