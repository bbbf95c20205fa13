"""A finding as kept, with what a person made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.finding import Finding
from bot.domain.notice import Notice
from bot.domain.propose import Proposal


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding with its id. `accepted` is None until a person settled it: True is evidence, False dismissed.

    `snapshot_before_id` and `snapshot_after_id` name the kept texts it rests on, where there are any.
    """

    id: int
    finding: Finding
    found_at: datetime
    notice: Notice | None = None
    accepted: bool | None = None
    settled_by: str = ""
    settled_at: datetime | None = None
    snapshot_before_id: int | None = None
    snapshot_after_id: int | None = None

    @property
    def proposal(self) -> Proposal | None:
        """What the bot proposed when it told the finding."""
        return self.notice.proposal if self.notice else None
