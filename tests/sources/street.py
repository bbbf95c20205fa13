"""A street of hosts on loopback: all behave, until `misbehaving` is set and each shows the way that its name says.

A host is named ``WAY-NUMBER.sites.example``; hosts of no known way behave always.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import socket
import ssl
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import trustme

from bot.domain.source import Kind
from bot.net.settings import NetSettings
from tests.hostile import LOOPBACK, head, page, raw_server
from tests.sources.ways import WAYS, Way

DOMAIN = "sites.example"
CLAIM = "Guava beats every open-source rival on the harvest test, says a memo of Orchard Labs."
_PARAGRAPH = "<p>The harvest of the {n}th orchard was late, and nobody in the valley knew why it had been so.</p>\n"
_TYPES = {
    Kind.PAGE: "text/html; charset=utf-8",
    Kind.FEED: "application/rss+xml; charset=utf-8",
    Kind.JSON: "application/json",
}


def names(clean: int, each: int, ways: Sequence[str] = tuple(WAYS)) -> list[str]:
    """Return `clean` names of hosts that behave, and `each` of every way."""
    return [f"clean-{n}" for n in range(clean)] + [f"{way}-{n}" for way in ways for n in range(each)]


def way_of(host: str) -> Way | None:
    """Return the way of a host by its name, None for one that behaves."""
    return WAYS.get(host.partition(".")[0].rpartition("-")[0])


def kind_of(host: str) -> Kind:
    way = way_of(host)
    return way.kind if way else Kind.PAGE


def body_of(host: str) -> bytes:
    """Return what the host's source holds when it behaves."""
    kind = kind_of(host)
    if kind is Kind.JSON:
        return json.dumps({"models": {"guava": {"released": False}}}).encode()
    if kind is Kind.FEED:
        item = "<item><guid>1</guid><title>Orchard Labs shows Guava</title></item>"
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{host}</title>{item}</channel></rss>'.encode()
    prose = "".join(_PARAGRAPH.format(n=n) for n in range(12))
    return (
        f"<!doctype html><html lang='en'><head><title>Guava, seen from {host}</title></head><body><article>"
        f"<h1>Guava</h1><p>{CLAIM} The claim could not be independently verified.</p>\n{prose}</article></body></html>"
    ).encode()


class View:
    """How a street is seen from outside; `bundle` holds the authority that its certificates are to be checked by."""

    def __init__(self, bundle: Path, port: int = 0, tls_port: int = 0) -> None:
        self.misbehaving = False
        self.bundle = bundle
        self.port = port
        self.tls_port = tls_port

    def url(self, name: str) -> str:
        way = way_of(name)
        scheme, port = ("https", self.tls_port) if way and way.tls else ("http", self.port)
        return f"{scheme}://{name}.{DOMAIN}:{port}/report"

    def settings(self, **changes: Any) -> NetSettings:
        base = NetSettings(
            allowed_networks=("127.0.0.1/32",),
            allowed_ports=frozenset({self.port, self.tls_port}),
            ca_file=str(self.bundle),
            per_host_interval=0.0,
        )
        return replace(base, **changes)

    async def lookup(self, host: str) -> Sequence[str]:
        """Answer in place of the system's resolver."""
        way = way_of(host)
        if self.misbehaving and way and way.lookup == "stalls":
            await asyncio.sleep(3600)
        if self.misbehaving and way and way.lookup == "unknown":
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [LOOPBACK]


class Street(View):
    """The servers: one for http, one for https whose certificate is the right one while it behaves."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "ca.pem")
        self.requests: Counter[str] = Counter()
        self._ca = trustme.CA()
        self._ca.cert_pem.write_to_path(self.bundle)
        self._contexts = dict(self._certificates())
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self.port = await self._stack.enter_async_context(raw_server(self._serve))
        self.tls_port = await self._stack.enter_async_context(raw_server(self._serve, tls=self._contexts[""]))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await self._answer(reader, writer):
            await writer.drain()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; return whether the connection can go on."""
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        path = lines[0].split(" ")[1]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        host = headers["host"].partition(":")[0]
        self.requests[host] += 1
        way = way_of(host) if self.misbehaving else None
        if path == "/robots.txt":
            if way and way.robots:
                await way.robots(reader, writer)
            else:
                writer.write(page(b"no", "404 Not Found"))
            return True
        if way and way.answer:
            await way.answer(reader, writer)
            await writer.drain()
            return False
        writer.write(_good(host, headers.get("if-none-match", "")))
        own = way_of(host)
        return not (own and (own.tls or own.lookup))  # each look asks for the name and shakes hands anew

    def _certificates(self) -> Iterator[tuple[str, ssl.SSLContext]]:
        name = f"*.{DOMAIN}"
        old = datetime(2020, 1, 1, tzinfo=UTC)
        right = _context(self._ca.issue_cert(name))
        right.sni_callback = self._choose
        yield "", right
        yield "expired", _context(self._ca.issue_cert(name, not_before=old, not_after=old + timedelta(days=90)))
        yield "other-host", _context(self._ca.issue_cert("orchard.example"))
        yield "self-signed", _context(trustme.CA().issue_cert(name))

    def _choose(self, connection: ssl.SSLObject, host: str | None, _: ssl.SSLContext) -> None:
        way = way_of(host or "")
        if self.misbehaving and way and way.tls:
            connection.context = self._contexts[way.tls]


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def _good(host: str, asked: str) -> bytes:
    body = body_of(host)
    tag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
    if asked == tag:
        return head("304 Not Modified", ETag=tag)
    return page(body, Content_Type=_TYPES[kind_of(host)], ETag=tag)
