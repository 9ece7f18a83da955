"""Origin check: only pages and people of this machine may ask the preview, under a name no stranger can point here."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_DEFAULT_PORT = 80


def is_loopback(host: str) -> bool:
    """Say whether a host to listen on can be reached from this machine alone."""
    if host in _LOOPBACK:
        return True
    address = _address(host)
    return address is not None and address.is_loopback


def is_host_allowed(header: str, bound: str, port: int) -> bool:
    """Say whether a ``Host`` header names this server.

    A name that a stranger's DNS could point at this machine is refused, or a web page could read the preview
    (DNS rebinding). An address in digits cannot be pointed anywhere; it is taken where the server listens to others.
    """
    try:
        parts = urlsplit(f"//{header}")
        name, given = parts.hostname, parts.port
    except ValueError:
        return False
    if not name or parts.path or parts.query or parts.fragment or "@" in header or (given or _DEFAULT_PORT) != port:
        return False
    if name in _LOOPBACK or name == bound.casefold():
        return True
    return not is_loopback(bound) and _address(name) is not None


def is_origin_allowed(header: str, bound: str, port: int) -> bool:
    """Say whether an ``Origin`` header is this server's own; ``null`` and other schemes are not."""
    scheme, separator, rest = header.partition("://")
    return scheme == "http" and bool(separator) and is_host_allowed(rest, bound, port)


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
