"""Reading a body within limits: so many bytes on the wire, so many once inflated, and nothing else trusted."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Iterator
from typing import Protocol

from bot.domain.outcome import Outcome
from bot.net.faults import Fault

PIECE = 262_144  # inflated at a time: bounds what a bomb can take before the limit is noticed
ZLIB_CHECK = 31  # RFC 1950, section 2.2: the two header bytes are a multiple of it
DEFLATED = 8
UNCHANGED = frozenset({"", "identity", "none", "utf-8"})  # the last two are said by servers that are set up wrongly


class Inflater(Protocol):
    """Turns bytes of the wire into bytes of the page."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what `data` inflates to, in pieces of at most `PIECE` bytes; raises `zlib.error`."""
        ...

    def close(self) -> None:
        """Raise `zlib.error` when the end is missing."""
        ...


class Plain:
    """No encoding."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield `data` itself."""
        yield data

    def close(self) -> None:
        """Any end is an end."""


class Zipped:
    """gzip (members may follow one another) or deflate, with or without the header of zlib."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._head = b""
        self._engine = zlib.decompressobj(16 + zlib.MAX_WBITS) if gzip else None
        self._any = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield the pieces; what follows the end of the data and is no further member is ignored."""
        if self._engine is None:
            self._head += data
            if len(self._head) < 2:  # noqa: PLR2004  the header of zlib has two bytes
                return
            data = self._head
            self._engine = zlib.decompressobj(zlib.MAX_WBITS if _has_zlib_header(data) else -zlib.MAX_WBITS)
        while data:
            if self._engine.eof:
                if not self._gzip or not data.startswith(b"\x1f\x8b"):
                    return
                self._engine = zlib.decompressobj(16 + zlib.MAX_WBITS)
            self._any = True
            piece = self._engine.decompress(data, PIECE)
            data = self._engine.unconsumed_tail or self._engine.unused_data
            if piece:
                yield piece
            elif data and not self._engine.eof:
                continue

    def close(self) -> None:
        """Raise `zlib.error` when the data stopped before its end; no data at all is an empty page."""
        if self._any and self._engine is not None and not self._engine.eof:
            raise zlib.error("cut off")


def inflater_for(encoding: str) -> Inflater:
    """Choose by `Content-Encoding`.

    Raises:
        Fault: more than one encoding (`INFLATED`), or one that was not asked for (`BAD_ENCODING`).
    """
    names = [name for name in (part.strip().lower() for part in encoding.split(",")) if name not in UNCHANGED]
    if not names:
        return Plain()
    if len(names) > 1:
        raise Fault(Outcome.INFLATED, "The page is compressed more than once, as only a trap is.")
    if names[0] in {"gzip", "x-gzip", "deflate"}:
        return Zipped(gzip=names[0] != "deflate")
    raise Fault(Outcome.BAD_ENCODING, f"The page is compressed in a way that was not asked for ({names[0][:20]}).")


async def read_body(
    chunks: AsyncIterator[bytes], inflater: Inflater, *, wire: int, inflated: int, cut: bool = False
) -> bytes:
    """Read the body to its end.

    With `cut` a body that is too long is cut at the limit instead of refused.

    Raises:
        Fault: more than `wire` bytes came (`TOO_LARGE`), they inflate to more than `inflated` bytes (`INFLATED`),
            or they do not inflate at all (`BAD_ENCODING`).
    """
    kept: list[bytes] = []
    came = size = rested = 0
    try:
        async for chunk in chunks:
            came += len(chunk)
            if came > wire and not cut:
                raise too_large(wire)
            for piece in inflater.feed(chunk):
                kept.append(piece)
                size += len(piece)
                if size > inflated:
                    if cut:
                        return b"".join(kept)[:inflated]
                    raise Fault(Outcome.INFLATED, f"The page inflates to more than {_megabytes(inflated)}.")
                if size - rested > 4 * PIECE:
                    rested = size
                    await asyncio.sleep(0)
            if came > wire:
                break
        else:
            inflater.close()
    except zlib.error as error:
        raise Fault(Outcome.BAD_ENCODING, "The compressed page is damaged or was cut off.") from error
    return b"".join(kept)


def too_large(limit: int) -> Fault:
    """Return the fault for a body of more than `limit` bytes."""
    return Fault(Outcome.TOO_LARGE, f"The page is larger than {_megabytes(limit)}.")


def _has_zlib_header(data: bytes) -> bool:
    return data[0] & 0x0F == DEFLATED and (data[0] << 8 | data[1]) % ZLIB_CHECK == 0


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:g} MB"
