"""Flags: the passages in which a source says that something is unverified.

`find_flags` is what the rest of the program calls; the phrases are data (`config/flags/LANG.toml`).
"""

from __future__ import annotations

from bot.domain.claim import Flag
from bot.text.flags.book import FlagBook
from bot.text.flags.file import load_book
from bot.text.flags.match import sentence_flags, split
from bot.text.read.language import guess_language

__all__ = ["FlagBook", "find_flags", "load_book"]


def find_flags(text: str, lang: str, book: FlagBook) -> tuple[Flag, ...]:
    """Return the flags in order, with offsets into the text.

    `lang` is a two-letter code; where it is empty the language is guessed. A language without phrases has no flags.
    """
    phrases = book.language(lang or guess_language(text) or "en")
    if phrases is None:
        return ()
    return tuple(flag for sentence in split(text, phrases.lang) for flag in sentence_flags(phrases, text, sentence))
