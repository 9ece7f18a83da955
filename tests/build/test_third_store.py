"""A build asks nothing of a store but what the protocol says: with one that is a dictionary the bytes are the same."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiprah.build.pipeline import build
from kiprah.build.request import Request
from kiprah.cache.blobs import Blobs
from support.building import request_in
from support.memory_blobs import MemoryBlobs
from support.sites import draw_photo, files_of, make_site

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)


def request_for(site: Path, folder: Path, store: Blobs | None) -> Request:
    return request_in(site.parent, folder / "public", folder / "cache", site=site, store=store)


def stands_in(folder: Path) -> bool:
    return any((folder / "cache" / name).exists() for name in ("store", "photos"))


def test_a_store_in_memory_makes_the_same_site_and_remembers_it(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {"content/activities/2026-05-01-hari/index.md": "---\ntitle: Hari\nphotos: [{file: a.jpg, alt: Papan, people: none}]\n---\nIsi.\n"})  # fmt: skip
    photo = draw_photo(root / "content/activities/2026-05-01-hari/a.jpg", 1)
    store = MemoryBlobs()
    asked = request_for(root / "content", tmp_path / "memory", store)
    for text in ("Isi.", "Lain."):
        entry = photo.with_name("index.md")
        entry.write_text(entry.read_text("utf-8").replace("Isi.", text), "utf-8")
        report = build(asked)
        folder = tmp_path / f"folder {text}"
        clean = build(request_for(root / "content", folder, None))
        assert report.exit_code == clean.exit_code == 0, (report.problems, clean.problems)
        assert files_of(asked.output) == files_of(folder / "public")
        assert stands_in(folder) and not stands_in(tmp_path / "memory")
    assert 0 < report.made < clean.made, "the edit took the rest from the store"
    shutil.rmtree(asked.output)
    again = build(asked)
    assert again.made == 0 and files_of(asked.output) == files_of(folder / "public")
    assert len(store.photos()) == 1
    photo.unlink()
    photo.with_name("index.md").write_text("---\ntitle: Hari\n---\nIsi.\n", "utf-8")
    assert build(replace(asked, keep_unused=False)).exit_code == 0
    assert not store.photos(), "what no build needs is gone"


@pytest.mark.slow
def test_the_example_is_the_same_from_a_store_in_memory(example: Path, tmp_path: Path) -> None:
    report = build(request_for(ROOT / "content", tmp_path, MemoryBlobs()))
    assert report.exit_code == 0, report.problems
    assert files_of(tmp_path / "public") == files_of(example)
    assert not stands_in(tmp_path)
