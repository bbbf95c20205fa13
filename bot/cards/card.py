"""The middle form: what a card says, without saying how it is drawn.

A card is made of lines, a line of parts. A part is either ours (`Own`), or came from outside (`Said`, always
escaped by whoever draws it), or a point in time (`When`), or an address that was vetted (`Link`). Renderers
shorten `Said` parts only, so that markup and our own words stay whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Style(StrEnum):
    """How a passage is set off; a renderer that cannot, leaves it out."""

    PLAIN = "plain"
    STRONG = "strong"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Own:
    """Our own words: no markup in them, none from outside."""

    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Said:
    """Text from outside: a claim, an excerpt, a name. Data, never markup."""

    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class When:
    """A point in time (aware UTC), drawn so that it ages by itself where the medium can do so."""

    at: datetime
    relative: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """The address of a source, drawn as its host name. A bad address is drawn as plain text."""

    url: str


Part = Own | Said | When | Link


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `quoted` sets it off as a passage somebody else wrote."""

    parts: tuple[Part, ...]
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A named block. `inline` ones may stand side by side."""

    name: str
    lines: tuple[Line, ...]
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What a notice, a claim or an error says.

    `title` and `footer` are our own words; `kicker` stands small above the title and may hold outside text;
    `colour` is 0xRRGGBB; `url` is the source that an "Open" button leads to, empty for none.
    """

    title: str
    colour: int
    kicker: str = ""
    lines: tuple[Line, ...] = ()
    fields: tuple[Field, ...] = ()
    footer: str = ""
    url: str = ""

    def marked(self, mark: str) -> Card:
        """Return the card with `mark` at the end of its footer, by which a post is found again."""
        return replace(self, footer=f"{self.footer} · {mark}" if self.footer else mark)


def own(text: str, style: Style = Style.PLAIN) -> Line:
    """Return a line of our own words."""
    return Line((Own(text, style),))


def said(text: str, style: Style = Style.PLAIN, *, quoted: bool = False) -> Line:
    """Return a line of outside text."""
    return Line((Said(text, style),), quoted=quoted)
