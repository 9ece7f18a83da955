"""Addresses under which other machines reach this one."""

from __future__ import annotations

import socket

_ANYWHERE = {"0.0.0.0": ("192.0.2.1", socket.AF_INET), "::": ("2001:db8::1", socket.AF_INET6)}  # noqa: S104
"""Addresses kept for documentation, which lead outwards to nobody, by the host that listens on every interface."""


def reachable_host(bound: str) -> str | None:
    """Return the address of this machine that others use; None where it has no network.

    Nothing is sent: connecting a datagram socket only asks the system which interface it would take.
    """
    outwards = _ANYWHERE.get(bound)
    if outwards is None:
        return bound
    try:
        with socket.socket(outwards[1], socket.SOCK_DGRAM) as probe:
            probe.connect((outwards[0], 9))
            name = str(probe.getsockname()[0])
    except OSError:
        return None
    return None if name in _ANYWHERE else name


def web_url(host: str, port: int) -> str:
    """Write the address of a server on a host and port."""
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
