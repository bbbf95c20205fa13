"""The address policy: which URLs may be watched, and which addresses may be dialled.

`check_url` judges what was written and gives people a sentence. It can not know where a name leads: that is
vetted by `AddressPolicy` for every answer of the resolver, and once more for each address really dialled
(the socket factory), so that neither a redirect nor a second answer of the DNS gets around it.
"""

from __future__ import annotations

import errno
import socket
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from ssrfguard import BlockedAddressError, Policy

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network
# family, type, protocol, canonical name, and (address, port, …) as `socket.getaddrinfo` gives them
AddressInfo = tuple[int, int, int, str, tuple[str | int, ...]]

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")
# Refused although a registry calls them reachable: no web page lives there, but something internal may.
_ADDED: tuple[tuple[IPNetwork, str], ...] = (
    (IPv4Network("168.63.129.16/32"), "cloud metadata"),
    (IPv4Network("192.0.0.0/24"), "reserved for protocols"),
    (IPv4Network("192.31.196.0/24"), "reserved for DNS"),
    (IPv4Network("192.52.193.0/24"), "reserved for multicast relays"),
    (IPv4Network("192.175.48.0/24"), "reserved for DNS"),
    (IPv6Network("2001::/23"), "reserved for protocols and tunnels"),
    (IPv6Network("2002::/16"), "a 6to4 tunnel"),
    (IPv6Network("2620:4f:8000::/48"), "reserved for DNS"),
)


class AddressRefused(OSError):
    """The policy forbids to dial this address; an `OSError`, so that it travels through the connector.

    `sentence` is for people.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(errno.EACCES, sentence)
        self.sentence = sentence


class AddressPolicy:
    """Decides about addresses. `allowed` opens what is refused by default; `ports` may be dialled, others not."""

    def __init__(self, allowed: tuple[str, ...], ports: frozenset[int]) -> None:
        self._allowed: tuple[IPNetwork, ...] = tuple(ip_network(network) for network in allowed)
        self._ports = ports
        self._registry = Policy()

    def refusal(self, address: IPAddress) -> str:
        """Return why the address may not be dialled, in a few words; empty when it may."""
        if isinstance(address, IPv6Address):
            if address.scope_id is not None:
                return "bound to a network interface"
            address = _unwrapped(address)
        if any(address.version == network.version and address in network for network in self._allowed):
            return ""
        if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
            return "not on the public internet"
        for network, reason in _ADDED:
            if address.version == network.version and address in network:
                return reason
        try:
            self._registry.check_address(address)
        except BlockedAddressError as error:
            return _shortened(error.reason)
        return "" if address.is_global else "not on the public internet"

    def check(self, address: str) -> None:
        """Raise `AddressRefused` unless the address may be dialled."""
        try:
            parsed = ip_address(address)
        except ValueError as error:
            raise AddressRefused("The name leads to something that is no address.") from error
        if reason := self.refusal(parsed):
            raise AddressRefused(f"The address {parsed} may not be watched: it is {reason}.")

    def socket(self, info: AddressInfo) -> socket.socket:
        """Make the socket for a connection, the last point before dialling; raises `AddressRefused`."""
        family, kind, protocol, _, sockaddr = info
        self.check(str(sockaddr[0]))
        if sockaddr[1] not in self._ports:
            raise AddressRefused(f"Port {sockaddr[1]} may not be used.")
        return socket.socket(family, kind, protocol)


@lru_cache(maxsize=16)
def policy_for(allowed: tuple[str, ...], ports: frozenset[int]) -> AddressPolicy:
    """Return the policy for these settings; building one parses networks, so equal ones are shared."""
    return AddressPolicy(allowed, ports)


def _unwrapped(address: IPv6Address) -> IPAddress:
    """Return the IPv4 address which a mapped or NAT64 address leads to, else the address itself."""
    if address in _MAPPED or address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def _shortened(reason: str) -> str:
    """Turn the registry's "10.0.0.0/8 is Private-Use (RFC1918)" into "Private-Use"."""
    name = reason.rpartition(" is ")[2].partition(" (")[0]
    return f"in a reserved range ({name})"
