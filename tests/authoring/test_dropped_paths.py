"""Paths as terminals write them when files are dropped onto them."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiprah.authoring.dropped_paths import dropped_paths, line_of_photos, photo_files


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        ("/srv/a/one.jpg /srv/a/two.jpg ", ["/srv/a/one.jpg", "/srv/a/two.jpg"]),
        (r"/Volumes/a/My\ photo\ \(1\).jpg ", ["/Volumes/a/My photo (1).jpg"]),
        ("'/srv/a/my photo.jpg' '/srv/a/b.jpg'", ["/srv/a/my photo.jpg", "/srv/a/b.jpg"]),
        (r"'/srv/a/Ibu'\''s photo.jpg' x.jpg", ["/srv/a/Ibu's photo.jpg", "x.jpg"]),
        ('"/srv/a/say \\"hi\\".jpg"', ['/srv/a/say "hi".jpg']),
        ("Ibu's.jpg Pak's.jpg", ["Ibu's.jpg", "Pak's.jpg"]),
        ("file:///srv/a/my%20photo.jpg", ["/srv/a/my photo.jpg"]),
        ("\x1b[200~/srv/a/b.jpg \x1b[201~", ["/srv/a/b.jpg"]),
        ("'unclosed photo.jpg", ["'unclosed", "photo.jpg"]),
        ("''", [""]),
        ("", []),
    ],
)
def test_one_line_in_the_ways_of_many_terminals(line: str, paths: list[str]) -> None:
    assert list(dropped_paths(line, windows=False)) == paths


def test_a_backslash_stands_between_folders_on_windows() -> None:
    line = r'"C:\Users\a\my photo.jpg" C:\Users\a\b.jpg file:///C:/a/b%20c.jpg'
    assert dropped_paths(line, windows=True) == (r"C:\Users\a\my photo.jpg", r"C:\Users\a\b.jpg", "C:/a/b c.jpg")


def test_home_is_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/srv/a")
    assert dropped_paths("~/b.jpg", windows=False) == ("/srv/a/b.jpg",)
    assert dropped_paths("~nobody-of-this-name/b.jpg", windows=False) == ("~nobody-of-this-name/b.jpg",)


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).map(lambda t: "/" + t), max_size=4))
def test_what_a_shell_quotes_is_read_as_a_shell_would(paths: list[str]) -> None:
    assert list(dropped_paths(shlex.join(paths), windows=False)) == paths


def test_a_folder_and_a_pattern_stand_for_their_photos(tmp_path: Path) -> None:
    for name in ("b.jpg", "a.PNG", "._a.jpg", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    assert photo_files([tmp_path]) == (tmp_path / "a.PNG", tmp_path / "b.jpg")
    assert photo_files([tmp_path / "*.jpg", tmp_path / "b.jpg"]) == (tmp_path / "b.jpg",)
    assert photo_files([tmp_path / "x*.jpg"]) == (tmp_path / "x*.jpg",)


def test_a_path_typed_as_it_is_needs_no_quotes(tmp_path: Path) -> None:
    path = tmp_path / "Ibu's photo 1.jpg"
    path.write_bytes(b"x")
    assert line_of_photos(f" {path} ") == (path,)
    assert line_of_photos("x" * 9000) == (Path("x" * 9000),)
