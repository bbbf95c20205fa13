from __future__ import annotations

import pytest

from bot.domain.finding import FindingKind
from bot.text.changes.notices import about_all, notice_kind
from bot.text.origins import evidence

CORRECTIONS = [
    "Correction: An earlier version of this article gave the wrong number.",
    "Editor's note: the figures have been disputed since.",
    "CORRECTION, 9 October - The number was wrong.",
    "This article has been corrected to say that nine tests were won.",
    "This story was amended on 3 May.",
    "An earlier version of this report misstated the result.",
    "We regret the error.",
    "Clarification: the offer is in shares.",
    "Update: The firm has since published its data.",
    "Korrektur: In einer früheren Fassung hieß es, zwölf.",
    "Dieser Artikel wurde nachträglich korrigiert.",
    "Una versión anterior decía doce.",
    "Cet article a été corrigé le 3 mai.",
    "更正:此前版本有误。",
    "Editor's note: The Orchard Wire has withdrawn its report.",
]
RETRACTIONS = [
    "This article has been retracted.",
    "This story has since been withdrawn.",
    "We have taken back our report on the memo.",
    "The Daily Fig no longer stands by this story.",
    "Retraction: the memo was a forgery.",
    "Orchard Labs has withdrawn its statement about the benchmarks.",
    "The study was retracted by the journal.",
    "Dieser Artikel wurde zurückgezogen.",
    "Cet article a été retiré.",
    "本文已撤回。",
]
NEITHER = [
    "The memo says that Guava beats its rivals.",
    "The firm will correct the error in the next release.",
    "The forces were withdrawn from the bridge.",
    "Prices have been corrected by the market.",
    "The mayor asked the newspaper to retract the article.",
    "Orchard Labs refused to withdraw its statement.",
    "The editor noted that prices rose.",
    "The company took back 4,000 cars.",
    "Critics say the study should be retracted.",
    "The update brings faster answers.",
]


@pytest.mark.parametrize("sentence", CORRECTIONS)
def test_corrections_are_recognised(sentence: str) -> None:
    assert notice_kind(sentence) is FindingKind.CORRECTION


@pytest.mark.parametrize("sentence", RETRACTIONS)
def test_retractions_are_recognised(sentence: str) -> None:
    assert notice_kind(sentence) is FindingKind.RETRACTION


@pytest.mark.parametrize("sentence", NEITHER)
def test_news_is_no_notice(sentence: str) -> None:
    assert notice_kind(sentence) is None


def test_a_notice_may_speak_of_the_whole_article() -> None:
    assert about_all("This article has been retracted.")
    assert not about_all("Correction: the name of the mayor was misspelled.")


EVIDENCE = [
    ("An independent test by the Cedar Institute found that Guava trails its rivals.", "Cedar Institute"),
    ("Researchers at the University of Plum measured 61 per cent.", "University of Plum"),
    ("We tested Guava on 14 benchmarks.", "own"),
    ("Our reporters counted 300 people.", "own"),
    ("Cedar Institute could not reproduce the result.", "Cedar Institute"),
    ("Guava was tested by Fig Labs and scored 41.", "Fig Labs"),
    ("Tracking data published by Shipwatch show 33 knots.", "Shipwatch"),
    ("A team from the University of Moor dated the ash.", "University of Moor"),
    ("Ein unabhängiger Test ergab, dass Guava zurückliegt.", ""),
    ("Une étude indépendante a révélé un autre âge.", ""),
    ("独立测试显示,该模型落后。", ""),
]
NO_EVIDENCE = [
    "No independent test has confirmed the figures.",
    "It cannot be verified until an independent evaluation is published.",
    "The firm's internal tests showed that Guava beats its rivals.",
    "The Cedar Institute plans to run an independent test that shows more.",
    "Analysts at Birch Research warned against reading too much into it.",
    '"We tested it ourselves," the chief executive said.',
    "Researchers at the university welcomed the news.",
    "The independent shop sells tests.",
    "The results have not been independently reproduced.",
]


@pytest.mark.parametrize(("sentence", "who"), EVIDENCE)
def test_evidence_is_recognised_with_its_tester(sentence: str, who: str) -> None:
    assert evidence.brings_evidence(sentence)
    assert evidence.tester(sentence) == who


@pytest.mark.parametrize("sentence", NO_EVIDENCE)
def test_what_is_no_evidence(sentence: str) -> None:
    assert not evidence.brings_evidence(sentence)
