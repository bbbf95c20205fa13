"""A raw-socket server on loopback that misbehaves in named ways, one per path.

    async with HostileServer() as hostile:
        failed = await client.get(hostile.url("drip"), now=now)

`MISBEHAVIOURS` lists them with the outcome that each must end in. `/good` is a well-behaved page, `/robots.txt` a 404.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import secrets
import socket
import ssl
import struct
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache
from typing import Any, Self

from bot.domain.outcome import Outcome
from bot.net.settings import NetSettings

LOOPBACK = "127.0.0.1"
GOOD = b"<html><body><p>The memo could not be independently verified.</p></body></html>"
MEGABYTE = 1_000_000

Misbehave = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
MISBEHAVIOURS: dict[str, tuple[Outcome, Misbehave]] = {}


def _named(outcome: Outcome) -> Callable[[Misbehave], Misbehave]:
    def register(function: Misbehave) -> Misbehave:
        MISBEHAVIOURS[function.__name__.strip("_").replace("_", "-")] = (outcome, function)
        return function

    return register


def head(status: str = "200 OK", **headers: str | int) -> bytes:
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode()


def page(body: bytes, status: str = "200 OK", **headers: str | int) -> bytes:
    lines: dict[str, str | int] = {"Content_Type": "text/html", "Content_Length": len(body)}
    return head(status, **(lines | headers)) + body


async def _for_ever() -> None:
    await asyncio.sleep(3600)


async def _flood(writer: asyncio.StreamWriter, piece: bytes, times: int) -> None:
    for _ in range(times):
        writer.write(piece)
        await writer.drain()


@_named(Outcome.TIMEOUT)
async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head(Content_Type="text/html", Content_Length=MEGABYTE))
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.05)


@_named(Outcome.TIMEOUT)
async def drip_headers(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.05)


@_named(Outcome.TIMEOUT)
async def stall_before_headers(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    await _for_ever()


@_named(Outcome.TIMEOUT)
async def stall_in_headers(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Ty")
    await _for_ever()


@_named(Outcome.TIMEOUT)
async def stall_in_body(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head(Content_Type="text/html", Content_Length=1000) + b"<p>beginning")
    await _for_ever()


@_named(Outcome.TIMEOUT)
async def early_hints_for_ever(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(0.02)


@_named(Outcome.CONNECTION)
async def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    _reset(writer)


@_named(Outcome.CONNECTION)
async def reset_in_body(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head(Content_Type="text/html", Content_Length=1000) + b"<p>beginning")
    await writer.drain()
    await asyncio.sleep(0.05)
    _reset(writer)


def _reset(writer: asyncio.StreamWriter) -> None:
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


@_named(Outcome.CONNECTION)
async def hang_up(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    return


@_named(Outcome.CONNECTION)
async def truncated_chunk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head(Content_Type="text/html", Transfer_Encoding="chunked") + b"ff\r\n<p>beginning")


@_named(Outcome.BAD_ENCODING)
async def bad_chunk_size(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head(Content_Type="text/html", Transfer_Encoding="chunked"))
    await writer.drain()
    await asyncio.sleep(0.05)
    writer.write(b"zz\r\n<p>beginning\r\n0\r\n\r\n")


@_named(Outcome.BAD_ENCODING)
async def bad_chunk_at_once(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head(Content_Type="text/html", Transfer_Encoding="chunked") + b"zz\r\n<p>beginning\r\n0\r\n\r\n")


@_named(Outcome.BAD_ENCODING)
async def bad_chunk_in_the_middle(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head(Content_Type="text/html", Transfer_Encoding="chunked") + b"c\r\n<p>beginning\r\n")
    await writer.drain()
    await asyncio.sleep(0.05)
    writer.write(b"c\r\n<p>beginningand more than was said\r\n0\r\n\r\n")


@_named(Outcome.CONNECTION)
async def wrong_length(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head(Content_Type="text/html", Content_Length=5000) + b"<p>short")


@_named(Outcome.BAD_HEADERS)
async def two_lengths(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nabcdefg")


@_named(Outcome.BAD_HEADERS)
async def negative_length(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head(Content_Type="text/html", Content_Length=-5) + b"<p>short")


@_named(Outcome.BAD_HEADERS)
async def not_http(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 mail.example ESMTP ready\r\n")


@_named(Outcome.BAD_HEADERS)
async def endless_headers(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    await _flood(writer, b"X-More: yes\r\n" * 100, 100_000)


@_named(Outcome.BAD_HEADERS)
async def huge_header(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX-Big: ")
    await _flood(writer, b"x" * 65_536, 1_000)


@_named(Outcome.BAD_HEADERS)
async def nul_in_header(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX-Nul: a\x00b\r\nContent-Length: 2\r\n\r\nok")


@_named(Outcome.TOO_LARGE)
async def endless_body(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head(Content_Type="text/html", Transfer_Encoding="chunked"))
    await _flood(writer, b"10000\r\n" + b"x" * 65_536 + b"\r\n", 100_000)


@_named(Outcome.TOO_LARGE)
async def thirty_megabytes(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head(Content_Type="text/html", Content_Length=30 * MEGABYTE))
    await _flood(writer, b"x" * MEGABYTE, 30)


@cache
def bomb(bits: int) -> bytes:
    """30 MB of zeros in 130 kB, as gzip (31) or deflate (15, or -15 without its header)."""
    engine = zlib.compressobj(1, zlib.DEFLATED, bits)
    return b"".join([*(engine.compress(bytes(MEGABYTE)) for _ in range(30)), engine.flush()])


@_named(Outcome.INFLATED)
async def gzip_bomb(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(bomb(31), Content_Encoding="gzip"))


@_named(Outcome.INFLATED)
async def deflate_bomb(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(bomb(15), Content_Encoding="deflate"))


@_named(Outcome.INFLATED)
async def raw_deflate_bomb(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(bomb(-15), Content_Encoding="deflate"))


@_named(Outcome.INFLATED)
async def many_members(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head(Content_Type="text/html", Content_Encoding="gzip", Connection="close"))
    await _flood(writer, gzip.compress(bytes(100_000)), 2_000)


@_named(Outcome.INFLATED)
async def stacked_encodings(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(gzip.compress(gzip.compress(GOOD)), Content_Encoding="gzip, gzip"))


@_named(Outcome.BAD_ENCODING)
async def unknown_encoding(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(GOOD, Content_Encoding="br"))


@_named(Outcome.BAD_ENCODING)
async def gzip_that_is_none(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(GOOD, Content_Encoding="gzip"))


@_named(Outcome.BAD_ENCODING)
async def gzip_cut_off(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(gzip.compress(GOOD)[:-12], Content_Encoding="gzip"))


@_named(Outcome.TOO_MANY_REDIRECTS)
async def endless_redirect(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"", "302 Found", Location=f"/endless-redirect?{secrets.token_hex(4)}"))


@_named(Outcome.REDIRECT_LOOP)
async def redirect_loop(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"", "301 Moved Permanently", Location="/redirect-loop"))


@_named(Outcome.MOVED)
async def redirect_nowhere(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"", "301 Moved Permanently"))


@_named(Outcome.REFUSED_ADDRESS)
async def redirect_inside(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"", "302 Found", Location="http://169.254.169.254/latest/meta-data/"))


@_named(Outcome.REFUSED_ADDRESS)
async def redirect_to_file(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"", "302 Found", Location="file:///etc/passwd"))


@_named(Outcome.WRONG_CONTENT)
async def nul_bytes(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"<p>text\x00\x00\x00and not</p>" * 50))


@_named(Outcome.WRONG_CONTENT)
async def picture(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"\x89PNG\r\n\x1a\n" + bytes(100), Content_Type="image/png"))


@_named(Outcome.WRONG_CONTENT)
async def picture_in_disguise(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"\x89PNG\r\n\x1a\n" + b"abc" * 100))


@_named(Outcome.PDF)
async def pdf(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"%PDF-1.7\n...", Content_Type="application/pdf"))


@_named(Outcome.PDF)
async def pdf_in_disguise(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"%PDF-1.7\n...", Content_Type="text/html"))


@_named(Outcome.WRONG_CONTENT)
async def endless_picture(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head(Content_Type="image/png", Connection="close"))
    await _flood(writer, b"x" * MEGABYTE, 100_000)


@_named(Outcome.PDF)
async def endless_pdf(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head(Content_Type="application/pdf", Connection="close"))
    await _flood(writer, b"x" * MEGABYTE, 100_000)


@_named(Outcome.NOT_FOUND)
async def not_found(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"no", "404 Not Found"))


@_named(Outcome.GONE)
async def gone(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"no", "410 Gone"))


@_named(Outcome.PAYWALL)
async def payment(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"no", "402 Payment Required"))


@_named(Outcome.PAYWALL)
async def login(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"no", "401 Unauthorized"))


@_named(Outcome.BLOCKED)
async def forbidden(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"no", "403 Forbidden"))


@_named(Outcome.BLOCKED)
async def challenge(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"wait", "403 Forbidden", Server="cloudflare", cf_mitigated="challenge"))


@_named(Outcome.BLOCKED)
async def denied_in_its_own_way(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"no", "999 Request denied"))


@_named(Outcome.BLOCKED)
async def legal_reasons(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"no", "451 Unavailable For Legal Reasons"))


@_named(Outcome.BAD_REQUEST)
async def teapot(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"no", "418 I'm a teapot"))


@_named(Outcome.RATE_LIMITED)
async def later_in_seconds(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"no", "429 Too Many Requests", Retry_After=120))


@_named(Outcome.RATE_LIMITED)
async def later_at_a_date(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"no", "429 Too Many Requests", Retry_After="Tue, 24 Nov 2026 10:02:00 GMT"))


@_named(Outcome.RATE_LIMITED)
async def maintenance(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"no", "503 Service Unavailable", Retry_After=60))


@_named(Outcome.SERVER_ERROR)
async def unavailable(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"no", "503 Service Unavailable"))


@_named(Outcome.SERVER_ERROR)
async def internal_error(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"no", "500 Internal Server Error"))


@_named(Outcome.BAD_HEADERS)
async def unasked_304(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head("304 Not Modified", ETag='"1"'))


@_named(Outcome.EMPTY)
async def no_content(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head("204 No Content"))


@_named(Outcome.OK)
async def wrong_charset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page("<p>größer</p>".encode("latin-1"), Content_Type="text/html; charset=klingon-8"))


@_named(Outcome.OK)
async def one_long_line(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(b"word " * 200_000))


@_named(Outcome.OK)
async def odd_validators(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(GOOD, ETag="“x”", Last_Modified="never" * 1_000))


async def good(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(page(GOOD))


@asynccontextmanager
async def raw_server(
    serve: Misbehave, host: str = LOOPBACK, port: int = 0, tls: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    """Run a server of plain sockets and yield its port; at the end every connection is closed, whatever it does."""
    tasks: set[asyncio.Task[None]] = set()

    async def run(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await serve(reader, writer)
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    def start(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A task of our own: those that the stream protocol makes complain when they are cancelled.
        task = asyncio.get_running_loop().create_task(run(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(start, host, port, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await asyncio.sleep(0)
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()


class HostileServer:
    """Serves each misbehaviour under its name. `accepted` counts connections, `requests` requests per path.

    `open` counts the connections that are open now; `robots` is what `/robots.txt` does, None for a 404.
    """

    def __init__(self, robots: Misbehave | None = None) -> None:
        self.robots = robots
        self.port = 0
        self.accepted = 0
        self.open = 0
        self.requests: Counter[str] = Counter()
        self._stack = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Self:
        for bits in (31, 15, -15):
            bomb(bits)  # made before it is asked for: it takes longer than a short deadline
        self.port = await self._stack.enter_async_context(raw_server(self._serve))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def url(self, name: str = "good", host: str = LOOPBACK) -> str:
        return f"http://{host}:{self.port}/{name}"

    def settings(self, **changes: Any) -> NetSettings:
        """Settings under which a client may reach this server, with no pause between requests."""
        base = NetSettings(
            allowed_networks=("127.0.0.1/32",), allowed_ports=frozenset({80, 443, self.port}), per_host_interval=0.0
        )
        return replace(base, **changes)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        self.open += 1
        try:
            while await self._answer(reader, writer):
                pass
        finally:
            self.open -= 1

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; return whether the connection can go on."""
        request = await reader.readuntil(b"\r\n\r\n")
        name = request.split(b" ", 2)[1].decode().partition("?")[0].strip("/")
        self.requests[name] += 1
        if name == "robots.txt":
            if self.robots is None:
                writer.write(page(b"no", "404 Not Found"))
            else:
                await self.robots(reader, writer)
            keep = self.robots is None
        elif name == "good":
            await good(reader, writer)
            keep = True
        else:
            await MISBEHAVIOURS[name][1](reader, writer)
            keep = False
        if writer.is_closing():
            return False
        await writer.drain()
        return keep
