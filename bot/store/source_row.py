"""A source as a row."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.domain.outcome import Outcome
from bot.domain.source import NO_VALIDATORS, Candidate, Kind, Source, Validators
from bot.store.codec import moment, moment_or_none

COLUMNS = (
    "id, kind, url, next_check_at, event_at, options, open, every, usual, etag, last_modified, body_hash, fingerprint, "
    "baseline_id, text_length, candidate_keys, candidate_at, failures, failing_since_at, last_outcome, last_look_at, "
    "last_good_at, not_modified, degraded, gone, moved_to"
)
WIDTH = 26  # columns in COLUMNS

_KINDS = {kind.value: kind for kind in Kind}
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


def source_from(row: Sequence[Any]) -> Source:
    """Return the source in the first `WIDTH` values of a row selected with `COLUMNS`."""
    return Source(
        id=row[0],
        kind=_KINDS[row[1]],
        url=row[2],
        next_check_at=moment(row[3]),
        event_at=moment(row[4]),
        options=json.loads(row[5]) if row[5] != "{}" else {},
        open=bool(row[6]),
        every=None if row[7] is None else timedelta(microseconds=row[7]),
        usual=bool(row[8]),
        validators=Validators(row[9], row[10]) if row[9] or row[10] else NO_VALIDATORS,
        body_hash=row[11],
        fingerprint=row[12],
        baseline_id=row[13],
        text_length=row[14],
        candidate=None if row[15] is None else Candidate(frozenset(json.loads(row[15])), moment(row[16])),
        failures=row[17],
        failing_since=moment_or_none(row[18]),
        last_outcome=None if row[19] is None else _OUTCOMES[row[19]],
        last_look_at=moment_or_none(row[20]),
        last_good_at=moment_or_none(row[21]),
        not_modified=row[22],
        degraded=bool(row[23]),
        gone=bool(row[24]),
        moved_to=row[25],
    )
