"""A text prepared for judging: its meaningful sentences, with their offsets, and the flags in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from bot.domain.claim import Flag
from bot.text.noise import is_noise, is_prose, strip_clocks
from bot.text.normalise import Line, canonical, fingerprint, key_of, meaningful_lines
from bot.text.sentences import sentences

_LONGEST = 400_000
FindFlags = Callable[[str, str], tuple[Flag, ...]]


@dataclass(frozen=True, slots=True)
class Sentence:
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


@dataclass(slots=True)
class Splitter:
    """Prepares the versions of one text and does what they have in common only once."""

    lang: str
    find_flags: FindFlags
    _splits: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    _flags: dict[str, tuple[Flag, ...]] = field(default_factory=dict)

    def page(self, text: str) -> Page:
        """Return `text` prepared: its first 400,000 characters, which is a book."""
        lines = tuple(meaningful_lines(text[:_LONGEST]))
        found: list[Sentence] = []
        for number, line in enumerate(lines):
            found += self._sentences(text[line.start : line.end], line, number, alone=len(lines) == 1)
        return Page(text, lines, tuple(found), fingerprint(sentence.key for sentence in found))

    def version(self, text: str, of: Page) -> Page:
        """Return `text` prepared; where its lines say the same as those of `of`, that is the answer."""
        if [line.key for line in meaningful_lines(text[:_LONGEST])] == [line.key for line in of.lines]:
            return of
        return self.page(text)

    def _sentences(self, raw: str, line: Line, number: int, *, alone: bool) -> Iterator[Sentence]:
        as_is = raw == line.text
        for start, end in self._split(raw):
            text = raw[start:end] if as_is else strip_clocks(canonical(raw[start:end])).strip()
            if text and (alone or not is_noise(text)):
                prose = text.endswith((".", "!", "?")) or is_prose(text)
                yield Sentence(text, line.start + start, line.start + end, number, key_of(text), prose)

    def _split(self, raw: str) -> list[tuple[int, int]]:
        if raw not in self._splits:
            self._splits[raw] = sentences(raw, self.lang)
        return self._splits[raw]

    def flags(self, page: Page, sentence: Sentence) -> tuple[Flag, ...]:
        """Return the flags in one sentence, with offsets into the page's text."""
        raw = page.text[sentence.start : sentence.end]
        if raw not in self._flags:
            self._flags[raw] = self.find_flags(raw, self.lang)
        at = sentence.start
        return tuple(replace(flag, start=flag.start + at, end=flag.end + at) for flag in self._flags[raw])
