"""What a robots.txt says to us: the lines that concern us, and the rules in them."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict

from protego import Protego

AGENT_FIELDS = frozenset({"user-agent", "useragent", "user agent"})
SITE_WIDE = ("sitemap", "site-map", "host")  # stand in no group and end none
PRODUCT = re.compile(r"[a-z_-]+")
LONG = 20_000  # bytes that are parsed on the event loop; more takes longer than a breath
PARSED = 1_000_000  # characters of files that are kept as rules, which take ten to twenty-five times the memory


class Rules:
    """The rules of the files used last; those of others are parsed anew, a hundred in less than a millisecond."""

    def __init__(self) -> None:
        self._parsed: OrderedDict[str, Protego] = OrderedDict()
        self._size = 0

    async def of(self, text: str) -> Protego:
        """Return the rules that `relevant` left."""
        rules = self._parsed.get(text)
        if rules is not None:
            self._parsed.move_to_end(text)
            return rules
        rules = Protego.parse(text) if len(text) <= LONG else await asyncio.to_thread(Protego.parse, text)
        if text not in self._parsed:
            self._parsed[text] = rules
            self._size += len(text)
        while self._size > PARSED:
            self._size -= len(self._parsed.popitem(last=False)[0])
        return rules


def relevant(body: bytes, agent: str) -> str:
    """Return the lines of the groups for `agent` and for everybody; bytes that are no UTF-8 spoil their line alone.

    The parser repeats each rule for each agent of its group: sixteen thousand agents above as many rules would eat all
    memory. Lines are kept as they are, other agents become one that nobody has.
    """
    kept: list[str] = []
    ours = in_agents = False
    for line in body.decode("utf-8-sig", "replace").splitlines():
        field, _, value = line.partition("#")[0].partition(":")
        name = field.strip().lower()
        if name in AGENT_FIELDS:
            product = _product(value)
            named = product == "*" or (bool(product) and product in agent)
            ours = named or (ours and in_agents)
            in_agents = True
            if named:
                kept.append(f"User-agent: {product}")
        elif name and not name.startswith(SITE_WIDE):
            if ours:
                kept.append(line)
            elif in_agents:
                kept.append("User-agent: another")
            in_agents = False
    return "\n".join(kept)


def _product(value: str) -> str:
    """Return the product token that a User-agent line names; what follows it ("/1.0") is no part of it."""
    value = value.strip().lower()
    found = PRODUCT.match(value)
    if found:
        return found.group()
    return "*" if value.startswith("*") else ""
