"""Each sentence of a document as a statement: what it states, who does, which flags stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.domain.claim import Flag, FlagKind
from bot.text.claims.attribution import chain, owner
from bot.text.claims.clauses import clauses, trim, words
from bot.text.claims.frames import Frame, unframe
from bot.text.claims.hedges import unhedged
from bot.text.claims.speakers import is_document, speaker
from bot.text.claims.voices import doubt_begins, flagged_part
from bot.text.claims.wording import (
    ASSERTED,
    AUXILIARY,
    BARE_PRONOUN,
    BEFORE_DOUBT,
    COMES_FROM,
    DANGLING,
    DECLINED,
    DESCRIBED,
    IS_TRUE,
    NAMED_RESULT,
    OF_HIS,
    ONE,
    POINTS_BACK,
    REASON,
    REMAINDER,
    REPORTS_OF,
    TRAILING_LINK,
    WHICH,
)
from bot.text.flags.book import LanguageBook
from bot.text.flags.match import Sentence, weighed_flags

_LEAST = 4  # words of a statement
_LONGEST = 1_200  # characters; what is longer is no sentence that a person wrote
_HEADING = 14  # words: a line without a full stop that is no longer is a heading
_STOP = (".", "!", "\u2026", "\u3002", "\uff01", '"', "\u201d", "\u2019", ")", "\u00bb", "\u300d", ";", ":")
_SHORT = 8
_WHETHER = re.compile(r"(?:whether|ob|si)\s", re.IGNORECASE)
_ASKED = re.compile(r"\bwhether\s", re.IGNORECASE)
_JOINED = re.compile(r"^(?:and|but|or|yet)\s", re.IGNORECASE)
_ADDED = re.compile(r"(?:and|so)\s", re.IGNORECASE)
_IS = re.compile(r"\s(?:is|are|was|were|remains?|remained)\s", re.IGNORECASE)
_POSSESSOR = re.compile(r"((?:\w[\w&.\-]*\s){1,4}?\w[\w&.\-]*)['\u2019]s?\s*$")
_AUTHOR = re.compile(r"\b(?:by|from)\s(?:the\s)?(.{2,60}?)\sthat$")
_OPENING, _CLOSING = '\u201c\u201e\u00ab\u300c"', '\u201d\u201c\u00bb\u300d"'


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence, read.

    `text` is empty where it makes no statement of its own. `back` tells that its flag speaks of another sentence
    (and its claimant, where it names one: "the figure comes from X itself"),
    `loose` that it does so if there is one ("Journalists have no access and *the number* cannot be checked").
    """

    number: int
    paragraph: int
    sentence: Sentence
    text: str
    claimant: str = ""
    attribution: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    back: bool = False
    loose: bool = False

    @property
    def explicit(self) -> tuple[Flag, ...]:
        """The explicit flags in the sentence."""
        return tuple(flag for flag in self.flags if flag.kind is FlagKind.EXPLICIT)


def read_statement(book: LanguageBook, text: str, sentence: Sentence, number: int, paragraph: int) -> Statement:
    """Read one sentence."""
    flags, weak = weighed_flags(book, text, sentence)
    whole = text[sentence.start : sentence.end]
    plain = Statement(number, paragraph, sentence, "", flags=flags)
    if sentence.question or len(whole) > _LONGEST or _found(book, "opinion", whole) or _heading(text, sentence):
        return plain
    explicit = [flag for flag in flags if flag.kind is FlagKind.EXPLICIT]
    source = (
        COMES_FROM.search(whole) if flags and (_speaks_back(book, whole) or whole.startswith(("So ", "The "))) else None
    )
    if source is not None:
        return replace(plain, claimant=speaker(source[source.lastindex or 0]), back=True)
    if flags and POINTS_BACK.match(whole):
        return replace(plain, back=True)
    frame = unframe(book, text, sentence)
    if weak and frame.who and len(flags) > len(explicit):
        # It is the statement ("The hospital said that the records had never been touched") or a clause beside it.
        frame = replace(frame, end=doubt_begins(text, sentence, frame.start, frame.end, explicit))
        explicit = []
    asserted = _asserted(text, frame, explicit) if explicit else None
    if asserted is not None:
        frame = asserted
    elif explicit:
        frame = _beside_flags(book, text, sentence, frame, explicit)
    elif flags and not frame.who:
        start, end = flagged_part(text, sentence, frame.start, frame.end, flags)
        frame = replace(frame, start=start, end=end)
    back = bool(explicit) and frame.start == frame.end
    stated = _beside(write_out(book, text, frame)) if explicit else _whole(book, text, sentence, frame)
    if words(stated) < _LEAST or _found(book, "no_statement", stated):
        return Statement(number, paragraph, sentence, "", flags=flags, back=bool(explicit))
    loose = (
        asserted is None
        and len(explicit) == len(flags) > 0
        and (
            weak
            or _speaks_back(book, whole)
            or (not frame.who and _flag_opens(text, sentence, explicit[0]))
            or _flag_speaks_back(book, text, sentence, explicit)
            or (not frame.who and _flag_joined(text, sentence, explicit[0]))
        )
    )
    claimant = frame.who
    if claimant and is_document(book, claimant):
        claimant = owner(book, frame.source, stated) or claimant
    return Statement(number, paragraph, sentence, stated, claimant, chain(book, whole, claimant), flags, back, loose)


def _asserted(text: str, frame: Frame, flags: list[Flag]) -> Frame | None:
    """`X's assertion that STATEMENT has yet to be tested`, `Reports of an explosion could not be confirmed`."""
    begin, _ = trim(text, frame.start, frame.end)
    end = begin + len(BEFORE_DOUBT.sub("", text[begin : flags[0].start].rstrip(" ,")))
    match = ASSERTED.match(text, begin, end)
    if match is not None and words(text[match.end() : end]) >= _LEAST:
        return Frame(match.end(), trim(text, match.end(), end)[1], speaker(match["who"]), match["who"])
    match = REPORTS_OF.match(text, begin, end)
    if match is None or words(text[match.end() : end]) < _LEAST - 1:
        return None
    stop = trim(text, match.end(), end)[1]
    many = not ONE.match(text, match.end()) and re.search(r"[^s\W]s\b", text[match.end() : stop])
    return Frame(match.end(), stop, prefix="There were " if many else "There was ")


def _whole(book: LanguageBook, text: str, sentence: Sentence, frame: Frame) -> str:
    """Return what the frame states, or the whole sentence where that does not stand on its own."""
    stated = write_out(book, text, frame)
    short = words(stated) < _LEAST and frame.who and frame.start > sentence.start
    if not short and not REMAINDER.search(stated):
        return stated
    return write_out(book, text, replace(frame, start=sentence.start, end=sentence.end, prefix=""))


def _beside(stated: str) -> str:
    """Return what stands beside a flag without the stump of the clause that held it; empty when nothing is left."""
    stated = DECLINED.sub(".", DANGLING.sub(".", stated))
    return "" if REMAINDER.search(stated) else stated


def _flag_opens(text: str, sentence: Sentence, flag: Flag) -> bool:
    """Whether the flag stands in the first clause: what follows explains the doubt."""
    first = clauses(text, sentence, sentence.start, sentence.end)[:1]
    return bool(first) and _overlaps(first[0], flag)


def _flag_speaks_back(book: LanguageBook, text: str, sentence: Sentence, flags: list[Flag]) -> bool:
    """Whether the clause with the flag has something named before as its subject."""
    for part in clauses(text, sentence, sentence.start, sentence.end, joints=True):
        for flag in (flag for flag in flags if _overlaps(part, flag)):
            said, rest = text[part[0] : part[1]], text[flag.end : part[1]].lstrip()
            if (
                _speaks_back(book, said)
                or OF_HIS.match(said)
                or (_speaks_back(book, rest) and not BARE_PRONOUN.match(rest))
            ):
                return True
    return False


def _flag_joined(text: str, sentence: Sentence, flag: Flag) -> bool:
    """Whether the flag stands in a clause that is only added: "…, and nobody else has seen it"."""
    return any(
        _overlaps(part, flag) and _ADDED.match(text, part[0])
        for part in clauses(text, sentence, sentence.start, sentence.end)
    )


def _heading(text: str, sentence: Sentence) -> bool:
    whole = text[sentence.start : sentence.end]
    goes_on = text[sentence.end : sentence.end + 1] in {",", ";"}  # the first half of a sentence
    return not goes_on and not whole.rstrip().endswith(_STOP) and words(whole) <= _HEADING


def _found(book: LanguageBook, name: str, passage: str) -> bool:
    pattern = book.scan[name]
    return pattern is not None and pattern.search(passage) is not None


def _beside_flags(book: LanguageBook, text: str, sentence: Sentence, frame: Frame, flags: list[Flag]) -> Frame:
    """Return what the sentence states beside its explicit flags; empty when it only flags another statement."""
    named = _after_flag(book, text, frame, flags)
    if named is not None and not (frame.who and words(text[frame.start : min(flag.start for flag in flags)]) >= _LEAST):
        return named
    if _part_of_subject(book, text, frame, flags[0]):
        return frame
    aside = _aside(text, sentence, frame, flags)
    if aside is not None:
        return aside
    parts = clauses(text, sentence, frame.start, frame.end, joints=True)
    flagged = [number for number, part in enumerate(parts) if any(_overlaps(part, flag) for flag in flags)]
    flagged += [number for number, part in enumerate(parts) if number and NAMED_RESULT.match(text, part[0])]
    if not flagged:
        return frame  # the flag stands in the frame: "X, which could not be verified, says that …"
    start, end = _longest_run(parts, flagged)
    start, end = trim(text, start, end)
    stated = TRAILING_LINK.sub("", text[start:end])
    of_another = _speaks_back(book, stated) and not (frame.who and start == frame.start)
    subject = start == frame.start and AUXILIARY.match(text, trim(text, end, frame.end)[0]) and ", " in stated
    prefix = frame.prefix if start == frame.start else ""
    if (
        subject
        or words(prefix + stated) < _LEAST
        or REASON.match(stated)
        or of_another
        or _found(book, "no_statement", stated)
    ):
        return Frame(frame.start, frame.start)
    return Frame(start, start + len(stated), frame.who, frame.source, prefix)


def _aside(text: str, sentence: Sentence, frame: Frame, flags: list[Flag]) -> Frame | None:
    """`X, which is unaudited, shows Y`: what stands around the flag is one statement."""
    parts = clauses(text, sentence, frame.start, frame.end)
    if len(parts) < 3:  # noqa: PLR2004 - before, aside, after
        return None
    before, part = text[parts[0][0] : parts[0][1]], parts[1]
    if not (any(_overlaps(part, flag) for flag in flags) and WHICH.match(text, part[0]) and words(before) <= _SHORT):
        return None
    rest, end = trim(text, part[1], frame.end)
    return Frame(rest, end, frame.who or speaker(before), frame.source or before, f"{before} ")


def _longest_run(parts: list[tuple[int, int]], flagged: list[int]) -> tuple[int, int]:
    """Return the span of the longest run of clauses without a flag; the first of equals."""
    best = (0, 0)
    number = 0
    while number < len(parts):
        if number in flagged:
            number += 1
            continue
        last = number
        while last + 1 < len(parts) and last + 1 not in flagged:
            last += 1
        if parts[last][1] - parts[number][0] > best[1] - best[0]:
            best = (parts[number][0], parts[last][1])
        number = last + 1
    return best


def _speaks_back(book: LanguageBook, stated: str) -> bool:
    pattern, link = book.scan["refers_back"], book.scan["link"]
    if link:
        match = link.match(stated)
        stated = stated[match.end() :].lstrip() if match else stated
    return pattern is not None and pattern.match(stated) is not None


def _after_flag(book: LanguageBook, text: str, frame: Frame, flags: list[Flag]) -> Frame | None:
    """`nobody can check the firm's statement that X`: X is what is stated."""
    pattern = book.scan["named_claim"]
    match = pattern.search(text, max(frame.start, flags[0].start), frame.end) if pattern else None
    if match is None or words(text[match.end() : frame.end]) < _LEAST:
        return None
    start, end = trim(text, match.end(), frame.end)
    possessor = _POSSESSOR.search(text[flags[0].end : match.start()]) or _AUTHOR.search(match[0])
    who = speaker(possessor[1]) if possessor else ""
    if not who and _speaks_back(book, text[start:end]):
        return Frame(frame.start, frame.start)
    return Frame(start, end, who or frame.who, frame.source)


def _part_of_subject(book: LanguageBook, text: str, frame: Frame, flag: Flag) -> bool:
    """`Unconfirmed reports put the loss at …`: the flag only describes who states it."""
    if not book.spaced or words(text[frame.start : flag.start]) > 1 or words(flag.text) > 1:
        return False
    return DESCRIBED.match(text, flag.end, frame.end) is not None


def asked(book: LanguageBook, text: str, statement: Statement) -> list[Statement]:
    """`It is unclear whether X`, `Whether X remains to be seen`: X is the statement.

    Unless it speaks back, or only asks whether what stands before is true.
    """
    frame = _question(text, statement.sentence, statement.explicit[0]) if statement.explicit else None
    stated = write_out(book, text, frame) if frame else ""
    own = words(stated) >= _LEAST and not _speaks_back(book, stated) and not IS_TRUE.search(stated)
    return [replace(statement, text=stated, back=False)] if own else []


def _question(text: str, sentence: Sentence, flag: Flag) -> Frame | None:
    """Return what stands behind the flag's "whether", or between that and its verb."""
    question = _ASKED.search(text, flag.start, sentence.end)
    if question is not None and flag.start < question.start() <= flag.end + 1:
        return Frame(question.end(), sentence.end)
    match = _WHETHER.match(text, sentence.start, sentence.end)
    verbs = list(_IS.finditer(text, flag.start, flag.end)) if match and flag.start < match.end() else []
    end = verbs[-1].start() if verbs else flag.start
    return Frame(match.end(), end) if match and match.end() < end else None


def _overlaps(part: tuple[int, int], flag: Flag) -> bool:
    return flag.start < part[1] and part[0] < flag.end


def write_out(book: LanguageBook, text: str, frame: Frame) -> str:
    """Return the statement as a sentence of its own."""
    start, end = trim(text, frame.start, frame.end)
    stated = text[start:end]
    adverb = book.scan["adverb"]
    if adverb is not None:
        stated = re.sub(r"\s{2,}", " ", adverb.sub("", stated)).strip(" ,")
    stated = frame.prefix + _JOINED.sub("", " ".join(stated.split()))
    stated = _balanced(stated)
    if book.lang == "en":
        stated = unhedged(stated)
    if not stated:
        return ""
    stated = stated[0].upper() + stated[1:]
    return (
        stated
        if stated.rstrip("\"'\u201d\u2019\u00bb\u300d").endswith((".", "!", "\u3002", "\uff01", "\u2026"))
        else stated + ("\u3002" if not book.spaced else ".")
    )


def _balanced(stated: str) -> str:
    """Drop quotation marks around the whole, and those that have lost their partner."""
    if stated[:1] in _OPENING and stated[-1:] in _CLOSING and not any(mark in _CLOSING for mark in stated[1:-1]):
        stated = stated[1:-1]
    for opening, closing in (("\u201c", "\u201d"), ("\u201e", "\u201c"), ("\u00ab", "\u00bb"), ("\u300c", "\u300d")):
        if opening == "\u201e" and opening not in stated:
            continue
        if stated.count(opening) != stated.count(closing):
            stated = stated.replace(opening, "").replace(closing, "")
    if stated.count('"') % 2:
        stated = stated.replace('"', "")
    return stated.strip(" ,;")
