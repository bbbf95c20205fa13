"""One budget for everything that has a limit: outside text gives way first, then whole lines, never our words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.cards.card import Line, Said
from bot.cards.clean import cut, size

Draw = Callable[[Line, int], str]
LEAST = 24  # characters of a passage worth showing; below, whole lines go instead


def fit(lines: Sequence[Line], limit: int, draw: Draw) -> str:
    """Return the lines drawn in at most `limit` UTF-16 units.

    `draw(line, cap)` draws a line with every `Said` part cut to `cap`. The largest cap that fits is taken; if
    passages of `LEAST` are still too much, lines are left out from the end and counted.
    """
    lines = [_within(line, limit) for line in lines]
    longest = max((size(part.text) for line in lines for part in line.parts if isinstance(part, Said)), default=0)
    low, high = LEAST, max(min(longest, limit), LEAST)
    whole = _draw(lines, high, draw)
    if size(whole) <= limit:
        return whole
    best = _draw(lines, LEAST, draw)
    if size(best) > limit:
        return _fewer(lines, limit, draw)
    while high - low > 1:
        middle = (low + high) // 2
        text = _draw(lines, middle, draw)
        if size(text) <= limit:
            low, best = middle, text
        else:
            high = middle
    return best


def share(sizes: Sequence[int], room: int) -> int:
    """Return the largest size up to which every block may stand so that all of them take at most `room`."""
    left, count = room, len(sizes)
    for used in sorted(sizes):
        if used * count > left:
            return max(left // count, 0)
        left -= used
        count -= 1
    return max(sizes, default=0)


def _within(line: Line, limit: int) -> Line:
    """Return the line with passages of at most `limit`, so that a book is not measured again and again."""
    parts = (replace(part, text=cut(part.text, limit)) if isinstance(part, Said) else part for part in line.parts)
    return replace(line, parts=tuple(parts))


def _draw(lines: Sequence[Line], cap: int, draw: Draw) -> str:
    return "\n".join(filter(None, (draw(line, cap) for line in lines)))


def _fewer(lines: Sequence[Line], limit: int, draw: Draw) -> str:
    for kept in range(len(lines) - 1, 0, -1):
        text = f"{_draw(lines[:kept], LEAST, draw)}\n… and {len(lines) - kept} more"
        if size(text) <= limit:
            return text
    return "…"
