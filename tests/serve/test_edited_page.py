"""An edit leads to the page that is most purely about it."""

from __future__ import annotations

from pathlib import Path

from kiprah.serve.edited_page import edited_page, title_of

SOURCES = {
    "activities/a/index.html": ("activities/a/index.md",),
    "activities/b/index.html": ("activities/b/index.md", "testimonials/sri.md"),
    "en/activities/a/index.html": ("activities/a/index.en.md",),
    "activities/flat/index.html": ("activities/flat.md",),
    "feed.xml": ("activities/a/index.md", "activities/b/index.md"),
    "index.html": ("testimonials/sri.md", "testimonials/jo.md"),
    "roles/r/index.html": ("testimonials/sri.md",),
}


def test_the_page_of_an_edit() -> None:
    assert edited_page(SOURCES, ["activities/a/index.md"]) == "activities/a/index.html"
    assert edited_page(SOURCES, ["activities/a/index.en.md"]) == "en/activities/a/index.html"
    assert edited_page(SOURCES, ["activities/b/photo.jpg"]) == "activities/b/index.html"
    assert edited_page(SOURCES, ["activities/flat.md"]) == "activities/flat/index.html"
    assert edited_page(SOURCES, ["testimonials/sri.md"]) == "roles/r/index.html"
    assert edited_page(SOURCES, ["site.yml"]) is None
    assert edited_page(SOURCES, []) is None


def test_a_page_is_called_by_its_title(tmp_path: Path) -> None:
    page = tmp_path / "x.html"
    page.write_text("<head><title>\n  Tom &amp; &lt;b&gt;\n</title>", "utf-8")
    assert title_of(page) == "Tom & <b>"
    page.write_text("<p>", "utf-8")
    assert title_of(page) == ""
