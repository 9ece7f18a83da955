"""What lies damaged in static/, or draws with another host's help there or in a theme, is published by no build."""

from __future__ import annotations

import gzip
from pathlib import Path

from kiprah.catalog import words
from kiprah.metadata_scan import UNSEEN as METADATA_UNSEEN
from kiprah.problem import Problem
from kiprah.problem_words import problem_hint, problem_message
from kiprah.publish.output_scan import scan
from support.building import build_in
from support.pdf_files import with_table
from support.sites import SETTINGS, make_site
from support.zips import zipped

TORN = with_table(b"<< /Author (Sari Wulandari) >>").partition(b"xref")[0]
EXIF = b"\xff\xd8\xff\xe1\0\x08Exif\0\0\xff\xd9"
NAMES = ("author", "tracked changes", "comments")
REQUESTS = '<svg xmlns="http://www.w3.org/2000/svg"><style>@import "https://evil.example/a.css"; rect{fill:url(https://evil.example/b)}</style></svg>'


SCANNED = Path(__file__).parents[1] / "data" / "scanned"
LEFT = "metadata-left"
UNSEEN = "metadata-unseen"


def test_files_of_the_site(tmp_path: Path) -> None:
    letter, sound = (SCANNED / "surat.docx").read_bytes(), (SCANNED / "left.mp3").read_bytes()
    files: dict[str, tuple[bytes, str, str]] = {
        "torn.pdf": (TORN, LEFT, "damaged, information"),
        "garbage.pdf": (b"%PDF-1.4\ngarbage", UNSEEN, "damaged"),
        "tanda.svg": (REQUESTS.encode(), LEFT, "remote content"),
        "tanda.svgz": (gzip.compress(REQUESTS.encode()), LEFT, "remote content"),
        "film.mp4": (b"\0\0\0\x0cftypisom\0\0\0\x10mdatGPS here", UNSEEN, "damaged"),
        "foto.jpg": (b"Exif\0\0Sari", UNSEEN, "damaged"),
        "surat.docx": (letter, LEFT, "author, tracked changes, comments"),
        "potong.docx": (letter[:2000], UNSEEN, "damaged"),
        "arsip.zip": (zipped({"a/surat.docx": letter}), LEFT, ", ".join(f"{one} (a/surat.docx)" for one in NAMES)),
        "lama.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", UNSEEN, "old Office file"),
        "lagu.mp3": (sound, LEFT, "comment, place, person, dates"),
        "lagu.ogg": (b"OggS", UNSEEN, "damaged"),
    }
    make_site(tmp_path, {f"content/static/{name}": content for name, (content, *_) in files.items()})
    report = build_in(tmp_path)
    assert {p.place.path: (p.code, p.values["what"]) for p in report.problems} == {
        f"static/{name}": (code, what) for name, (_, code, what) in files.items()
    }
    assert not (tmp_path / "public").exists()


def test_whole_files_without_names_are_published(tmp_path: Path) -> None:
    files = ("bersih.docx", "bersih.odt", "bersih.epub", "stream.zip", "clean.mp3", "clean.webm")
    whole = {name: (SCANNED / name).read_bytes() for name in files}
    make_site(tmp_path, {f"content/static/{name}": content for name, content in whole.items()})
    assert [problem.code for problem in build_in(tmp_path).problems] == []
    assert {name: (tmp_path / "public" / name).read_bytes() for name in files} == whole


def problem_of(content: bytes, name: str = "a.zip") -> Problem:
    problem = scan(name, content, (), of_theme=False, origin=f"static/{name}")
    assert problem is not None
    return problem


def test_what_was_found_is_told_in_words() -> None:
    """In both languages, with the member it is in; a name that only its format gives it stands as it is."""
    english, indonesian = words("en", "problems"), words("id", "problems")
    letter = (SCANNED / "surat.docx").read_bytes()
    for content, in_english, in_indonesian in (
        (
            letter,
            "static/a.zip carries an author's name, tracked changes, comments, so it is not published",
            "static/a.zip membawa nama penulis, lacak perubahan, komentar pembaca, jadi tidak diterbitkan",
        ),
        (
            zipped({"b, c.jpg": EXIF}),
            "static/a.zip carries EXIF (b, c.jpg), so it is not published",
            "static/a.zip membawa EXIF (b, c.jpg), jadi tidak diterbitkan",
        ),
        (
            letter[:99],
            "static/a.zip is damaged: what it carries cannot be seen, so it is not published",
            "static/a.zip rusak: isinya tidak dapat diperiksa, jadi tidak diterbitkan",
        ),
        (
            zipped({"b.rar": b"Rar!\x1a\7\0"}),
            "static/a.zip is of a kind that is not looked into, RAR (b.rar): what it carries cannot be seen, so it is not published",
            "static/a.zip berjenis yang tidak diperiksa, RAR (b.rar): isinya tidak dapat diperiksa, jadi tidak diterbitkan",
        ),
    ):
        problem = problem_of(content)
        assert problem_message(problem, english) == in_english
        assert problem_message(problem, indonesian) == in_indonesian
        assert problem_hint(problem, english) and problem_hint(problem, indonesian)
    for own in (english, indonesian):
        kinds = {name for name in METADATA_UNSEEN if own.has(f"unseen.{name}")}
        assert own.below("unseen.").keys() == {*kinds, "kind"}
        assert all(own.has(f"trace.{name}") for name in kinds)


def test_a_drawing_of_a_theme(tmp_path: Path) -> None:
    theme = {"themes/lain/theme.yml": "name: Lain\nextends: pelita\n", "themes/lain/assets/b.svg": REQUESTS}
    make_site(tmp_path, theme, SETTINGS + "theme: lain\n")
    (problem,) = (found for found in build_in(tmp_path).problems if found.code == "page-promise")
    assert problem.values["drawn"] == "assets/b.svg:1"
    assert problem.values["what"] == "https://evil.example/a.css"
    assert not list(tmp_path.glob("public/assets/b*"))


def test_whole_files_are_published(tmp_path: Path) -> None:
    whole = with_table(b"<< /Type /Font >>")
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><style>rect{fill:url(#a)}</style></svg>'
    make_site(tmp_path, {"content/static/surat.pdf": whole, "content/static/tanda.svg": drawing})
    assert [problem.code for problem in build_in(tmp_path).problems] == []
    assert (tmp_path / "public/surat.pdf").read_bytes() == whole
    assert (tmp_path / "public/tanda.svg").read_bytes() == drawing
