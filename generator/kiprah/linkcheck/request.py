"""HTTP requests to untrusted hosts, with a guard against private addresses (SSRF)."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import quote, urljoin, urlsplit

from msgspec import Struct

from kiprah import __version__

MAX_REDIRECTS = 5
"""Maximum number of redirects; longer chains lead in a circle."""
_HEADERS = {
    "User-Agent": f"kiprah/{__version__} (link check)",
    "Accept": "text/html,*/*;q=0.8",
    "Connection": "close",
}


class LinkStatus(Struct, frozen=True):
    """Result of checking one link."""

    kind: str
    """Kind of result: ``ok``, ``gone``, ``guarded``, ``troubled``, ``unreachable``, ``private`` or ``unreadable``."""
    detail: str = ""
    """The status, or what went wrong."""
    redirected_to: str = ""
    """The target of a permanent redirect, if there is one."""
    wait: float = 0.0
    """Seconds to wait before a retry, from ``Retry-After``."""


class _PrivateHost(Exception):
    """The host resolves to a private, loopback or otherwise local address."""


def check_link(address: str, *, timeout: float, allowed: frozenset[str] = frozenset()) -> LinkStatus:
    """Request an http(s) address and follow its redirects; ``allowed`` names hosts that may be private."""
    target_url, permanent = address, True
    for _ in range(MAX_REDIRECTS + 1):
        try:
            status, headers = _head_or_get(target_url, timeout, allowed)
        except _PrivateHost:
            return LinkStatus("private", urlsplit(target_url).hostname or "")
        except (http.client.InvalidURL, UnicodeError, ValueError) as error:
            return LinkStatus("unreadable", type(error).__name__)
        except (TimeoutError, ssl.SSLError, socket.gaierror, OSError, http.client.HTTPException) as error:
            return status_of_error(error)
        target = headers.get("location", "")
        if status not in (301, 302, 303, 307, 308) or not target:
            return link_status(status, headers, target_url if permanent and target_url != address else "")
        permanent = permanent and status in (301, 308)
        target_url = urljoin(target_url, target)
        if urlsplit(target_url).scheme not in ("http", "https"):
            return LinkStatus("unreadable", urlsplit(target_url).scheme)
    return LinkStatus("troubled", f"{MAX_REDIRECTS} redirects")


def _head_or_get(address: str, timeout: float, allowed: frozenset[str]) -> tuple[int, Mapping[str, str]]:
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
    connection.sock = _connect(host, port, secure, timeout, allowed)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    try:
        connection.request(method, f"{path}?{query}" if query else path, headers=_HEADERS)
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}
    finally:
        connection.close()


def _connect(host: str, port: int, secure: bool, timeout: float, allowed: frozenset[str]) -> socket.socket:
    """Connect to the very address that was looked at: a second lookup could name another one."""
    resolved = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if host not in allowed and any(not _is_public(place[4][0]) for place in resolved):
        raise _PrivateHost(host)
    failed: OSError = OSError("no address")
    for _, _, _, _, place in resolved[:3]:
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


def link_status(status: int, headers: Mapping[str, str], redirected_to: str = "") -> LinkStatus:
    """Return the status of a link whose host answered."""
    detail = str(status)
    if status in (404, 410):
        return LinkStatus("gone", detail)
    if status in (401, 403, 405, 406, 407, 429, 451, 999):
        return LinkStatus("guarded", detail, wait=_retry_after(headers) if status == 429 else 0.0)
    if status >= 400:
        return LinkStatus("troubled", detail, wait=_retry_after(headers) if status == 503 else 0.0)
    return LinkStatus("ok", detail, redirected_to)


def _retry_after(headers: Mapping[str, str]) -> float:
    """Read ``Retry-After`` in seconds; a date, which few send, counts as a long time."""
    text = headers.get("retry-after", "").strip()
    if text.isdigit():
        return float(text[:6])
    return 3600.0 if text else 0.0


def status_of_error(error: Exception) -> LinkStatus:
    """Return the status of a link whose host did not answer."""
    return LinkStatus("unreachable", _reason(error))


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, socket.gaierror):
        return "DNS"
    if isinstance(error, ssl.SSLError):
        return "TLS"
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
