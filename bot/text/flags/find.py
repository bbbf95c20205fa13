"""Flags: the passages in which a source says that something is unverified.

`find_flags` is what the rest of the program calls; the phrases are data (`config/flags/LANG.toml`).
"""

from __future__ import annotations

import functools

from bot.domain.claim import Flag
from bot.text.flags.book import FlagBook, LanguageBook
from bot.text.flags.file import load_book
from bot.text.flags.match import sentence_flags, split
from bot.text.read.language import guess_language

__all__ = ["FlagBook", "find_flags", "load_book"]

_MOST_TEXT = 400_000  # characters, which is a book
_SENTENCE = 600  # characters up to which a text is remembered
_REMEMBERED = 10_000


def find_flags(text: str, lang: str, book: FlagBook) -> tuple[Flag, ...]:
    """Return the flags in order, with offsets into the text: those in its first 400,000 characters.

    `lang` is a two-letter code; where it is empty the language is guessed. A language without phrases has no flags.
    """
    phrases = book.language(lang or guess_language(text) or "en")
    if phrases is None:
        return ()
    return _remembered(phrases, text) if len(text) <= _SENTENCE else _found(phrases, text[:_MOST_TEXT])


def _found(book: LanguageBook, text: str) -> tuple[Flag, ...]:
    return tuple(flag for sentence in split(text, book.lang) for flag in sentence_flags(book, text, sentence))


_remembered = functools.lru_cache(_REMEMBERED)(_found)
"""The sentences around a watched statement are met again at each of its page's changes."""
