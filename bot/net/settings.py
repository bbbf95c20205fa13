"""What a person may set about the network; every default is the polite and safe one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import ip_network
from types import MappingProxyType

NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class NetSettings:
    """Limits and manners of the client. Times are in seconds, sizes in bytes.

    `hosts` maps a name to the address to dial instead of asking the resolver; the address is still
    vetted. `allowed_networks` (CIDR) opens what the address policy refuses, `allowed_ports` says which
    ports may be dialled. `ca_file` is a PEM bundle of certificate authorities trusted beside the
    usual ones. With `trust_env` proxies from the environment are used; a proxy looks names up itself, so
    that the address policy then only covers the proxy.

    Raises:
        ValueError: a value makes no sense; the message names the field.
    """

    user_agent: str = "ClaimWatch/0.1"
    contact: str = ""
    total_timeout: float = 30.0
    connect_timeout: float = 10.0
    dns_timeout: float = 8.0
    max_wire_bytes: int = 8_000_000
    max_inflated_bytes: int = 10_000_000
    max_header_bytes: int = 32_768
    max_headers: int = 128
    max_redirects: int = 5
    max_url_chars: int = 2_048
    allowed_networks: tuple[str, ...] = ()
    allowed_ports: frozenset[int] = frozenset({80, 443})
    hosts: Mapping[str, str] = field(default_factory=lambda: NOBODY)
    ca_file: str = ""
    trust_env: bool = False
    per_host_in_flight: int = 1
    per_host_interval: float = 1.0
    max_crawl_delay: float = 30.0
    max_in_flight: int = 50
    known_hosts: int = 4_096
    robots: bool = True
    robots_timeout: float = 10.0
    robots_ttl: timedelta = timedelta(hours=24)
    robots_retry: timedelta = timedelta(hours=1)
    max_robots_bytes: int = 512_000  # RFC 9309, section 2.5: at least 500 KiB
    backoff_first: timedelta = timedelta(minutes=1)
    backoff_most: timedelta = timedelta(hours=6)
    backoff_after_failures: int = 3
    retry_after_most: timedelta = timedelta(hours=24)

    def __post_init__(self) -> None:
        positive = (
            "total_timeout",
            "connect_timeout",
            "dns_timeout",
            "robots_timeout",
            "max_wire_bytes",
            "max_inflated_bytes",
            "max_header_bytes",
            "max_headers",
            "max_url_chars",
            "per_host_in_flight",
            "max_in_flight",
            "known_hosts",
            "max_robots_bytes",
            "backoff_after_failures",
        )
        for name in positive:
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be more than 0, not {getattr(self, name)}")
        for name in ("max_redirects", "per_host_interval", "max_crawl_delay"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must not be negative, but is {getattr(self, name)}")
        for network in self.allowed_networks:
            _check_network(network)
        if not self.user_agent.strip() or not (self.user_agent + self.contact).isprintable():
            raise ValueError("user_agent must be one line of text, and contact too")
        for port in self.allowed_ports:
            if not 0 < port < 65_536:  # noqa: PLR2004  the range of a TCP port
                raise ValueError(f"allowed_ports holds {port}, which is no port")

    @property
    def agent(self) -> str:
        """The User-Agent as sent, with the contact."""
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent


def _check_network(network: str) -> None:
    try:
        ip_network(network)
    except ValueError as error:
        raise ValueError(f"allowed_networks holds {network!r}, which is no network: {error}") from error
