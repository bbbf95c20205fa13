"""What a decision is made from and what it wants written: one small frozen value per direction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.analysis import Report
from bot.domain.cadence import CadenceRules
from bot.domain.claim import Claim, Flag
from bot.domain.finding import Finding
from bot.domain.gates import Look
from bot.domain.notice import Notice
from bot.domain.reading import Item
from bot.domain.source import Role, Source


@dataclass(frozen=True, slots=True)
class Rules:
    """The thresholds of a decision, from configuration.

    `degraded_after` and `gone_looks` count looks in a row; `gone_after` is the least time over which a 404
    must last. A text shorter than `shrunken` of the baseline is no good look. The same change is said once
    within `flap_window`. After `full_every` 304s in a row one look asks without validators.
    """

    cadence: CadenceRules = field(default_factory=CadenceRules)
    degraded_after: int = 3
    gone_looks: int = 3
    gone_after: timedelta = timedelta(hours=24)
    flap_window: timedelta = timedelta(days=7)
    restless_after: timedelta = timedelta(hours=24)
    full_every: int = 20
    shrunken: float = 0.3
    max_attach: int = 20


@dataclass(frozen=True, slots=True)
class Watch:
    """Why a source is looked at for one claim, with what is needed to weigh a finding.

    `found` is the feed item by which the bot came to this source itself; its coverage is news until
    `announced`. `reports` are the claim's accounts, oldest first; `findings` the claim's earlier ones that no
    person dismissed, oldest first. Neither decides whether something is said, only how it is weighed.
    """

    claim: Claim
    role: Role
    found: Item | None = None
    announced: bool = True
    reports: tuple[Report, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A text to keep, immutable. `fingerprint` names it: the same text is stored once."""

    fingerprint: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Attach:
    """An article found in a feed that becomes a coverage source of a claim."""

    claim_id: int
    item: Item


@dataclass(frozen=True, slots=True)
class Decision:
    """What one look wants written, in one transaction.

    `before` is the source as it was read: the commit holds only if nobody else looked meanwhile. `said` pairs
    findings with their notices; `notices` are those without a finding (degraded, recovered). `snapshot` becomes
    the baseline. `identities` are the feed items seen. `announced` names claims whose found coverage is dealt with.
    """

    before: Source
    source: Source
    look: Look
    snapshot: Snapshot | None = None
    said: tuple[tuple[Finding, Notice], ...] = ()
    notices: tuple[Notice, ...] = ()
    reports: dict[int, Report] = field(default_factory=dict)
    flags: dict[int, tuple[Flag, ...]] = field(default_factory=dict)
    attach: tuple[Attach, ...] = ()
    announced: tuple[int, ...] = ()
    identities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LookInputs:
    """What the store knows around a look whose text must be judged.

    `baseline` is the kept text, None before the first good look; `seen` the known feed identities, likewise;
    `known` the keys of this source's findings within the flap window.
    """

    watches: tuple[Watch, ...] = ()
    seen: frozenset[str] | None = None
    baseline: str | None = None
    known: frozenset[str] = frozenset()
