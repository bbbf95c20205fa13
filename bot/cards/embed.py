"""A card as a Discord embed: every limit kept by one budget, every word from outside escaped.

Limits by Discord's documentation: title and author 256, description 4096, 25 fields with names of 256 and values of
1024, footer 2048, and 6000 characters over all of them.
"""

from __future__ import annotations

from datetime import datetime

import discord

from bot.cards.budget import fit, share
from bot.cards.card import Card, Field, Line, Link, Own, Part, Said, Style, When
from bot.cards.clean import cut, escape_tidied, safe_url, short, size

TITLE = 256
NAME = 80  # of a field; Discord allows 256, but a name is a word or three
FOOTER = 300
DESCRIPTION = 4096
VALUE = 1024
FIELDS = 25
TOTAL = 6000
LABEL = 48  # of a link: host and the start and end of its path
LINK = 300  # longer addresses are left to the button
_STYLES = {Style.PLAIN: "", Style.STRONG: "**", Style.ADDED: "**", Style.REMOVED: "~~"}


def to_embed(card: Card) -> discord.Embed:
    """Return the embed of `card`; it is within every limit of Discord's whatever the card holds."""
    embed = discord.Embed(title=cut(card.title, TITLE), colour=card.colour)
    if card.kicker:
        embed.set_author(name=cut(card.kicker, TITLE))
    if card.footer:
        embed.set_footer(text=cut(card.footer, FOOTER))
    fields = card.fields[:FIELDS]
    names = [cut(field.name, NAME) or "\u200b" for field in fields]
    room = TOTAL - len(embed) * 2 - sum(map(size, names))  # len() counts code points: at most half of UTF-16 units
    description, values = _blocks(card.lines, fields, room)
    embed.description = description or None
    for field, name, value in zip(fields, names, values, strict=True):
        embed.add_field(name=name, value=value or "—", inline=field.inline)
    return embed


def _blocks(lines: tuple[Line, ...], fields: tuple[Field, ...], room: int) -> tuple[str, list[str]]:
    """Return the description and the fields' values, together in at most `room` UTF-16 units."""
    blocks = [(lines, DESCRIPTION), *((field.lines, VALUE) for field in fields)]
    texts = [fit(block, limit, draw) for block, limit in blocks]
    sizes = [size(text) for text in texts]
    if sum(sizes) > room:
        most = share(sizes, room)
        texts = [fit(block, min(limit, most), draw) for block, limit in blocks]
    return texts[0], texts[1:]


def draw(line: Line, cap: int) -> str:
    """Return `line` as Discord markdown, each passage from outside cut to `cap` UTF-16 units before escaping."""
    text = " ".join(filter(None, (_part(part, cap) for part in line.parts)))
    return f"> {text}" if line.quoted and text else text


def stamp(at: datetime, *, relative: bool = True) -> str:
    """Return Discord's mark-up for a point in time: every reader sees it in their own zone, and it ages by itself."""
    return f"<t:{int(at.timestamp())}:{'R' if relative else 'f'}>"


def _part(part: Part, cap: int) -> str:
    match part:
        case Own(text, style):
            return f"{_STYLES[style]}{text}{_STYLES[style]}" if text else ""
        case Said(text, style):
            return _said(cut(text, cap), style)
        case When(at, relative):
            return stamp(at, relative=relative)
        case Link(url):
            return _link(url)


def _said(text: str, style: Style) -> str:
    plain = escape_tidied(text)
    sign = "" if style is Style.REMOVED and "~" in plain else _STYLES[style]  # "\~" can not stand within "~~"
    return f"{sign}{plain}{sign}" if plain else ""


def _link(url: str) -> str:
    clean = safe_url(url, LINK)
    label = escape_tidied(cut(short(url), LABEL)) or "an address that can not be shown"
    return f"[{label}]({clean})" if clean else label
