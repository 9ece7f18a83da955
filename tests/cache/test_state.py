"""The state database: rows come back as they were written, and damage makes a build slower, never wrong."""

from __future__ import annotations

import random
import sqlite3
import threading
from contextlib import closing
from hashlib import blake2b
from pathlib import Path

import pytest

from kiprah.cache.manifest import PublishedFile, read_manifest, write_manifest, write_pending
from kiprah.cache.state import STATE_FILE, State, open_state


def test_rows_are_kept_by_table_and_prefix(tmp_path: Path) -> None:
    state = State(tmp_path)
    state.update("file", {"a/x": b"1", "a/y": b"2", "b/x": b"3"})
    state.update("entry", {"a/x": b"other"})
    state.close()
    again = State(tmp_path)
    assert again.rows("file") == {"a/x": b"1", "a/y": b"2", "b/x": b"3"}
    assert again.rows("file", "a/") == {"a/x": b"1", "a/y": b"2"}
    assert again.get("entry", "a/x") == b"other" and again.get("entry", "a/y") is None
    again.update("file", {"a/x": b"new"}, ["b/x"])
    assert again.rows("file") == {"a/x": b"new", "a/y": b"2"}


@pytest.mark.parametrize("seed", range(30))
def test_flipped_bytes_cost_rows_and_no_build(tmp_path: Path, seed: int) -> None:
    """Wherever they are: in a payload, in a name that is no text then, in the tables themselves."""
    rows = {f"activities/{number}-hari-yang-panjang.md": b"words" * 40 for number in range(200)}
    with open_state(tmp_path) as state:
        state.update("entry", rows)
        state.update("file", rows)
    file, chance = tmp_path / STATE_FILE, random.Random(seed)
    content = bytearray(file.read_bytes())
    named = content.find(b"hari-yang-panjang")
    for place in [named, *(chance.randrange(len(content)) for _ in range(chance.choice([0, 1, 5, 50, 400])))]:
        content[place] ^= chance.randrange(1, 256)
    file.write_bytes(content)
    with open_state(tmp_path) as state:
        found = state.rows("entry")
        assert {name: value for name, value in found.items() if name in rows and value != rows[name]} == {}
        assert state.get("file", "activities/7-hari-yang-panjang.md") in (None, b"words" * 40)
        assert state.count("entry") >= 0 and len(state.names("file")) >= 0
        state.update("entry", {"new": b"1"}, ["activities/3-hari-yang-panjang.md"])
    with open_state(tmp_path) as state:
        assert state.get("entry", "new") == b"1"
        assert "activities/3-hari-yang-panjang.md" not in state.rows("entry")
        state.forget_all_but("entry", ["new"])
        assert state.rows("entry") == {"new": b"1"}


def test_a_page_of_the_file_holds_an_entry_and_an_older_file_keeps_its_pages(tmp_path: Path) -> None:
    small = tmp_path / "before"
    small.mkdir()
    with closing(sqlite3.connect(small / STATE_FILE)) as db:
        db.execute("PRAGMA page_size = 4096")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE other (name TEXT)")
    for folder, size in ((tmp_path / "new", 32_768), (small, 4096)):
        with open_state(folder) as state:
            state.update("entry", {"a": b"x" * 20_000})
        with closing(sqlite3.connect(folder / STATE_FILE)) as db:
            assert db.execute("PRAGMA page_size").fetchone() == (size,)
        with open_state(folder) as state:
            assert state.get("entry", "a") == b"x" * 20_000


@pytest.mark.parametrize("is_damaged", [False, True])
def test_of_the_version_before_the_manifests_are_taken_over(tmp_path: Path, is_damaged: bool) -> None:
    output = tmp_path / "public"
    files = {
        "": {"index.html": PublishedFile("blob", "digest", 1, 2)},
        "@site": {"a.css": PublishedFile("b", "d", 3, 4)},
    }
    with open_state(tmp_path) as state:
        write_manifest(state, output, files)
        state.update("entry", {"a": b"words"})
        written = read_manifest(state, output)
    with closing(sqlite3.connect(tmp_path / STATE_FILE)) as db, db:
        for tab, name, checked in db.execute("SELECT tab, name, checked FROM row").fetchall():
            older = blake2b(checked[4:], digest_size=8).digest() + checked[4:]
            db.execute("UPDATE row SET checked = ? WHERE tab = ? AND name = ?", (older, tab, name))
        if is_damaged:
            db.execute("UPDATE row SET checked = x'00' WHERE name LIKE '%@site'")
        db.execute("PRAGMA user_version = 1")
    with open_state(tmp_path) as state:
        assert read_manifest(state, output) == (None if is_damaged else written)
        assert state.rows("entry") == {}
        state.update("entry", {"a": b"more"})
    with open_state(tmp_path) as state:
        assert state.rows("entry") == {"a": b"more"} and (read_manifest(state, output) is None) == is_damaged
    assert b"words" not in (tmp_path / STATE_FILE).read_bytes()


def test_without_a_folder_nothing_is_kept() -> None:
    state = State(None)
    state.update("file", {"a": b"1"})
    assert state.rows("file") == {} and state.get("file", "a") is None


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_file_is_an_empty_one_and_is_written_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / STATE_FILE).write_bytes(content)
    state = State(tmp_path)
    assert state.rows("file") == {}
    state.update("file", {"a": b"1"})
    state.close()
    assert State(tmp_path).rows("file") == {"a": b"1"}


def test_a_row_that_changed_on_disk_is_no_row(tmp_path: Path) -> None:
    state = State(tmp_path)
    state.update("file", {"a": b"sound", "b": b"struck"})
    state.close()
    with sqlite3.connect(tmp_path / STATE_FILE) as db:
        damaged = db.execute("SELECT checked FROM row WHERE name = 'b'").fetchone()[0].replace(b"struck", b"strukk")
        db.execute("UPDATE row SET checked = ? WHERE name = 'b'", (damaged,))
    db.close()
    again = State(tmp_path)
    assert again.rows("file") == {"a": b"sound"} and again.count("file") == 2


def test_another_version_is_begun_anew(tmp_path: Path) -> None:
    state = State(tmp_path)
    state.update("file", {"a": b"1"})
    state.close()
    with sqlite3.connect(tmp_path / STATE_FILE) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    assert State(tmp_path).rows("file") == {}


def test_what_is_deleted_is_overwritten(tmp_path: Path) -> None:
    state = State(tmp_path)
    state.update("entry", {f"e{number}": b"a secret sentence " * 40 for number in range(30)})
    state.update("entry", {}, [f"e{number}" for number in range(30)])
    state.close()
    assert b"a secret sentence" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    State(tmp_path).update("file", {"first": b"1"})

    def write(name: str) -> None:
        state = State(tmp_path)
        for number in range(20):
            state.update("file", {f"{name}{number}": b"x"})
        state.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(State(tmp_path).rows("file")) == 41


def test_a_manifest_with_a_damaged_part_is_no_manifest(tmp_path: Path) -> None:
    state, output = State(tmp_path), tmp_path / "public"
    file = PublishedFile("blob", "digest", 1, 2)
    write_manifest(state, output, {"": {"index.html": file}, "@site": {"robots.txt": file}})
    known = read_manifest(state, output)
    assert known is not None and set(known.files) == {"index.html", "robots.txt"}
    assert read_manifest(state, tmp_path / "elsewhere") is None
    state.close()
    with sqlite3.connect(tmp_path / STATE_FILE) as db:
        db.execute("UPDATE row SET checked = x'00' WHERE name LIKE '%@site'")
    db.close()
    assert read_manifest(State(tmp_path), output) is None


def test_what_is_about_to_be_written_is_ours_too(tmp_path: Path) -> None:
    state, output = State(tmp_path), tmp_path / "public"
    write_manifest(state, output, {"": {"a.html": PublishedFile("old", "d", 1, 2)}})
    write_pending(state, output, {"a.html": PublishedFile("new", "e", 1, 0), "b.html": PublishedFile("b", "f", 1, 0)})
    known = read_manifest(state, output)
    assert known is not None and {p: f.blob for p, f in known.files.items()} == {"a.html": "new", "b.html": "b"}
    write_manifest(state, output, {"": {"a.html": PublishedFile("new", "e", 1, 2)}})
    known = read_manifest(state, output)
    assert known is not None and {p: f.blob for p, f in known.files.items()} == {"a.html": "new"}
