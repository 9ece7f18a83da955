"""What a first build renders waits beside the output, and is moved when all of it is there; nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiprah.cache.blobs import blob_name
from kiprah.cache.digests import digest_of, key_of
from kiprah.publish.early_files import (
    begin_early_files,
    early_files,
    end_early_files,
    take_early,
    write_early,
)
from kiprah.publish.file_handling import OneByOne
from kiprah.publish.writer import publish
from support.command import PYTHON, run, run_process
from support.sites import HARI, files_of, make_site


def test_a_file_waits_for_each_blob_once(tmp_path: Path) -> None:
    staging = tmp_path / ".kiprah" / "staging"
    folder = begin_early_files(staging, tmp_path / "public")
    page, photo = key_of("page"), blob_name(key_of("photo"), "0123")
    write_early(folder, page, b"<p>")
    write_early(folder, photo, b"pixels")
    waiting = early_files(staging)
    found = take_early(waiting, photo)
    assert found is not None and found[1:] == (digest_of(b"pixels"), 6)
    assert Path(found.name).read_bytes() == b"pixels"
    assert take_early(waiting, photo) is None
    assert take_early(waiting, key_of("another")) is None
    end_early_files(staging)
    assert early_files(staging) == {} and not list(staging.iterdir())


def test_nothing_waits_where_anything_stands(tmp_path: Path) -> None:
    staging, output = tmp_path / ".kiprah" / "staging", tmp_path / "public"
    output.mkdir()
    assert begin_early_files(staging, output)
    (output / "index.html").write_bytes(b"somebody's")
    assert begin_early_files(staging, output) == ""
    assert early_files(staging) == {}


def test_what_waits_is_published_and_the_rest_is_written(tmp_path: Path) -> None:
    staging, output = tmp_path / ".kiprah" / "staging", tmp_path / "public"
    folder = begin_early_files(staging, output)
    write_early(folder, key_of("both"), b"same")
    wanted = {"a.html": key_of("both"), "b/c.html": key_of("both"), "d.css": key_of("late")}
    asked: list[str] = []

    def content_of(path: str) -> bytes:
        asked.append(path)
        return b"same" if path.endswith(".html") else b"late"

    kept: list[str] = []
    outcome, published = publish(
        output, staging, wanted, OneByOne(content_of), None, frozenset(), kept.extend, early=early_files(staging)
    )
    assert files_of(output) == {"a.html": b"same", "b/c.html": b"same", "d.css": b"late"}
    assert sorted(asked) == ["b/c.html", "d.css"], "one file waits for two places: the second is written"
    assert outcome.written == 3 and sorted(kept) == sorted(wanted)
    assert {path: (file.digest, file.size) for path, file in published.items()} == {
        "a.html": (digest_of(b"same"), 4),
        "b/c.html": (digest_of(b"same"), 4),
        "d.css": (digest_of(b"late"), 4),
    }
    assert {path.stat().st_mode & 0o777 for path in output.rglob("*.html")} == {0o644}


def test_what_a_killed_build_left_is_not_believed(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {HARI: "---\ntitle: Hari\n---\nMenanam.\n"})
    other = make_site(tmp_path / "other", {HARI: "---\ntitle: Hari\n---\nMenanam.\n"})
    assert run(other, "build", "--today", "2026-11-22").returncode == 0
    blobs = [path.parent.name + path.name for path in (other / ".kiprah" / "store").glob("*/*")]
    assert len(blobs) > 10
    folder = begin_early_files(root / ".kiprah" / "staging", root / "public")
    for blob in blobs:
        write_early(folder, blob, b"half of what it should")
    assert run(root, "build", "--today", "2026-11-22").returncode == 0
    assert files_of(root / "public") == files_of(other / "public")
    assert not list((root / ".kiprah" / "staging").iterdir())


@pytest.mark.parametrize("text", ["---\ntitle: [\n---\nX\n", "---\ntitle: Hari\n---\n{visibility}\n## A {privat}\n"])
def test_a_build_that_fails_leaves_nothing_waiting(tmp_path: Path, text: str) -> None:
    root = make_site(tmp_path, {HARI: text})
    assert run(root, "build", "--today", "2026-11-22").returncode == 1
    assert not (root / "public").exists()
    staging = root / ".kiprah" / "staging"
    assert not staging.exists() or not list(staging.iterdir())


FULL = """
import time
from pathlib import Path

import kiprah.render.jobs as jobs

write, written = jobs.write_early, []


def full(folder, blob, content):
    written.append(blob)
    if len(written) == 5:
        try:
            Path("met").touch(exist_ok=False)
        except FileExistsError:
            pass
        else:
            raise OSError(28, "No space left on device")
    # Whoever does not meet it goes on without a break.
    for number in range(20 if len(written) > 4 else 1):
        write(folder, f"{number:x}{blob[1:-1]}{number % 16:x}", content)


jobs.write_early = full
from kiprah.cli import main

main(["build", "-j2", "--today", "2026-11-22"])
"""


@pytest.mark.slow
def test_a_full_disk_leaves_no_file_waiting(tmp_path: Path) -> None:
    """While one worker meets it, the other still writes: it is ended before what waits is removed."""
    entries = {
        f"content/activities/2026-05-{1 + number % 28:02}-hari-{number}.md": f"---\ntitle: Hari {number}\n---\nIsi.\n"
        for number in range(220)
    }
    root = make_site(tmp_path, entries)
    done = run_process(root, "-c", FULL, command=PYTHON)
    assert done.returncode == 3 and "disk-full" in done.stderr, done.stderr
    assert not (root / "public").exists()
    assert not list((root / ".kiprah" / "staging").iterdir())
