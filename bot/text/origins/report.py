"""What an account rests on: its owner, whom it quotes, and a sketch of its words. Grouping is `bot.domain.origins`."""

from __future__ import annotations

import re
from hashlib import blake2b
from itertools import islice

from bot.domain.analysis import Document, Report
from bot.domain.origins import OWN_DENIAL, OWN_TEST, OWN_WORD, name_key
from bot.text.origins.basis import attributions
from bot.text.origins.firsthand import denies
from bot.text.origins.owners import label_of, of_a_body, owner_of
from bot.text.words.normalise import canonical
from bot.text.words.terms import stems_of, tokens

SKETCH = 64
_SHINGLE = 4
_LEAST_SHINGLES = 20
_LONGEST = 30_000  # characters looked at; a report says early on what it rests on
_MOST_FIGURES = 100
_MOST_TERMS = 256
_FIGURE = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:[ \u00a0\u202f]\d{3}(?!\d))+|\d+(?:[.,]\d+)*)")
_THOUSANDS = re.compile(r"[., \u00a0\u202f](?=\d{3}(?!\d))")
_WORD = re.compile(r"[^\W_]+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def report(source_id: int, url: str, document: Document, owners: dict[str, str]) -> Report:
    """Return what the account at `url` rests on. Pure; `owners` as from `load_owners`."""
    text = canonical(document.text[:_LONGEST])
    titles = {name_key(domain.split(".", maxsplit=1)[0]): owner for domain, owner in owners.items() if owner}
    found = frozenset(titles.get(name_key(a), a).casefold() for a in attributions(text, document.lang, label_of(url)))
    if of_a_body(url):
        found |= {OWN_WORD}
    if found & {OWN_WORD, OWN_TEST} == {OWN_WORD} and denies(text):
        found = found - {OWN_WORD} | {OWN_DENIAL}
    return Report(
        source_id=source_id,
        owner=owner_of(url, owners),
        attributions=found,
        signature=signature(text),
        figures=figures(text),
        terms=terms(text),
    )


def terms(text: str) -> frozenset[int]:
    """Return 32-bit hashes of the stems of the text's words without stopwords: the 256 smallest, as in `signature`."""
    stems = {stem for token in tokens(text) for stem in stems_of(token.lower())}
    digests = sorted(blake2b(stem.encode("utf-8", "replace"), digest_size=4).digest() for stem in stems)
    return frozenset(int.from_bytes(digest, "big") for digest in digests[:_MOST_TERMS])


def figures(text: str) -> frozenset[str]:
    """Return the numbers of two digits and more, at most 100, without what parts thousands: alike in all languages."""
    found = (_THOUSANDS.sub("", match[0]).replace(",", ".") for match in _FIGURE.finditer(text))
    return frozenset(islice(dict.fromkeys(number for number in found if len(number) > 1), _MOST_FIGURES))


def signature(text: str) -> tuple[int, ...]:
    """Return the 64 smallest 64-bit hashes of the text's word 4-shingles, sorted; empty for short texts.

    A bottom-k MinHash (Broder 1997): the same in every process, comparable with `bot.domain.origins.similarity`.
    Chinese and Japanese characters count as words.
    """
    folded = text.casefold()
    words: list[str] = _WORD.findall(folded)
    if _CJK.search(folded):
        words = [word for token in words for word in (token if _CJK.match(token) else (token,))]
    encoded = [word.encode("utf-8", "replace") for word in words]
    shingles = set(map(b" ".join, zip(*(encoded[i:] for i in range(_SHINGLE)), strict=False)))
    if len(shingles) < _LEAST_SHINGLES:
        return ()
    # Big-endian bytes sort as their numbers do, so that only the smallest need to become numbers.
    digests = [blake2b(shingle, digest_size=8).digest() for shingle in shingles]
    return tuple(int.from_bytes(digest, "big") for digest in sorted(digests)[:SKETCH])
