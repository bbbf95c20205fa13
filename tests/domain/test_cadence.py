"""Laws of the cadence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.cadence import CadenceRules, interval, next_check, share
from tests.domain.build import NOW, source

RULES = CadenceRules()
quiet_times = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=4000))


@given(quiet_times, quiet_times)
@settings(deadline=None)
def test_looks_only_get_rarer_as_time_passes_and_never_end(one: timedelta, other: timedelta) -> None:
    shorter, longer = (interval(source(event_at=NOW - quiet), NOW, RULES) for quiet in sorted((one, other)))
    assert RULES.fast <= shorter <= longer <= RULES.floor


@given(quiet_times, st.integers(0, 10_000), st.booleans(), st.integers(1, 10**9))
@settings(deadline=None)
def test_the_next_look_is_always_ahead_and_within_the_cap(
    quiet: timedelta, failures: int, is_open: bool, number: int
) -> None:
    at = source(id=number, event_at=NOW - quiet, failures=failures, open=is_open)
    distance = next_check(at, NOW, RULES) - NOW
    cap = RULES.floor if is_open else RULES.settled
    assert timedelta(0) < distance <= cap * (1 + RULES.jitter)


@given(st.integers(1, 10**9))
@settings(deadline=None)
def test_a_sources_share_is_stable_and_within_one(number: int) -> None:
    assert share(number) == share(number)
    assert 0 <= share(number) <= 1


def test_failures_back_off_and_stay_daily() -> None:
    distances = [next_check(source(failures=n), NOW, RULES) - NOW for n in range(1, 30)]
    assert distances == sorted(distances)
    assert distances[0] <= timedelta(hours=1)
    assert distances[-1] == RULES.floor


def test_a_server_that_asks_to_wait_is_heeded_up_to_the_cap() -> None:
    at = source(failures=1)
    assert next_check(at, NOW, RULES, NOW + timedelta(hours=3)) == NOW + timedelta(hours=3)
    assert next_check(at, NOW, RULES, NOW + timedelta(days=900)) == NOW + RULES.floor
    assert next_check(at, NOW, RULES, NOW - timedelta(days=1)) > NOW


def test_an_override_rules_and_a_settled_claim_is_looked_at_weekly() -> None:
    assert interval(source(every=timedelta(minutes=7)), NOW, RULES) == timedelta(minutes=7)
    assert interval(source(open=False), NOW, RULES) == timedelta(days=7)


@pytest.mark.parametrize(("every", "usual", "expected"), [(2, True, 2), (48, True, 24), (48, False, 48)])
def test_of_several_claims_the_most_eager_one_counts(every: int, usual: bool, expected: int) -> None:
    quiet = source(event_at=NOW - timedelta(days=90), every=timedelta(hours=every), usual=usual)
    assert interval(quiet, NOW, RULES) == timedelta(hours=expected)
