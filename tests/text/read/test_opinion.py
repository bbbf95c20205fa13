"""The second opinion is left out only where it could not matter: trafilatura's own text, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import trafilatura
from trafilatura import core, external

from bot.text.read import opinion
from tests.bench.changes import material_cases, noise_cases
from tests.bench.site import page

DATA = Path(__file__).parents[2] / "data"
PAGES = [
    *(case.after for case in islice(noise_cases(), 0, None, 20)),
    *(case.before for case in islice(material_cases(), 0, None, 4)),
    *(file.read_text("utf-8") for file in sorted(DATA.rglob("*.html"))),
    *(page(number) for number in range(3)),
]
ARTICLE = "".join(f"<p>Sentence {n} of the article says that something is so and not otherwise.</p>" for n in range(9))
ELSEWHERE = "".join(
    f"<div>Here is the longer rest of it, number {n}, which nobody marked up as it.</div>" for n in range(60)
)
DOUBTFUL = {
    "twice as much elsewhere": f"<body><article>{ARTICLE}</article><div class='x'>{ELSEWHERE}</div></body>",
    "more tables than paragraphs": "<body><article>"
    + "<table><tr><td>Sentence of a cell that is long enough to count.</td></tr></table>" * 20
    + "</article></body>",
    "a word": "<body><article><p>Too short to be sure of.</p></article></body>",
    "nothing": "<body></body>",
}


@contextmanager
def comparing(compare: Any) -> Iterator[None]:
    before = core.compare_extraction  # type: ignore[attr-defined]
    core.compare_extraction = compare  # type: ignore[attr-defined]
    try:
        yield
    finally:
        core.compare_extraction = before  # type: ignore[attr-defined]


def text_of(source: str) -> str:
    found = trafilatura.bare_extraction(source, include_comments=False)
    return str(getattr(found, "text", "") or "")


@pytest.mark.parametrize("source", [*PAGES, *DOUBTFUL.values()])
def test_the_text_is_the_same_as_with_it(source: str) -> None:
    with comparing(external.compare_extraction):
        wanted = text_of(source)
    assert text_of(source) == wanted


def asked(source: str) -> bool:
    """Whether the second opinion is asked for a page."""
    seen: list[bool] = []

    def compare(cleaned: Any, raw: Any, body: Any, text: str, options: Any) -> tuple[Any, str]:
        seen.append(not opinion.settled(raw, body, text, options.min_extracted_size))
        return external.compare_extraction(cleaned, raw, body, text, options)

    with comparing(compare):
        text_of(source)
    return any(seen)


def test_it_is_left_out_on_most_pages_and_asked_on_doubtful_ones() -> None:
    assert sum(not asked(source) for source in PAGES) > len(PAGES) * 0.8
    assert [name for name, source in DOUBTFUL.items() if asked(source)] == [*DOUBTFUL][:2]  # of less text it is silent
