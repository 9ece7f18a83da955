"""Fonts a site brings along: letters that the shipped faces lack are drawn with them, and nothing of them is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from kiprah.content.fonts import fonts_of
from support.building import build_in

SIGN = "\U00012000"
SETTINGS = "title: Jejak\nurl: https://alya.example/\ncards: {formats: [link]}\n"
SITE = {
    "content/profile.md": "---\nname: Alya\n---\nHalo.\n",
    "content/activities/2026-05-01-hari.md": f"---\ntitle: Hari {SIGN}\n---\nIsi.\n",
}


def font(path: Path) -> None:
    """Write a font whose only sign is a square."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((100, 600), (700, 600), (700, 0)):
        pen.lineTo(point)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "sign"])
    builder.setupCharacterMap({ord(SIGN): "sign"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "sign": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "sign": (800, 100)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Sign", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)


def built(root: Path) -> tuple[set[str], bytes]:
    """Build and return the codes of all problems, and the card."""
    report = build_in(root, cache="cache")
    return {problem.code for problem in report.problems}, (root / "public/cards/hari/link.jpg").read_bytes()


def test_a_letter_no_font_has_is_named_until_the_site_brings_one(
    tree: Callable[..., Path],
) -> None:
    root = tree(SITE, SETTINGS)
    codes, without = built(root)
    assert "card-glyphs" in codes
    font(root / "content/fonts/sign.ttf")
    codes, drawn = built(root)
    assert codes == set()
    assert drawn != without
    assert built(root) == (set(), drawn)
    assert not [path for path in (root / "public").rglob("*") if path.suffix == ".ttf" or path.name == "fonts"]
    (root / "content/fonts/sign.ttf").unlink()
    assert built(root)[1] == without


def test_a_file_that_is_no_font_is_named(tree: Callable[..., Path]) -> None:
    root = tree({**SITE, "content/fonts/huruf.ttf": "not a font"}, SETTINGS)
    assert built(root)[0] == {"font-kind", "card-glyphs"}


def test_only_fonts_inside_the_site_are_asked(tmp_path: Path) -> None:
    site = tmp_path / "content"
    font(site / "fonts" / "b.otf")
    font(site / "fonts" / "a.TTF")
    font(site / "brand.ttf")
    font(tmp_path / "elsewhere.ttf")
    (site / "fonts" / "c.ttf").symlink_to(tmp_path / "elsewhere.ttf")
    (site / "fonts" / "OFL.txt").write_text("a licence", "utf-8")
    assert fonts_of(site, "brand.ttf").own == (site / "brand.ttf",)
    assert [path.name for path in fonts_of(site, "").more] == ["a.TTF", "b.otf"]
    assert fonts_of(site, "fonts/b.otf").all == (site / "fonts" / "b.otf", site / "fonts" / "a.TTF")
    assert fonts_of(site, "../elsewhere.ttf").own == ()
