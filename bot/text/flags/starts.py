"""An index from words to what may start with them, so that few of many patterns are tried at a word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")
_MOST_WORDS = 50_000


@dataclass(frozen=True, slots=True)
class Starts(Generic[T]):
    """What may start with a word: by the word itself, or by how it begins (`lengths` of letters).

    `known` remembers the answers for words met, since a text is made of few different ones.
    """

    items: tuple[T, ...]
    words: dict[str, list[int]]
    stems: dict[str, list[int]]
    lengths: tuple[int, ...]
    known: dict[str, tuple[T, ...]] = field(default_factory=dict)

    @staticmethod
    def of(keyed: Iterable[tuple[frozenset[str], T]]) -> Starts[T]:
        """Index items by their keys: words in lower case, or beginnings, which end with `*` (`Phrase.keys`)."""
        items: list[T] = []
        words: dict[str, list[int]] = {}
        stems: dict[str, list[int]] = {}
        for number, (keys, item) in enumerate(keyed):
            items.append(item)
            for key in keys:
                index = stems if key.endswith("*") else words
                index.setdefault(key.rstrip("*"), []).append(number)
        return Starts(tuple(items), words, stems, tuple(sorted({len(stem) for stem in stems})))

    def at(self, word: str) -> tuple[T, ...]:
        """Return what may start with this word (one character where no spaces are written), in the order given."""
        known = self.known.get(word)
        return self._look_up(word) if known is None else known

    def _look_up(self, word: str) -> tuple[T, ...]:
        lowered = word.lower()
        numbers = set(self.words.get(lowered, ()))
        for length in self.lengths:
            if len(lowered) >= length:
                numbers.update(self.stems.get(lowered[:length], ()))
        found = tuple(self.items[number] for number in sorted(numbers))
        if len(self.known) < _MOST_WORDS:
            self.known[word] = found
        return found
