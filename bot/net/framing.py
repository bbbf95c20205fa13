"""Bodies that are framed against HTTP: a chunk without a size, or longer than it was said to be."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Self

import aiohttp
from aiohttp.connector import Connection


class BadFraming(aiohttp.ClientPayloadError):
    """The parser gave the body up in its middle."""


class FramedResponse(aiohttp.ClientResponse):
    """A response whose body ends with an error when the parser gives it up.

    aiohttp closes the connection then and forgets to tell who reads the body, who would wait for the deadline.
    """

    async def start(self, connection: Connection) -> Self:
        """Wait for the headers."""
        try:
            await super().start(connection)
        except aiohttp.ClientResponseError as error:
            if "chunk" in error.message.partition(":")[0]:  # it came together with the headers, which are as they must
                raise BadFraming(error.message) from error
            raise
        protocol = connection.protocol  # None when the answer has no body and is whole already
        closed = None if protocol is None else protocol.closed
        if closed is not None:
            closed.add_done_callback(partial(_tell, self.content))
        return self


def _tell(body: aiohttp.StreamReader, closed: asyncio.Future[None]) -> None:
    """Tell the reader of a body that is neither whole nor known to have failed, though its connection is closed."""
    if not closed.cancelled():
        closed.exception()  # how the connection ended is told elsewhere
    if not body.is_eof() and body.exception() is None:
        body.set_exception(BadFraming("the body is not framed as HTTP demands"))
