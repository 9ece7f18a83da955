"""One request to one host: its address is looked at before anything is sent to it."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import quote, urljoin, urlsplit

from msgspec import Struct

from kiprah import __version__

MAX_MOVES = 5
"""Longer chains of redirects lead in a circle."""
_HEADERS = {
    "User-Agent": f"kiprah/{__version__} (link check)",
    "Accept": "text/html,*/*;q=0.8",
    "Connection": "close",
}


class Answer(Struct, frozen=True):
    """What a host said of an address."""

    kind: str
    """``ok``, ``gone``, ``guarded``, ``troubled``, ``unreachable``, ``private`` or ``unreadable``."""
    detail: str = ""
    """The status, or what went wrong."""
    moved: str = ""
    """Where it stands for good now, if the host said so."""
    wait: float = 0.0
    """Seconds after which the host wants to be asked again."""


class _Private(Exception):
    """The host is this machine, or one of its own network."""


def visit(address: str, *, timeout: float, allowed: frozenset[str] = frozenset()) -> Answer:
    """Ask whether an http(s) address leads somewhere; ``allowed`` names hosts that may be private."""
    moved, permanent = address, True
    for _ in range(MAX_MOVES + 1):
        try:
            status, headers = _asked(moved, timeout, allowed)
        except _Private:
            return Answer("private", urlsplit(moved).hostname or "")
        except (http.client.InvalidURL, UnicodeError, ValueError) as error:
            return Answer("unreadable", type(error).__name__)
        except (TimeoutError, ssl.SSLError, socket.gaierror, OSError, http.client.HTTPException) as error:
            return Answer("unreachable", _reason(error))
        target = headers.get("location", "")
        if status not in (301, 302, 303, 307, 308) or not target:
            return _meaning(status, headers, moved if permanent and moved != address else "")
        permanent = permanent and status in (301, 308)
        moved = urljoin(moved, target)
        if urlsplit(moved).scheme not in ("http", "https"):
            return Answer("unreadable", urlsplit(moved).scheme)
    return Answer("troubled", f"{MAX_MOVES} redirects")


def _asked(address: str, timeout: float, allowed: frozenset[str]) -> tuple[int, Mapping[str, str]]:
    """Ask with HEAD, and with GET where the answer to HEAD is not one to rely on; no body is read."""
    status, headers = _request("HEAD", address, timeout, allowed)
    # Many hosts answer HEAD wrongly; only what GET says too is believed.
    if status >= 400 and status != 429:
        status, headers = _request("GET", address, timeout, allowed)
    return status, headers


def _request(method: str, address: str, timeout: float, allowed: frozenset[str]) -> tuple[int, Mapping[str, str]]:
    parts = urlsplit(address)
    host = (parts.hostname or "").encode("idna").decode("ascii") if parts.hostname else ""
    secure = parts.scheme == "https"
    if not host:
        raise http.client.InvalidURL("no host")
    port = parts.port or (443 if secure else 80)
    connection = http.client.HTTPConnection(host, port, timeout=timeout)
    connection.sock = _connected(host, port, secure, timeout, allowed)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    try:
        connection.request(method, f"{path}?{query}" if query else path, headers=_HEADERS)
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}
    finally:
        connection.close()


def _connected(host: str, port: int, secure: bool, timeout: float, allowed: frozenset[str]) -> socket.socket:
    """Connect to the very address that was looked at: a second lookup could name another one."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if host not in allowed and any(not _is_public(place[4][0]) for place in found):
        raise _Private(host)
    failed: OSError = OSError("no address")
    for _, _, _, _, place in found[:3]:
        try:
            plain = socket.create_connection((str(place[0]), port), timeout)
        except OSError as error:
            failed = error
            continue
        if not secure:
            return plain
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except OSError:
            plain.close()
            raise
    raise failed


def _is_public(address: object) -> bool:
    number = ipaddress.ip_address(str(address).partition("%")[0])
    inner = getattr(number, "ipv4_mapped", None) or getattr(number, "sixtofour", None) or number
    return bool(inner.is_global and number.is_global and not inner.is_multicast)


def _meaning(status: int, headers: Mapping[str, str], moved: str) -> Answer:
    detail = str(status)
    if status in (404, 410):
        return Answer("gone", detail)
    if status in (401, 403, 405, 406, 407, 429, 451, 999):
        return Answer("guarded", detail, wait=_wait(headers) if status == 429 else 0.0)
    if status >= 400:
        return Answer("troubled", detail, wait=_wait(headers) if status == 503 else 0.0)
    return Answer("ok", detail, moved)


def _wait(headers: Mapping[str, str]) -> float:
    """Read ``Retry-After`` in seconds; a date, which few send, counts as a long time."""
    text = headers.get("retry-after", "").strip()
    if text.isdigit():
        return float(text[:6])
    return 3600.0 if text else 0.0


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, socket.gaierror):
        return "DNS"
    if isinstance(error, ssl.SSLError):
        return "TLS"
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
