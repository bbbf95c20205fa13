"""From an exception of the transport to one of our outcomes, with a sentence for people."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import datetime

import aiohttp
import httpx

from bot.domain.outcome import Outcome
from bot.net.framing import BadFraming
from bot.net.policy import AddressRefused
from bot.net.resolver import NameTimeout

# Codes of OpenSSL's X509_verify_cert_error_string.
_EXPIRED, _NOT_YET, _SELF_SIGNED, _SELF_SIGNED_IN_CHAIN, _WRONG_HOST, _WRONG_ADDRESS = 10, 9, 18, 19, 62, 64
_CERTIFICATE = {
    _EXPIRED: "its certificate has expired",
    _NOT_YET: "its certificate is not valid yet",
    _SELF_SIGNED: "its certificate is self-signed",
    _SELF_SIGNED_IN_CHAIN: "its certificate is signed by an authority of its own",
    _WRONG_HOST: "its certificate is for another host",
    _WRONG_ADDRESS: "its certificate is for another host",
}

_PLAIN: tuple[tuple[tuple[type[BaseException], ...], Outcome, str], ...] = (
    ((NameTimeout,), Outcome.DNS, "The name server did not answer for {host} in time."),
    ((aiohttp.ClientSSLError, ssl.SSLError), Outcome.TLS, "No secure connection to {host}: the handshake failed."),
    (
        (aiohttp.ClientResponseError, aiohttp.http_exceptions.HttpProcessingError),
        Outcome.BAD_HEADERS,
        "The headers that {host} sent are not HTTP, or too long.",
    ),
    ((BadFraming,), Outcome.BAD_ENCODING, "{host} sent the page in chunks that are no HTTP."),
    ((aiohttp.ClientPayloadError,), Outcome.CONNECTION, "{host} broke off in the middle of the page."),
    ((httpx.InvalidURL, aiohttp.InvalidURL), Outcome.REFUSED_ADDRESS, "This is no well-formed URL."),
    ((aiohttp.ConnectionTimeoutError,), Outcome.TIMEOUT, "There was no connection to {host} in time."),
    ((ConnectionRefusedError,), Outcome.CONNECTION, "{host} refused the connection."),
)


class Fault(Exception):
    """A look that failed; never leaves the client, which turns it into `bot.domain.reading.Failed`."""

    def __init__(self, outcome: Outcome, detail: str, retry_at: datetime | None = None) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail
        self.retry_at = retry_at


def explain(error: BaseException, host: str) -> Fault:
    """Tell what really happened: the transport's own classes mix refusals, time-outs and resets up."""
    chain = list(_causes(error))
    for cause in chain:
        if (fault := _explained(cause, host)) is not None:
            return fault
    if any(isinstance(cause, TimeoutError) for cause in chain):
        return Fault(Outcome.TIMEOUT, f"{host} did not answer in time.")
    if any(isinstance(cause, aiohttp.ClientConnectorError) for cause in chain):
        return Fault(Outcome.CONNECTION, f"There is no way to {host} from here.")
    return Fault(Outcome.CONNECTION, f"The connection to {host} broke off.")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _explained(cause: BaseException, host: str) -> Fault | None:
    match cause:
        case AddressRefused():
            return Fault(Outcome.REFUSED_ADDRESS, cause.sentence)
        case aiohttp.ClientConnectorDNSError() if not isinstance(cause.os_error, AddressRefused | NameTimeout):
            again = isinstance(cause.os_error, socket.gaierror) and cause.os_error.errno == socket.EAI_AGAIN
            said = f"The name server gave no answer for {host}." if again else f"No such host: {host}."
            return Fault(Outcome.DNS, said)
        case aiohttp.ClientConnectorCertificateError():
            code = getattr(cause.certificate_error, "verify_code", 0)
            reason = _CERTIFICATE.get(code, "its certificate is not signed by a known authority")
            return Fault(Outcome.TLS, f"No secure connection to {host}: {reason}.")
        case aiohttp.ClientConnectorError() if cause.ssl and isinstance(cause.os_error, ConnectionResetError):
            return Fault(Outcome.TLS, f"No secure connection to {host}: it broke off the handshake.")
        case _:
            for kinds, outcome, sentence in _PLAIN:
                if isinstance(cause, kinds):
                    return Fault(outcome, sentence.format(host=host))
            return None
