"""The one HTTP client of the process: every byte from outside comes through `Client.get`."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from datetime import datetime
from functools import lru_cache
from time import perf_counter
from typing import Self, cast
from urllib.parse import urljoin

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from bot.domain.outcome import Outcome
from bot.domain.reading import Failed, NotModified
from bot.domain.source import NO_VALIDATORS, Validators
from bot.errors import BadUrl
from bot.net.addresses import vet_url, without_trackers
from bot.net.body import inflater_for, read_body, too_large
from bot.net.content import check_content, check_media
from bot.net.faults import Fault, explain
from bot.net.framing import FramedResponse
from bot.net.hosts import Hosts
from bot.net.look import ACCEPT, Look, Redirect
from bot.net.policy import policy_for
from bot.net.resolver import GuardedResolver, Lookup, SystemLookup
from bot.net.response import Response, content_type_of, validators_of
from bot.net.robots import Robots
from bot.net.settings import NetSettings
from bot.net.statuses import PERMANENT, REDIRECTS, fault_of, reason_in

NOT_MODIFIED = 304
MAX_REASON_BYTES = 16_384
REASON_WAIT = 2.0  # seconds
KEPT_ALIVE = 3.0  # seconds; a cycle over thousands of hosts must not run out of file descriptors
TRANSPORT_ERRORS = (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError, ValueError)


class Client:
    """An HTTP client that can be left alone with any URL.

    Use it as an async context manager, once per process. `lookup` replaces the system's resolver of names; its
    answers are vetted like any other.
    """

    def __init__(self, settings: NetSettings, *, lookup: Lookup | None = None) -> None:
        self._lookup = lookup
        self._transport: AiohttpTransport | None = None
        self._retired: dict[AiohttpTransport, asyncio.Task[None]] = {}
        self._configure(settings)

    def _configure(self, settings: NetSettings) -> None:
        self.settings = settings
        self._policy = policy_for(settings.allowed_networks, settings.allowed_ports)
        self._hosts = Hosts(settings)
        self._robots = Robots(settings, self._fetch_robots)
        self._wire = asyncio.Semaphore(settings.max_in_flight)
        self._base = {"User-Agent": settings.agent, "Accept-Encoding": "gzip, deflate", "Accept": ACCEPT}
        self._extensions = {"timeout": {"connect": settings.connect_timeout, "read": None, "pool": None}}

    async def __aenter__(self) -> Self:
        self._transport = self._opened()
        return self

    async def reconfigure(self, settings: NetSettings) -> None:
        """Go on with other settings; looks under way end with the old ones.

        What is known of hosts (pace, back-off, robots.txt) is learned anew.
        """
        if settings == self.settings:
            return
        self._configure(settings)
        old, self._transport = self._transport, self._opened()
        if old is not None:
            self._retired[old] = asyncio.create_task(self._retire(old))

    async def _retire(self, transport: AiohttpTransport) -> None:
        """Close `transport` once every look under way has ended or met its deadline."""
        await asyncio.sleep(self.settings.total_timeout)
        await transport.aclose()
        del self._retired[transport]

    def _opened(self) -> AiohttpTransport:
        settings = self.settings
        context = _tls_context(settings.ca_file, trust_env=settings.trust_env)
        resolver = GuardedResolver(settings, self._policy, self._lookup or SystemLookup())
        connector = aiohttp.TCPConnector(
            ssl=context,
            resolver=resolver,
            socket_factory=self._policy.socket,
            use_dns_cache=False,  # a name is resolved for the connection that was vetted, and for no other
            limit=settings.max_in_flight,
            keepalive_timeout=KEPT_ALIVE,
        )
        session = aiohttp.ClientSession(
            connector=connector,
            response_class=FramedResponse,
            cookie_jar=aiohttp.DummyCookieJar(),  # a look must not know of another
            trust_env=settings.trust_env,
            max_line_size=settings.max_header_bytes,
            max_field_size=settings.max_header_bytes,
            max_headers=settings.max_headers,
        )
        return AiohttpTransport(verify=context, client=session)

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection; looks under way fail."""
        if self._transport is not None:
            transport, self._transport = self._transport, None
            await transport.aclose()
        for old, waiting in tuple(self._retired.items()):
            waiting.cancel()
            await old.aclose()

    async def get(
        self,
        url: str,
        *,
        validators: Validators = NO_VALIDATORS,
        headers: Mapping[str, str] | None = None,
        accept: str = ACCEPT,
        robots: bool = True,
        now: datetime,
    ) -> Response | NotModified | Failed:
        """Look at `url`; whatever a server does ends in a value, within the deadline.

        `validators` make the request conditional; `headers` (a token, say) go to the origin of `url` only.
        `robots=False` is for APIs that are meant for programs. Time spent waiting for the host's pace does not
        count against the deadline.
        """
        look = Look(url, now, self.settings.total_timeout)
        look.validators = validators
        look.accept = accept
        look.extra = headers or {}
        try:
            return await self._walk(look, robots=robots and self.settings.robots)
        except Fault as fault:
            return Failed(fault.outcome, fault.detail, fault.retry_at, look.seconds)

    async def _walk(self, look: Look, *, robots: bool) -> Response | NotModified:
        """Follow redirects hop by hop, each vetted as if it were the first."""
        been: list[str] = []
        permanent = True
        while True:
            look.url = self._vetted(look.url, been)
            if permanent and been:
                moved_to = without_trackers(look.url)
                look.permanent = "" if moved_to == been[0] else moved_to
            been.append(look.url)
            origin = _origin(look.url)
            if origin != _origin(been[0]):
                look.extra = {}
            answer = await self._exchange(look, origin, robots=robots)
            if not isinstance(answer, Redirect):
                return answer
            permanent = permanent and answer.status in PERMANENT
            look.url = _joined(look.url, answer.location)
            look.validators = Validators(look.validators.etag)  # the date may be that of another page

    def _vetted(self, url: str, been: list[str]) -> str:
        """Return the next URL in its normal form; raises `Fault` unless the way may go on there."""
        try:
            url = vet_url(url, self.settings)
        except BadUrl as error:
            said = f"The page redirects to where we do not go: {error.user_message}" if been else error.user_message
            raise Fault(Outcome.REFUSED_ADDRESS, said) from error
        if url in been:
            raise Fault(Outcome.REDIRECT_LOOP, "The page redirects in a circle.")
        most = self.settings.max_redirects
        if len(been) > most:
            raise Fault(Outcome.TOO_MANY_REDIRECTS, f"The page redirects more than {most} times.")
        return url

    async def _exchange(self, look: Look, origin: str, *, robots: bool) -> Response | NotModified | Redirect:
        """Ask one host, in its turn."""
        host = self._hosts.of(_host(origin))
        if robots:
            host.crawl_delay = await self._robots.check(origin, look.url, look.now)
        await host.enter(look.now)
        answer: Response | NotModified | Redirect | None = None
        try:
            async with self._wire:
                answer = await self._timed(look, host.name)
            host.answered(None, look.now)
        except Fault as fault:
            host.answered(fault, look.now)
            raise
        finally:
            host.leave(pause=not (look.cut or isinstance(answer, Redirect)))
        return answer

    async def _timed(self, look: Look, host: str) -> Response | NotModified | Redirect:
        look.started = perf_counter()
        look.answered = False
        try:
            async with asyncio.timeout(look.left):
                return await self._ask(look)
        except TimeoutError as error:
            raise Fault(Outcome.TIMEOUT, look.lateness(host)) from error
        except TRANSPORT_ERRORS as error:
            raise explain(error, host) from error
        finally:
            spent = perf_counter() - look.started
            look.seconds += spent
            look.left = max(look.left - spent, 0.001)

    async def _ask(self, look: Look) -> Response | NotModified | Redirect:
        if self._transport is None:
            raise RuntimeError("The client is closed, or was not entered.")
        request = httpx.Request("GET", look.url, headers=self._headers(look), extensions=self._extensions)
        response = await self._transport.handle_async_request(request)
        look.answered = True
        try:
            return await self._judge(look, response)
        finally:
            await response.aclose()

    def _headers(self, look: Look) -> dict[str, str]:
        headers = self._base | {"Accept": look.accept} if look.accept is not ACCEPT else self._base.copy()
        if look.validators.etag:
            headers["If-None-Match"] = look.validators.etag
        if look.validators.last_modified:
            headers["If-Modified-Since"] = look.validators.last_modified
        headers.update(look.extra)
        return headers

    async def _judge(self, look: Look, response: httpx.Response) -> Response | NotModified | Redirect:
        status, headers = response.status_code, response.headers
        if status == NOT_MODIFIED:
            return self._not_modified(look, headers)
        if status in REDIRECTS:
            if location := headers.get("location", "").strip():
                return Redirect(status, location)
            raise Fault(Outcome.MOVED, f"The page redirects, but does not say where to ({status}).")
        if fault := fault_of(status, headers, look.now, self.settings.retry_after_most):
            raise await self._with_reason(fault, response)
        media, charset = content_type_of(headers)
        if look.cut:
            body = await self._beginning(response)
        else:
            check_media(media)
            body = await self._whole(response)
            check_content(charset, body)
        return Response(look.url, status, headers, body, charset, media, look.permanent, look.spent())

    async def _with_reason(self, fault: Fault, response: httpx.Response) -> Fault:
        """Add what an API says about its error: "API key not valid" helps, "400" does not."""
        if not content_type_of(response.headers)[0].endswith("json"):
            return fault
        try:
            async with asyncio.timeout(REASON_WAIT):
                reason = reason_in(await self._read(response, MAX_REASON_BYTES, MAX_REASON_BYTES, cut=True))
        except (Fault, *TRANSPORT_ERRORS):
            return fault  # the error itself weighs more than how its explanation failed
        return Fault(fault.outcome, f"{fault.detail} It says: “{reason}”.", fault.retry_at) if reason else fault

    def _not_modified(self, look: Look, headers: Mapping[str, str]) -> NotModified:
        if not look.validators:
            raise Fault(Outcome.BAD_HEADERS, "The server says “not modified” although nobody asked whether it was.")
        fresh = validators_of(headers)
        kept = Validators(fresh.etag or look.validators.etag, fresh.last_modified or look.validators.last_modified)
        return NotModified(kept, look.permanent, look.spent())

    async def _beginning(self, response: httpx.Response) -> bytes:
        """Return what fits, in whole lines: half a rule may forbid far more than the whole one."""
        most = self.settings.max_robots_bytes
        body = await self._read(response, most, most, cut=True)
        return body if len(body) < most else body[: max(body.rfind(b"\n"), body.rfind(b"\r")) + 1]

    async def _whole(self, response: httpx.Response) -> bytes:
        wire = self.settings.max_wire_bytes
        declared = response.headers.get("content-length", "")
        if declared.isdigit() and int(declared[:20]) > wire:
            raise too_large(wire)
        return await self._read(response, wire, self.settings.max_inflated_bytes, cut=False)

    async def _read(self, response: httpx.Response, wire: int, inflated: int, *, cut: bool) -> bytes:
        inflater = inflater_for(response.headers.get("content-encoding", ""))
        async with aclosing(cast("AsyncGenerator[bytes]", response.aiter_raw())) as chunks:
            return await read_body(chunks, inflater, wire=wire, inflated=inflated, cut=cut)

    async def _fetch_robots(self, url: str, now: datetime) -> bytes:
        look = Look(url, now, min(self.settings.robots_timeout, self.settings.total_timeout))
        look.accept = "text/plain, */*;q=0.5"
        look.cut = True
        try:
            answer = await self._walk(look, robots=False)
        except Fault as fault:
            if fault.outcome is Outcome.REFUSED_ADDRESS and look.url != url:
                raise Fault(Outcome.MOVED, fault.detail) from fault  # the file leads astray, not the site
            raise
        assert isinstance(answer, Response)  # nothing conditional was asked
        return answer.body


@lru_cache(maxsize=4)
def _tls_context(ca_file: str, *, trust_env: bool) -> ssl.SSLContext:
    """Return the one context for these settings: making it reads a hundred certificates, which takes 50 ms."""
    context = httpx.create_ssl_context(trust_env=trust_env)
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location.replace(" ", "%20"))  # against RFC 9110, but browsers do the same
    except ValueError as error:
        raise Fault(Outcome.MOVED, "The page redirects to something that is no URL.") from error


def _origin(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"


def _host(origin: str) -> str:
    return origin.partition("://")[2]
