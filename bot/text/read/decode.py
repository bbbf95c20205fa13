"""Bytes to text when the header, the page or both lie about the encoding."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, read_bom, resolve_encoding

MAX_BODY = 8_000_000  # bytes looked at; the client's own limit lies below
_SAMPLE = 4096
_WIDE_NULS = 0.2  # share of NUL bytes above which text is taken for UTF-16
_TOLERATED = 0.01  # share of broken characters up to which "nearly UTF-8" is UTF-8
_ESCAPED = frozenset({"iso2022_jp", "iso2022_kr", "hz", "utf-7"})  # valid ASCII that means something else
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_CONTROL_BYTES = bytes({*range(32), 0x7F} - {*b"\t\n\r"})


def decode(body: bytes, charset: str = "") -> str:
    """Return the body as text without control characters and with single newlines; never raise.

    A byte order mark wins over UTF-16 by its NUL bytes, valid UTF-8, the declared charsets (header,
    then page) and a guess from the bytes; what is left is read as Windows-1252, which reads anything.
    """
    text = _decode(body[:MAX_BODY], charset)
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    return _CONTROLS.sub("", text) if _controlled(text) else text


def _controlled(text: str) -> bool:
    """Whether the text holds control characters; seen in its bytes, which takes a fifth of the time."""
    if any(sign in text for sign in "\ufeff\ufffe\uffff"):
        return True
    plain = text.encode("utf-8", "surrogatepass")
    return len(plain.translate(None, _CONTROL_BYTES)) < len(plain)


def _decode(body: bytes, charset: str) -> str:
    name, mark = read_bom(body)
    if name and mark:
        return body[len(mark) :].decode(name, "replace")
    for name in _candidates(body, charset):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    nearly = body.decode("utf-8", "replace")
    if nearly.count("\ufffd") <= len(nearly) * _TOLERATED:
        return nearly
    return body.decode("cp1252", "replace")


def _candidates(body: bytes, charset: str) -> Iterator[str]:
    """Yield codec names, likeliest first; each is tried strictly."""
    declared = [name for name in (_known(charset), _known(html_body_declared_encoding(body[:_SAMPLE]))) if name]
    yield from (name for name in declared if name in _ESCAPED)
    wide = _wide(body)
    if wide:
        yield wide
    yield "utf-8"
    if _nearly_utf8(body):
        return
    yield from (name for name in declared if not name.startswith("utf"))
    yield from (match.encoding for match in from_bytes(body[:_SAMPLE] + body[-_SAMPLE:]))


def _known(charset: str | None) -> str:
    """Return the codec that browsers use for this label (latin-1 is Windows-1252), empty when unknown."""
    if not charset:
        return ""
    try:
        name = resolve_encoding(charset.strip().strip("\"'"))
        return codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return ""


def _wide(body: bytes) -> str:
    """Tell UTF-16 without a mark by where its NUL bytes stand."""
    head = body[:_SAMPLE]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) / 2 * _WIDE_NULS or min(even, odd) * 4 > max(even, odd):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _nearly_utf8(body: bytes) -> bool:
    """Whether the bytes are UTF-8 but for a few broken places (a page cut in a character, one bad advert)."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(1 for character in text[:200_000] if character > "\x7f") - broken
    return broken <= len(text) * _TOLERATED and good > broken
