"""What strangers send is read within bounds, and what no honest archive holds is refused as a whole."""

from __future__ import annotations

import io
import os
import struct
import sys
import time
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kiprah.authoring.archives.archive import ARCHIVE_LIMITS, Archive, ArchiveLimits, open_archive
from kiprah.authoring.refusal import Refusal
from kiprah.catalog import words
from support.zips import directory_row, entry_named, stored, with_number, with_size, zip_of, zipped

HONEST = {"alya/profile.md": "---\nname: Alya\n---\n", "alya/activities/2026-05-01-hari/foto.jpg": b"\xff\xd8" * 9}
LINK = 0o120777 << 16
PIPE = 0o010644 << 16
CHAR_DEVICE = 0o020644 << 16
FOLDER_LINK_ON_WINDOWS = 0x400


def opened(tmp_path: Path, data: bytes, limits: ArchiveLimits = ARCHIVE_LIMITS) -> Archive | Refusal:
    path = tmp_path / "kiriman.zip"
    path.write_bytes(data)
    return open_archive(path, limits)


def refused(answer: Archive | Refusal) -> str:
    assert isinstance(answer, Refusal), answer.files
    for language in ("en", "id"):
        catalogue = words(language, answer.domain)
        assert catalogue.say(answer.key, **answer.values)
        if catalogue.has(f"{answer.key}.hint"):
            assert catalogue.say(f"{answer.key}.hint", **answer.values)
    return answer.key.removeprefix("archive-")


def files_in(answer: Archive | Refusal) -> dict[str, bytes]:
    assert isinstance(answer, Archive), answer
    with answer as archive:
        contents = {path: archive.read(path) for path in archive.files}
    assert not [one for one in contents.values() if isinstance(one, Refusal)], contents
    return contents  # type: ignore[return-value]


def left_out(answer: Archive | Refusal) -> dict[str, str]:
    assert isinstance(answer, Archive), answer
    answer.__exit__(None, None, None)
    for one in answer.left_out:
        for language in ("en", "id"):
            assert words(language, "members").say(f"left.{one.reason}", detail=one.detail)
    return {one.path: one.reason for one in answer.left_out}


def test_an_honest_zip_and_folder_say_the_same(tmp_path: Path) -> None:
    expected = {path: content if isinstance(content, bytes) else content.encode() for path, content in HONEST.items()}
    for data in (zipped(HONEST), stored(HONEST)):
        assert files_in(opened(tmp_path, data)) == dict(sorted(expected.items()))
    folder = tmp_path / "folder"
    for path, content in expected.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    assert files_in(open_archive(folder)) == dict(sorted(expected.items()))


@pytest.mark.parametrize(
    "name",
    [
        "../luar.md",
        "alya/../../luar.md",
        "alya/..",
        "..\\luar.md",
        "alya\\..\\..\\luar.md",
        "/etc/passwd",
        "\\\\server\\share\\luar.md",
        "//server/luar.md",
        "C:\\Windows\\luar.md",
        "c:luar.md",
        "../",
        "/tmp/",
    ],
)
def test_a_path_that_leads_out_refuses_all(name: str, tmp_path: Path) -> None:
    data = zip_of([(entry_named("alya/profile.md"), "x"), (entry_named(name), "" if name.endswith("/") else "jahat")])
    assert refused(opened(tmp_path, data)) == "outside"


def test_a_name_that_is_cut_off_at_a_zero_refuses_all(tmp_path: Path) -> None:
    data = stored({"alya/foto.jpg?.html": "x"}).replace(b"foto.jpg?", b"foto.jpg\0")
    assert refused(opened(tmp_path, data)) == "nul"


@pytest.mark.parametrize(
    ("mode", "system", "key"),
    [
        (LINK, 3, "link"),
        (LINK, 0, "link"),
        (PIPE, 3, "device"),
        (CHAR_DEVICE, 3, "device"),
        (0o060644 << 16, 3, "device"),
        (0o140644 << 16, 3, "device"),
        (FOLDER_LINK_ON_WINDOWS, 0, "link"),
        (FOLDER_LINK_ON_WINDOWS, 10, "link"),
    ],
)
def test_links_and_devices_refuse_all(mode: int, system: int, key: str, tmp_path: Path) -> None:
    data = zip_of([(entry_named("alya/profile.md"), "x"), (entry_named("alya/kunci", mode, system), "/etc/passwd")])
    assert refused(opened(tmp_path, data)) == key
    data = zip_of([(entry_named("alya/", mode, system), "/etc"), (entry_named("alya/profile.md"), "x")])
    assert refused(opened(tmp_path, data)) == key


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a/x.md", "a/x.md"),
        ("a/x.md", "a/X.md"),
        ("A/x.md", "a/x.md"),
        (unicodedata.normalize("NFC", "a/é.md"), unicodedata.normalize("NFD", "a/é.md")),
        ("a/straße.md", "a/STRASSE.md"),
        ("a/x.md", "a//x.md"),
        ("a/x.md", "./a/x.md"),
        ("a/x.md", "a\\x.md"),
        ("a/x", "a/x/y.md"),
        ("a/X/y.md", "a/x"),
    ],
)
def test_two_files_of_one_name_refuse_all(first: str, second: str, tmp_path: Path) -> None:
    data = zip_of([(entry_named(first), "satu"), (entry_named(second), "dua")])
    assert refused(opened(tmp_path, data)) == "twice"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (".env", "hidden"),
        ("alya/.git/config", "hidden"),
        ("alya/id_rsa", "hidden"),
        ("alya/profile.md~", "hidden"),
        ("__MACOSX/alya/foto.jpg", "system"),
        ("alya/con.md", "name"),
        ("alya/AUX", "name"),
        ("alya/a:b.md", "name"),
        ("alya/a?.md", "name"),
        ("alya/ a.md", "name"),
        ("alya/a.", "name"),
        ("alya/a.md ", "name"),
        ("alya/\u202egpj.md", "name"),
        ("alya/a\u200bb.md", "name"),
        ("alya/a\nb.md", "name"),
        ("alya/\x1b[2J.md", "name"),
        (f"alya/{'a' * 130}.md", "name"),
        ("a/" * 9 + "x.md", "deep"),
        ("_headers", "name"),
    ],
)
def test_what_does_not_belong_here_is_left_out_and_said(name: str, reason: str, tmp_path: Path) -> None:
    answer = opened(tmp_path, zip_of([(entry_named("alya/profile.md"), "x"), (entry_named(name), "y")]))
    assert list(files_in(answer)) == ["alya/profile.md"]
    assert list(left_out(answer).values()) == [reason]


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06", b"Rar!\x1a\x07\0" * 20, b"\x1f\x8b" * 400, b"\0" * 5000])
def test_what_is_no_zip_is_refused(data: bytes, tmp_path: Path) -> None:
    assert refused(opened(tmp_path, data)) == "not-zip"


def test_a_zip_cut_short_anywhere_never_gives_half(tmp_path: Path) -> None:
    whole = zipped(HONEST)
    assert len(whole) > 200
    for end in range(0, len(whole), 7):
        answer = opened(tmp_path, whole[:end])
        if isinstance(answer, Archive):
            answer.__exit__(None, None, None)
        assert refused(answer) in ("not-zip", "damaged", "too-many")


def test_a_zip_with_any_byte_changed_gives_the_bytes_it_promised_or_none(tmp_path: Path) -> None:
    whole = zipped({"a.md": "isi yang sama " * 9, "b.md": "lain"})
    expected = {"a.md": b"isi yang sama " * 9, "b.md": b"lain"}
    assert files_in(opened(tmp_path, whole)) == expected
    given = []
    for at in range(len(whole)):
        answer = opened(tmp_path, whole[:at] + bytes([whole[at] ^ 0x41]) + whole[at + 1 :])
        if isinstance(answer, Refusal):
            assert refused(answer)
            continue
        with answer as archive:
            for path in archive.files:
                content = archive.read(path)
                if not isinstance(content, Refusal):
                    given.append(content)
    assert len(given) > len(whole) // 4 and set(given) == set(expected.values())


def test_a_password_is_said(tmp_path: Path) -> None:
    data = stored({"a.md": "rahasia"})
    row = directory_row(data, "a.md")
    for flag in (0x1, 0x41, 0x2001):
        assert refused(opened(tmp_path, with_number(data, row + 8, flag, "<H"))) == "locked"


@pytest.mark.slow
def test_a_bomb_is_refused_before_a_byte_of_it_is_unpacked(tmp_path: Path) -> None:
    bomb = zipped({"alya/profile.md": "x", "alya/nol.jpg": bytes(300_000_000)})
    assert len(bomb) < 400_000
    path = tmp_path / "bom.zip"
    path.write_bytes(bomb)
    del bomb
    tracemalloc.start()
    answer = open_archive(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused(answer) == "bomb" and peak < 5_000_000


def test_many_small_bombs_are_one(tmp_path: Path) -> None:
    limits = ArchiveLimits(megabytes=1)
    files = {f"{number}.jpg": bytes(900_000) for number in range(3)}
    assert refused(opened(tmp_path, zipped(files), limits)) == "too-large"
    noise = {f"{number}.jpg": os.urandom(400_000) for number in range(3)}
    assert refused(opened(tmp_path, zipped(noise), limits)) == "too-large"


def test_files_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    """As in bombs that pack one core under a thousand names."""
    data = stored({"a.md": "satu", "b.md": "satu"})
    row = directory_row(data, "b.md")
    assert refused(opened(tmp_path, with_number(data, row + 42, 0))) == "damaged"


def test_a_file_behind_the_end_is_refused(tmp_path: Path) -> None:
    data = stored({"a.md": "satu"})
    row = directory_row(data, "a.md")
    assert refused(opened(tmp_path, with_number(data, row + 42, 0x7FFFFFFF))) in ("damaged", "not-zip")


@pytest.mark.parametrize("size", [0, 3, 5, 900_000])
def test_a_size_that_is_a_lie_gives_nothing(size: int, tmp_path: Path) -> None:
    for data in (zipped({"a.md": "satu"}), stored({"a.md": "satu"})):
        answer = opened(tmp_path, with_size(data, "a.md", size))
        if isinstance(answer, Archive):
            with answer as archive:
                assert refused(archive.read("a.md") if "a.md" in archive.files else answer) == "damaged"


def test_one_name_in_the_directory_and_another_before_the_file_gives_nothing(tmp_path: Path) -> None:
    data = stored({"a.md": "satu"}).replace(b"a.md", b"b.md", 1)
    answer = opened(tmp_path, data)
    assert isinstance(answer, Archive)
    with answer as archive:
        assert refused(archive.read("a.md")) == "damaged"


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_packing_that_may_ask_for_gigabytes_is_not_read(method: int, tmp_path: Path) -> None:
    data = zip_of([(entry_named("a.md"), "satu"), (entry_named("b.md"), "dua")], method)
    assert left_out(opened(tmp_path, data)) == {"a.md": "packed", "b.md": "packed"}


def test_a_zip_in_a_zip_is_a_file_like_any_other(tmp_path: Path) -> None:
    inner = zipped({"../luar.md": "jahat"})
    assert files_in(opened(tmp_path, zipped({"dalam.zip": inner}))) == {"dalam.zip": inner}


def test_too_many_files_are_refused_before_their_names_are_kept(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as container:
        for number in range(3_000):
            container.writestr(f"{number:0100}.md", b"")
    begun = time.perf_counter()
    assert refused(opened(tmp_path, target.getvalue(), ArchiveLimits(files=100))) == "too-many"
    assert refused(opened(tmp_path, target.getvalue(), ArchiveLimits(files=2_999))) == "too-many"
    assert time.perf_counter() - begun < 2


@pytest.mark.slow
def test_a_hundred_thousand_files_cost_neither_time_nor_memory(tmp_path: Path) -> None:
    path = tmp_path / "banyak.zip"
    with zipfile.ZipFile(path, "w") as container:
        for number in range(100_000):
            container.writestr(f"activities/{number}.md", b"")
    begun = time.perf_counter()
    tracemalloc.start()
    answer = open_archive(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused(answer) == "too-many"
    assert peak < 60_000_000 and time.perf_counter() - begun < 10


def test_a_directory_that_says_it_is_huge_is_not_believed(tmp_path: Path) -> None:
    data = stored({"a.md": "satu"})
    end = data.rindex(b"PK\x05\x06")
    for size in (0xFFFFFF, 0xFFFFFFF0, 0xFFFFFFFF):
        assert refused(opened(tmp_path, with_number(data, end + 12, size))) in ("not-zip", "too-many")
    # 64 bits as well.
    far = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 1 << 60, 0)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(data), 1)
    assert refused(opened(tmp_path, data[:end] + far + locator + data[end:])) in ("not-zip", "too-many")


def test_large_files_are_left_out_and_the_rest_is_taken(tmp_path: Path) -> None:
    data = zipped({"klip.mov": os.urandom(1_100_000), "a.md": "satu"})
    answer = opened(tmp_path, data, ArchiveLimits(megabytes_each=1))
    assert files_in(answer) == {"a.md": b"satu"} and left_out(answer) == {"klip.mov": "large"}


def test_what_stands_nowhere_or_cannot_be_read_is_said(tmp_path: Path) -> None:
    assert refused(open_archive(tmp_path / "tiada.zip")) == "none"
    assert refused(open_archive(Path("a\0b"))) == "none"
    assert refused(open_archive(tmp_path / ("x" * 300))) == "unreadable"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of Unix")
class TestOfFolders:
    """A folder on the moderator's disk: nothing is followed, and nothing hangs."""

    def test_links_pipes_and_hidden_files_are_left_out(self, tmp_path: Path) -> None:
        (tmp_path / "rahasia.md").write_text("rahasia", "utf-8")
        folder = tmp_path / "alya"
        (folder / ".git").mkdir(parents=True)
        (folder / ".git" / "config").write_text("x", "utf-8")
        (folder / "profile.md").write_text("x", "utf-8")
        (folder / "tautan.md").symlink_to(tmp_path / "rahasia.md")
        (folder / "naik").symlink_to(tmp_path)
        (folder / "putar").symlink_to(folder)
        os.mkfifo(folder / "pipa.md")
        answer = open_archive(folder)
        assert left_out(answer) == {
            ".git": "hidden",
            "naik": "link",
            "pipa.md": "device",
            "putar": "link",
            "tautan.md": "link",
        }
        assert files_in(answer) == {"profile.md": b"x"}

    def test_a_pipe_is_no_archive_and_does_not_hang(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipa.zip")
        assert refused(open_archive(tmp_path / "pipa.zip")) == "none"
        assert refused(open_archive(Path("/dev/zero"))) == "none"

    def test_a_link_that_takes_a_files_place_is_not_followed(self, tmp_path: Path) -> None:
        (tmp_path / "rahasia.md").write_text("1", "utf-8")
        folder = tmp_path / "alya"
        folder.mkdir()
        (folder / "profile.md").write_text("x", "utf-8")
        answer = open_archive(folder)
        assert isinstance(answer, Archive)
        (folder / "profile.md").unlink()
        (folder / "profile.md").symlink_to(tmp_path / "rahasia.md")
        assert refused(answer.read("profile.md")) == "damaged"

    def test_a_file_that_grows_meanwhile_gives_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "a.md").write_text("satu", "utf-8")
        answer = open_archive(tmp_path)
        assert isinstance(answer, Archive)
        (tmp_path / "a.md").write_text("satu dua", "utf-8")
        assert refused(answer.read("a.md")) == "damaged"

    def test_a_folder_of_too_many_files_is_not_listed_to_its_end(self, tmp_path: Path) -> None:
        for number in range(60):
            (tmp_path / f"{number}.md").write_bytes(b"")
        assert refused(open_archive(tmp_path, ArchiveLimits(files=10))) == "too-many"

    def test_names_that_are_not_utf8_are_left_out(self, tmp_path: Path) -> None:
        make: Callable[..., int] = os.open
        try:
            os.close(make(os.fsencode(tmp_path) + b"/a\xff.md", os.O_CREAT | os.O_WRONLY))
        except OSError:
            pytest.skip("this file system takes UTF-8 only")
        assert list(left_out(open_archive(tmp_path)).values()) == ["name"]
