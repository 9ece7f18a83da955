"""Sitemaps and icons as a strict XML parser sees them."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from kiprah.plan.data.file_outputs import IconOutput, SitemapIndexOutput, SitemapOutput, SitemapUrl
from kiprah.render.data.icon import ink_on
from support.rendering import render_data

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"


def test_pages_languages_and_days() -> None:
    both = (("id", "https://a.example/x/"), ("en", "https://a.example/en/x/"))
    pages = (
        SitemapUrl("https://a.example/x/?a&b", "2026-03-14", both),
        SitemapUrl("https://a.example/y/", "", ()),
    )
    root = ElementTree.fromstring(render_data(SitemapOutput("sitemap.xml", pages)))
    assert root.tag == f"{SITEMAP}urlset"
    assert [e.text for e in root.iter(f"{SITEMAP}loc")] == ["https://a.example/x/?a&b", "https://a.example/y/"]
    assert [e.text for e in root.iter(f"{SITEMAP}lastmod")] == ["2026-03-14"]
    links = [(e.get("rel"), e.get("hreflang"), e.get("href")) for e in root.iter(f"{XHTML}link")]
    assert links == [("alternate", language, address) for language, address in both]


def test_a_site_of_one_language_names_no_other_namespace() -> None:
    assert b"xhtml" not in render_data(SitemapOutput("sitemap.xml", (SitemapUrl("https://a.example/", "", ()),)))


def test_the_index_names_each_sitemap() -> None:
    names = ("https://a.example/sitemap-1.xml", "https://a.example/sitemap-2.xml")
    root = ElementTree.fromstring(render_data(SitemapIndexOutput("sitemap.xml", names)))
    assert root.tag == f"{SITEMAP}sitemapindex"
    assert tuple(e.text for e in root.iter(f"{SITEMAP}loc")) == names


@pytest.mark.parametrize(("initial", "shape"), [("A", "text"), ("<", "text"), ("", "path")])
def test_an_icon_shows_an_initial_or_the_lamp(initial: str, shape: str) -> None:
    root = ElementTree.fromstring(render_data(IconOutput("favicon.svg", initial, "#0f766e")))
    drawn = root.find(f"{SVG}{shape}")
    assert drawn is not None
    assert (drawn.text or "") == initial
    assert root.find(f"{SVG}rect").get("fill") == "#0f766e"  # type: ignore[union-attr]
    names = {name for element in root.iter() for name in element.attrib}
    assert "style" not in names and not any(name.startswith("on") for name in names)


def test_ink_stands_out_on_every_brand_colour() -> None:
    assert ink_on("#000000") == ink_on("#0f766e") == "#ffffff"
    assert ink_on("#ffffff") == ink_on("#fcc30b") == "#14201d"
