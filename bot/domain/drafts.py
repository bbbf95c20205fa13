"""From an analysis to drafts: what might be said, before anything is confirmed or known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.analysis import Analysis, ClaimAnalysis, ItemMatch, Report
from bot.domain.decision import Rules, Watch
from bot.domain.finding import Change, Finding, FindingKind, Judgement, finding_key
from bot.domain.origins import claimant_names, group
from bot.domain.reading import Item
from bot.domain.source import Kind, Role, Source


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding that waits to be confirmed; `immediate` ones (an article with an identity of its own) need not."""

    watch: Watch
    finding: Finding
    immediate: bool = False


def collect(source: Source, watches: Sequence[Watch], analysis: Analysis, rules: Rules) -> list[Draft]:
    """Return everything in the analysis that bears on a claim, weightiest first for each claim."""
    by_claim = {claim.claim_id: claim for claim in analysis.claims}
    drafts: list[Draft] = []
    for watch in watches:
        claim = by_claim.get(watch.claim.id, ClaimAnalysis(watch.claim.id))
        matches = [match for match in analysis.matches if match.claim_id == watch.claim.id]
        drafts += _returned(source, watch, analysis)
        drafts += _appeared(source, watch, analysis)
        drafts += _coverage_found(source, watch, claim, analysis)
        drafts += _changes(source, watch, claim, analysis)
        drafts += _matches(source, watch, matches[: rules.max_attach])
    return drafts


def finding_of(
    source: Source, watch: Watch, change: Change, *, same: str = "", report: Report | None = None
) -> Finding:
    """Return the finding that `change` is for this claim, with its origins counted.

    `same` stands in for the excerpts in the key where something else names the event, such as an article's URL.
    """
    before, after = ("", same) if same else (change.before, change.after)
    key = finding_key(watch.claim.id, source.id, change.kind, before, after)
    reports = _accounts(source, watch, report)
    groups = group(reports, claimant_names(watch.claim.claimant, watch.claim.attribution))
    independent, reason = groups.independent(source.id) if report else (False, "")
    return Finding(
        claim_id=watch.claim.id,
        source_id=source.id,
        kind=change.kind,
        before=change.before,
        after=change.after,
        key=key,
        judgement=change.judgement,
        url=source.url,
        reports=len(reports),
        origin_groups=groups.count,
        independent=independent,
        origin_reason=reason,
    )


def _accounts(source: Source, watch: Watch, report: Report | None) -> tuple[Report, ...]:
    """Return the claim's accounts with this source's newest one, oldest first: an account keeps its place."""
    if report is None:
        return watch.reports
    if any(known.source_id == source.id for known in watch.reports):
        return tuple(report if known.source_id == source.id else known for known in watch.reports)
    return (*watch.reports, report)


def _returned(source: Source, watch: Watch, analysis: Analysis) -> Iterator[Draft]:
    if source.gone:
        change = Change(FindingKind.SOURCE_BACK, "", analysis.document.title or source.url)
        yield Draft(watch, finding_of(source, watch, change, same=source.url))


def _appeared(source: Source, watch: Watch, analysis: Analysis) -> Iterator[Draft]:
    """Yield the artefact's appearance: what is awaited counts as absent until the first good look."""
    if watch.role is Role.ARTEFACT and source.first_look and source.kind in (Kind.PAGE, Kind.JSON):
        title = analysis.document.title or source.url
        finding = finding_of(source, watch, Change(FindingKind.ARTEFACT_APPEARED, "", title), same=source.url)
        yield Draft(watch, replace(finding, title=title))


def _coverage_found(source: Source, watch: Watch, claim: ClaimAnalysis, analysis: Analysis) -> Iterator[Draft]:
    """Yield the article that a feed led to, once its text was read and bears on the claim."""
    if watch.found is None or watch.announced or not claim.bearing:
        return
    excerpt = claim.judgement.excerpt if claim.judgement else ""
    change = Change(FindingKind.NEW_COVERAGE, "", excerpt or " ".join(claim.bearing[:2]), claim.judgement)
    finding = finding_of(source, watch, change, same=source.url, report=claim.report)
    yield Draft(watch, replace(finding, title=analysis.document.title or watch.found.title), immediate=True)


def _changes(source: Source, watch: Watch, claim: ClaimAnalysis, analysis: Analysis) -> Iterator[Draft]:
    for change in claim.changes:
        finding = finding_of(source, watch, change, report=claim.report)
        yield Draft(watch, replace(finding, title=analysis.document.title))


def _matches(source: Source, watch: Watch, matches: Sequence[ItemMatch]) -> Iterator[Draft]:
    """Yield feed items that are news by themselves; articles with a URL are read first (see `Attach`).

    Of artefacts that are all there at the first look, the first listed one tells it: ten old releases are one piece
    of news.
    """
    there = watch.role is Role.ARTEFACT and source.first_look
    for match in matches[:1] if there else matches:
        item = match.item
        if watch.role is Role.ARTEFACT:
            yield _of_item(source, watch, item, FindingKind.ARTEFACT_APPEARED, item.title, None)
        elif item.rating:
            said = f"{item.publisher}: {item.rating}" if item.publisher else item.rating
            yield _of_item(source, watch, item, FindingKind.RATING_PUBLISHED, said, None)
        elif not item.url:
            text = f"{item.title}. {item.summary}".strip()
            yield _of_item(source, watch, item, FindingKind.NEW_COVERAGE, text, match.judgement)


def _of_item(
    source: Source, watch: Watch, item: Item, kind: FindingKind, after: str, judgement: Judgement | None
) -> Draft:
    finding = finding_of(source, watch, Change(kind, "", after, judgement), same=item.url or item.identity)
    return Draft(watch, replace(finding, title=item.title, url=item.url or source.url), immediate=True)
