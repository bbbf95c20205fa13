"""From one look to what is to be written and said: the heart, and pure.

The path of a look: failed → `bot.domain.failing`; unchanged; or changed, and then each difference that bears on a
claim (a *draft*) must be new, must be seen twice, and is said once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.analysis import Analysis, ClaimAnalysis, Report
from bot.domain.cadence import due_said, next_check
from bot.domain.decision import Attach, Decision, Rules, Snapshot, Watch
from bot.domain.drafts import Draft, collect
from bot.domain.failing import decide_failed, recovered
from bot.domain.finding import Finding, FindingKind
from bot.domain.gates import Gate, GateName, Look, Path
from bot.domain.notice import Notice, of_finding
from bot.domain.outcome import Outcome
from bot.domain.propose import propose
from bot.domain.reading import Failed, Fetched, NotModified, Reading
from bot.domain.source import NO_VALIDATORS, Candidate, Role, Source


def to_ask(source: Source, rules: Rules) -> Source:
    """Return the source as the reader should see it: without validators where a full look is due.

    A waiting candidate is only confirmed by a whole body, and a server that says 304 for ever is not believed.
    """
    full = source.candidate is not None or source.gone or source.not_modified >= rules.full_every
    return replace(source, validators=NO_VALIDATORS) if full else source


def needs_analysis(source: Source, reading: Reading) -> bool:
    """Say whether the text has to be judged: not when the bytes are those of the last accepted look."""
    if not isinstance(reading, Fetched):
        return False
    settled = source.candidate is None and not source.first_look and not source.gone
    return not (settled and reading.body_hash == source.body_hash)


def decide(
    source: Source,
    watches: Sequence[Watch],
    reading: Reading,
    analysis: Analysis | None,
    known: frozenset[str],
    now: datetime,
    rules: Rules,
) -> Decision:
    """Decide what one look means.

    `watches` may be empty for an unchanged look. `known` holds the keys of this source's findings within the flap
    window. `analysis` is None unless `needs_analysis`.
    """
    failure = _failure(reading, analysis, source, rules)
    if failure is not None:
        return decide_failed(source, watches, failure, known, now, rules)
    assert not isinstance(reading, Failed)
    good = _good(source, reading, now, rules)
    path = _arrived(reading, analysis, due_said(source, now), doubted=source.not_modified >= rules.full_every)
    if analysis is None:
        return _unchanged(source, good, watches, reading, path, now, rules)
    drafts = collect(source, watches, analysis, rules)
    if not drafts and not source.first_look and analysis.fingerprint == source.fingerprint:
        return _unchanged(source, good, watches, reading, path, now, rules, analysis)
    path.pass_(GateName.FINGERPRINT, "first look" if source.first_look else "no, the text differs from the baseline")
    return _Changed(source, good, watches, analysis, known, now, rules, reading.seconds).decide(drafts, path)


def _failure(reading: Reading, analysis: Analysis | None, source: Source, rules: Rules) -> Failed | None:
    """Return why the look is not good; only a good look may differ from the baseline."""
    if isinstance(reading, Failed):
        return reading
    if analysis is None:
        return None
    if analysis.failure is not None:
        return Failed(analysis.failure, analysis.detail, seconds=reading.seconds)
    return _shrunken(analysis, source, rules, reading.seconds)


def _shrunken(analysis: Analysis, source: Source, rules: Rules, seconds: float) -> Failed | None:
    """Take a text that lost most of its length for a broken look, unless it says that it was taken back."""
    length = len(analysis.document.text)
    if source.text_length < _SHORT or length >= source.text_length * rules.shrunken:
        return None
    if any(change.kind in _TAKEN_BACK for claim in analysis.claims for change in claim.changes):
        return None
    share = round(100 * length / source.text_length)
    return Failed(Outcome.SHRUNKEN, f"only {share} % of the known text came; the kept text stays", seconds=seconds)


def _good(source: Source, reading: Fetched | NotModified, now: datetime, rules: Rules) -> Source:
    """Return the source's state after a good look, as far as it does not depend on the text."""
    fetched = isinstance(reading, Fetched)
    body_hash = reading.body_hash if isinstance(reading, Fetched) else source.body_hash
    moved = reading.moved_to
    return replace(
        source,
        validators=reading.validators if fetched or reading.validators else source.validators,
        body_hash=body_hash,
        not_modified=_full_looks(source, reading, rules),
        failures=0,
        failing_since=None,
        last_outcome=Outcome.OK if fetched else Outcome.NOT_MODIFIED,
        last_look_at=now,
        last_good_at=now,
        degraded=False,
        url=moved if moved and moved == source.moved_to else source.url,
        moved_to="" if moved == source.moved_to else moved,
    )


def _full_looks(source: Source, reading: Fetched | NotModified, rules: Rules) -> int:
    """Count 304s in a row; a server caught lying (same validators, other bytes) stays on full looks."""
    if isinstance(reading, NotModified):
        return source.not_modified + 1
    lied = (
        source.not_modified >= rules.full_every
        and reading.body_hash != source.body_hash
        and reading.validators == source.validators
        and bool(source.validators)
    )
    return source.not_modified if lied else 0


def _arrived(reading: Fetched | NotModified, analysis: Analysis | None, due: str, *, doubted: bool) -> Path:
    """Return the path as far as every good look comes; `doubted` when "not modified" was said too often."""
    path = Path()
    path.pass_(GateName.DUE, due)
    path.pass_(GateName.ROBOTS, "robots.txt allows it")
    if isinstance(reading, NotModified):
        path.pass_(GateName.FETCHED, "304, not modified")
        path.pass_(GateName.GOOD_LOOK, "the server says that nothing changed")
    else:
        why = ", asked in full: “not modified” is not believed for ever" if doubted else ""
        path.pass_(GateName.FETCHED, f"{len(reading.body):,} bytes in {reading.seconds:.1f} s{why}")
        path.pass_(GateName.GOOD_LOOK, _held(analysis))
    return path


def _held(analysis: Analysis | None) -> str:
    """Say how much was read: text, or entries where there is none."""
    if analysis is None:
        return "the same bytes as last time"
    if analysis.identities and not analysis.document.text:
        return f"{len(analysis.identities):,} entries"
    return f"{len(analysis.document.text):,} characters of text"


def _unchanged(
    source: Source,
    good: Source,
    watches: Sequence[Watch],
    reading: Fetched | NotModified,
    path: Path,
    now: datetime,
    rules: Rules,
    analysis: Analysis | None = None,
) -> Decision:
    back = " again; the change seen before did not last" if source.candidate else ""
    path.stop(GateName.FINGERPRINT, f"yes, nothing changed{back}")
    after = replace(good, candidate=None) if good.candidate else good
    after = replace(after, next_check_at=next_check(after, now, rules.cadence))
    look = Look(source.id, now, after.last_outcome or Outcome.OK, "", reading.seconds, path.through(_SHARED), {})
    notices = recovered(source, watches, now)
    identities = analysis.identities if analysis else ()
    return Decision(source, after, look, notices=notices, identities=identities)


@dataclass(frozen=True, slots=True)
class _Changed:
    """A good look whose text differs, or the first one."""

    source: Source
    good: Source
    watches: Sequence[Watch]
    analysis: Analysis
    known: frozenset[str]
    now: datetime
    rules: Rules
    seconds: float

    def decide(self, drafts: Sequence[Draft], path: Path) -> Decision:
        fresh = [draft for draft in drafts if draft.finding.key not in self.known]
        ready, waiting = self._confirmed(fresh)
        settled = not waiting or self._restless()
        self._confirm_gate(path, fresh, ready, waiting)
        candidate = None if settled else self._candidate(waiting)
        snapshot = self._snapshot() if settled else None
        after = replace(
            self.good,
            candidate=candidate,
            fingerprint=self.analysis.fingerprint if settled else self.source.fingerprint,
            text_length=len(self.analysis.document.text) if settled else self.source.text_length,
            gone=self.source.gone and not settled,
            event_at=self.now if ready else self.source.event_at,
        )
        after = replace(after, next_check_at=next_check(after, self.now, self.rules.cadence))
        gates = {watch.claim.id: self._claim_gates(watch, path, drafts, fresh, ready) for watch in self.watches}
        look = Look(self.source.id, self.now, Outcome.OK, "", self.seconds, path.through(_SHARED), gates)
        return Decision(
            before=self.source,
            source=after,
            look=look,
            snapshot=snapshot,
            said=self._said(ready),
            notices=recovered(self.source, self.watches, self.now),
            reports=self._reports(),
            flags={c.claim_id: c.flags for c in self.analysis.claims},
            attach=self._attach(),
            announced=tuple(w.claim.id for w in self.watches if w.found is not None and not w.announced),
            # What waits for its second look is not known yet, or it would be no news there.
            identities=self.analysis.identities if settled else (),
        )

    def _confirmed(self, fresh: Sequence[Draft]) -> tuple[list[Draft], list[Draft]]:
        """Part what may be said now from what waits for its second look."""
        seen = self.source.candidate.keys if self.source.candidate else frozenset()
        ready = [draft for draft in fresh if draft.immediate or draft.finding.key in seen]
        return ready, [draft for draft in fresh if draft not in ready]

    def _restless(self) -> bool:
        """Whether something differs at every look for so long that waiting for a second one is idle."""
        candidate = self.source.candidate
        return candidate is not None and self.now - candidate.first_seen_at >= self.rules.restless_after

    def _candidate(self, waiting: Sequence[Draft]) -> Candidate:
        earlier = self.source.candidate
        keys = frozenset(draft.finding.key for draft in waiting)
        return Candidate(keys, earlier.first_seen_at if earlier else self.now)

    def _confirm_gate(
        self, path: Path, fresh: Sequence[Draft], ready: Sequence[Draft], waiting: Sequence[Draft]
    ) -> None:
        if ready and all(draft.immediate for draft in ready):
            path.pass_(GateName.CONFIRMED, "needs no second look")
        elif ready:
            path.pass_(GateName.CONFIRMED, "seen the same at a second look")
        elif waiting and self._restless():
            path.stop(GateName.CONFIRMED, "it differs at every look; taken as the page's habit")
        elif waiting:
            path.stop(GateName.CONFIRMED, "seen once; a second look follows")
        else:
            path.pass_(GateName.CONFIRMED, "known already" if not fresh and self.known else "nothing to confirm")

    def _snapshot(self) -> Snapshot | None:
        if not self.source.first_look and self.analysis.fingerprint == self.source.fingerprint:
            return None
        document = self.analysis.document
        return Snapshot(self.analysis.fingerprint, document.title, document.text)

    def _said(self, ready: Sequence[Draft]) -> tuple[tuple[Finding, Notice], ...]:
        said: list[tuple[Finding, Notice]] = []
        for draft in ready:
            earlier = [f for f, _ in said if f.claim_id == draft.watch.claim.id]
            claim = draft.watch.claim
            proposal = propose(claim.status, [*draft.watch.findings, *earlier, draft.finding], claim.settles)
            notice = of_finding(claim, draft.finding, proposal, self.now, self.source.last_good_at)
            said.append((draft.finding, notice))
        return tuple(said)

    def _reports(self) -> dict[int, Report]:
        """Return what this source's account rests on, for each claim; an artefact is no account of anything."""
        accounts = {watch.claim.id for watch in self.watches if watch.role is not Role.ARTEFACT}
        return {c.claim_id: c.report for c in self.analysis.claims if c.report and c.claim_id in accounts}

    def _attach(self) -> tuple[Attach, ...]:
        """Return the articles to be read next; what is news by itself was said already (`drafts`)."""
        readers = {watch.claim.id for watch in self.watches if watch.role is not Role.ARTEFACT}
        matches = [m for m in self.analysis.matches if m.claim_id in readers and m.item.url and not m.item.rating]
        return tuple(Attach(m.claim_id, m.item) for m in matches[: self.rules.max_attach])

    def _claim_gates(
        self, watch: Watch, path: Path, drafts: Sequence[Draft], fresh: Sequence[Draft], ready: Sequence[Draft]
    ) -> tuple[Gate, ...]:
        mine = Path()
        mine.open = path.open
        own = [draft for draft in drafts if draft.watch.claim.id == watch.claim.id]
        if not path.open:
            return tuple(g for g in mine.through(GateName.DELIVERED) if g.name not in _SHARED_NAMES)
        if not own:
            mine.stop(GateName.BEARS, self._why_silent(watch))
        else:
            mine.pass_(GateName.BEARS, ", ".join(sorted({d.finding.kind.words for d in own})))
            said = [draft for draft in ready if draft in own]
            if said:
                mine.pass_(GateName.KNOWN, "new")
            elif not [draft for draft in fresh if draft in own]:
                mine.stop(GateName.KNOWN, "the same change was said before; a back and forth is said once each way")
        return tuple(g for g in mine.through(GateName.DELIVERED) if g.name not in _SHARED_NAMES)

    def _why_silent(self, watch: Watch) -> str:
        if self.source.first_look and watch.found is None:
            return "first look: kept as the baseline, nothing is said"
        mine = next((c for c in self.analysis.claims if c.claim_id == watch.claim.id), ClaimAnalysis(watch.claim.id))
        if watch.found is not None and not mine.bearing:
            return "the article found in the feed says nothing about the claim"
        return "changed, nothing for this claim"


_TAKEN_BACK = frozenset({FindingKind.RETRACTION, FindingKind.CORRECTION})
_SHORT = 400  # characters: below this a share says nothing
_SHARED = GateName.CONFIRMED
_SHARED_NAMES = frozenset(list(GateName)[: list(GateName).index(_SHARED) + 1])
