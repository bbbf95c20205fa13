"""What was found where a change waits for its second look: the same bytes, asked the same, say the same there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.analysis import Analysis, Task

_MOST = 8_000_000  # characters of text in all; a page has about ten thousand


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was asked, without its bytes, the hash of these, and what was answered."""

    task: Task
    body_hash: str
    analysis: Analysis

    @property
    def size(self) -> int:
        return len(self.analysis.document.text) + len(self.task.baseline or "")


class Waiting:
    """Answers kept in memory until the second look, at most one for each source; the oldest make room.

    What is not here any more (after a restart, say) is simply judged again.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._answers: dict[int, _Answer] = {}
        self._size = 0

    def keep(self, task: Task, body_hash: str, analysis: Analysis) -> None:
        """Keep the answer to `task` for the source's next look."""
        self._drop(task.source_id)
        answer = _Answer(replace(task, body=b""), body_hash, analysis)
        self._answers[task.source_id] = answer
        self._size += answer.size
        while self._size > self._most:
            self._drop(next(iter(self._answers)))

    def take(self, task: Task, body_hash: str) -> Analysis | None:
        """Hand out what was answered to this task over the same bytes, None where either was another."""
        answer = self._drop(task.source_id)
        if answer is None or body_hash != answer.body_hash or replace(task, body=b"") != answer.task:
            return None
        return answer.analysis

    def _drop(self, source_id: int) -> _Answer | None:
        answer = self._answers.pop(source_id, None)
        self._size -= answer.size if answer else 0
        return answer
