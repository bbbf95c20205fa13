from __future__ import annotations

import csv
import gzip
import io
import random
from pathlib import Path

import pytest

from bot.text.train.data import Example, headline_pairs, load
from bot.text.train.figures import calibration_error, f1, figures, weighted_fnc


def write(path: Path, rows: list[dict[str, str]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    raw = text.getvalue().encode()
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)


def emergent_row(article: str, stance: str, split: str, leak: str = "0") -> dict[str, str]:
    return {
        "claim_id": "c" + article,
        "article_id": article,
        "claim": "Guava fired its chief",
        "headline": f"Headline {article}",
        "stance": stance,
        "split": split,
        "fnc_test_claim": leak,
    }


def fnc_row(headline: str, stance: str, split: str, leak: str = "0") -> dict[str, str]:
    return {
        "headline": headline,
        "body_id": "1",
        "stance": stance,
        "h_topic": headline,
        "split": split,
        "emergent_test_topic": leak,
    }


def revision(case: str, stance: str, split: str, page: str) -> dict[str, str]:
    return {"case_id": case, "claim": "A claim", "evidence": "A text.", "stance": stance, "split": split, "page": page}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write(
        tmp_path / "emergent_train.csv",
        [
            emergent_row("1", "for", "train"),
            emergent_row("2", "against", "dev"),
            emergent_row("3", "observing", "train", leak="1"),
        ],
    )
    votes = [{"article_id": "1", "stance": stance} for stance in ("for", "for", "for", "against")]
    write(tmp_path / "emergent_train_crowd.csv.gz", votes)
    write(tmp_path / "fnc1_train_bodies.csv.gz", [{"body_id": "1", "body": "A body."}])
    write(
        tmp_path / "fnc1_train_stances.csv.gz",
        [
            fnc_row("a", "agree", "train"),
            fnc_row("b", "disagree", "dev"),
            fnc_row("c", "unrelated", "cross"),
            fnc_row("d", "discuss", "train", leak="1"),
        ],
    )
    write(
        tmp_path / "vitaminc_revisions.csv.gz",
        [revision("1", "supports", "train", "P"), revision("2", "unverified", "dev", "Q")],
    )
    write(
        tmp_path / "vitaminc_synthetic.csv.gz",
        [revision("3", "refutes", "", "R"), revision("4", "refutes", "", "Q")],
    )
    return tmp_path


def test_leaks_are_left_out(data: Path) -> None:
    train, dev = load(data)
    assert [(one.domain, one.label) for one in train] == [
        ("emergent", 0),
        ("fnc", 0),
        ("vitaminc", 0),
        ("synthetic", 1),
    ]
    assert [(one.domain, one.label) for one in dev] == [("emergent", 1), ("fnc", 1), ("vitaminc", 2)]
    assert not {one.group for one in train} & {one.group for one in dev}


def test_the_crowd_softens_a_label(data: Path) -> None:
    train, _ = load(data)
    assert train[0].soft == pytest.approx((0.7 + 0.3 * 0.75, 0.3 * 0.25, 0, 0))
    assert train[1].soft == (1, 0, 0, 0)


def test_headlines_meet_others_of_their_topic(data: Path) -> None:
    def headline(claim: str, text: str, domain: str, topic: str) -> Example:
        return Example(claim, text, 0, (1, 0, 0, 0), domain, "train", topic)

    train = [
        headline("Guava fired its chief", "Chief of Guava out", "emergent", "e1"),
        headline("Guava fired its chief", "Guava parts with its chief", "emergent", "e1"),
        headline("Fig buys Plum", "A long article on Fig and Plum.", "fnc", "f1"),
        headline("Plum is sold to Fig", "A long article on Fig and Plum.", "fnc", "f1"),
        headline("Papaya won", "Papaya lost.", "vitaminc", "v1"),
    ]
    found = headline_pairs(train, 2, random.Random(0))
    topics = [
        {"Guava fired its chief", "Chief of Guava out", "Guava parts with its chief"},
        {"Fig buys Plum", "Plum is sold to Fig"},
    ]
    assert found == headline_pairs(train, 2, random.Random(0))
    assert all(any({one.claim, one.text} <= topic for topic in topics) for one in found)
    assert all(one.claim != one.text for one in found)
    assert {one.claim for one in found} >= topics[1]


def row(domain: str, label: int, pair: str = "") -> Example:
    return Example("claim", "text", label, (0, 0, 0, 0), domain, "dev", "group", pair)


def test_the_challenge_counts_a_quarter_for_relatedness() -> None:
    assert weighted_fnc([0, 3], [0, 3]) == 1
    assert weighted_fnc([0, 3], [2, 3]) == pytest.approx((0.25 + 0.25) / 1.25)
    assert weighted_fnc([0, 3], [3, 0]) == 0
    related, unrelated = 1903 + 697 + 4464, 18349
    found = weighted_fnc([0, 1, 2, 3], [0, 1, 2, 0], as_challenged=True)
    assert found == pytest.approx(related / (related + unrelated / 4))
    assert weighted_fnc([], [], as_challenged=True) == 0


def test_not_saying_is_one_answer_where_labels_know_no_unrelated() -> None:
    found = figures([row("vitaminc", 2), row("emergent", 2)], [3, 3])
    assert found["vitaminc accuracy"] == found["emergent accuracy"] == 1


def test_both_versions_must_be_right() -> None:
    rows = [row("vitaminc", 0, "p"), row("vitaminc", 1, "p"), row("vitaminc", 0, "q"), row("vitaminc", 1, "q")]
    assert figures(rows, [0, 1, 0, 0])["vitaminc both right"] == 0.5


def test_f1_is_the_harmonic_mean() -> None:
    assert f1([1, 1, 0], [1, 0, 1], 1) == pytest.approx(0.5)
    assert f1([0], [0], 1) == 0


def test_calibration_error_is_the_gap_between_trust_and_truth() -> None:
    sure_and_right = [[0.95, 0.05, 0.0, 0.0]] * 4
    assert calibration_error(sure_and_right, [0, 0, 0, 0]) == pytest.approx(0.05)
    assert calibration_error(sure_and_right, [1, 1, 1, 1]) == pytest.approx(0.95)
