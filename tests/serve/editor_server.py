"""The preview's server with an editor, in a thread of its own, asked byte by byte."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from pathlib import Path
from typing import Any

from kiprah.serve.access import Access
from kiprah.serve.application import application
from kiprah.serve.editor.editor_site import EditorSite
from kiprah.serve.preview_state import Preview
from kiprah.serve.server_loop import listen

ROOT = "/_kiprah/edit/"


def multipart(name: str, file: str, content: bytes) -> tuple[bytes, str]:
    head = f'--edge\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n\r\n'.encode()
    return head + content + b"\r\n--edge--\r\n", "multipart/form-data; boundary=edge"


class EditorServer:
    """One editor on a free port."""

    def __init__(self, site: Path, *, open_to_others: bool = False, member: str = "") -> None:
        self.sockets = listen("127.0.0.1", 0)
        self.port = int(self.sockets[0].getsockname()[1])
        output = site.parent / "preview"
        output.mkdir(exist_ok=True)
        (output / "index.html").write_text("<title>x</title>", "utf-8")
        (output / "_headers").write_text(
            "/*\n  Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\n", "utf-8"
        )
        self.preview = Preview(output, "127.0.0.1", self.port, "https://a.example/", {"no-pages": "", "language": "en"})
        self.preview.words = {"language": "en", "waiting": "", "waiting-how": "", "no-pages": ""}
        self.preview.access = Access(self.port, guards_preview=open_to_others)
        self.token = self.preview.access.token
        self.editor = EditorSite(site, site.parent / ".kiprah", member, None, "en")
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(ready,))
        self.thread.start()
        assert ready.wait(5)

    def _run(self, ready: threading.Event) -> None:
        async def live() -> None:
            self.stop = asyncio.Event()
            server = application(self.preview, self.editor)
            server.add_sockets(self.sockets)
            ready.set()
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

    def raw(
        self,
        method: str,
        target: str,
        *,
        body: bytes | None = None,
        cookie: str | None = None,
        origin: str | None = "own",
        host: str = "",
        kind: str = "application/json",
        length: str = "",
        root: str = ROOT,
    ) -> tuple[bytes, bytes]:
        """Send one request and return the head and the body of the answer."""
        name = f"127.0.0.1:{self.port}"
        lines = [f"{method} {root}{target} HTTP/1.1", f"Host: {host or name}", "Connection: close"]
        token = self.token if cookie is None else cookie
        if token:
            lines.append(f"Cookie: kiprah-{self.port}={token}")
        if body is not None:
            lines += [f"Content-Type: {kind}", f"Content-Length: {length or len(body)}"]
            if origin is not None:
                lines.append(f"Origin: {f'http://{name}' if origin == 'own' else origin}")
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as client:
            answer = b""
            try:
                client.sendall("\r\n".join([*lines, "", ""]).encode() + (b"" if length else body or b""))
                while part := client.recv(65536):
                    answer += part
            except (ConnectionResetError, BrokenPipeError):
                pass  # the server hung up on what it refuses to read
        head, _, rest = answer.partition(b"\r\n\r\n")
        return head, rest

    def get(self, target: str, cookie: str | None = None) -> tuple[int, bytes]:
        head, body = self.raw("GET", target, cookie=cookie)
        return int(head.split()[1]), body

    def json(self, method: str, target: str, content: object = None) -> tuple[int, Any]:
        body = None if content is None else json.dumps(content).encode()
        head, answer = self.raw(method, f"api/{target}", body=body)
        status = int(head.split()[1])
        return status, json.loads(answer) if b"application/json" in head else answer

    def upload(self, target: str, name: str, content: bytes) -> tuple[int, Any]:
        body, kind = multipart("file", name, content)
        head, answer = self.raw("POST", f"api/{target}", body=body, kind=kind)
        return int(head.split()[1]), json.loads(answer) if b"application/json" in head else answer
