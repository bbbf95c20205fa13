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


def known(kept: Waiting, task: Task = TASK) -> bool:
    answer = kept.recall(task)
    return answer is not None and answer.analysis is ANSWER


def test_it_says_of_which_bytes_it_holds() -> None:
    answer = waiting().recall(replace(TASK, body=b"<p>Other bytes.</p>"))
    assert answer is not None
    assert (answer.body_hash, answer.analysis) == ("hash", ANSWER)


def test_it_holds_for_the_same_questions_alone() -> None:
    for other in (
        replace(TASK, baseline="Older."),
        replace(TASK, claims=(*TASK.claims, ClaimView(2, "H"))),
        replace(TASK, seen=frozenset({"rating"})),
        replace(TASK, source_id=8),
    ):
        assert not known(waiting(), other)


def test_an_answer_is_handed_out_once() -> None:
    kept = waiting()
    assert [known(kept), known(kept)] == [True, False]


def test_the_oldest_answers_make_room() -> None:
    kept = waiting(most=120)
    for source_id in (8, 9):
        kept.keep(replace(TASK, source_id=source_id), "hash", ANSWER)
    assert [n for n in (7, 8, 9) if known(kept, replace(TASK, source_id=n))] == [8, 9]


def test_one_that_is_larger_than_all_the_room_is_not_kept() -> None:
    assert not known(waiting(most=10))


def test_what_was_handed_out_leaves_its_room() -> None:
    kept = waiting(most=120)
    for _ in range(5):
        kept.keep(TASK, "hash", ANSWER)
        assert known(kept)
    kept.keep(TASK, "hash", ANSWER)
    kept.keep(replace(TASK, source_id=8), "hash", ANSWER)
    assert known(kept)
