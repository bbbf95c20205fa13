"""Why something was said or not: a source as it stands for one claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.gates import Gate, Look
from bot.domain.source import Role, Source


@dataclass(frozen=True, slots=True)
class SourceWhy:
    """One source of a claim with its last look.

    `look` is None before the first one. `gates` are all gates in order as they went for this claim, the last
    one answered from the outbox. `same` counts the looks in a row that ended like the last one, `since` is
    when the first of them was. `source` holds the last good look, the next due time and the cadence.
    """

    source: Source
    role: Role
    look: Look | None = None
    gates: tuple[Gate, ...] = ()
    same: int = 0
    since: datetime | None = None
