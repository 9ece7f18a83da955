"""Blobs come back whole or not at all, and what a photo became can be deleted with it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from kiprah.bucket.objects import FolderObjects
from kiprah.cache.blobs import Blobs, FolderBlobs, blob_name, blob_path, delete_photos, is_shared, with_digest
from kiprah.cache.digests import key_of
from kiprah.cache.pruning import keep_photos, prune, prune_daily
from kiprah.cache.shared_blobs import ObjectBlobs
from support.memory_blobs import MemoryBlobs

USED, OLD, PHOTO = key_of("used"), key_of("old"), blob_name(key_of("x"), "photo1")
DAY = 24 * 3600


@pytest.fixture(params=["folder", "objects", "memory"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    stores: dict[str, Blobs] = {
        "folder": FolderBlobs(tmp_path),
        "objects": ObjectBlobs(FolderObjects(tmp_path)),
        "memory": MemoryBlobs(),
    }
    return stores[request.param]


def put_all(blobs: Blobs) -> None:
    for name in (USED, OLD, PHOTO):
        blobs.put(name, with_digest(name.encode()))


def names(blobs: Blobs) -> set[str]:
    return {one.name for one in blobs.listing()}


def test_every_store_keeps_its_six_promises(blobs: Blobs) -> None:
    assert blobs.exists() == blobs.exists(USED, PHOTO) == blobs.photos() == frozenset() and blobs.get(USED) is None
    put_all(blobs)
    assert blobs.get(PHOTO) == with_digest(PHOTO.encode())
    assert blobs.exists(USED, PHOTO, key_of("never")) == {USED, PHOTO} and blobs.photos() == {"photo1"}
    assert names(blobs) == {USED, OLD, PHOTO} and all(-5 < one.age() < 60 for one in blobs.listing())
    blobs.delete(USED, key_of("never"))
    assert not blobs.exists(USED) and blobs.get(USED) is None and blobs.exists(OLD)
    assert not is_shared(blobs)


def test_what_photos_became_is_deleted_with_them(blobs: Blobs) -> None:
    other = blob_name(key_of("y"), "photo2")
    put_all(blobs)
    blobs.put(other, with_digest(b"pixels"))
    delete_photos(blobs, ["photo1", "never"])
    assert names(blobs) == {USED, OLD, other}
    keep_photos(blobs, ["photo2"])
    assert names(blobs) == {USED, OLD, other}
    keep_photos(blobs, [])
    assert names(blobs) == {USED, OLD}


def test_blobs_are_pruned_by_use_and_age(blobs: Blobs) -> None:
    put_all(blobs)
    assert prune(blobs, {USED}) == 0, "what was made lately stays"
    assert prune(blobs, {USED, PHOTO}, keep_seconds=-1) == 1
    assert names(blobs) == {USED, PHOTO}
    assert prune(blobs, {USED}, keep_seconds=0) == 1
    assert names(blobs) == {USED}


def test_a_new_store_is_first_pruned_after_a_day(blobs: Blobs) -> None:
    """Walking through what was just made would find nothing that is old."""

    def used() -> frozenset[str]:
        asked.append("used")
        return frozenset()

    asked: list[str] = []
    put_all(blobs)
    now = time.time()
    assert prune_daily(blobs, used, now) == 0 and not asked
    assert prune_daily(blobs, used, now) == 0 and not asked, "not again on the same day"
    assert prune_daily(blobs, used, now + DAY) == 0 and asked == ["used"]
    assert prune_daily(blobs, used, now + DAY) == 0 and asked == ["used"]
    assert names(blobs) > {USED, OLD, PHOTO}


def test_what_is_old_and_out_of_use_goes_with_the_day(tmp_path: Path) -> None:
    blobs, now = FolderBlobs(tmp_path), time.time()
    put_all(blobs)
    prune_daily(blobs, frozenset, now)
    for file in tmp_path.glob("store/*/*"):
        os.utime(file, (now - 15 * DAY, now - 15 * DAY))
    assert prune_daily(blobs, lambda: {USED}, now + DAY) == 2, "what was unused, and the mark of the day before"
    assert blobs.exists(USED, OLD, PHOTO) == {USED, PHOTO}
    for file in tmp_path.glob("*/*/*"):
        os.utime(file, (now - 15 * DAY, now - 15 * DAY))
    assert prune_daily(blobs, lambda: {USED}, now + 2 * DAY) == 2, "a store that was begun long ago is still known"
    assert blobs.exists(USED, OLD, PHOTO) == {USED}


def test_damage_is_noticed(tmp_path: Path) -> None:
    assert key_of("a", "b") != key_of("ab", "")
    for blobs in (FolderBlobs(tmp_path), ObjectBlobs(FolderObjects(tmp_path))):
        blobs.put(USED, with_digest(b"bytes"))
        path = tmp_path / blob_path(USED)
        path.write_bytes(path.read_bytes()[:-1] + b"!")
        assert blobs.get(USED) is None and blobs.exists(USED)
        path.write_bytes(b"")
        assert blobs.get(USED) is None


def test_nothing_of_a_deleted_photo_stays_in_the_folder(tmp_path: Path) -> None:
    blobs = FolderBlobs(tmp_path)
    put_all(blobs)
    (tmp_path / "photos" / "photo1" / ".new-1-2").write_bytes(b"what a killed process left")
    delete_photos(blobs, ["photo1"])
    assert not (tmp_path / "photos" / "photo1").exists()
