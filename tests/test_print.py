"""Printed activities: photos stand in whole rows where there is room, and the facts beside the words."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from support.command import TODAY, run
from support.sites import SETTINGS, draw_photo, make_site

PHOTOS = 17
SHAPES = ((1200, 800), (800, 1200), (1200, 800), (1600, 800))
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def printed(chromium: str, page: Path, target: Path) -> PdfReader:
    flags = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--virtual-time-budget=8000")
    command = [chromium, *flags, f"--print-to-pdf={target}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return PdfReader(target)


@pytest.mark.parametrize("slug", ["delapan-anak", "hari-pertama", "koordinator-sabtu", "menanam-bakau"])
def test_photos_begin_no_third_sheet(example: Path, chromium: str, tmp_path: Path, slug: str) -> None:
    page = example / f"activities/{slug}/index.html"
    assert '<div class="gallery">' in page.read_text("utf-8")
    assert len(printed(chromium, page, tmp_path / "a.pdf").pages) == 2


@pytest.fixture(scope="module", params=["pelita", "lembar"])
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An activity of many photos in each theme."""
    folder = "content/activities/2026-05-01-banyak"
    listed = "\n".join(
        f"  - {{file: {n}.jpg, alt: Foto {n}, people: none{f', caption: Yang ke-{n}' if n % 3 == 0 else ''}}}"
        for n in range(PHOTOS)
    )
    text = f"---\ntitle: Banyak\nphotos:\n{listed}\n---\n{'Isi yang panjang sekali. ' * 40}\n"
    root = make_site(
        tmp_path_factory.mktemp("printed"), {f"{folder}/index.md": text}, f"{SETTINGS}theme: {request.param}\n"
    )
    for n in range(PHOTOS):
        draw_photo(root / folder / f"{n}.jpg", n, SHAPES[n % 4])
    done = run(root, "build", *TODAY)
    assert done.returncode == 0, done.stderr
    return root / "public/activities"


def test_no_photo_is_cut_and_no_sheet_is_left_half_empty(pages: Path, chromium: str, tmp_path: Path) -> None:
    sheets = printed(chromium, pages / "banyak/index.html", tmp_path / "a.pdf").pages
    # A photo that is cut is drawn on two sheets.
    drawn = [len({image.data for image in sheet.images}) for sheet in sheets]
    assert sum(drawn) == PHOTOS
    assert len(drawn) == 3 and drawn[0] >= 3 and drawn[1] >= 9


def test_facts_stand_beside_the_words(pages: Path, chromium: str, tmp_path: Path) -> None:
    first = printed(chromium, pages / "banyak/index.html", tmp_path / "a.pdf").pages[0]
    found: dict[str, tuple[float, float]] = {}

    def note(text: str, _now: list[float], place: list[float], _font: object, _size: float) -> None:
        for word in ("Isi yang", "Kapan"):
            if text.strip().startswith(word):
                found.setdefault(word, (place[4], place[5]))

    first.extract_text(visitor_text=note)
    assert found["Kapan"][0] > found["Isi yang"][0]
