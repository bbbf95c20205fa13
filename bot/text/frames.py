"""Part what is stated from who states it: "X says that …", "…, according to X", "…, X said"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text.clauses import borders, clauses, past_dateline, trim, words
from bot.text.flagbook import LanguageBook
from bot.text.flagmatch import Sentence

_MOST_WHO = 16  # words that may name a speaker
_LEAST = 3  # words of a statement
_PARTICIPLE = re.compile(
    r"\s*(?:,\s*)?(?:seen|dated|obtained|reviewed|written|sent|shared|published|leaked|which|who|whose|first reported|and|viewed|circulated)\b",
    re.IGNORECASE,
)
_THAT = re.compile(r"\s*(?:that|dass|que|qu['\u2019])\s+", re.IGNORECASE)
_PLACE_THAT = re.compile(
    r"\s*(?:(?:in|on|at|to|during|by|from|after|last|this|earlier|late|early|yesterday|today|again|the)\b[^,.;:]{0,60}?|(?!that\b)[A-Z][^,.;:]{1,50}?|(?:reporters|staff|investors|employees|workers|journalists)"
    r"(?:\s(?:in|on|at|during)\s[^,.;:]{2,60}?)?)\s(?:that)\s+"
)
_WHEN_IT = re.compile(
    r"\s*(?:late |early )?(?:on|in|at|last|this|yesterday|today)(?:\s[\w'\u2019\-]+){0,4}?\s(?=(?:it|they|its|their|he|she|his|her|there)\s)", re.IGNORECASE
)
_ADJUNCT = re.compile(
    r"\s*(?:$|[,.;:!]|on\b|in\b|at\b|to\b|by\b|when\b|while\b|during\b|after\b|citing\b|reporters\b|early\b|late\b|last\b|yesterday\b|today\b|"
    r"late[rst]*\b|about\b|without\b|with\b|but\b|and\b|asking\b|adding\b|speaking\b|under\b|as\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)",
)
_TO_HAVE = re.compile(r"\s*to\s+(have|be)\s+", re.IGNORECASE)
_LEADING = re.compile(r"^(?:and|but|yet|still|however|meanwhile|also|in addition|moreover|separately|earlier|later|then|now),?\s+", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"^(?:if|when|while|although|though|because|since|after|before|until|as|whether|once|despite|in|on|at|by|for|during|with|from)\b", re.IGNORECASE
)
_RELATIVE = re.compile(r"\s*\b(?:who|which|that|whose|where)\b.*$", re.IGNORECASE | re.DOTALL)
_MARKS = "\"'\u201c\u201d\u2018\u2019\u00ab\u00bb\u201e\u300c\u300d .!\u3002"


@dataclass(frozen=True, slots=True)
class Frame:
    """What is stated, as offsets, and who states it; `prefix` goes before the statement when it is written out."""

    start: int
    end: int
    who: str = ""
    source: str = ""
    prefix: str = ""


def unframe(book: LanguageBook, text: str, sentence: Sentence) -> Frame:
    """Return the statement in the sentence and its speaker; a sentence without a speaker is all statement."""
    start, end = trim(text, sentence.start, sentence.end)
    start = past_dateline(text, start, end)
    frame = Frame(start, end)
    for find in (_impersonal, _own_account, _according, _spoken_first, _spoken_last):
        found = find(book, text, sentence, frame)
        if found is not None:
            frame = found
    return _named(book, text, frame) if not frame.who else frame


_IMPERSONAL = re.compile(
    r"it(?:\sis|\swas|\shas\sbeen|['\u2019]s)\s(?:\w+\s){0,2}?(?:said|believed|thought|understood|whispered|rumou?red|alleged|reported|claimed|assumed|suspected|expected)"
    r"(?:\s[^,.;:]{1,40}?)?\sthat\s",
    re.IGNORECASE,
)
_OWN_ACCOUNT = re.compile(
    r"(?:by|in|according to)\s(?:(?P<who>[^,]{2,60}?)['\u2019]s?|its|their|his|her)\sown\s(?:[\w\-]+\s?){1,3},\s+(?:(?P<later>(?:the\s)?[\w\-]+)['\u2019]s?\s)?",
    re.IGNORECASE,
)


def _impersonal(_: LanguageBook, text: str, __: Sentence, frame: Frame) -> Frame | None:
    """`It is believed that STATEMENT`."""
    match = _IMPERSONAL.match(text, frame.start, frame.end)
    return Frame(match.end(), frame.end) if match and words(text[match.end() : frame.end]) >= _LEAST else None


def _own_account(_: LanguageBook, text: str, __: Sentence, frame: Frame) -> Frame | None:
    """`By the firm's own account, STATEMENT` and `In its own tests, the firm's STATEMENT`."""
    match = _OWN_ACCOUNT.match(text, frame.start, frame.end)
    who = (match["who"] or match["later"]) if match else ""
    if match is None or not who:
        return None
    start = match.start("later") if match["later"] else match.end()
    return Frame(start if match["who"] is None else text.index(",", match.start()) + 1, frame.end, speaker(who), who)


def _according(book: LanguageBook, text: str, sentence: Sentence, frame: Frame) -> Frame | None:
    pattern = book.scan["according"]
    match = pattern.search(text, frame.start, frame.end) if pattern else None
    if match is None:
        return None
    cuts = [cut for cut in borders(text, sentence) if cut >= match.end()]
    if words(text[frame.start : match.start()]) < 2:  # noqa: PLR2004 - "But according to X, …"
        for cut in cuts:
            rest, _ = trim(text, cut, frame.end)
            if not _PARTICIPLE.match(text, rest) and words(text[rest : frame.end]) >= _LEAST:
                who = text[match.end() : cut]
                return Frame(rest, frame.end, speaker(who), who)
        return None
    stop = next((cut for cut in cuts if not _PARTICIPLE.match(text, trim(text, cut, frame.end)[0])), frame.end)
    start, end = trim(text, frame.start, match.start())
    if words(text[start:end]) < _LEAST:
        return None
    who = text[match.end() : stop]
    return Frame(start, end, speaker(who), who)


def _spoken_first(book: LanguageBook, text: str, sentence: Sentence, frame: Frame) -> Frame | None:
    """`X says (that) STATEMENT`, with an appositive or an opening clause before the verb at most."""
    pattern = book.scan["say"]
    for match in pattern.finditer(text, frame.start, frame.end) if pattern else ():
        quoted = any(quote.start <= match.start() < quote.end for quote in sentence.quotes)
        inverted = any(quote.whole and not text[quote.end + 1 : match.start()].strip() for quote in sentence.quotes if quote.end < match.start())
        if quoted or inverted or _passive(text, match.start()):
            continue
        subject = _subject(text, sentence, frame.start, match.start())
        if not subject:
            return None
        claim = _to_have(text, match.end(), subject)
        if claim is not None:
            return Frame(claim[0], frame.end, speaker(subject), subject, claim[1])
        start = _statement_start(text, match, frame.end)
        if start is None:
            continue
        return Frame(start, frame.end, speaker(subject), subject)
    return None


def _passive(text: str, start: int) -> bool:
    """Whether the verb is one that somebody is said or told to be, not one that somebody says."""
    return re.search(r"\b(?:is|are|was|were|be|been|being|wird|wurde|est|es)\s(?:\w+ly\s)?$", text[max(0, start - 30) : start]) is not None


def _statement_start(text: str, verb: re.Match[str], end: int) -> int | None:
    """Return where the statement begins after the verb, None when the verb closes its sentence or takes no clause."""
    start = verb.end()
    if verb[0].lower().endswith((" that", " dass", " que")):
        pass
    elif that := _THAT.match(text, start, end):
        start = that.end()
    elif place := _PLACE_THAT.match(text, start, min(end, start + 140)):
        start = place.end()
    elif when := _WHEN_IT.match(text, start, min(end, start + 80)):
        start = when.end()
    elif _ADJUNCT.match(text, start, end):
        return None
    start, stop = trim(text, start, end)
    while start < stop and text[start] in _MARKS:
        start += 1
    return start if words(text[start:stop]) >= _LEAST else None


def _subject(text: str, sentence: Sentence, start: int, end: int) -> str:
    """Return who stands before the verb, empty when nobody plausibly does."""
    direct = text[end - 1 : end] == "," or text[max(start, end - 2) : end].strip() == ","
    parts = clauses(text, sentence, start, end)
    if not parts or (direct and len(parts) == 1):
        return ""  # nobody, or "STATEMENT, say the beekeepers"
    while len(parts) > 1 and _SUBORDINATE.match(text[parts[0][0] : parts[0][1]]):
        parts = parts[1:]
    chosen = parts[0] if direct or (len(parts) > 1 and _appositive(text, parts)) else parts[-1]
    subject = text[chosen[0] : chosen[1]].strip()
    subject = _LEADING.sub("", subject)
    if _SUBORDINATE.match(subject) or words(subject) > _MOST_WHO or not subject:
        return ""
    return subject


def _appositive(text: str, parts: list[tuple[int, int]]) -> bool:
    """Whether what stands between commas only describes the first part."""
    return bool(re.match(r"(?:who|which|whose|the|a|an|its|head|chief)\b", text[parts[1][0] : parts[1][1]])) and not _SUBORDINATE.match(
        text[parts[0][0] : parts[0][1]]
    )


def _to_have(text: str, start: int, subject: str) -> tuple[int, str] | None:
    """`X claims to have taken Y` is the statement `X has taken Y`."""
    match = _TO_HAVE.match(text, start)
    if match is None:
        return None
    many = subject.rstrip().lower().endswith(("s", "people", "men", "women", "police")) or " and " in subject
    verb = {"have": ("has", "have"), "be": ("is", "are")}[match[1].lower()][many]
    return match.end(), f"{subject} {verb} "


def _spoken_last(book: LanguageBook, text: str, sentence: Sentence, frame: Frame) -> Frame | None:
    """`STATEMENT, X said on Tuesday` and `STATEMENT, said X`."""
    pattern = book.scan["say"]
    if pattern is None:
        return None
    for cut in borders(text, sentence):
        if not frame.start < cut < frame.end or words(text[frame.start : cut]) < _LEAST:
            continue
        begin, _ = trim(text, cut, frame.end)
        begin += len(text[begin : frame.end]) - len(text[begin : frame.end].lstrip(_MARKS))
        verb = pattern.search(text, begin, min(frame.end, begin + 160))
        if verb is None or frame.who:
            continue
        before, after = text[begin : verb.start()].strip(), text[verb.end() : frame.end]
        if not before:
            who = re.split(r"[,;]|\s(?:on|in|at|who|to|of Tuesday)\s", after.strip(_MARKS))[0]
        elif _ADJUNCT.match(after) or verb[0].lower().startswith(("told", "tells")):
            who = before
        else:
            continue
        parts = [part for part in re.split(r"[,;]", who) if part.strip()]
        if parts and words(parts[0]) <= _MOST_WHO and not _SUBORDINATE.match(parts[0].strip()):
            return Frame(frame.start, cut, speaker(parts[0]), text[begin : frame.end])
    return None


def _named(book: LanguageBook, text: str, frame: Frame) -> Frame:
    """`X puts the cost at …`: the whole is the statement, and X makes it."""
    pattern = book.scan["state"]
    match = pattern.search(text, frame.start, min(frame.end, frame.start + 120)) if pattern else None
    if match is None:
        return frame
    parts = re.split(r"[;:]", text[frame.start : match.start()])
    subject = parts[-1].strip()
    if not subject or words(subject) > _MOST_WHO or "," in subject or _SUBORDINATE.match(subject):
        return frame
    return Frame(frame.start, frame.end, speaker(subject), subject)


_SEEN = re.compile(
    r"[\s,]+(?:(?:seen|obtained|reviewed|viewed|leaked|written|sent|shared|published|posted|circulated|shown|first reported)\s(?:by|to|on|in|with|among|from)"
    r"|dated|that|which)\b.*$",
    re.IGNORECASE | re.DOTALL,
)


_ROLE = re.compile(r"^(?:The|the|[Aa]n?)\s(?:(?!of\s)[a-z][\w\-]*\s){1,3}(?=[A-Z\u00c0-\u00de][\w&.'\u2019\- ]*$)")


def speaker(who: str) -> str:
    """Return the name of the speaker without what else is said of them."""
    who = _LEADING.sub("", who.strip().strip(_MARKS))
    who = _SEEN.sub("", _RELATIVE.sub("", who).split(",")[0])
    who = _ROLE.sub("", who.strip(_MARKS + ",;:"))
    return " ".join(who.split())[:120]
