"""The listing of a folder: every file with what the file system says, nothing that lies about, and no link followed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kiprah.cache.stat_index import Listing, file_system_time, is_never_published, list_files, stats_digest
from support.sites import write_files

FILES = {"site.yml": "1", "activities/a/index.md": "22", "activities/a/foto.jpg": "333", "members/alya/profile.md": "4"}


def test_a_listing_has_files_sizes_times_and_inodes(tmp_path: Path) -> None:
    write_files(tmp_path, FILES)
    listing = list_files(tmp_path)
    assert listing.files.keys() == FILES.keys() and listing.links == listing.unreadable == []
    for path, content in FILES.items():
        facts = (tmp_path / path).stat()
        assert listing.files[path] == (len(content), facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)
    assert listing.youngest() == max((tmp_path / path).stat().st_ctime_ns for path in FILES)
    assert list_files(write_files(tmp_path / "empty", {"a/.x": ""})).youngest() == 0


@pytest.mark.parametrize(
    "name",
    [".env", ".git", "a.md~", "a.BAK", "x.swp", "Thumbs.db", "DESKTOP.INI", "id_rsa", "server.key", "cert.PEM", "k.p12", "a.tmp", ".x.md"],
)  # fmt: skip
def test_what_lies_about_is_never_listed(name: str, tmp_path: Path) -> None:
    assert is_never_published(name)
    write_files(tmp_path, {name: "x", f"activities/{name}": "x", "a.md": "x"})
    assert list_files(tmp_path).files.keys() == {"a.md"}


@pytest.mark.parametrize("name", ["a.md", "kunci.md", "foto.jpg", "my.key.txt", "id_rsa.pub", "tmp"])
def test_what_is_somebodys_is_listed(name: str, tmp_path: Path) -> None:
    assert not is_never_published(name)
    write_files(tmp_path, {name: "x", ".well-known/did.json": "x", "__pycache__/a.pyc": "x"})
    assert list_files(tmp_path).files.keys() == {name, ".well-known/did.json"}


def test_links_and_pipes_are_named_and_not_followed(tmp_path: Path) -> None:
    write_files(tmp_path / "outside", {"secret.md": "x"})
    root = write_files(tmp_path / "site", {"a.md": "x"})
    (root / "file.md").symlink_to(tmp_path / "outside/secret.md")
    (root / "folder").symlink_to(tmp_path / "outside")
    (root / "nowhere.md").symlink_to("gone")
    os.mkfifo(root / "pipe.md")
    listing = list_files(root)
    assert listing.files.keys() == {"a.md"}
    assert sorted(listing.links) == ["file.md", "folder", "nowhere.md", "pipe.md"]
    (root / "members").symlink_to(tmp_path / "outside")
    assert list_files(root, "members").groups == {} and "members" in list_files(root, "members").links


def test_a_name_that_is_no_text_is_named(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/foto-\xff.jpg")).touch()
    listing = list_files(tmp_path)
    assert listing.files == {} and listing.unreadable == ["foto-?.jpg"]


def test_folders_are_read_eight_deep(tmp_path: Path) -> None:
    deep = "a/b/c/d/e/f/g/h/i"
    write_files(tmp_path, {f"{deep}/in.md": "x", f"{deep}/j/out.md": "x"})
    assert list_files(tmp_path).files.keys() == {f"{deep}/in.md"}


def touched(path: Path) -> None:
    facts = path.stat()
    path.write_text("9", "utf-8")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def written_anew(path: Path) -> None:
    facts = path.stat()
    path.rename(path.with_name("old"))
    path.write_bytes(path.with_name("old").read_bytes())
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    path.with_name("old").unlink()


@pytest.mark.parametrize(
    "change", [touched, written_anew, Path.unlink, lambda path: path.rename(path.with_name("x.md")), lambda path: path.chmod(0o600)]
)  # fmt: skip
@pytest.mark.parametrize("apart", ["", "members"])
@pytest.mark.parametrize("path", ["site.yml", "members/alya/profile.md"])
def test_every_change_is_another_digest(change: Callable[[Path], None], apart: str, path: str, tmp_path: Path) -> None:
    """Also one that keeps the size and sets the time back: the change time is the file system's own."""
    write_files(tmp_path, FILES)
    before = list_files(tmp_path, apart).digest()
    assert list_files(tmp_path, apart).digest() == before
    change(tmp_path / path)
    assert list_files(tmp_path, apart).digest() != before


def test_a_digest_is_of_what_is_there_in_whichever_order(tmp_path: Path) -> None:
    files = {f"{number}.md": (1, 2, 3, number) for number in range(50)}
    assert stats_digest(files) == stats_digest(dict(reversed(files.items())))
    assert stats_digest(files) != stats_digest({**files, "7.md": (1, 2, 3, 8), "8.md": (1, 2, 3, 7)})
    # No path runs into the next, nor into the numbers.
    assert stats_digest({"a": (1, 2, 3, 4), "b": (5, 6, 7, 8)}) != stats_digest({"ab": (1, 2, 3, 4)})


def test_the_youngest_of_groups_is_known_without_their_files(tmp_path: Path) -> None:
    write_files(tmp_path, {**FILES, "members/bima/profile.md": "5"})
    listing = list_files(tmp_path, "members")
    assert listing.groups.keys() == {"alya", "bima"} and listing.files.keys() == FILES.keys() - {
        "members/alya/profile.md"
    }
    youngest = max((tmp_path / f"members/{name}/profile.md").stat().st_ctime_ns for name in ("alya", "bima"))
    assert listing.youngest_in_groups == youngest <= listing.youngest()
    other = Listing(str(tmp_path))
    other.take(listing.without_files())
    assert (other.groups, other.youngest_in_groups) == (listing.groups, youngest)
    # Whoever asks for a member's files has them looked at again.
    write_files(tmp_path, {"members/alya/profile.md": "changed"})
    before = listing.groups["alya"]
    assert listing.group("alya")["members/alya/profile.md"][0] == 7
    assert listing.groups["alya"] != before and listing.youngest_in_groups > youngest
    with pytest.raises(FileNotFoundError):
        listing.group("citra")


def test_the_file_systems_clock_stamps_what_is_written_next(tmp_path: Path) -> None:
    first = file_system_time(tmp_path / "new")
    path = tmp_path / "a"
    path.write_bytes(b"")
    assert first <= path.stat().st_ctime_ns <= file_system_time(tmp_path / "new")
