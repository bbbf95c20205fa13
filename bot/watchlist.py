"""The use cases of people: add, show, decide, confirm, attach. Each is one transaction and returns a value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from textwrap import shorten

from bot.domain.analysis import Report
from bot.domain.cadence import SHORTEST_EVERY
from bot.domain.claim import REMIND_AFTER, REVIEW_AFTER, Claim, NewClaim
from bot.domain.guild import Guild
from bot.domain.notice import NoticeKind, about
from bot.domain.origins import claimant_names, group
from bot.domain.page import ClaimPage, Confirmed, Listing
from bot.domain.source import NewSource, Source
from bot.domain.status import Status, check_transition
from bot.domain.stored import StoredFinding
from bot.domain.why import SourceWhy
from bot.errors import AmbiguousClaim, DuplicateClaim, InputError, NotCheckable, UnknownClaim
from bot.store import claims, findings, guilds, looks, outbox, sources, tags
from bot.store.database import Connection, Database
from bot.text.stance.checkable import checkable

ALIKE = 0.82  # from here on a claim counts as perhaps the same; measured on reworded headlines
LONGEST_CLAIM = 1000
LONGEST_FIELD = 500
_BRIEF = 100  # characters of a claim that is named in a sentence


class Watchlist:
    """What people do with the list.

    `check_url` returns a URL's canonical form or raises `BadUrl`; `check_source` does so for a whole source and raises
    `InputError` when its kind can not be watched as given.
    """

    def __init__(
        self, database: Database, check_url: Callable[[str], str], check_source: Callable[[NewSource], NewSource]
    ) -> None:
        self._database = database
        self._check_url = check_url
        self._check_source = check_source

    async def add(
        self,
        new: NewClaim,
        new_sources: Sequence[NewSource] = (),
        *,
        actor: str,
        now: datetime,
        force: bool = False,
    ) -> Claim:
        """Track a claim and look at its sources at once.

        Raises:
            InputError: no text, or a text or field that is too long.
            InputError, BadUrl: a source can not be watched as given.
            NotCheckable: it is a question, an opinion or the like, and `force` is not set.
            DuplicateClaim: claims much like it exist and `force` is not set.
        """
        new = _tidy(new, now)
        reason = None if force else checkable(new.text)
        if reason:
            raise NotCheckable(f"{reason} Reword it, or add it anyway.")
        checked = [self._checked(source) for source in new_sources]

        def work(db: Connection) -> Claim:
            if not force:
                _refuse_duplicate(db, new, [source.url for source in checked])
            claim = claims.insert(db, new, actor=actor, now=now)
            for source in checked:
                _attach(db, claim, source, actor=actor, now=now)
            url = checked[0].url if checked else ""
            outbox.put(db, replace(about(claim, NoticeKind.CLAIM_ADDED, now), url=url, actor=actor))
            return claim

        return await self._database.write(work)

    async def show(self, guild_id: int, claim_id: int) -> ClaimPage:
        """Return everything about one claim. Raises UnknownClaim."""
        return await self._database.read(lambda db: _page(db, claims.get(db, claim_id, guild_id)))

    async def listing(
        self, guild_id: int, *, status: Status | None = None, tag: str = "", page: int = 1, size: int = 10
    ) -> Listing:
        """Return one page of the guild's claims, newest first; a page past the end is the last one."""

        def work(db: Connection) -> Listing:
            _, total = claims.list_claims(db, guild_id, status=status, tag=tag, limit=0)
            pages = max(1, -(-total // size))
            at = min(max(page, 1), pages)
            found, _ = claims.list_claims(db, guild_id, status=status, tag=tag, limit=size, offset=(at - 1) * size)
            return Listing(tuple(found), total, at, pages)

        return await self._database.read(work)

    async def matching(self, guild_id: int, typed: str) -> list[Claim]:
        """Return at most 25 claims that fit what was typed so far, best first."""
        return await self._database.read(lambda db: claims.matching(db, guild_id, typed))

    async def tags(self, guild_id: int) -> list[str]:
        """Return the tags in use, in alphabetical order."""
        return await self._database.read(lambda db: tags.in_use(db, guild_id))

    async def resolve(self, guild_id: int, typed: str) -> Claim:
        """Return the claim meant by ``12``, ``#12`` or words of it.

        Raises:
            UnknownClaim: nothing fits.
            AmbiguousClaim: several fit; the sentence names them.
        """
        number = typed.strip().removeprefix("#")
        if number.isdecimal():
            return await self._database.read(lambda db: claims.get(db, _small(number), guild_id))
        found = await self.matching(guild_id, typed)
        if not found:
            raise UnknownClaim(f"No claim here fits “{typed[:80]}”. List them and give the number.")
        if len(found) > 1:
            named = "; ".join(f"#{claim.id} “{_brief(claim.text)}”" for claim in found[:5])
            raise AmbiguousClaim(f"Several claims fit “{typed[:80]}”: {named}. Give the number.")
        return found[0]

    async def decide(
        self,
        guild_id: int,
        claim_id: int,
        status: Status,
        *,
        actor: str,
        now: datetime,
        evidence: str = "",
        reason: str = "",
    ) -> Claim:
        """Set the claim's status: a person's decision, told in the channel.

        Raises:
            UnknownClaim: no such claim here.
            BadTransition: the status may not follow the present one.
            EvidenceMissing: a settled status without evidence URL, reason or actor.
            BadUrl: the evidence is no public web address.
        """
        evidence = self._check_url(evidence) if evidence.strip() else ""

        def work(db: Connection) -> Claim:
            claim = claims.get(db, claim_id, guild_id)
            return _set_status(db, claim, status, evidence=evidence, reason=reason.strip(), actor=actor, now=now)

        return await self._database.write(work)

    async def confirm(
        self, guild_id: int, finding_id: int, *, actor: str, now: datetime, reason: str = ""
    ) -> Confirmed:
        """Accept a finding as evidence and do what the bot proposed with it."""

        def work(db: Connection) -> Confirmed:
            stored = _finding_here(db, finding_id, guild_id)
            claim = claims.get(db, stored.finding.claim_id, guild_id)
            findings.settle(db, finding_id, accepted=True, actor=actor, now=now)
            if claim.status.settled and stored.notice and stored.notice.status is not claim.status:
                # The proposal was made for a claim that was open then: an old post may not reopen it by the way.
                return Confirmed(
                    claim,
                    changed=False,
                    sentence=f"Kept as evidence. The claim was settled as {claim.status} since this was posted; "
                    "to reopen it, decide anew.",
                )
            proposal = stored.proposal
            if proposal is None or proposal.status is None or proposal.status is claim.status:
                return Confirmed(claim, changed=False, sentence=f"Kept as evidence; the claim stays {claim.status}.")
            after = _set_status(
                db,
                claim,
                proposal.status,
                evidence=stored.finding.url,
                reason=reason.strip() or proposal.headline,
                actor=actor,
                now=now,
            )
            return Confirmed(after, changed=True, sentence=f"The claim is now {after.status}.")

        return await self._database.write(work)

    async def dismiss(self, guild_id: int, finding_id: int, *, actor: str, now: datetime) -> str:
        """Set a finding aside: it no longer counts in proposals. Returns a sentence for the person."""

        def work(db: Connection) -> str:
            stored = _finding_here(db, finding_id, guild_id)
            findings.settle(db, finding_id, accepted=False, actor=actor, now=now)
            return f"Set aside; it no longer counts for claim #{stored.finding.claim_id}."

        return await self._database.write(work)

    async def finding(self, guild_id: int, finding_id: int) -> StoredFinding:
        """Return a finding of this guild. Raises UnknownClaim."""
        return await self._database.read(lambda db: _finding_here(db, finding_id, guild_id))

    async def why(self, guild_id: int, claim_id: int) -> list[SourceWhy]:
        """Return, for each source of the claim, every gate of its last look. Raises UnknownClaim."""

        def work(db: Connection) -> list[SourceWhy]:
            return looks.why(db, claims.get(db, claim_id, guild_id).id)

        return await self._database.read(work)

    async def attach(
        self, guild_id: int, claim_id: int, source: NewSource, *, actor: str, now: datetime
    ) -> tuple[Source, bool]:
        """Hang a source on the claim and look at it at once; the flag tells whether it is new there.

        Raises:
            UnknownClaim: no such claim here.
            BadUrl: the URL can not be watched.
            InputError: its kind can not be watched as given, or it is to be looked at too often.
        """
        checked = self._checked(source)

        def work(db: Connection) -> tuple[Source, bool]:
            claim = claims.get(db, claim_id, guild_id)
            return _attach(db, claim, checked, actor=actor, now=now)

        return await self._database.write(work)

    async def detach(self, guild_id: int, claim_id: int, source_id: int, *, actor: str, now: datetime) -> Source:
        """Take a source off the claim; what was found there stays. Raises InputError when it does not hang on it."""

        def work(db: Connection) -> Source:
            claim = claims.get(db, claim_id, guild_id)
            held = {source.id: source for source, _ in sources.of_claim(db, claim.id)}
            if source_id not in held:
                raise InputError(f"Claim #{claim.id} has no source {source_id}. Show the claim to see its sources.")
            sources.detach(db, claim.id, source_id, actor=actor, now=now)
            return held[source_id]

        return await self._database.write(work)

    async def delete(self, guild_id: int, claim_id: int, *, actor: str, now: datetime) -> Claim:
        """Delete the claim, leaving a tombstone so that no seed or poll brings it back. Raises UnknownClaim."""

        def work(db: Connection) -> Claim:
            claim = claims.get(db, claim_id, guild_id)
            claims.delete(db, claim, actor=actor, now=now)
            return claim

        return await self._database.write(work)

    async def update(
        self,
        guild_id: int,
        claim_id: int,
        *,
        actor: str,
        now: datetime,
        tags: tuple[str, ...] | None = None,
        review_on: date | None = None,
    ) -> Claim:
        """Set tags or the review-by date. Raises UnknownClaim."""

        def work(db: Connection) -> Claim:
            claim = claims.get(db, claim_id, guild_id)
            return claims.update(db, claim, tags=tags, review_on=review_on, actor=actor, now=now)

        return await self._database.write(work)

    async def seed(
        self, entries: Sequence[tuple[NewClaim, Sequence[NewSource]]], *, now: datetime
    ) -> tuple[list[Claim], int]:
        """Add what is neither there nor deleted; return what was added and how many were left out.

        Raises:
            InputError: a source can not be watched as given; nothing was added.
        """
        for new, new_sources in entries:
            for source in new_sources:
                self._check_seed(new, source)
        added: list[Claim] = []
        for new, new_sources in entries:
            if await self._database.read(lambda db, n=new: claims.is_tombstoned(db, n.guild_id, n.text)):  # type: ignore[misc]
                continue
            if await self._database.read(lambda db, n=new: claims.has_text(db, n.guild_id, n.text)):  # type: ignore[misc]
                continue
            added.append(await self.add(new, new_sources, actor="seed", now=now, force=True))
        return added, len(entries) - len(added)

    async def remind(self, now: datetime) -> int:
        """Say of every open claim whose review-by date has come that it waits for a person; return how many.

        The date then moves on by `REMIND_AFTER`, so that a claim nobody touches is heard of again, but rarely.
        """

        def work(db: Connection) -> int:
            due = claims.due_for_review(db, now.date())
            for claim in due:
                outbox.put(db, replace(about(claim, NoticeKind.REVIEW_DUE, now), after=claim.review_on.isoformat()))
                claims.update(db, claim, review_on=(now + REMIND_AFTER).date(), actor="bot", now=now)
            return len(due)

        return await self._database.write(work)

    def _check_seed(self, new: NewClaim, source: NewSource) -> None:
        try:
            self._checked(source)
        except InputError as error:
            raise InputError(f"“{_brief(new.text)}”, {source.url}: {error.user_message}") from error

    def _checked(self, source: NewSource) -> NewSource:
        if source.every and source.every < SHORTEST_EVERY:
            raise InputError("A source is looked at once a minute at most: give 1m or more.")
        return self._check_source(source)

    async def guild(self, guild_id: int) -> Guild:
        """Return the guild's settings; empty ones where nothing was set up."""
        return await self._database.read(lambda db: guilds.get(db, guild_id))

    async def setup(self, guild: Guild, *, now: datetime) -> None:
        """Keep where the guild's posts go and who curates; posts that waited for a channel are sent."""
        await self._database.write(lambda db: guilds.save(db, guild, now=now))


def _tidy(new: NewClaim, now: datetime) -> NewClaim:
    text = " ".join(new.text.split())
    if not text:
        raise InputError("A claim needs a text: one sentence that can be checked.")
    if len(text) > LONGEST_CLAIM:
        raise InputError(f"A claim is one sentence of at most {LONGEST_CLAIM} characters; this one has {len(text)}.")
    for name in ("claimant", "settles", "trigger"):
        if len(getattr(new, name)) > LONGEST_FIELD:
            raise InputError(f"The field “{name}” may hold at most {LONGEST_FIELD} characters.")
    tags = tuple(dict.fromkeys(tag.strip().casefold() for tag in new.tags if tag.strip()))
    return replace(new, text=text, tags=tags, review_on=new.review_on or (now + REVIEW_AFTER).date())


def _refuse_duplicate(db: Connection, new: NewClaim, urls: Sequence[str]) -> None:
    alike = [(claim, score) for claim, score in claims.alike(db, new.guild_id, new.text, urls) if score >= ALIKE]
    if alike:
        named = "; ".join(f"#{claim.id} ({claim.status}) “{_brief(claim.text)}”" for claim, _ in alike[:3])
        raise DuplicateClaim(
            f"This looks like a claim that is tracked already: {named}. Use that one, or add it anyway.",
            tuple(claim.id for claim, _ in alike),
        )


def _attach(db: Connection, claim: Claim, new: NewSource, *, actor: str, now: datetime) -> tuple[Source, bool]:
    source = sources.upsert(db, new.kind, new.url, new.options, now=now)
    fresh = sources.attach(db, claim.id, source.id, new.role, actor=actor, now=now)
    if new.every is not None:
        sources.set_every(db, claim.id, source.id, new.every or None, now=now)
    return sources.get(db, source.id), fresh


def _set_status(
    db: Connection, claim: Claim, status: Status, *, evidence: str, reason: str, actor: str, now: datetime
) -> Claim:
    check_transition(claim.status, status, evidence=evidence, reason=reason, actor=actor)
    after = claims.set_status(db, claim, status, evidence=evidence, reason=reason, actor=actor, now=now)
    sources.hasten(db, claim.id, now)
    notice = replace(about(after, NoticeKind.STATUS_CHANGED, now), before=claim.status.value, after=status.value)
    accounts = sources.reports(db, claim.id)
    origins = _origins(claim, accounts)
    outbox.put(
        db,
        replace(notice, url=evidence, reason=reason, actor=actor, reports=len(accounts), origin_groups=origins),
    )
    return after


def _finding_here(db: Connection, finding_id: int, guild_id: int) -> StoredFinding:
    """Return the finding if its claim belongs to the guild; another guild's is as unknown as none."""
    stored = findings.get(db, finding_id)
    claims.get(db, stored.finding.claim_id, guild_id)
    return stored


def _page(db: Connection, claim: Claim) -> ClaimPage:
    held = tuple(sources.of_claim(db, claim.id))
    reports = sources.reports(db, claim.id)
    goods = [source.last_good_at for source, _ in held if source.last_good_at]
    return ClaimPage(
        claim=claim,
        sources=held,
        history=tuple(claims.history(db, claim.id)),
        findings=tuple(findings.of_claim(db, claim.id)),
        reports=len(reports),
        origin_groups=_origins(claim, reports),
        last_good_at=max(goods, default=None),
    )


def _origins(claim: Claim, accounts: tuple[Report, ...]) -> int:
    return group(accounts, claimant_names(claim.claimant, claim.attribution)).count


def _brief(text: str) -> str:
    """Return a claim's beginning, to stand inside a sentence."""
    return shorten(text, _BRIEF, placeholder=" …").rstrip(".")


def _small(number: str) -> int:
    """Return the number, or one that no claim has where it is too long for the database."""
    return int(number) if len(number) <= len(str(2**62)) else 0
