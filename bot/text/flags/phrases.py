"""The phrase language of the flag files, compiled to patterns that can not run away.

| written | matches |
|---|---|
| `not been verified` | these words, any case, any spacing; a hyphen also as a space, ' also as its curly form |
| `(has|have|)` | one of the alternatives; an empty one makes the group optional; groups may be nested |
| `verif*` | a word that begins so; `*ly` one that ends so; `*` alone any one word |
| `…` or `...` | up to five words in between, within the sentence |
| `<Name>` | one to five capitalised words |
| `<Firm>` | such words that the text tells are the name of a firm, once in a phrase |
| `(firm|lab)'s` | an ending that begins with an apostrophe sticks to what is before it |
| `{check}` | one of the words that the file lists under that name in `[words]` |

Every repetition is bounded and words are parted by what they can not hold, so that matching takes time in proportion
to the phrase, whatever the text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

MAX_LENGTH = 1_500  # characters of one phrase
_MAX_GAPS = 3
_MAX_DEPTH = 4
_TOKEN = re.compile(r"\.\.\.|…|<Name>|<Firm>|\{[^{}]*\}|[()|]|[^\s()|…<>{}]+|[<>{}]")
_SPACE = r"\s{1,3}"
_CAPITALISED = r"[A-Z\u00c0-\u00de][\w&.'\u2019\-]{0,30}"
NAME = rf"(?-i:{_CAPITALISED}(?: (?:of |for |de |the |& )?{_CAPITALISED}){{0,4}})"
_ANY_NAME, _ANY_FIRM, _ANY_WORD = "<Name>", "<Firm>", "*"
FIRM = "<firm>"
"""The key of a phrase that starts with the name of a firm."""
_GAPS = frozenset({"…", "..."})
_GAP_WORD = r"[^\s.;:!?()\"\u201c\u201d\u00ab\u00bb]{1,40}"
_BEGINNING = 3  # letters of a word that tell whether a phrase can match at all
_LETTERS = re.compile(r"\w")
_NO_WORDS: Mapping[str, tuple[str, ...]] = {}


class PhraseError(ValueError):
    """The phrase is not well formed; the message says what was expected."""


@dataclass(frozen=True)
class Phrase:
    """A phrase, read. `keys` are the lower-case beginnings of the words it can start with.

    `needs` are beginnings (`beginning`) of which a text must hold one for the phrase to match; empty where unknown.
    `expression` is what is compiled when the phrase is first tried: most of a thousand are not, in most texts.
    """

    source: str
    expression: str
    cased: bool
    keys: frozenset[str]
    needs: frozenset[str]

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        """The phrase as a pattern."""
        return re.compile(self.expression, re.NOFLAG if self.cased else re.IGNORECASE)

    def possible(self, held: frozenset[str]) -> bool:
        """Whether the phrase can match a text whose words begin so (`beginning`)."""
        return not self.needs or not self.needs.isdisjoint(held)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a phrase: its pattern, whether it may be absent, and what it can start with."""

    pattern: str
    optional: bool
    keys: frozenset[str]
    gap: bool = False
    glued: bool = False
    needs: frozenset[str] = frozenset()


def compile_phrase(
    source: str, *, words: Mapping[str, tuple[str, ...]] = _NO_WORDS, spaced: bool = True, cased: bool = False
) -> Phrase:
    """Compile one phrase; `words` are the named lists, `spaced` is False for languages that write no spaces.

    Raises:
        PhraseError: unbalanced brackets, too long, too many gaps, an unknown list, or nothing to start with.
    """
    if not source.strip():
        raise PhraseError("expected at least one word")
    if len(source) > MAX_LENGTH:
        raise PhraseError(f"expected at most {MAX_LENGTH} characters")
    pieces = _TOKEN.findall(source)
    if sum(_gaps(piece, words) for piece in pieces) > _MAX_GAPS:
        raise PhraseError(f"expected at most {_MAX_GAPS} gaps")
    if pieces.count(_ANY_FIRM) > 1:
        raise PhraseError('expected at most one "<Firm>"')
    part = _whole(pieces, words, spaced, 0)
    if part.optional or not part.keys:
        raise PhraseError("expected a word to start with that is neither optional nor a gap nor a name")
    edge = (r"(?<![\w\-])", r"(?!\w|-\w)") if spaced else ("", "")
    return Phrase(source, f"{edge[0]}{part.pattern}{edge[1]}", cased, part.keys, part.needs)


def beginning(word: str) -> str:
    """Return how a word begins, as `Phrase.needs` holds it."""
    return word[:_BEGINNING].lower()


def _gaps(piece: str, words: Mapping[str, tuple[str, ...]]) -> int:
    """Count the gaps that a piece stands for: those of a named list as well."""
    written = "|".join(words.get(piece[1:-1], ())) if piece.startswith("{") else piece
    return sum(part in _GAPS for part in _TOKEN.findall(written))


def _listed(piece: str, words: Mapping[str, tuple[str, ...]], spaced: bool, depth: int) -> _Part:
    """Return a named list as a group."""
    if piece[1:-1] not in words:
        raise PhraseError(f'expected "{piece}" to be one of the lists under [words]')
    if any(_ANY_FIRM in entry for entry in words[piece[1:-1]]):
        raise PhraseError('expected no "<Firm>" in a list under [words]')
    return _group(words[piece[1:-1]], spaced, depth)


@functools.lru_cache(500)  # a list stands in dozens of phrases
def _group(entries: tuple[str, ...], spaced: bool, depth: int) -> _Part:
    return _whole(_TOKEN.findall("|".join(entries)), _NO_WORDS, spaced, depth)


def _whole(pieces: list[str], words: Mapping[str, tuple[str, ...]], spaced: bool, depth: int) -> _Part:
    """Read all pieces."""
    part, rest = _alternatives(pieces, words, spaced, depth)
    if rest:
        raise PhraseError('expected no ")" without a "(" before it')
    return part


def _alternatives(
    pieces: list[str], words: Mapping[str, tuple[str, ...]], spaced: bool, depth: int
) -> tuple[_Part, list[str]]:
    """Read up to the closing bracket or the end; return the part and the pieces after it."""
    if depth > _MAX_DEPTH:
        raise PhraseError(f"expected brackets at most {_MAX_DEPTH} deep")
    options: list[list[_Part]] = [[]]
    while pieces and pieces[0] != ")":
        piece, pieces = pieces[0], pieces[1:]
        if piece == "(":
            part, pieces = _alternatives(pieces, words, spaced, depth + 1)
            if not pieces:
                raise PhraseError('expected a ")" for every "("')
            pieces = pieces[1:]
            options[-1].append(part)
        elif piece == "|":
            options.append([])
        elif piece.startswith("{") and len(piece) > 1:
            options[-1].append(_listed(piece, words, spaced, depth + 1))
        else:
            options[-1].append(_word(piece, spaced))
    if depth == 0 and len(options) > 1:
        raise PhraseError('expected "|" only inside brackets')
    joined = [_sequence(option, spaced) for option in options if option]
    if not joined:
        raise PhraseError("expected a word inside the brackets")
    return _either(joined, optional=len(joined) < len(options)), pieces


def _either(parts: list[_Part], *, optional: bool) -> _Part:
    pattern = parts[0].pattern if len(parts) == 1 else "(?:" + "|".join(part.pattern for part in parts) + ")"
    keys = frozenset().union(*(part.keys for part in parts))
    known = all(part.needs for part in parts)
    needs = frozenset().union(*(part.needs for part in parts)) if known else frozenset()
    return _Part(pattern, optional or any(part.optional for part in parts), keys, needs=needs)


def _sequence(parts: list[_Part], spaced: bool) -> _Part:
    """Join the parts by spaces; an absent part takes its space with it."""
    space = _SPACE if spaced else r"\s{0,2}"
    if parts[0].gap or parts[-1].gap:
        raise PhraseError("expected a word before and after every gap")
    first = next((number for number, part in enumerate(parts) if not part.optional), None)
    if first is None:
        if len(parts) == 1:
            return parts[0]
        raise PhraseError("expected at least one word beside the optional ones")
    pattern = "".join(f"(?:{part.pattern}{space})?" for part in parts[:first]) + parts[first].pattern
    for part in parts[first + 1 :]:
        if part.gap or part.glued:
            pattern += part.pattern
        else:
            pattern += f"(?:{space}{part.pattern})?" if part.optional else f"{space}{part.pattern}"
    needs = next((part.needs for part in reversed(parts) if part.needs and not part.optional), frozenset())
    if any(not part.keys for part in parts[: first + 1]):
        return _Part(pattern, optional=False, keys=frozenset(), needs=needs)
    keys = frozenset().union(*(part.keys for part in parts[: first + 1]))
    return _Part(pattern, optional=False, keys=keys, needs=needs)


@functools.lru_cache(20_000)
def _word(piece: str, spaced: bool) -> _Part:
    if piece in _GAPS:
        gap = rf"(?:{_SPACE}{_GAP_WORD}){{0,5}}?" if spaced else r"[^\u3002\uff01\uff1f\uff1b\n]{0,12}?"
        return _Part(gap, optional=False, keys=frozenset(), gap=True)
    if piece == _ANY_NAME:
        return _Part(NAME, optional=False, keys=frozenset())
    if piece == _ANY_FIRM:
        return _Part(f"(?P<firm>{NAME})", optional=False, keys=frozenset({FIRM}))
    if piece == _ANY_WORD:
        return _Part(r"[\w'\u2019\-]{1,40}", optional=False, keys=frozenset())
    if piece in {"<", ">"}:
        raise PhraseError('expected "<Name>" or "<Firm>" and no other "<" or ">"')
    if piece in {"{", "}"}:
        raise PhraseError('expected "{name}" for a list and no other "{" or "}"')
    if "*" in piece and (piece.count("*") > 1 or len(_LETTERS.findall(piece)) < 2):  # noqa: PLR2004 - two letters tell a word
        raise PhraseError('expected one "*" in a word of at least two letters')
    key = "" if piece.startswith("*") else _key(piece, spaced)
    whole = key and not (key.endswith("*") and len(key) <= _BEGINNING)
    return _Part(
        "".join(_character(char) for char in piece),
        optional=False,
        keys=frozenset({key} if key else ()),
        glued=piece.startswith("'"),
        needs=frozenset({beginning(key.rstrip("*"))} if whole and spaced else ()),
    )


def _key(piece: str, spaced: bool) -> str:
    """Return the lower-case letters that a match starts with; a trailing `*` marks a beginning."""
    if not spaced:
        return piece[0]
    match = re.match(r"[\w]+", piece)
    if match is None:
        return ""
    open_ended = match.end() < len(piece) and piece[match.end()] == "*"
    return match[0].lower() + ("*" if open_ended else "")


def _character(char: str) -> str:
    replaced = {
        "*": r"\w{0,24}",
        "'": "['\u2019\u02bc]",
        "\u2019": "['\u2019\u02bc]",
        "-": "[-\u2010\u2011\u2013 \u00a0]",
    }
    return replaced.get(char) or re.escape(char)
