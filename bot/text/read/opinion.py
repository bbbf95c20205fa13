"""What trafilatura finds on a page, without the second opinion that it asks for every page and rarely can use.

It compares its own text with what other extractors find. The main one of them, readability, costs a tenth of the look,
and is preferred where it finds more than twice as much, or where the own text has no paragraphs or more tables than
such; another one is asked where the own text is short or unclean (`trafilatura.external` of 2.3). Where the whole page
does not hold twice as much and all else is in order, the comparison can end in one way only.
"""

from __future__ import annotations

from typing import Any

from trafilatura import core, external

_compare = external.compare_extraction
_SCRIPTS = ("script", "style")


def ask_only_where_it_matters() -> None:
    """Let trafilatura, in this process, compare only where that could change what it finds."""
    core.compare_extraction = _compared  # type: ignore[attr-defined, assignment]


def _compared(cleaned: Any, raw: Any, body: Any, text: str, options: Any) -> tuple[Any, str]:  # noqa: ANN401  trees of lxml
    if options.focus == "balanced" and settled(raw, body, text, options.min_extracted_size):
        return body, text
    return _compare(cleaned, raw, body, text, options)


def settled(raw: Any, body: Any, text: str, least: int) -> bool:  # noqa: ANN401  trees of lxml
    """Whether no other extractor can be preferred to `body`, whose text is `text`, for the page `raw`."""
    if len(text) < least or body.xpath(external.SANITIZED_XPATH):
        return False
    paragraphs = body.findall(".//p")
    if len(body.findall(".//table")) > len(paragraphs) or not any("".join(p.itertext()) for p in paragraphs):
        return False
    whole = raw.xpath("string()")
    scripts = [script.text or "" for script in raw.iter(*_SCRIPTS)]
    if len(whole) - sum(map(len, scripts)) < 2 * len(text):  # as it stands, blanks and all
        return True
    return _length(whole) - sum(map(_length, scripts)) <= 2 * len(text)


def _length(text: str) -> int:
    """Return how long a text is with single spaces, or one more."""
    words = text.split()
    return sum(map(len, words)) + len(words)
