"""What a person sees of the list: one claim with everything around it, or a page of many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.claim import Claim
from bot.domain.history import HistoryEntry
from bot.domain.source import Role, Source
from bot.domain.stored import StoredFinding


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """One claim as shown: `reports` accounts of it rest on `origin_groups` origins."""

    claim: Claim
    sources: tuple[tuple[Source, Role], ...]
    history: tuple[HistoryEntry, ...]
    findings: tuple[StoredFinding, ...]
    reports: int
    origin_groups: int
    last_good_at: datetime | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of claims, newest first; `page` counts from 1."""

    claims: tuple[Claim, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What confirming a finding did: `changed` tells whether the claim's status moved."""

    claim: Claim
    changed: bool
    sentence: str
