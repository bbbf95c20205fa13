"""A card for a terminal: a frame in the card's colour, drawn by rich from styled text that is never read as markup."""

from __future__ import annotations

from rich.box import ROUNDED
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot.cards.card import Card, Field, Line, Link, Own, Part, Said, Style, When
from bot.cards.plain import VALUE, plain_part

_STYLES = {Style.PLAIN: "", Style.STRONG: "bold", Style.REMOVED: "red strike", Style.ADDED: "green bold"}
_INDENT = (0, 0, 0, 2)


def panel(card: Card) -> Panel:
    """Return the card as a framed block; kicker in the frame, then title, lines, fields and footer."""
    colour = f"#{card.colour:06x}"
    rows: list[RenderableType] = [Text(card.title, style="bold")]
    rows += [_line(line) for line in card.lines]
    for field in card.fields:
        rows += _field(field)
    if card.footer:
        rows.append(Text(card.footer, style="dim"))
    kicker = Text(plain_part(Said(card.kicker), 256)) if card.kicker else None
    return Panel(Group(*rows), title=kicker, title_align="left", border_style=colour, box=ROUNDED)


def text_of(card: Card, console: Console) -> str:
    """Return what `console` would show, with its colours, or without where it is no terminal."""
    with console.capture() as shown:
        console.print(panel(card))
    return shown.get()


def _field(field: Field) -> list[RenderableType]:
    name = Text(f"{field.name}:", style="cyan")
    if len(field.lines) == 1 and field.inline:
        return [name.append(" ").append_text(_line(field.lines[0]))]
    return [name, *(Padding(_line(line), _INDENT) for line in field.lines)]


def _line(line: Line) -> Text:
    text = Text(overflow="fold")
    for part in line.parts:
        said = plain_part(part, VALUE)
        if said:
            text.append(" " if text.plain else "").append(said, style=_style(part))
    if not line.quoted or not text.plain:
        return text
    return Text("“").append_text(text).append("”")


def _style(part: Part) -> str:
    match part:
        case Own(_, style) | Said(_, style):
            return _STYLES[style]
        case When():
            return "dim"
        case Link():
            return "blue underline"
