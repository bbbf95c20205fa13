"""A small real HTTP server on loopback whose pages can be changed while it runs.

Use it as an async context manager, or through the fixture ``newsroom``::

    async with Newsroom() as newsroom:
        url = newsroom.page("/a", "<p>Guava beats its rivals, says a memo.</p>")
        ...
        newsroom.page("/a", "<p>Guava does not.</p>")   # same path again: the page changed
        assert newsroom.requests["/a"] == 2
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any, Self

from aiohttp import web

from bot.net.settings import NetSettings

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Page:
    """What one path answers. `etag` and `last_modified` are the validators as sent, empty for none."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: str = ""
    last_modified: str = ""
    delay: float = 0.0


class Newsroom:
    """A loopback server. `requests` and `not_modified` count per path, `headers` keeps what the last request sent.

    Paths are looked up with their query string first, then without it; an unknown path is a 404.
    `names` are further host names that `settings()` maps to this server.
    """

    def __init__(self, *names: str) -> None:
        self.names = names
        self.port = 0
        self.requests: Counter[str] = Counter()
        self.not_modified: Counter[str] = Counter()
        self.headers: dict[str, dict[str, str]] = {}
        self._pages: dict[str, Page] = {}
        self._answers: dict[str, Answer] = {}
        self._runner: web.ServerRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def start(self) -> None:
        self._runner = web.ServerRunner(web.Server(self._serve, access_log=None), shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, LOOPBACK, self.port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])

    async def close(self) -> None:
        """Stop listening; `start` again serves the same pages on the same port."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def url(self, path: str = "/", host: str = LOOPBACK) -> str:
        return f"http://{host}:{self.port}{path}"

    def settings(self, **changes: Any) -> NetSettings:
        """Settings under which a client may reach this server, with no pause between requests."""
        base = NetSettings(
            allowed_networks=("127.0.0.0/8",),
            allowed_ports=frozenset({80, 443, self.port}),
            hosts=dict.fromkeys(self.names, LOOPBACK),
            per_host_interval=0.0,
            total_timeout=5.0,
        )
        return replace(base, **changes)

    def page(
        self,
        path: str,
        body: str | bytes = "",
        *,
        etag: bool | str = True,
        last_modified: datetime | None = None,
        status: int = 200,
        headers: dict[str, str] | None = None,
        content_type: str = "text/html; charset=utf-8",
        delay: float = 0.0,
    ) -> str:
        """Set or change a page and return its URL. `etag=True` derives one from the body; `delay` is in seconds."""
        data = body.encode() if isinstance(body, str) else body
        tag = etag if isinstance(etag, str) else f'"{hashlib.blake2b(data, digest_size=8).hexdigest()}"' * etag
        stamp = format_datetime(last_modified.astimezone(UTC), usegmt=True) if last_modified else ""
        sent = {"Content-Type": content_type} if content_type else {}
        sent |= {"ETag": tag} if tag else {}
        sent |= {"Last-Modified": stamp} if stamp else {}
        self._answers.pop(path, None)
        self._pages[path] = Page(data, status, sent | (headers or {}), tag, stamp, delay)
        return self.url(path)

    def redirect(self, path: str, to: str, status: int = 301) -> str:
        """Answer `path` with a redirect to `to`, sent as it is given."""
        return self.page(path, status=status, headers={"Location": to}, etag=False)

    def robots(self, text: str, status: int = 200) -> None:
        self.page("/robots.txt", text, status=status, content_type="text/plain", etag=False)

    def answer(self, path: str, handler: Answer) -> str:
        """Let a coroutine of the test answer `path`."""
        self._pages.pop(path, None)
        self._answers[path] = handler
        return self.url(path)

    def remove(self, path: str) -> None:
        """Forget a page: it is a 404 from now on."""
        self._pages.pop(path, None)
        self._answers.pop(path, None)

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        full = request.path_qs
        path = full if full in self._pages or full in self._answers else request.path
        self.requests[path] += 1
        self.headers[path] = {name.lower(): value for name, value in request.headers.items()}
        if (handler := self._answers.get(path)) is not None:
            assert isinstance(request, web.BaseRequest)
            return await handler(request)  # type: ignore[arg-type]
        page = self._pages.get(path)
        if page is None:
            return web.Response(status=404, text="not here")
        if page.delay:
            await asyncio.sleep(page.delay)
        if page.status == 200 and _unchanged(request, page):
            self.not_modified[path] += 1
            return web.Response(status=304, headers={k: v for k, v in page.headers.items() if k != "Content-Type"})
        return web.Response(status=page.status, body=page.body, headers=page.headers)


def _unchanged(request: web.BaseRequest, page: Page) -> bool:
    """RFC 9110, section 13.2.2: If-None-Match decides where it is sent, else If-Modified-Since."""
    if (tags := request.headers.get("If-None-Match")) is not None:
        wanted = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return bool(page.etag) and ("*" in wanted or page.etag.removeprefix("W/") in wanted)
    since = request.headers.get("If-Modified-Since")
    if since is None or not page.last_modified:
        return False
    return parsedate_to_datetime(page.last_modified) <= parsedate_to_datetime(since)
