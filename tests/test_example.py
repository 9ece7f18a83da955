"""The example portfolio, built whole: nothing hidden gets out, every link leads somewhere, every card fits its network."""

from __future__ import annotations

import json
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image

from kiprah.plan.views.card import CARD_SIZES
from support.sites import files_of

ROOT = Path(__file__).parents[1]
HIDDEN = (
    # Private sections, a draft, an embargo, a private reflection, a photo whose consent is pending.
    "Burung kertas nomor tujuh",
    "menutup telinga kiri",
    "kehilangan neneknya",
    "memindahkannya tanpa bertanya",
    "Kodok yang Menolak",
    "tujuh buku buatan tangan",
    "pameran-kecil",
    "kentongan boleh",
    "surat-untuk-kelurahan",
    "kasur ungu",
    "saya baca sebelas kali",
    "mengantre di depan meja pembagian",
    # What the cameras and programs wrote into the files.
    "Kancil K3",
    "KancilOS",
    "KNC3L",
    "KancilWriter",
    "nama anak ada di buku biru",
    "belum minta izin",
    "jangan diunggah tanpa izin",
    "laptop keluarga",
    "draf ketiga",
    "x:xmpmeta",
    "W5M0MpCehiHzreSzNTczkc9d",
)
pytestmark = pytest.mark.slow


@pytest.fixture
def public(example: Path) -> Path:
    return example


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.loaded: list[str] = []
        self.ids: set[str] = set()
        self.inline: list[str] = []
        self.headings: list[str] = []
        self.without_alt = 0
        self._tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._tag = tag if not (tag == "script" and given.get("type") == "application/ld+json") else ""
        if "id" in given:
            assert given["id"] not in self.ids, given["id"]
            self.ids.add(given["id"])
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        self.headings += [tag] if re.fullmatch("h[1-6]", tag) else []
        self.without_alt += tag == "img" and "alt" not in given
        if tag == "a" and "href" in given:
            self.addresses.append(given["href"])
        if tag in ("img", "script", "source", "video") and "src" in given:
            self.loaded.append(given["src"])
        if tag == "link" and given.get("rel") in ("stylesheet", "icon", "preload", "manifest"):
            self.loaded.append(given["href"])
        self.loaded += [part.split()[0] for part in given.get("srcset", "").split(",") if part.strip()]

    def handle_data(self, data: str) -> None:
        if self._tag in ("script", "style") and data.strip():
            self.inline.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._tag = ""


def read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text("utf-8"))
    return page


def test_nothing_hidden_stands_in_any_byte(public: Path) -> None:
    files = files_of(public)
    assert len(files) > 500
    for path, data in files.items():
        for trace in HIDDEN:
            assert trace.encode() not in data and trace not in path, (path, trace)


def test_every_link_and_file_of_every_page_is_there(public: Path) -> None:
    pages = {path: read(path) for path in public.rglob("*.html")}
    assert len(pages) > 150 and all(page.addresses and page.loaded for page in pages.values())
    for path, page in pages.items():
        for address in page.addresses + page.loaded:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                assert address not in page.loaded, f"{path}: loads {address}"
                continue
            base = public if parts.path.startswith("/") else path.parent
            target = (base / unquote(parts.path).lstrip("/")).resolve() if parts.path else path.resolve()
            target = target / "index.html" if target.is_dir() else target
            assert target.is_file(), f"{path}: {address}"
            if parts.fragment and target.suffix == ".html":
                assert unquote(parts.fragment) in pages[target].ids, f"{path}: {address}"


def test_pages_need_no_inline_style_or_script_and_have_one_first_heading(public: Path) -> None:
    pages = [path for path in public.rglob("*.html") if "http-equiv" not in path.read_text("utf-8")]
    assert len(pages) > 150
    for path in pages:
        page = read(path)
        assert page.inline == [], path
        assert page.headings.count("h1") == 1, path
        assert page.without_alt == 0, path


def test_cards_have_their_sizes_and_budgets_and_nothing_else(public: Path) -> None:
    cards = list(public.rglob("cards/**/*.jpg"))
    assert {"roles", "testimonials"} <= {path.parent.parent.name for path in cards}
    assert len(cards) >= 100
    for path in cards:
        with Image.open(path) as image:
            assert image.size == CARD_SIZES["portrait" if "carousel" in path.stem else path.stem]  # type: ignore[index]
            assert image.format == "JPEG" and set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert path.stat().st_size <= (300_000 if path.stem == "link" else 1_000_000)


def test_link_previews_name_a_card_that_is_there(public: Path) -> None:
    pages = "".join(path.read_text("utf-8") for path in public.rglob("*.html"))
    named = set(re.findall(r'property="og:image" content="([^"]+)"', pages))
    assert len(named) > 50
    for address in named:
        assert re.fullmatch(r"https://alya\.example/.+\.jpg\?v=[0-9a-f]+", address)
        assert (public / urlsplit(address).path.lstrip("/")).is_file()


def test_data_names_only_what_is_published(public: Path) -> None:
    data = (public / "portfolio.json").read_text("utf-8")
    json.loads(data)
    addresses = set(re.findall(r'https://alya\.example/([^"#?<>\\ ]*)', data))
    assert len(addresses) > 50
    for address in addresses:
        target = public / unquote(address)
        assert target.is_file() or (target / "index.html").is_file(), address


def test_the_site_has_no_photo_without_a_page(public: Path) -> None:
    texts = (
        "".join(path.read_text("utf-8") for path in public.rglob("*.html")) + (public / "portfolio.json").read_text()
    )
    unused = [path.name for path in (public / "media").iterdir() if path.name not in texts]
    assert unused == []


@pytest.mark.browser
def test_the_cv_prints_on_two_pages_at_most(public: Path, chromium: str, tmp_path: Path) -> None:
    from pypdf import PdfReader

    for page in ("cv/index.html", "en/cv/index.html"):
        target = tmp_path / "cv.pdf"
        subprocess.run(
            [
                chromium,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
                "--virtual-time-budget=8000",
                f"--print-to-pdf={target}",
                (public / page).as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=60,
        )
        assert len(PdfReader(target).pages) <= 2
