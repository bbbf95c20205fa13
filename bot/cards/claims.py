"""One claim with everything around it, a page of many, the sources of one, and why something was said or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.cards.card import Card, Field, Line, Link, Own, Said, Style, When, own, said
from bot.cards.clean import cut, safe_url
from bot.cards.words import BLUE, GREY, ROLES, VERBS, label, look_of, origins, pace, person
from bot.domain.claim import Claim, outspoken_first
from bot.domain.gates import Gate
from bot.domain.history import HistoryEntry, Verb
from bot.domain.look import Looks
from bot.domain.page import ClaimPage, Listing
from bot.domain.source import Kind, Role, Source
from bot.domain.status import Status
from bot.domain.stored import StoredFinding
from bot.domain.why import SourceWhy

SHOWN = 5  # findings, history lines and sources on the claim's own card; the rest is counted
SOURCES = 20
BRIEF = 90  # characters of a passage in a line of many
_PLAIN = frozenset({Verb.ATTACHED, Verb.DETACHED})  # what stands as their reason is a role's name


def card_of_claim(page: ClaimPage, looks: Looks) -> Card:
    """Return the card of one claim: where it stands, why it is on the list, what would settle it."""
    claim = page.claim
    fields = (
        Field(
            "Why it is on the list",
            tuple(said(flag.text, quoted=True) for flag in outspoken_first(claim.flags)[:SHOWN]),
        ),
        Field("What would settle it", _settles(claim)),
        Field("Sources", _sources(page)),
        Field("Waiting for a decision", _waiting(page.findings)),
        Field("History", tuple(_entry(entry, looks) for entry in reversed(page.history[-SHOWN:]))),
    )
    tags = f"  ·  {' '.join('#' + tag for tag in claim.tags)}" if claim.tags else ""
    return Card(
        title=label(claim.status, looks),
        colour=look_of(claim.status, looks).colour,
        kicker=_kicker(claim),
        lines=(said(claim.text, Style.STRONG), *_attribution(claim)),
        fields=tuple(field for field in fields if field.lines),
        footer=f"Review by {claim.review_on:%Y-%m-%d}{tags}",
    )


def card_of_listing(listing: Listing, looks: Looks, *, status: Status | None = None, tag: str = "") -> Card:
    """Return one page of the list, a line or two for each claim."""
    chosen = [look_of(status, looks).label.lower()] if status else []
    chosen += [f"tagged {tag}"] if tag else []
    title = f"{listing.total} claim{'s' * (listing.total != 1)}{', ' if chosen else ''}{', '.join(chosen)}"
    lines = tuple(_row(claim, looks) for claim in listing.claims)
    nothing = own("No claim fits." if chosen else "No claim yet. Add one with /claim add or /claim scan.")
    footer = f"Page {listing.page} of {listing.pages}" if listing.pages > 1 else ""
    colour = look_of(status, looks).colour if status else BLUE
    return Card(title, colour, lines=lines or (nothing,), footer=footer)


def card_of_sources(page: ClaimPage, looks: Looks) -> Card:
    """Return every source of a claim with its number, by which it can be taken off."""
    claim = page.claim
    lines = tuple(
        Line((Own(f"{source.id}:", Style.STRONG), Link(source.url), *_of_source(source, role), *_options(source)))
        for source, role in page.sources
    )
    nothing = own("No source yet. Add one with /claim source add.")
    return Card(
        title=f"{len(page.sources)} source{'s' * (len(page.sources) != 1)}",
        colour=look_of(claim.status, looks).colour,
        kicker=_kicker(claim),
        lines=(said(claim.text, Style.STRONG), *(lines or (nothing,))),
        footer=origins(page.reports, page.origin_groups) if page.reports else "",
    )


def card_of_why(claim: Claim, whys: Sequence[SourceWhy], looks: Looks) -> Card:
    """Return, for each source, every gate of its last look in order, passed or not and why."""
    fields = tuple(_why(why) for why in whys[:SOURCES])
    return Card(
        title="The last look at each source",
        colour=look_of(claim.status, looks).colour,
        kicker=_kicker(claim),
        lines=(said(claim.text, Style.STRONG),) if fields else (own("No source hangs on this claim."),),
        fields=fields,
        footer=f"{len(whys) - SOURCES} more sources are not shown" if len(whys) > SOURCES else "",
    )


def card_of_history(page: ClaimPage, looks: Looks) -> Card:
    """Return the claim's whole history, newest first."""
    lines = tuple(_entry(entry, looks) for entry in reversed(page.history))
    return Card("History", GREY, kicker=_kicker(page.claim), lines=lines)


def _kicker(claim: Claim) -> str:
    return f"claim #{claim.id}" + (f"  ·  by {claim.claimant}" if claim.claimant else "")


def _attribution(claim: Claim) -> tuple[Line, ...]:
    chain = [part for step in claim.attribution for part in (Own("←"), Said(step))]
    return (Line((Own("Reached us by"), *chain[1:])),) if chain else ()


def _settles(claim: Claim) -> tuple[Line, ...]:
    lines = (said(claim.settles),) if claim.settles else ()
    awaited = claim.trigger if claim.trigger != claim.settles else ""
    return (*lines, Line((Own("We wait for:"), Said(awaited)))) if awaited else lines


def _sources(page: ClaimPage) -> tuple[Line, ...]:
    lines = [Line((Link(source.url), *_of_source(source, role))) for source, role in page.sources[:SHOWN]]
    if len(page.sources) > SHOWN:
        lines.append(own(f"… and {len(page.sources) - SHOWN} more: /claim source list"))
    if page.reports:
        lines.append(own(origins(page.reports, page.origin_groups), Style.STRONG))
    return tuple(lines)


def _of_source(source: Source, role: Role) -> tuple[Own | When, ...]:
    """Return a source's role and how well we see it: silence must not be taken for calm."""
    head = Own(f"· {' · '.join((ROLES[role], *_asked(source)))} ·")
    if source.gone:
        return (head, Own("gone, last good look"), *_at(source.last_good_at))
    if source.failures and source.last_outcome:
        outcome = source.last_outcome.words
        return (head, Own(f"{outcome}, last good look"), *_at(source.last_good_at))
    if source.last_good_at is None:
        return (head, Own("not looked at yet"))
    return (head, Own("last good look"), When(source.last_good_at))


def _options(source: Source) -> tuple[Own | Said, ...]:
    written = "; ".join(f"{name}={value}" for name, value in source.options.items())
    return (Own("·"), Said(cut(written, BRIEF))) if written else ()


def _asked(source: Source) -> list[str]:
    """Return what a person set for the source beside its role, as far as it is not the usual."""
    kind = [] if source.kind is Kind.PAGE else [source.kind.value]
    return [*kind, *([pace(source)] if source.every else [])]


def _at(at: datetime | None) -> tuple[Own | When, ...]:
    return (When(at),) if at else (Own("never"),)


def _waiting(findings: Sequence[StoredFinding]) -> tuple[Line, ...]:
    """Return the newest findings that no person settled yet, each in a line."""
    waiting = [stored for stored in findings if stored.accepted is None]
    newest = sorted(waiting, key=lambda stored: stored.id, reverse=True)
    lines = [_found(stored) for stored in newest[:SHOWN]]
    if len(newest) > SHOWN:
        lines.append(own(f"… and {len(newest) - SHOWN} more"))
    return tuple(lines)


def _found(stored: StoredFinding) -> Line:
    finding = stored.finding
    kind = finding.kind.words
    words = cut(finding.after or finding.before or finding.title, BRIEF)
    return Line((Own(f"{kind}:", Style.STRONG), Said(words), When(stored.found_at)))


def _entry(entry: HistoryEntry, looks: Looks) -> Line:
    """Return one line of history: when, who, what, from what to what, why."""
    known = {status.value: label(status, looks) for status in Status}
    before, after = known.get(entry.before, entry.before), known.get(entry.after, entry.after)
    change = (_value(before), Own("→"), _value(after)) if before and after else (_value(before or after),)
    reason = (Own("—"), Said(cut(entry.reason, BRIEF))) if entry.reason and entry.verb not in _PLAIN else ()
    link = (Link(entry.evidence),) if entry.evidence else ()
    what = () if entry.verb is Verb.ADDED else change
    return Line((When(entry.at), Said(person(entry.actor)), Own(VERBS[entry.verb]), *what, *reason, *link))


def _value(text: str) -> Said | Link:
    """Return an address as a link, anything else as words: an underscore in an id reads as a space."""
    return Link(text) if safe_url(text) else Said(cut(text.replace("_", " "), BRIEF))


def _row(claim: Claim, looks: Looks) -> Line:
    claimant = (Own("·"), Said(claim.claimant)) if claim.claimant else ()
    look = look_of(claim.status, looks)
    return Line((Own(look.emoji or look.label), Own(f"#{claim.id}", Style.STRONG), Said(claim.text), *claimant))


def _why(why: SourceWhy) -> Field:
    name = f"{ROLES[why.role]} {why.source.id}"
    if why.look is None:
        return Field(
            name,
            (Line((Link(why.source.url), Own("· not looked at yet; first look"), When(why.source.next_check_at))),),
        )
    times = f", {why.same} times in a row since" if why.same > 1 and why.since else ""
    outcome = why.look.outcome.words
    head = (Link(why.source.url), Own("·"), When(why.look.at), Own(f"· {outcome}{times}"))
    since = (When(why.since),) if times and why.since else ()
    after = Line((Own("Next look"), When(why.source.next_check_at)))
    return Field(name, (Line((*head, *since)), *(_gate(gate) for gate in why.gates if gate.passed is not None), after))


def _gate(gate: Gate) -> Line:
    return Line((Own("✅" if gate.passed else "⏹"), Own(gate.name.value), Own("—"), Said(gate.why)))
