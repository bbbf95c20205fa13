"""Short ways to fill a real database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.claim import Claim, NewClaim
from bot.domain.decision import Decision, Snapshot
from bot.domain.finding import Finding, FindingKind, finding_key
from bot.domain.gates import GateName, Look, Path
from bot.domain.guild import Guild
from bot.domain.notice import Notice, NoticeKind, about, of_finding
from bot.domain.outcome import Outcome
from bot.domain.propose import Proposal
from bot.domain.source import Kind, Role, Source, Validators
from bot.domain.status import Status
from bot.store import claims, guilds, looks, sources
from bot.store.connection import Connection

NOW = datetime(2026, 2, 4, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
URL = "https://gazette.example/guava"
TEXT = "Guava beats its rivals, a memo of Orchard Labs says. It could not be independently verified."


def add_claim(db: Connection, text: str = "Guava beats its rivals", guild_id: int = 1, **more: Any) -> Claim:
    return claims.insert(db, NewClaim(guild_id, text, **more), actor="ann", now=NOW)


def add_source(
    db: Connection, claim: Claim, url: str = URL, role: Role = Role.ORIGIN, kind: Kind = Kind.PAGE
) -> Source:
    source = sources.upsert(db, kind, url, {}, now=NOW)
    sources.attach(db, claim.id, source.id, role, actor="ann", now=NOW)
    return sources.get(db, source.id)


def watched_page(db: Connection) -> tuple[Claim, Source]:
    """A guild with a channel, a claim in it and its page, not looked at yet."""
    guilds.save(db, Guild(1, channel_id=11), now=NOW)
    claim = add_claim(db)
    return claim, add_source(db, claim)


def look(source: Source, at: datetime, outcome: Outcome = Outcome.OK, **more: Any) -> Look:
    path = Path()
    path.pass_(GateName.DUE, "the look was due")
    path.stop(GateName.FETCHED, f"as told: {outcome}")
    return Look(source.id, at, outcome, "", 0.25, path.through(GateName.CONFIRMED), more.get("claim_gates", {}))


def decision(source: Source, at: datetime, outcome: Outcome = Outcome.OK, **more: Any) -> Decision:
    """A good look that brought nothing, unless `more` says so; `state` changes the source further."""
    good = outcome.good
    after = replace(
        source,
        last_look_at=at,
        last_outcome=outcome,
        last_good_at=at if good else source.last_good_at,
        failures=0 if good else source.failures + 1,
        not_modified=source.not_modified + 1 if outcome is Outcome.NOT_MODIFIED else 0,
        next_check_at=at + timedelta(minutes=15),
        **more.pop("state", {}),
    )
    return Decision(
        source, after, look(source, at, outcome, **more), **{k: v for k, v in more.items() if k != "claim_gates"}
    )


def first_look(db: Connection, source: Source, at: datetime = NOW, text: str = TEXT) -> Source:
    """The look that makes the baseline."""
    state = {"fingerprint": "f1", "body_hash": "b1", "text_length": len(text), "validators": Validators('"1"', "")}
    assert looks.commit(db, decision(source, at, snapshot=Snapshot("f1", "A title", text), state=state)) == []
    return sources.get(db, source.id)


def finding(
    claim: Claim, source: Source, after: str = "confirmed", kind: FindingKind = FindingKind.FLAG_GONE
) -> Finding:
    key = finding_key(claim.id, source.id, kind, "before", after)
    return Finding(claim.id, source.id, kind, "before", after, key, title="A title", url=source.url)


def told(claim: Claim, found: Finding, at: datetime = LATER, status: Status | None = Status.CORROBORATED) -> Notice:
    return of_finding(claim, found, Proposal(status, "An independent origin says so too", ("because",)), at, NOW)


def found_look(claim: Claim, source: Source, at: datetime, findings: Iterable[Finding], **more: Any) -> Decision:
    """A look that says these findings and makes a new baseline."""
    said = tuple((one, told(claim, one, at)) for one in findings)
    return decision(source, at, snapshot=Snapshot(f"at{at:%s}", "A title", f"{TEXT} {at}"), said=said, **more)


def plain_notice(claim: Claim, at: datetime = NOW, kind: NoticeKind = NoticeKind.CLAIM_ADDED) -> Notice:
    return about(claim, kind, at)
