"""Durations and the other kinds of value."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config.values import format_duration, parse_duration


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("90s", 90), ("15m", 900), ("24h", 86400), ("7d", 604800), ("2w", 1209600), ("1h30m", 5400), ("250ms", 0.25)],
)
def test_durations_as_people_write_them(written: str, seconds: float) -> None:
    assert parse_duration(written) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "written", ["", " ", "15", "m", "15 m", "0s", "-5m", "15x", "m15", "1e3s", "4000d", "9" * 400 + "d", 15, None, True]
)
def test_what_is_no_duration(written: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_duration(written)


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=1, max_value=3650 * 86_400_000))
def test_written_durations_are_read_back(milliseconds: int) -> None:
    span = timedelta(milliseconds=milliseconds)
    assert parse_duration(format_duration(span)) == span
