"""Models that an organisation published on the Hugging Face Hub: whether an artefact exists, and nothing more.

``GET /api/models?author=…&search=…&sort=createdAt&direction=-1&limit=…``, with the next page in the `Link` header. Only
models of the owner itself count: anybody may give a model of their own the awaited name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from bot.domain.outcome import Outcome
from bot.domain.reading import Failed, Item, Media, Reading
from bot.domain.source import Kind, Source
from bot.errors import InputError
from bot.net.client import Client
from bot.sources import _options
from bot.sources._api import Listed, Service, get_list, matcher, moment_of, text_of
from bot.sources._apis import Apis
from bot.sources._body import fetched

OPTIONS = {
    "owner": "whose models; else the owner in the address",
    "match": "only models whose name holds this",
}
PAGE_SIZE = 100
NO_DATE = "2022-03-02T23:29:04"  # what the Hub gives for whatever is older than its dates
_OWNER = re.compile(r"[A-Za-z0-9](?:[\w.-]{0,94}[A-Za-z0-9])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose models, and what their names must hold."""

    owner: str
    match: str


class Reader:
    """Lists the owner's models, newest first."""

    kind = Kind.HUGGINGFACE

    def __init__(self, client: Client, apis: Apis) -> None:
        self._client = client
        self._apis = apis
        self._service = Service(
            "Hugging Face",
            {"Authorization": f"Bearer {apis.huggingface_token}"} if apis.huggingface_token else {},
            "the token is not valid, or the owner is private.",
            apis.huggingface_token,
        )

    async def read(self, source: Source, now: datetime) -> Reading:
        """Take one look."""
        try:
            wanted = wanted_of(source.url, source.options, self._apis)
        except InputError as error:
            return Failed(Outcome.BAD_REQUEST, error.user_message)
        listed = await get_list(self._client, self._service, self._url(wanted), now, source.validators)
        if not isinstance(listed, Listed):
            return listed
        return fetched(listed.response, Media.ITEMS, items=items_of(listed.entries, wanted, self._apis.huggingface))

    def _url(self, wanted: Wanted) -> str:
        query = {"author": wanted.owner, "sort": "createdAt", "direction": "-1", "limit": str(PAGE_SIZE)}
        words = re.findall(r"[A-Za-z0-9]+", wanted.match)
        if words:  # the Hub narrows by one plain word; the whole pattern is applied here
            query["search"] = max(words, key=len)
        return f"{self._apis.huggingface}/api/models?{urlencode(query)}"


def wanted_of(url: str, options: Mapping[str, Any], apis: Apis) -> Wanted:
    """Read what to look for from the options or the URL; raises `InputError`."""
    _options.only(Kind.HUGGINGFACE, options, OPTIONS)
    owner = _options.text(Kind.HUGGINGFACE, options, "owner")
    split = urlsplit(url)
    if not owner and split.netloc == urlsplit(apis.huggingface).netloc:
        owner = split.path.strip("/").partition("/")[0]
    if not _OWNER.fullmatch(owner):
        raise InputError(f"Say whose models to watch: {apis.huggingface}/OWNER, or the option owner.")
    return Wanted(owner, _options.text(Kind.HUGGINGFACE, options, "match", most=100))


def check(url: str, options: Mapping[str, Any], apis: Apis) -> None:
    """Raise `InputError` unless these models can be watched."""
    wanted_of(url, options, apis)


def items_of(entries: Iterable[dict[str, Any]], wanted: Wanted, base: str) -> tuple[Item, ...]:
    """Return the published models of exactly this owner whose names fit, each once."""
    fits = matcher(wanted.match)
    found: dict[str, Item] = {}
    for entry in entries:
        if entry.get("private") is True or entry.get("disabled") is True:
            continue
        name = text_of(entry.get("id") or entry.get("modelId"))
        owner, slash, model = name.partition("/")
        if slash and owner.casefold() == wanted.owner.casefold() and _OWNER.fullmatch(model) and fits(model):
            found.setdefault(name, _item(name, entry, base))
    return tuple(found.values())


def _item(name: str, entry: dict[str, Any], base: str) -> Item:
    created = text_of(entry.get("createdAt"))
    access = "access on request" if entry.get("gated") else "open access"
    said = ", ".join(filter(None, (text_of(entry.get("pipeline_tag"), 60), access)))
    return Item(
        identity=name,
        title=name,
        url=f"{base}/{name}",
        summary=f"Model published by {name.partition('/')[0]} on Hugging Face ({said}).",
        published_at=None if created.startswith(NO_DATE) else moment_of(created),
    )
