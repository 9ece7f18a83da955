"""A Mac's shell completes a name in pieces (NFD) that a keyboard writes whole (NFC): to every command it is one name."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from support.command import TODAY, run
from support.photos import jpeg
from support.sites import make_site

NAME = "kafé"
PIECES = unicodedata.normalize("NFD", NAME)
FOLDER = f"content/activities/2026-03-14-{PIECES}"
TEXT = (
    "---\ntitle: Kafé\nhours: 2\nphotos: [{file: kafé.jpg, alt: Meja, people: none, hide: [[0.1, 0.1, 0.2, 0.2]]}]\n"
    "---\nIsi.\n"
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    assert NAME != PIECES
    draft = "---\ntitle: Lagi\ndraft: true\n---\nIsi.\n"
    root = make_site(tmp_path, {f"{FOLDER}/index.md": TEXT, f"{FOLDER}-lagi.md": draft})
    (root / FOLDER / f"{PIECES}.jpg").write_bytes(jpeg())
    return root


@pytest.mark.parametrize(
    "args",
    [
        ("qr", f"/activities/{PIECES}/", "--url", "https://a.example/", *TODAY),
        ("export", "log", "--for", PIECES, "-o", "log.csv", *TODAY),
        ("hide", f"{FOLDER}/{PIECES}.jpg"),
        ("why", f"{FOLDER}-lagi.md", *TODAY),
        ("new", "photo", "new.jpg", "--entry", PIECES, "--yes"),
        ("new", "reflection", "Apa", "--activity", PIECES, "--yes"),
        ("erase", "entry", PIECES, "--dry-run"),
        ("erase", "photo", f"{FOLDER}/{PIECES}.jpg", "--dry-run"),
    ],
    ids=lambda args: " ".join(args[:2]).replace("/activities/", "")[:14].encode("ascii", "ignore").decode(),
)
def test_a_name_in_pieces_is_found(site: Path, args: tuple[str, ...]) -> None:
    (site / "new.jpg").write_bytes(jpeg(90))
    done = run(site, *args)
    assert done.returncode == 0, done.stdout + done.stderr
