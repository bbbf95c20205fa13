"""What is kept for a second look, and for how long."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.analysis import Analysis, ClaimView, Document, Task
from bot.domain.reading import Media
from bot.domain.waiting import Waiting

TASK = Task(
    7, "https://gazette.example/guava", Media.HTML, b"<p>New.</p>", baseline="Old.", claims=(ClaimView(1, "G"),)
)
ANSWER = Analysis(Document(TASK.url, "", "x" * 50), "f")


def waiting(most: int = 1000) -> Waiting:
    kept = Waiting(most)
    kept.keep(TASK, "hash", ANSWER)
    return kept


def test_an_answer_is_handed_out_once() -> None:
    kept = waiting()
    assert [kept.take(TASK, "hash"), kept.take(TASK, "hash")] == [ANSWER, None]


def test_it_holds_for_the_same_bytes_and_the_same_questions_alone() -> None:
    assert waiting().take(TASK, "other") is None
    assert waiting().take(replace(TASK, baseline="Older."), "hash") is None
    assert waiting().take(replace(TASK, claims=(*TASK.claims, ClaimView(2, "H"))), "hash") is None
    assert waiting().take(replace(TASK, source_id=8), "hash") is None


def test_the_oldest_answers_make_room() -> None:
    kept = waiting(most=120)
    for source_id in (8, 9):
        kept.keep(replace(TASK, source_id=source_id), "hash", ANSWER)
    held = [source_id for source_id in (7, 8, 9) if kept.take(replace(TASK, source_id=source_id), "hash")]
    assert held == [8, 9]


def test_one_that_is_larger_than_all_the_room_is_not_kept() -> None:
    assert waiting(most=10).take(TASK, "hash") is None


def test_what_was_handed_out_leaves_its_room() -> None:
    kept = waiting(most=120)
    for _ in range(5):
        kept.keep(TASK, "hash", ANSWER)
        assert kept.take(TASK, "hash") is ANSWER
    kept.keep(TASK, "hash", ANSWER)
    kept.keep(replace(TASK, source_id=8), "hash", ANSWER)
    assert kept.take(TASK, "hash") is ANSWER
