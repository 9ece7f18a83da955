"""The real command: it shows the site, follows a change, keeps the last good pages, and ends when told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

HARI = "content/activities/2026-05-01-hari.md"


def body(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            return f"{error.code} {error.read().decode()}"


def wait_for(seen: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not seen():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)


def test_it_follows_changes_and_ends_in_order(tree: Callable[[dict[str, str]], Path]) -> None:
    root = tree(
        {
            "content/site.yml": "title: Jejak\nurl: https://a.example/\nlanguage: en\ncards: {formats: []}\n",
            "content/profile.md": "---\nname: Alya\n---\nHalo.\n",
            HARI: "---\ntitle: First\n---\nIsi.\n",
        }
    )
    command = [sys.executable, "-m", "kiprah", "serve", "--port", "0", "--today", "2026-11-22"]
    env = {**os.environ, "KIPRAH_LANG": "en", "PYTHONUNBUFFERED": "1"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=root, env=env, stdout=pipe, stderr=subprocess.STDOUT, text=True) as server:
        try:
            assert server.stdout
            line = server.stdout.readline()
            while "http://" not in line and line:
                line = server.stdout.readline()
            address = line.partition("http://")[2].split()[0]
            page = f"http://{address}activities/hari/"
            assert "First" in body(page)
            (root / HARI).write_text("---\ntitle: Second\n---\nIsi.\n", "utf-8")
            wait_for(lambda: "Second" in body(page))
            (root / HARI).write_text("---\ntitle: Third\nhours: two\n---\nIsi.\n", "utf-8")
            while "error[bad-hours]" not in line:
                line = server.stdout.readline()
                assert line
            assert "Second" in body(page)
            assert body(f"http://{address}nowhere/").startswith("404 ")
        finally:
            server.send_signal(signal.SIGINT)
            rest, _ = server.communicate(timeout=10)
    assert server.returncode == 0 and "Traceback" not in rest
    assert not (root / "public").exists()
