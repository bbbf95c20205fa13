"""Looks that were not good: silence, unless it lasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.cadence import due_said, next_check
from bot.domain.decision import Decision, Rules, Watch
from bot.domain.drafts import finding_of
from bot.domain.finding import Change, Finding, FindingKind
from bot.domain.gates import GateName, Look, Path
from bot.domain.notice import Notice, NoticeKind, about, of_finding
from bot.domain.outcome import ABSENT, Outcome
from bot.domain.propose import propose
from bot.domain.reading import Failed
from bot.domain.source import Role, Source

_ITEM_ALONE_AFTER = 3  # failed looks after which an article is told by what the feed said of it


def decide_failed(
    source: Source,
    watches: Sequence[Watch],
    failed: Failed,
    known: frozenset[str],
    now: datetime,
    rules: Rules,
) -> Decision:
    """Decide what a look that was not good means: nothing, until it was so often and long enough.

    The baseline and a waiting candidate stay as they are.
    """
    after = _counted(source, watches, failed, now)
    gone = not source.gone and _gone_for_good(after, failed, now, rules)
    degraded = not source.degraded and not gone and _degraded(after, failed, rules)
    after = replace(after, gone=source.gone or gone, degraded=source.degraded or degraded)
    after = replace(after, event_at=now if gone else source.event_at)
    after = replace(after, next_check_at=next_check(after, now, rules.cadence, failed.retry_at))
    said: list[tuple[Finding, Notice]] = []
    if gone:
        said += [_tell(w, _gone_finding(source, w, failed), source, now) for w in watches]
    told = [w for w in watches if _tell_from_item(w, after)]
    said += [_tell(w, _item_finding(source, w), source, now) for w in told]
    said = [(finding, notice) for finding, notice in said if finding.key not in known]
    path = _path(failed, due_said(source, now))
    look = Look(source.id, now, failed.outcome, failed.detail, failed.seconds, path.through(GateName.CONFIRMED), {})
    return Decision(
        before=source,
        source=after,
        look=look,
        said=tuple(said),
        notices=_one_per_guild(watches, NoticeKind.DEGRADED, source, now, failed) if degraded else (),
        announced=tuple(w.claim.id for w in told),
    )


def recovered(source: Source, watches: Sequence[Watch], now: datetime) -> tuple[Notice, ...]:
    """Return the notices of a recovery: one for each guild that was told that the source was degraded."""
    return _one_per_guild(watches, NoticeKind.RECOVERED, source, now) if source.degraded else ()


def _counted(source: Source, watches: Sequence[Watch], failed: Failed, now: datetime) -> Source:
    """Count the look. An awaited artefact that is not there yet is no failure."""
    awaited = source.first_look and failed.outcome in ABSENT and any(w.role is Role.ARTEFACT for w in watches)
    same_sort = source.last_outcome is not None and (source.last_outcome in ABSENT) == (failed.outcome in ABSENT)
    goes_on = source.failures > 0 and same_sort
    return replace(
        source,
        failures=0 if awaited else (source.failures + 1 if goes_on else 1),
        failing_since=None if awaited else (source.failing_since if goes_on else now),
        last_outcome=failed.outcome,
        last_look_at=now,
    )


def _gone_for_good(after: Source, failed: Failed, now: datetime, rules: Rules) -> bool:
    """Say whether the source is gone: 410 seen twice, or absent for N looks over T hours."""
    if after.first_look or after.failing_since is None:
        return False
    if failed.outcome is Outcome.GONE:
        return after.failures >= _TWICE
    lasted = now - after.failing_since >= rules.gone_after
    return failed.outcome in ABSENT and after.failures >= rules.gone_looks and lasted


def _degraded(after: Source, failed: Failed, rules: Rules) -> bool:
    absent = failed.outcome in ABSENT and not after.first_look
    return after.failures >= rules.degraded_after and not absent


def _tell_from_item(watch: Watch, after: Source) -> bool:
    """Whether an article that a feed announced can not be read, so that the feed's own words must do."""
    return watch.found is not None and not watch.announced and after.failures >= _ITEM_ALONE_AFTER


def _item_finding(source: Source, watch: Watch) -> Finding:
    assert watch.found is not None
    text = f"{watch.found.title}. {watch.found.summary}".strip()
    finding = finding_of(source, watch, Change(FindingKind.NEW_COVERAGE, "", text), same=source.url)
    return replace(finding, title=watch.found.title, origin_reason="the article itself could not be read")


def _gone_finding(source: Source, watch: Watch, failed: Failed) -> Finding:
    return finding_of(source, watch, Change(FindingKind.SOURCE_GONE, "", failed.detail), same=source.url)


def _tell(watch: Watch, finding: Finding, source: Source, now: datetime) -> tuple[Finding, Notice]:
    proposal = propose(watch.claim.status, [*watch.findings, finding], watch.claim.settles)
    return finding, of_finding(watch.claim, finding, proposal, now, source.last_good_at)


def _one_per_guild(
    watches: Sequence[Watch], kind: NoticeKind, source: Source, now: datetime, failed: Failed | None = None
) -> tuple[Notice, ...]:
    """Return one notice for each guild: a source shared by fifty claims is one piece of news."""
    first = {watch.claim.guild_id: watch for watch in reversed(watches)}
    reason = f"{failed.outcome.words}: {failed.detail}" if failed else ""
    return tuple(
        replace(about(w.claim, kind, now), url=source.url, before_at=source.last_good_at, reason=reason)
        for _, w in sorted(first.items())
    )


def _path(failed: Failed, due: str) -> Path:
    path = Path()
    path.pass_(GateName.DUE, due)
    if failed.outcome is Outcome.REFUSED_ROBOTS:
        path.stop(GateName.ROBOTS, failed.detail)
        return path
    path.pass_(GateName.ROBOTS, "no robots.txt forbids it")  # it may not have been read either
    if failed.outcome in _CONTENT:
        path.pass_(GateName.FETCHED, "an answer came")
        path.stop(GateName.GOOD_LOOK, f"{failed.outcome.words}: {failed.detail}")
    else:
        path.stop(GateName.FETCHED, f"{failed.outcome.words}: {failed.detail}")
    return path


_TWICE = 2
# Outcomes in which bytes came that are no good look.
_CONTENT = frozenset(
    {
        Outcome.BLOCKED,
        Outcome.PAYWALL,
        Outcome.SOFT_404,
        Outcome.EMPTY,
        Outcome.SHRUNKEN,
        Outcome.WRONG_CONTENT,
        Outcome.PDF,
        Outcome.NEEDS_JAVASCRIPT,
        Outcome.MALFORMED,
        Outcome.UNREADABLE,
    }
)
