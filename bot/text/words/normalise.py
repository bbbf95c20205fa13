"""Text without what carries no meaning: Unicode forms, spacing, look-alike letters, clocks, counters, link lists."""

# ruff: noqa: RUF001  full-width and look-alike characters are what is meant here

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from bot.text.words.noise import is_noise, is_prose, opens_links, strip_clocks

_SAME = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4\u0060\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys(
            "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\ufeff"
        ),
    }
)
_LATIN = "aceopxyijsABCEHIKMOPTXY" + "ABEZHIKMNOPTYXov"
_ALIKE = "асеорхуіјѕАВСЕНІКМОРТХУ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧον"
_FOLD = str.maketrans(_ALIKE, _LATIN)
_MIXED = re.compile(r"[A-Za-z][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-z]")
_WORD = re.compile(r"[A-Za-z\u0370-\u04ff]+")
_MOST_LINES = 5_000  # that are looked at; no article has more


@dataclass(frozen=True, slots=True)
class Line:
    """One meaningful line of a text.

    `text` has canonical characters; `start` and `end` are its offsets in the text as extracted.
    """

    text: str
    start: int
    end: int


def canonical(text: str) -> str:
    """Return `text` with one form for each character: NFKC, plain quotes and dashes, no invisible ones.

    Greek and Cyrillic letters inside an otherwise Latin word become the Latin letters they look like.
    """
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text).translate(_SAME)
    return _WORD.sub(_unmixed, plain) if _MIXED.search(plain) else plain


def _unmixed(word: re.Match[str]) -> str:
    text = word.group()
    return text.translate(_FOLD) if _MIXED.search(text) else text


@dataclass(frozen=True, slots=True)
class Looked:
    """What one line is, wherever it stands: `noise` says nothing, `heads` opens a list of links, `prose` ends one."""

    text: str
    noise: bool
    heads: bool
    prose: bool


def look_at(raw: str) -> Looked:
    """Judge one line of an extracted text by itself."""
    text = strip_clocks(canonical(raw)).strip()
    return Looked(text, is_noise(text), opens_links(text), is_prose(text))


def meaningful_lines(text: str, looked: dict[str, Looked] | None = None) -> list[Line]:
    """Return the lines of an extracted text that say something, in order: of its first 5,000 lines.

    `looked` keeps what was found about each line, for texts that have lines in common.
    """
    looked = {} if looked is None else looked
    lines: list[Line] = []
    start = 0
    among_links = False
    for raw in text.split("\n", _MOST_LINES)[:_MOST_LINES]:
        line = looked.get(raw)
        if line is None:
            line = looked[raw] = look_at(raw)
        among_links = line.heads or (among_links and not line.prose)
        if not among_links and not line.noise:
            lines.append(Line(line.text, start, start + len(raw)))
        start += len(raw) + 1
    return lines


def key_of(text: str) -> str:
    """Return what is left of a canonical text when case and spacing do not matter."""
    return " ".join(text.casefold().split())


def fingerprint(keys: Iterable[str]) -> str:
    """Return 32 hex digits that name these keys in this order."""
    return hashlib.blake2b("\n".join(keys).encode("utf-8", "replace"), digest_size=16).hexdigest()
