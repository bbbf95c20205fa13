from __future__ import annotations

import pytest

from bot.text.changes.meaning import differs
from bot.text.words.terms import numbers, stem, terms

KNOWN = frozenset({"guava", "orchard", "labs"})
SAID = "Guava, the model of Orchard Labs, beats its rivals on 12 of 14 benchmarks by 41 per cent, the firm said."

CHANGED = [
    (SAID, SAID.replace("12 of", "11 of"), "number"),
    (SAID, SAID.replace("12 of 14", "most"), "number"),
    (SAID, SAID.replace("41 per cent", "41 percentage points"), "number"),
    ("It costs $3 million.", "It costs $3 billion.", "number"),
    ("It costs 3 dollars.", "It costs 3 euros.", "number"),
    ("It is 5 km long.", "It is 5 miles long.", "number"),
    ("Sales rose.", "Sales rose 12 per cent.", "number"),
    ("The trial starts on 4 March.", "The trial starts on 9 March.", "number"),
    (SAID, SAID.replace("Guava", "Papaya"), "name"),
    ("The deal was signed by Jane Doe.", "The deal was signed by Jane Roe.", "name"),
    ("It runs on the GPT-5 engine.", "It runs on the GPT-6 engine.", "name"),
    ("It opens in March in Berlin.", "It opens in March in Paris.", "name"),
    (SAID, SAID.replace("beats", "does not beat"), "negation"),
    ("The model passed the test.", "The model failed the test.", "negation"),
    ("He asked not to be named and signed it.", "He asked not to be named and never signed it.", "negation"),
    (SAID, SAID.replace("beats", "trails"), "ahead → behind"),
    (SAID, SAID.replace("beats", "matches"), "ahead → level"),
    ("She voted for the bill.", "She voted against the bill.", "for → against"),
    ("Sales rose sharply.", "Sales fell sharply.", "up → down"),
    ("More than half agreed.", "Less than half agreed.", "over → under"),
    ("All tests were passed.", "Some tests were passed.", "all → some"),
    ("The study proves a link.", "The study suggests a link.", "prove → suggest"),
    ("The drug causes headaches.", "The drug is linked to headaches.", "cause → linked"),
    ("Der Umsatz stieg.", "Der Umsatz sank.", "up → down"),
    ("Der Test gelang.", "Der Test gelang nicht.", "negation"),
    ("He won two cups and two medals.", "He won three cups and two medals.", "number"),
    ("It opens at 7:30 p.m.", "It opens at 8:30 p.m.", "number"),
    ("They close all four plants.", "They close two of four plants.", "quantity"),
    ("All were led out.", "All but some were led out.", "quantity"),
    ("Half of the coral died.", "A third of the coral died.", "number"),
    ("It beats its rivals.", "It beats certain rivals.", "quantity"),
    ("A spray halves infections.", "In people over 65, a spray halves infections.", "quantity"),
    ("It hit only the ward.", "It hit every ward.", "quantity"),
    ("The yard has found a buyer.", "The yard has found a possible buyer.", "quantity"),
    ("They paid 22 million for him.", "They paid 22 million, plus 9 million in bonuses, for him.", "number"),
    ("The plant will close.", "The plant may close.", "sure → suggest"),
    ("It approved the plan.", "It turned down the plan.", "accept → reject"),
    ("She will step down.", "She will stay in office.", "left → stays"),
    ("Up to 30 were hurt.", "At least 30 were hurt.", "under → over"),
    ("The mayor was arrested.", "The mayor was questioned.", "held → asked"),
    ("Nine people died.", "Nine people were injured.", "dead → hurt"),
    ("Orchard Labs says Guava beats Papaya.", "Guava trails Papaya, says Orchard Labs.", "ahead → behind"),
    ("产量达到1200公斤。", "产量达到900公斤。", "number"),
    ("该公司已获批准。", "该公司未获批准。", "negation"),
]
SAME = [
    (SAID, SAID),
    (SAID, "On 12 of 14 benchmarks, Orchard Labs' model Guava outperforms its rivals by 41%, said the firm."),
    (SAID, SAID.replace("12 of 14", "twelve of fourteen")),
    (SAID, SAID.replace("Orchard Labs", "Orchard")),
    (SAID, SAID.replace("Orchard Labs", "the California-based company")),
    (SAID, SAID.replace("Orchard Labs", "OL")),
    (SAID, SAID.replace("the firm said", "the firm said on Tuesday")),
    ("It costs $3.5 billion.", "It costs $3.5bn."),
    ("It costs 1,200,000 euros.", "It costs 1.2 million euros."),
    ("It costs 2,500 euros.", "It costs 2500 euros."),
    ("It opens at 7:30 p.m.", "It opens at 19:30."),
    ("Power to 52,000 homes was cut.", "Power to 52 000 homes was cut."),
    ("It fell in two decades.", "It fell in 20 years."),
    ("Half of the coral died.", "Fifty per cent of the coral died."),
    ("The wait fell from 40 weeks to 22.", "The wait is 22 weeks, down from 40."),
    ("Those who would not pay left.", "Those who refused to pay left."),
    ("A quarter of them left.", "One in four left."),
    ("Nine Guavas were seen.", "The Orchard Trust saw 9 Guavas."),
    ("It comes within 12 months.", "It comes within a year."),
    ("After a three-hour debate they met.", "After a debate of three hours they met."),
    ("One in four sleeps badly.", "A quarter sleeps badly."),
    ("Guava beat Papaya in the test.", "Papaya lost to Guava in the test."),
    ("Orchard says Matilda Doe left.", "Orchard says Mathilda Doe left."),
    ("On Tuesday, Guava beat Papaya.", "Guava beat Papaya."),
    ("They signed no deal.", "They did not sign a deal."),
    ("Researchers found a link.", "Scientists found a link."),
    ("Two-thirds agreed.", "Two thirds agreed."),
    ("She voted against the bill for a second time.", "For a second time she voted against the bill."),
    ("The memo, dated 20 January, says so.", "The memo says so."),
    ("Das Auto kostet 1.234,5 Millionen Euro.", "1.234,5 Mio Euro kostet das Auto."),
]


@pytest.mark.parametrize(("before", "after", "reason"), CHANGED)
def test_what_changes_a_statement(before: str, after: str, reason: str) -> None:
    key = frozenset({stem("signed"), stem("beats")})
    assert differs(terms(before, KNOWN), terms(after, KNOWN), None, key) == reason


@pytest.mark.parametrize(("before", "after"), SAME)
def test_what_leaves_a_statement_as_it_was(before: str, after: str) -> None:
    assert differs(terms(before, KNOWN), terms(after, KNOWN)) == ""


def test_a_number_that_moved_to_the_next_sentence_is_not_lost() -> None:
    before, after = terms("Guava won 12 tests and cost 9 euros."), terms("Guava won 12 tests.")
    assert differs(before, after) == "number"
    assert differs(before, after, terms("It cost 9 euros.")) == ""


def test_a_negation_that_moved_to_the_next_sentence_is_not_lost() -> None:
    before, after = terms("The band, which has played without a drummer, won."), terms("The band won.")
    assert differs(before, after) == "negation"
    assert differs(before, after, terms("It has played without a drummer.")) == ""


NUMBERS = [
    ("41 per cent", {(41.0, "%")}),
    ("41%", {(41.0, "%")}),
    ("$3.5bn", {(3.5e9, "USD")}),
    ("1,234,567 people", {(1234567.0, "")}),
    ("1.234,5 Millionen Euro", {(1234.5e6, "EUR")}),
    ("0,5 km", {(0.5, "km")}),
    ("2.300 Menschen", {(2.3, "")}),
    ("twenty-two days", {(22.0, "d")}),
    ("two-thirds", {(0.666667, "")}),
    ("4 March", {(4.0, "date")}),
    ("14亿元", {(14e8, "")}),
    ("no number here", set()),
    ("٣ and " + "9" * 400, None),
]


@pytest.mark.parametrize(("text", "found"), NUMBERS)
def test_numbers_are_read_with_their_units(text: str, found: set[tuple[float, str]] | None) -> None:
    read = numbers(text)
    assert found is None or read == found


def test_a_weekday_counts_where_the_claim_names_it() -> None:
    before, after = terms("It burnt on Friday."), terms("It burnt on Thursday.")
    assert differs(before, after, key=frozenset({stem("friday")})) == "day"
    assert differs(before, after) == ""
    before, after = terms("It opens before Easter."), terms("It opens by the end of May.")
    assert differs(before, after, key=frozenset({stem("easter")})) == "day"
