"""Many files are written aside by the workers together, as one process would write them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from kiprah.build import publishing
from kiprah.build.publishing import publish_outputs
from kiprah.build.request import Report
from kiprah.cache.blobs import BlobLost, FolderBlobs, blob_path, put_content, with_digest
from kiprah.cache.state import State
from kiprah.publish.file_handling import FileAside, FolderRefused, MovedFacts, OneByOne, move_files
from kiprah.publish.writer import publish
from kiprah.workers import WorkerPool
from support.building import request_in

MANY = 700
"""More than are written by one process."""


def published(root: Path, wanted: dict[str, str], jobs: int) -> Report:
    request = request_in(root, today=None, jobs=jobs)
    with WorkerPool(jobs) as workers:
        return publish_outputs(
            request, State(request.cache), {"": wanted}, "", lambda stage, done, total: None, workers=workers
        )


def stored(root: Path, key: str = "0") -> dict[str, str]:
    blobs = FolderBlobs(root / ".kiprah")
    wanted = {f"pages/{number}/index.html": f"{key}{number:039x}" for number in range(MANY)}
    for path, blob in wanted.items():
        put_content(blobs, blob, f"<p>{path}</p>".encode())
    return wanted


def tree_of(root: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in (root / "public").rglob("*") if path.is_file())
    return {p.relative_to(root / "public").as_posix(): (p.read_bytes(), p.stat().st_mode) for p in files}


def test_workers_write_what_one_process_writes(tmp_path: Path) -> None:
    for name, jobs in (("one", 1), ("several", 3)):
        assert published(tmp_path / name, stored(tmp_path / name), jobs).written == MANY
    assert tree_of(tmp_path / "several") == tree_of(tmp_path / "one")
    assert len(tree_of(tmp_path / "one")) == MANY


def test_what_stands_already_is_not_written(tmp_path: Path) -> None:
    wanted = stored(tmp_path)
    published(tmp_path, wanted, 3)
    (tmp_path / "public" / "pages" / "8" / "index.html").write_bytes(b"changed by hand")
    before = {path: (tmp_path / "public" / path).stat().st_ino for path in wanted}
    # Made anew from other values, all of them hold what they held.
    report = published(tmp_path, stored(tmp_path, "1"), 3)
    after = {path: (tmp_path / "public" / path).stat().st_ino for path in wanted}
    assert report.written == 1
    assert {path for path in wanted if after[path] != before[path]} == {"pages/8/index.html"}
    assert tree_of(tmp_path)["pages/8/index.html"][0] == b"<p>pages/8/index.html</p>"
    assert not list((tmp_path / ".kiprah" / "staging").iterdir())


def test_a_lost_blob_ends_publishing_before_anything_is_replaced(tmp_path: Path) -> None:
    wanted = stored(tmp_path)
    (tmp_path / ".kiprah" / blob_path(wanted["pages/650/index.html"])).write_bytes(b"damaged, and long enough")
    with pytest.raises(BlobLost):
        published(tmp_path, wanted, 3)
    assert not tree_of(tmp_path)
    assert not list((tmp_path / ".kiprah" / "staging").iterdir())


def test_what_a_lost_worker_moved_is_not_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = stored(tmp_path)
    monkeypatch.setattr(publishing, "move_files", lost_after_half)
    assert published(tmp_path, wanted, 3).written == MANY
    assert len(tree_of(tmp_path)) == MANY
    assert not list((tmp_path / ".kiprah" / "staging").iterdir())
    # What the manifest says of them is what stands there: nothing is left to do.
    assert published(tmp_path, wanted, 3).written == 0


def lost_after_half(files: Sequence[FileAside], output: str) -> list[MovedFacts]:
    """Move half of the files, and die."""
    move_files(files[: len(files) // 2], output)
    os._exit(9)


def test_a_folder_in_the_way_is_named_whoever_meets_it(tmp_path: Path) -> None:
    wanted = stored(tmp_path)
    (tmp_path / "public" / "pages" / "7" / "index.html").mkdir(parents=True)
    blobs = FolderBlobs(tmp_path / ".kiprah")
    staging = tmp_path / ".kiprah" / "staging"
    with WorkerPool(3) as workers, pytest.raises(FolderRefused) as refused:
        alone = OneByOne(lambda path: blobs.get(wanted[path]) or with_digest(b""))
        publish(
            tmp_path / "public",
            staging,
            wanted,
            publishing._Shared(workers, blobs, alone),
            None,
            (),
            lambda files: None,
        )
    assert (refused.value.code, refused.value.path) == ("output-in-the-way", f"{tmp_path}/public/pages/7/index.html")
    assert not list(staging.iterdir())
