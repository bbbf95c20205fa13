"""The text layer's one entrance: bytes in, judgement out. Pure, picklable, CPU-bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial

from bot.domain.analysis import Analysis, ClaimAnalysis, ClaimView, Document, ItemMatch, Report, Task
from bot.domain.claim import Flag
from bot.domain.finding import Change, FindingKind, Judgement, Stance
from bot.domain.outcome import Outcome
from bot.domain.reading import Item, Media
from bot.text.changes.differ import changes_for
from bot.text.changes.items import feed_fingerprint, matches_for, text_of, weigh
from bot.text.changes.notices import notice_kind
from bot.text.changes.relevance import wanted
from bot.text.changes.tied import Tied, Tier
from bot.text.changes.versions import Versions
from bot.text.flags.find import FlagBook, find_flags
from bot.text.origins.report import report
from bot.text.read.blocked import diagnose
from bot.text.read.extract import extract
from bot.text.read.feeds import FeedError, parse_feed
from bot.text.stance.judge import Judge, load_judge
from bot.text.words.normalise import canonical, fingerprint, key_of
from bot.text.words.page import Page, Splitter

_MOST_BEARING = 12
_EXCERPT = 600
_READ = 3  # sentences that a person is given to check a judgement by
_SIDES = frozenset({Stance.SUPPORTS, Stance.REFUTES})
_JUDGED_KINDS = frozenset({FindingKind.CLAIM_CHANGED, FindingKind.CORRECTION, FindingKind.RETRACTION})
_REWRITTEN = 0.2  # share of changed sentences from which a text may rest on something else than before
_TURNED = 0.5  # probability that an edit must move for a sentence to take another side
_JUDGED = 60_000  # characters of a document whose stance is asked for


def analyse(task: Task, book: FlagBook, *, load: Callable[[], Judge] = load_judge) -> Analysis:
    """Return what one look's bytes say about each claim of `task`.

    Never raises: whatever hostile input breaks is told as `Outcome.UNREADABLE`. `load` gives the stance model (once
    loaded in a process) and is asked at the first text that has to be judged.
    """
    try:
        return _Looker(task, book, load).look()
    except Exception as error:  # noqa: BLE001  the bytes are a stranger's; one bad page must not end the worker
        empty = Document(url=task.url, title="", text="")
        detail = f"The content could not be judged ({type(error).__name__})."
        return Analysis(empty, "", failure=Outcome.UNREADABLE, detail=detail)


class _Looker:
    """One look with all that is needed to judge it."""

    def __init__(self, task: Task, book: FlagBook, load: Callable[[], Judge]) -> None:
        self.task = task
        self.book = book
        self._load = load
        self._account: Report | None = None

    @cached_property
    def judge(self) -> Judge:
        """The stance model, loaded when it is first needed."""
        return self._load()

    def look(self) -> Analysis:
        """Judge the bytes by what they are."""
        task = self.task
        if task.media is Media.ITEMS:
            return self._feed(task.items)
        if task.media is Media.FEED:
            try:
                items = parse_feed(task.body, task.url)
            except FeedError as error:
                return Analysis(self._empty(), "", failure=Outcome.MALFORMED, detail=str(error))
            return self._feed(items)
        document = extract(task.media, task.body, task.url, task.charset)
        if task.media is Media.VALUE:
            return self._value(document)
        failure = diagnose(task.media, task.body, document)
        if failure is not None and not _taken_back(failure[0], document):
            return Analysis(document, "", failure=failure[0], detail=failure[1])
        return self._page(document)

    def _empty(self) -> Document:
        return Document(url=self.task.url, title="", text="")

    # -- feeds and values ------------------------------------------------------------------------------------------

    def _feed(self, items: Sequence[Item]) -> Analysis:
        matches = [match for claim in self.task.claims for match in self._matches(claim, items)]
        return Analysis(
            document=self._empty(),
            fingerprint=feed_fingerprint(items),
            claims=tuple(ClaimAnalysis(claim.id) for claim in self.task.claims),
            identities=tuple(item.identity for item in items),
            matches=tuple(matches),
        )

    def _matches(self, claim: ClaimView, items: Sequence[Item]) -> Iterator[ItemMatch]:
        return matches_for(claim, items, self.task.seen, lambda text: self.judge.judge(claim.text, text))

    def _value(self, document: Document) -> Analysis:
        before, after = self.task.baseline, document.text
        changed = before is not None and key_of(canonical(before)) != key_of(canonical(after))
        change = Change(FindingKind.VALUE_CHANGED, (before or "")[:_EXCERPT], after[:_EXCERPT])
        claims = tuple(
            ClaimAnalysis(claim.id, (after[:_EXCERPT],), (change,) if changed else ()) for claim in self.task.claims
        )
        return Analysis(document, fingerprint([key_of(canonical(after))]), claims)

    # -- pages -----------------------------------------------------------------------------------------------------

    def _page(self, document: Document) -> Analysis:
        known = self.task.known
        if known is not None and known.document == document:
            return known
        splitter = Splitter(document.lang, self._find_flags)
        new = splitter.page(document.text)
        versions = None
        if self.task.baseline is not None:
            old = splitter.version(self.task.baseline, new)
            versions = Versions.of(old, new) if old.fingerprint != new.fingerprint else None
        claims = tuple(self._claim(Tier.of(claim, splitter), document, new, versions) for claim in self.task.claims)
        return Analysis(
            document=document,
            fingerprint=_fingerprint(new, document.ratings),
            claims=claims,
            identities=tuple(rating.identity for rating in document.ratings),
        )

    def _find_flags(self, text: str, lang: str) -> tuple[Flag, ...]:
        return find_flags(text, lang, self.book)

    def _claim(self, tier: Tier, document: Document, new: Page, versions: Versions | None) -> ClaimAnalysis:
        tied = tier.tie(new)
        changes = changes_for(tier, versions, tied, partial(self._turned, tier.claim)) if versions else ()
        changes += tuple(self._ratings(tier.claim, document.ratings))
        first = self.task.baseline is None
        return ClaimAnalysis(
            claim_id=tier.claim.id,
            bearing=_bearing(tied),
            changes=tuple(self._judged(tier.claim, change) for change in changes),
            flags=tuple(flag for _, flag in tied.flags),
            judgement=self._stance(tier.claim, document, tied) if first else None,
            report=self._report(document) if first or _rests_anew(changes, versions) else None,
        )

    def _report(self, document: Document) -> Report:
        if self._account is None:
            self._account = report(self.task.source_id, self.task.url, document, self.task.owners)
        return self._account

    def _stance(self, claim: ClaimView, document: Document, tied: Tied) -> Judgement | None:
        """Return the stance of the whole document, None when nothing in it bears on the claim.

        A headline that clearly takes a side speaks for its article, else the body does (as in the Emergent data:
        Ferreira and Vlachos 2016). Either way the excerpt holds what a person should read to check it.
        """
        if not tied.bearing:
            return None
        title = document.title
        body = document.text[:_JUDGED].removeprefix(title).strip()
        if not title or not body:
            return self.judge.judge(claim.text, title or body)
        headline, whole = self.judge.judge_many([(claim.text, title), (claim.text, f"{title}\n{body}")])
        if not headline.clear or headline.stance not in _SIDES:
            return whole
        read = (title, *(sentence for sentence in _bearing(tied) if sentence != title))
        return replace(headline, excerpt=" … ".join(read[:_READ])[:_EXCERPT])

    def _turned(self, claim: ClaimView, before: str, after: str) -> bool:
        """Whether the edit gave the text another stance to the claim, clearly."""
        old, new = self.judge.judge_many([(claim.text, before), (claim.text, after)])
        moved = max(abs(old.supports - new.supports), abs(old.refutes - new.refutes))
        return old.stance is not new.stance and moved >= _TURNED

    def _judged(self, claim: ClaimView, change: Change) -> Change:
        if not change.after or change.kind not in _JUDGED_KINDS:
            return change
        return replace(change, judgement=self.judge.judge(claim.text, change.after))

    def _ratings(self, claim: ClaimView, ratings: Sequence[Item]) -> Iterator[Change]:
        """Yield the ratings that came to a page since the first look and that are of this claim."""
        if self.task.baseline is None or self.task.seen is None:
            return
        sought = wanted(claim)
        for rating in ratings:
            if rating.identity not in self.task.seen and weigh(sought, text_of(rating))[1]:
                said = f"{rating.publisher}: {rating.rating}" if rating.publisher else rating.rating
                yield Change(FindingKind.RATING_PUBLISHED, "", f"{said} ({rating.title})"[:_EXCERPT])


def _taken_back(outcome: Outcome, document: Document) -> bool:
    """Say whether the article is missing because it was retracted, and the page says so: that is news."""
    if outcome is not Outcome.SOFT_404:
        return False
    return any(notice_kind(canonical(line)) is FindingKind.RETRACTION for line in document.text[:4000].split("\n"))


def _rests_anew(changes: Sequence[Change], versions: Versions | None) -> bool:
    """Say whether the account may rest on something else than at the first look: new evidence, or much rewritten."""
    evidence = any(change.kind is FindingKind.CLAIM_CHANGED and not change.before for change in changes)
    return evidence or (bool(changes) and versions is not None and versions.share >= _REWRITTEN)


def _bearing(tied: Tied) -> tuple[str, ...]:
    """Return the texts of the sentences that bear most on the claim, in their order."""
    best = sorted(tied.bearing, key=lambda i: -tied.scores[i])[:_MOST_BEARING]
    return tuple(tied.page.sentences[i].text[:_EXCERPT] for i in sorted(best))


def _fingerprint(page: Page, ratings: Sequence[Item]) -> str:
    if not ratings:
        return page.fingerprint
    return fingerprint([page.fingerprint, *sorted(f"{rating.identity}\t{rating.rating}" for rating in ratings)])
