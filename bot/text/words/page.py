"""A text prepared for judging: its meaningful sentences, with their offsets, and the flags in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bot.domain.claim import Flag
from bot.text.words.noise import is_noise, is_prose, strip_clocks
from bot.text.words.normalise import Line, Looked, canonical, fingerprint, key_of, meaningful_lines
from bot.text.words.sentences import sentences

_LONGEST = 400_000
FindFlags = Callable[[str, str], tuple[Flag, ...]]


class Sentence(NamedTuple):
    """One sentence that says something.

    `text` has canonical characters; `start` and `end` are offsets into the extracted text; `line` numbers its
    paragraph; `prose` is False for headings, links and list items without an end mark.
    """

    text: str
    start: int
    end: int
    line: int
    key: str
    prose: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One version of a text."""

    text: str
    lines: tuple[Line, ...]
    sentences: tuple[Sentence, ...]
    fingerprint: str


_Piece = tuple[str, int, int, str, bool]
"""A sentence of a line: text, start and end in the line, key and prose; the same wherever the line stands."""


@dataclass(slots=True)
class Splitter:
    """Prepares the versions of one text and does what they have in common only once."""

    lang: str
    find_flags: FindFlags
    _looked: dict[str, Looked] = field(default_factory=dict)
    _pieces: dict[str, list[_Piece]] = field(default_factory=dict)
    _flags: dict[str, tuple[Flag, ...]] = field(default_factory=dict)

    def page(self, text: str) -> Page:
        """Return `text` prepared: its first 400,000 characters, which is a book."""
        return self._page(text, meaningful_lines(text[:_LONGEST], self._looked))

    def version(self, text: str, of: Page) -> Page:
        """Return `text` prepared; where its lines are those of `of`, that is the answer."""
        lines = meaningful_lines(text[:_LONGEST], self._looked)
        if [line.text for line in lines] == [line.text for line in of.lines]:
            return of
        return self._page(text, lines)

    def _page(self, text: str, lines: list[Line]) -> Page:
        found: list[Sentence] = []
        alone = len(lines) == 1
        for number, line in enumerate(lines):
            start = line.start
            found += [
                Sentence(said, start + first, start + last, number, key, prose)
                for said, first, last, key, prose in self._split(text[start : line.end], line, alone=alone)
            ]
        return Page(text, tuple(lines), tuple(found), fingerprint(sentence.key for sentence in found))

    def _split(self, raw: str, line: Line, *, alone: bool) -> list[_Piece]:
        if raw not in self._pieces:
            as_is = raw == line.text
            pieces: list[_Piece] = []
            for start, end in sentences(raw, self.lang):
                text = raw[start:end] if as_is else strip_clocks(canonical(raw[start:end])).strip()
                if text and (alone or not is_noise(text)):
                    prose = text.endswith((".", "!", "?")) or is_prose(text)
                    pieces.append((text, start, end, key_of(text), prose))
            self._pieces[raw] = pieces
        return self._pieces[raw]

    def flags(self, page: Page, sentence: Sentence) -> tuple[Flag, ...]:
        """Return the flags in one sentence, with offsets into the page's text."""
        raw = page.text[sentence.start : sentence.end]
        if raw not in self._flags:
            self._flags[raw] = self.find_flags(raw, self.lang)
        at = sentence.start
        return tuple(replace(flag, start=flag.start + at, end=flag.end + at) for flag in self._flags[raw])
