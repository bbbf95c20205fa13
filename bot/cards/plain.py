"""A card as plain lines, for a terminal or a log: no markup, no control characters, times in UTC."""

from __future__ import annotations

from datetime import datetime

from bot.cards.budget import fit
from bot.cards.card import Card, Line, Link, Own, Part, Said, When
from bot.cards.clean import cut, safe_url, tidy

VALUE = 4000  # characters of a block


def plain(card: Card) -> str:
    """Return the whole card as text: kicker, title, lines, fields, footer, one after another."""
    blocks = [card.kicker and cut(card.kicker, 256), card.title, plain_lines(card.lines)]
    blocks += [f"{field.name}: {plain_lines(field.lines)}" for field in card.fields]
    blocks.append(card.footer)
    return "\n".join(filter(None, blocks))


def plain_lines(lines: tuple[Line, ...]) -> str:
    """Return lines as text; passages from outside are cut where a block grows beyond `VALUE`."""
    return fit(lines, VALUE, plain_line)


def plain_line(line: Line, cap: int = VALUE) -> str:
    """Return one line as text; a quoted one stands in quotation marks."""
    text = " ".join(filter(None, (plain_part(part, cap) for part in line.parts)))
    return f"“{text}”" if line.quoted and text else text


def plain_part(part: Part, cap: int = VALUE) -> str:
    """Return one part as text without control, format or bidi characters. Rich markup is not escaped."""
    match part:
        case Own(text):
            return text
        case Said(text):
            return cut(text, cap)
        case When(at):
            return stamp(at)
        case Link(url):
            return safe_url(url, VALUE) or tidy(url)[:200]


def stamp(at: datetime) -> str:
    """Return a point in time for people: to the minute, in UTC."""
    return f"{at:%Y-%m-%d %H:%M} UTC"
