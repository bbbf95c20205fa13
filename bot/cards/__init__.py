"""How a claim, a notice and an error look: one plain middle form and its renderers.

`bot.cards.embed` draws a card for Discord; it is not imported here, so that a terminal needs no discord.py.
"""

from __future__ import annotations

from bot.cards.card import Card, Field, Line, Link, Own, Part, Said, Style, When, own, said
from bot.cards.errors import card_of_error
from bot.cards.notices import card_of_notice
from bot.cards.plain import plain, plain_line, plain_lines, plain_part

__all__ = [
    "Card",
    "Field",
    "Line",
    "Link",
    "Own",
    "Part",
    "Said",
    "Style",
    "When",
    "card_of_error",
    "card_of_notice",
    "own",
    "plain",
    "plain_line",
    "plain_lines",
    "plain_part",
    "said",
]
