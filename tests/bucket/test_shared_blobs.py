"""Blobs that several machines share through a bucket or a folder."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from kiprah.bucket.address import StoreAddress, store_address
from kiprah.cache.blobs import blob_content, blob_name, blob_path, delete_photos, put_content
from kiprah.cache.probes import Probes
from kiprah.cache.pruning import keep_photos
from kiprah.cache.shared_blobs import SharedBlobs, is_another_cache, open_blobs
from kiprah.cache.state import open_state
from support.buckets import Server

pytestmark = pytest.mark.slow

KEY, PHOTO = "ab" + "0" * 38, blob_name("cd" * 20, "ef" * 20)


def address_of(text: str) -> StoreAddress:
    address = store_address(text)
    assert address is not None
    return address


def test_what_one_machine_shares_another_reads(server: Server, tmp_path: Path) -> None:
    bucket = server.bucket()
    here = open_blobs(address_of(f"s3://{bucket}/cache"), tmp_path / "here")
    assert here.conditions
    put_content(here, KEY, b"page")
    put_content(here, PHOTO, b"photo")
    there = open_blobs(here.address, tmp_path / "there")
    assert there.exists(KEY, PHOTO) == frozenset(), "nothing is shared before it is said"
    here.share([KEY, PHOTO])
    assert there.exists(KEY, PHOTO, "ff" * 20) == {KEY, PHOTO}
    assert blob_content(there, KEY) == b"page"
    travelled: SharedBlobs = pickle.loads(pickle.dumps(there))
    assert blob_content(travelled, PHOTO) == b"photo"
    delete_photos(there, ["ef" * 20])
    assert not travelled.exists(PHOTO)
    assert sorted(server.keys(bucket)) == [f"cache/{n}" for n in ("kiprah-conditions", blob_path(KEY))]


def test_what_was_damaged_in_the_bucket_is_as_if_it_were_not_there(server: Server, tmp_path: Path) -> None:
    bucket = server.bucket()
    here = open_blobs(address_of(f"s3://{bucket}"), tmp_path / "here")
    put_content(here, KEY, b"page")
    here.share([KEY])
    good = server.read(bucket, blob_path(KEY))
    server.s3.put_object(Bucket=bucket, Key=blob_path(KEY), Body=good[:-1])
    there = open_blobs(here.address, tmp_path / "there")
    assert there.get(KEY) is None
    there.delete(KEY)
    put_content(there, KEY, b"page")
    there.share([KEY])
    assert server.read(bucket, blob_path(KEY)) == good


def test_a_cache_that_was_emptied_is_another_cache(server: Server, tmp_path: Path) -> None:
    bucket = server.bucket()
    here = open_blobs(address_of(f"s3://{bucket}"), tmp_path / "here")
    with open_state(here.root) as state:
        assert is_another_cache(here, state)
        assert not is_another_cache(here, state)
        # Every build drops the probes that it did not ask.
        Probes(state).save()
        assert not is_another_cache(here, state)
        for key in server.keys(bucket):
            server.s3.delete_object(Bucket=bucket, Key=key)
        assert is_another_cache(open_blobs(here.address, here.root), state)


def test_a_folder_that_all_machines_see_does_the_same(tmp_path: Path) -> None:
    here = open_blobs(address_of(f"file://{tmp_path}/all"), tmp_path / "here")
    put_content(here, KEY, b"page")
    here.share([KEY])
    there = open_blobs(here.address, tmp_path / "there")
    assert blob_content(there, KEY) == b"page"
    put_content(there, PHOTO, b"photo")
    there.share([PHOTO])
    keep_photos(there, [])
    assert here.exists(KEY, PHOTO) == {KEY}
