"""Deploys to a local server that speaks Netlify's documented deploy API and checks every request strictly."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest

from support.command import Run, run
from support.sites import HARI, files_of, make_site

TOKEN = "nfp-rahasia-sekali"


class Netlify(ThreadingHTTPServer):
    """The site ``jejak`` of the account that has ``TOKEN``."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.known: dict[str, bytes] = {}
        self.deploys: list[dict[str, str]] = []
        self.shown: dict[str, bytes] = {}
        self.puts: list[str] = []
        self.faults: list[int | str] = []
        self.wrong: list[str] = []
        self.asked = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/api/v1"

    def required(self) -> list[str]:
        return sorted(set(self.deploys[-1].values()) - set(self.known))

    def state(self) -> str:
        if self.required():
            return "uploading"
        self.asked += 1
        if self.asked < 3:
            return "processing"
        self.shown = {path.removeprefix("/"): self.known[digest] for path, digest in self.deploys[-1].items()}
        return "ready"


class _Handler(BaseHTTPRequestHandler):
    server: Netlify

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _answer(self, status: int, value: object = None, **headers: str) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        for name, text in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(name.replace("_", "-"), text)
        self.end_headers()
        self.wfile.write(data)

    def _stopped(self) -> bool:
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self._answer(401, {"message": "Access Denied"})
            return True
        if not self.server.faults:
            return False
        fault = self.server.faults.pop(0)
        if fault == "cut":
            self.connection.close()
        else:
            assert isinstance(fault, int)
            self._answer(fault, {}, Retry_After="0")
        return True

    def do_POST(self) -> None:
        body = self._body()
        if self._stopped():
            return
        if self.path != "/api/v1/sites/jejak/deploys":
            self._answer(404)
            return
        asked = json.loads(body)
        if self.headers["Content-Type"] != "application/json" or not all(
            path.startswith("/") and re.fullmatch(r"[0-9a-f]{40}", digest) for path, digest in asked["files"].items()
        ):
            self.server.wrong.append("digests")
            self._answer(422)
            return
        self.server.deploys.append(asked["files"])
        self.server.asked = 0
        self._answer(
            200, {"id": f"d{len(self.server.deploys)}", "state": "uploading", "required": self.server.required()}
        )

    def do_PUT(self) -> None:
        body = self._body()
        if self._stopped():
            return
        path = unquote(self.path.removeprefix(f"/api/v1/deploys/d{len(self.server.deploys)}/files"))
        digest = self.server.deploys[-1].get(path)
        if self.headers["Content-Type"] != "application/octet-stream" or digest not in self.server.required():
            self.server.wrong.append(f"not asked for: {path}")
            self._answer(422)
            return
        if sha1(body).hexdigest() != digest:
            self.server.wrong.append(f"other bytes: {path}")
            self._answer(422)
            return
        self.server.known[digest] = body
        self.server.puts.append(path)
        self._answer(200, {"id": path, "sha": digest})

    def do_GET(self) -> None:
        if self._stopped():
            return
        if self.path != f"/api/v1/deploys/d{len(self.server.deploys)}":
            self._answer(404)
            return
        self._answer(200, {"id": "d", "state": self.server.state(), "ssl_url": "https://jejak.example"})


@pytest.fixture
def netlify() -> Iterator[Netlify]:
    with Netlify() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()
        assert server.wrong == []


@pytest.fixture
def project(tmp_path: Path) -> Path:
    make_site(tmp_path, {HARI: "---\ntitle: Hari\n---\nIsi.\n"})
    assert run(tmp_path, "build", "-j", "1").returncode == 0
    return tmp_path


def send(root: Path, netlify: Netlify, *args: str, token: str = TOKEN) -> Run:
    env = {"NETLIFY_AUTH_TOKEN": token, "NETLIFY_API_URL": netlify.url}
    done = run(root, "publish", "netlify", "--site", "jejak", *args, **env)
    assert token not in done.stdout + done.stderr
    return done


@pytest.mark.slow
def test_what_is_shown_is_the_folder_and_only_what_is_new_is_sent(netlify: Netlify, project: Path) -> None:
    first = send(project, netlify)
    assert first.returncode == 0, first.stderr
    assert netlify.shown == files_of(project / "public")
    assert "https://jejak.example" in first.stdout
    netlify.puts.clear()
    assert "0 sent" in send(project, netlify).stdout
    (project / HARI).write_text("---\ntitle: Hari\n---\nIsi lain.\n", "utf-8")
    assert run(project, "build", "-j", "1").returncode == 0
    assert send(project, netlify).returncode == 0
    assert netlify.shown == files_of(project / "public")
    assert 0 < len(netlify.puts) < 12


@pytest.mark.slow
def test_troubles_on_the_way_cost_time_alone(netlify: Netlify, project: Path) -> None:
    netlify.faults = [429, 503, 500, 429]
    done = send(project, netlify)
    assert done.returncode == 0, done.stderr
    assert netlify.shown == files_of(project / "public")


@pytest.mark.slow
def test_what_was_broken_off_goes_on(netlify: Netlify, project: Path) -> None:
    netlify.faults = [429, *[503] * 6]
    assert "netlify-unreachable" in send(project, netlify).stderr
    assert netlify.shown == {}
    assert send(project, netlify).returncode == 0
    assert len(netlify.puts) == len(set(netlify.deploys[-1].values()))


@pytest.mark.slow
def test_a_wrong_token_is_said_and_not_shown(netlify: Netlify, project: Path) -> None:
    done = send(project, netlify, token="salah-tetapi-rahasia")
    assert done.returncode == 3
    assert "error[netlify-denied]" in done.stderr


@pytest.mark.slow
def test_what_is_no_sound_build_goes_nowhere(netlify: Netlify, project: Path) -> None:
    assert "would deploy" in send(project, netlify, "--dry-run").stdout
    assert "deploy-not-built" in send(project, netlify, "content").stderr
    page = project / "public" / "index.html"
    good = page.read_bytes()
    page.write_bytes(good + b"<!-- x -->")
    assert "deploy-touched" in send(project, netlify).stderr
    page.write_bytes(good)
    (project / HARI).write_text("---\ntitle: Hari\ndraft: true\n---\nIsi.\n", "utf-8")
    assert "deploy-stale" in send(project, netlify).stderr
    assert run(project, "build", "-j", "1", "--drafts").returncode == 0
    assert "deploy-preview" in send(project, netlify).stderr
    assert netlify.deploys == []


@pytest.mark.slow
def test_another_folder_becomes_the_same(project: Path) -> None:
    assert run(project, "publish", "folder", "--to", "lain", "--dry-run").returncode == 0
    assert not (project / "lain").exists()
    done = run(project, "publish", "folder", "--to", "lain")
    assert done.returncode == 0, done.stderr
    assert files_of(project / "lain") == files_of(project / "public")
    (project / "lain" / "milik-orang.txt").write_text("x", "utf-8")
    assert " 0 written" in run(project, "publish", "folder", "--to", "lain").stdout
    assert (project / "lain" / "milik-orang.txt").exists()
