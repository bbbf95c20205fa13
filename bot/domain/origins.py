"""Which accounts of a claim depend on one another, and which adds something of its own.

Five articles that quote one memo are one origin. Accounts fall into one *origin group* when they

- have the same owner,
- quote the same specific attribution ("the information", "memo"), or one quotes the other's owner,
- are near-copies of each other, whole or shortened, or give the same figures, as translations do,
- rest on nothing that they name, and share most of their rarer words with one older account: they retell it,
- rest on the claimant: on its words, its papers, or on nothing that could be found.

An account that brings evidence of its own (an attribution that begins with ``test``: "test by cedar institute",
"own test"), or is a party's own statement, may mention the memo without resting on it: only its evidence, its owner
and its text tie it to others. A denial is an origin of its own and no evidence: it is never independent.
"""

# ruff: noqa: SIM905  a block of words is easier to read than a list of strings

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.analysis import Report

OWN_TEST = "own test"
OWN_WORD = "own statement"
OWN_SOURCES = "own sources"
OWN_DENIAL = "own denial"
_OWN = frozenset({OWN_TEST, OWN_WORD, OWN_SOURCES, OWN_DENIAL})
VOICE = "voice of "  # before a person who is quoted: an opinion ties accounts to each other, and is no evidence
_TEST_BY = "test by "
UNNAMED_TEST = f"{_TEST_BY}an unnamed tester"
UNNAMED = frozenset({"people familiar", "sources", "officials", "analysts", "reports", "rumours"})
CLAIMANT_PAPERS = frozenset(
    {"memo", "e-mail", "leaked document", "press release", "blog post", "statement", "slide deck", "own figures"}
)
NEAR_COPY = 0.16  # Jaccard similarity of word 4-shingles; retellings of one memo stay below 0.06
SHORTENED = 0.45  # share of the shorter text's shingles that the longer one holds
SAME_FIGURES = 0.5  # share of all numbers of two accounts that both give
_LEAST_FIGURES = 4
_LEAST_SHARED = 6  # sketch values in common below which chance speaks
_LEAST_TERMS = 3  # words in common from which an account may be retold
_DENIAL = "It answers for somebody who is concerned, and brings no evidence."
_CLAIMANT = -1
_LEAST_KEY = 4
_LEAST_TITLE = 6
_LEAST_KIN = 5
_KIN = "It speaks for the claimant's own town, state or house."
_OF_MANY = frozenset(  # words that many bodies have in their names
    "agency association authority board central centre center chamber college command commission committee company"
    " council court defence defense department directorate example federal federation foundation global general group"
    " health hospital house inspectorate institute international ministry museum national northern office party police"
    " press public regional research royal school science sciences service services society southern state"
    " station times eastern union united university water western world".split()
)
_MOST_OF = 0.75  # share of an owner's name that a party's words must make up to mean it


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one report stands: its group (0 is the oldest), whether it adds an independent origin, and why."""

    source_id: int
    group: int
    independent: bool
    reason: str


@dataclass(frozen=True, slots=True)
class OriginGroups:
    """The grouping of a claim's reports. `groups` holds source ids, oldest group first."""

    groups: tuple[tuple[int, ...], ...]
    standings: tuple[Standing, ...]

    @property
    def count(self) -> int:
        """How many origins there are, the claimant's own among them."""
        return len(self.groups)

    def independent(self, source_id: int) -> tuple[bool, str]:
        """Return whether the report of `source_id` adds an independent origin, and the reason in one sentence.

        Raises:
            KeyError: no report of this source was grouped.
        """
        standing = self.standing(source_id)
        return standing.independent, standing.reason

    def standing(self, source_id: int) -> Standing:
        """Return how the report of `source_id` stands.

        Raises:
            KeyError: no report of this source was grouped.
        """
        for standing in self.standings:
            if standing.source_id == source_id:
                return standing
        raise KeyError(source_id)


def claimant_names(claimant: str, attribution: Sequence[str] = ()) -> frozenset[str]:
    """Return what `group` should take for the claimant: its name and the chain by which the claim came to us."""
    return frozenset(name for name in (claimant, *attribution) if name_key(name))


def name_key(name: str) -> str:
    """Return a name as letters and digits only, without case and a leading article: "The Fig" equals "thefig"."""
    key = re.sub(r"[\W_]+", "", name.casefold())
    return key.removeprefix("the") or key


def similarity(one: Sequence[int], other: Sequence[int]) -> tuple[float, float]:
    """Estimate (Jaccard similarity, share of the smaller in the larger) of two texts from their sketches.

    A sketch is the sorted k smallest 64-bit hashes of a text's shingles (bottom-k MinHash, Broder 1997); the
    number of shingles follows from the k-th value. Both figures are 0 when either sketch is empty.
    """
    if not one or not other:
        return 0.0, 0.0
    size = min(max(len(one), len(other)), 64)
    union = sorted({*one, *other})[:size]
    shared = set(one) & set(other)
    common = sum(value in shared for value in union)
    if len(shared) < min(_LEAST_SHARED, len(one), len(other)):
        return 0.0, 0.0
    jaccard = common / len(union)
    sizes = (_cardinality(one), _cardinality(other))
    contained = jaccard * sum(sizes) / (1 + jaccard) / min(sizes)
    return jaccard, min(contained, 1.0)


def group(
    reports: Sequence[Report], claimant_owners: frozenset[str] = frozenset(), *, claimant: str = ""
) -> OriginGroups:
    """Group `reports`, oldest first, into origins.

    `claimant` is who made the claim; `claimant_owners` holds further names and domains that stand for it, in any
    spelling (see `claimant_names`). A report is independent when it brings a basis of its own and no older report
    is in its group.
    """
    names = frozenset(name for name in (*claimant_owners, claimant) if name_key(name))
    ties = _Ties(len(reports))
    bases = [_basis(report, names) for report in reports]
    counts = Counter(term for report in reports for term in report.terms)
    for index, (report, basis) in enumerate(zip(reports, bases, strict=True)):
        if _speaks_for(report, names):
            ties.join(_CLAIMANT, index, "It is the claimant's own word." if _is_one_of(report, names) else _KIN)
        first = next(number for number, other in enumerate(reports) if other.owner == report.owner)
        for earlier in range(index):
            reason = _tie(reports[earlier], bases[earlier], report, basis, cited=earlier <= first)
            if reason:
                ties.join(earlier, index, f"{reason} {_name(reports[earlier])}.")
        if basis <= {UNNAMED_TEST} and not ties.tied(index):
            retold = _retold(reports, index, counts) if not _claimants_word(report, names) else None
            if retold is not None and ties.root(retold) != ties.root(_CLAIMANT):
                ties.join(retold, index, f"It names nobody and tells what is told by {_name(reports[retold])}.")
            elif not basis:
                ties.join(_CLAIMANT, index, _why_dependent(report, names))
    return _collect(reports, ties, frozenset(index for index, basis in enumerate(bases) if basis == {OWN_DENIAL}))


def _retold(reports: Sequence[Report], index: int, counts: Counter[int]) -> int | None:
    """Return the older report that shares most with this one: the rarer a word is among all, the more it counts."""
    best, chosen = 0.0, None
    for earlier in range(index):
        common = reports[index].terms & reports[earlier].terms
        if len(common) < _LEAST_TERMS:
            continue
        weight = sum(math.log(len(reports) / counts[term]) for term in common) / math.sqrt(len(reports[earlier].terms))
        if weight > best:
            best, chosen = weight, earlier
    return chosen


def _basis(report: Report, claimant: frozenset[str]) -> frozenset[str]:
    """Return the attributions that the report really rests on and that are not the claimant's."""
    if _speaks_for(report, claimant):
        return frozenset()
    named = frozenset(a for a in report.attributions if not a.startswith(VOICE) and not _claimants(a, claimant))
    own = frozenset(filter(_own, named))
    if own - {UNNAMED_TEST} or (own and not _claimants_word(report, claimant)):
        return own  # a test by nobody in particular, told with the claimant's words, is the claimant's
    if OWN_SOURCES in named:  # unnamed people or papers that the outlet found itself, and no paper of the claimant's
        theirs = report.attributions & CLAIMANT_PAPERS or _claimants_word(report, claimant)
        return frozenset() if theirs else frozenset({OWN_SOURCES})
    if named != report.attributions and not report.attributions - named <= UNNAMED:
        return frozenset()  # who carries the claimant's words rests on them, whoever else is quoted beside
    return named


def _claimants(attribution: str, claimant: frozenset[str]) -> bool:
    if attribution in CLAIMANT_PAPERS or attribution in UNNAMED:
        return True
    if attribution in _OWN:
        return False
    name = _named(attribution)
    return any(_holds(name, other) or _words(name) <= _words(other) for other in claimant if _words(name))


def _own(attribution: str) -> bool:
    """Whether it is evidence, or the word, of the account itself."""
    return attribution.startswith((_TEST_BY, OWN_TEST, OWN_WORD, OWN_DENIAL))


def _speaks_for(report: Report, claimant: frozenset[str]) -> bool:
    """Whether the owner is the claimant, or makes a statement of its own and is of the same town, state or house."""
    if _is_one_of(report, claimant):
        return True
    own = frozenset(filter(_own, report.attributions))
    return own == {OWN_WORD} and any(_akin(report.owner, name) for name in claimant)


def _is_one_of(report: Report, claimant: frozenset[str]) -> bool:
    """Whether the owner is the claimant: "orchardlabs.example" or "orchard.example" for Orchard Labs."""
    keys = _owner_keys(report.owner)
    return any(_holds(key, name) or _short_for(key, name) or _is_owner(name, key) for key in keys for name in claimant)


def _akin(owner: str, name: str) -> bool:
    """Whether a word that tells both from others begins alike in both: "Velkan Ministry" and "mod-velka.example"."""
    return not _beginnings(re.findall(r"[^\W_]+", owner.casefold())).isdisjoint(_beginnings(_words(name)))


def _beginnings(words: Iterable[str]) -> set[str]:
    return {word[:_LEAST_KIN] for word in words if len(word) >= _LEAST_KIN and word not in _OF_MANY}


def _short_for(key: str, name: str) -> bool:
    """Whether an owner's key is a part of the name: "orchard" and "townlabs" are, of "Orchard Town Labs"."""
    words = [word for word in map(name_key, name.split()) if word]
    runs = ("".join(words[start:end]) for start in range(len(words)) for end in range(start + 2, len(words) + 1))
    return key == words[0] or key in runs or (len(words) > 2 and key == words[0] + words[-1])  # noqa: PLR2004 - first and last


def _holds(name: str, other: str) -> bool:
    """Whether the first name is the other, or the other with something about it: "orchardlabs" holds "Orchard Labs"."""
    key, sought = name_key(name), name_key(other)
    return bool(key) and (key == sought or (len(sought) >= _LEAST_KEY and sought in key))


def _words(name: str) -> set[str]:
    """Return the words of a name that tell it from others: "the Ministry of Health" is {"ministry", "health"}."""
    return {word for word in re.findall(r"\w+", name.casefold()) if len(word) >= _LEAST_KEY}


def _why_dependent(report: Report, claimant: frozenset[str]) -> str:
    papers = sorted(report.attributions & CLAIMANT_PAPERS)
    if papers:
        return f"It rests on the claimant's own words ({papers[0]})."
    if _claimants_word(report, claimant):
        return "It rests on the claimant's own words."
    if report.attributions:
        return "It rests on people it does not name."
    return "It names nothing of its own that it rests on."


def _claimants_word(report: Report, claimant: frozenset[str]) -> bool:
    return any(_claimants(a, claimant) and a not in UNNAMED for a in report.attributions)


def _tie(earlier: Report, earlier_basis: frozenset[str], report: Report, basis: frozenset[str], *, cited: bool) -> str:
    """Say in words how `report` depends on `earlier`, or return an empty string.

    `cited` tells that the earlier one can mean this report where it quotes its owner: no older one is of that owner.
    """
    if report.owner and report.owner == earlier.owner and (basis or not report.attributions - UNNAMED):
        return "It has the same owner as" if earlier_basis or not basis else ""
    jaccard, contained = similarity(earlier.signature, report.signature)
    if jaccard >= NEAR_COPY or contained >= SHORTENED:
        return "It is a near-copy of"
    if _same_figures(earlier.figures, report.figures):
        return "It gives the same figures as"
    named = {_who(a): a for a in _quoted(earlier, earlier_basis)}
    shared = sorted(named[_who(a)] for a in _quoted(report, basis) if _who(a) in named)
    if shared:
        return f"It rests on the same attribution ({shared[0].removeprefix(VOICE)}) as"
    if _cites(report, basis, earlier) or (cited and _cites(earlier, earlier_basis, report)):
        return "One of them quotes the other: it and"
    return ""


def _same_figures(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two accounts share so many numbers that one is a translation or a rewriting of the other."""
    shared = len(one & other)
    return shared >= _LEAST_FIGURES and shared >= SAME_FIGURES * len(one | other)


def _quoted(report: Report, basis: frozenset[str]) -> frozenset[str]:
    """Return the attributions that tie this report to others: of one with evidence of its own, that alone.

    A party's own statement may speak of the claimant's papers without resting on them.
    """
    if OWN_SOURCES in basis or any(map(_own, basis - {OWN_WORD, OWN_DENIAL})):
        return basis - _OWN - {UNNAMED_TEST}
    papers = CLAIMANT_PAPERS if basis & {OWN_WORD, OWN_DENIAL} else frozenset[str]()
    return report.attributions - UNNAMED - papers - _OWN - {UNNAMED_TEST}


def _cites(report: Report, basis: frozenset[str], other: Report) -> bool:
    return any(_is_owner(_named(a), other.owner) for a in _quoted(report, basis))


def _is_owner(name: str, owner: str) -> bool:
    """Whether a text that names this party means the owner: "Union of Teachers" is teachersunion.example."""
    keys, words = _owner_keys(owner), _words(name)
    last = name_key(name) if name.casefold().startswith("the ") else ""
    if len(last) >= _LEAST_TITLE and any(key.endswith(last) for key in keys):
        return True  # "the Advertiser" of the town is dunmarrowadvertiser.example
    return name_key(name) in keys or any(
        words and all(word in key for word in words) and sum(map(len, words)) >= _MOST_OF * len(key) for key in keys
    )


def _who(attribution: str) -> str:
    return name_key(_named(attribution))


def _named(attribution: str) -> str:
    return attribution.removeprefix(_TEST_BY).removeprefix(VOICE)


def _owner_keys(owner: str) -> set[str]:
    """Return the spellings by which others may name this owner: "dailyfig.example" is "dailyfig"."""
    label = owner.split("/", maxsplit=1)[-1] if "/" in owner else owner.split(".", maxsplit=1)[0]
    return {key for key in (name_key(owner), name_key(label)) if key}


def _cardinality(sketch: Sequence[int]) -> float:
    if len(sketch) < 64:  # noqa: PLR2004  a sketch that is not full holds every shingle
        return float(len(sketch))
    return (len(sketch) - 1) / (max(sketch) / 2**64)


def _name(report: Report) -> str:
    return report.owner or f"source {report.source_id}"


class _Ties:
    """Union-find over the reports and one more member that stands for the claimant; keeps each report's first tie.

    Who rests on something and who on the claimant is told when a report comes: none that comes later changes it.
    """

    def __init__(self, size: int) -> None:
        self._parent = list(range(-1, size))
        self.reasons: dict[int, str] = {}

    def root(self, index: int) -> int:
        """Return the member that names the group of `index`."""
        at = index + 1
        while self._parent[at] != at - 1:
            above = self._parent[at] + 1
            self._parent[at] = self._parent[above]
            at = above
        return at - 1

    def tied(self, index: int) -> bool:
        """Whether the report was joined to anything so far."""
        return index in self.reasons

    def join(self, earlier: int, later: int, reason: str) -> None:
        """Put both into one group, the older root stays; the claimant's and another's stay apart."""
        one, other = sorted((self.root(earlier), self.root(later)))
        if self.tied(later) and one == _CLAIMANT != other:
            return
        self.reasons.setdefault(later, reason)
        self._parent[other + 1] = one


def _collect(reports: Sequence[Report], ties: _Ties, denials: frozenset[int]) -> OriginGroups:
    members: dict[int, list[int]] = {}
    for index in range(len(reports)):
        members.setdefault(ties.root(index), []).append(index)
    number = {root: place for place, root in enumerate(members)}
    groups = tuple(tuple(reports[index].source_id for index in group) for group in members.values())
    standings = tuple(
        Standing(
            source_id=report.source_id,
            group=number[ties.root(index)],
            independent=index not in denials and _adds(index, ties, members),
            reason=ties.reasons.get(index) or (_DENIAL if index in denials else _own_reason(index, ties, members)),
        )
        for index, report in enumerate(reports)
    )
    return OriginGroups(groups, standings)


def _adds(index: int, ties: _Ties, members: dict[int, list[int]]) -> bool:
    """Whether the report opens its group, and the group does not rest on the claimant."""
    root = ties.root(index)
    return root != ties.root(_CLAIMANT) and members[root][0] == index


def _own_reason(index: int, ties: _Ties, members: dict[int, list[int]]) -> str:
    if ties.root(index) == ties.root(_CLAIMANT):
        return "A later account ties it to the claimant's own words."
    others = sum(len(group) for group in members.values()) - len(members[ties.root(index)])
    if not others:
        return "It has a basis of its own, independent of the claimant."
    noun = "account" if others == 1 else "accounts"
    return f"It has a basis of its own: neither owner, attribution nor text ties it to the other {others} {noun}."
