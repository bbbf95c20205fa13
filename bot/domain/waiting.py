"""What was found at the first sight of a change: the same text, asked the same, says the same at the second look."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.analysis import Analysis, Task

_MOST = 8_000_000  # characters of text in all; a page has about ten thousand


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked, the hash of the bytes, and what was answered."""

    asked: Task
    body_hash: str
    analysis: Analysis

    @property
    def size(self) -> int:
        """The characters of text that it holds."""
        return len(self.analysis.document.text) + len(self.asked.baseline or "")


class Waiting:
    """Answers kept in memory until the second look, at most one for each source; the oldest make room.

    What is not here any more (after a restart, say) is judged as if it were new.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._answers: dict[int, Answer] = {}
        self._size = 0

    def keep(self, task: Task, body_hash: str, analysis: Analysis) -> None:
        """Keep the answer to `task` for the source's next look."""
        self._drop(task.source_id)
        answer = Answer(_questions(task), body_hash, analysis)
        self._answers[task.source_id] = answer
        self._size += answer.size
        while self._size > self._most:
            self._drop(next(iter(self._answers)))

    def recall(self, task: Task) -> Answer | None:
        """Return, once, what was answered to the same questions about the same bytes or others."""
        answer = self._drop(task.source_id)
        return answer if answer is not None and answer.asked == _questions(task) else None

    def _drop(self, source_id: int) -> Answer | None:
        answer = self._answers.pop(source_id, None)
        self._size -= answer.size if answer else 0
        return answer


def _questions(task: Task) -> Task:
    return replace(task, body=b"", known=None)
