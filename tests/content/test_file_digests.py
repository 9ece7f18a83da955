"""Digests of files are believed for as long as the file system says what it said, and never of young files."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiprah.cache.stat_index import YOUNG
from kiprah.cache.state import State
from kiprah.content import file_digests
from kiprah.content.file_digests import FileDigests, FileRow, digest_rows, noted_digests
from kiprah.content.folder import SiteFolder, list_folder
from support.sites import make_site

PATHS = ("profile.md", "site.yml")


def test_one_nanosecond_decides_what_is_young() -> None:
    stat = (1, 10, 1_000, 1)
    assert FileRow(stat, "digest", 1_000 + YOUNG + 1).is_settled
    assert not FileRow(stat, "digest", 1_000 + YOUNG).is_settled and not FileRow(stat, "digest", 0).is_settled


class Reads:
    """A site whose files are digested again and again; counts which of them are opened."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.state, self.opened = make_site(root), State(root / ".kiprah"), list[str]()
        real = SiteFolder.read

        def read(folder: SiteFolder, path: str) -> bytes:
            self.opened.append(path)
            return real(folder, path)

        monkeypatch.setattr(SiteFolder, "read", read)

    def digest(self) -> str:
        self.opened.clear()
        folder, _ = list_folder(self.root / "content")
        self.opened.clear()
        digests = FileDigests(folder, self.state)
        digest = digests.content_digest(PATHS, "")
        digests.save()
        return digest

    def note(self, seen: int) -> None:
        """Note the files as a run does that has read them."""
        folder, _ = list_folder(self.root / "content")
        rows = digest_rows(folder, [(path, file_digests.digest_of(folder.read(path))) for path in PATHS], seen)
        self.state.update("file", rows)


@pytest.fixture
def reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reads:
    return Reads(tmp_path, monkeypatch)


def test_old_files_are_not_opened_and_young_ones_are(reads: Reads, monkeypatch: pytest.MonkeyPatch) -> None:
    first = reads.digest()
    assert sorted(reads.opened) == list(PATHS)
    reads.note(0)
    assert reads.digest() == first and sorted(reads.opened) == list(PATHS), "noted when nobody knew how old they were"
    late = 4 * 10**18
    monkeypatch.setattr(file_digests, "file_system_time", lambda folder: late)
    assert reads.digest() == first and len(reads.opened) == 2
    assert reads.digest() == first and reads.opened == [], "noted again, now that they are old"
    (reads.root / "content/profile.md").touch()
    assert reads.digest() == first and reads.opened == ["profile.md"], "touched, with the same bytes"
    assert reads.digest() == first and reads.opened == []
    (reads.root / "content/profile.md").write_text("---\nname: Bima\n---\n", "utf-8")
    assert reads.digest() != first and reads.opened == ["profile.md"]


def test_a_damaged_row_is_no_row(reads: Reads) -> None:
    first = reads.digest()
    reads.note(4 * 10**18)
    reads.state.update("file", {"profile.md": b"\xc1"})
    assert reads.digest() == first and reads.opened == ["profile.md"]
    assert [path for path, _ in noted_digests(reads.state)] == ["site.yml"]


def test_a_file_that_cannot_be_read_counts_as_such(reads: Reads) -> None:
    folder, _ = list_folder(reads.root / "content")
    first = FileDigests(folder, reads.state).content_digest(PATHS, "")
    (reads.root / "content/profile.md").unlink()
    gone = FileDigests(folder, reads.state).content_digest(PATHS, "")
    assert gone != first and gone != FileDigests(folder, reads.state).content_digest(("site.yml",), "")
