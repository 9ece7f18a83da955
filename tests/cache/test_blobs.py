"""Blobs come back whole or not at all, and what a photo became can be deleted with it."""

from __future__ import annotations

import os
from pathlib import Path

from kiprah.cache.blobs import FolderBlobs, blob_name
from kiprah.cache.digests import key_of


def test_damage_is_noticed_and_photos_are_deleted(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    key = key_of("a", "b")
    assert key != key_of("ab", "")
    blobs.put(key, b"bytes")
    blobs.put(blob_name(key, "photo1"), b"pixels")
    assert (blobs.get(key), blobs.get(blob_name(key, "photo1"))) == (b"bytes", b"pixels")
    assert blobs.exists(key) and not blobs.exists(key_of("never"))
    path = blobs.path(key)
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    assert blobs.get(key) is None
    path.write_bytes(b"")
    assert blobs.get(key) is None
    blobs.delete_photos(["photo1", "never"])
    assert blobs.get(blob_name(key, "photo1")) is None and not (tmp_path / "photos" / "photo1").exists()


def test_blobs_are_pruned_by_use_and_age(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    used, old, photo = key_of("used"), key_of("old"), blob_name(key_of("x"), "p")
    for name in (used, old, photo):
        blobs.put(name, b"1")
    assert blobs.prune({used}) == 0
    assert blobs.prune({used, photo}, now=4_000_000_000) == 1
    assert blobs.get(used) == b"1" == blobs.get(photo) and blobs.get(old) is None


def test_a_new_store_is_first_pruned_after_a_day(tmp_path: Path) -> None:
    """Walking through what was just made would find nothing that is old."""
    blobs = FolderBlobs(tmp_path)
    blobs.put("0" * 40, b"unused")
    old = blobs.path("0" * 40)
    os.utime(old, (1_000_000_000, 1_000_000_000))

    def used() -> frozenset[str]:
        asked.append("used")
        return frozenset()

    asked: list[str] = []
    assert blobs.prune_daily(used) == 0 and not asked
    assert blobs.prune_daily(used) == 0 and not asked, "not again on the same day"
    os.utime(tmp_path / "pruned", (1_000_000_000, 1_000_000_000))
    assert blobs.prune_daily(used) == 1 and asked == ["used"]
    assert not old.exists()
