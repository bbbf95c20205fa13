"""Looking names up, once per connection, and vetting every answer."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from ipaddress import ip_address

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.net.policy import AddressPolicy, AddressRefused
from bot.net.settings import NetSettings

# From a name to its addresses, as text. Raises `OSError` when the name is not known.
Lookup = Callable[[str], Awaitable[Sequence[str]]]


class NameTimeout(OSError):
    """The resolver did not answer in time."""


class GuardedResolver(AbstractResolver):
    """The connector's resolver. A name of which any answer is refused is refused as a whole.

    A mix of public and internal answers is how rebinding looks, not how a slip in a zone does.
    """

    def __init__(self, settings: NetSettings, policy: AddressPolicy, lookup: Lookup) -> None:
        self._hosts = settings.hosts
        self._timeout = settings.dns_timeout
        self._policy = policy
        self._lookup = lookup

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002  the interface has it; we dial either family
    ) -> list[ResolveResult]:
        """Return the vetted addresses of `host`.

        Raises:
            AddressRefused: the policy refuses an answer.
            NameTimeout: no answer came in time.
            OSError: the name is not known.
        """
        fixed = self._hosts.get(host)
        addresses = [fixed] if fixed is not None else await self._ask(host)
        for address in addresses:
            self._policy.check(address)
        return [_result(host, address, port) for address in addresses]

    async def _ask(self, host: str) -> list[str]:
        try:
            async with asyncio.timeout(self._timeout):
                addresses = list(dict.fromkeys(await self._lookup(host)))
        except TimeoutError as error:
            raise NameTimeout(f"no answer for {host} in {self._timeout:g} s") from error
        if not addresses:
            raise OSError(f"{host} has no address")
        return addresses

    async def close(self) -> None:
        """Nothing is kept."""


def _result(host: str, address: str, port: int) -> ResolveResult:
    try:
        family = socket.AF_INET6 if ip_address(address).version == 6 else socket.AF_INET  # noqa: PLR2004  IP version
    except ValueError as error:
        raise AddressRefused("The name leads to something that is no address.") from error
    return ResolveResult(
        hostname=host, host=address, port=port, family=family, proto=socket.IPPROTO_TCP, flags=socket.AI_NUMERICHOST
    )


class SystemLookup:
    """Asks the system's resolver, each name in a daemon thread of its own.

    `getaddrinfo` can not be cancelled and may hang for half a minute: in the loop's own small pool of threads a few
    dead name servers would stop everybody else, and the end of the process would wait for them.
    """

    def __init__(self, at_once: int = 64) -> None:
        self._free = asyncio.Semaphore(at_once)

    async def __call__(self, host: str) -> list[str]:
        """Return the addresses of `host`; raises `OSError` when it is not known."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[str]] = loop.create_future()
        await self._free.acquire()
        try:
            threading.Thread(target=self._ask, args=(host, loop, answer), daemon=True, name="lookup").start()
        except RuntimeError as error:  # the system gives no further thread
            self._free.release()
            raise OSError(str(error)) from error
        return await answer

    def _ask(self, host: str, loop: asyncio.AbstractEventLoop, answer: asyncio.Future[list[str]]) -> None:
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
            done = partial(self._done, answer, [str(entry[4][0]) for entry in found], None)
        except (OSError, UnicodeError) as error:
            done = partial(self._done, answer, [], error)
        try:
            loop.call_soon_threadsafe(done)
        except RuntimeError:
            return  # the loop was closed meanwhile: nobody waits any more

    def _done(self, answer: asyncio.Future[list[str]], found: list[str], error: Exception | None) -> None:
        self._free.release()
        if answer.done():
            return
        if error is None:
            answer.set_result(found)
        else:
            answer.set_exception(error if isinstance(error, OSError) else OSError(str(error)))
