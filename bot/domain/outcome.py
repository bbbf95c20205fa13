"""How a look ended, in one word. Every failure a server can cause has its own."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """The typed outcomes. Only `OK` and `NOT_MODIFIED` are good looks."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    MOVED = "moved"  # a redirect that could not be followed (no target, loop excluded)
    BLOCKED = "blocked"  # a challenge page, a consent wall, 403
    PAYWALL = "paywall"
    RATE_LIMITED = "rate_limited"  # 429, or 503 with Retry-After
    NOT_FOUND = "not_found"  # 404: gone only when it stays so
    GONE = "gone"  # 410
    SOFT_404 = "soft_404"
    EMPTY = "empty"
    SHRUNKEN = "shrunken"
    TOO_LARGE = "too_large"
    INFLATED = "inflated"  # a compressed body that grows past the limit, or stacked encodings
    BAD_ENCODING = "bad_encoding"
    BAD_HEADERS = "bad_headers"
    BAD_REQUEST = "bad_request"  # any other 4xx
    WRONG_CONTENT = "wrong_content"  # not text: an image, an archive
    PDF = "pdf"
    NEEDS_JAVASCRIPT = "needs_javascript"
    MALFORMED = "malformed"  # feed or JSON that can not be parsed
    REDIRECT_LOOP = "redirect_loop"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    TIMEOUT = "timeout"
    CONNECTION = "connection"  # refused, reset, cut off
    DNS = "dns"
    TLS = "tls"
    REFUSED_ADDRESS = "refused_address"
    REFUSED_ROBOTS = "refused_robots"
    SERVER_ERROR = "server_error"
    UNREADABLE = "unreadable"  # the reader or the extraction crashed or was killed

    @property
    def good(self) -> bool:
        """Whether the look saw what it came for."""
        return self in GOOD

    @property
    def words(self) -> str:
        """The outcome as a person would say it."""
        return _WORDS.get(self) or self.value.replace("_", " ")


_WORDS = {
    Outcome.PDF: "PDF",
    Outcome.NEEDS_JAVASCRIPT: "needs JavaScript",
    Outcome.CONNECTION: "no connection",
    Outcome.DNS: "no address",
    Outcome.TLS: "no safe connection",
    Outcome.REFUSED_ADDRESS: "address refused",
    Outcome.REFUSED_ROBOTS: "refused by robots.txt",
}
GOOD = frozenset({Outcome.OK, Outcome.NOT_MODIFIED})
# Absent for good when it lasts; for an artefact that is awaited, simply "not there yet".
ABSENT = frozenset({Outcome.NOT_FOUND, Outcome.GONE, Outcome.SOFT_404})
