"""Claims are kept as made, decided by people, listed, found again, and deleted for good."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.claim import Flag, FlagKind, NewClaim
from bot.domain.history import HistoryEntry, Verb
from bot.domain.source import Role
from bot.domain.status import SETTLED, Status, allowed
from bot.errors import BadTransition, EvidenceMissing, UnknownClaim
from bot.store import claims, sources, tags
from bot.store.connection import Connection
from bot.store.database import Database
from tests.store.build import LATER, NOW, URL, add_claim, add_source, watched_page

DECIDED = {"evidence": "https://lab.example/test", "reason": "an independent test", "actor": "ann"}


async def test_a_claim_comes_back_as_it_was_made(database: Database) -> None:
    new = NewClaim(
        guild_id=2**62,
        text="Guava beats its rivals 🥑",
        claimant="Orchard Labs",
        attribution=("an internal memo", "the Gazette"),
        flags=(Flag(FlagKind.EXPLICIT, "could not be independently verified", 3, 38),),
        settles="a public release",
        trigger="orchard/guava-*",
        review_on=date(2026, 3, 1),
        tags=("Models", "models ", "LLM  base"),
    )

    def work(db: Connection) -> None:
        claim = claims.insert(db, new, actor="ann", now=NOW)
        assert claims.get(db, claim.id, new.guild_id) == claim
        for name in ("guild_id", "text", "claimant", "attribution", "flags", "settles", "trigger", "review_on"):
            assert getattr(claim, name) == getattr(new, name)
        assert claim.tags == ("models", "llm base")
        assert (claim.status, claim.created_at, claim.updated_at) == (Status.UNVERIFIED, NOW, NOW)
        assert claims.history(db, claim.id) == [HistoryEntry(NOW, "ann", Verb.ADDED, after=new.text)]

    await database.write(work)


async def test_another_guilds_claim_is_as_unknown_as_none(database: Database) -> None:
    def work(db: Connection) -> None:
        claim = add_claim(db)
        for claim_id, guild_id in ((claim.id, 2), (99, 1), (2**62, 1)):
            with pytest.raises(UnknownClaim, match="no claim"):
                claims.get(db, claim_id, guild_id)
        assert claims.matching(db, 2, "guava") == []
        assert claims.matching(db, 2, str(claim.id)) == []
        assert claims.alike(db, 2, claim.text, [URL]) == []

    await database.write(work)


def test_code_and_database_allow_the_same_transitions(bare: Connection) -> None:
    def raw(claim_id: int, status: Status) -> None:
        bare.execute(
            """UPDATE claims SET status = ?, evidence = 'u', reason = 'r', decided_by = 'ann',
               decided_at = coalesce(decided_at, 0) + 1 WHERE id = ?""",
            (status.value, claim_id),
        )

    for before, after in product(Status, Status):
        claims_there = [add_claim(bare, f"{before} to {after}") for _ in range(2)]
        if before is not Status.UNVERIFIED:
            claims_there = [claims.set_status(bare, claim, before, **DECIDED, now=NOW) for claim in claims_there]
        one, other = claims_there
        if allowed(before, after):
            assert claims.set_status(bare, one, after, **DECIDED, now=LATER).status is after
            raw(other.id, after)
            continue
        with pytest.raises(BadTransition):
            claims.set_status(bare, one, after, **DECIDED, now=LATER)
        if before.settled:
            with pytest.raises(sqlite3.IntegrityError, match="reopened first"):
                raw(other.id, after)


@pytest.mark.parametrize("missing", ["evidence", "reason", "decided_by", "decided_at"])
def test_the_database_settles_nothing_without_what_it_needs(bare: Connection, missing: str) -> None:
    values: dict[str, object] = {"evidence": "u", "reason": "r", "decided_by": "ann", "decided_at": 1}
    values[missing] = None if missing == "decided_at" else ""
    claim = add_claim(bare)
    for status in sorted(SETTLED):
        with pytest.raises(sqlite3.IntegrityError):
            bare.execute(
                "UPDATE claims SET status = ?, evidence = ?, reason = ?, decided_by = ?, decided_at = ? WHERE id = ?",
                (status.value, *values.values(), claim.id),
            )


async def test_a_settled_status_without_evidence_is_refused_with_a_sentence(database: Database) -> None:
    def work(db: Connection) -> None:
        claim = add_claim(db)
        with pytest.raises(EvidenceMissing, match="an evidence URL and a reason"):
            claims.set_status(db, claim, Status.REFUTED, evidence="", reason=" ", actor="ann", now=NOW)

    await database.write(work)


RULES: dict[str, tuple[str, str]] = {
    "no status but the eight": ("UPDATE claims SET status = 'true', decided_by = 'a', decided_at = 1", "CHECK"),
    "nobody is born settled": (
        """INSERT INTO claims (guild_id, text, text_key, status, evidence, reason, decided_by, decided_at, created_at,
           updated_at, review_on) VALUES (1, 't', 'k', 'verified', 'u', 'r', 'a', 1, 1, 1, '2026-01-01')""",
        "begins as unverified",
    ),
    "the text stays": ("UPDATE claims SET text = 'other'", "stays as it was made"),
    "the guild stays": ("UPDATE claims SET guild_id = 9", "stays as it was made"),
    "claims are not deleted": ("DELETE FROM claims", "tombstone"),
    "history is not rewritten": ("UPDATE history SET actor = 'eve'", "only added to"),
    "history is not deleted": ("DELETE FROM history", "only added to"),
    "history is not replaced": (
        "INSERT OR REPLACE INTO history (id, claim_id, at, actor, verb) VALUES (1, 1, 1, 'eve', 'x')",
        "only added to",
    ),
    "history names an actor": ("INSERT INTO history (claim_id, at, actor, verb) VALUES (1, 1, '', 'x')", "CHECK"),
    "history is of a claim": ("INSERT INTO history (claim_id, at, actor, verb) VALUES (99, 1, 'a', 'x')", "FOREIGN"),
    "dates are dates": ("UPDATE claims SET review_on = 'soon'", "CHECK"),
    "times are numbers": ("UPDATE claims SET updated_at = '2026-01-01'", "cannot store TEXT"),
    "tags are JSON": ("UPDATE claims SET tags = 'a, b'", "CHECK"),
    "a watched source exists": (
        "INSERT INTO claim_sources (claim_id, source_id, role, attached_at, attached_by) VALUES (1, 9, 'x', 1, 'a')",
        "FOREIGN",
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_the_database_itself_holds_the_rule(bare: Connection, rule: str) -> None:
    statement, complaint = RULES[rule]
    add_claim(bare)
    with pytest.raises(sqlite3.IntegrityError, match=complaint):
        bare.execute(statement)


async def test_reopening_is_normal_and_everything_is_in_the_history(database: Database) -> None:
    def work(db: Connection) -> None:
        claim = add_claim(db)
        claim = claims.set_status(db, claim, Status.REFUTED, **DECIDED, now=NOW)
        claim = claims.set_status(db, claim, Status.UNVERIFIED, evidence="", reason="oops", actor="bob", now=LATER)
        assert claim.status is Status.UNVERIFIED
        assert claim.updated_at == LATER
        last = claims.history(db, claim.id)[-2:]
        assert last == [
            HistoryEntry(NOW, "ann", Verb.STATUS, "unverified", "refuted", DECIDED["reason"], DECIDED["evidence"]),
            HistoryEntry(LATER, "bob", Verb.STATUS, "refuted", "unverified", "oops"),
        ]

    await database.write(work)


async def test_a_deleted_claim_leaves_a_tombstone_everywhere(database: Database) -> None:
    def work(db: Connection) -> None:
        claim, source = watched_page(db)
        assert claims.has_text(db, 1, "GUAVA  beats its rivals")
        claims.delete(db, claim, actor="ann", now=LATER)
        with pytest.raises(UnknownClaim, match="was deleted on 2026-02-04"):
            claims.get(db, claim.id, 1)
        assert claims.is_tombstoned(db, 1, " guava beats ITS rivals")
        assert not claims.is_tombstoned(db, 2, claim.text)
        assert not claims.has_text(db, 1, claim.text)
        assert claims.list_claims(db, 1) == ([], 0)
        assert claims.matching(db, 1, "guava") == claims.matching(db, 1, "") == claims.matching(db, 1, "1") == []
        assert claims.alike(db, 1, claim.text, [URL]) == []
        assert sources.watches(db, source.id) == ()
        assert sources.due(db, LATER + timedelta(days=99), 9) == []
        assert claims.history(db, claim.id)[-1].verb is Verb.DELETED
        with pytest.raises(sqlite3.IntegrityError, match="stays deleted"):
            db.execute("UPDATE claims SET deleted_at = NULL")

    await database.write(work)


async def test_the_list_is_filtered_counted_and_paged(database: Database) -> None:
    def work(db: Connection) -> None:
        made = [add_claim(db, f"claim {n}", tags=("odd",) if n % 2 else ("even", "big")) for n in range(25)]
        add_claim(db, "elsewhere", guild_id=2, tags=("odd",))
        claims.set_status(db, made[3], Status.VERIFIED, **DECIDED, now=NOW)
        claims.delete(db, made[5], actor="ann", now=NOW)
        found, total = claims.list_claims(db, 1, limit=10, offset=20)
        assert total == 24
        assert [claim.text for claim in found] == ["claim 3", "claim 2", "claim 1", "claim 0"]
        assert claims.list_claims(db, 1, status=Status.VERIFIED)[0][0].id == made[3].id
        assert claims.list_claims(db, 1, tag="Odd")[1] == 11
        assert claims.list_claims(db, 1, tag="odd", status=Status.VERIFIED)[1] == 1
        assert claims.list_claims(db, 1, tag="even", status=Status.VERIFIED) == ([], 0)
        assert claims.list_claims(db, 1, limit=0) == ([], 24)
        assert tags.in_use(db, 1) == ["big", "even", "odd"]
        claims.update(db, made[1], tags=("even",), review_on=date(2027, 1, 1), actor="ann", now=LATER)
        assert claims.list_claims(db, 1, tag="odd")[1] == 10
        assert [e.verb for e in claims.history(db, made[1].id)] == [Verb.ADDED, Verb.TAGS, Verb.REVIEW]

    await database.write(work)


async def test_claims_come_up_for_review_while_they_are_open(database: Database) -> None:
    def work(db: Connection) -> None:
        late = add_claim(db, "late", review_on=date(2026, 3, 2))
        early = add_claim(db, "early", review_on=date(2026, 3, 1))
        settled = add_claim(db, "settled", review_on=date(2026, 3, 1))
        claims.set_status(db, settled, Status.EXPIRED, **DECIDED, now=NOW)
        assert [c.id for c in claims.due_for_review(db, date(2026, 3, 2))] == [early.id, late.id]
        assert claims.due_for_review(db, date(2026, 2, 28)) == []

    await database.write(work)


TYPED: dict[str, list[str]] = {
    "": ["Apfel über alles", "GPT-5 beats humans", "Guava is cheap", "Guava beats its rivals"],
    "guava": ["Guava is cheap", "Guava beats its rivals"],
    "gua riv": [],
    "guava riv": ["Guava beats its rivals"],
    "riv": ["Guava beats its rivals"],
    "1": ["Guava beats its rivals"],
    "#2": ["Guava is cheap"],
    "gpt-5": ["GPT-5 beats humans"],
    "uber": ["Apfel über alles"],
    "ÜBER": ["Apfel über alles"],
    "orchard": ["Guava beats its rivals"],
    "pear": [],
    "g1": [],
}


@pytest.mark.parametrize("typed", TYPED)
def test_claims_are_found_by_what_is_typed(bare: Connection, typed: str) -> None:
    add_claim(bare, "Guava beats its rivals", claimant="Orchard Labs")
    add_claim(bare, "Guava is cheap")
    add_claim(bare, "GPT-5 beats humans")
    add_claim(bare, "Apfel über alles")
    assert [claim.text for claim in claims.matching(bare, 1, typed)] == TYPED[typed]


HOSTILE = st.text(alphabet=st.characters(), max_size=60) | st.lists(
    st.sampled_from(
        [
            '"',
            "'",
            "*",
            "(",
            ")",
            "AND",
            "OR",
            "NOT",
            "NEAR",
            ":",
            "^",
            "-",
            "+",
            "{",
            "}",
            "\x00",
            "text",
            "\ud800",
            "é",
            "ガ",
            "हिन्दी",
        ]
    ),
    max_size=12,
).map(" ".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=HOSTILE)
def test_nothing_typed_breaks_the_search(searched: Connection, typed: str) -> None:
    assert isinstance(claims.matching(searched, 1, typed), list)
    assert isinstance(claims.alike(searched, 1, typed, [typed]), list)


ALIKE: dict[str, tuple[str, str, bool]] = {
    "the same": ("Guava beats its rivals", "guava  beats its RIVALS", True),
    "reordered": ("Guava beats its open-source rivals", "Its open-source rivals Guava beats", True),
    "a word more": ("Guava beats its open-source rivals", "Guava beats all its open-source rivals", True),
    "the end cut": (
        "Guava beats its open-source rivals in Orchard's tests",
        "Guava beats its open-source rivals",
        True,
    ),
    "another statement": ("Guava beats its open-source rivals", "Guava was trained on ten thousand chips", False),
    "another model": ("Guava beats its open-source rivals", "Pear needs half the memory of its rivals", False),
    "one word in common": ("Guava beats its open-source rivals", "Guava", False),
}


@pytest.mark.parametrize("case", ALIKE)
def test_claims_that_are_alike_score_high_and_others_low(bare: Connection, case: str) -> None:
    one, other, same = ALIKE[case]
    add_claim(bare, one)
    scores = [score for _, score in claims.alike(bare, 1, other)]
    assert (max(scores, default=0.0) >= 0.82) is same, scores


async def test_claims_of_one_report_are_not_taken_for_one(database: Database) -> None:
    texts = (
        "The model Guava, before post-training, beats the leading open-source base models in the firm's tests",
        "Guava keeps up with leading post-trained models in knowledge, visual perception and multilingual work",
        "Guava is the firm's most powerful base model so far",
    )

    def work(db: Connection) -> None:
        for text in texts:
            assert all(score < 0.82 for _, score in claims.alike(db, 1, text, [URL]))
            add_source(db, add_claim(db, text))
        best = claims.alike(db, 1, texts[0] + ", it says", [URL])
        assert len(best) == len(texts)  # the common source suggests them all
        assert best[0][0].text == texts[0]
        assert best[0][1] >= 0.82 > best[1][1]

    await database.write(work)


async def test_settled_claims_are_suggested_too(database: Database) -> None:
    def work(db: Connection) -> None:
        claim = claims.set_status(db, add_claim(db), Status.REFUTED, **DECIDED, now=NOW)
        assert claims.alike(db, 1, claim.text) == [(claim, 1.0)]
        source = add_source(db, claim, role=Role.COVERAGE)
        assert not source.open

    await database.write(work)
