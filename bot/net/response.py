"""What a look at a URL gives back when a body came."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.source import Validators

MAX_VALIDATOR_CHARS = 1_000


@dataclass(frozen=True, slots=True)
class Response:
    """A body came.

    `url` is where it came from, after redirects; `headers` can be asked in any case; `body` is
    inflated; `charset` and `content_type` are as the server declared them, in lower case, empty when it did not
    or when the charset is unknown. `moved_to` is set when the first redirects were permanent (301, 308): the URL
    they lead to. `seconds` is the time on the wire.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    charset: str = ""
    content_type: str = ""
    moved_to: str = ""
    seconds: float = 0.0

    @property
    def validators(self) -> Validators:
        """What to send back at the next look."""
        return validators_of(self.headers)


def validators_of(headers: Mapping[str, str]) -> Validators:
    """Return the validators of an answer; those that could not be sent back count as absent."""
    return Validators(_sendable(headers.get("etag", "")), _sendable(headers.get("last-modified", "")))


def _sendable(value: str) -> str:
    return value if len(value) <= MAX_VALIDATOR_CHARS and value.isascii() and value.isprintable() else ""


def content_type_of(headers: Mapping[str, str]) -> tuple[str, str]:
    """Return the media type and the charset that `Content-Type` declares (RFC 9110, section 8.3).

    Of several the first counts; what is no media type declares nothing.
    """
    media, _, rest = headers.get("content-type", "").partition(",")[0].partition(";")
    charset = ""
    for parameter in rest.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = _known(value.strip().strip("\"'").lower())
    return media.strip().lower() if "/" in media else "", charset


def _known(charset: str) -> str:
    try:
        return charset if charset and codecs.lookup(charset) else ""
    except (LookupError, ValueError):
        return ""
