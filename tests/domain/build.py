"""Short ways to say a source, a watch and a reading in tests of the domain."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.analysis import Analysis, ClaimAnalysis, Document, Report
from bot.domain.claim import Claim
from bot.domain.decide import decide
from bot.domain.decision import Decision, Rules, Watch
from bot.domain.finding import Change, FindingKind, Judgement
from bot.domain.outcome import Outcome
from bot.domain.reading import Failed, Fetched, Item, Media, NotModified, Reading
from bot.domain.source import Kind, Role, Source
from bot.domain.status import Status

NOW = datetime(2026, 2, 4, 12, tzinfo=UTC)
RULES = Rules()
TEXT = "Guava beats its rivals, a memo of Orchard Labs says. " * 20
SUPPORTS = Judgement(0.9, 0.05, 0.03, 0.02, "An independent test confirms it.")
REFUTES = Judgement(0.05, 0.9, 0.03, 0.02, "An independent test finds the opposite.")
UNCLEAR = Judgement(0.4, 0.3, 0.2, 0.1, "Perhaps.", clear=False)
FLAG_GONE = Change(FindingKind.FLAG_GONE, "could not be independently verified", "")


def claim(claim_id: int = 1, guild_id: int = 0, status: Status = Status.UNVERIFIED) -> Claim:
    return Claim(
        id=claim_id,
        guild_id=guild_id,
        text="Guava beats its rivals",
        status=status,
        created_at=NOW,
        updated_at=NOW,
        review_on=date(2026, 5, 5),
        claimant="Orchard Labs",
        settles="a public release and an independent test",
    )


def source(**changes: Any) -> Source:
    """A page with a baseline whose last look was good."""
    known = Source(
        id=7,
        kind=Kind.PAGE,
        url="https://gazette.example/guava",
        next_check_at=NOW,
        event_at=NOW - timedelta(hours=10),
        options={},
        baseline_id=1,
        body_hash="old",
        fingerprint="old",
        text_length=len(TEXT),
        last_look_at=NOW - timedelta(hours=1),
        last_good_at=NOW - timedelta(hours=1),
        last_outcome=Outcome.OK,
    )
    return replace(known, **changes)


def new_source(**changes: Any) -> Source:
    """A source that was never looked at."""
    unseen = Source(
        id=7, kind=Kind.PAGE, url="https://gazette.example/guava", next_check_at=NOW, event_at=NOW, options={}
    )
    return replace(unseen, **changes)


def watch(role: Role = Role.ORIGIN, *, found: Item | None = None, reports: tuple[Report, ...] = (), **on: Any) -> Watch:
    return Watch(claim(**on), role, found=found, announced=found is None, reports=reports)


def fetched(body_hash: str = "new", **changes: Any) -> Fetched:
    reading = Fetched(url="https://gazette.example/guava", media=Media.HTML, body=b"x", body_hash=body_hash)
    return replace(reading, **changes)


def failed(outcome: Outcome) -> Failed:
    return Failed(outcome, "it did not work")


def analysis(*changes: Change, fingerprint: str = "new", text: str = TEXT, **fields: Any) -> Analysis:
    mine = ClaimAnalysis(1, bearing=("Guava beats its rivals.",), changes=changes, report=Report(7, "gazette.example"))
    document = Document("https://gazette.example/guava", "Guava", text)
    whole = Analysis(document=document, fingerprint=fingerprint, claims=(mine,))
    return replace(whole, **fields)


def look(
    at: Source,
    reading: Reading | None = None,
    judged: Analysis | None = None,
    *,
    watches: tuple[Watch, ...] | None = None,
    known: frozenset[str] = frozenset(),
    now: datetime = NOW,
    rules: Rules = RULES,
) -> Decision:
    """Decide one look with everything else at its usual."""
    reading = reading or (fetched() if judged else NotModified())
    return decide(at, (watch(),) if watches is None else watches, reading, judged, known, now, rules)
