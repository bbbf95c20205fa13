"""What an owner published on GitHub: releases or tags of a repository, or new repositories.

Releases and tags come from the repository's Atom feeds, with or without a token: they cost nothing of the API's quota,
and an entry's identity must not change on the day a token is set. Repositories of an owner come from the REST API.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from bot.domain.outcome import Outcome
from bot.domain.reading import Failed, Item, Media, Reading
from bot.domain.source import Kind, Source
from bot.errors import InputError
from bot.net.client import Client
from bot.net.response import Response
from bot.sources import _options
from bot.sources._api import Listed, Service, get_list, matcher, moment_of, text_of
from bot.sources._apis import Apis
from bot.sources._body import fetched, no_feed
from bot.text.read.feeds import FeedError, parse_feed

OPTIONS = {
    "owner": "whose repositories; else the owner in the address",
    "repo": "which repository; else the one in the address, or every new one",
    "watch": "releases or tags of the repository",
    "match": "only what has this in its name",
}
PAGE_SIZE = 100
MOST_FEED = 1_000_000  # bytes
FEEDS = ("releases", "tags")
_OWNER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}")
_REPO = re.compile(r"(?!\.{1,2}\Z)[A-Za-z0-9_.-]{1,100}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of `owner`: one `watch` feed of `repo`, or without a repo the repositories themselves; names holding `match`."""

    owner: str
    repo: str
    watch: str
    match: str


class Reader:
    """Reads one feed of a repository, or lists an owner's repositories, newest first."""

    kind = Kind.GITHUB

    def __init__(self, client: Client, apis: Apis) -> None:
        self._client = client
        self._apis = apis
        token = {"Authorization": f"Bearer {apis.github_token}"} if apis.github_token else {}
        self._service = Service(
            "GitHub",
            {"X-GitHub-Api-Version": "2022-11-28", **token},
            "the token is not valid, or may not see this.",
            apis.github_token,
            "application/vnd.github+json",
        )

    async def read(self, source: Source, now: datetime) -> Reading:
        """Take one look."""
        try:
            wanted = wanted_of(source.url, source.options, self._apis)
        except InputError as error:
            return Failed(Outcome.BAD_REQUEST, error.user_message)
        return await (self._feed if wanted.repo else self._repositories)(wanted, source, now)

    async def _feed(self, wanted: Wanted, source: Source, now: datetime) -> Reading:
        url = f"{self._apis.github}/{wanted.owner}/{wanted.repo}/{wanted.watch}.atom"
        answer = await self._client.get(url, validators=source.validators, robots=False, now=now)
        if not isinstance(answer, Response):
            return answer
        if _owner_in(answer.url) != wanted.owner.casefold():
            return Failed(Outcome.MOVED, "The repository was moved to another owner.", seconds=answer.seconds)
        if len(answer.body) > MOST_FEED:
            return Failed(Outcome.TOO_LARGE, "The feed of GitHub is larger than 1 MB.", seconds=answer.seconds)
        if fault := no_feed(answer):
            return fault
        try:
            items = await asyncio.to_thread(parse_feed, answer.body, answer.url)
        except FeedError as error:
            return Failed(Outcome.MALFORMED, f"The feed of GitHub can not be read: {error}", seconds=answer.seconds)
        return fetched(answer, Media.ITEMS, items=_fitting(items, wanted))

    async def _repositories(self, wanted: Wanted, source: Source, now: datetime) -> Reading:
        url = f"{self._apis.github_api}/users/{wanted.owner}/repos?sort=created&direction=desc&per_page={PAGE_SIZE}"
        listed = await get_list(self._client, self._service, url, now, source.validators)
        if not isinstance(listed, Listed):
            return listed
        return fetched(listed.response, Media.ITEMS, items=items_of(listed.entries, wanted, self._apis.github))


def wanted_of(url: str, options: Mapping[str, Any], apis: Apis) -> Wanted:
    """Read what to look for from the options or the URL; raises `InputError`."""
    _options.only(Kind.GITHUB, options, OPTIONS)
    split = urlsplit(url)
    path = split.path.strip("/").split("/") if split.netloc == urlsplit(apis.github).netloc else []
    owner, repo, watch = (*path[:3], "", "", "")[:3]
    owner = _options.text(Kind.GITHUB, options, "owner") or owner
    repo = _options.text(Kind.GITHUB, options, "repo") or repo
    watch = _options.text(Kind.GITHUB, options, "watch") or (watch if watch in FEEDS else FEEDS[0])
    if not _OWNER.fullmatch(owner) or (repo and not _REPO.fullmatch(repo)):
        raise InputError(f"Say what to watch: {apis.github}/OWNER/REPO, or {apis.github}/OWNER for new repositories.")
    if watch not in FEEDS:
        raise InputError(f"The option watch of a github source is {' or '.join(FEEDS)}.")
    return Wanted(owner, repo, watch, _options.text(Kind.GITHUB, options, "match", most=100))


def check(url: str, options: Mapping[str, Any], apis: Apis) -> None:
    """Raise `InputError` unless this can be watched."""
    wanted_of(url, options, apis)


def items_of(entries: Iterable[dict[str, Any]], wanted: Wanted, base: str) -> tuple[Item, ...]:
    """Return the public repositories of exactly this owner whose names fit, forks left out, each once."""
    fits = matcher(wanted.match)
    found: dict[str, Item] = {}
    for entry in entries:
        if entry.get("private") is True or entry.get("fork") is True:
            continue
        name = text_of(entry.get("full_name"))
        owner, _, repo = name.partition("/")
        if owner.casefold() == wanted.owner.casefold() and _REPO.fullmatch(repo) and fits(repo):
            found.setdefault(name, _item(name, entry, base))
    return tuple(found.values())


def _item(name: str, entry: dict[str, Any], base: str) -> Item:
    return Item(
        identity=name,
        title=name,
        url=f"{base}/{name}",
        summary=text_of(entry.get("description"), 1_000),
        published_at=moment_of(entry.get("created_at")),
    )


def _fitting(items: Iterable[Item], wanted: Wanted) -> tuple[Item, ...]:
    """Keep the entries of this owner's repository whose title or tag fits."""
    fits = matcher(wanted.match)
    own = (item for item in items if _owner_in(item.url) == wanted.owner.casefold())
    return tuple(item for item in own if fits(f"{item.title} {item.url.rpartition('/')[2]}"))


def _owner_in(url: str) -> str:
    return urlsplit(url).path.strip("/").partition("/")[0].casefold()
