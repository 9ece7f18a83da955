"""Office documents name nobody: authors, comments, changes, folders, and whatever their pictures carry."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from PIL import Image

from support.office_files import RELATIONSHIPS, W, core_properties, docx, odt, open_part, word_body
from support.traces import traces_in
from support.zips import zipped

SCANNED = Path(__file__).parents[1] / "data" / "scanned"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property name="%s"><vt:lpwstr>%s</vt:lpwstr></property></Properties>'
)


def jpeg_of(**options: object) -> bytes:
    target = BytesIO()
    Image.new("RGB", (8, 8)).save(target, "JPEG", **options)
    return target.getvalue()


def traces(data: bytes, path: str = "static/laporan.docx") -> set[str]:
    return traces_in(data, path)


def link(target: str, kind: str) -> dict[str, str | bytes]:
    one = f'<Relationship Id="a" Type="{LINK}/{kind}" Target="{target}" TargetMode="External"/>'
    return {"word/_rels/settings.xml.rels": f'<Relationships xmlns="{RELATIONSHIPS}">{one}</Relationships>'}


@pytest.mark.parametrize("name", ["bersih.docx", "bersih.odt", "bersih.epub"])
def test_what_libreoffice_saved_without_names_is_clean(name: str) -> None:
    assert traces((SCANNED / name).read_bytes(), name) == set()


@pytest.mark.parametrize("name", ["surat.docx", "surat.odt"])
def test_what_libreoffice_saved_with_names_is_not(name: str) -> None:
    assert traces((SCANNED / name).read_bytes(), name) == {"author", "tracked changes", "comments"}


def test_empty_fields_say_nothing() -> None:
    said = "<dc:creator/><cp:lastModifiedBy>  </cp:lastModifiedBy><dc:description></dc:description>"
    known = "<dc:title>Laporan</dc:title><cp:revision>3</cp:revision><dcterms:created>2026-01-01</dcterms:created>"
    application = f'<Properties xmlns="{APP}"><Company></Company><Application>Word</Application></Properties>'
    parts = {"docProps/core.xml": core_properties(said + known), "docProps/app.xml": application}
    assert traces(docx({**parts, "docProps/custom.xml": CUSTOM % ("KSOProductBuildVer", "1033-12.2")})) == set()
    assert traces(odt(meta="<dc:title>Surat</dc:title><dc:creator/><meta:generator>LO</meta:generator>")) == set()


@pytest.mark.parametrize(
    ("part", "content", "name"),
    [
        ("docProps/core.xml", core_properties("<dc:creator>Sari</dc:creator>"), "author"),
        ("docProps/core.xml", core_properties("<cp:lastModifiedBy>Sari</cp:lastModifiedBy>"), "author"),
        ("docProps/core.xml", core_properties("<cp:keywords>rahasia</cp:keywords>"), "properties"),
        ("lain/apa", "<?xml version='1.0'?>" + core_properties("<dc:creator>Sari</dc:creator>"), "author"),
        ("lain/apa.xml", core_properties("<dc:creator>Sari</dc:creator>"), "author"),
        ("docProps/app.xml", f'<Properties xmlns="{APP}"><Company>Yayasan</Company></Properties>', "company"),
        ("docProps/app.xml", f'<Properties xmlns="{APP}"><Manager>Budi</Manager></Properties>', "manager"),
        ("docProps/app.xml", f'<Properties xmlns="{APP}"><Template>C:\\Sari\\a.dotx</Template></Properties>', "path"),
        ("docProps/custom.xml", CUSTOM % ("Petugas", "Sari"), "custom properties"),
        ("word/comments.xml", f'<w:comments xmlns:w="{W}"><w:comment w:id="0"/></w:comments>', "comments"),
        ("word/people.xml", f'<w:people xmlns:w="{W15}"><w:person w:author="Sari"/></w:people>', "author"),
        ("word/settings.xml", f'<w:settings xmlns:w="{W}"><w:docVar w:val="Sari"/></w:settings>', "custom properties"),
        ("customXml/item1.xml", "<sampul><telepon>0812</telepon></sampul>", "custom properties"),
        ("xl/workbook.xml", f'<w xmlns="{SHEET}"><fileSharing userName="Sari"/></w>', "author"),
        ("xl/x.xml", f'<w xmlns="{SHEET}/2010/11/ac"><absPath url="C:\\Users\\Sari\\"/></w>', "path"),
        ("word/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "program"),
        ("xl/printerSettings/printerSettings1.bin", b"HP di ruang Sari", "printer settings"),
        ("_xmlsignatures/sig1.xml", "<Signature/>", "signature"),
        ("word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE (word/embeddings/oleObject1.bin)"),
        ("word/x.xml", "<a><b></a>", "damaged (word/x.xml)"),
        ("word/x.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "foreign content"),
    ],
)  # fmt: skip
def test_parts_of_ooxml(part: str, content: str | bytes, name: str) -> None:
    assert traces(docx({part: content})) == {name}


@pytest.mark.parametrize(
    "inner",
    [
        '<w:ins w:author="Sari"><w:r/></w:ins>',
        "<w:del><w:r/></w:del>",
        '<w:moveFromRangeStart w:author="Sari"/>',
        '<w:pPr><w:pPrChange w:id="1"/></w:pPr>',
    ],
)
def test_changes_are_named(inner: str) -> None:
    assert traces(docx(body=inner)) == {"tracked changes"}
    strict = word_body(inner).replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert traces(docx({"word/document.xml": strict})) == {"tracked changes"}
    assert traces(docx({"word/document.xml": word_body(inner).encode("utf-16")})) == {"tracked changes"}


def test_links_that_tell_of_a_computer_or_fetch_something_are_named() -> None:
    assert traces(docx(link("https://a.example/home/", "hyperlink"))) == set()
    assert traces(docx(link("file:///C:\\Users\\Sari\\surat.dotx", "attachedTemplate"))) == {"path"}
    assert traces(docx(link("https://a.example/piksel.png", "image"))) == {"remote content"}


def test_a_picture_in_a_document_is_looked_at() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (6.0, 12.0, 3.0)
    with_place = jpeg_of(exif=exif)
    assert traces(docx({"word/media/image1.jpg": jpeg_of()})) == set()
    assert traces(docx({"word/media/image1.jpg": with_place})) == {"EXIF (word/media/image1.jpg)"}
    assert traces(odt({"Pictures/a.jpg": with_place})) == {"EXIF (Pictures/a.jpg)"}
    assert traces(docx({"docProps/thumbnail.jpeg": with_place})) == {"thumbnail (docProps/thumbnail.jpeg)"}
    book = {"mimetype": "application/epub+zip", "isi.opf": core_properties("<dc:creator>Sari</dc:creator>")}
    assert traces(zipped(book), "static/buku.epub") == set()
    assert traces(zipped({**book, "a.jpg": with_place}), "static/buku.epub") == {"EXIF (a.jpg)"}


@pytest.mark.parametrize(
    ("meta", "body", "name"),
    [
        ("<meta:initial-creator>Sari</meta:initial-creator>", "", "author"),
        ("<dc:creator>Sari</dc:creator>", "", "author"),
        ("<meta:printed-by>Sari</meta:printed-by>", "", "author"),
        ("<dc:description>dari Sari</dc:description>", "", "properties"),
        ('<meta:user-defined meta:name="Petugas">Sari</meta:user-defined>', "", "custom properties"),
        ('<meta:template xlink:href="file:///home/alya/a.ott"/>', "", "path"),
        ("", "<office:annotation><dc:creator>Sari</dc:creator></office:annotation>", "comments"),
        ("", "<text:tracked-changes><text:changed-region/></text:tracked-changes>", "tracked changes"),
        ("", '<draw:image xlink:href="https://a.example/a.png"/>', "remote content"),
        ("", '<draw:image xlink:href="/home/alya/a.png"/>', "path"),
        ("", '<config:config-item config:name="PrinterName">HP Sari</config:config-item>', "printer settings"),
        ("", "<manifest:encryption-data/>", "encryption"),
    ],
)
def test_parts_of_open_documents(meta: str, body: str, name: str) -> None:
    assert traces(odt(meta=meta, body=body)) == {name}


def test_a_spreadsheet_is_read() -> None:
    book = openpyxl.Workbook()
    book.properties.creator = ""
    book.active["A1"] = 1
    book.save(plain := BytesIO())
    book.active["A1"].comment = Comment("Kenapa?", "Sari")
    book.save(commented := BytesIO())
    assert traces(plain.getvalue(), "static/tabel.xlsx") == set()
    assert traces(commented.getvalue(), "static/tabel.xlsx") == {"author", "comments"}


def test_a_locked_document_is_locked() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert traces(ole) == {"encryption"}
    assert traces(ole, "static/surat.doc") == {"old Office file"}
    locked = {
        "content.xml": b"\x8a\x01",
        "META-INF/manifest.xml": open_part("manifest:manifest", "<manifest:encryption-data/>"),
    }
    assert traces(odt(dict(locked)), "static/a.odt") == {"encryption"}


def test_what_only_looks_like_a_document_is_damaged() -> None:
    assert traces(b"Sari Wulandari") == traces(b"") == traces(docx()[:-9]) == {"damaged"}
    assert traces(docx(), "static/surat.pdf") == {"damaged"}
    assert traces(docx({"word/document.xml": word_body()[:-20]})) == {"damaged (word/document.xml)"}
    assert traces(docx({"a/b.iwa": b"x"})) == {"iWork (a/b.iwa)"}


def test_entities_are_never_unfolded() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    part = f'<!DOCTYPE a [<!ENTITY a0 "ha">{laughs}]><a>&a11;</a>'
    assert traces(docx({"word/x.xml": part})) == {"foreign content"}
    outside = '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'
    assert traces(docx({"word/x.xml": outside})) == set()


def test_a_document_in_a_document_is_read_and_none_below_it() -> None:
    author: dict[str, str | bytes] = {"docProps/core.xml": core_properties("<dc:creator>Sari</dc:creator>")}
    inner = docx(author)
    assert traces(docx({"word/embeddings/a.docx": inner})) == {"author (word/embeddings/a.docx)"}
    assert traces(zipped({"surat.docx": docx({"a.docx": inner})}), "static/a.zip") == {"nested archive (surat.docx)"}
