"""New files appear all at once or not at all, and never over something."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiprah.authoring.create_files import create


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_new_folder_appears_with_all_it_holds(tmp_path: Path) -> None:
    create([(tmp_path / "a/b/one", b"1"), (tmp_path / "a/b/two", b"2")])
    assert names(tmp_path) == ["a", "a/b", "a/b/one", "a/b/two"]


def test_what_a_killed_run_left_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / ".a.new").mkdir()
    (tmp_path / ".a.new" / "one").write_bytes(b"half")
    create([(tmp_path / "a/one", b"1")])
    assert names(tmp_path) == [".a.new", ".a.new/one", "a", "a/one"]


@pytest.mark.parametrize("there", [True, False])
def test_where_one_cannot_be_written_none_is(tmp_path: Path, there: bool) -> None:
    if there:
        (tmp_path / "a").mkdir()
    before = names(tmp_path)
    with pytest.raises(OSError, match=r".*"):
        create([(tmp_path / "a/one", b"1"), (tmp_path / "a" / ("x" * 300), b"2")])
    assert names(tmp_path) == before


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/two").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        create([(tmp_path / "a/one", b"1"), (tmp_path / "a/two", b"2")])
    assert names(tmp_path) == ["a", "a/two"] and (tmp_path / "a/two").read_bytes() == b"mine"
