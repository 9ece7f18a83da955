from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from kiprah.cache.blobs import CheckedBytes, with_digest
from kiprah.cache.digests import key_of
from kiprah.cache.manifest import Manifest, read_manifest, write_manifest, write_pending
from kiprah.cache.state import State
from kiprah.publish.file_moves import FolderRefused, OneByOne
from kiprah.publish.site_identity import SiteIdentity
from kiprah.publish.staging import sweep
from kiprah.publish.writer import foreign, guard, is_in_place, publish, unpublish


class Place:
    """An output folder with its record, published into again and again."""

    def __init__(self, root: Path) -> None:
        self.output, self.cache = root / "public", root / ".kiprah"
        self.state = State(self.cache)

    def manifest(self) -> Manifest | None:
        return read_manifest(self.state, self.output)

    def publish(self, files: dict[str, bytes]):
        wanted = {path: key_of(path, content.hex()) for path, content in files.items()}
        record = self.manifest()

        def keep(known):
            write_pending(self.state, self.output, known)

        in_place = {path for path, key in wanted.items() if is_in_place(self.output, path, key, record)}
        outcome, published = publish(
            self.output,
            self.cache / "staging",
            wanted,
            OneByOne(lambda path: with_digest(files[path])),
            record,
            in_place,
            keep,
        )
        write_manifest(self.state, self.output, {"": published})
        return outcome

    def tree(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.output).as_posix(): path.read_bytes()
            for path in self.output.rglob("*")
            if path.is_file()
        }


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_the_folder_equals_the_list_and_foreign_files_stay(place: Place) -> None:
    place.publish({"index.html": b"a", "x/index.html": b"b", "x/y/z.jpg": b"c"})
    (place.output / "x" / "mine.txt").write_bytes(b"keep")
    outcome = place.publish({"index.html": b"a2", "new/index.html": b"d"})
    assert place.tree() == {"index.html": b"a2", "new/index.html": b"d", "x/mine.txt": b"keep"}
    assert (outcome.written, outcome.removed) == (2, 2)
    assert not (place.output / "x" / "y").exists()


def test_a_second_time_writes_nothing(place: Place) -> None:
    files = {"index.html": b"a", "x/index.html": b"b"}
    place.publish(files)
    before = {p: p.stat().st_mtime_ns for p in place.output.rglob("*")}
    outcome = place.publish(files)
    assert (outcome.written, outcome.unchanged, outcome.removed) == (0, 2, 0)
    assert {p: p.stat().st_mtime_ns for p in place.output.rglob("*")} == before


def test_what_somebody_changed_is_mended(place: Place) -> None:
    files = {"index.html": b"good", "x/index.html": b"b"}
    place.publish(files)
    target = place.output / "index.html"
    stamp = target.stat()
    target.write_bytes(b"evil")
    os.utime(target, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    (place.output / "x" / "index.html").unlink()
    place.publish(files)
    assert place.tree() == files


def test_modes_do_not_follow_the_umask(place: Place) -> None:
    old = os.umask(0o077)
    try:
        place.publish({"x/index.html": b"b"})
    finally:
        os.umask(old)
    assert (place.output / "x" / "index.html").stat().st_mode & 0o777 == 0o644
    assert (place.output / "x").stat().st_mode & 0o777 == 0o755


def test_nothing_is_replaced_before_everything_is_written_aside(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.publish({"a.html": b"old", "b.html": b"old"})

    def content(path: str) -> CheckedBytes:
        if path == "b.html":
            raise OSError(28, "No space left on device")
        return with_digest(b"new")

    record = place.manifest()
    with pytest.raises(OSError, match="No space"):
        publish(
            place.output,
            place.cache / "staging",
            {"a.html": "1", "b.html": "2"},
            OneByOne(content),
            record,
            (),
            lambda _: None,
        )
    assert place.tree() == {"a.html": b"old", "b.html": b"old"}
    assert list((place.cache / "staging").iterdir()) == []


def test_a_killed_build_leaves_nothing_unknown(place: Place) -> None:
    place.publish({"a.html": b"old"})
    record = place.manifest()
    kept: dict[str, object] = {}

    class Killed(BaseException):
        pass

    def keep(files) -> None:
        kept.update(files)
        write_pending(place.state, place.output, files)

    original = Path.replace
    moved: list[str] = []

    def replace(self: Path, target):
        if str(target).endswith(".html") and moved:
            raise Killed
        moved.append(str(target))
        return original(self, target)

    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        patch.setattr("kiprah.publish.file_moves._replace", lambda source, target: replace(Path(source), target))
        wanted = {"b.html": "1", "c.html": "2"}
        publish(
            place.output, place.cache / "staging", wanted, OneByOne(lambda p: with_digest(b"new")), record, (), keep
        )
    assert set(kept) == {"b.html", "c.html"}
    known = place.manifest()
    assert known is not None and set(known.files) == {"a.html", "b.html", "c.html"}
    place.publish({"d.html": b"now"})
    assert place.tree() == {"d.html": b"now"}


def test_files_of_others_in_places_we_need_are_named(place: Place) -> None:
    place.output.mkdir()
    (place.output / "index.html").write_bytes(b"somebody's")
    assert foreign(place.output, ["index.html", "x/index.html"], None, lambda: None) == ("index.html",)
    place2 = Manifest({}, 0)
    assert foreign(place.output, ["index.html"], place2, lambda: None) == ("index.html",)


@pytest.mark.parametrize(
    ("stands", "wanted", "ours"),
    [
        (("https://a.example/", "Jejak"), ("https://a.example/", "Catatan"), True),
        (("https://a.example/", "Jejak"), ("https://b.example/", "Jejak"), False),
        (("https://a.example/", "Jejak"), ("", "Jejak"), False),
        (("", "Jejak"), ("", "Jejak"), True),
        (("", "Jejak Alya"), ("", "Jejak Bima"), False),
        (("", ""), ("", ""), False),
    ],
)
@pytest.mark.parametrize("name", ["portfolio.json", "community.json"])
def test_a_lost_record_is_forgiven_where_the_folder_is_ours(
    place: Place, name: str, stands: tuple[str, str], wanted: tuple[str, str], ours: bool
) -> None:
    place.output.mkdir()
    (place.output / "index.html").write_bytes(b"old page")
    site = {key: value for key, value in zip(("url", "title"), stands, strict=True) if value}
    (place.output / name).write_text(json.dumps({"generator": {"name": "kiprah"}, "site": site}))
    assert (foreign(place.output, ["index.html"], None, lambda: SiteIdentity(*wanted)) == ()) == ours
    (place.output / name).write_text(json.dumps({"generator": {"name": "other"}, "site": site}))
    assert foreign(place.output, ["index.html"], None, lambda: SiteIdentity(*wanted)) == ("index.html",)


@pytest.mark.parametrize(
    ("output", "code"),
    [
        ("content", "output-holds-content"),
        (".", "output-holds-content"),
        ("content/activities/out", "output-in-content"),
        ("content/static", "output-in-content"),
        (".kiprah", "output-holds-cache"),
        (".kiprah/store", "output-in-cache"),
        ("file", "output-not-folder"),
        ("link", "output-link"),
    ],
)
def test_dangerous_output_folders_are_refused(tmp_path: Path, output: str, code: str) -> None:
    (tmp_path / "content" / "static").mkdir(parents=True)
    (tmp_path / ".kiprah").mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FolderRefused) as refused:
        guard(tmp_path / output, tmp_path / "content", tmp_path / ".kiprah")
    assert refused.value.code == code


def test_usual_output_folders_are_fine(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    for output in ("public", "content/public", ".kiprah/preview"):
        guard(tmp_path / output, tmp_path / "content", tmp_path / ".kiprah")
    assert [path.name for path in tmp_path.iterdir()] == ["content"], "asking makes no folder"


def test_nothing_is_written_through_a_link_inside_the_output(place: Place, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    place.output.mkdir()
    (place.output / "x").symlink_to(outside)
    with pytest.raises(FolderRefused) as refused:
        place.publish({"x/index.html": b"b"})
    assert refused.value.code == "output-in-the-way"
    assert list(outside.iterdir()) == []


def test_unpublishing_removes_ours_alone(place: Place) -> None:
    place.publish({"index.html": b"a", "x/index.html": b"b"})
    (place.output / "x" / "mine.txt").write_bytes(b"keep")
    assert unpublish(place.output, place.manifest()) == 2
    assert place.tree() == {"x/mine.txt": b"keep"}


def test_sweeping_takes_only_our_leftovers(place: Place) -> None:
    place.output.mkdir(parents=True)
    (place.output / ".kiprah-123-0.new").write_bytes(b"half")
    (place.output / ".other").write_bytes(b"keep")
    sweep(place.cache / "staging", place.output)
    assert place.tree() == {".other": b"keep"}


def test_in_place_needs_the_same_key(place: Place) -> None:
    place.publish({"index.html": b"a"})
    record = place.manifest()
    assert not is_in_place(place.output, "index.html", "another", record)
