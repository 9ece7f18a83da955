"""What lies damaged in static/, or draws with another host's help there or in a theme, is published by no build."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.building import build_in
from support.pdf_files import with_table
from support.sites import SETTINGS, make_site

TORN = with_table(b"<< /Author (Sari Wulandari) >>").partition(b"xref")[0]
REQUESTS = '<svg xmlns="http://www.w3.org/2000/svg"><style>@import "https://evil.example/a.css"; rect{fill:url(https://evil.example/b)}</style></svg>'


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("surat.pdf", TORN, "damaged, information"),
        ("surat.pdf", b"%PDF-1.4\ngarbage", "damaged"),
        ("tanda.svg", REQUESTS.encode(), "remote content"),
        ("film.mp4", b"\0\0\0\x0cftypisom\0\0\0\x10mdatGPS here", "damaged"),
        ("foto.jpg", b"Exif\0\0Sari", "damaged"),
    ],
)
def test_a_file_of_the_site(name: str, content: bytes, what: str, tmp_path: Path) -> None:
    make_site(tmp_path, {f"content/static/{name}": content})
    report = build_in(tmp_path)
    (problem,) = (found for found in report.problems if found.code == "metadata-left")
    assert (problem.place.path, problem.values["what"]) == (f"static/{name}", what)
    assert not (tmp_path / "public" / name).exists()


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
