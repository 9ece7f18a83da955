"""Manifests: what is recorded of a file is believed only where its times cannot lie, and damage makes nothing ours."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiprah.cache import manifest
from kiprah.cache.digests import digest_of
from kiprah.cache.manifest import (
    FILE_MODE,
    SITE,
    PublishedFile,
    folder_key,
    is_untouched,
    published_folders,
    read_manifest,
    read_shard,
    shard_names,
    times_of,
    write_manifest,
    write_pending,
)
from kiprah.cache.stat_index import YOUNG
from kiprah.cache.state import State

FILE = PublishedFile("blob", "digest", 1, 2)


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path / ".kiprah")


def published(path: Path, content: bytes = b"words") -> PublishedFile:
    path.write_bytes(content)
    path.chmod(FILE_MODE)
    facts = path.stat()
    return PublishedFile("blob", digest_of(content), facts.st_size, times_of(facts))


def old(path: Path) -> int:
    """Return a time at which a file counts as old."""
    return path.stat().st_ctime_ns + YOUNG + 1


def test_an_old_file_with_the_times_it_had_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a"
    file = published(path)
    # Its record names other bytes: only who reads the file would notice.
    unread = replace(file, digest="of other bytes")
    assert is_untouched(str(path), unread, old(path))
    assert not is_untouched(str(path), unread, old(path) - 1), "one nanosecond too young is read"
    assert not is_untouched(str(path), unread, path.stat().st_ctime_ns)
    assert is_untouched(str(path), file, 0), "whoever reads it finds what was left"
    assert is_untouched(str(path), replace(file, times=0), old(path)), "of unknown times it is read"


def test_whatever_was_done_to_a_file_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "a"
    file = published(path)
    facts = path.stat()
    path.write_bytes(b"WORDS")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert not is_untouched(str(path), file, old(path)), "of the same size, and its time set back"
    path.write_bytes(b"words")
    assert is_untouched(str(path), file, old(path)), "written anew, with the same bytes"
    path.chmod(0o600)
    assert not is_untouched(str(path), file, old(path))
    path.unlink()
    assert not is_untouched(str(path), file, 4 * 10**18)
    path.symlink_to(tmp_path / "b")
    (tmp_path / "b").write_bytes(b"words")
    assert not is_untouched(str(path), file, 4 * 10**18)


def test_each_folder_has_rows_of_its_own(state: State, tmp_path: Path) -> None:
    one, two = tmp_path / "public", tmp_path / "draf"
    write_manifest(state, one, {SITE: {"a": FILE}, "members/a/": {"members/a/index.html": FILE}})
    write_manifest(state, two, {SITE: {"b": FILE}})
    assert shard_names(state, one) == {SITE, "members/a/"} and shard_names(state, two) == {SITE}
    assert {key: len(rows) for key, rows in published_folders(state).items()} == {
        folder_key(one): 2,
        folder_key(two): 1,
    }
    write_manifest(state, two, {})
    assert read_manifest(state, two) is None
    known = read_manifest(state, one)
    assert known is not None and known.files.keys() == {"a", "members/a/index.html"}


def test_a_file_is_compared_with_the_oldest_row(state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was written after another shard was noted must not count as old."""
    times = iter((300, 200, 400))
    monkeypatch.setattr(manifest, "file_system_time", lambda folder: next(times))
    write_manifest(state, tmp_path, {"a": {"a.html": FILE}})
    write_manifest(state, tmp_path, {"b": {"b.html": FILE}}, {"a"})
    known, shard = read_manifest(state, tmp_path), read_shard(state, tmp_path, "a")
    assert known is not None and known.written == 200
    assert shard is not None and (shard.written, shard.files) == (300, {"a.html": FILE})
    write_manifest(state, tmp_path, {"c": {"c.html": FILE}}, {"a", "b"})
    known = read_manifest(state, tmp_path)
    assert known is not None and known.written == 200
    assert read_shard(state, tmp_path, "d") is None


def test_a_shard_that_was_young_when_it_was_noted_is_noted_again(
    state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else its files would be read in every build for ever; one that was old is left as it is."""
    file = replace(FILE, times=2 * 10**18)
    begun = 10**18
    for now, noted in (
        (begun, begun),
        (begun + YOUNG, begun + YOUNG),
        (begun + 2 * YOUNG, begun + 2 * YOUNG),
        (10**19, begun + 2 * YOUNG),
    ):
        monkeypatch.setattr(manifest, "file_system_time", lambda folder, now=now: now)
        write_manifest(state, tmp_path, {"": {"a.html": file}})
        known = read_manifest(state, tmp_path)
        assert known is not None and known.written == noted
    write_manifest(state, tmp_path, {"": {"a.html": replace(file, blob="other")}})
    known = read_manifest(state, tmp_path)
    assert known is not None and known.written == 10**19


def test_of_many_files_all_that_is_about_to_be_written_is_noted(
    state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifest, "_FILES_A_ROW", 3)
    write_pending(state, tmp_path, {f"{number}.html": FILE for number in range(7)})
    known = read_manifest(state, tmp_path)
    assert known is not None and len(known.files) == 7
    assert shard_names(state, tmp_path) == frozenset() and len(shard_names(state, tmp_path, pending=True)) == 3
    write_manifest(state, tmp_path, {"": {"0.html": FILE}})
    assert shard_names(state, tmp_path, pending=True) == {""}


def test_what_is_about_to_be_written_stands_over_what_stood(state: State, tmp_path: Path) -> None:
    """Also over a shard whose name comes after, as a site's or a member's does."""
    new = replace(FILE, blob="new")
    write_manifest(state, tmp_path, {"members/a/": {"a.html": FILE}, "": {"b.html": FILE}})
    write_pending(state, tmp_path, {"a.html": new, "b.html": new})
    known = read_manifest(state, tmp_path)
    assert known is not None and known.files == {"a.html": new, "b.html": new}


@pytest.mark.parametrize("row", [b"", b"\xc1", b"\x92\x01\xa3abc", b"\x92\xa1x\x80"])
def test_a_row_of_another_shape_makes_nothing_ours(state: State, tmp_path: Path, row: bytes) -> None:
    write_manifest(state, tmp_path, {"": {"a.html": FILE}, SITE: {"b.html": FILE}})
    name = f"{folder_key(tmp_path)}/"
    state.update("published", {name: row})
    assert read_manifest(state, tmp_path) is None and read_shard(state, tmp_path, "") is None
    others = read_manifest(state, tmp_path, {""})
    assert others is not None and others.files == {"b.html": FILE}, "a shard that stands is not asked for"
    write_manifest(state, tmp_path, {"": {"a.html": FILE}}, {SITE})
    known = read_manifest(state, tmp_path)
    assert known is not None and known.files.keys() == {"a.html", "b.html"}
