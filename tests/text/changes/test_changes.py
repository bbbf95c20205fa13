from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.domain.analysis import Analysis, ClaimView, Task
from bot.domain.claim import Flag, FlagKind
from bot.domain.finding import FindingKind, Stance
from bot.domain.reading import Media
from bot.text.analyse import analyse
from bot.text.flags.find import FlagBook, load_book
from bot.text.stance.judge import FULL, LIGHT, load_judge
from tests.bench.changes import (
    Case,
    fresh_cases,
    kinds_found,
    look,
    material_cases,
    noise_cases,
    quiet_cases,
    stranger_cases,
)

NOISE = list(noise_cases())
QUIET = list(quiet_cases())
MATERIAL = list(material_cases())


@pytest.fixture(scope="module")
def book() -> FlagBook:
    return load_book(Path(__file__).parents[3] / "config" / "flags")


def test_the_set_is_large_enough() -> None:
    assert len(NOISE) >= 300
    assert len(MATERIAL) >= 60
    assert all(case.before != case.after for case in (*NOISE, *QUIET, *MATERIAL))


def test_noise_is_never_reported(book: FlagBook) -> None:
    assert [case.name for case in NOISE[::4] if kinds_found(look(case, book))] == []


def test_noise_leaves_the_fingerprint_alone(book: FlagBook) -> None:
    clean = [case for case in NOISE if "read_more" not in case.name]
    differ = [case.name for case in clean[::6] if look(case, book).fingerprint != _before(case, book).fingerprint]
    assert differ == []


def _before(case: Case, book: FlagBook) -> Analysis:
    return look(case._replace(after=case.before), book)


@pytest.mark.parametrize("case", QUIET, ids=[case.name for case in QUIET])
def test_edits_elsewhere_and_rewording_are_silent(case: Case, book: FlagBook) -> None:
    assert kinds_found(look(case, book)) == []


@pytest.mark.parametrize("case", MATERIAL, ids=[case.name for case in MATERIAL])
def test_edits_that_matter_are_found_for_what_they_are(case: Case, book: FlagBook) -> None:
    assert set(case.kinds) <= set(kinds_found(look(case, book)))


@pytest.mark.parametrize(
    ("cases", "told", "false"),
    [
        (fresh_cases, 1.0, 0.0),
        (partial(stranger_cases, "edits.toml"), 0.9, 0.06),
        (partial(stranger_cases, "held_out.toml"), 0.8, 0.1),
    ],
    ids=["fresh", "edits", "held out"],
)
def test_most_edits_of_strangers_are_told_where_they_matter_and_only_there(
    book: FlagBook, cases: Callable[[], Iterator[Case]], told: float, false: float
) -> None:
    found = [(bool(case.kinds), bool(kinds_found(look(case, book)))) for case in cases()]
    matter = [tell for matters, tell in found if matters]
    others = [tell for matters, tell in found if not matters]
    assert sum(matter) >= told * len(matter)
    assert sum(others) <= false * len(others)


CLAIM = ClaimView(
    1, "Orchard Labs' unreleased model Guava beats open-source rivals on 12 of 14 benchmarks.", "Orchard Labs"
)
STATEMENT = "An internal memo says that the unreleased model Guava beats open-source rivals on 12 of 14 benchmarks."
FLAG = "This could not be independently verified."
REST = "Orchard Labs employs 900 people in Plumville, where it was founded by two former teachers in a garage."


def changes(book: FlagBook, before: str, after: str, claim: ClaimView = CLAIM) -> list[tuple[FindingKind, str, str]]:
    task = Task(1, "https://fig.example/a", Media.TEXT, after.encode(), baseline=before, claims=(claim,))
    return [(change.kind, change.before, change.after) for change in analyse(task, book).claims[0].changes]


def test_before_and_after_are_the_sentences(book: FlagBook) -> None:
    found = changes(book, f"{STATEMENT} {FLAG}\n{REST}", f"{STATEMENT}\n{REST}")
    assert found == [(FindingKind.FLAG_GONE, FLAG, "")]
    edited = STATEMENT.replace("12", "9")
    assert changes(book, f"{STATEMENT}\n{REST}", f"{edited}\n{REST}") == [
        (FindingKind.CLAIM_CHANGED, STATEMENT, edited)
    ]


def test_a_flag_that_leaves_with_its_article_is_no_event(book: FlagBook) -> None:
    other = "The ferry to the islands will sail twice a day from May. Tickets can be had at the harbour."
    assert changes(book, f"{STATEMENT} {FLAG}\n{REST}", other) == []


def test_a_flag_that_is_gone_and_comes_back_is_said_each_way(book: FlagBook) -> None:
    with_flag, without = f"{STATEMENT} {FLAG}\n{REST}", f"{STATEMENT}\n{REST}"
    assert [kind for kind, _, _ in changes(book, with_flag, without)] == [FindingKind.FLAG_GONE]
    assert changes(book, without, with_flag) == [(FindingKind.FLAG_HARDENED, "", FLAG)]


def test_a_stored_passage_is_tracked_even_where_no_phrase_knows_it(book: FlagBook) -> None:
    odd = "Take this with a bucket of salt, dear reader."
    claim = ClaimView(1, CLAIM.text, CLAIM.claimant, flags=(Flag(FlagKind.EXPLICIT, odd),))
    before, after = f"{STATEMENT}\n{REST}\n{odd}", f"{STATEMENT}\n{REST}"
    assert changes(book, before, after, claim) == [(FindingKind.FLAG_GONE, odd, "")]
    assert changes(book, before, after) == []


def test_a_retraction_that_takes_the_place_of_the_article_is_found(book: FlagBook) -> None:
    found = changes(book, f"{STATEMENT} {FLAG}\n{REST}", "This article has been retracted.")
    assert [kind for kind, _, _ in found] == [FindingKind.RETRACTION]


def test_a_heavier_change_comes_first(book: FlagBook) -> None:
    after = f"{STATEMENT.replace('12', '9')}\n{REST}\nCorrection: Guava won on 9 of 14 benchmarks, not on 12."
    found = [kind for kind, _, _ in changes(book, f"{STATEMENT} {FLAG}\n{REST}", after)]
    assert found == [FindingKind.CORRECTION, FindingKind.FLAG_GONE, FindingKind.CLAIM_CHANGED]


def test_only_the_claim_that_changed_is_told(book: FlagBook) -> None:
    other = ClaimView(2, "Orchard Labs employs 900 people in Plumville.", "Orchard Labs")
    before = f"{STATEMENT} {FLAG}\n{REST}"
    task = Task(
        1,
        "https://fig.example/a",
        Media.TEXT,
        before.replace("900", "700").encode(),
        baseline=before,
        claims=(CLAIM, other),
    )
    by_claim = {claim.claim_id: claim.changes for claim in analyse(task, book).claims}
    assert by_claim[1] == ()
    assert [change.kind for change in by_claim[2]] == [FindingKind.CLAIM_CHANGED]


def test_new_evidence_carries_its_stance(book: FlagBook) -> None:
    test = "An independent test found that Guava does not beat open-source rivals: it lost on 9 of 14 benchmarks."
    before = f"{STATEMENT} {FLAG}\n{REST}"
    task = Task(1, "https://fig.example/a", Media.TEXT, f"{before}\n{test}".encode(), baseline=before, claims=(CLAIM,))
    (change,) = analyse(task, book).claims[0].changes
    assert (change.kind, change.before, change.after) == (FindingKind.CLAIM_CHANGED, "", test)
    assert change.judgement is not None
    assert change.judgement.stance in {Stance.REFUTES, Stance.DISCUSSES}


CUTS = ClaimView(2, "The drug Ostrin cuts deaths by 12 per cent in old patients.", "Brenn Pharma")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Whether Ostrin cuts deaths by 12% is unclear.", "Whether Ostrin cuts deaths by 30% is unclear."),
        ("Whether the drug Ostrin cuts deaths is unclear.", "Whether the drug Pelin cuts deaths is unclear."),
        (
            "No proof that Ostrin cuts deaths in old patients has been found.",
            "No proof that Ostrin raises deaths in old patients has been found.",
        ),
    ],
)
def test_words_of_the_claim_count_inside_a_flag_too(book: FlagBook, before: str, after: str) -> None:
    assert [kind for kind, _, _ in changes(book, f"{before}\n{REST}", f"{after}\n{REST}", CUTS)] == [
        FindingKind.CLAIM_CHANGED
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Gen Plum of the Harbor Workers' League left in Novemeber.",
            "General Plum of the Harbour Workers' League left in November.",
        ),
        ("Gen Plum left the league in November.", "General Otto Maria Plum left the Fig League (FL) in November."),
        ("Twelve men left with Gen Plum in November.", "A dozen men left with General Plum in November."),
    ],
)
def test_another_spelling_says_the_same(book: FlagBook, before: str, after: str) -> None:
    claim = ClaimView(5, "General Plum of the Harbour Workers' League left in November.", "Orchard Labs")
    assert changes(book, f"{before}\n{REST}", f"{after}\n{REST}", claim) == []


@pytest.mark.parametrize(
    "other",
    [
        "In a separate case, a fire at a papaya farm was put out, according to unconfirmed reports.",
        "A report that the papaya farm would be shut on Tuesday had not been confirmed.",
    ],
)
def test_a_flag_on_another_matter_is_none_of_the_claims(book: FlagBook, other: str) -> None:
    assert changes(book, f"{STATEMENT}\n{other}\n{REST}", f"{STATEMENT}\nThe farm is open.\n{REST}") == []


@pytest.mark.parametrize(
    "answer",
    [
        "A rival denied the claim in a letter to its customers on Friday.",
        "Logs released by the Plum Institute record nine defeats of Guava by its open-source rivals.",
        "Satellite images show that Guava and its open-source rivals run in one hall.",
        "The Plum Institute, which tests models, called the claim nonsense.",
        "A founder of Plum, an open-source rival, admitted on Monday that Guava had beaten its models.",
        "A letter about Guava and its open-source rivals, seen by the Fig Herald, names nine of them.",
        '"We have never shown Guava to any of its rivals," the lab said.',
        '"Guava did not beat its rivals," its first tester said.',
        "Samples of Guava's answers to its rivals' questions came back negative.",
    ],
)
def test_a_denial_and_a_record_are_news(book: FlagBook, answer: str) -> None:
    found = changes(book, f"{STATEMENT}\n{REST}", f"{STATEMENT}\n{answer}\n{REST}")
    assert found == [(FindingKind.CLAIM_CHANGED, "", answer)]


def test_a_statement_that_was_cut_is_missed_though_another_sentence_shares_its_words(book: FlagBook) -> None:
    claim = ClaimView(6, "The bones found at Plum Cave are 60,000 years old.", "Dr Fig")
    lead = "Cavers in a new passage at Plum Cave have come across human bones, a hearth and a scatter of tools."
    said = "The bones are 60,000 years old, said Dr Fig, who was called in to examine them."
    found = changes(book, f"{lead}\n{said}\n{REST}", f"{lead}\n{REST}", claim)
    assert found == [(FindingKind.CLAIM_CHANGED, said, "")]


def test_a_statement_is_known_by_its_numbers_and_missed_by_its_words(book: FlagBook) -> None:
    claim = ClaimView(7, "There were 214 people aboard the ferry Fig Maid when it ran aground.", "Plum Line")
    lead = "The ferry Fig Maid ran aground off Plum Head in thick fog shortly before dawn."
    aboard = "There were 214 people aboard, said Plum Line, which has not shown a list."
    told = changes(book, f"{lead} {aboard}\n{REST}", f"{lead} {aboard.replace('214', '241')}\n{REST}", claim)
    assert told == [(FindingKind.CLAIM_CHANGED, aboard, aboard.replace("214", "241"))]
    claim = ClaimView(8, "Two guests of the Fig Inn were poisoned by raw mussels.", "a waiter")
    lead = "The Fig Inn, the only house in Plumville with two stars, shut its doors on Monday."
    poisoned = "Two guests were poisoned by raw mussels there, a former waiter alleges."
    assert changes(book, f"{lead} {poisoned}\n{REST}", f"{lead}\n{REST}", claim) == [
        (FindingKind.CLAIM_CHANGED, poisoned, "")
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Guava beats its rivals, says Ann Fig, 36, of Plum.", "Guava beats its rivals, says Ann Fig, 63, of Plum."),
        ("Guava beats seventy-two per cent of its rivals.", "Guava beats 72% of its rivals."),
        ("Guava beats its rivals. It was to early to say why.", "Guava beats its rivals. It was too early to say why."),
        ("The Plum Theater's boss says Guava wins.", "The Plum Theatre's boss says Guava wins."),
    ],
    ids=["age", "spelled number", "misprint", "possessive"],
)
def test_style_and_slips_say_the_same(book: FlagBook, before: str, after: str) -> None:
    claim = ClaimView(9, before.partition(",")[0].partition(". ")[0], "Plum")
    assert changes(book, f"{before}\n{REST}", f"{after}\n{REST}", claim) == []


def test_a_flag_far_from_its_statement_that_gave_way_to_doubt_is_told(book: FlagBook) -> None:
    far = f"{STATEMENT} It rained in Plumville. A tram stopped. Shops stayed shut. A choir sang. The claim"
    before, after = "could not be independently verified.", "is now in serious doubt."
    found = changes(book, f"{far} {before} {REST}", f"{far} {after} {REST}")
    assert found == [(FindingKind.FLAG_HARDENED, f"The claim {before}", f"The claim {after}")]


def test_a_flag_that_others_could_not_lift_is_only_reworded(book: FlagBook) -> None:
    one = f"{STATEMENT} Reuters could not confirm what the memo says of Guava.\n{REST}"
    assert changes(book, one, one.replace("Reuters", "The Fig Herald")) == []


def test_one_of_two_equal_numbers_may_change(book: FlagBook) -> None:
    claim = ClaimView(3, "Guava won two prizes at the Plumville fair.", "Orchard Labs")
    before = "Guava won two prizes at the Plumville fair and two at the fair of Melonby."
    after = before.replace("won two", "won three")
    assert changes(book, f"{before}\n{REST}", f"{after}\n{REST}", claim) == [(FindingKind.CLAIM_CHANGED, before, after)]


@pytest.mark.parametrize("model", [LIGHT, FULL])
def test_an_edited_sentence_that_takes_another_side_is_told(book: FlagBook, model: str) -> None:
    claim = ClaimView(4, "Guava has passed the medical licence exam.", "Orchard Labs")
    before = "Guava has passed the medical licence exam in all its parts."

    def kinds(after: str) -> list[FindingKind]:
        task = Task(1, "https://fig.example/a", Media.TEXT, f"{after}\n{REST}".encode(), baseline=f"{before}\n{REST}")
        found = analyse(replace(task, claims=(claim,)), book, load=partial(load_judge, model))
        return [change.kind for change in found.claims[0].changes]

    assert kinds(before.replace("passed", "failed")) == [FindingKind.CLAIM_CHANGED]
    assert kinds("In all its parts, the medical licence exam has been passed by Guava.") == []


NOT_THEIRS = "The memo came from Fig Works, not from Orchard Labs as we originally reported."


@pytest.mark.parametrize(
    ("after", "kind"),
    [
        (f"{STATEMENT} This could not be independently verified in full. {REST}", FindingKind.FLAG_SOFTENED),
        (
            f"{STATEMENT} The claim has been partly verified, though its extent could not be established. {REST}",
            FindingKind.FLAG_SOFTENED,
        ),
        (f"{STATEMENT} Not all of it has been independently verified. {REST}", FindingKind.FLAG_SOFTENED),
        (
            f"{STATEMENT} {FLAG[:-1]}, and the agency warned that there is no evidence for the claim. {REST}",
            FindingKind.FLAG_HARDENED,
        ),
        (
            f"{STATEMENT} {FLAG} Two scholars voiced serious doubts about the result. {REST}",
            FindingKind.FLAG_HARDENED,
        ),
        (f"{STATEMENT} That is hard to square with what others measured. {REST}", FindingKind.FLAG_HARDENED),
        (
            f"Update, 19 September: The journal has retracted the study described below. {STATEMENT} {FLAG} {REST}",
            FindingKind.RETRACTION,
        ),
        (
            f"{STATEMENT} {FLAG} {REST} This article was corrected on 12 May. {NOT_THEIRS}",
            FindingKind.CORRECTION,
        ),
    ],
    ids=[
        "verified but in full",
        "partly verified",
        "not all of it",
        "doubted twice",
        "scholars doubt",
        "flag gave way to doubt",
        "the study below",
        "another's memo",
    ],
)
def test_what_newsrooms_add_is_told_for_what_it_is(book: FlagBook, after: str, kind: FindingKind) -> None:
    found = [change[0] for change in changes(book, f"{STATEMENT} {FLAG} {REST}", after)]
    assert kind in found
    assert FindingKind.FLAG_HARDENED not in found or kind is FindingKind.FLAG_HARDENED


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("A spray halves infections in adults.", "A spray halves infections in adults over 65.", True),
        ("A spray halves infections in adults.", "A spray halves infections in adults over 12 weeks.", False),
        (
            "Civic Watch says Tarn Holdings paid 150,000 pounds to the campaign.",
            "Civic Watch says Lorne Estates, a property developer, paid 150,000 pounds to the campaign.",
            True,
        ),
    ],
    ids=["bounded", "a time", "another, described"],
)
def test_a_bound_and_another_name_change_the_claim(book: FlagBook, before: str, after: str, told: bool) -> None:
    found = changes(book, f"{before} {FLAG} {REST}", f"{after} {FLAG} {REST}", ClaimView(1, before, "Civic Watch"))
    assert bool(found) == told
