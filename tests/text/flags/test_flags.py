from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.claim import FlagKind
from bot.text.flags.find import FlagBook, find_flags, load_book
from tests.text.cost import cheap, lean

FLAGS = Path(__file__).parents[3] / "config" / "flags"


@pytest.fixture(scope="module")
def book() -> FlagBook:
    return load_book(FLAGS)


def kinds(book: FlagBook, text: str, lang: str = "en") -> list[str]:
    return [flag.kind.value for flag in find_flags(text, lang, book)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The figures have not been independently verified.", ["explicit"]),
        ("The Ledger could not immediately confirm the report.", ["explicit"]),
        ("Whether it is faster remains to be seen once it is released.", ["explicit"]),
        ("According to an internal memo, Guava leads.", ["attributed"]),
        ("People familiar with the matter put the price at 3 million.", ["attributed"]),
        ("The firm says Guava leads.", ["attributed"]),
        ("Its self-reported benchmarks put it first.", ["attributed"]),
        ("Guava reportedly leads and may be cheaper.", ["hedged", "hedged"]),
        ("Guava is said to lead.", ["hedged"]),
        ("Guava is expected to appear in May.", ["hedged"]),
        ("Investors fear that the chain may buy Guava.", ["hedged"]),
        ("The bill would cost billions and may hit the poor.", ["hedged"]),
        ("Any delay could cost the yard its order, and the port may close.", ["hedged", "hedged"]),
        ("The cells may have swollen in the heat.", ["hedged"]),
        ("Guava is feared to have failed.", ["hedged"]),
        ("Guava failed, a senior defence official said.", ["attributed"]),
        ("The militia's spokesman, Abdar Quell, told reporters that Guava failed.", ["attributed"]),
        ("One aide, who would not be quoted by name, calls Guava slow.", ["attributed"]),
        ("Leaked slides put Guava ahead, but this could not be verified.", ["attributed", "explicit"]),
        ("The chipmaker Tarn has a new part. Tarn says it leads.", ["attributed"]),
        ("Tarn, a start-up behind Guava, is new. According to Tarn, Guava leads.", ["attributed"]),
        ("Ostrel-based Tarn on Tuesday unveiled its Guava. Tarn says Guava leads.", ["attributed"]),
        ("Shares in Tarn rose. Tarn insists that Guava leads.", ["attributed"]),
        ("According to Verrin Health, Guava leads.", ["attributed"]),
        ("Lena Tarn is a nurse. Tarn says Guava leads.", []),
        ("Guava leads Tarn, the company's rival. Petra says it is sunny.", []),
        ("The results have been independently verified.", []),
        ("Guava was released in May.", []),
    ],
)
def test_the_kinds(book: FlagBook, text: str, expected: list[str]) -> None:
    assert kinds(book, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Has this been independently verified? Could it not be confirmed?",  # questions
        "The report is no longer unverified.",  # negation
        "The claim, unverified for years, was later confirmed by two courts.",  # over
        "The reports could not be verified at first but have since been confirmed.",
        "If the figures cannot be verified, the grant lapses.",  # a rule
        "Patients may take the tablets with food.",  # permissions
        "Customers whose claims are turned down may appeal to the ombudsman.",
        "The rule would ban boilers and could be amended by either chamber.",
        "The bank may levy a fee on late payments.",  # rules laid down
        "Under the truce, civilians may cross at two checkpoints.",
        "Ageing lithium cells may swell, and a punctured one can catch fire.",  # what is so in general
        "The company said it would appeal against the ruling.",  # a firm's own acts and plans
        "The bank reported a quarterly profit of 1.2 billion.",
        "The union said flights would resume at noon.",
        "The trial is expected to last six weeks.",  # plans with a date or a length
        "Temperatures could reach 34 degrees, forecasters said.",  # the weather
        "Unconfirmed sightings are not accepted for the register.",
        "Her new play, Allegedly Yours, opens in March.",  # a title
        "Remains to Be Seen, a comedy about two undertakers, opened to a full house.",
        "The album Unconfirmed Reports won a prize.",
        "Sources Say, at the Tannery until July, is a comedy about a newspaper.",
        "Either side may withdraw, and must say so in writing.",  # what a rule grants or speaks of
        "Doctors must report every suspected case within a day.",
        "The tooth was long thought to be that of a buffalo. A scan settled it.",
        "For most of that century the source of the river was unknown to map-makers.",
        "A place on the course is not confirmed until the fee has been paid.",  # rules of procedure
        "Signatures do not have to be independently verified, section 14 of the act lays down.",
        "A sample that cannot be confirmed on the first run is tested again the same day.",
        "The Senate has still not confirmed Owen Pallister, the nominee.",  # a person, not a claim
        "For weeks nobody could verify the film. That ended on Monday, when experts matched it.",  # settled since
        "His papers could not be verified. A match with a niece in 2019 settled the question.",
        "The judges held that there was no evidence that he had been there.",  # what was found is no doubt
        "She spent three days in the ruins and found no evidence of arson.",
        'The label "unverified" was removed.',  # words that are only mentioned
        'On the map a "suspected hazardous area" is drawn in orange.',
        'On "Sources Say" the singer mocks gossip columnists.',
        "The word \u201callegedly\u201d appears 14 times.",
        "\u201cI may have left the oven on,\u201d she joked.",  # a speaker's own hedge
        "We could not verify your account.",  # not about a claim
        "The server rejects files whose checksum cannot be verified.",
        "The meeting is in May.",
        "You may bring a dog.",
        "The bombing claimed the lives of 11 people.",
    ],
)
def test_what_only_looks_like_a_flag(book: FlagBook, text: str) -> None:
    assert kinds(book, text) == []


def test_a_headline_in_capitals_is_no_title(book: FlagBook) -> None:
    assert "explicit" in kinds(book, "Was It Stolen In Brack? Unconfirmed Rumors Are Swirling, Police Say")


def test_an_explicit_flag_counts_from_any_mouth(book: FlagBook) -> None:
    assert kinds(book, "\u201cNone of these figures have been verified,\u201d an analyst said.") == ["explicit"]


def test_a_quoted_scrap_of_a_flag_is_one(book: FlagBook) -> None:
    assert kinds(book, "The agency said it \u201ccould not independently verify\u201d the footage.") == ["explicit"]


def test_a_weak_phrase_counts_only_near_what_is_said_on_somebodys_word(book: FlagBook) -> None:
    weak = "We have not had sight of the annex."
    assert kinds(book, weak) == []
    assert kinds(book, f"A diplomat mentions an annex, according to rumours. {weak}")[-1] == "explicit"
    assert "explicit" not in kinds(book, f"According to rumours there is an annex. {'It rained. ' * 60}{weak}")


def test_a_plain_flag_leaves_no_room_for_weak_ones_in_its_sentence(book: FlagBook) -> None:
    text = "Orrin claims a record. There were no timekeepers on the track, and the time could not be verified."
    assert [flag.text for flag in find_flags(text, "en", book) if flag.kind is FlagKind.EXPLICIT] == [
        "could not be verified"
    ]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("de", "Die Angaben konnten zunächst nicht unabhängig bestätigt werden.", ["explicit"]),
        ("de", "Das Ergebnis wurde inzwischen von drei Gruppen unabhängig bestätigt.", []),
        ("es", "La afirmación no ha podido ser verificada de forma independiente.", ["explicit"]),
        ("fr", "Cette affirmation n'a pas pu être vérifiée de manière indépendante.", ["explicit"]),
        ("zh", "这一说法无法得到独立核实。", ["explicit"]),
        ("", "这一说法无法得到独立核实。", ["explicit"]),
        ("", "Die Angaben der Firma konnten von der Zeitung nicht überprüft werden.", ["explicit"]),
        ("nl", "Dit kon niet worden bevestigd. The claim is unverified.", []),
    ],
)
def test_the_language_chooses_the_phrases(book: FlagBook, lang: str, text: str, expected: list[str]) -> None:
    assert kinds(book, text, lang) == expected


def test_every_language_of_the_project_has_all_three_kinds(book: FlagBook) -> None:
    assert set(book.languages) == {"de", "en", "es", "fr", "zh"}
    for source in book.sources:
        assert {phrase.kind for phrase in source.phrases} == set(FlagKind)


def test_offsets_point_into_the_text(book: FlagBook) -> None:
    text = "😀 Überraschung!\nThe claim has not been verified. 😀 It is reportedly false."
    flags = find_flags(text, "en", book)
    assert (
        [text[flag.start : flag.end] for flag in flags]
        == [flag.text for flag in flags]
        == ["has not been verified", "reportedly"]
    )


def test_a_book_survives_pickling_and_stays_small(book: FlagBook) -> None:
    find_flags("It is unverified.", "en", book)
    packed = pickle.dumps(book)
    assert len(packed) < 300_000  # a worker gets it once, when it starts
    again: FlagBook = pickle.loads(packed)
    assert again == book
    assert kinds(again, "It is unverified.") == ["explicit"]


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["en", "de", "zh", "", "xx"]))
def test_any_text_gives_flags_in_order_without_overlap(text: str, lang: str) -> None:
    book = load_book_once()
    last = 0
    for flag in find_flags(text, lang, book):
        assert text[flag.start : flag.end] == flag.text
        assert last <= flag.start < flag.end
        last = flag.end


_LOADED: list[FlagBook] = []


def load_book_once() -> FlagBook:
    """The book for tests that hypothesis calls many times, which may use no fixture of function scope."""
    if not _LOADED:
        _LOADED.append(load_book(FLAGS))
    return _LOADED[0]


HOSTILE = {
    "one word": "may " * 250_000,
    "flags": "Unverified. " * 80_000,
    "nearly a flag": "not yet been independently " * 37_000,
    "nearly a weak flag": "said not yet been independently " * 32_000,
    "names": "Ab of " * 160_000,
    "firms": "Labs " * 200_000,
    "nearly a firm": "Aa Bb Cc company, the firm " * 37_000,
    "open quotations": "\u201ca " * 330_000,
    "quotations": '"a" ' * 250_000,
    "brackets": "(" * 1_000_000,
    "no end": "said that " * 100_000,
    "right to left": "لم يتم التحقق من صحة الادعاء. " * 33_000,
    "emoji": "😀 The firm says it 😀 wins. " * 35_000,
    "homoglyphs": "The clаim has nоt been verified. " * 30_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_cheap(book: FlagBook, name: str) -> None:
    text = HOSTILE[name][:1_000_000]
    cheap(lambda: find_flags(text, "en", book))


def test_many_flags_stay_in_memory(book: FlagBook) -> None:
    text = HOSTILE["flags"][:150_000]
    assert len(lean(lambda: find_flags(text, "en", book))) > 10_000
