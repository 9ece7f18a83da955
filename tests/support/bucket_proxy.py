"""Proxy before an S3-compatible server: checks each request, counts it, and answers some as bad servers and nets do.

A process of its own, begun by ``bucket_proxy`` with the server's port; told what to do over ``/-/rule``.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any

_SIGNED = re.compile(
    r"AWS4-HMAC-SHA256 Credential=k/\d{8}/us-east-1/s3/aws4_request, SignedHeaders=\S+, Signature=[0-9a-f]{64}"
)
_ERROR = '<?xml version="1.0"?><Error><Code>{0}</Code><Message>{0} rahasia-dapur</Message></Error>'
_ENDINGS = {"500": "InternalError", "503": "SlowDown", "403": "AccessDenied"}
_HOP = ("connection", "keep-alive", "transfer-encoding", "content-length", "date", "server")


class _Proxy(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, upstream: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.upstream = upstream
        self.rules: list[dict[str, Any]] = []
        self.chosen: dict[str, int] = {}
        self.given: Counter[int] = Counter()
        self.tries: Counter[str] = Counter()
        self.made: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()
        self.begun: dict[str, float] = {}
        self.wrong: list[str] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes is no fault of ours."""


class _Handler(BaseHTTPRequestHandler):
    server: _Proxy
    protocol_version = "HTTP/1.1"
    timeout = 60
    disable_nagle_algorithm = True

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.startswith("/-/"):
            self._control(body)
            return
        wrong = self._wrong(body)
        if wrong:
            self.server.wrong.append(f"{self.command} {self.path}: {wrong}")
            self._answer(400, b"")
            return
        path, _, query = self.path.partition("?")
        kind = (
            "LIST"
            if "list-type" in query
            else "DELETE"
            if "delete" in query.split("&") or "delete=" in query
            else self.command
        )
        self.server.seen[kind] += 1
        rule = self._rule(kind, path)
        fault = rule.get("fault", "")
        if fault in _ENDINGS:
            after = {"Retry-After": str(rule["after"])} if "after" in rule else {}
            self._answer(int(fault), _ERROR.format(_ENDINGS[fault]).encode(), after)
        elif fault == "cut":
            self._reset()
        else:
            if fault == "slow":
                time.sleep(rule["seconds"])
            self._pass_on(body, fault)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _any  # noqa: N815  the server's own names

    def _wrong(self, body: bytes) -> str:
        if not _SIGNED.fullmatch(self.headers.get("Authorization", "")):
            return "not signed"
        if "X-Amz-Signature" in self.path:
            return "signed in the address"
        digest = self.headers.get("x-amz-content-sha256", "")
        if digest not in ("UNSIGNED-PAYLOAD", hashlib.sha256(body).hexdigest()):
            return "other bytes than signed"
        if self.command == "PUT" and self.headers.get("Content-Length") is None:
            return "no length"
        return ""

    def _rule(self, kind: str, path: str) -> dict[str, Any]:
        """Choose what becomes of this request: the same of each try, and an empty rule where it is to be passed on."""
        server, tried = self.server, f"{kind} {self.path}"
        fitting = [
            number
            for number, rule in enumerate(server.rules)
            if kind in rule.get("kinds", (kind,)) and path.startswith(rule.get("below", "/"))
        ]
        if not fitting:
            return {}
        if tried not in server.chosen:  # each rule in turn, so that none is left out whatever the names are
            server.chosen[tried] = min(fitting, key=server.given.__getitem__)
            server.given[server.chosen[tried]] += 1
        rule = server.rules[server.chosen[tried]]
        server.tries[tried] += 1
        server.begun.setdefault(tried, time.monotonic())
        if time.monotonic() - server.begun[tried] >= rule.get("after", 1e9) or server.tries[tried] > rule.get(
            "first", 1e9
        ):
            return {}
        server.made[rule["fault"]] += 1
        return rule

    def _pass_on(self, body: bytes, fault: str) -> None:
        headers = {name: text for name, text in self.headers.items() if name.lower() not in ("connection",)}
        if fault == "deaf":
            headers = {
                name: text for name, text in headers.items() if name.lower() not in ("if-match", "if-none-match")
            }
        upstream = http.client.HTTPConnection("127.0.0.1", self.server.upstream, timeout=30)
        try:
            upstream.request(self.command, self.path, body or None, headers)
            answer = upstream.getresponse()
            content = answer.read()
        finally:
            upstream.close()
        if fault == "lost":
            self._reset()
            return
        kept = {name: text for name, text in answer.getheaders() if name.lower() not in _HOP}
        half = content[: len(content) // 2] if self.command == "GET" and answer.status == 200 else content
        if self.command == "HEAD":
            self._answer(answer.status, b"", kept, length=int(answer.getheader("Content-Length") or 0))
        elif fault == "half":
            self._answer(answer.status, half, kept, length=len(content))
            self.close_connection = True
        elif fault == "short":
            self._answer(answer.status, half, kept)
        else:
            self._answer(answer.status, content, kept)

    def _answer(
        self, status: int, content: bytes, headers: Mapping[str, str] = MappingProxyType({}), length: int | None = None
    ) -> None:
        self.send_response_only(status)
        for name, text in headers.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.wfile.write(content)

    def _reset(self) -> None:
        """Break the connection off as a router does that was switched off."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def _control(self, body: bytes) -> None:
        server = self.server
        if body:
            server.rules = json.loads(body)
            server.chosen.clear()
            server.given.clear()
            server.tries.clear()
            server.made.clear()
            server.begun.clear()
            server.seen.clear()
        answer = {"seen": server.seen, "made": server.made, "wrong": server.wrong}
        self._answer(200, json.dumps(answer).encode())


class BucketProxy:
    """One that runs: its address, and what it is told."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def rule(self, *rules: dict[str, object]) -> None:
        """Answer so from now on, each request by one of those rules that fit it, in turn; with none, pass everything on.

        ``fault``: of a request's ``first`` tries, or for ``after`` seconds of it, or always; only these ``kinds``, only
        ``below`` a path.
        """
        self._ask(rules)

    def seen(self) -> dict[str, int]:
        """Count the requests since the last rule, by kind."""
        return dict(self._ask()["seen"])

    def made(self) -> dict[str, int]:
        """Count the faults since the last rule, by name."""
        return dict(self._ask()["made"])

    def wrong(self) -> list[str]:
        return list(self._ask()["wrong"])

    def _ask(self, rule: object = None) -> dict[str, Any]:
        data = json.dumps(rule).encode() if rule is not None else None
        with urllib.request.urlopen(f"{self.url}/-/rule", data, timeout=10) as answer:
            return dict(json.load(answer))


@contextmanager
def bucket_proxy(upstream: str) -> Iterator[BucketProxy]:
    """Run a proxy before a server until the end of the block; every request must have been a right one."""
    port = upstream.rpartition(":")[2]
    process = subprocess.Popen([sys.executable, "-I", __file__, port], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        proxy = BucketProxy(int(process.stdout.readline()))
        yield proxy
        assert proxy.wrong() == []
    finally:
        process.kill()
        process.communicate()


if __name__ == "__main__":
    with _Proxy(int(sys.argv[1])) as running:
        sys.stdout.write(f"{running.server_address[1]}\n")
        sys.stdout.flush()
        running.serve_forever()
