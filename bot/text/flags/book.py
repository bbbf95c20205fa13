"""The flag phrases of every language, compiled from what an admin wrote."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from bot.domain.claim import FlagKind
from bot.text.flags.phrases import Phrase, compile_phrase
from bot.text.flags.starts import Starts

_UNSPACED = frozenset({"zh", "ja", "th"})
FIRM_KEYS = ("firm", "firm_of", "firm_has", "firm_does", "firm_name")
CONTEXT_KEYS = (
    "cancel_before",
    "cancel_with",
    "cancel_after",
    "not_about",
    "conditional",
    "mention",
    "told",
    "general",
    "particular",
    "rule",
    "ruled",
    *FIRM_KEYS,
    "no_firm",
)
SCAN_KEYS = (
    "say",
    "say_after",
    "state",
    "according",
    "document",
    "insider",
    "outlet",
    "refers_back",
    "plural",
    "anaphor",
    "opinion",
    "no_statement",
    "link",
    "named_claim",
    "adverb",
    "condition",
    "release",
)


@dataclass(frozen=True, slots=True)
class PhraseSource:
    """One phrase as written. Its examples are tried when it is read; another process gets it without them."""

    kind: FlagKind
    phrase: str
    match: str = field(compare=False)
    no_match: str = field(compare=False)
    unless: tuple[str, ...] = ()
    case: bool = False
    near: bool = False

    def __reduce__(self) -> tuple[object, ...]:
        return PhraseSource, (self.kind, self.phrase, "", "", self.unless, self.case, self.near)


@dataclass(frozen=True, slots=True)
class LanguageSource:
    """One file as written. `context` and `scan` hold lists of phrases by name, in the order of their keys.

    `words` are the named lists that phrases refer to as `{name}`.
    """

    lang: str
    phrases: tuple[PhraseSource, ...]
    context: tuple[tuple[str, ...], ...] = ((),) * len(CONTEXT_KEYS)
    scan: tuple[tuple[str, ...], ...] = ((),) * len(SCAN_KEYS)
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def compile(self, phrase: str, *, cased: bool = False) -> Phrase:
        """Compile one phrase of this language.

        Raises:
            PhraseError: the phrase is not well formed.
        """
        return _read(phrase, self.words, self.spaced, cased)

    @property
    def spaced(self) -> bool:
        """Whether the language writes spaces between words."""
        return self.lang not in _UNSPACED


@functools.lru_cache(maxsize=8192)  # a file is read once to be checked and once to be used
def _read(phrase: str, words: tuple[tuple[str, tuple[str, ...]], ...], spaced: bool, cased: bool) -> Phrase:
    return compile_phrase(phrase, words=dict(words), spaced=spaced, cased=cased)


@dataclass(frozen=True, slots=True)
class FlagPhrase:
    """A compiled phrase: its kind, its pattern, and what must not stand in the same sentence.

    One that is `near` counts only close to something said on somebody's word.
    """

    kind: FlagKind
    phrase: Phrase
    unless: tuple[Phrase, ...]
    near: bool


@dataclass(frozen=True, slots=True, eq=False)
class LanguageBook:
    """One language, compiled.

    `starts` and `telling` find by a word the flag phrases, and `told` ones, at it; `firms` those that tell of a firm,
    each with its key.
    """

    lang: str
    spaced: bool
    starts: Starts[FlagPhrase]
    telling: Starts[Phrase]
    firms: Starts[tuple[str, Phrase]]
    context: dict[str, re.Pattern[str] | None]
    scan: dict[str, re.Pattern[str] | None]


@dataclass(frozen=True)
class FlagBook:
    """All languages. It pickles as its sources; each process compiles a language once, when first asked for it."""

    sources: tuple[LanguageSource, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The two-letter codes there are phrases for."""
        return tuple(source.lang for source in self.sources)

    def language(self, lang: str) -> LanguageBook | None:
        """Return the compiled phrases for a language, None when there are none."""
        if lang not in self._compiled:
            source = next((source for source in self.sources if source.lang == lang), None)
            self._compiled[lang] = compile_language(source) if source else None
        return self._compiled[lang]

    @functools.cached_property
    def _compiled(self) -> dict[str, LanguageBook | None]:
        return {}

    def __getstate__(self) -> dict[str, object]:
        return {"sources": self.sources}


@functools.lru_cache(maxsize=64)
def compile_language(source: LanguageSource) -> LanguageBook:
    """Compile one language; remembered, since a book is read to be checked and again to be used.

    Raises:
        PhraseError: a phrase is not well formed.
    """
    phrases = [_compile(source, phrase) for phrase in source.phrases]
    context = dict(zip(CONTEXT_KEYS, source.context, strict=True))
    told = [source.compile(text) for text in context["told"]]
    firms = [(key, source.compile(text, cased=key == "firm_name")) for key in FIRM_KEYS for text in context[key]]
    return LanguageBook(
        lang=source.lang,
        spaced=source.spaced,
        starts=Starts.of((phrase.phrase.keys, phrase) for phrase in phrases),
        telling=Starts.of((phrase.keys, phrase) for phrase in told),
        firms=Starts.of((phrase.keys, (key, phrase)) for key, phrase in firms),
        context=_patterns(source, CONTEXT_KEYS, source.context),
        scan=_patterns(source, SCAN_KEYS, source.scan),
    )


def _compile(source: LanguageSource, phrase: PhraseSource) -> FlagPhrase:
    unless = tuple(source.compile(text) for text in phrase.unless)
    return FlagPhrase(phrase.kind, source.compile(phrase.phrase, cased=phrase.case), unless, phrase.near)


def _patterns(
    source: LanguageSource, names: tuple[str, ...], lists: tuple[tuple[str, ...], ...]
) -> dict[str, re.Pattern[str] | None]:
    found: dict[str, re.Pattern[str] | None] = {}
    for name, phrases in zip(names, lists, strict=True):
        each = [source.compile(text).expression for text in phrases]
        found[name] = re.compile("|".join(f"(?:{pattern})" for pattern in each), re.IGNORECASE) if each else None
    return found
