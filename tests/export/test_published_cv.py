"""``cv: {pdf: true}``: the CV as a PDF in each language, through the gate, and nothing where nothing sets it."""

from __future__ import annotations

import io
import os
import signal
import tempfile
import time
from pathlib import Path

import pypdf
import pytest
from sample_site import FILES, SECRET, SETTINGS

from kiprah.build import load
from kiprah.build.request import Report
from kiprah.metadata_scan.pdf import traces_in_own_pdf, traces_in_pdf
from kiprah.publish.output_scan import scan
from kiprah.render.pdf import typesetter
from support.building import build_in
from support.command import run_process
from support.sites import draw_photo, files_of, make_site, write_files

SELECTION = "---\ntitle: Untuk yayasan\nactivities: [baca, dapur]\nreflections: [suara]\n---\nSalam dari saya.\n"
WORK = "work: [{name: Toko Buku, position: Kasir, startDate: 2022}]\nawards: [{title: Juara Sabar}]\n"


def project(root: Path, settings: str = f"{SETTINGS}cv: {{pdf: true}}\n") -> Path:
    profile = str(FILES["content/profile.md"]).replace("headline:", f"{WORK}headline:")
    files = {**FILES, "content/profile.md": profile, "content/selections/yayasan.md": SELECTION}
    make_site(root, files, settings)
    draw_photo(root / "content/activities/2026-01-10-baca/a.jpg", 1)
    return root


def built(root: Path, cache: str = "cache", output: str = "public") -> Report:
    return build_in(root, output, cache)


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_nothing_of_it_stays_in_the_systems_folder(tmp_path: Path, jobs: str) -> None:
    """Fonts and photos lie there while a document is set, however the process ends that ordered it."""
    root, passing = project(tmp_path / "site"), tmp_path / "passing"
    passing.mkdir()
    done = run_process(root, "build", "-j", jobs, "--today", "2026-11-22", TMPDIR=str(passing))
    assert done.returncode == 0, done.stderr
    assert (root / "public" / "cv.pdf").exists()
    # A worker's typesetter ends with the worker, and this may take it a moment.
    for _ in range(100):
        if not list(passing.iterdir()):
            break
        time.sleep(0.1)
    assert list(passing.iterdir()) == []


@pytest.mark.slow
def test_a_typesetter_that_dies_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    typesetter.close_typesetter()
    helper = typesetter._helper()
    (Path(helper.folder) / "photo.jpg").write_bytes(b"pixels")
    os.kill(helper.process.pid, signal.SIGKILL)
    with pytest.raises(typesetter.SettingFailed):
        typesetter.set_document({"template": "cv", "data": {}, "moment": 0, "fonts": [], "brand": 0}, {})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_each_language_and_each_selection_has_its_own(tmp_path: Path) -> None:
    root = project(tmp_path)
    report = built(root)
    assert report.exit_code == 0, report.problems
    files = files_of(root / "public")
    pdfs = {path: text_of(content) for path, content in files.items() if path.endswith(".pdf")}
    assert set(pdfs) == {"cv.pdf", "en/cv.pdf", "for/beasiswa/beasiswa.pdf", "for/yayasan/yayasan.pdf"}
    assert "Kerja sukarela" in pdfs["cv.pdf"] and "Volunteering" in pdfs["en/cv.pdf"]
    assert "Salam dari saya." in pdfs["for/yayasan/yayasan.pdf"] and "Pesisir" not in pdfs["for/yayasan/yayasan.pdf"]
    assert 'href="../cv.pdf"' in files["cv/index.html"].decode()
    chosen = files["for/yayasan/index.html"].decode()
    assert 'href="yayasan.pdf"' in chosen and 'href="#reflection-1">Suara<' in chosen
    assert all(word in chosen and word in pdfs["for/yayasan/yayasan.pdf"] for word in ("Toko Buku", "Juara Sabar"))
    for text in pdfs.values():
        assert not any(word in text for word in (SECRET, "Diam-diam", "Lewat tautan", "Draf"))
    again = built(project(tmp_path / "again"))
    assert again.exit_code == 0
    assert {p: c for p, c in files_of(tmp_path / "again/public").items() if p.endswith(".pdf")} == {
        p: c for p, c in files.items() if p.endswith(".pdf")
    }


@pytest.mark.slow
def test_the_gate_lets_our_own_description_pass_and_nothing_else(tmp_path: Path) -> None:
    built(project(tmp_path))
    content = (tmp_path / "public/cv.pdf").read_bytes()
    assert traces_in_own_pdf(content) == () and traces_in_pdf(content) == ("information", "XMP")
    assert scan("x.pdf", content, (), of_theme=False) is not None
    assert scan("cv.pdf", content, (), of_theme=False, of_ours=True) is None
    for before, after, named in (
        (b"<xmp:CreatorTool>", b"<exif:GPSLatitude>1</exif:GPSLatitude><xmp:CreatorTool>", "XMP exif:GPSLatitude"),
        (b"/Author", b"/Phone(0812)/Author", "information Phone"),
        (b"/Type/Catalog", b"/Type/Catalog/OpenAction 1 0 R", "action"),
    ):
        assert before in content
        assert named in traces_in_own_pdf(content.replace(before, after, 1))


@pytest.mark.slow
def test_what_is_hidden_since_is_looked_for_in_one_that_was_set_before(tmp_path: Path) -> None:
    secret, other = "Anak yang bernama Budi menangis lama sekali", "Ibunya datang terlambat karena jalan ke sana banjir"
    entry = "---\ntitle: Hari\n---\nIsi.\n\n## Nanti {{visibility=private}}\n\n{}.\n"
    profile = f"---\nname: Alya\neducation: [{{institution: SD, area: {secret}}}]\n---\nHalo.\n"
    settings = "title: Jejak\nurl: https://a.example/\ncards: {formats: []}\ncv: {pdf: true}\non_error: skip\n"
    files = {"content/profile.md": profile, "content/activities/2026-05-01-hari.md": entry.format(other)}
    make_site(tmp_path, files, settings)
    assert built(tmp_path).exit_code == 0 and secret in text_of((tmp_path / "public/cv.pdf").read_bytes())
    # Nothing that is published is another for it.
    write_files(tmp_path, {"content/activities/2026-05-01-hari.md": entry.format(secret)})
    report = built(tmp_path)
    assert report.exit_code == 0 and {p.code for p in report.problems if p.is_error} == {"hidden-text"}
    clean = built(tmp_path, "clean", "clean-public")
    assert not (tmp_path / "public/cv.pdf").exists() and clean.problems == report.problems
    assert files_of(tmp_path / "clean-public") == files_of(tmp_path / "public")


def test_where_nothing_sets_it_the_site_is_published_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "find_spec", lambda name: None)
    root = project(tmp_path)
    report = built(root)
    assert report.exit_code == 0 and "pdf-extra" in [p.code for p in report.problems]
    files = files_of(root / "public")
    assert not any(path.endswith(".pdf") for path in files) and b"cv.pdf" not in files["cv/index.html"]


@pytest.mark.slow
def test_letters_no_font_has_stop_it_by_name(tmp_path: Path) -> None:
    root = project(tmp_path)
    profile = root / "content/profile.md"
    profile.write_text(profile.read_text("utf-8").replace("Alya", "\ua9b2"), "utf-8")
    report = built(root)
    assert report.exit_code == 1
    assert {p.values["page"] for p in report.problems if p.code == "pdf-letters"} >= {"cv.pdf", "en/cv.pdf"}
