"""Deploys to Netlify by digests: it is told which files there are, and is sent those it does not know.

The token comes from the environment, goes into one header, and into nothing that is printed or raised.
"""

from __future__ import annotations

import http.client
import json
import ssl
import time
from collections.abc import Callable, Mapping
from hashlib import sha1
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from msgspec import Struct

from kiprah import __version__
from kiprah.deploy.built_site import BuiltSite
from kiprah.problem import Place, Problem

API = "https://api.netlify.com/api/v1"
_TRIES = 6
_LONGEST_WAIT = 120.0
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_WORKING = ("new", "pending", "preparing", "prepared", "uploading", "uploaded", "processing", "enqueued", "building")


class NetlifyFailed(Exception):
    """Netlify refused, or did not answer; ``problem`` says it without the token."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.problem = Problem(code, Place("https://api.netlify.com"), values)


class NetlifyDeploy(Struct, frozen=True):
    """Report of a deploy, or of one that was only tried."""

    files: int
    sent: int
    url: str = ""


class NetlifyAccount:
    """One site of one account; ``pause`` waits between tries."""

    def __init__(
        self,
        site: str,
        token: str,
        api: str = API,
        pause: Callable[[float], None] = time.sleep,
        patience: float = 900.0,
    ) -> None:
        self._site, self._token, self._pause, self._patience = site, token, pause, patience
        self._api = urlsplit(api)
        if self._api.scheme != "https" and self._api.hostname not in _LOOPBACK:
            raise NetlifyFailed("netlify-refused", status="http://")

    def __repr__(self) -> str:
        """Show no token, whoever prints this."""
        return f"NetlifyAccount({self._site!r})"

    def deploy(self, site: BuiltSite, done: Callable[[int, int], None]) -> NetlifyDeploy:
        """Send what is not known yet, and wait until it is shown. Raises ``NetlifyFailed`` and ``FolderTouched``.

        A deploy that was broken off is begun again with the same digests: what arrived is not asked for again.
        """
        digests = {f"/{path}": sha1(site.read(path), usedforsecurity=False).hexdigest() for path in sorted(site.files)}
        body = json.dumps({"files": digests, "async": len(digests) > 5000}).encode()
        where = f"/sites/{quote(self._site, safe='')}/deploys"
        made = self._json("POST", where, body, "application/json")
        number = str(made.get("id", ""))
        if not number:
            raise NetlifyFailed("netlify-refused", status="no id")
        made = self._waited(number, made, until=("prepared", "uploading", "uploaded", "ready"))
        required = set(made.get("required") or ())
        sending = [path for path, digest in digests.items() if digest in required]
        sent: set[str] = set()
        for path in sending:
            if digests[path] not in sent:
                content = site.read(path.removeprefix("/"))
                if sha1(content, usedforsecurity=False).hexdigest() != digests[path]:
                    raise NetlifyFailed("netlify-refused", status="changed")
                where = f"/deploys/{quote(number, safe='')}/files{quote(path)}"
                self._json("PUT", where, content, "application/octet-stream")
                sent.add(digests[path])
                done(len(sent), len(required))
        made = self._waited(number, made if not sent else {}, until=("ready",))
        return NetlifyDeploy(len(digests), len(sent), str(made.get("ssl_url") or made.get("url") or ""))

    def _waited(self, number: str, made: Mapping[str, Any], until: tuple[str, ...]) -> Mapping[str, Any]:
        """Ask until the deploy is in one of these states."""
        end, wait = time.monotonic() + self._patience, 0.5
        while True:
            state = made.get("state")
            if state in until or (state is None and "required" in made):
                return made
            if state in ("error", "rejected", "deleted"):
                raise NetlifyFailed("netlify-refused", status=str(state))
            if made and state not in _WORKING:
                raise NetlifyFailed("netlify-refused", status="?")
            if time.monotonic() > end:
                raise NetlifyFailed("netlify-unreachable", reason="timeout")
            if made:
                self._pause(wait)
                wait = min(wait * 1.5, 10.0)
            made = self._json("GET", f"/deploys/{quote(number, safe='')}", b"", "")

    def _json(self, method: str, path: str, body: bytes, kind: str) -> Mapping[str, Any]:
        for attempt in range(_TRIES):
            status, wait, data = self._request(method, path, body, kind)
            if status in (401, 403):
                raise NetlifyFailed("netlify-denied", status=str(status))
            if status == 404:
                raise NetlifyFailed("netlify-site", site=self._site)
            if 200 <= status < 300:
                try:
                    answer = json.loads(data or b"{}")
                except ValueError:
                    answer = None
                if isinstance(answer, dict):
                    return answer
                status = 0
            elif status not in (0, 408, 429) and status < 500:
                raise NetlifyFailed("netlify-refused", status=str(status))
            if attempt < _TRIES - 1:
                self._pause(min(wait if wait >= 0 else 2.0**attempt, _LONGEST_WAIT))
        raise NetlifyFailed("netlify-unreachable", reason=str(status or "-"))

    def _request(self, method: str, path: str, body: bytes, kind: str) -> tuple[int, float, bytes]:
        """Ask once; status 0 where nobody answered, and the wait it asks for, or -1."""
        host, port = self._api.hostname or "", self._api.port
        connection: http.client.HTTPConnection
        if self._api.scheme == "https":
            connection = http.client.HTTPSConnection(host, port, timeout=60, context=ssl.create_default_context())
        else:
            connection = http.client.HTTPConnection(host, port, timeout=60)
        headers = {"Authorization": f"Bearer {self._token}", "User-Agent": f"kiprah/{__version__}"}
        if kind:
            headers |= {"Content-Type": kind}
        try:
            connection.request(method, f"{self._api.path}{path}", body or None, headers)
            response = connection.getresponse()
            return response.status, _wait_of(response.getheader("Retry-After")), response.read()
        except (OSError, http.client.HTTPException):
            # What was raised may show the request, and with it the token.
            return 0, -1.0, b""
        finally:
            connection.close()


def _wait_of(text: str | None) -> float:
    return float(text[:6]) if text is not None and text.strip().isdigit() else -1.0


def netlify_site(named: str | None, environment: Mapping[str, str], project: Path) -> str:
    """Find the site's id: as named, ``NETLIFY_SITE_ID``, or what Netlify's own tool noted. Raises ``NetlifyFailed``."""
    found = named or environment.get("NETLIFY_SITE_ID", "")
    if not found:
        try:
            found = str(json.loads((project / ".netlify" / "state.json").read_text("utf-8"))["siteId"])
        except (OSError, ValueError, KeyError, TypeError):
            raise NetlifyFailed("netlify-no-site") from None
    if not all(char.isalnum() or char in "-._" for char in found):
        raise NetlifyFailed("netlify-no-site")
    return found


def netlify_token(environment: Mapping[str, str]) -> str:
    """Return the token from the environment. Raises ``NetlifyFailed``."""
    token = environment.get("NETLIFY_AUTH_TOKEN", "").strip()
    if not token or not token.isascii() or not token.isprintable():
        raise NetlifyFailed("netlify-token")
    return token
