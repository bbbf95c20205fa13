"""Text from outside is data: made harmless, measured as Discord measures, cut in the middle.

Discord's markdown lets a backslash escape any ASCII punctuation, so what could start markup is escaped where it
stands. What no escape can tame (control and format characters, piles of combining marks) is dropped.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote, urlsplit

MARKS = 3  # combining marks on one letter; living scripts need no more after NFC
ELLIPSIS = " … "
WORD = 15  # characters that a cut may lose so as not to break a word
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_SELECTORS = re.compile("[\ufe00-\ufe0e\u180b-\u180f\U000e0100-\U000e01ef]")
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SPACES = frozenset({"Zs", "Zl", "Zp"})
_MARKUP = str.maketrans({char: f"\\{char}" for char in "\\`*_~|<>[]@:"})
_AT_START = re.compile(r"^(\d*)(?=[#+.)-])")
_EVERYBODY = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_SAFE = "/%~!$&'+,;=:@"  # of RFC 3986, without parentheses and asterisks
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)


def tidy(text: str) -> str:
    """Return `text` as one line without control, format, private and piled-up combining characters."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode()):
        category = unicodedata.category(char)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if category in _SPACES or char in "\t\n\r\v\f\x85":
            kept.append(" ")
        elif category not in _DROPPED and char not in _INVISIBLE and marks <= MARKS:
            kept.append(char)
    return " ".join(_SELECTORS.sub("", "".join(kept)).split())


def escape(text: str) -> str:
    """Return `text` so that Discord shows it as written: no markup, mention, link, emoji or timestamp in it."""
    return escape_tidied(tidy(text))


def escape_tidied(text: str) -> str:
    """Do what `escape` does, for a text that `tidy` or `cut` gave."""
    plain = _EVERYBODY.sub("@\u200b", text)
    return _AT_START.sub(r"\1\\", plain.translate(_MARKUP))


def size(text: str) -> int:
    """Return the length in UTF-16 units: never less than what Discord counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """Return the tidied `text` in at most `limit` UTF-16 units; its middle is left out where it is longer."""
    text = tidy(text)
    if size(text) <= limit:
        return text
    room = max(limit - len(ELLIPSIS), 0)
    head = _whole_words(_units(text, room * 2 // 3), text)
    tail = _whole_words(_units(text[::-1], room - size(head)), text[::-1])[::-1]
    return f"{head.rstrip()}{ELLIPSIS}{tail.lstrip()}".strip() if room else "…"[:limit]


def _whole_words(start: str, text: str) -> str:
    """Return `start` of `text` without the word it breaks, if that is a short loss."""
    if not start or text[len(start) : len(start) + 1] in {"", " "}:
        return start
    kept = start.rpartition(" ")[0]
    return kept if kept and len(start) - len(kept) <= WORD else start


def _units(text: str, limit: int) -> str:
    """Return the longest start of `text` that has at most `limit` UTF-16 units."""
    start = text[:limit]
    while size(start) > limit:
        start = start[:-1]
    return start


def safe_url(url: str, limit: int = 512) -> str:
    """Return `url` so that it can stand in a link or a button, or "" when it can not.

    Only http(s) with a plain host and without credentials; what could end a link early is percent-encoded.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not host:
        return ""
    try:
        ascii_host = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return ""
    ascii_host = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    if not _HOST.fullmatch(ascii_host):
        return ""
    rest = quote(parts.path or "/", safe=_SAFE)
    if parts.query:
        rest += "?" + quote(parts.query, safe=_SAFE + "?")
    clean = f"{parts.scheme}://{ascii_host}{f':{port}' if port else ''}{rest}"
    return clean if len(clean) <= limit else ""


def short(url: str) -> str:
    """Return host and path for people, without scheme, ``www.`` and query; "" for what has no host."""
    try:
        path = unquote(urlsplit(url).path).rstrip("/")
    except ValueError:
        return ""
    host = host_of(url).removeprefix("www.")
    return tidy(f"{host}{path}") if host else ""


def host_of(url: str) -> str:
    """Return the host name of `url` for people, "" when it has none."""
    try:
        return tidy(urlsplit(url).hostname or "")
    except ValueError:
        return ""
