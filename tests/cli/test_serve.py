"""The real command: it shows the site, follows a change, keeps the last good pages, and ends when told to."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from support.serving import Serving
from support.sites import HARI, make_site


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
        time.sleep(0.02)


def test_it_follows_changes_and_ends_in_order(tmp_path: Path) -> None:
    server = Serving(make_site(tmp_path, {HARI: "---\ntitle: First\n---\nIsi.\n"}))
    try:
        page = f"{server.address}activities/hari/"
        assert "First" in body(page)
        server.write(HARI, "---\ntitle: Second\n---\nIsi.\n")
        wait_for(lambda: "Second" in body(page))
        server.write(HARI, "---\ntitle: Third\nhours: two\n---\nIsi.\n")
        server.wait_for("error[bad-hours]")
        assert "Second" in body(page)
        assert body(f"{server.address}nowhere/").startswith("404 ")
    finally:
        server.close()
    assert not (tmp_path / "public").exists()
