"""A loopback web server that plays every outlet of the story, told apart by host name."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from aiohttp import web

from bot.demo.story import PageEdit

LOOPBACK = "127.0.0.1"


@dataclass(slots=True)
class _Page:
    template: str = ""
    status: int = 200
    values: dict[str, str] = field(default_factory=dict)
    etag: str = ""
    body: str = ""


class Newsroom:
    """Serves the story's pages with ETags, as a real outlet would. Unknown pages are 404."""

    def __init__(self, pages: Path, now: Callable[[], datetime]) -> None:
        self._templates = pages
        self._now = now
        self._pages: dict[str, _Page] = {}
        self._edits = 0
        self._runner: web.AppRunner | None = None
        self.port = 0

    @property
    def hosts(self) -> dict[str, str]:
        """Every host name of the story, for the client's table of names."""
        return {key.split("/", 1)[0]: LOOPBACK for key in self._pages}

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, LOOPBACK, 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def expect(self, url: str) -> None:
        """Make the host of `url` known although the page is not there yet."""
        self._pages.setdefault(_key(url), _Page(status=404))

    def url(self, url: str) -> str:
        """Return a story URL with the port at which it is really served."""
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.hostname}:{self.port}{parts.path}"

    def edit(self, edits: tuple[PageEdit, ...]) -> None:
        """Change pages as an editor would; clocks and counters of every page move on as well."""
        self._edits += 1
        for edit in edits:
            page = self._pages.setdefault(_key(edit.url), _Page())
            page.template = edit.template or page.template
            page.status = edit.status
            page.values |= edit.set
        for page in self._pages.values():
            self._render(page)

    def _render(self, page: _Page) -> None:
        if not page.template:
            return
        text = (self._templates / page.template).read_text(encoding="utf-8")
        now = self._now()
        items = page.values.get("items", "")
        values = {
            "clock": now.strftime("%H:%M"),
            "date": format_datetime(now),
            "views": f"{1200 + 37 * self._edits:,}",
            "related": "".join(
                f"<li><a href='#'>{html.escape(r)}</a></li>" for r in _split(page.values.get("related", ""))
            ),
            "items": "".join(self._item(line) for line in items.strip().splitlines()),
        }
        for name, value in {**page.values, **values}.items():
            text = text.replace("{" + name + "}", value)
        page.body = text
        page.etag = f'"{hashlib.blake2b(text.encode(), digest_size=8).hexdigest()}"'

    def _item(self, line: str) -> str:
        title, url, summary = (html.escape(part) for part in line.split("|"))
        link = self.url(url)
        return (
            f"<item><title>{title}</title><link>{link}</link><guid>{url}</guid>"
            f"<description>{summary}</description></item>"
        )

    async def _answer(self, request: web.Request) -> web.Response:
        host = (request.host or "").split(":", 1)[0]
        page = self._pages.get(f"{host}{request.path}")
        if page is None or (not page.template and page.status == web.HTTPOk.status_code):
            raise web.HTTPNotFound(text="There is no such page.")
        if page.status != web.HTTPOk.status_code:
            return web.Response(status=page.status, text="This page is not here.")
        if request.headers.get("If-None-Match") == page.etag:
            return web.Response(status=304, headers={"ETag": page.etag})
        content_type = "application/rss+xml" if page.template.endswith(".xml") else "text/html"
        return web.Response(text=page.body, content_type=content_type, headers={"ETag": page.etag})


def _key(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}{parts.path}"


def _split(text: str) -> list[str]:
    return [part for part in text.split("|") if part]
