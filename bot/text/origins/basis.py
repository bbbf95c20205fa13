"""Whom and what a text quotes: the papers, people, outlets and tests that it says it rests on."""
# ruff: noqa: SIM905  blocks of words: one string is easier to read than many

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.origins import OWN_SOURCES, OWN_TEST, OWN_WORD, UNNAMED_TEST, VOICE
from bot.text.origins.evidence import brings_evidence, tester
from bot.text.origins.firsthand import OwnName, method, observed, official
from bot.text.words.sentences import sentences

_MOST = 24
_LONGEST_PERSON = 6  # words: "Tobias Munk of Elden College" is one
_BODY = re.compile(
    r"\b(?:ministry|council|agency|court|police|union|bank|group|office|labs?|laboratory|centre|center|commission|party|army"
    r"|committee|museum|hospital|society|association|foundation|trust|company|inc|corp|ltd|times|post|news|herald"
    r"|chronicle|gazette|courier|journal|wire|radio|tv|press|daily|weekly|review|magazine|information|observer|mail"
    r"|telegraph|tribune|star|sun|echo|ledger|register|guardian|institute|front|command|authority|board|forces)\b"
)
_ANYBODY = re.compile(
    r"(?:the )?(?:laborator(?:y|ies)|labs?|inspectors?|volunteers?|researchers?|scientists?|testers?|engineers?"
    r"|experts?|officers?|doctors?|investigators?|students?|auditors?|samples?|swabs?|tests?|interviews?)"
)
_LEAST_LABEL = 5  # letters of a host's label from which it is looked for in text
_NAME = r"(?:[Tt]he\s+)?[A-Z0-9][\w&'.-]*(?:\s+(?:of|for|de|&|[A-Z][\w&'-]*)){0,5}"


@dataclass(frozen=True, slots=True)
class Cue:
    """A way to name what one rests on. The pattern is only tried where one of the (lower-case) `triggers` occurs.

    `name` is what is found, or empty where the pattern's group of that name tells it. `voice` tells that it is one who
    says something, who may be a person.
    """

    name: str
    triggers: tuple[str, ...]
    pattern: re.Pattern[str]
    voice: bool = False


def _cue(name: str, triggers: str, pattern: str) -> Cue:
    return Cue(name, tuple(triggers.split()), re.compile(pattern, re.IGNORECASE))


def _named(triggers: str, pattern: str, *, voice: bool = False) -> Cue:
    return Cue("", tuple(triggers.split()), re.compile(pattern), voice=voice)


_CUES = (
    _cue(
        "memo",
        "memo mémo interne 备忘录 内部文件",
        r"\bmemo(?:randum|s)?\b|\binterne[sn]? (?:schreiben|papier|memo)|\bmemorando\b|\bmémo\b|note interne"
        r"|备忘录|内部文件",
    ),
    _cue("e-mail", "mail", r"\b(?:internal|leaked|staff) e-?mails?\b"),
    _cue(
        "leaked document",
        "leak internal confidential",
        r"\b(?:leaked|internal|confidential) (?:documents?|files?|papers?|reports?|presentations?|messages?"
        r"|records?|letters?)\b"
        r"|\bleak(?:s|ed)?\b",
    ),
    _cue("slide deck", "slide presentation", r"\bslide ?decks?\b|\b(?:internal|investor) presentation\b"),
    _cue(
        "press release",
        "release mitteilung comunicado communiqué 新闻稿",
        r"\b(?:press|news) release\b|\bpressemitteilung\b|\bcomunicado de prensa\b|\bcommuniqué\b|新闻稿",
    ),
    _cue("blog post", "blog", r"\b(?:(?:company|corporate|official|its|a|the) )?blog ?post\b|\bin a blog\b"),
    _cue(
        "statement",
        "statement filing",
        r"\b(?:in|issued|released|published) an? (?:\w+ )?statement\b|\bfiling (?:with|to) \b",
    ),
    _cue(
        "own figures",
        "self-reported own in-house internal",
        r"\b(?:self-reported|the (?:firm|company|lab|maker|vendor|manufacturer)'s own|its own|in-house"
        r"|internal) (?:\w+ ){0,2}"
        r"(?:tests?|figures?|benchmarks?|numbers?|data|results?|evaluations?|measurements?)\b",
    ),
    _cue(
        "people familiar",
        "familiar close briefed knowledge insiders 知情人士 vertraut proches",
        r"\b(?:people|persons?|sources?|someone|insiders?) (?:familiar|close|briefed|with (?:direct )?knowledge)"
        r"|\binsiders\b|知情人士|vertraute\w* personen|personas familiarizadas|proches du dossier",
    ),
    _cue(
        "sources",
        "sources people",
        r"\b(?:anonymous|unnamed|several|multiple|two|three) (?:sources|people)\b|\bsources (?:say|said|told)\b",
    ),
    _cue("officials", "officials", r"\bofficials (?:say|said|who)\b"),
    _cue("reports", "reports reportedly", r"\b(?:media |press )?reports (?:say|said|suggest|claim)\b|\breportedly\b"),
    _named(
        "according report cit quoting told seen reviewed obtained leaked per speaking interview from",
        rf"\b(?i:according to|as reported by|first reported by|reported earlier by|reports? (?:from|by|in)"
        rf"|citing|cited by|quoting|told"
        rf"|seen by|reviewed by|obtained by|leaked to|as per|speaking to|interview with|data from|figures from"
        rf"|per)\s+(?P<name>{_NAME})",
    ),
    _named(
        "report broke reveal",
        rf"(?P<name>{_NAME})(?:\s+(?i:first|earlier|previously|also|has|had|exclusively|separately))*\s+"
        rf"(?i:reported|reports|broke the news|revealed|was first to report)\b",
    ),
    _named(
        "said says claim announced wr boast insist state told estimate counted asked surveyed polled",
        rf"(?P<name>{_NAME})(?:,[^,.]{{3,60}},)?\s+(?i:said|says|claims|claimed|announced|wrote|writes|boasts"
        rf"|boasted|insists"
        rf"|insisted|states|stated|told|estimates|estimated|counted|asked|surveyed|polled)\b",
        voice=True,
    ),
    _named(
        "by",
        rf"\b(?i:(?:listed|recorded|registered|catalogued|certified|tracked|estimated|counted|published|compiled|measured)"
        rf"(?: [\w-]+){{0,5}}? by)\s+(?P<name>{_NAME})",
    ),
    _named("said says claimed wrote", rf"\b(?i:said|says|claimed|wrote)\s+(?P<name>{_NAME})", voice=True),
    _named(
        "laut angaben berichte meldet schreibt",
        rf"\b(?i:laut|nach angaben (?:von|der|des)|wie)\s+(?P<name>{_NAME})(?:\s+(?i:berichtet\w*|meldet\w*"
        rf"|schreibt))?",
    ),
    _named(
        "según acuerdo citando",
        rf"\b(?i:según|de acuerdo con|citando a)\s+(?:(?i:el|la|los|las)\s+)?(?P<name>{_NAME})",
    ),
    _named("selon d'après citant", rf"\b(?i:selon|d'après|citant)\s+(?:(?i:le|la|les)\s+)?(?P<name>{_NAME})"),
    _named("据", r"据\s*(?P<name>[^,。、\s]{2,16}?)(?:报道|消息|称|透露)"),
)
_NO_NAMES = frozenset(
    "it he she they we i you this that these those there here the a an but and or so in on at by as if when"
    " while however"
    " one some many most others another both yesterday today monday tuesday wednesday thursday friday saturday sunday"
    " january february march april may june july august september october november december reports memo"
    " critics analysts survivors witnesses residents locals neighbours campaigners fans readers"
    " experts researchers officials sources people spokesperson neither nobody nothing which who what its their"
    " his her".split()
)
_ROLE = re.compile(
    r"^(?:the )?(?:chief|ceo|cto|cfo|president|spokes(?:man|woman|person)|professor|prof|dr|mr|mrs|ms|analyst|senator"
    r"|minister|researcher|founder|councillor|mayor|governor|judge|general|colonel|captain|superintendent|commissioner"
    r"|director|secretary|engineer|reviewer)\.?\s+",
    re.IGNORECASE,
)


def attributions(text: str, lang: str = "", label: str = "") -> frozenset[str]:
    """Return the normalised names of what a text (canonical characters) rests on, at most 24.

    Papers ("memo", "press release"), unnamed people ("people familiar"), outlets and persons ("the information"), and
    evidence that it reports: "test by cedar institute", "own test" for the outlet's own, "test by an unnamed
    tester" where no name is given; "own statement" where a body speaks in its own voice, "own sources" where the outlet
    tells what it found itself. `label` is the first label of the host, by which an owner may name itself.
    """
    found: dict[str, None] = {}
    methods = False
    name = OwnName.of(label) if len(label) >= _LEAST_LABEL else None
    if name is not None and name.speaks(text):
        found[OWN_WORD] = None
    lower = text.lower()
    cues = tuple((cue, words) for cue in _CUES if (words := tuple(word for word in cue.triggers if word in lower)))
    for start, end in sentences(text, lang):
        sentence = text[start:end]
        if brings_evidence(sentence):
            found[_test(sentence)] = None
        elif observed(sentence):
            found[OWN_TEST] = None
        elif official(sentence):
            found[OWN_WORD] = None
        elif name is not None and name.learned(sentence):
            found[OWN_SOURCES] = None
        else:
            found.update(dict.fromkeys(_quoted(sentence, cues)))
            methods = methods or method(sentence)
    if methods and not found:
        found[OWN_TEST] = None
    return frozenset(list(found)[:_MOST])


def _test(sentence: str) -> str:
    who = tester(sentence)
    if who == "own":
        return OWN_TEST
    name = _plain(who)
    return f"test by {name}" if name and not _ANYBODY.fullmatch(name) else UNNAMED_TEST


def _quoted(sentence: str, cues: tuple[tuple[Cue, tuple[str, ...]], ...]) -> Iterator[str]:
    """Yield whom the sentence quotes; `cues` are those whose triggers occur in the text, with these triggers."""
    lower = sentence.lower()
    for cue, triggers in cues:
        if not any(trigger in lower for trigger in triggers):
            continue
        for match in cue.pattern.finditer(sentence):
            name = cue.name or _plain(match.group("name"))
            if name:
                yield f"{VOICE}{name}" if cue.voice and _person(name) else name


def _person(name: str) -> bool:
    """Whether the name may be a person's: neither an outlet's nor a body's, as far as its words tell."""
    return not name.startswith("the ") and len(name.split()) <= _LONGEST_PERSON and not _BODY.search(name)


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
