"""Certificates and handshakes that must not be trusted, and the one that may."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from bot.domain.outcome import Outcome
from bot.domain.reading import Failed
from bot.net.client import Client
from bot.net.response import Response
from bot.net.settings import NetSettings
from tests.hostile import GOOD, page, raw_server

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
HOST = "newsroom.example"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def bundle(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return path


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    writer.write(page(GOOD, Connection="close"))
    await writer.drain()


def context_with(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def good(authority: trustme.CA) -> ssl.SSLContext:
    return context_with(authority.issue_cert(HOST))


def expired(authority: trustme.CA) -> ssl.SSLContext:
    return context_with(authority.issue_cert(HOST, not_before=LONG_AGO, not_after=LONG_AGO + timedelta(days=90)))


def not_yet(authority: trustme.CA) -> ssl.SSLContext:
    later = datetime.now(UTC) + timedelta(days=900)
    return context_with(authority.issue_cert(HOST, not_before=later, not_after=later + timedelta(days=90)))


def other_host(authority: trustme.CA) -> ssl.SSLContext:
    return context_with(authority.issue_cert("orchard.example"))


def unknown_authority(_: trustme.CA) -> ssl.SSLContext:
    return context_with(trustme.CA().issue_cert(HOST))


def self_signed(_: trustme.CA) -> ssl.SSLContext:
    itself = trustme.CA()  # the certificate of an authority is signed by itself
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with trustme.Blob(itself.private_key_pem.bytes() + itself.cert_pem.bytes()).tempfile() as path:
        context.load_cert_chain(path)
    return context


def old_protocol(authority: trustme.CA) -> ssl.SSLContext:
    context = good(authority)
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


async def look(port: int, bundle: Path) -> Response | Failed:
    settings = NetSettings(
        allowed_networks=("127.0.0.0/8",),
        allowed_ports=frozenset({port}),
        hosts={HOST: "127.0.0.1"},
        ca_file=str(bundle),
        robots=False,
        total_timeout=1.0,
    )
    async with Client(settings) as client:
        answer = await client.get(f"https://{HOST}:{port}/a", now=NOW)
    assert isinstance(answer, Response | Failed)
    return answer


async def test_a_good_certificate_is_trusted(authority: trustme.CA, bundle: Path) -> None:
    async with raw_server(_serve, tls=good(authority)) as port:
        answer = await look(port, bundle)
    assert isinstance(answer, Response)
    assert answer.body == GOOD


BAD: dict[str, tuple[Callable[[trustme.CA], ssl.SSLContext], str]] = {
    "expired": (expired, "has expired"),
    "not yet valid": (not_yet, "not valid yet"),
    "another host": (other_host, "for another host"),
    "unknown authority": (unknown_authority, "not signed by a known authority"),
    "self-signed": (self_signed, "self-signed"),
    "old protocol": (old_protocol, "handshake"),
}


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")  # the server of the past needs them
@pytest.mark.parametrize("name", BAD)
async def test_each_bad_certificate_is_told(name: str, authority: trustme.CA, bundle: Path) -> None:
    make, said = BAD[name]
    async with raw_server(_serve, tls=make(authority)) as port:
        answer = await look(port, bundle)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.TLS
    assert said in answer.detail
    assert HOST in answer.detail


async def test_a_plain_server_at_a_tls_port_is_a_tls_failure(bundle: Path) -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(5)
        writer.write(page(b"use https", "400 Bad Request"))
        await writer.drain()

    async with raw_server(plain) as port:
        answer = await look(port, bundle)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.TLS


async def test_a_handshake_that_stalls_is_a_time_out(bundle: Path) -> None:
    async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    async with raw_server(silent) as port:
        answer = await look(port, bundle)
    assert isinstance(answer, Failed)
    assert answer.outcome is Outcome.TIMEOUT
