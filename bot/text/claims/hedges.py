"""A claim without its hedge: "is believed to have hung in the hall" states that it hung there."""

from __future__ import annotations

import re

_PAST = {
    "become": "became",
    "begun": "began",
    "borne": "bore",
    "broken": "broke",
    "chosen": "chose",
    "come": "came",
    "done": "did",
    "drawn": "drew",
    "driven": "drove",
    "eaten": "ate",
    "fallen": "fell",
    "flown": "flew",
    "forgotten": "forgot",
    "given": "gave",
    "gone": "went",
    "grown": "grew",
    "hidden": "hid",
    "known": "knew",
    "overseen": "oversaw",
    "proven": "proved",
    "ridden": "rode",
    "risen": "rose",
    "run": "ran",
    "seen": "saw",
    "shown": "showed",
    "shrunk": "shrank",
    "sunk": "sank",
    "spoken": "spoke",
    "stolen": "stole",
    "taken": "took",
    "thrown": "threw",
    "torn": "tore",
    "undergone": "underwent",
    "undertaken": "undertook",
    "withdrawn": "withdrew",
    "worn": "wore",
    "written": "wrote",
}
"""The past of verbs whose participle is another word."""
_SAID = (
    r"(?P<is>is|are|was|were)\s(?:(?:also|now|still|even|widely|generally|long|commonly)\s)?"
    r"(?:believed|thought|said|understood|rumou?red|reported|alleged|suspected|assumed|reputed|presumed|claimed)"
)
_SEEMS = r"(?P<seems>appears?|seems?|appeared|seemed)"
_HEDGE = re.compile(rf"\b(?:{_SAID}|{_SEEMS})\sto\s(?P<verb>have|be|[a-z]{{3,}})\s(?P<next>[\w\-]+)")
_ASIDE = re.compile(
    r",\s(?:it\s(?:is|was)\s(?:\w+\s)?(?:understood|said|believed|thought|claimed|rumou?red|reported|alleged)|so\s(?:the\s\w+\sgoes|it\sis\ssaid)),\s",
    re.IGNORECASE,
)
_AWAY = re.compile(r"\b(?:not|never|n['\u2019]t|who|which|that|what|if|whether)\s$")
_LESS = 10  # characters before it that are looked at
_MANY = frozenset({"are", "were", "appear", "seem"})
_OVER = frozenset({"was", "were", "appeared", "seemed"})


def unhedged(stated: str) -> str:
    """Return the English statement with its verb in place of the first hedge that speaks for all of it."""
    stated = _ASIDE.sub(" ", stated)
    match = _HEDGE.search(stated)
    if match is None or _AWAY.search(stated[max(0, match.start() - _LESS) : match.start()]):
        return stated
    said = match["is"] or match["seems"]
    verb = _verb(match["verb"], match["next"], many=said in _MANY, over=said in _OVER)
    return f"{stated[: match.start()]}{verb}{stated[match.end() :]}" if verb else stated


def _verb(verb: str, following: str, *, many: bool, over: bool) -> str:
    """Return the finite form of "to VERB FOLLOWING"; empty where it can not be told."""
    if verb == "have" and following in {"a", "an", "the", "no"}:
        return f"{'had' if over else 'have' if many else 'has'} {following}"
    if verb == "have" and following == "been":
        return "were" if many else "was"
    if verb == "have":
        past = _PAST.get(following, following)
        return past if following in _PAST or _participle(following) else ""
    if verb == "be":
        return f"{('were' if many else 'was') if over else 'are' if many else 'is'} {following}"
    return "" if over else f"{verb if many else third_person(verb)} {following}"


def _participle(word: str) -> bool:
    return word.endswith(("ed", "t", "d", "ung", "unk", "on", "ept"))


def third_person(verb: str) -> str:
    """Return the English verb as it stands with "it": "control" becomes "controls"."""
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2] not in "aeiou" else f"{verb}s"
