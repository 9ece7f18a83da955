"""PDF: text, pages, tags, the same bytes, letters that no font has, and rows that add up to their total."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

from kiprah.build.export.export_request import ExportReport
from kiprah.plan.export.cv import CvDocument, CvItem
from kiprah.render.pdf.compile import MissingLetters, pdf_bytes
from kiprah.render.pdf.cv import cv_pdf, values_of
from support.sites import make_site
from support.variants import variants

Made = Callable[..., dict[str, bytes]]
Exported = Callable[..., ExportReport]


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def minutes_in(text: str) -> int:
    return sum(int(h) * 60 + int(m) for h, m in re.findall(r"(\d+):(\d\d)", text))


def document(roles: int, **more: Any) -> CvDocument:
    items = tuple(
        CvItem(f"Peran {n}", f"Organisasi {n}", "2026", (f"{n} jam",), (f"{n} hal berubah",) * 3, minutes=n * 60)
        for n in range(1, roles + 1)
    )
    values: dict[str, Any] = {
        "language": "id", "direction": "ltr", "title": "CV", "person": "Alya", "headline": "Relawan", "place": "Sleman, ID",
        "email": "a@a.example", "links": (), "about": "Saya membaca.", "roles": items, "total": f"{roles * (roles + 1) // 2} jam",
        "education": (), "work": (), "awards": (), "certificates": (), "skills": "mengajar", "languages": "Indonesia",
        "interests": "", "testimonials": (), "address": "https://a.example/", "printed": "a.example", "color": "#0f766e", "day": "2026-05-01",
    }  # fmt: skip
    return CvDocument(**(values | more))


@pytest.mark.parametrize("pages", [1, 2])
@pytest.mark.parametrize("roles", variants([9, 1, 60], quick=1))
def test_a_cv_keeps_to_its_pages_and_its_rows_to_its_sum(roles: int, pages: int) -> None:
    content = cv_pdf(document(roles), pages, "a4")
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) <= pages
    text = text_of(content)
    hours = [int(h.replace(".", "")) for h in re.findall(r"^([\d.]+) jam$", text, re.M)]
    total = roles * (roles + 1) // 2
    assert f"{total} jam" in text
    rows = [h for h in hours if h != total] if roles > 1 else hours[:1]
    assert sum(rows) == total, text


def test_the_paper_is_the_one_asked_for() -> None:
    for paper, (width, height) in {"a4": (210, 297), "letter": (215.9, 279.4), "f4": (215, 330)}.items():
        box = pypdf.PdfReader(io.BytesIO(cv_pdf(document(2), 1, paper))).pages[0].mediabox
        assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == (
            round(width),
            round(height),
        )


def test_it_is_tagged_has_a_title_and_the_same_bytes() -> None:
    content = cv_pdf(document(3), 1, "a4")
    root = pypdf.PdfReader(io.BytesIO(content)).root_object
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root and root["/Lang"] == "id"  # type: ignore[index]
    assert b"pdfuaid:part>1<" in content and b"pdfaid:part>2<" in content and b"pdfaid:conformance>A<" in content
    assert cv_pdf(document(3), 1, "a4") == content


@pytest.mark.slow
def test_another_process_in_another_place_makes_the_same_bytes(tmp_path: Path) -> None:
    code = "import sys; sys.path[:0] = sys.argv[1:]; from test_export_pdf import document, cv_pdf; import hashlib; print(hashlib.sha256(cv_pdf(document(3), 1, 'a4')).hexdigest())"
    runs = {
        subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent), str(Path(__file__).parents[1])],
            cwd=folder, env={"TZ": zone, "LANG": "C", "PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=True,
        ).stdout
        for folder, zone in ((tmp_path, "Asia/Jakarta"), (Path("/"), "America/Lima"))
    }  # fmt: skip
    assert len(runs) == 1


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_forked_process_sets_documents_of_its_own() -> None:
    cv_pdf(document(3), 1, "a4")
    child = os.fork()
    if not child:
        signal.alarm(60)
        os._exit(0 if cv_pdf(document(4), 1, "a4").startswith(b"%PDF") else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_what_people_write_is_text_and_never_code() -> None:
    hostile = '#panic("x") $x$ *b* #read("/etc/passwd") \\ [a] <b> @c // d'
    text = text_of(cv_pdf(document(1, headline=hostile, about=hostile), 1, "a4"))
    assert '#panic("x") $x$ *b*' in text and "root:" not in text


def test_a_letter_no_font_has_is_named_and_an_emoji_left_out() -> None:
    with pytest.raises(MissingLetters, match="ꦲ"):
        cv_pdf(document(1, person="ꦲ"), 1, "a4")
    assert "Alya baca" in text_of(cv_pdf(document(1, headline="Alya 🌱baca"), 1, "a4"))
    with pytest.raises(MissingLetters):
        pdf_bytes("cv", values_of(document(1, place="ق"), (1, 1, 0, 1), 1, "a4"), "2026-01-01")


@pytest.mark.skipif(not os.environ.get("NOTO_FONTS") and not os.environ.get("CI"), reason="needs NOTO_FONTS, as in CI")
@pytest.mark.parametrize(
    ("folder", "language", "direction", "headline"),
    [("noto-naskh-arabic", "ar", "rtl", "معلمة القراءة"), ("noto-sans-javanese", "jv", "ltr", "ꦩꦸꦭꦁꦩꦕ")],
)
def test_other_scripts_are_set_in_the_fonts_a_person_brings(
    folder: str, language: str, direction: str, headline: str
) -> None:
    font = next(Path(os.environ["NOTO_FONTS"]).glob(f"{folder}/400Regular/*.ttf"))
    told = document(1, headline=headline, language=language, direction=direction)
    content = cv_pdf(told, 1, "a4", fonts=(font,))
    names = {str(f["/BaseFont"]) for f in pypdf.PdfReader(io.BytesIO(content)).pages[0]["/Resources"]["/Font"].values()}  # type: ignore[index]
    assert any("Noto" in name for name in names)
    assert {*headline.replace(" ", "")} & {*text_of(content)}
    assert cv_pdf(told, 1, "a4", fonts=(font,)) == content


@pytest.mark.slow
def test_the_sheet_to_sign_says_what_the_log_says(made: Made, exported: Exported) -> None:
    content = made("hours", year=2026)["pdf"]
    text = text_of(content)
    sheet = exported("hours", year=2026).sheet
    assert sheet is not None and sheet.code in text
    for piece in ("2:20", "3:20", "0:20", "5:40", "6:00", "Bersih pantai", "Cap basah", "1 / 1"):
        assert piece in text, piece
    assert made("hours", year=2026)["pdf"] == content


@pytest.mark.slow
def test_tables_and_forms_and_booklets_are_made(made: Made) -> None:
    assert "Bersih pantai" in text_of(made("skpi")["pdf"])
    assert "Ketekunan" in text_of(made("cas")["pdf"]) or "ketekunan" in text_of(made("cas")["pdf"])
    booklet = made("booklet", "baca")["pdf"]
    assert "Saya belajar sabar." in text_of(booklet) and "Bersih pantai" not in text_of(booklet)
    images = [image for page in pypdf.PdfReader(io.BytesIO(booklet)).pages for image in page.images]
    assert len(images) == 1


def test_without_the_library_one_sentence_names_the_browser(
    exported: Exported, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiprah.render.pdf.compile.find_spec", lambda name: None)
    report = exported("cv")
    assert (report.exit_code, report.files, [str(m) for m in report.missing]) == (2, (), ["pdf"])
    report = exported("skpi")
    assert report.exit_code == 0 and {path.suffix for path in report.files} == {".xlsx", ".csv", ".html"}


@pytest.mark.slow
def test_a_log_of_many_years_is_many_pages(exported: Exported, tmp_path: Path) -> None:
    files = {
        f"content/activities/20{y}-03-{d:02}-x{y}{d}.md": f"---\ntitle: Hari {d}\norganization: O\nrole: R\nhours: 1:30\n---\nIsi.\n"
        for y in (24, 25, 26)
        for d in range(1, 29)
    }
    report = exported("hours", folder=make_site(tmp_path / "many", files) / "content")
    pdf = next(path for path in report.files if path.suffix == ".pdf").read_bytes()
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) > 1 and all("Tugas" in page.extract_text() for page in reader.pages[:2])
    assert "126:00" in text_of(pdf)
