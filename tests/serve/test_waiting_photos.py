"""Photos that wait for consent are seen by their author alone, and nothing of them is kept."""

from __future__ import annotations

import io
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from kiprah.authoring.photos.small_picture import small_picture
from support.serving import Serving
from support.sites import draw_photo, make_site

ENTRY = "content/activities/2026-05-01-hari/index.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    photos = "\n".join(
        f"  - {{file: {name}.jpg, alt: Kelas, people: {people}, consent: {consent}}}"
        for name, people, consent in (("wait", "adults", "pending"), ("no", "adults", "no"), ("fine", "adults", "yes"))
    )
    root = make_site(tmp_path, {ENTRY: f"---\ntitle: Hari\ndraft: true\nphotos:\n{photos}\n---\nIsi.\n"})
    for seed, name in enumerate(("wait", "no", "fine")):
        draw_photo(root / ENTRY.replace("index.md", f"{name}.jpg"), seed, (1200, 800))
    return root


def fetch(address: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(address, timeout=10) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


@pytest.mark.slow
def test_their_author_sees_them_and_no_copy_is_kept(site: Path, serving: Callable[..., Serving]) -> None:
    server = serving(site, "--drafts")
    server.wait_for("/.waiting/")
    status, page = fetch(server.address + ".waiting/")
    assert status == 200 and page.count(b"<img ") == 1 and b"wait.jpg" in page and b"no.jpg" not in page
    status, content = fetch(server.address + ".waiting/0")
    with Image.open(io.BytesIO(content)) as image:
        assert status == 200 and image.size == (960, 640) and not image.getexif()
    assert fetch(server.address + ".waiting/1")[0] == 404
    kept = [path for path in (site / ".kiprah").rglob("*") if path.is_file() and path.read_bytes() == content]
    assert kept == [] and b"wait.jpg" not in fetch(server.address)[1]
    server.write(ENTRY, (site / ENTRY).read_text("utf-8").replace("consent: pending", "consent: yes"))
    end = time.monotonic() + 30
    while b"<img " in fetch(server.address + ".waiting/")[1]:
        assert time.monotonic() < end
        time.sleep(0.1)
    assert fetch(server.address + ".waiting/0")[0] == 404
    server.close()


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), ("--drafts", "--host", "0.0.0.0")])
def test_nobody_else_does(site: Path, serving: Callable[..., Serving], options: tuple[str, ...]) -> None:
    server = serving(site, *options)
    assert fetch(server.address + ".waiting/0")[0] == 404
    assert fetch(server.address + ".waiting/")[1].count(b"<img ") == 0
    server.close()


def test_what_is_no_photo_makes_no_picture() -> None:
    assert small_picture(b"%PDF-1.7", (10, 10), "JPEG") is None and small_picture(b"", (10, 10), "PNG") is None
