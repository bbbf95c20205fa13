"""Sources for tests of readers."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime
from typing import Any

from bot.domain.reading import Failed, Fetched, NotModified, Reading
from bot.domain.source import NO_VALIDATORS, Kind, Source, Validators

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def source_of(kind: Kind, url: str, validators: Validators = NO_VALIDATORS, **more: Any) -> Source:
    options = more.pop("options", {})
    return Source(1, kind, url, NOW, NOW, options, validators=validators, **more)


def fetched(reading: Reading) -> Fetched:
    assert isinstance(reading, Fetched), reading
    assert pickle.loads(pickle.dumps(reading)) == reading
    return reading


def failed(reading: Reading) -> Failed:
    assert isinstance(reading, Failed), reading
    return reading


def not_modified(reading: Reading) -> NotModified:
    assert isinstance(reading, NotModified), reading
    return reading
