"""What a worker process can be asked, by name: who asks need not import what answers.

The libraries that read pages, split sentences and judge stances live in the workers alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Generic, TypeVar

from bot.domain.analysis import Analysis, Task
from bot.domain.scanned import Scanned, ScanTask

A = TypeVar("A")
T = TypeVar("T")

WARM = "bot.text.work.warm"  # what the forkserver imports, so that workers need not
_ANSWERS = "bot.text.work.worker"


@dataclass(frozen=True, slots=True)
class Asked(Generic[A, T]):
    """A function of `bot.text.work.worker`. Called there, it is that function; here it is only sent."""

    name: str

    def __call__(self, argument: A) -> T:
        """Answer, in the worker."""
        answer: Callable[[A], T] = getattr(import_module(_ANSWERS), self.name)
        return answer(argument)


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker is given once.

    `book` is a pickled `FlagBook`, `memory` the most bytes of address space it may take, `stance` the model that it
    judges by; None stands for the best that is installed.
    """

    book: bytes
    memory: int
    stance: str | None = None


PREPARE: Asked[Setup, None] = Asked("prepare")
JUDGE: Asked[Task, Analysis] = Asked("work")
SCAN: Asked[ScanTask, Scanned] = Asked("find")
