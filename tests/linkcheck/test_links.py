"""External links are asked with patience, at a real server; what is not public is never asked by itself."""

from __future__ import annotations

import itertools
import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kiprah.linkcheck.hosts import RequestPolicy, check_links
from kiprah.linkcheck.request import check_link
from kiprah.problem import Place
from support.command import run

LOCAL = frozenset({"127.0.0.1", "localhost"})


class Host(BaseHTTPRequestHandler):
    """Answers by the path: ``/404`` with 404; some paths have ways of their own."""

    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        seen = self.server.seen  # type: ignore[attr-defined]
        seen.append((self.command, self.path, time.monotonic(), dict(self.headers)))
        path = self.path.partition("?")[0]
        if path == "/slow":
            time.sleep(1.5)
        if path == "/no-head":
            self.reply(405 if self.command == "HEAD" else 200)
        elif path == "/busy":
            first = sum(1 for _, p, _, _ in seen if p == self.path) == 1
            self.reply(429 if first else 200, {"Retry-After": "1"} if first else {})
        elif path == "/later":
            self.reply(429, {"Retry-After": "3000"})
        elif path == "/moved":
            self.reply(301, {"Location": "/200"})
        elif path == "/for-now":
            self.reply(302, {"Location": "/200"})
        elif path == "/circle":
            self.reply(301, {"Location": "/circle"})
        elif path == "/inward":
            self.reply(302, {"Location": f"http://[::1]:{self.server.server_port}/secret"})  # type: ignore[attr-defined]
        elif path == "/file":
            self.reply(302, {"Location": "file:///etc/passwd"})
        elif path == "/garbage":
            self.wfile.write(b"\x00\x01 what?\r\n\r\n")
            self.close_connection = True
        else:
            self.reply(int(path.strip("/")))

    def reply(self, status: int, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    server.seen = []  # type: ignore[attr-defined]
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def told(host: ThreadingHTTPServer, *paths: str, **settings: float) -> list[tuple[str, str]]:
    links = [(f"http://127.0.0.1:{host.server_port}{path}", Place("profile.md", 3)) for path in paths]
    problems = check_links(links, RequestPolicy(allowed=LOCAL, **{"pause": 0.01, "timeout": 10.0, **settings}))
    return [(problem.code, problem.level) for problem in problems]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/200", []),
        ("/204", []),
        ("/no-head", []),
        ("/for-now", []),
        ("/404", [("link-gone", "warning")]),
        ("/410", [("link-gone", "warning")]),
        ("/403", [("link-guarded", "note")]),
        ("/401", [("link-guarded", "note")]),
        ("/500", [("link-troubled", "warning")]),
        ("/circle", [("link-troubled", "warning")]),
        ("/moved", [("link-moved", "note")]),
        ("/slow", [("link-unreachable", "warning")]),
        ("/garbage", [("link-unreachable", "warning")]),
        ("/file", [("link-unreadable", "warning")]),
        ("/inward", [("link-private", "warning")]),
    ],
)
def test_what_a_host_says_becomes_a_problem_of_its_weight(
    host: ThreadingHTTPServer, path: str, said: list[tuple[str, str]]
) -> None:
    assert told(host, path, timeout=0.3 if path == "/slow" else 10) == said
    assert not any(p == "/secret" for _, p, _, _ in host.seen)  # type: ignore[attr-defined]


@pytest.mark.slow
def test_a_host_that_wants_patience_gets_it_and_one_that_wants_too_much_is_left_alone(
    host: ThreadingHTTPServer,
) -> None:
    assert told(host, "/busy") == []
    (_, _, first, _), (_, _, second, _) = host.seen  # type: ignore[attr-defined]
    assert second - first >= 1
    host.seen.clear()  # type: ignore[attr-defined]
    assert told(host, "/later") == [("link-guarded", "note")]
    assert len(host.seen) == 1  # type: ignore[attr-defined]


def test_one_host_is_asked_one_thing_at_a_time_with_pauses_and_each_address_once(host: ThreadingHTTPServer) -> None:
    assert told(host, "/200?a", "/200?b", "/200?c#x", "/200?c#y", pause=0.2) == []
    times = [at for _, _, at, _ in host.seen]  # type: ignore[attr-defined]
    assert [method for method, *_ in host.seen] == ["HEAD"] * 3  # type: ignore[attr-defined]
    assert all(later - earlier >= 0.2 for earlier, later in itertools.pairwise(times))
    (_, _, _, headers), *_ = host.seen  # type: ignore[attr-defined]
    assert headers["User-Agent"].startswith("kiprah/") and "Cookie" not in headers and "Referer" not in headers


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/200",
        "http://localhost:{port}/200",
        "http://2130706433:{port}/200",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/200",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/",
        "http://0.0.0.0:{port}/200",
        "http://0x7f.1:{port}/200",
    ],
)
def test_what_is_not_public_is_never_asked(host: ThreadingHTTPServer, address: str) -> None:
    assert check_link(address.format(port=host.server_port), timeout=1).kind in ("private", "unreachable")
    assert host.seen == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", ["http:///x", "http://a b/", "http://x.invalid:99999/", "http://xn--\u0000/"])
def test_addresses_that_cannot_be_asked_are_said_so(address: str) -> None:
    assert check_link(address, timeout=1).kind in ("unreadable", "unreachable")


def test_odd_paths_are_sent_as_a_browser_would(host: ThreadingHTTPServer) -> None:
    check_link(f"http://127.0.0.1:{host.server_port}/200?k=a b\u00e9\u4e2d#x", timeout=1, allowed=LOCAL)
    assert [path for _, path, _, _ in host.seen] == ["/200?k=a%20b%C3%A9%E4%B8%AD"]  # type: ignore[attr-defined]


def test_without_a_network_one_thing_is_said_instead_of_one_a_link() -> None:
    links = [(f"https://{name}.invalid/", Place("profile.md")) for name in ("a", "b", "c")]
    assert [problem.code for problem in check_links(links, RequestPolicy(timeout=5))] == ["no-network"]
    assert [problem.code for problem in check_links(links[:1], RequestPolicy(timeout=5))] == ["link-unreachable"]


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert check_link(f"http://127.0.0.1:{port}/", timeout=1, allowed=LOCAL).kind == "unreachable"


def check(root: Path, *args: str) -> tuple[int, list[dict[str, object]]]:
    done = run(root, "check", "--format", "json", *args)
    return done.returncode, json.loads(done.stdout)["problems"]


@pytest.mark.slow
def test_the_command_asks_only_when_told_and_names_the_place(host: ThreadingHTTPServer, tree) -> None:
    here = f"http://127.0.0.1:{host.server_port}"
    root = tree(
        {
            "content/profile.md": f"---\nname: Alya\nlinks: [{{label: L, url: '{here}/200'}}]\n---\nHalo.\n",
            "content/activities/2026-05-01-hari.md": f"---\ntitle: Hari\norganization: {{name: R, url: '{here}/404'}}\n---\n[x]({here}/500)\n",
            "content/activities/2026-05-02-draf.md": f"---\ntitle: D\ndraft: true\n---\n[x]({here}/410)\n",
        },
        f"title: Jejak\nurl: https://a.example/\ncards: {{formats: []}}\nmenu: [{{label: B, url: '{here}/403'}}]\n",
    )
    assert check(root) == (0, []) and host.seen == []  # type: ignore[attr-defined]
    code, problems = check(root, "--external", "--strict")
    assert code == 1 and {p["code"] for p in problems} == {"link-private"} and host.seen == []  # type: ignore[attr-defined]
    code, problems = check(root, "--external", "--allow-host", "127.0.0.1")
    assert code == 0
    assert [(p["path"], p["line"], p["code"]) for p in problems] == [
        ("content/activities/2026-05-01-hari.md", 3, "link-gone"),
        ("content/activities/2026-05-01-hari.md", 5, "link-troubled"),
        ("content/site.yml", 4, "link-guarded"),
    ]
    assert not any(path == "/410" for _, path, _, _ in host.seen)  # type: ignore[attr-defined]
