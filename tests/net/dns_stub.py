"""A name server on loopback (UDP, RFC 1035) with scripted answers, and the small resolver that asks it."""

from __future__ import annotations

import asyncio
import secrets
import socket
import struct
from collections import Counter
from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from typing import Self

A, AAAA = 1, 28
# Per name what each look-up in turn gets: addresses, an error code, or None for silence.
Script = Mapping[str, Sequence[Sequence[str] | int | None]]
NO_ERROR, SERVER_FAILURE, NO_SUCH_NAME = 0, 2, 3


def _encode_name(name: str) -> bytes:
    return b"".join(bytes([len(label)]) + label.encode("ascii") for label in name.split(".")) + b"\0"


def _decode_name(packet: bytes, at: int) -> tuple[str, int]:
    labels = []
    while (length := packet[at]) != 0:
        labels.append(packet[at + 1 : at + 1 + length].decode("ascii"))
        at += 1 + length
    return ".".join(labels), at + 1


class NameServer(asyncio.DatagramProtocol):
    """`answers` maps a name to what it answers at each look-up in turn (the last is repeated): addresses,
    an error code, or None for silence. `asked` counts look-ups for IPv4 addresses per name.
    """

    def __init__(self, answers: Script) -> None:
        self.answers = answers
        self.asked: Counter[str] = Counter()
        self.port = 0
        self._transport: asyncio.DatagramTransport | None = None

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 0))
        self.port = self._transport.get_extra_info("sockname")[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._transport is not None
        self._transport.close()
        await asyncio.sleep(0)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        name, end = _decode_name(data, 12)
        (kind,) = struct.unpack_from("!H", data, end)
        self.asked[name] += kind == A
        script = self.answers.get(name, [NO_SUCH_NAME])
        answer = script[min(self.asked[name], len(script)) - 1]
        if answer is None:
            return
        code = answer if isinstance(answer, int) else NO_ERROR
        wanted = 4 if kind == A else 6
        addresses = [] if isinstance(answer, int) else [ip_address(text) for text in answer]
        records = [address.packed for address in addresses if address.version == wanted]
        reply = data[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, len(records), 0, 0) + data[12 : end + 4]
        for packed in records:
            reply += struct.pack("!HHHIH", 0xC00C, kind, 1, 0, len(packed)) + packed
        assert self._transport is not None
        self._transport.sendto(reply, addr)


class _Answer(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.packet: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, _: tuple[str, int]) -> None:
        if not self.packet.done():
            self.packet.set_result(data)


class StubLookup:
    """Asks the name server at `port` for IPv4 and IPv6 addresses over a real socket; nothing is cached."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __call__(self, host: str) -> list[str]:
        return [*await self._ask(host, A), *await self._ask(host, AAAA)]

    async def _ask(self, host: str, kind: int) -> list[str]:
        loop = asyncio.get_running_loop()
        transport, protocol = await loop.create_datagram_endpoint(_Answer, remote_addr=("127.0.0.1", self._port))
        try:
            question = secrets.token_bytes(2) + struct.pack("!HHHHH", 0x0100, 1, 0, 0, 0)
            transport.sendto(question + _encode_name(host) + struct.pack("!HH", kind, 1))
            packet = await protocol.packet
        finally:
            transport.close()
        return _addresses(packet)


def _addresses(packet: bytes) -> list[str]:
    flags, _, count = struct.unpack_from("!HHH", packet, 2)
    if flags & 0x0F == NO_SUCH_NAME:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")
    if flags & 0x0F:
        raise socket.gaierror(socket.EAI_AGAIN, "the name server failed")
    _, at = _decode_name(packet, 12)
    at += 4
    found = []
    for _ in range(count):
        (length,) = struct.unpack_from("!H", packet, at + 10)
        found.append(str(ip_address(packet[at + 12 : at + 12 + length])))
        at += 12 + length
    return found
