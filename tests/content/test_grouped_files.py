"""A folder whose members were listed in groups is the same folder, whoever asks and in whatever order."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from kiprah.cache.stat_index import LISTED_APART, list_files, stats_digest
from kiprah.content.folder import GroupedFiles, SiteFolder, folder_of, list_folder, listed
from kiprah.content.member_folder import files_of_member
from support.sites import write_files

NFD = unicodedata.normalize("NFD", "kopi-é.md")
FILES = {
    "site.yml": "title: X\n",
    "events/2026-01-01-a/index.md": "x",
    "members/alya.yml": "role: x\n",
    "members/alya/profile.md": "a",
    "members/alya/activities/2026-01-01-a/index.md": "b",
    "members/alya/activities/2026-01-01-a/photo.jpg": "c",
    f"members/alya/activities/{NFD}": "d",
    "members/bima/profile.md": "e",
    "members/bima/.hidden": "f",
    "members/ayu-é/profile.md": "not an address, and listed all the same",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_files(tmp_path, FILES)
    (tmp_path / "members" / "citra").mkdir()
    (tmp_path / "members" / "bima" / "link.md").symlink_to(tmp_path / "site.yml")
    (tmp_path / "members" / "dewi").symlink_to(tmp_path / "members" / "alya")
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/members/bima/\xff.md"))).write_text("g", "utf-8")
    return tmp_path


def folders_of(site: SiteFolder) -> set[str]:
    found = {""}
    for path in site.files:
        while path:
            path = path.rpartition("/")[0]
            found.add(path)
    return found


def test_it_is_the_folder_that_was_listed_at_once(root: Path) -> None:
    listing = list_files(root)
    plain = folder_of(root, listed(listing.files), tuple(sorted(listing.links)))
    grouped, problems = list_folder(root)
    assert isinstance(grouped.files, GroupedFiles) and sorted(grouped.files.listing.groups) == ["alya", "bima"]
    assert dict(grouped.files) == dict(plain.files) and len(grouped.files) == len(plain.files) == 9
    assert grouped.links == plain.links == ("members/bima/link.md", "members/dewi")
    assert sorted(p.code for p in problems) == ["link-ignored", "link-ignored", "name-not-utf8"]
    folders = folders_of(plain) | {"members/citra", "members/bima/profile.md", "nowhere"}
    assert len(folders) > 8
    for folder in folders:
        assert grouped.names_in(folder) == plain.names_in(folder), folder
        assert grouped.folders_in(folder) == plain.folders_in(folder), folder
    assert dict(grouped.names) == plain.names and dict(grouped.folders) == plain.folders
    assert "members/citra" not in grouped.files and "members/alya" not in grouped.files
    assert grouped.read(f"members/alya/activities/{unicodedata.normalize('NFC', NFD)}") == b"d"


def test_a_members_files_are_the_same_with_groups_and_without(root: Path) -> None:
    listing = list_files(root)
    plain, grouped = folder_of(root, listed(listing.files)), list_folder(root)[0]
    for slug in ("alya", "bima", "citra"):
        assert files_of_member(grouped, slug) == files_of_member(plain, slug)


def test_a_digest_tells_every_change_and_whose_it_is(root: Path) -> None:
    before = list_files(root, LISTED_APART)
    assert list_files(root, LISTED_APART).digest() == before.digest()
    (root / "members/bima/profile.md").write_text("e.", "utf-8")
    after = list_files(root, LISTED_APART)
    assert after.digest() != before.digest()
    assert after.groups["alya"] == before.groups["alya"]
    assert after.groups["bima"] != before.groups["bima"]
    (root / "site.yml").write_text("title: Y\n", "utf-8")
    last = list_files(root, LISTED_APART)
    assert last.digest() != after.digest() and last.groups["bima"] == after.groups["bima"]


def test_a_time_or_a_number_of_any_size_is_digested(root: Path) -> None:
    once = stats_digest({"members/alya/profile.md": (1, -5, 7, 1 << 63)})
    assert stats_digest({"members/alya/profile.md": (1, -5, 7, (1 << 63) + 1)}) != once


def test_who_asks_for_a_members_files_gets_those_that_are_there_then(root: Path) -> None:
    listing = list_files(root, LISTED_APART)
    before, youngest = listing.groups["alya"], listing.youngest()
    (root / "members/alya/profile.md").write_text("a longer one", "utf-8")
    assert listing.groups["alya"] == before
    assert listing.group("alya")["members/alya/profile.md"][0] == len("a longer one")
    # What was read is what is digested, and it is young.
    again = list_files(root, LISTED_APART)
    assert listing.groups["alya"] == again.groups["alya"] != before
    assert listing.youngest() == again.youngest() > youngest
