from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text.flags.phrases import PhraseError, compile_phrase
from tests.text.cost import cheap


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("not verified", "It is NOT\u00a0verified."),
        ("self-reported score", "a self reported score"),
        ("can't say", "we can\u2019t say"),
        ("(has|have) not (yet|) been", "they have not been"),
        ("(has|have) not (yet|) been", "it has not yet been"),
        ("verif*", "verification"),
        ("(was|is) *ly known", "is widely known"),
        ("not * verified", "not independently verified"),
        ("not … verified", "not verified"),
        ("not ... verified", "not in any sense of it verified"),
        ("seen by <Name>", "seen by The Evening Herald on Monday"),
        ("(firm|lab)'s own", "the lab\u2019s own"),
        ("((has|had) (not|never)|cannot)", "it had never"),
        ("a.b (", ""),
    ],
)
def test_a_phrase_matches_what_it_says(phrase: str, text: str) -> None:
    if not text:
        with pytest.raises(PhraseError):
            compile_phrase(phrase)
        return
    assert compile_phrase(phrase).pattern.search(text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("not verified", "not yet verified"),
        ("leak", "leaked"),
        ("reported", "self-reported"),
        ("not … verified", "not so. It was verified"),
        ("not … verified", "not one two three four five six verified"),
        ("seen by <Name>", "seen by everybody"),
        ("(has|have) not", "hast not"),
        ("a.c", "abc"),
    ],
)
def test_a_phrase_matches_nothing_else(phrase: str, text: str) -> None:
    assert not compile_phrase(phrase).pattern.search(text)


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("", "at least one word"),
        ("(has|have not", r'a "\)" for every'),
        ("has) not", r'no "\)" without'),
        ("has|have", "only inside brackets"),
        ("… verified", "before and after every gap"),
        ("not …", "before and after every gap"),
        ("(not|)", "to start with"),
        ("<Name> said", "to start with"),
        ("* said", "to start with"),
        ("()", "inside the brackets"),
        ("a*", "two letters"),
        ("ve*ri*", 'one "\\*"'),
        ("a … b … c … d … e", "at most 3 gaps"),
        ("x" * 2000, "characters"),
        ("(((((((a)))))))", "deep"),
        ("a <b> c", "<Name>"),
        ("<Firm> sued <Firm>", "at most one"),
    ],
)
def test_a_malformed_phrase_is_told_what_was_expected(phrase: str, said: str) -> None:
    with pytest.raises(PhraseError, match=said):
        compile_phrase(phrase)


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("never {far} {far} {far} {far} verified", "at most 3 gaps"),
        ("((((a {deep}))))", "deep"),
        ("never {other} verified", "one of the lists"),
        ("{maker} said", 'no "<Firm>" in a list'),
        ("never {far verified", '"{name}" for a list'),
    ],
)
def test_a_named_list_is_bound_as_if_it_were_written_out(phrase: str, said: str) -> None:
    with pytest.raises(PhraseError, match=said):
        compile_phrase(
            phrase, words={"far": ("by … side", "near"), "deep": ("(b|c)", "d"), "maker": ("<Firm>", "the firm")}
        )


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab (|)*….<>N'-ame\\[]+?{}^$", max_size=40))
def test_any_text_compiles_or_is_refused(phrase: str) -> None:
    try:
        pattern = compile_phrase(phrase).pattern
    except PhraseError:
        return
    pattern.search("ab (a|b) aa* a… <Name> " * 20)


@pytest.mark.parametrize(
    "text", ["a " * 2000, "not " * 1000, "not a " * 800, "A" * 4000, "Aa Bb " * 700, "not" + " a" * 2000]
)
def test_no_phrase_runs_away(text: str) -> None:
    worst = compile_phrase("not … (a|b|a b|(a|) b) … (*ly|) (a|) … verified by <Name>").pattern
    cheap(lambda: [worst.match(text, start) for start in range(0, len(text), 3)])
