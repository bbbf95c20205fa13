"""Who owns a source: the registrable domain, unless the configuration names an owner (`owners.toml`)."""

from __future__ import annotations

import ipaddress
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tld import get_fld

from bot.errors import ConfigError

FIRST_SEGMENT = ""  # the value of a shared host's key: there the first part of the path names the owner
_BODY = re.compile(
    r"(?:^|\.)(?:gov|mil|int|gouv|gob|bund)(?:\.[a-z]{2})?$"
    r"|(?:ministry|ministerium|agency|court|authority|inspectorate|survey(?!ors)|commission|council(?!lor)|(?<!bill)(?<!on)board\b|parliament|hospital|police"
    r"|prosecutor|institute?|universit|regulator|tribunal|observatory)"
)
_SHAPE = 'a table such as "Orchard Labs" = ["orchardlabs.example", "github.com/orchard-labs"]'


def load_owners(path: Path) -> dict[str, str]:
    """Read the owners: keys are domains or "host/first-path-part", values are owners, "" marks a shared host.

    Raises:
        ConfigError: with every fault found; the file is missing, no TOML, or a value has another shape.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError((f"{path.name}: can not be read ({error.strerror})",)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError((f"{path.name}: no valid TOML ({error})",)) from error
    faults = [
        f"{path.name}: {key}: unknown key; known are shared_hosts and owners"
        for key in table.keys() - {"shared_hosts", "owners"}
    ]
    owners: dict[str, str] = {}
    for key, name, places in _entries(table, path.name, faults):
        for place in places:
            _add(owners, place, name, f"{path.name}: {key}", faults)
    if faults:
        raise ConfigError(tuple(faults))
    return owners


def _entries(table: dict[str, Any], file: str, faults: list[str]) -> Iterator[tuple[str, str, list[str]]]:
    shared = table.get("shared_hosts", [])
    if _strings(shared):
        yield "shared_hosts", FIRST_SEGMENT, shared
    else:
        faults.append(f"{file}: shared_hosts: expected a list of hosts")
    owners = table.get("owners", {})
    if not isinstance(owners, dict):
        faults.append(f"{file}: owners: expected {_SHAPE}")
        return
    for name, places in owners.items():
        if _strings(places) and name.strip():
            yield f"owners.{name}", name, places
        else:
            faults.append(f"{file}: owners.{name}: expected {_SHAPE}")


def _strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _add(owners: dict[str, str], place: str, name: str, key: str, faults: list[str]) -> None:
    place = place.strip().lower().removeprefix("www.").rstrip("/")
    if not place or "://" in place or " " in place or place.count("/") > 1:
        faults.append(f'{key}: "{place[:80]}": expected a domain, or a host with the first part of a path')
    elif owners.get(place, name) != name:
        faults.append(f'{key}: "{place[:80]}" belongs to "{owners[place]}" already')
    else:
        owners[place] = name


def owner_of(url: str, owners: dict[str, str]) -> str:
    """Return who owns the page at `url`; empty when the URL names no host.

    The configuration wins, the longest domain first. Otherwise: on shared hosts "host/first-path-part", for an
    address or a local name host and port, else the registrable domain.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip(".").removeprefix("www."), parts.port
    except ValueError:
        return ""
    if not host:
        return ""
    segment = next((part for part in parts.path.lower().split("/") if part), "")
    named = _configured(host, port, segment, owners)
    if named:
        return named
    if "." not in host or _is_address(host):
        return f"{host}:{port}" if port else host
    return get_fld(f"https://{host}/", fail_silently=True) or ".".join(host.split(".")[-2:])


def of_a_body(url: str) -> bool:
    """Whether the host is one of a public or learned body, which speaks there for itself: a ministry, a court."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return False
    return _BODY.search(host) is not None


def label_of(url: str) -> str:
    """Return the label that names the owner of the page's host: "hearthaid" of "www.hearthaid.example"."""
    return owner_of(url, {}).partition(".")[0]


def _configured(host: str, port: int | None, segment: str, owners: dict[str, str]) -> str:
    labels = host.split(".")
    domains = [f"{host}:{port}"] if port else []
    domains += [".".join(labels[i:]) for i in range(len(labels))]
    for domain in domains:
        if segment and owners.get(f"{domain}/{segment}"):
            return owners[f"{domain}/{segment}"]
        if domain in owners:
            return owners[domain] or (f"{domain}/{segment}" if segment else domain)
    return ""


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
