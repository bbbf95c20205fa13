"""Whether a claim can be checked at all, and if not, why."""

# ruff: noqa: RUF001 - question marks of other scripts are meant

from __future__ import annotations

import re

from bot.text.stance.excerpt import words

_JUDGING = (
    "best|worst|nicest|ugliest|greatest|most beautiful|amazing|awful|terrible|wonderful|boring|disgusting|overrated|"
    "underrated|great|stupid"
)
_OPINION = re.compile(
    r"\bi (?:think|believe|feel|hope|love|hate)\b|\bin my (?:view|opinion)\b|\bwe (?:think|feel|hope)\b|\bought to\b|"
    rf"^[^,;]*\bshould\b|\b(?:is|are|was|were) (?:the |so |simply |just )?(?:{_JUDGING})\b(?!-)(?=[\s\w]{{0,40}}\W*$)",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:says?|said|claims?|claimed|according to|announced|ruled|told|reports?|reported)\b", re.IGNORECASE
)
_COMMAND = re.compile(
    r"^\W*(?:please|ignore|let's|let us|do not|don't|never mind|click|subscribe|look at)\b", re.IGNORECASE
)
_MOST_WORDS = 120
_FEWEST_WORDS = 3


def checkable(claim: str) -> str | None:
    """Return why this is not a checkable claim, as a sentence for people, or None when it may be one."""
    plain = " ".join(claim.split())
    found = words(plain)
    faults = (
        (not any(word[0].isalnum() for word in found), "it holds no words."),
        (plain.endswith(("?", "？", "؟", "?”", '?"')), "it is a question; state what is said to be so."),
        (bool(_COMMAND.match(plain)), "it tells someone to do something; state what is said to be so."),
        (
            bool(_OPINION.search(plain)) and not _REPORTED.search(plain),
            "it is an opinion or a wish; nothing could settle it.",
        ),
        (len(found) < _FEWEST_WORDS, "it is too short to say something of something."),
        (len(found) > _MOST_WORDS, "it is longer than a statement can be; take the one sentence that matters."),
    )
    reason = next((why for holds, why in faults if holds), None)
    return None if reason is None else "Not a checkable claim: " + reason
