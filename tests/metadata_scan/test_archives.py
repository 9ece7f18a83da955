"""Archives hide nothing: not beside their members, not between them, and not by being too large, locked or torn."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from kiprah.metadata_scan import UNSEEN, kind_of_trace
from kiprah.metadata_scan.unpacking import Unpacking
from kiprah.metadata_scan.zip_file import traces_in_zip
from support.examples import examples
from support.office_files import docx
from support.traces import traces_in
from support.zips import directory_row, entry_named, stored, with_number, with_size, zip_of, zipped

SCANNED = Path(__file__).parents[1] / "data" / "scanned"
SHAPES = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>'


def with_comment() -> bytes:
    target = BytesIO()
    Image.new("RGB", (8, 8)).save(target, "JPEG", comment=b"difoto Sari")
    return target.getvalue()


FILES: dict[str, str | bytes] = {"a.txt": "Halo", "foto/b.svg": SHAPES}


def traces(data: bytes, path: str = "static/a.zip") -> set[str]:
    return traces_in(data, path)


@pytest.mark.parametrize("name", ["infozip.zip", "stream.zip", "folder.zip"])
def test_what_info_zip_packs_is_whole(name: str) -> None:
    """Its days, numbers of accounts, and sizes behind the members."""
    assert traces((SCANNED / name).read_bytes()) == set()


def test_each_member_is_looked_at_as_what_it_is() -> None:
    files = {**FILES, "foto/c.jpg": with_comment(), "d.jpg": with_comment(), "e.svg": "<svg><metadata/></svg>"}
    assert traces(zipped(files)) == {"comment (foto/c.jpg)", "metadata (e.svg)"}
    assert traces(stored(files)) == {"comment (foto/c.jpg)", "metadata (e.svg)"}
    assert traces(zipped(FILES)) == traces(stored(FILES)) == traces(zipped({})) == set()
    assert traces(zipped({"g.rar": b"Rar!\x1a\x07\0"})) == {"RAR (g.rar)"}
    assert traces(zipped({"bukan.jpg": "Sari"})) == {"damaged (bukan.jpg)"}
    mac = {"__MACOSX/._a.jpg": b"\0\5\x16\7\0\2\0\0", ".DS_Store": b"\0\0\0\1Bud1"}
    assert traces(zipped(mac)) == {"Mac attributes (__MACOSX/._a.jpg)", "Mac folder notes (.DS_Store)"}


def test_names_of_members_are_told_in_letters() -> None:
    (found,) = traces(zipped({"\x1b[31m/" + "x" * 90 + ".jpg": with_comment()}))
    assert found.isprintable() and len(found) < 80


def test_what_stands_beside_the_members_is_named() -> None:
    data = stored(FILES)
    directory = data.index(b"PK\1\2")
    assert traces(data + b"Sari") == {"trailing bytes"}
    assert traces(b"PK\3\4" + data) == {"leading bytes"}
    between = data[:directory] + b"Sari" + data[directory:]
    moved = with_number(between, between.rindex(b"PK\5\6") + 16, directory + 4)
    assert traces(moved) == {"leftovers"}
    with zipfile.ZipFile(target := BytesIO(), "w") as container:
        container.comment = b"dari Sari"
        container.writestr("a.txt", "Halo")
    assert traces(target.getvalue()) == {"comment"}
    noted = entry_named("a.txt")
    noted.comment = b"dari Sari"
    assert traces(zip_of([(noted, "Halo")])) == {"comment"}
    for extra, named in (
        (b"\x11\x99\4\0Sari", {"extra field"}),
        (b"\x55\x54\5\0\3abcd", set()),
        (b"Sari", {"damaged"}),
    ):
        entry = entry_named("a.txt")
        entry.extra = extra
        assert traces(zip_of([(entry, "Halo")])) == named
    folder = entry_named("foto/")
    assert traces(zip_of([(folder, b"")])) == set()
    assert traces(zip_of([(folder, b"Sari")])) == {"leftovers (foto/)"}


def test_a_member_that_was_taken_out_of_the_list_is_a_leftover() -> None:
    data = stored({"a.txt": "Halo", "rahasia.txt": "Sari Wulandari"})
    row, end = directory_row(data, "rahasia.txt"), data.rindex(b"PK\5\6")
    short = data[:row] + data[end:]
    at = short.rindex(b"PK\5\6")
    short = with_number(with_number(short, at + 8, 1, "<H"), at + 10, 1, "<H")
    assert traces(with_number(short, at + 12, row - data.index(b"PK\1\2"))) == {"leftovers"}


def test_a_zip_within_a_zip_is_read_and_none_below_it() -> None:
    inner = zipped({"c.jpg": with_comment()})
    assert traces(zipped({"b.zip": inner})) == {"comment (b.zip)"}
    assert traces(zipped({"a.zip": zipped({"b.zip": zipped(FILES)})})) == {"nested archive (a.zip)"}
    assert traces(gzip.compress(zipped({"b.zip": inner})), "static/a.gz") == {"nested archive (b.zip)"}


def test_what_cannot_be_seen_is_said_to_be_so() -> None:
    data = zipped({"a.txt": "Halo" * 100, "b.txt": "Sari"})
    row = directory_row(data, "a.txt")
    assert traces(with_number(data, row + 8, 1, "<H")) == {"encryption"}
    assert traces(with_number(data, row + 10, 9, "<H")) == {"unknown packing"}
    assert traces(with_size(data, "b.txt", 3)) == traces(with_size(data, "b.txt", 5)) == {"damaged (b.txt)"}
    assert traces(with_number(data, row + 42, 7)) == {"damaged"}
    assert traces(with_number(data, row + 16, 0)) == {"damaged (a.txt)"}
    for at in (1, 30, len(data) // 2, len(data) - 23, len(data) - 1):
        assert traces(data[:at]) == {"damaged"}, at
    assert traces(b"") == traces(b"Sari") == {"damaged"}


def test_bombs_are_not_unpacked() -> None:
    assert traces(zipped({"a.txt": bytes(11_000_000)})) == {"too large"}
    honest = zipped({"a.txt": bytes(200_000), "b.txt": bytes(200_000)})
    assert traces(honest) == set()
    assert traces_in_zip(honest, Unpacking(most_bytes=399_999)) == ("too large",)
    assert traces_in_zip(zipped({"b.zip": honest}), Unpacking(most_bytes=399_999)) == ("too large (b.zip)",)
    many = zipped({f"{n}.txt": "" for n in range(12)})
    assert traces_in_zip(many, Unpacking(most_members=11)) == ("too many files",)
    assert traces_in_zip(docx(body="<w:r/>" * 99), Unpacking(most_elements=99)) == ("too large",)
    # The same bytes as several files: each is unpacked from where the first stands.
    data = zipped({"a.txt": "Halo", "b.txt": "Halo"})
    place = struct.unpack_from("<I", data, directory_row(data, "a.txt") + 42)[0]
    assert "damaged" in {kind_of_trace(t) for t in traces(with_number(data, directory_row(data, "b.txt") + 42, place))}


def test_a_packed_drawing_is_a_drawing() -> None:
    assert traces(gzip.compress(SHAPES), "static/a.svgz") == set()
    assert traces(gzip.compress(SHAPES.replace(b"path", b"metadata")), "static/a.svgz") == {"metadata"}
    assert traces(gzip.compress(SHAPES)[:-9], "static/a.svgz") == traces(SHAPES, "static/a.svgz") == {"damaged"}
    assert traces(gzip.compress(b"Sari"), "static/a.svgz") == {"damaged"}
    assert traces(gzip.compress(SHAPES) + b"Sari", "static/a.svgz") == {"trailing bytes"}
    assert traces(gzip.compress(SHAPES[:20]) + gzip.compress(SHAPES[20:]), "static/a.svgz") == set()
    noted = bytearray(gzip.compress(SHAPES))
    noted[3:4], noted[10:10] = b"\x10", b"dari Sari\0"
    assert traces(bytes(noted), "static/a.svgz") == {"comment"}
    assert traces(gzip.compress(b"Halo"), "static/data.txt.gz") == set()
    assert traces(gzip.compress(with_comment()), "static/foto.jpg.gz") == {"comment"}
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    assert traces(target.getvalue(), "static/a.tar.gz") == traces(target.getvalue(), "static/a.tgz") == {"tar"}


@pytest.mark.slow
def test_a_gzip_that_unpacks_without_end_is_named() -> None:
    packer = zlib.compressobj(wbits=31)
    bomb = b"".join([*(packer.compress(bytes(10_000_000)) for _ in range(21)), packer.flush()])
    assert traces(bomb, "static/a.svgz") == {"too large"}
    assert traces(gzip.compress(b"a") * 65, "static/a.gz") == {"too many files"}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "OLE"),
        (b"{\\rtf1 {\\info{\\author Sari}}}", "RTF"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "7z"),
        (b"%!PS-Adobe-3.0\n%%For: Sari", "PostScript"),
        (b"RIFF\0\0\0\0AVI LIST", "AVI"),
        (b"BZh91AY&SY", "bzip2"),
        (b"II*\0", "TIFF"),
    ],
)
def test_kinds_that_nobody_here_reads_are_named(data: bytes, name: str) -> None:
    assert traces(data, "static/apa-saja") == {name} <= UNSEEN


@hypothesis_settings(max_examples=examples(300), deadline=None)
@given(st.sampled_from([b"PK\3\4", b"PK\5\6", b"\x1f\x8b\x08", b"\x1f\x8b\x08\x1c"]), st.binary(max_size=300))
def test_random_bytes_behind_a_head_never_raise(head: bytes, rest: bytes) -> None:
    assert all(traces(head + rest))


@hypothesis_settings(max_examples=examples(300), deadline=None)
@given(st.data())
def test_a_document_with_other_bytes_never_raises(data: st.DataObject) -> None:
    changed = bytearray(DOCUMENT)
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(changed)))
    cut = bytes(changed[:end]) if data.draw(st.booleans()) else bytes(changed)
    assert all(traces(cut))


DOCUMENT = docx({"a.jpg": with_comment(), "b.svg": SHAPES})
