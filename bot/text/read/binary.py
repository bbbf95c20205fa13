"""What bytes are that are no text, by their first few (WHATWG MIME Sniffing, section 6)."""

from __future__ import annotations

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"PK\x03\x04", "an archive or office document"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
    (b"ID3", "an audio file"),
    (b"OggS", "a media file"),
    (b"\x1aE\xdf\xa3", "a video file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x00asm", "a program"),
)
_PDF_WITHIN = 1024  # a PDF's mark may follow some junk (ISO 32000-1, annex H)
_SAMPLE = 4096
_MANY_CONTROLS = 0.3
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\x1b\x00")


def binary_name(body: bytes) -> str:
    """Return what the body is ("PDF", "a PNG image" …), empty when it may be text."""
    if b"%PDF-" in body[:_PDF_WITHIN] and not body[:_PDF_WITHIN].lstrip().startswith(b"<"):
        return "PDF"
    for signature, name in _SIGNATURES:
        if body.startswith(signature):
            return name
    if body[4:8] == b"ftyp":
        return "a video file"
    sample = body[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return "a binary file" if controls > len(sample) * _MANY_CONTROLS else ""
