"""A real server on a real socket, asked what browsers ask and what strangers try."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tornado.websocket import websocket_connect

from kiprah.serve.application import ANSWER, SOCKET, STYLE, application
from kiprah.serve.page_digest import page_digest_of
from kiprah.serve.preview_state import Edited, Notice, NoticeLine, Preview
from kiprah.serve.server_loop import listen


class Server:
    """The preview's server in a thread of its own."""

    def __init__(self, output: Path) -> None:
        self.sockets = listen("127.0.0.1", 0)
        self.port = int(self.sockets[0].getsockname()[1])
        self.preview = Preview(
            output, "127.0.0.1", self.port, "https://a.example/sub/", {"no-pages": "nothing <yet>", "language": "id"}
        )
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()
        assert self.ready.wait(5)

    def run(self) -> None:
        async def live() -> None:
            self.stop = asyncio.Event()
            server = application(self.preview)
            server.add_sockets(self.sockets)
            self.ready.set()
            await self.stop.wait()
            server.stop()
            await server.close_all_connections()

        self.loop.run_until_complete(live())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.stop.set)
        self.thread.join(5)
        assert not self.thread.is_alive()

    def raw(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as client:
            client.sendall(request)
            answer = b""
            try:
                while part := client.recv(65536):
                    answer += part
            except ConnectionResetError:
                pass  # the server hung up on what it refuses to read
            return answer

    def ask(
        self, target: str, method: str = "GET", host: str | None = None, extra: str = ""
    ) -> tuple[int, bytes, bytes]:
        name = host if host is not None else f"127.0.0.1:{self.port}"
        answer = self.raw(
            f"{method} {target} HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n{extra}\r\n".encode("latin-1")
        )
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]), head, body


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "preview"
    (folder / "activities").mkdir(parents=True)
    (folder / "index.html").write_text("<html><head><title>x</title></head><body>home</body></html>", "utf-8")
    (folder / "activities" / "index.html").write_text("<p>list", "utf-8")
    (folder / "404.html").write_text(
        '<head></head><a href="/sub/a/">lost</a><a href="https://a.example/sub/b/">b</a>', "utf-8"
    )
    (folder / "feed.xml").write_text("<feed/>", "utf-8")
    (folder / "halo dunia.txt").write_text("halo", "utf-8")
    (folder / "_headers").write_text(
        "/*\n  Content-Security-Policy: default-src 'none'\n/feed.xml\n  Access-Control-Allow-Origin: *\n"
        "  Cache-Control: public\n",
        "utf-8",
    )
    (tmp_path / "secret.txt").write_text("SECRET", "utf-8")
    (folder / "way-out").symlink_to(tmp_path)
    return folder


@pytest.fixture
def server(output: Path) -> Iterator[Server]:
    running = Server(output)
    yield running
    # Whatever was asked, the server is alive after it.
    assert running.ask("/")[0] == 200
    running.close()


def test_pages_come_with_the_reloading_script_and_their_files_do_not_have_it(server: Server, output: Path) -> None:
    status, head, body = server.ask("/")
    assert status == 200 and re.search(
        rb'<script src="/livereload.js" defer data-shape="200-[0-9a-f]+"[^>]*></script></head>', body
    )
    assert b"livereload" not in (output / "index.html").read_bytes()
    assert b"Content-Security-Policy: default-src 'none'" in head
    assert b"no-store" in head and b"nosniff" in head and b"Server:" not in head and b"Etag" not in head
    assert b"livereload" in server.ask("/activities/")[2]
    assert server.ask("/halo%20dunia.txt")[2] == b"halo"
    assert b"livereload" not in server.ask("/feed.xml")[2]


def test_a_folder_without_its_slash_leads_to_the_one_with_it(server: Server) -> None:
    status, head, _ = server.ask("/activities")
    assert status == 302 and b"Location: /activities/\r\n" in head + b"\r\n"


def test_what_is_not_there_is_the_sites_own_page_with_links_that_lead_here(server: Server) -> None:
    status, _, body = server.ask("/nowhere/")
    assert status == 404 and b'href="/a/"' in body and b'href="/b/"' in body


def test_a_preview_may_hold_drafts_so_no_header_opens_it_to_others(server: Server) -> None:
    _, head, _ = server.ask("/feed.xml")
    assert b"Access-Control" not in head and b"no-store" in head and b"public" not in head


def test_head_sends_no_body(server: Server) -> None:
    status, head, body = server.ask("/", "HEAD")
    assert status == 200 and body == b"" and b"Content-Length" in head


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/activities/../../secret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "//evil.example/%2e%2e",
        "//evil.example",
        "///etc/passwd",
        "/%2f%2fevil.example/..",
        "/x%00.html",
        "/x%0d%0aSet-Cookie:a",
        "/%ff%fe",
        "/C:/Windows/win.ini",
        "http://evil.example/",
        "*",
    ],
)
def test_ways_out_are_bad_requests(server: Server, target: str) -> None:
    status, head, body = server.ask(target)
    assert status == 400 and b"SECRET" not in body and b"root:" not in body and b"Location" not in head


@pytest.mark.parametrize(
    "target",
    [
        "/way-out/secret.txt",
        "/way-out/",
        "/way-out",
        "/%252e%252e/secret.txt",
        "/_headers",
        "/" + "x" * 5000,
        "/index.html/",
    ],
)
def test_links_out_and_files_of_the_host_are_not_there(server: Server, target: str) -> None:
    status, _, body = server.ask(target)
    assert status == 404 and b"SECRET" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "BREW"])
def test_it_can_only_be_read(server: Server, method: str) -> None:
    assert server.ask("/", method, extra="Content-Length: 0\r\n")[0] == 405


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "", "localhost:1"])
def test_a_strangers_name_is_refused(server: Server, host: str) -> None:
    for target in ("/", "/livereload.js", SOCKET, STYLE, ANSWER):
        assert server.ask(target, host=host)[0] in (400, 403)


def test_two_names_are_refused(server: Server) -> None:
    assert server.ask("/", extra="Host: evil.example\r\n")[0] in (400, 403)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1"])
def test_a_strangers_page_is_refused(server: Server, origin: str) -> None:
    assert server.ask("/", extra=f"Origin: {origin}\r\n")[0] == 403


def test_too_much_is_refused(server: Server) -> None:
    answer = server.raw(b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 100_000 + b"\r\n\r\n")
    assert answer == b"" or int(answer.split()[1]) in (400, 431)
    answer = server.raw(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
    assert answer == b"" or int(answer.split()[1]) in (400, 405, 413)


def test_before_the_first_good_build_it_says_so(server: Server, output: Path) -> None:
    (output / "404.html").rename(output / "away.html")
    status, _, body = server.ask("/nowhere/")
    assert status == 404 and b"nothing &lt;yet&gt;" in body and b"livereload.js" in body and b'lang="id"' in body


def test_open_pages_are_told_to_reload_and_strangers_cannot_listen(server: Server) -> None:
    async def look() -> object:
        live = await websocket_connect(f"ws://127.0.0.1:{server.port}{SOCKET}")
        await live.write_message(json.dumps({"command": "hello", "protocols": []}))
        hello = json.loads(str(await live.read_message()))
        assert hello["command"] == "hello"
        server.loop.call_soon_threadsafe(server.preview.call)
        message = json.loads(str(await live.read_message()))
        live.close()
        while await live.read_message() is not None:
            pass  # until the server has closed too, or the socket would outlive its loop
        return message["command"]

    assert asyncio.run(asyncio.wait_for(look(), 5)) == "reload"
    upgrade = (
        "Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        "Origin: http://evil.example\r\n"
    )
    assert server.ask(SOCKET, extra=upgrade)[0] == 403


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not is_so() and time.monotonic() < end:
        time.sleep(0.01)
    assert is_so()


@pytest.fixture
def logged() -> Iterator[list[logging.LogRecord]]:
    """Keep what any library logs meanwhile."""
    records: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = records.append  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    yield records
    logging.getLogger().removeHandler(handler)


def test_a_page_whose_connection_broke_is_forgotten_in_silence(server: Server, logged: list[logging.LogRecord]) -> None:
    client = socket.create_connection(("127.0.0.1", server.port), timeout=5)
    client.sendall(
        f"GET {SOCKET} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    hello = b'{"command": "hello"}'
    client.sendall(bytes((0x81, 0x80 | len(hello), 0, 0, 0, 0)) + hello)
    heard = b""
    while b'"serverName"' not in heard:
        heard += client.recv(65536)
    wait_until(lambda: len(server.preview.calls) == 1)
    told = threading.Event()

    def tell() -> None:
        # The loop is here, and has not seen yet that nobody is there.
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
        for _ in range(3):
            time.sleep(0.02)
            server.preview.call()
        told.set()

    server.loop.call_soon_threadsafe(tell)
    assert told.wait(5)
    wait_until(lambda: not server.preview.calls)
    # Once around, for what was still to be said.
    assert server.ask("/")[0] == 200
    gc.collect()
    assert [record.getMessage() for record in logged] == []


def test_a_port_that_is_taken_gives_the_next_one(server: Server) -> None:
    (other,) = listen("127.0.0.1", server.port)
    assert server.port < other.getsockname()[1] < server.port + 20
    other.close()


def asked(server: Server, page: str, shape: str, since: str = "0") -> dict[str, object]:
    status, head, body = server.ask(f"{ANSWER}?page={page}&shape={shape}&since={since}")
    assert status == 200 and b"application/json" in head and b"no-store" in head
    answer = json.loads(body)
    assert isinstance(answer, dict)
    return answer


def shape_in(body: bytes) -> str:
    found = re.search(rb'data-shape="([^"]+)"', body)
    assert found
    return found[1].decode()


def test_a_page_that_asks_is_told_to_stay_to_reload_or_that_it_is_gone(server: Server, output: Path) -> None:
    shape = shape_in(server.ask("/activities/")[2])
    assert asked(server, "/activities/", shape)["action"] == "stay"
    (output / "activities" / "index.html").write_text("<p>another list", "utf-8")
    assert asked(server, "/activities/", shape)["action"] == "reload"
    (output / "activities" / "index.html").unlink()
    assert asked(server, "/activities/", shape)["action"] == "gone"
    missing = shape_in(server.ask("/activities/")[2])
    assert asked(server, "/activities/", missing)["action"] == "stay"
    (output / "activities" / "index.html").write_text("<p>back", "utf-8")
    assert asked(server, "/activities/", missing)["action"] == "reload"


def test_the_edited_page_is_named_where_another_one_is_open(server: Server, output: Path) -> None:
    shape = shape_in(server.ask("/")[2])
    server.preview.edited = Edited(3, "activities/index.html", "</script><b>")
    assert asked(server, "/", shape, "2")["edited"] == {"href": "/activities/", "text": "</script><b>"}
    assert asked(server, "/", shape, "3")["edited"] is None
    assert asked(server, "/activities/", shape, "2")["edited"] is None
    assert asked(server, "/activities/index.html", shape, "2")["edited"] is None
    server.preview.notice = Notice("t", "x", (NoticeLine("w", "error", "error", "c", "m", "", "", "", ""),))
    notice = asked(server, "/", shape)["notice"]
    assert isinstance(notice, dict) and notice["faults"][0]["message"] == "m"


@pytest.mark.parametrize(
    "query", ["", "?page=/%2e%2e/secret.txt&shape=x", "?page=%00&since=x", "?page=//e&since=" + "9" * 300]
)
def test_whatever_is_asked_is_answered_and_tells_nothing(server: Server, query: str) -> None:
    status, _, body = server.ask(ANSWER + query)
    assert status == 200 and b"SECRET" not in body and json.loads(body)["styles"] == []


def test_a_page_is_the_same_whatever_its_style_sheets_are_called_but_not_if_what_it_uses_changed(
    tmp_path: Path,
) -> None:
    def page(css: str) -> bytes:
        return f'<link rel="stylesheet" href="assets/{css}.css"><img src="icon.svg"><a href="feed.xml">x</a>'.encode()

    (tmp_path / "icon.svg").write_text("<svg/>", "utf-8")
    one, two = (page_digest_of(page(css), tmp_path, tmp_path, 200) for css in ("a-1", "a-2"))
    assert one.shape == two.shape and one.look != two.look and two.styles == ("assets/a-2.css",)
    assert page_digest_of(page("a-1") + b"!", tmp_path, tmp_path, 200).shape != one.shape
    assert page_digest_of(page("a-1"), tmp_path, tmp_path, 404).shape != one.shape
    (tmp_path / "feed.xml").write_text("only linked to", "utf-8")
    assert page_digest_of(page("a-1"), tmp_path, tmp_path, 200).shape == one.shape
    (tmp_path / "icon.svg").write_text("<svg></svg>", "utf-8")
    assert page_digest_of(page("a-1"), tmp_path, tmp_path, 200).shape != one.shape
    (tmp_path / "own.css").write_text("a{}", "utf-8")
    own = b"<link rel=stylesheet href='/own.css'>"
    before = page_digest_of(own, tmp_path, tmp_path, 200)
    (tmp_path / "own.css").write_text("b{color:red}", "utf-8")
    after = page_digest_of(own, tmp_path, tmp_path, 200)
    assert before.shape == after.shape and before.look != after.look and after.styles == ("/own.css",)


@pytest.mark.parametrize(
    ("header", "status", "sent", "told"),
    [
        ("", 200, b"0123456789", None),
        ("Range: bytes=2-4\r\n", 206, b"234", b"bytes 2-4/10"),
        ("Range: bytes=7-\r\n", 206, b"789", b"bytes 7-9/10"),
        ("Range: bytes=-3\r\n", 206, b"789", b"bytes 7-9/10"),
        ("Range: bytes=-99\r\n", 206, b"0123456789", b"bytes 0-9/10"),
        ("Range: bytes=5-999999999999999999999999\r\n", 206, b"56789", b"bytes 5-9/10"),
        ("Range: bytes=0-\r\n", 206, b"0123456789", b"bytes 0-9/10"),
        ("Range: bytes=10-\r\n", 416, None, b"bytes */10"),
        ("Range: bytes=99999999999999999999999-\r\n", 416, None, b"bytes */10"),
        ("Range: bytes=-0\r\n", 416, None, b"bytes */10"),
        ("Range: bytes=4-2\r\n", 200, b"0123456789", None),
        ("Range: bytes=0-1,4-5\r\n", 200, b"0123456789", None),
        ("Range: lines=1-2\r\n", 200, b"0123456789", None),
        ("Range: bytes=2-4\r\nIf-Range: x\r\n", 200, b"0123456789", None),
    ],
)
def test_a_video_is_sent_in_the_parts_a_player_asks_for(
    server: Server, output: Path, header: str, status: int, sent: bytes | None, told: bytes | None
) -> None:
    (output / "clip.mp4").write_bytes(b"0123456789")
    for method in ("GET", "HEAD"):
        got, head, body = server.ask("/clip.mp4", method, extra=header)
        assert got == status
        if sent is not None:
            assert b"Accept-Ranges: bytes" in head and f"Content-Length: {len(sent)}".encode() in head
            assert body == (sent if method == "GET" else b"")
        assert (told is None) == (b"Content-Range" not in head) and (told or b"") in head


def test_a_large_file_is_sent_whole_and_a_player_may_hang_up(server: Server, output: Path) -> None:
    content = bytes(range(256)) * 12_000
    (output / "clip.mp4").write_bytes(content)
    assert server.ask("/clip.mp4")[2] == content
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client:
        client.sendall(f"GET /clip.mp4 HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
        client.recv(100)
