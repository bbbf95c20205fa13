"""Two spellings of one word: British and American, a title and its abbreviation, a slip that was put right."""

# ruff: noqa: SIM905  a block of words is easier to read than a list of strings

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain

from rapidfuzz.distance import OSA

from bot.text.words.lexicon import CLASS_OF, MAGNITUDES, MONTHS, NUMBER_WORDS, STOPWORDS, UNITS
from bot.text.words.terms import tokens

_LEAST_SLIP = 5  # letters of a word in which one wrong letter is a slip, not another word
_BEFORE_OUR = (
    "arm|behavi|clam|col|endeav|fav|flav|glam|harb|hon|hum|lab|neighb|od|parl|ranc|rig|rum|savi|splend|tum|val|vap|vig"
)
_FOLDS = tuple(
    (re.compile(british), american)
    for british, american in (
        (rf"({_BEFORE_OUR})our", r"\1or"),
        (r"(?<=\w\w\w)is(e|es|ed|er|ers|ing|ation|ations)$", r"iz\1"),
        (r"(?<=\w\w)ys(e|es|ed|ing)$", r"yz\1"),
        (r"(?<=\w)(t|b)re(s?)$", r"\1er\2"),
        (r"(?<=\w)ogue(s?)$", r"og\1"),
        (r"(def|lic|off|pret)ence", r"\1ense"),
        (r"(?<=[aeo]l)l(?=ed$|ing$|ers?$)", ""),
        (r"(?<=[hnr])ae(?=[mdst])|(?<=p)ae(?=d)", "e"),
        (r"judgement", "judgment"),
        (r"programme", "program"),
        (r"^gr[ea]y", "gray"),
        (r"alumini", "alumin"),
        (r"ageing", "aging"),
        (r"sceptic", "skeptic"),
        (r"plough", "plow"),
        (r"mould", "mold"),
    )
)
_SHORT = dict(
    pair.split("-")
    for pair in (
        "adm-admiral bros-brothers capt-captain cmdr-commander co-company col-colonel corp-corporation dept-department"
        " dr-doctor gen-general gov-governor govt-government inc-incorporated insp-inspector lt-lieutenant ltd-limited"
        " maj-major pres-president prof-professor rep-representative rev-reverend sen-senator sgt-sergeant"
        " supt-superintendent univ-university"
    ).split()
)
_KNOWN = frozenset(chain(CLASS_OF, MONTHS, NUMBER_WORDS, MAGNITUDES, UNITS, STOPWORDS))


def respelled(before: str, after: str) -> str:
    """Return `before` with each word that `after` only spells otherwise spelled as there."""
    old, new = ([word.removesuffix("'s") for word in tokens(text)] for text in (before, after))
    came = sorted({word for word in new if word.isalpha()}.difference(old))
    stays = set(new)
    folded = {_folded(word.lower()): word for word in came}
    known = [word for word in came if word.lower() in _KNOWN]
    for one in {word: None for word in old if word.isalpha() and word not in stays}:
        low = one.lower()
        other = folded.get(_folded(low)) or next((word for word in known if _slip(low, word.lower())), None)
        if other is not None:
            before = re.sub(rf"\b{one}\b", other, before)
    return before


def _slip(one: str, other: str) -> bool:
    return one not in _KNOWN and len(other) > _LEAST_SLIP and OSA.distance(one, other, score_cutoff=1) == 1


@lru_cache(maxsize=10_000)
def _folded(word: str) -> str:
    word = _SHORT.get(word, word)
    for british, american in _FOLDS:
        word = british.sub(american, word)
    return word
