"""What a notice says: what happened in words, the claim in one line, before and after, the proposal and why."""

from __future__ import annotations

from bot.cards.card import Card, Field, Line, Link, Own, Said, Style, When, own, said
from bot.cards.clean import safe_url
from bot.cards.pairs import pair
from bot.cards.words import (
    AMBER,
    GREY,
    HAPPENED,
    STANCES,
    TITLES,
    TONES,
    coverage_title,
    kicker,
    look_of,
    origins,
    percent,
    person,
    settled_title,
)
from bot.domain.look import Looks
from bot.domain.notice import Notice, NoticeKind

_PAIRS = {
    NoticeKind.FLAG_GONE: ("Before", "Now", "The passage is no longer there."),
    NoticeKind.FLAG_SOFTENED: ("Before", "Now", ""),
    NoticeKind.FLAG_HARDENED: ("Before", "Now", ""),
    NoticeKind.CLAIM_CHANGED: ("Before", "Now", "The sentence is no longer there."),
    NoticeKind.CORRECTION: ("Before", "Now", ""),
    NoticeKind.RETRACTION: ("Before", "Now", ""),
    NoticeKind.VALUE_CHANGED: ("Before", "Now", "Nothing is there now."),
    NoticeKind.SOURCE_GONE: ("It said", "What we get now", ""),
    NoticeKind.SOURCE_BACK: ("It said", "It says", ""),
}
_OF_CLAIM = frozenset({NoticeKind.CLAIM_ADDED, NoticeKind.STATUS_CHANGED, NoticeKind.REVIEW_DUE})


def card_of_notice(notice: Notice, looks: Looks) -> Card:
    """Return the card of a notice, whatever its kind."""
    if notice.kind is NoticeKind.CONFIG_FAULT:
        return _config_fault(notice)
    return Card(
        title=_title(notice, looks),
        colour=_colour(notice, looks),
        kicker=kicker(notice, looks),
        lines=_claim(notice),
        fields=_fields(notice, looks),
        url=safe_url(notice.url),
    )


def _title(notice: Notice, looks: Looks) -> str:
    if notice.kind is NoticeKind.STATUS_CHANGED:
        return settled_title(notice, looks)
    if notice.kind is NoticeKind.NEW_COVERAGE:
        return coverage_title(notice)
    return TITLES[notice.kind]


def _colour(notice: Notice, looks: Looks) -> int:
    if notice.kind in _OF_CLAIM:
        return look_of(notice.status, looks).colour
    if notice.proposal and notice.proposal.status:
        return look_of(notice.proposal.status, looks).colour
    if notice.kind is NoticeKind.NEW_COVERAGE and not notice.independent:
        return GREY
    return TONES.get(notice.kind, AMBER)


def _claim(notice: Notice) -> tuple[Line, ...]:
    return (said(notice.claim_text, Style.STRONG),) if notice.claim_text else ()


def _fields(notice: Notice, looks: Looks) -> tuple[Field, ...]:
    fields = (
        *_change(notice),
        _flag(notice),
        _stance(notice),
        _proposal(notice, looks),
        _decided(notice),
        _source(notice),
        _settles(notice),
    )
    return tuple(field for field in fields if field and field.lines)


def _change(notice: Notice) -> tuple[Field, ...]:
    """Return before and after as two fields, one under the other, the differing words set off."""
    if notice.kind in _OF_CLAIM:
        return ()
    first, second, nothing = _PAIRS.get(notice.kind, ("Before", "It says", ""))
    before, after = pair(notice.before, notice.after)
    fields = (Field(first, (Line(before, quoted=True),)),) if before else ()
    if after:
        return (*fields, Field(second, (Line(after, quoted=True),)))
    return (*fields, Field(second, (own(nothing),))) if nothing and before else fields


def _flag(notice: Notice) -> Field | None:
    if notice.kind not in {NoticeKind.CLAIM_ADDED, NoticeKind.REVIEW_DUE} or not notice.flag:
        return None
    return Field("Why it is on the list", (said(notice.flag, quoted=True),))


def _stance(notice: Notice) -> Field | None:
    """Return what the text says about the claim and from how many origins we have heard it.

    A repetition leads with the count, for its stance adds nothing; an independent report leads with its stance.
    """
    coverage = notice.kind is NoticeKind.NEW_COVERAGE
    repeats = coverage and notice.reports > 0 and not notice.independent
    lines = list(_of_stance(notice, Style.PLAIN if repeats else Style.STRONG))
    if notice.reports > (0 if coverage else 1):
        count = own(origins(notice.reports, notice.origin_groups), Style.STRONG if repeats else Style.PLAIN)
        lines.insert(0 if repeats else len(lines), count)
    if notice.origin_reason and coverage:
        verdict = "Counts as independent:" if notice.independent else "Does not count:"
        lines.append(Line((Own(verdict), Said(notice.origin_reason))))
    return Field("How it stands to the claim", tuple(lines)) if lines else None


def _of_stance(notice: Notice, style: Style) -> tuple[Line, ...]:
    if notice.stance is None:
        return ()
    if not notice.stance_clear:
        return (Line((Own("Unclear", style), Own("how it stands to the claim: please read it"))),)
    return (Line((Own(STANCES[notice.stance], style), Own(f"({percent(notice.confidence)} sure)"))),)


def _proposal(notice: Notice, looks: Looks) -> Field | None:
    proposal = notice.proposal
    if proposal is None:
        return None
    look = look_of(proposal.status, looks) if proposal.status else None
    what = f"{look.emoji} {look.label}".strip() if look else "No change"
    sure = (
        (Own(f"({percent(proposal.confidence)} sure)"),) if look and proposal.confidence and not notice.stance else ()
    )
    head = Line((Own(what, Style.STRONG), Own("—"), Said(proposal.headline), *sure))
    shown = {notice.before, notice.after, notice.origin_reason}
    because = tuple(said(text, quoted=True) for text in proposal.because if text and text not in shown)
    return Field("Proposal", (head, *because))


def _decided(notice: Notice) -> Field | None:
    if notice.kind is not NoticeKind.STATUS_CHANGED:
        return None
    lines = [Line((Own("Decided by"), Said(person(notice.actor)), When(notice.at)))] if notice.actor else []
    if notice.reason:
        lines.append(said(notice.reason, quoted=True))
    return Field("Why", tuple(lines))


def _source(notice: Notice) -> Field | None:
    title = (Own("·"), Said(notice.title)) if notice.title else ()
    lines = [Line((Link(notice.url), *title))] if notice.url else []
    if notice.kind not in _OF_CLAIM:
        lines += _when(notice, seen=bool(lines))
    name = "Evidence" if notice.kind is NoticeKind.STATUS_CHANGED else "Source"
    return Field(name, tuple(lines)) if lines else None


def _when(notice: Notice, *, seen: bool) -> list[Line]:
    """Return when it happened: between two looks, or for a source out of sight, when we last saw it."""
    if notice.kind in {NoticeKind.DEGRADED, NoticeKind.SOURCE_GONE}:
        reason = [said(notice.reason)] if notice.reason else []
        last = (When(notice.before_at),) if notice.before_at else (Own("never"),)
        return [*reason, Line((Own("Last good look"), *last))]
    if notice.before_at:
        happened = HAPPENED.get(notice.kind, "Changed")
        return [Line((Own(f"{happened} between"), When(notice.before_at), Own("and"), When(notice.at)))]
    return [Line((Own("Seen"), When(notice.at)))] if seen else []


def _settles(notice: Notice) -> Field | None:
    needed = (notice.proposal.needed if notice.proposal else "") or notice.settles
    closing = notice.proposal is not None and notice.proposal.status is not None and notice.proposal.status.settled
    if not needed or notice.status.settled:
        return None
    return Field("Still needed" if closing else "What would settle it", (said(needed),))


def _config_fault(notice: Notice) -> Card:
    return Card(
        title=TITLES[notice.kind],
        colour=AMBER,
        lines=(
            own("The last good configuration stays in force until they are mended."),
            *(said(f"• {line}") for line in (notice.after or notice.reason).splitlines() if line.strip()),
        ),
    )
