"""Judging and canonicalising a URL as written, before anything is resolved or dialled."""

from __future__ import annotations

import re
import unicodedata
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, quote, urlsplit

import idna

from bot.errors import BadUrl
from bot.net.policy import policy_for
from bot.net.settings import NetSettings

DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_HOST_CHARS = 253  # RFC 1035, section 2.3.4

# Control characters, blanks, the backslash (a slash to some parsers), invisible and direction marks.
_FORBIDDEN = re.compile(
    "[\x00-\x20\x7f-\xa0\\\\\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffc]"
)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\Z")
_ESCAPE = re.compile(r"%(?:[0-9a-fA-F]{2})?")
_TRACKER = re.compile(r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid)(?:=|\Z)", re.IGNORECASE)
_INTERNAL = frozenset({"localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "onion"})
_PATH_SAFE = "/%:@!$&'()*+,;=-._~"
_QUERY_SAFE = _PATH_SAFE + "?[]|{}^`"
# Letters of other alphabets that look like the Latin ones in "localhost", "internal" and the like.
_LOOKALIKES = {
    ord(letter): latin
    for latin, letters in (
        ("a", "\u0430\u03b1"),
        ("c", "\u0441"),
        ("e", "\u0435"),
        ("g", "\u0261"),
        ("h", "\u04bb\u043d\u029c"),
        ("i", "\u0456\u03b9\u0131"),
        ("j", "\u0458"),
        ("k", "\u043a\u03ba"),
        ("l", "\u04cf\u04c0\u0142\u217c\u01c0"),
        ("m", "\u043c"),
        ("n", "\u03bd\u03b7\u0578"),
        ("o", "\u043e\u03bf\u0585"),
        ("p", "\u0440\u03c1"),
        ("q", "\u051b"),
        ("r", "\u0433"),
        ("s", "\u0455\u017f"),
        ("t", "\u0442\u03c4"),
        ("u", "\u03c5"),
        ("x", "\u0445"),
        ("y", "\u0443"),
    )
    for letter in letters
}


def check_url(url: str, settings: NetSettings) -> str:
    """Return the canonical form of `url`: the one that is stored, compared and fetched.

    As `vet_url`, and tracking parameters are left out.

    Raises:
        BadUrl: it may not be watched, whatever a name in it leads to; the message says why.
    """
    return without_trackers(vet_url(url, settings))


def without_trackers(url: str) -> str:
    """Return `url` without parameters that only tell where a reader came from."""
    base, mark, query = url.partition("?")
    if not mark:
        return url
    kept = "&".join(part for part in query.split("&") if not _TRACKER.match(part))
    return f"{base}?{kept}" if kept else base


def vet_url(url: str, settings: NetSettings) -> str:
    """Return `url` in normal form (RFC 3986, section 6.2): what a redirect leads to must keep its query as it is.

    Scheme and host are lower case, the host in its ASCII form; the default port and the fragment are left
    out, and everything that needs it is percent-encoded.

    Raises:
        BadUrl: it may not be watched, whatever a name in it leads to; the message says why.
    """
    split = _split(url.strip(" \t\r\n"), settings)
    host = _host(split, settings)
    port = _port(split, settings)
    authority = f"[{host}]" if ":" in host else host
    if port != DEFAULT_PORTS[split.scheme]:
        authority = f"{authority}:{port}"
    path = _encoded(_without_dots(split.path), _PATH_SAFE) or "/"
    query = _encoded(split.query, _QUERY_SAFE)
    return f"{split.scheme}://{authority}{path}{'?' if query else ''}{query}"


def _split(url: str, settings: NetSettings) -> SplitResult:
    if not url:
        raise BadUrl("Give the address of a page, such as https://example.org/report.")
    if len(url) > settings.max_url_chars:
        raise BadUrl(f"The URL is too long: {len(url)} characters, at most {settings.max_url_chars} can be watched.")
    if _FORBIDDEN.search(url):
        raise BadUrl("The URL holds a blank, a backslash, an invisible or a control character.")
    try:
        split = urlsplit(url)
    except ValueError as error:
        raise BadUrl("This is no well-formed URL.", detail=str(error)) from error
    if not split.scheme or (split.scheme not in DEFAULT_PORTS and not split.netloc and "." in split.scheme):
        raise BadUrl("The URL needs its beginning: http:// or https://.")
    if split.scheme not in DEFAULT_PORTS:
        raise BadUrl(f"Only http:// and https:// can be watched, not {split.scheme[:20]}:.")
    if "@" in split.netloc:
        raise BadUrl("The URL carries a user name or password; leave out everything before the @.")
    if not split.hostname:
        raise BadUrl("The URL names no host.")
    return split


def _port(split: SplitResult, settings: NetSettings) -> int:
    try:
        port = split.port
    except ValueError as error:
        raise BadUrl("The port in the URL is no port.") from error
    if port is None:
        port = DEFAULT_PORTS[split.scheme]
    if port not in settings.allowed_ports:
        allowed = ", ".join(str(number) for number in sorted(settings.allowed_ports))
        raise BadUrl(f"Port {port} may not be watched; allowed: {allowed}.")
    return port


def _host(split: SplitResult, settings: NetSettings) -> str:
    """Return the host as it will be resolved: an ASCII name without a final dot, or a plain address."""
    written = split.hostname or ""
    if "[" in split.netloc or ":" in written:
        return str(_allowed_address(written, settings))
    host = _ascii(written)
    labels = host.split(".")
    if _NUMBER.match(labels[-1]):
        return str(_allowed_address(host, settings))
    if len(host) > MAX_HOST_CHARS or not all(_LABEL.match(label) for label in labels):
        raise BadUrl(f"“{_shown(written)}” is no host name.")
    if host not in settings.hosts:
        _refuse_internal(labels, written)
    return host


def _ascii(written: str) -> str:
    """Return the name in lower-case ASCII (RFC 5891), compatibility forms such as full-width letters folded."""
    if len(written) > MAX_HOST_CHARS:
        raise BadUrl("The host name is too long.")
    if written.isascii():
        return written.lower().removesuffix(".")
    folded = unicodedata.normalize("NFKC", written).lower().replace("。", ".").removesuffix(".")
    if folded.isascii():
        return folded
    try:
        return idna.encode(folded, uts46=True).decode("ascii")
    except UnicodeError as error:
        _refuse_internal(folded.split("."), written)
        raise BadUrl(f"“{_shown(written)}” is no host name.", detail=str(error)) from error


def _allowed_address(host: str, settings: NetSettings) -> IPv4Address | IPv6Address:
    try:
        address = ip_address(host)
    except ValueError as error:
        raise BadUrl(f"“{_shown(host)}” is no address in its usual form.") from error
    reason = policy_for(settings.allowed_networks, settings.allowed_ports).refusal(address)
    if reason:
        raise BadUrl(f"The address {_shown(host)} may not be watched: it is {reason}.")
    return address


def _refuse_internal(labels: list[str], written: str) -> None:
    plain = [_skeleton(label) for label in labels]
    if plain[-1] in _INTERNAL or plain[-2:] == ["home", "arpa"] or any("localhost" in label for label in plain):
        raise BadUrl(f"“{_shown(written)}” is a name inside a local network, or looks like one.")
    if len(labels) == 1:
        raise BadUrl(f"“{_shown(written)}” has no dot: it could only be a name inside a local network.")


def _skeleton(label: str) -> str:
    """Return the label as a person would read it: accents dropped, look-alike letters made Latin."""
    if label.startswith("xn--"):
        try:
            label = idna.decode(label)
        except UnicodeError:
            return label
    if label.isascii():
        return label
    parts = unicodedata.normalize("NFKD", label)
    return "".join(part for part in parts if not unicodedata.combining(part)).translate(_LOOKALIKES)


def _without_dots(path: str) -> str:
    """Remove `.` and `..` segments (RFC 3986, section 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    tail = "/" if path.endswith(("/.", "/..")) and kept else ""
    return "/" + "/".join(kept) + tail


def _encoded(text: str, safe: str) -> str:
    """Percent-encode what may not stand in a URL; escapes that are there stay, in upper case."""
    if "%" in text:
        text = _ESCAPE.sub(lambda found: found.group().upper() if len(found.group()) > 1 else "%25", text)
    return quote(text, safe=safe)


def _shown(text: str) -> str:
    """Cut what came from outside for a sentence."""
    return text if len(text) <= 60 else text[:57] + "…"  # noqa: PLR2004  longer names break the layout of a message
