"""What a first build renders waits beside the output, and is moved when all of it is there; nothing else is."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest

from kiprah.cache.blobs import CheckedBytes, blob_name, with_digest
from kiprah.cache.digests import digest_of, key_of
from kiprah.cache.manifest import PublishedFile, times_of
from kiprah.publish.early_files import (
    _writer,
    begin_early_files,
    early_files,
    end_early_files,
    write_early,
)
from kiprah.publish.file_moves import OneByOne
from kiprah.publish.writer import publish
from support.command import PYTHON, run, run_process
from support.sites import HARI, files_of, make_site


def test_a_file_waits_under_its_path_and_is_known_by_its_blob(tmp_path: Path) -> None:
    staging = tmp_path / ".kiprah" / "staging"
    folder = begin_early_files(staging, tmp_path / "public")
    page, photo = key_of("page"), blob_name(key_of("photo"), "0123")
    write_early(folder, "a/index.html", page, with_digest(b"<p>"))
    write_early(folder, "media/b.webp", photo, with_digest(b"pixels"))
    waiting = early_files(staging)
    assert waiting is not None and waiting.is_whole and waiting.paths == {"a/index.html", "media/b.webp"}
    found = waiting.of("media/b.webp", photo)
    assert found is not None and (found.digest, found.size) == (digest_of(b"pixels"), 6)
    assert Path(waiting.name("media/b.webp")).read_bytes() == b"pixels"
    assert waiting.of("media/b.webp", page) is None and waiting.of("a/other.html", page) is None
    end_early_files(staging)
    assert early_files(staging) is None and not list(staging.iterdir())


def test_what_stands_already_is_not_moved_again(tmp_path: Path) -> None:
    staging, output = tmp_path / ".kiprah" / "staging", tmp_path / "public"
    output.mkdir()
    contents = {"same.html": b"<p>", "other.html": b"<b>", "mode.html": b"<i>"}
    for path, content in (contents | {"other.html": b"<a>"}).items():
        (output / path).write_bytes(content)
        (output / path).chmod(0o600 if path == "mode.html" else 0o644)
    before = {path: (output / path).stat().st_ino for path in contents}
    folder = begin_early_files(staging, output)
    for path, content in contents.items():
        write_early(folder, path, f"blob-{path}", with_digest(content))
    wanted = {path: f"blob-{path}" for path in contents}
    handling = OneByOne(lambda path: pytest.fail(f"{path} waits already"))
    outcome, published = publish(
        output, staging, wanted, handling, None, frozenset(), lambda files: None, early=early_files(staging)
    )
    after = {path: (output / path).stat().st_ino for path in contents}
    assert {path for path in contents if after[path] != before[path]} == {"other.html", "mode.html"}
    assert outcome.written == 2 and files_of(output) == contents
    assert {path: file.digest for path, file in published.items()} == {p: digest_of(c) for p, c in contents.items()}


def test_notes_of_one_build_are_not_those_of_the_next(tmp_path: Path) -> None:
    staging = tmp_path / "staging"
    for number in range(3):
        folder = begin_early_files(staging, tmp_path / "public")
        write_early(folder, f"{number}.html", key_of("page"), with_digest(b"<p>"))
        waiting = early_files(staging)
        assert waiting is not None and waiting.paths == {f"{number}.html"}
        assert os.fstat(_writer._notes).st_size
    end_early_files(staging)
    assert _writer._notes == -1, "where a file is open, some systems do not let it go"


WANTED = {"a.html": key_of("both"), "b/c.html": key_of("both"), "d.css": key_of("late")}
MADE = {"a.html": b"same", "b/c.html": b"same", "d.css": b"late"}


@pytest.mark.parametrize(
    "case", ["whole", "a folder stands there", "one too many", "torn notes", "refused", "twice", "made meanwhile"]
)
def test_what_waits_is_published_and_the_rest_is_written(
    tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    staging, output = tmp_path / ".kiprah" / "staging", tmp_path / "site" / "public"
    folder = begin_early_files(staging, output)
    if case == "twice":
        write_early(folder, "b/c.html", key_of("another"), with_digest(b"of a plan that was given up"))
    write_early(folder, "a.html", key_of("both"), with_digest(b"same"))
    write_early(folder, "b/c.html", key_of("both"), with_digest(b"same"))
    if case == "a folder stands there":
        output.mkdir(parents=True, mode=0o700)
    if case == "one too many":
        write_early(folder, "hidden/index.html", key_of("hidden"), with_digest(b"private"))
    if case == "torn notes":
        with next(Path(folder).glob("notes-*")).open("ab") as notes:
            notes.write(b'{"path": "half.html", "bl')
        Path(folder, "tree", "half.html").write_bytes(b"private")
    rename = Path.rename

    def refused(self: Path, target: Path) -> Path:
        if target == output:
            raise OSError(errno.EXDEV, "another file system")
        return rename(self, target)

    if case == "refused":
        monkeypatch.setattr(Path, "rename", refused)
    asked: list[str] = []

    def content_of(path: str) -> CheckedBytes:
        asked.append(path)
        return with_digest(MADE[path])

    kept: list[str] = []

    def keep(files: Mapping[str, PublishedFile]) -> None:
        kept.extend(files)
        if case == "made meanwhile":
            output.mkdir(parents=True)
            (output / "mine.txt").write_bytes(b"somebody's")

    outcome, published = publish(
        output, staging, WANTED, OneByOne(content_of), None, frozenset(), keep, early=early_files(staging)
    )
    others = {"mine.txt": b"somebody's"} if case == "made meanwhile" else {}
    assert files_of(output) == MADE | others
    assert sorted(asked) == (["b/c.html", "d.css"] if case == "twice" else ["d.css"])
    assert outcome.written == 3 and sorted(kept) == sorted(WANTED)
    for path, content in MADE.items():
        facts = (output / path).lstat()
        expected = PublishedFile(WANTED[path], digest_of(content), len(content), times_of(facts))
        assert published[path] == expected and stat.S_IMODE(facts.st_mode) == 0o644
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (output, output / "b")}
    assert modes == ({0o700, 0o755} if case == "a folder stands there" else {0o755})
    is_moved = not Path(folder, "tree").exists()
    assert is_moved == (case in ("whole", "twice"))


def test_what_a_killed_build_left_is_not_believed(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {HARI: "---\ntitle: Hari\n---\nMenanam.\n"})
    other = make_site(tmp_path / "other", {HARI: "---\ntitle: Hari\n---\nMenanam.\n"})
    assert run(other, "build", "--today", "2026-11-22").returncode == 0
    blobs = [path.parent.name + path.name for path in (other / ".kiprah" / "store").glob("*/*")]
    paths = list(files_of(other / "public"))
    assert len(blobs) > 10 and len(paths) > 10
    folder = begin_early_files(root / ".kiprah" / "staging", root / "public")
    for path in paths:
        for blob in blobs:
            write_early(folder, path, blob, with_digest(b"half of what it should"))
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


def full(folder, path, blob, content):
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
        write(folder, f"{number}/{path}", blob, content)


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
