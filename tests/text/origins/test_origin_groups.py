from __future__ import annotations

import pytest

from bot.domain.analysis import Document, Report
from bot.domain.origins import claimant_names, group, name_key, similarity
from bot.text.origins.basis import attributions
from bot.text.origins.report import figures, report, signature, terms
from tests.bench.origins import measure

LONG = " ".join(f"word{number} of the long account that is told here" for number in range(40))


def rests_on(source_id: int, *attributions: str, owner: str = "", text: str = "") -> Report:
    return Report(source_id, owner or f"outlet{source_id}.example", frozenset(attributions), signature(text))


def test_five_accounts_of_one_memo_are_one_origin() -> None:
    groups = group([rests_on(n, "memo", "the orchard wire") for n in range(1, 6)], claimant="Orchard Labs")
    assert groups.groups == ((1, 2, 3, 4, 5),)
    assert not any(standing.independent for standing in groups.standings)


CASES = [
    (
        "same owner",
        [Report(1, "Fig Media", frozenset({"jane doe"})), Report(2, "Fig Media", frozenset({"john roe"}))],
        1,
    ),
    ("same attribution", [rests_on(1, "the orchard wire"), rests_on(2, "the orchard wire", "jane doe")], 1),
    (
        "one quotes the other's owner",
        [rests_on(1, "jane doe", owner="dailyfig.example"), rests_on(2, "the daily fig")],
        1,
    ),
    ("near-copy", [rests_on(1, "jane doe", text=LONG), rests_on(2, "john roe", text=LONG + " and a little more")], 1),
    ("shortened copy", [rests_on(1, "jane doe", text=LONG), rests_on(2, "john roe", text=LONG[: len(LONG) // 3])], 1),
    ("claimant's words, each its own way", [rests_on(1, "orchard labs"), rests_on(2, "press release")], 1),
    ("unnamed people rest on nobody", [rests_on(1, "people familiar"), rests_on(2, "memo")], 1),
    ("a test is an origin beside the memo", [rests_on(1, "memo"), rests_on(2, "memo", "own test")], 2),
    ("two own tests are two origins", [rests_on(1, "own test"), rests_on(2, "own test")], 2),
    ("one test told twice", [rests_on(1, "test by cedar institute"), rests_on(2, "test by cedar institute")], 1),
    ("a test and who retells it", [rests_on(1, "own test", owner="cedar.example"), rests_on(2, "test by cedar")], 1),
    ("two named bases", [rests_on(1, "ministry of health"), rests_on(2, "the police")], 2),
    ("the claimant's test of itself", [rests_on(1, "memo"), rests_on(2, "test by orchard labs")], 1),
]


@pytest.mark.parametrize(("reports", "count"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_ties_accounts_together(reports: list[Report], count: int) -> None:
    assert group(reports, claimant="Orchard Labs").count == count


def test_an_independent_test_counts_and_its_echo_does_not() -> None:
    groups = group(
        [rests_on(1, "memo"), rests_on(2, "memo", "own test", owner="cedar.example"), rests_on(3, "test by cedar")],
        claimant="Orchard Labs",
    )
    assert [standing.independent for standing in groups.standings] == [False, True, False]
    assert groups.count == 2
    assert groups.independent(2) == (True, groups.standing(2).reason)


REASONS = [
    (rests_on(2, "memo"), "claimant's own words (memo)"),
    (rests_on(2, "own test", owner="first.example"), "same owner as first.example"),
    (rests_on(2, "jane doe"), "quotes"),
    (rests_on(2, "jane doe", text=LONG), "near-copy of first.example"),
    (rests_on(2, "orchard labs"), "claimant's own words"),
    (rests_on(2, owner="orchardlabs.example"), "claimant's own word"),
    (rests_on(2), "names nothing of its own"),
    (rests_on(2, "sources"), "people it does not name"),
    (rests_on(2, "own test"), "basis of its own"),
]


@pytest.mark.parametrize(("second", "reason"), REASONS)
def test_the_reason_is_said(second: Report, reason: str) -> None:
    first = rests_on(1, "jane doe", owner="first.example", text=LONG)
    said = group([first, second], claimant="Orchard Labs").standing(2).reason
    if reason == "quotes":
        assert said == "It rests on the same attribution (jane doe) as first.example."
    else:
        assert reason in said
    assert said.endswith(".")


def test_names_of_the_claimant_may_come_from_the_claim() -> None:
    names = claimant_names("Orchard Labs", ("The Orchard Wire", ""))
    groups = group([rests_on(1, "the orchard wire"), rests_on(2, "jane doe")], names)
    assert groups.independent(1)[0] is False
    assert groups.independent(2)[0] is True


def test_no_reports_make_no_groups() -> None:
    groups = group([])
    assert (groups.groups, groups.count) == ((), 0)
    with pytest.raises(KeyError):
        groups.standing(1)


def test_names_are_compared_without_case_space_and_article() -> None:
    assert name_key("The Daily Fig") == name_key("dailyfig") == "dailyfig"
    assert name_key("The") == "the"


def test_likeness_is_estimated_from_sketches() -> None:
    whole, part, other = signature(LONG), signature(LONG[: len(LONG) // 4]), signature(LONG.replace("word", "thing"))
    assert similarity(whole, whole) == (1.0, 1.0)
    assert similarity(whole, part)[1] > 0.6
    assert similarity(whole, other)[0] < 0.1
    assert similarity(whole, ()) == (0.0, 0.0)


def test_a_sketch_is_the_same_in_every_process() -> None:
    assert signature(LONG)[:2] == (152774848743497813, 276737997854160050)
    assert signature("too short for a sketch") == ()


def test_a_report_knows_owner_basis_and_words() -> None:
    text = f"An internal memo says so, The Orchard Wire reported. {LONG}"
    made = report(7, "https://www.dailyfig.example/a", Document("", "", text, "en"), {"dailyfig.example": "Fig Media"})
    assert (made.source_id, made.owner, len(made.signature)) == (7, "Fig Media", 64)
    assert made.attributions == {"memo", "the orchard wire"}


@pytest.mark.parametrize(
    ("held_out", "floor", "accounts", "sure"),
    [(False, 0.85, 0.93, 0.88), (True, 0.65, 0.75, 0.65)],
    ids=["tuned", "held out"],
)
def test_labelled_pairs_are_grouped_as_a_person_would(
    *, held_out: bool, floor: float, accounts: float, sure: float
) -> None:
    found = measure(held_out=held_out)
    assert found["pairs"] >= 30
    assert found["accuracy"] >= floor
    assert found["independent_accuracy"] >= accounts
    assert found["independent_precision"] >= sure


GERMAN = (
    "Die Messgeräte hingen 81 Tage; an 19 davon stieg der Wert über 60, im Mittel lag er bei 44,5 und 1.041 Stunden."
)
ENGLISH = "They ran for 81 days, went above 60 on 19 of them and gave 44.5 on average over 1,041 hours."


def test_a_translation_gives_the_same_figures() -> None:
    assert figures(GERMAN) == figures(ENGLISH) == {"81", "19", "60", "44.5", "1041"}
    accounts = [
        Report(1, "fence.example", frozenset({"own test"}), figures=figures(ENGLISH)),
        Report(2, "bote.example", figures=figures(GERMAN)),
    ]
    standing = group(accounts, claimant="Orchard Labs").standing(2)
    assert (standing.group, standing.independent) == (0, False)
    assert standing.reason == "It gives the same figures as fence.example."


def test_a_few_figures_in_common_tie_nothing() -> None:
    mine, yours = frozenset({"41", "12", "90"}), frozenset({"41", "12", "90"})
    accounts = [
        Report(1, "one.example", frozenset({"own test"}), figures=mine),
        Report(2, "two.example", frozenset({"own test"}), figures=yours),
    ]
    assert group(accounts).count == 2


def test_no_later_account_takes_independence_from_an_earlier_one() -> None:
    accounts = [
        rests_on(1, "memo"),
        rests_on(2, "own test", owner="quill.example"),
        rests_on(3, owner="quill.example"),
        rests_on(4, "memo", "quill"),
    ]
    groups = group(accounts, claimant="Orchard Labs")
    assert groups.groups == ((1, 4), (2, 3))
    assert groups.independent(2)[0]


def test_an_outlet_that_told_of_the_memo_may_bring_a_test_of_its_own() -> None:
    accounts = [rests_on(1, "memo", owner="quill.example"), rests_on(2, "own test", owner="quill.example")]
    assert group(accounts, claimant="Orchard Labs").independent(2)[0]


def test_a_part_of_the_claimants_name_is_the_claimant() -> None:
    accounts = [rests_on(1, "ruben tarn"), rests_on(2, "tarn"), rests_on(3, "union of teachers")]
    groups = group(accounts, claimant="Education minister Ruben Tarn")
    assert groups.groups == ((1, 2), (3,))


def test_who_names_the_owner_of_an_account_quotes_it() -> None:
    accounts = [rests_on(1, "own test", owner="teachersunion.example"), rests_on(2, "the union of teachers")]
    assert group(accounts).count == 1


OWN = [
    "We bought two and hung them on garden fences.",
    "I walked the whole length of it and met nobody.",
    "Our station on Cape Finn picked up the beacon.",
    "It played our video loop for 19 hours.",
    "The data come from the registers of 3,876 schools.",
]
NOT_OWN = [
    'The maker says: "We asked 212 users."',
    "Where the samples were taken it did not say.",
    "I went out on the balcony to wave.",
    "We would have asked every school.",
    "Our readers know better.",
]


@pytest.mark.parametrize("text", OWN)
def test_an_account_that_tells_what_it_saw_brings_something(text: str) -> None:
    assert attributions(text, "en") == {"own test"}


@pytest.mark.parametrize("text", NOT_OWN)
def test_opinions_plans_and_quotations_bring_nothing(text: str) -> None:
    assert "own test" not in attributions(text, "en")


def told(source_id: int, host: str, text: str) -> Report:
    return report(source_id, f"https://{host}/a", Document("", "", text, "en"), {})


CLAIM = told(
    1,
    "quillonaudio.example",
    "Quillon Audio today introduced Sotto, the first earbuds to interpret 36 languages without a network,"
    " in half a second.",
)


@pytest.mark.parametrize(
    ("host", "text"),
    [
        ("waterinspectorate.example", "Site 71. Seventeen samples were within the limit and three exceeded it."),
        ("palace.example", "The document was not drawn up in this Ministry. It uses a letterhead withdrawn in 2029."),
        ("hearthaid.example", "Hearth Aid is devastated to confirm that five of its lorries were struck. We stop."),
        ("borselpost.example", "The talks were broken off in March. The Borsel Post learned this from two bankers."),
        ("varleymercury.example", "The Mercury came upon the filing in the reading room. It names a rival."),
        ("lapforum.example", "Got mine on Friday. Did two full rundowns over the weekend: 2.9 seconds each time."),
        ("prueflabor.example", "Wir haben fünf Ohrhörer geprüft, darunter den Sotto. Drei kosten weniger."),
    ],
    ids=[
        "a body's own site",
        "a body's own voice",
        "a party by its name",
        "an outlet's own sources",
        "a find",
        "a user's test",
        "a German test",
    ],
)
def test_who_speaks_for_itself_is_an_origin(host: str, text: str) -> None:
    groups = group([CLAIM, told(2, host, text)], claimant="Quillon Audio")
    assert groups.independent(2)[0], groups.independent(2)[1]


@pytest.mark.parametrize(
    ("host", "text"),
    [
        ("quillon.example", "We measured half a second with our own instruments."),
        ("quillon-audio.example", "Notice to the press. The Board confirms the launch."),
        ("theday.example", 'Sotto is here. "Half a second is fast," said Pavel Ostrander of Creel University.'),
        ("republic.example", "A leaked memo tells of it. The Republic has seen no other copy."),
        ("evening.example", 'The crew was quoted: "Our forces took the hill."'),
        ("rival-ministry.example", "We reject as pure invention what is said of our lag. Do not repeat it."),
        ("council-of-quillon.example", "Our crews are proud of what was announced today."),
    ],
    ids=[
        "claimant, in short",
        "claimant's own voice",
        "an opinion",
        "no copy seen",
        "quoted words",
        "a mere denial",
        "the claimant's own town",
    ],
)
def test_who_only_carries_the_claim_is_none(host: str, text: str) -> None:
    groups = group([CLAIM, told(2, host, text)], claimant="Quillon Audio")
    assert not groups.independent(2)[0], groups.independent(2)[1]


def test_a_retelling_that_names_nobody_joins_the_account_that_it_retells() -> None:
    test = told(
        2,
        "byteshelf.example",
        "We timed two hundred sentences with a microphone. The median lag was 2.9 seconds, and Korean was a shambles.",
    )
    echo = told(
        3,
        "linkgarden.example",
        "Sotto so-so: a timing of two hundred sentences found a median lag of almost three seconds, Korean a shambles.",
    )
    other = told(
        4, "morningfm.example", "Earbuds that interpret 36 languages without a network: half a second, they are first."
    )
    groups = group([CLAIM, test, echo, other], claimant="Quillon Audio")
    assert groups.groups == ((1, 4), (2, 3))
    assert groups.independent(3) == (False, "It names nobody and tells what is told by byteshelf.example.")


def test_the_advertiser_of_a_town_is_its_advertiser() -> None:
    first = rests_on(1, "own test", owner="dunmarrowadvertiser.example")
    assert group([first, rests_on(2, "the advertiser")], claimant="Town Council").count == 1


def test_hashed_words_are_the_same_in_every_process_and_few() -> None:
    assert terms("The ferries sail. The ferry sailed!") == terms("ferry sails, ferries")
    assert len(terms(" ".join(f"word{number}" for number in range(2_000)))) == 256
    assert terms("") == frozenset()


def test_tests_by_nobody_in_particular_are_no_tie() -> None:
    one, other = rests_on(1, "test by an unnamed tester"), rests_on(2, "test by an unnamed tester")
    assert group([one, other], claimant="Town Council").count == 2


@pytest.mark.parametrize(
    ("owner", "claimant", "counts"),
    [
        ("velka-herald.example", "Velkan Ministry of Defence", False),
        ("health-inspectorate.example", "Ministry of Health", True),
    ],
    ids=["of the same state", "another body of health"],
)
def test_who_speaks_for_the_claimants_own_state_adds_nothing(owner: str, claimant: str, counts: bool) -> None:
    groups = group([rests_on(1, "own statement", owner=owner)], claimant=claimant)
    assert groups.independent(1)[0] is counts, groups.independent(1)[1]
