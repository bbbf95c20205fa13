"""Telling text from what is no text, by what the server says and by the first bytes."""

from __future__ import annotations

from bot.domain.outcome import Outcome
from bot.net.faults import Fault

TEXTUAL = frozenset(
    {
        "",
        "application/xml",
        "application/xhtml+xml",
        "application/json",
        "application/ld+json",
        "application/javascript",
        "application/x-javascript",
        "application/yaml",
        "application/octet-stream",  # what lazy servers say of Markdown; the bytes decide
        "binary/octet-stream",
    }
)
MAGIC = (
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"PK\x03\x04", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
)
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
SNIFFED = 4_096


def check_media(media: str) -> None:
    """Raise when a body that calls itself `media` is not worth reading.

    Raises:
        Fault: it is a PDF (`PDF`), or an image, an archive or the like (`WRONG_CONTENT`).
    """
    if media == "application/pdf":
        raise _pdf()
    if not _textual(media):
        raise Fault(Outcome.WRONG_CONTENT, f"This is no page of text but {media[:40]}.")


def check_content(charset: str, body: bytes) -> None:
    """Raise unless `body` can be read as text, whatever it calls itself.

    Raises:
        Fault: it is a PDF (`PDF`), or an image, an archive or other binary data (`WRONG_CONTENT`).
    """
    if body[:1024].lstrip().startswith(b"%PDF-"):
        raise _pdf()
    for magic, name in MAGIC:
        if body.startswith(magic):
            raise Fault(Outcome.WRONG_CONTENT, f"This is no page of text but {name}.")
    wide = charset.startswith(("utf-16", "utf-32", "utf16", "utf32")) or body.startswith(WIDE_MARKS)
    if not wide and b"\x00" in body[:SNIFFED]:
        raise Fault(Outcome.WRONG_CONTENT, "This is no page of text: it holds binary data.")


def _pdf() -> Fault:
    return Fault(Outcome.PDF, "This is a PDF, which can not be watched yet; watch the page that links to it.")


def _textual(media: str) -> bool:
    return media.startswith("text/") or media in TEXTUAL or media.endswith(("+xml", "+json", "/feed", "/markdown"))
