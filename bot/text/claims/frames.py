"""Part what is stated from who states it: "X says that …", "…, according to X", "…, X said"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.text.claims.clauses import borders, clauses, past_dateline, trim, words
from bot.text.claims.hedges import third_person
from bot.text.claims.speakers import MARKS, is_document, speaker
from bot.text.claims.wording import (
    ACTOR,
    ADJUNCT,
    AFTER_SAYING,
    AMOUNT,
    ASIDE_THAT,
    AUXILIARY,
    BY_OWN,
    BY_OWN_ASIDE,
    CLAIMING,
    CLAIMS_TO,
    CONFIDED,
    DENIES,
    DENYING,
    DETERMINED,
    FOR_HIS_PART,
    GIVEN_BY,
    GOES_ON,
    HEARD,
    HEARSAY,
    IMPERSONAL,
    IN_DOCUMENT,
    IN_HIS_TELLING,
    LEADING,
    MANY,
    NAME_AGAIN,
    NAMELESS,
    NESTED_SAY,
    NO_SPEAKER,
    NOBODY,
    NOT_SAYING,
    OF_THE_CLAIM,
    ON_TERMS,
    OR_SO,
    OWN_ACCOUNT,
    OWN_SUBJECT,
    PARTICIPLE,
    PLACE_THAT,
    PRONOUN,
    PURPORTS,
    PUTS_AT,
    RELATIVE,
    RUMOURED,
    SHOWING,
    SO_RUNS,
    SOMEBODY,
    SPEAKER_BEHIND,
    SUBORDINATE,
    SUMS_ASKED,
    THAT,
    TO_HAVE,
    TOLD,
    TOLD_BARE,
    TOLD_THAT,
    VERB_BEGINS,
    WAS_PUT_AT,
    WHEN_IT,
    WHOSE_IT_IS,
)
from bot.text.flags.book import LanguageBook
from bot.text.flags.match import Sentence

_MOST_WHO = 16  # words that may name a speaker
_LEAST = 3  # words of a statement

Find = Callable[[str, int, int], "re.Match[str] | None"]


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
    for find in _FRAMES:
        found = find(book, text, sentence, frame)
        if found is not None:
            frame = found
    if not frame.who or is_document(book, frame.who):
        frame = _named(book, text, frame)
    aside = OF_THE_CLAIM.search(text, frame.start, frame.end)
    if aside is not None and words(frame.prefix + text[frame.start : aside.start()]) >= _LEAST:
        frame = replace(frame, end=aside.start())
    return frame if frame.who or not frame.source else replace(frame, who=speaker(frame.source))


def _hinted(hint: str, find: Find, text: str, frame: Frame) -> re.Match[str] | None:
    """Ask a pattern only where the hint stands, which is seen sooner."""
    return find(text, frame.start, frame.end) if text.find(hint, frame.start, frame.end) >= 0 else None


def _given_by(_: LanguageBook, text: str, __: Sentence, frame: Frame) -> Frame | None:
    """`STATEMENT, a sum given by X`, `…: so runs the pitch from X`, `…, or so X claims`, `…, by its own tests`."""
    for hint, pattern in ((" by ", GIVEN_BY), ("so ", SO_RUNS), ("so ", OR_SO)):
        match = _hinted(hint, pattern.search, text, frame)
        if match is not None:
            return Frame(frame.start, match.start(), speaker(match["who"]), match["who"])
    match = _hinted(" own ", BY_OWN.search, text, frame)
    if match is None or words(text[frame.start : match.start()]) < _LEAST:
        return None
    whose = WHOSE_IT_IS.match(text, frame.start, frame.end) or OWN_SUBJECT.match(text, frame.start, frame.end)
    who = match["who"] or (whose[1] if whose else "")
    return Frame(frame.start, match.start(), speaker(who), who)


def _puts_at(_: LanguageBook, text: str, sentence: Sentence, frame: Frame) -> Frame | None:
    """`X puts the number of dead at 140`, `The number was put at 140 by X`: the number is 140."""
    passive = _hinted(" put at ", WAS_PUT_AT.match, text, frame)
    if passive is not None:
        before = f"{passive['what']} {passive['verb']} "
        return Frame(passive.start("sum"), passive.end("sum"), speaker(passive["who"]), passive["who"], before)
    match = _hinted(" at ", PUTS_AT.search, text, frame)
    who = _subject(text, sentence, frame.start, match.start()) if match else ""
    if match is None or not who:
        return None
    verb = "are" if MANY.match(match["what"]) else "is"
    return Frame(match.end(), frame.end, speaker(who), who, f"{match['what']} {verb} ")


def _purports(_: LanguageBook, text: str, __: Sentence, frame: Frame) -> Frame | None:
    """`The video, which purports to show X, …`: it shows X."""
    match = _hinted("purport", PURPORTS.match, text, frame)
    if match is None:
        return None
    end = min((cut for cut in (text.find(mark, match.end(), frame.end) for mark in ",;") if cut > 0), default=frame.end)
    return Frame(match.end(), end, prefix=f"{match['what']} shows ")


def _nameless(book: LanguageBook, text: str, _: Sentence, frame: Frame) -> Frame | None:
    """`X, speaking on condition of anonymity, says that STATEMENT`; `X, …, recalls Y` is one."""
    match = NAMELESS.match(text, frame.start, frame.end)
    if match is None:
        return None
    who, begin = match["who"], match.end()
    say = book.scan["say"]
    verb = say.match(text, begin, frame.end) if say else None
    if verb is None:
        return Frame(begin, frame.end, speaker(who), who, f"{who} ")
    start = _statement_start(text, verb, frame.end)
    return None if start is None else Frame(start, frame.end, speaker(who), who)


def _denying(_: LanguageBook, text: str, __: Sentence, frame: Frame) -> Frame | None:
    """`X rejects this, saying that STATEMENT`."""
    match = DENYING.match(text, frame.start, frame.end)
    return Frame(match.end(), frame.end, speaker(match["who"]), match["who"]) if match else None


def _claiming(_: LanguageBook, text: str, __: Sentence, frame: Frame) -> Frame | None:
    """`X posted a file, claiming that STATEMENT`."""
    match = _hinted("ing ", CLAIMING.search, text, frame)
    if match is None or words(text[match.end() : frame.end]) < _LEAST:
        return None
    subject = ACTOR.match(text, frame.start, match.start())
    who = subject[1] if subject else ""
    return Frame(match.end(), frame.end, speaker(who), who)


def _impersonal(_: LanguageBook, text: str, __: Sentence, frame: Frame) -> Frame | None:
    """`It is believed that STATEMENT`."""
    match = IMPERSONAL.match(text, frame.start, frame.end)
    return Frame(match.end(), frame.end) if match and words(text[match.end() : frame.end]) >= _LEAST else None


def _rumoured(_: LanguageBook, text: str, __: Sentence, frame: Frame) -> Frame | None:
    """`Shares rose on chatter that STATEMENT` and `X repeated his allegation that STATEMENT`."""
    match = RUMOURED.match(text, frame.start, frame.end)
    if match is None or words(text[match.end() : frame.end]) < _LEAST:
        return None
    who = match["who"] or ""
    return Frame(match.end(), frame.end, speaker(who), who)


def _in_document(book: LanguageBook, text: str, sentence: Sentence, frame: Frame) -> Frame | None:
    """`In a draft of the bill which we could read, STATEMENT`."""
    match = IN_DOCUMENT.match(text, frame.start, frame.end)
    cut = next((cut for cut in borders(text, sentence) if cut > frame.start), frame.end)
    if match is None or not is_document(book, text[match.end() : cut]) or words(text[cut : frame.end]) < _LEAST:
        return None
    who = text[match.end() : cut]
    return Frame(trim(text, cut, frame.end)[0], frame.end, speaker(who), who)


def _after_saying(_: LanguageBook, text: str, __: Sentence, frame: Frame) -> Frame | None:
    """`Shares fell after X alleged that STATEMENT`."""
    match = AFTER_SAYING.search(text, frame.start, frame.end)
    if match is None or words(text[match.end() : frame.end]) < _LEAST or NO_SPEAKER.search(match["who"]):
        return None
    return Frame(match.end(), frame.end, speaker(match["who"]), match["who"])


def _in_his_telling(_: LanguageBook, text: str, __: Sentence, frame: Frame) -> Frame | None:
    """`In X's telling, STATEMENT`."""
    match = IN_HIS_TELLING.match(text, frame.start, frame.end)
    if match is None or words(text[match.end() : frame.end]) < _LEAST:
        return None
    return Frame(match.end(), frame.end, speaker(match["who"]), match["who"])


def _own_aside(_: LanguageBook, text: str, __: Sentence, frame: Frame) -> Frame | None:
    """`X, by its own account the first of its kind, did something`: X is the first of its kind."""
    match = _hinted(" own ", BY_OWN_ASIDE.match, text, frame)
    if match is None:
        return None
    return Frame(match.start("what"), match.end("what"), speaker(match["who"]), match["who"], f"{match['who']} is ")


def _own_account(_: LanguageBook, text: str, __: Sentence, frame: Frame) -> Frame | None:
    """`By the firm's own account, STATEMENT` and `In its own tests, the firm's STATEMENT`."""
    match = OWN_ACCOUNT.match(text, frame.start, frame.end)
    who = (match["who"] or match["later"]) if match else ""
    if match and not who:
        subject = OWN_SUBJECT.match(text, match.end(), frame.end)
        return Frame(match.end(), frame.end, speaker(subject[1]), subject[1]) if subject else None
    if match is None:
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
            if NAME_AGAIN.match(text, rest, frame.end):
                continue  # "According to the council's manager, Piers Oddfellow, …"
            if not PARTICIPLE.match(text, rest) and words(text[rest : frame.end]) >= _LEAST:
                who = text[match.end() : cut]
                return Frame(rest, frame.end, speaker(who), who)
        return None
    stop = next((cut for cut in cuts if not PARTICIPLE.match(text, trim(text, cut, frame.end)[0])), frame.end)
    start, end = trim(text, frame.start, match.start())
    if words(text[start:end]) < _LEAST:
        return None
    who = text[match.end() : stop]
    own = match[0].lower() == "citing" and " own " in who  # "…, the firm announced, citing its own tests"
    return Frame(start, end, "" if own else speaker(who), who)


def _spoken_first(book: LanguageBook, text: str, sentence: Sentence, frame: Frame) -> Frame | None:
    """`X says (that) STATEMENT`, with an appositive or an opening clause before the verb at most."""
    pattern = book.scan["say"]
    for match in pattern.finditer(text, frame.start, frame.end) if pattern else ():
        verb = _verb_start(match)
        quoted = any(quote.start <= verb < quote.end for quote in sentence.quotes)
        inverted = any(
            quote.whole and not text[quote.end + 1 : verb].strip() for quote in sentence.quotes if quote.end < verb
        ) or (text.endswith(", ", 0, verb) and SPEAKER_BEHIND.match(text, match.end(), frame.end) is not None)
        if quoted or inverted or _not_saying(text, verb, text[verb : match.end()]):
            continue
        subject = _subject(text, sentence, frame.start, verb)
        if not subject or (CONFIDED.match(text, match.end()) and _told_by_others(book, text, sentence, frame, verb)):
            return None
        if RELATIVE.match(subject):
            continue  # "…, which said that": an aside on somebody else
        if HEARSAY.match(match[0]):
            return None  # "reportedly told the cabinet that": that it was told is the hearsay
        if DENIES.search(match[0]):
            return Frame(frame.start, frame.end, speaker(subject), subject)  # what is denied is not what they state
        claim = _to_have(text, match, subject)
        if claim is not None:
            return Frame(claim[0], frame.end, speaker(subject), subject, claim[1])
        start = _statement_start(text, match, frame.end)
        if start is None:
            continue
        if AMOUNT.fullmatch(text, start, frame.end) and not text[match.start() : match.end()].endswith(" that"):
            start = frame.start  # "The clinic claims a success rate of 90 percent": no clause
        return Frame(start, frame.end, speaker(subject), subject)
    return None


def _told_by_others(book: LanguageBook, text: str, sentence: Sentence, frame: Frame, verb: int) -> bool:
    """`X has told colleagues that STATEMENT, a friend said`: it is the friend's word."""
    other = frame if frame.who else _spoken_last(book, text, sentence, frame)
    return other is not None and text.find(other.source, verb, sentence.end) > verb


def _verb_start(match: re.Match[str]) -> int:
    """Return where the verb starts, past a name that ends like an adverb ("the army of Tessaly said")."""
    name = " " in match[0] and (
        match[0][0].isupper() or DETERMINED.search(match.string, max(0, match.start() - 40), match.start())
    )
    return match.start() + match[0].index(" ") + 1 if name else match.start()


def _nested(book: LanguageBook, text: str, sentence: Sentence, frame: Frame) -> Frame | None:
    """`X reports that Y told staff that STATEMENT`: Y states it."""
    inner = _spoken_first(book, text, sentence, frame) if frame.who else None
    if inner is None or not SOMEBODY.match(inner.source) or not text.startswith(inner.source, frame.start):
        return None
    return inner if NESTED_SAY.search(text[frame.start : inner.start]) else None


def _not_saying(text: str, start: int, verb: str) -> bool:
    """Whether the word is no verb that somebody speaks with: "is said", "the claim that", "…, adding that"."""
    before = text[max(0, start - 30) : start]
    if verb.split(maxsplit=1)[0].endswith("ing") and before.endswith(", "):
        return True
    return NOT_SAYING.search(before) is not None or (verb == "claims" and SUMS_ASKED.search(before) is not None)


def _statement_start(text: str, verb: re.Match[str], end: int) -> int | None:
    """Return where the statement begins after the verb, None when the verb closes its sentence or takes no clause."""
    start = verb.end()
    if verb[0].lower().endswith((" that", " how", " dass", " que")):
        if AUXILIARY.match(text, trim(text, start, end)[0]):
            return None  # "reported in a paper that has not been reviewed"
    elif that := THAT.match(text, start, end) or ASIDE_THAT.match(text, start, end):
        start = that.end()
    elif (place := PLACE_THAT.match(text, start, min(end, start + 140))) and not AUXILIARY.match(text, place.end()):
        start = place.end()
    elif TOLD.search(verb[0]):
        reach = min(end, start + 80)
        told = TOLD_THAT.match(text, start, reach) or TOLD_BARE.match(text, start, reach)
        if told is None or ON_TERMS.match(text, start, end) or AUXILIARY.match(text, told.end()):
            return None  # whom, or on what terms, but not what
        start = told.end()
    elif when := WHEN_IT.match(text, start, min(end, start + 80)):
        start = when.end()
    elif ADJUNCT.match(text, start, end):
        return None
    start, stop = trim(text, start, end)
    while start < stop and text[start] in MARKS:
        start += 1
    return start if words(text[start:stop]) > _LEAST else None


def _subject(text: str, sentence: Sentence, start: int, end: int) -> str:
    """Return who stands before the verb, empty when nobody plausibly does."""
    direct = text[end - 1 : end] == "," or text[max(start, end - 2) : end].strip() == ","
    parts = clauses(text, sentence, start, end)
    while len(parts) > 1 and SUBORDINATE.match(text[parts[0][0] : parts[0][1]]):
        parts = parts[1:]
    if not parts or (direct and len(parts) == 1):
        return ""  # nobody, or "As hives fill, STATEMENT, say the beekeepers"
    if not direct:
        return _as_subject(text, *parts[-1])
    whole = _as_subject(text, parts[0][0], parts[1][1])  # "the former clerk, Denny Oake, alleges"
    return whole or _as_subject(text, *parts[0])  # "a letter, a copy of which was passed to us, states"


def _as_subject(text: str, start: int, end: int) -> str:
    subject = text[start:end].strip()
    subject = VERB_BEGINS.sub("", FOR_HIS_PART.sub("", LEADING.sub("", subject)))
    if PRONOUN.match(subject):
        return subject
    clause = NO_SPEAKER.search(RELATIVE.sub("", subject))
    if not subject or clause or SUBORDINATE.match(subject) or words(subject) > _MOST_WHO:
        return ""
    return subject


def _to_have(text: str, verb: re.Match[str], subject: str) -> tuple[int, str] | None:
    """`X claims to have taken Y` is the statement `X has taken Y`, `X claims to hold Z` that `X holds Z`."""
    match = TO_HAVE.match(text, verb.end())
    if match is None:
        return None
    many = subject.rstrip().lower().endswith(("s", "people", "men", "women", "police")) or " and " in subject
    known = {"have": ("has", "have"), "be": ("is", "are")}.get(match[1].lower())
    if known is None and not CLAIMS_TO.search(verb[0]):
        return None
    return match.end(), f"{subject} {known[many] if known else match[1] if many else third_person(match[1])} "


def _spoken_last(book: LanguageBook, text: str, sentence: Sentence, frame: Frame) -> Frame | None:
    """`STATEMENT, X said on Tuesday` and `STATEMENT, said X`."""
    patterns = [pattern for pattern in (book.scan["say"], book.scan["say_after"]) if pattern is not None]
    if frame.who and not is_document(book, frame.who):
        return None
    for cut in borders(text, sentence):
        if not frame.start < cut < frame.end:
            continue
        short = words(text[frame.start : cut]) < _LEAST
        begin, _ = trim(text, cut, frame.end)
        begin += len(text[begin : frame.end]) - len(text[begin : frame.end].lstrip(MARKS))
        found = [pattern.search(text, begin, min(frame.end, begin + 160)) for pattern in patterns]
        verb = min((match for match in found if match), key=lambda match: match.span(), default=None)
        if verb and verb.start() == begin and SHOWING.match(verb[0]) and not _by_document(book, text, verb.end()):
            continue
        who = _speaker_after(text, begin, verb, frame.end) if verb else ""
        if who and verb:
            spoken = verb.end()
            if text.startswith(verb[0], begin) or TOLD.search(verb[0]):  # "STATE, say insiders at the palace, MENT"
                spoken = text.find(",", spoken, min(frame.end, spoken + 80))
            rest = GOES_ON.match(text, spoken, frame.end) if spoken >= 0 else None
            if rest and words(text[rest.end() : frame.end]) >= _LEAST:
                return Frame(rest.end(), frame.end, speaker(who), who, f"{text[frame.start : cut]} ")
            if not short:
                return Frame(frame.start, cut, speaker(who), text[begin : frame.end])
    return None


def _by_document(book: LanguageBook, text: str, at: int) -> bool:
    """Whether a document shows it: "…, show draft minutes of the meeting"."""
    return is_document(book, " ".join(text[at : at + 60].split()[:4]))


def _speaker_after(text: str, begin: int, verb: re.Match[str], end: int) -> str:
    """Return who speaks in `X said on Tuesday`, `X, its chief designer, told Y` or `said X`; empty when nobody does."""
    before, after = text[begin : _verb_start(verb)].strip(), text[verb.end() : end]
    if not before or HEARD.fullmatch(before):
        who = re.split(r"[,;:]|\s(?:on|in|at|who|to|of Tuesday)\s", after.strip(MARKS))[0]
    elif ADJUNCT.match(after) or TOLD.search(verb[0]):
        parts = [part for part in re.split(r"[,;]", before) if part.strip()] or [""]
        who = parts[0] if before.endswith(",") or len(parts) == 1 else ""
    else:
        return ""
    who = who.strip()
    if PRONOUN.match(who):
        return who
    named = words(who) <= _MOST_WHO and not NOBODY.match(who) and not NO_SPEAKER.search(RELATIVE.sub("", who))
    return who if named and SOMEBODY.match(who) else ""


def _named(book: LanguageBook, text: str, frame: Frame) -> Frame:
    """`X puts the cost at …`: the whole is the statement, and X makes it."""
    pattern = book.scan["state"]
    match = pattern.search(text, frame.start, min(frame.end, frame.start + 120)) if pattern else None
    if match is None:
        return frame
    parts = [part.strip() for part in re.split(r"[;:,]", text[frame.start : match.start()])]
    while len(parts) > 1 and (SUBORDINATE.match(parts[0]) or ";" in text[frame.start : match.start()]):
        parts = parts[1:]
    subject = parts[-1] or parts[0]  # "X, of whom nobody knows, describes Y"
    if not subject or words(subject) > _MOST_WHO or SUBORDINATE.match(subject) or NOBODY.match(subject):
        return frame
    if NO_SPEAKER.search(subject):
        return frame  # a clause, and no party
    start = text.rindex(subject, frame.start, match.start())  # without "In the complaint, filed on Monday, …"
    return Frame(start, frame.end, speaker(subject), subject)


_FRAMES = (
    _nameless,
    _puts_at,
    _purports,
    _impersonal,
    _rumoured,
    _own_aside,
    _own_account,
    _given_by,
    _in_document,
    _in_his_telling,
    _after_saying,
    _according,
    _denying,
    _claiming,
    _spoken_first,
    _nested,
    _spoken_last,
)
