"""What an account rests on: its owner, whom it quotes, and a sketch of its words. Grouping is `bot.domain.origins`."""

# ruff: noqa: SIM905, ISC004  blocks of words and long patterns: one string is easier to read than many

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from hashlib import blake2b

from bot.domain.analysis import Document, Report
from bot.domain.origins import OWN_TEST, name_key
from bot.text.evidence import brings_evidence, tester
from bot.text.normalise import canonical
from bot.text.owners import owner_of
from bot.text.sentences import sentences

SKETCH = 64
_SHINGLE = 4
_LEAST_SHINGLES = 20
_LONGEST = 60_000  # characters looked at; a report says early on what it rests on
_MOST = 24
_WORD = re.compile(r"[^\W_]+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")

_NAME = r"(?:[Tt]he\s+)?[A-Z0-9][\w&'.-]*(?:\s+(?:of|for|de|&|[A-Z][\w&'-]*)){0,5}"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:according to|as reported by|first reported by|reported earlier by|reports? (?:from|by|in)|citing"
        rf"|cited by|quoting|told|seen by|reviewed by|obtained by|leaked to"
        rf"|as per|speaking to|interview with|data from|figures from|per)\s+(?P<name>{_NAME})",
        rf"(?P<name>{_NAME})(?:\s+(?i:first|earlier|previously|also|has|had|exclusively|separately))*\s+(?i:reported"
        rf"|reports|broke the news|revealed|was first to report)\b",
        rf"(?P<name>{_NAME})(?:,[^,.]{{3,60}},)?\s+(?i:said|says|claims|claimed|announced|wrote|writes|boasts|boasted"
        rf"|insists|insisted|stated)\b",
        rf"(?i:said|says|claimed|wrote)\s+(?P<name>{_NAME})",
        rf"(?i:laut|nach angaben (?:von|der|des)|wie)\s+(?P<name>{_NAME})(?:\s+(?i:berichtet\w*|meldet\w*|schreibt))?",
        rf"(?i:según|de acuerdo con|citando a)\s+(?:(?i:el|la|los|las)\s+)?(?P<name>{_NAME})",
        rf"(?i:selon|d'après|citant)\s+(?:(?i:le|la|les)\s+)?(?P<name>{_NAME})",
        r"据\s*(?P<name>[^,。、\s]{2,16}?)(?:报道|消息|称|透露)",
    )
)
_PAPERS = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "memo",
            r"\bmemo(?:randum|s)?\b|\binterne[sn]? (?:schreiben|papier|memo)|\bmemorando\b|\bmémo\b|note interne|备忘录"
            r"|内部文件",
        ),
        ("e-mail", r"\b(?:internal|leaked|staff) e-?mails?\b"),
        (
            "leaked document",
            r"\b(?:leaked|internal|confidential) (?:documents?|files?|papers?|reports?|presentations?|messages?"
            r"|records?|letters?)\b|\bleak(?:s|ed)?\b",
        ),
        ("slide deck", r"\bslide ?decks?\b|\b(?:internal|investor) presentation\b"),
        (
            "press release",
            r"\b(?:press|news) release\b|\bpressemitteilung\b|\bcomunicado de prensa\b|\bcommuniqué\b|新闻稿",
        ),
        ("blog post", r"\b(?:(?:company|corporate|official|its|a|the) )?blog ?post\b|\bin a blog\b"),
        ("statement", r"\b(?:in|issued|released|published) an? (?:\w+ )?statement\b|\bfiling (?:with|to) \b"),
        (
            "own figures",
            r"\b(?:self-reported|the (?:firm|company|lab|maker|vendor|manufacturer)'s own|its own|in-house"
            r"|internal) (?:\w+ ){0,2}(?:tests?|figures?|benchmarks?|numbers?|data|results?|evaluations?"
            r"|measurements?)\b",
        ),
    )
)
_UNNAMED = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "people familiar",
            r"\b(?:people|persons?|sources?|someone|insiders?) (?:familiar|close|briefed|with (?:direct )?knowledge)"
            r"|\binsiders\b|知情人士|vertraute\w* personen|personas familiarizadas|proches du dossier",
        ),
        (
            "sources",
            r"\b(?:anonymous|unnamed|several|multiple|two|three) (?:sources|people)\b|\bsources (?:say|said|told)\b",
        ),
        ("officials", r"\bofficials (?:say|said|who)\b"),
        ("reports", r"\b(?:media |press )?reports (?:say|said|suggest|claim)\b|\breportedly\b"),
    )
)
_NO_NAMES = frozenset(
    "it he she they we i you this that these those there here the a an but and or so in on at by as if when"
    " while however"
    " one some many most others another both yesterday today monday tuesday wednesday thursday friday saturday sunday"
    " january february march april may june july august september october november december reports memo"
    " critics analysts"
    " experts researchers officials sources people spokesperson neither nobody nothing which who what its their"
    " his her".split()
)
_ROLE = re.compile(
    r"^(?:the )?(?:chief|ceo|cto|cfo|president|spokes(?:man|woman|person)|professor|prof|dr|mr|mrs|ms|analyst|senator"
    r"|minister|researcher|founder)\.?\s+",
    re.IGNORECASE,
)


def report(source_id: int, url: str, document: Document, owners: dict[str, str]) -> Report:
    """Return what the account at `url` rests on. Pure; `owners` as from `load_owners`."""
    text = canonical(document.text[:_LONGEST])
    titles = {name_key(domain.split(".", maxsplit=1)[0]): owner for domain, owner in owners.items() if owner}
    return Report(
        source_id=source_id,
        owner=owner_of(url, owners),
        attributions=frozenset(titles.get(name_key(a), a).casefold() for a in attributions(text, document.lang)),
        signature=signature(text),
    )


def attributions(text: str, lang: str = "") -> frozenset[str]:
    """Return the normalised names of what a text (canonical characters) rests on, at most 24.

    Papers ("memo", "press release"), unnamed people ("people familiar"), outlets and persons ("the information"), and
    evidence that it reports: "test by cedar institute", "own test" for the outlet's own, "test by an unnamed
    tester" where no name is given.
    """
    found: dict[str, None] = {}
    for start, end in sentences(text, lang):
        sentence = text[start:end]
        if brings_evidence(sentence):
            found[_test(sentence)] = None
        else:
            found.update(dict.fromkeys(_quoted(sentence)))
    return frozenset(list(found)[:_MOST])


def _test(sentence: str) -> str:
    who = tester(sentence)
    if who == "own":
        return OWN_TEST
    return f"test by {_plain(who) or 'an unnamed tester'}"


def _quoted(sentence: str) -> Iterator[str]:
    for name, pattern in (*_PAPERS, *_UNNAMED):
        if pattern.search(sentence):
            yield name
    for pattern in _PATTERNS:
        for match in pattern.finditer(sentence):
            name = _plain(match.group("name"))
            if name:
                yield name


def _plain(name: str) -> str:
    """Return a name in lower case, without title, possessive and trailing small words; "" when it names nobody."""
    name = _ROLE.sub("", name.strip(" .,'")).casefold()
    words = [word.removesuffix("'s").strip(".,'") for word in name.split()]
    while words and words[-1] in {"of", "for", "de", "&", ""}:
        words.pop()
    bare = words[1:] if words[:1] == ["the"] else words
    if not bare or any(word in _NO_NAMES for word in bare) or bare[0].isdigit():
        return ""
    return " ".join(words)


def signature(text: str) -> tuple[int, ...]:
    """Return the 64 smallest 64-bit hashes of the text's word 4-shingles, sorted; empty for short texts.

    A bottom-k MinHash (Broder 1997): the same in every process, comparable with `bot.domain.origins.similarity`.
    Chinese and Japanese characters count as words.
    """
    words = [word for token in _WORD.findall(text.casefold()) for word in (token if _CJK.match(token) else (token,))]
    size = _SHINGLE
    shingles = {" ".join(words[i : i + size]) for i in range(len(words) - size + 1)}
    if len(shingles) < _LEAST_SHINGLES:
        return ()
    hashes = (int.from_bytes(blake2b(s.encode("utf-8", "replace"), digest_size=8).digest(), "big") for s in shingles)
    return tuple(heapq.nsmallest(SKETCH, hashes))
