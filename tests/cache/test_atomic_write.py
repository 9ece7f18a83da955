"""A file is written whole or not at all, and nothing of the attempt stays."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kiprah.cache.atomic_write import write_atomically, write_where_named, write_whole
from support.sites import files_of


def test_parts_become_one_file_and_folders_are_made(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "c.txt"
    write_atomically(target, b"one ", b"", b"two")
    write_atomically(str(tmp_path / "d.txt"), b"three")
    assert files_of(tmp_path) == {"a/b/c.txt": b"one two", "d.txt": b"three"}


def test_it_is_nobody_elses_to_read(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a", b"1")
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("step", ["write", "replace"])
def test_what_fails_leaves_the_old_file_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    (tmp_path / "a").write_bytes(b"old")

    def full(*_: object) -> int:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError, match="no space"):
        write_atomically(tmp_path / "a", b"new")
    monkeypatch.undo()
    assert files_of(tmp_path) == {"a": b"old"}


def test_a_disk_that_takes_a_part_at_a_time_gets_all_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, content: whole(descriptor, bytes(content)[:3]))
    write_atomically(tmp_path / "a", b"0123456789", b"ab")
    descriptor = os.open(tmp_path / "b", os.O_WRONLY | os.O_CREAT)
    write_whole(descriptor, b"0123456789")
    os.close(descriptor)
    assert files_of(tmp_path) == {"a": b"0123456789ab", "b": b"0123456789"}


def test_a_killed_process_of_the_same_number_is_no_hindrance(tmp_path: Path) -> None:
    """Containers give every build the same number: what such a one left has the name that would come next."""
    write_atomically(tmp_path / "a", b"1")
    for number in range(200):
        (tmp_path / f".new-{os.getpid()}-{number}").write_bytes(b"left")
    write_atomically(tmp_path / "a", b"2")
    assert (tmp_path / "a").read_bytes() == b"2"
    assert len([path for path in tmp_path.iterdir() if path.name != "a"]) == 200


def test_whoever_reads_sees_one_of_the_writers_whole(tmp_path: Path) -> None:
    target, size = tmp_path / "a", 50_000
    target.write_bytes(b"0" * size)

    def write(letter: bytes) -> None:
        for _ in range(40):
            write_atomically(target, letter * size)

    writers = [threading.Thread(target=write, args=(letter,)) for letter in (b"1", b"2")]
    for writer in writers:
        writer.start()
    seen = set()
    is_writing = True
    while is_writing:
        is_writing = any(writer.is_alive() for writer in writers)
        content = target.read_bytes()
        assert len(content) == size
        seen.add(content[:1] if content == content[:1] * size else b"mixed")
    for writer in writers:
        writer.join()
    assert seen <= {b"0", b"1", b"2"} and seen
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_named_file_keeps_its_permissions_and_its_link(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old, and longer")
    (tmp_path / "a").chmod(0o640)
    (tmp_path / "link").symlink_to("a")
    before = (tmp_path / "a").stat().st_ino
    write_where_named(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "a").read_bytes() == b"new"
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640 and (tmp_path / "a").stat().st_ino != before
    old = os.umask(0o027)
    try:
        write_where_named(tmp_path / "b", b"first")
    finally:
        os.umask(old)
    assert (tmp_path / "b").stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "link"]


def test_a_named_file_is_written_where_its_folder_is_and_nowhere_else(tmp_path: Path) -> None:
    for name in ("none/a", "."):
        with pytest.raises(OSError):
            write_where_named(tmp_path / name, b"new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("step", ["write", "replace", "chmod"])
def test_a_named_file_that_cannot_be_written_stands_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    (tmp_path / "a").write_bytes(b"old")

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError, match="no space"):
        write_where_named(tmp_path / "a", b"new")
    monkeypatch.undo()
    assert files_of(tmp_path) == {"a": b"old"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_takes_the_bytes_as_they_come(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    taken: list[bytes] = []
    reader = threading.Thread(target=lambda: taken.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    write_where_named(tmp_path / "pipe", b"0" * 200_000)
    reader.join()
    assert taken == [b"0" * 200_000] and (tmp_path / "pipe").is_fifo()


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="this system does not name what a process prints into")
def test_what_is_printed_into_is_not_replaced(tmp_path: Path) -> None:
    """A shell opened it: in its place another file would get nothing of what is printed then."""
    code = (
        "from pathlib import Path; from kiprah.cache.atomic_write import write_where_named; import os;"
        "write_where_named(Path('/dev/stdout'), b'new, '); os.write(2, b'said')"
    )
    with (tmp_path / "a").open("wb") as printed:
        subprocess.run([sys.executable, "-c", code], stdout=printed, stderr=subprocess.PIPE, check=True)
        assert os.fstat(printed.fileno()).st_ino == (tmp_path / "a").stat().st_ino
    assert files_of(tmp_path) == {"a": b"new, "}
    piped = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert (piped.stdout, piped.stderr) == (b"new, ", b"said")
