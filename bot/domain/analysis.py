"""What the text layer is asked and what it answers: plain values that can cross a process border."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.claim import Flag
from bot.domain.finding import Change, Judgement
from bot.domain.outcome import Outcome
from bot.domain.reading import Item, Media
from bot.domain.source import Role


@dataclass(frozen=True, slots=True)
class Document:
    """What a page says, without its chrome.

    `text` is the extracted main text: paragraphs parted by one newline, no markup, at most
    1,000,000 characters. `lang` is a lower-case two-letter code or empty. `ratings` are
    ClaimReview entries found on the page.
    """

    url: str
    title: str
    text: str
    lang: str = ""
    published_at: datetime | None = None
    ratings: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What one source's account of a claim rests on, for counting independent origins.

    `owner` is the publisher's registrable domain or the owner named in the configuration;
    `attributions` are normalised names of what it quotes ("the information", "memo");
    `signature` is a MinHash over word shingles (empty for short texts); `figures` are the numbers that it gives, which
    survive a translation; `terms` are hashes of its words, a sample of at most 256 that falls alike in every text.
    """

    source_id: int
    owner: str
    attributions: frozenset[str] = frozenset()
    signature: tuple[int, ...] = ()
    figures: frozenset[str] = frozenset()
    terms: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ClaimView:
    """As much of a claim as judging a text needs."""

    id: int
    text: str
    claimant: str = ""
    attribution: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    role: Role = Role.COVERAGE


@dataclass(frozen=True, slots=True)
class Task:
    """One look's bytes with all that is needed to judge them.

    `baseline` is the extracted text of the last accepted look, None at the first. `seen` holds the
    identities of feed items known already, None at the first look at a feed (everything is then old).
    `owners` maps domain to owner. `known` is what was answered at the first sight of a change to the same
    questions about other bytes; they may hold the same text. `body` may be hostile.
    """

    source_id: int
    url: str
    media: Media
    body: bytes
    charset: str = ""
    items: tuple[Item, ...] = ()
    baseline: str | None = None
    seen: frozenset[str] | None = None
    claims: tuple[ClaimView, ...] = ()
    owners: dict[str, str] = field(default_factory=dict)
    known: Analysis | None = None


@dataclass(frozen=True, slots=True)
class ClaimAnalysis:
    """What the text does to one claim.

    `bearing` holds the sentences that bear on the claim, in order; `changes` what differs from the
    baseline among them, weightiest first; `flags` the flag passages tied to the claim in the new text.
    `judgement` is the stance of the whole document at the first look, None when nothing in it bears on the claim;
    later each change carries its own. `report` is there at the first look, and when what the account rests on may
    have changed.
    """

    claim_id: int
    bearing: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    flags: tuple[Flag, ...] = ()
    judgement: Judgement | None = None
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class ItemMatch:
    """A new feed item that bears on a claim; `score` is 0..1."""

    claim_id: int
    item: Item
    score: float
    judgement: Judgement | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """The text layer's answer for one look.

    `failure` is set when the content is no good look (challenge page, paywall, empty …), with a
    sentence in `detail`; nothing else then counts. `fingerprint` is a hash of the meaningful text:
    equal when only noise differs. `identities` are those of every item in a feed.
    """

    document: Document
    fingerprint: str
    claims: tuple[ClaimAnalysis, ...] = ()
    identities: tuple[str, ...] = ()
    matches: tuple[ItemMatch, ...] = ()
    failure: Outcome | None = None
    detail: str = ""
