"""The words and colours of cards: what happened, said as a person would say it."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.config.values import format_duration
from bot.domain.finding import Stance
from bot.domain.history import Verb
from bot.domain.look import DEFAULT_LOOKS, Looks, StatusLook
from bot.domain.notice import Notice, NoticeKind
from bot.domain.source import Role, Source
from bot.domain.status import SETTLED, Status

AMBER = 0xD29922
BLUE = 0x388BFD
GREEN = 0x2EA043
GREY = 0x6E7681
RED = 0xDA3633
WITHOUT_VERDICT = frozenset({Status.INCONCLUSIVE, Status.EXPIRED})

TITLES = {
    NoticeKind.CLAIM_ADDED: "👁 Now watching this claim",
    NoticeKind.STATUS_CHANGED: "The status changed",
    NoticeKind.DEGRADED: "🙈 We can not see this source",
    NoticeKind.RECOVERED: "👀 We can see this source again",
    NoticeKind.REVIEW_DUE: "🗓 Time to review this claim",
    NoticeKind.CONFIG_FAULT: "🔧 The configuration has faults",
    NoticeKind.FLAG_GONE: "🏳 The flag is gone",
    NoticeKind.FLAG_SOFTENED: "🏳 The flag is softer now",
    NoticeKind.FLAG_HARDENED: "🚩 The flag is harder now",
    NoticeKind.CLAIM_CHANGED: "✏ The claim is worded differently now",
    NoticeKind.CORRECTION: "🩹 The source corrected itself",
    NoticeKind.RETRACTION: "↩ The source took it back",
    NoticeKind.SOURCE_GONE: "🕳 The source is gone",
    NoticeKind.SOURCE_BACK: "🔙 The source is back",
    NoticeKind.NEW_COVERAGE: "📰 A new report",
    NoticeKind.ARTEFACT_APPEARED: "🔬 It can be verified now",
    NoticeKind.RATING_PUBLISHED: "📋 A fact-checker published a rating",
    NoticeKind.VALUE_CHANGED: "🔢 The watched value changed",
}
TONES = {
    NoticeKind.DEGRADED: GREY,
    NoticeKind.RECOVERED: GREY,
    NoticeKind.SOURCE_GONE: GREY,
    NoticeKind.SOURCE_BACK: GREY,
    NoticeKind.NEW_COVERAGE: BLUE,
    NoticeKind.ARTEFACT_APPEARED: BLUE,
    NoticeKind.RATING_PUBLISHED: BLUE,
    NoticeKind.RETRACTION: RED,
}
STANCES = {
    Stance.SUPPORTS: "Speaks for the claim",
    Stance.REFUTES: "Speaks against the claim",
    Stance.DISCUSSES: "Takes no side",
    Stance.UNRELATED: "Does not bear on the claim",
}

HAPPENED = {
    NoticeKind.NEW_COVERAGE: "Appeared",
    NoticeKind.ARTEFACT_APPEARED: "Appeared",
    NoticeKind.RATING_PUBLISHED: "Appeared",
    NoticeKind.SOURCE_BACK: "Came back",
    NoticeKind.RECOVERED: "Came back",
}
ROLES = {
    Role.ORIGIN: "origin",
    Role.COVERAGE: "coverage",
    Role.ARTEFACT: "artefact",
    Role.FACT_CHECK: "fact check",
}
VERBS = {
    Verb.ADDED: "added it",
    Verb.STATUS: "decided",
    Verb.TAGS: "changed the tags",
    Verb.REVIEW: "changed the review date",
    Verb.ATTACHED: "added the source",
    Verb.DETACHED: "took off the source",
    Verb.MOVED: "goes on looking at another address:",
    Verb.NOT_MOVED: "kept the source that moved to another one's address",
    Verb.ACCEPTED: "confirmed",
    Verb.DISMISSED: "dismissed",
    Verb.DELETED: "deleted it",
}
_NUMBER = re.compile(r" \(\d{15,20}\)$")


def look_of(status: Status, looks: Looks) -> StatusLook:
    """Return how a status looks; one that the configuration leaves out looks as by default."""
    return looks.get(status) or DEFAULT_LOOKS[status]


def label(status: Status, looks: Looks) -> str:
    """Return emoji and label of a status."""
    look = look_of(status, looks)
    return f"{look.emoji} {look.label}".strip()


def kicker(notice: Notice, looks: Looks) -> str:
    """Return the small line on top: where the claim stands, which one it is, and whose."""
    parts = [label(notice.status, looks)]
    if notice.claim_id is not None:
        parts.append(f"claim #{notice.claim_id}")
    if notice.claimant:
        parts.append(f"by {notice.claimant}")
    return "  ·  ".join(parts)


def settled_title(notice: Notice, looks: Looks) -> str:
    """Return the title of a decision; what closes without a verdict says so."""
    shown = label(notice.status, looks)
    if notice.status in WITHOUT_VERDICT:
        return f"Closed without a verdict: {shown}"
    if notice.status in SETTLED:
        return f"Settled: {shown}"
    return f"{'Reopened' if notice.before in SETTLED else 'Now'}: {shown}"


def coverage_title(notice: Notice) -> str:
    """Return the title of new coverage: a repetition says so, an independent report says where it stands."""
    if not notice.independent:
        return "🔁 Same origin, not counted"
    if not notice.stance or not notice.stance_clear:
        return "📰 An independent report: unclear how it stands"
    return {
        Stance.SUPPORTS: "📰 An independent report speaks for it",
        Stance.REFUTES: "📰 An independent report speaks against it",
    }.get(notice.stance, "📰 An independent report takes no side")


def origins(reports: int, groups: int) -> str:
    """Return "5 articles, 1 origin"."""
    return f"{reports} article{'s' * (reports != 1)}, {groups} origin{'s' * (groups != 1)}"


def pace(source: Source) -> str:
    """Return how often the source is looked at: "every 12h", "by the usual cadence"."""
    if source.every is None:
        return "by the usual cadence"
    return f"every {format_duration(source.every)}{' or sooner' if source.usual else ''}"


def paced(source: Source, asked: timedelta | None) -> str:
    """Return the sentence that answers who asked for looks at a distance; "" for who did not."""
    if asked is None:
        return ""
    others = ", since another claim asks for that" if source.every != (asked or None) else ""
    return f"It is looked at {pace(source)} from now on{others}."


def percent(share: float) -> str:
    """Return a share of 0..1 as whole percent, never 100 %: no judgement is certain."""
    return f"{min(round(share * 100), 99)}\u00a0%"


def person(actor: str) -> str:
    """Return an actor for people: the name without the number that tells namesakes apart."""
    return _NUMBER.sub("", actor) or actor
