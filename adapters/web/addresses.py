"""Which network addresses are public, so that no page can lead the bot into its own network."""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv6Address

_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""RFC 6052: what a network with NAT64 puts before an IPv4 address."""
_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All of IPv6 that is given out for the public internet (IANA, IPv6 Global Unicast Addresses)."""
_CLOSED = tuple(
    map(
        ipaddress.ip_network,
        (
            "100.64.0.0/10",  # shared by a provider's customers; a cloud's metadata in 100.100.100
            "168.63.129.16/32",  # Azure's host, a public address by number only
            "192.0.0.0/24",  # protocol assignments; Oracle's metadata at 192.0.0.192
            "192.88.99.0/24",  # relays of 6to4
            "2001::/23",  # Teredo and other protocols
            "2002::/16",  # 6to4, with any IPv4 address inside
            "3fff::/20",  # documentation, RFC 9637
        ),
    )
)
"""Not public either, though `ipaddress` of some Python versions says so."""


def is_public(address: str) -> bool:
    """Whether an IP address, as the system is about to connect to it, is one of the internet.

    An IPv4 address inside an IPv6 one counts as what it is; what is no address is not public.
    """
    try:
        ip = _innermost(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    if isinstance(ip, IPv6Address) and ip not in _UNICAST:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in _CLOSED)


def _innermost(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(ip, IPv6Address) and (ip in _MAPPED or ip in _NAT64):
        return IPv4Address(ip.packed[-4:])
    return ip
