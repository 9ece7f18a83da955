"""A PDF that does not end as one is named, with what its torn leaves still say; sound ones of all kinds pass."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from kiprah.metadata_scan import traces_of_metadata
from kiprah.sanitize.pdf import clean_pdf
from support.pdf_files import HEAD, WAYS, with_packed_objects, with_table

INFORMATION = b"<< /Author (Sari Wulandari) /CreationDate (D:20260502101500+07'00') >>"
BOOKMARK = b"<< /Title (Satu \\(1\\) << dua) /Parent 9 0 R /Dest [3 0 R /Fit] /A << /S /GoTo /D (x) >> >>"


def traces(data: bytes) -> set[str]:
    return set(traces_of_metadata("surat.pdf", data))


def by_pypdf(*, incremental: bool = False) -> bytes:
    """Write with pypdf, without what it says of itself; as a second revision where asked."""
    writer = PdfWriter(BytesIO(with_table()), incremental=True) if incremental else PdfWriter()
    writer.add_blank_page(20, 20)
    writer.metadata = None
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def with_contents() -> bytes:
    """Write with pypdf, with bookmarks below bookmarks."""
    writer = PdfWriter(BytesIO(by_pypdf()))
    writer.metadata = None
    above = writer.add_outline_item(title="Bab (satu)", page_number=0)
    for number in range(30):
        writer.add_outline_item(title=f"Bagian << {number}", page_number=0, parent=above)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


SOUND = {
    **{way: write(b"<< /Type /Font >>", BOOKMARK) for way, write in WAYS.items()},
    "pypdf": by_pypdf(),
    "pypdf, updated": by_pypdf(incremental=True),
    "pypdf, bookmarks": with_contents(),
    "cleaned": clean_pdf(by_pypdf()),
    "no line at the end": with_table().rstrip(),
    "blanks at the end": with_table() + b"\r\n \0\0",
    "returns": with_table().replace(b"startxref\n", b"startxref\r\n").replace(b"\n%%EOF\n", b"\r\n%%EOF\r\n"),
    "a mark in front": b"\xef\xbb\xbf" + with_table(),
    "blanks in front": b"\r\n" + with_table(),
    "a link": with_table(b"<< /A << /S /URI /URI (https://a.example/Author/Title/Producer) >> >>"),
    "a font of that name": with_table(b"<< /Font << /Sub 3 0 R >> /Name /Author /Creator /Producer >>"),
}


@pytest.mark.parametrize("kind", SOUND)
def test_sound_documents_of_all_kinds_pass(kind: str) -> None:
    assert PdfReader(BytesIO(SOUND[kind].lstrip())).pages
    assert traces(SOUND[kind]) == set()


@pytest.mark.parametrize("way", WAYS)
def test_what_is_cut_short_is_damaged_wherever_it_is_cut(way: str) -> None:
    whole = WAYS[way](INFORMATION)
    said = {"information"}
    assert traces(whole) == said
    # All but the last sign and what follows it; a revision that is whole is a document.
    ends = {at for at in range(len(whole)) if whole[:at].rstrip().endswith(b"%%EOF")}
    for at in range(0, len(whole), 3):
        if at not in ends or way == "linearized":
            named = traces(whole[:at])
            assert at >= len(whole) - 1 or named & {"damaged", "trailing bytes"}, at
            assert way == "packed" or at < whole.index(b"/Creat") or "information" in named, at


def test_what_was_published_once_is_not() -> None:
    whole = with_table(INFORMATION, trailer=b"/Size 9 /Root 1 0 R /Info 4 0 R")
    assert traces(whole[: whole.index(b"xref")]) == {"damaged", "information"}
    assert traces(b"%PDF-1.4\ngarbage") == {"damaged"}
    assert traces(b"") == traces(b"garbage") == traces(whole[9:].replace(b"%PDF", b"")) - {"information"} == {"damaged"}


@pytest.mark.parametrize(
    "body",
    [
        *(
            b"<< /%b (Sari) >>" % name
            for name in (b"Author", b"Creator", b"Producer", b"Keywords", b"Subject", b"Title")
        ),
        b"<< /CreationDate (D:2026) >>",
        b"<</ModDate<443A>>>",
        b"<</Auth#6Fr(Sari)>>",
        b"<< /Author % of it\n (Sari) >>",
        b"<< /Author 12 0 R >>",
        b"<< /Title (Surat untuk Sari) /Pages 2 0 R >> << /Parent 3 0 R >>",
        b"<< /Parent 3 0 R >> << /Title (Surat) >>",
        b"<< /Title (Surat \\(/Parent 3 0 R\\)) >>",
    ],
)
def test_what_describes_is_named_wherever_it_stands(body: bytes) -> None:
    for way, write in WAYS.items():
        assert traces(write(b"<< /Type /Font >>", body)) == {"information"}, way


def test_an_end_leads_to_the_table() -> None:
    whole = with_table()
    at = whole.index(b"xref\n0 1")
    assert traces(whole.replace(b"startxref\n%d" % at, b"startxref\n%d" % (at - 9))) == {"damaged"}
    assert traces(whole.replace(b"startxref\n%d" % at, b"startxref\n0")) == {"damaged"}
    assert traces(whole.replace(b"startxref\n%d" % at, b"startxref\n99999")) == {"damaged"}
    assert traces(whole.replace(b"startxref\n%d" % at, b"startxref\n%d" % len(HEAD))) == {"damaged"}
    assert traces(whole.replace(b"trailer", b"")) == {"damaged"}
    assert traces(whole.replace(b"%%EOF", b"")) == {"damaged"}


def test_what_stands_behind_the_end_is_named() -> None:
    assert traces(with_table() + b"Sari Wulandari") == {"trailing bytes"}
    assert traces(with_table() + INFORMATION) == {"trailing bytes", "information"}


def test_packed_objects_that_are_cut_short_are_damaged() -> None:
    whole = with_packed_objects(b"<< /Type /Font >>" + bytes(range(32, 40)) * 9)
    begins = whole.index(b"stream\n") + 7
    ends = whole.index(b"\nendstream")
    cut = whole[: ends - 6] + b"\0" * 6 + whole[ends:]
    assert begins < ends and traces(whole) == set()
    assert traces(cut) == {"damaged"}
    shorter = whole[: ends - 6] + whole[ends:]
    moved = shorter.replace(b"startxref\n", b"startxref\n ", 1)
    at = shorter.rindex(b"90 0 obj")
    assert traces(moved[: moved.rindex(b" ") + 1] + b"%d\n%%%%EOF\n" % at) == {"damaged"}


def test_a_picture_as_a_document_says_who_made_it_and_no_more() -> None:
    target = BytesIO()
    Image.new("RGB", (9, 9)).save(target, "PDF")
    assert traces(target.getvalue()) == {"information"}


@pytest.mark.parametrize(
    "ending", ["jpg", "JPEG", "png", "gif", "webp", "tiff", "heic", "avif", "mp4", "mov", "pdf", "svg"]
)
def test_what_is_not_what_its_name_says_is_damaged(ending: str) -> None:
    for data in (b"", b"\0\0\0 Sari Wulandari", b"Exif\0\0Sari"):
        assert traces_of_metadata(f"static/x.{ending}", data) == ("damaged",)
    assert traces_of_metadata("static/x.txt", b"Sari") == ()
