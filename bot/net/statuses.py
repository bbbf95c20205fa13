"""What a status code and its headers mean for a look (RFC 9110, RFC 6585)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from bot.domain.outcome import Outcome
from bot.net.faults import Fault

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
SERVER_ERRORS = 500
MAX_REASON_CHARS = 160
_RATE_LIMIT_RESET = re.compile(
    r"\br=0\s*;\s*t=(\d{1,9})"
)  # IETF draft "RateLimit header fields": none left, for so many seconds
EPOCH_LIKELY = 1_000_000_000  # a rate limit's reset beyond this is a point in time, below it a number of seconds


def fault_of(status: int, headers: Mapping[str, str], now: datetime, longest: timedelta) -> Fault | None:
    """Return the fault that `status` means, None for 200 and its like.

    `retry_at` is what the server asked for, at most `longest` from `now`.
    """
    if challenge := _challenge(status, headers):
        return Fault(Outcome.BLOCKED, challenge)
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return _hollow(status)
    retry_at = retry_after(headers, now, longest)
    if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.SERVICE_UNAVAILABLE and retry_at):
        return Fault(Outcome.RATE_LIMITED, f"The server asks to come back later ({status}).", retry_at)
    if status == HTTPStatus.FORBIDDEN and _spent(headers):
        return Fault(Outcome.RATE_LIMITED, "The server's rate limit is used up (403).", retry_at)
    if status >= SERVER_ERRORS and status not in _CLIENT_ERRORS:
        return Fault(Outcome.SERVER_ERROR, f"The server has an error of its own ({status}).", retry_at)
    return Fault(*_CLIENT_ERRORS.get(status, (_other(status), f"The server answered {status}.")))


_CLIENT_ERRORS = {
    401: (Outcome.PAYWALL, "The page asks for a login (401)."),
    402: (Outcome.PAYWALL, "The page asks for payment (402)."),
    403: (Outcome.BLOCKED, "The site refuses us (403)."),
    404: (Outcome.NOT_FOUND, "The page is not there (404)."),
    410: (Outcome.GONE, "The page was removed for good (410)."),
    451: (Outcome.BLOCKED, "The page is withheld for legal reasons (451)."),
    999: (Outcome.BLOCKED, "The site refuses us (999)."),  # LinkedIn's own
}


def _other(status: int) -> Outcome:
    """1xx can not end an answer; 3xx is no redirect that we can follow; 4xx complains about our request."""
    if status < HTTPStatus.OK:
        return Outcome.BAD_HEADERS
    return Outcome.MOVED if status < HTTPStatus.BAD_REQUEST else Outcome.BAD_REQUEST


def _hollow(status: int) -> Fault | None:
    if status in {HTTPStatus.NO_CONTENT, HTTPStatus.RESET_CONTENT}:
        return Fault(Outcome.EMPTY, f"The server answered without a page ({status}).")
    if status == HTTPStatus.PARTIAL_CONTENT:
        return Fault(Outcome.BAD_HEADERS, "The server sent a part of the page, which nobody asked for (206).")
    return None


def _challenge(status: int, headers: Mapping[str, str]) -> str:
    """Say that a guard stands before the site, and which; empty when none does."""
    if "challenge" in headers.get("cf-mitigated", "").lower():
        return f"Cloudflare shows a challenge page ({status})."
    if "challenge" in headers.get("x-amzn-waf-action", "").lower():
        return f"The site's firewall shows a challenge page ({status})."
    guarded = status in {403, 503} and "retry-after" not in headers
    server = headers.get("server", "").lower()
    if guarded and (server.startswith("ddos-guard") or "x-datadome" in headers):
        return f"The site's guard shows a challenge page ({status})."
    if status == HTTPStatus.FORBIDDEN and server == "cloudflare":
        return "Cloudflare refuses us, probably with a challenge page (403)."
    return ""


def _spent(headers: Mapping[str, str]) -> bool:
    return headers.get("x-ratelimit-remaining") == "0" or "retry-after" in headers


def retry_after(headers: Mapping[str, str], now: datetime, longest: timedelta) -> datetime | None:
    """Return when the server wants to be asked again: `Retry-After` in both forms, else a spent rate limit's reset."""
    if value := headers.get("retry-after", "").strip():
        wished = _moment(value, now)
    elif headers.get("x-ratelimit-remaining") == "0":
        wished = _moment(headers.get("x-ratelimit-reset", "").strip(), now)
    elif found := _RATE_LIMIT_RESET.search(headers.get("ratelimit", "")):
        wished = _moment(found.group(1), now)
    else:
        return None
    return None if wished is None else min(max(wished, now), now + longest)


def reason_in(body: bytes) -> str:
    """Return the sentence in the body of an API's error, cut and in one line; empty when there is none."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    for key in ("error", "message"):
        if isinstance(said, dict):
            said = said.get(key, said)
    if not isinstance(said, str):
        return ""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in said).split())
    return line[:MAX_REASON_CHARS].rstrip(" .")


def _moment(value: str, now: datetime) -> datetime | None:
    try:
        if value.isascii() and value.isdigit():
            seconds = int(value[:12])
            return datetime.fromtimestamp(seconds, UTC) if seconds > EPOCH_LIKELY else now + timedelta(seconds=seconds)
        wished = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return wished if wished.tzinfo else wished.replace(tzinfo=UTC)
