"""Cut the fonts that kiprah ships, for the cards (TTF) and for the web (woff2), from whole fonts on PyPI.

Run once by hand, never at build time:

    pip install fonttools brotli
    python scripts/fetch_fonts.py

It takes ``fontpkg-fraunces`` and ``fontpkg-figtree`` (wheels that hold the whole variable fonts of their upstream
releases), pins every axis but the weight, keeps the characters named below, and writes

    generator/kiprah/fonts/<family>/<Family>.ttf + OFL.txt   what the cards are drawn with
    themes/pelita/assets/fonts/<family>.woff2                what every page is set in
    themes/pelita/assets/fonts/<family>-more.woff2           letters that a browser fetches where a page has one

and prints the ranges which pelita.css tells the browser. The same wheels give the same bytes.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
CARDS = ROOT / "generator" / "kiprah" / "fonts"
WEB = ROOT / "themes" / "pelita" / "assets" / "fonts"


@dataclass(frozen=True)
class Cut:
    """One family: where it comes from and which corner of its design space is kept."""

    package: str
    file: str
    family: str
    slug: str
    axes: dict[str, float | tuple[float, float]]
    web_weight: float | tuple[float, float]
    """Pages need fewer weights than cards: every weight costs bytes before anything is seen."""


CUTS = (
    # Optical size 72 and full softness: warm and sturdy at title sizes, without the hairlines of 144.
    Cut(
        "fontpkg-fraunces==1.0",
        "Fraunces[SOFT,WONK,opsz,wght].ttf",
        "Fraunces",
        "fraunces",
        {"opsz": 72, "SOFT": 100, "WONK": 0, "wght": (400, 700)},
        480,
    ),
    Cut("fontpkg-figtree==2.2", "Figtree[wght].ttf", "Figtree", "figtree", {"wght": (400, 700)}, (400, 600)),
)

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180), 0x192, *range(0x218, 0x21C), 0x2BB, 0x2BC, 0x2C6, 0x2C7, 0x2D8, 0x2D9]
LATIN += [0x2DA, 0x2DB, 0x2DC, 0x2DD, 0x1E9E, 0x1E80, 0x1E81, 0x1E82, 0x1E83, 0x1E84, 0x1E85, 0x1EF2, 0x1EF3]
PUNCTUATION = [
    *range(0x2010, 0x2015),
    *range(0x2018, 0x201F),
    0x2020,
    0x2021,
    0x2022,
    0x2026,
    0x202F,
    0x2030,
    0x2032,
    0x2033,
]
PUNCTUATION += [0x2039, 0x203A, 0x2044, 0x20AC, 0x20B9, 0x2116, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2197, 0x2212]
PUNCTUATION += [0x2215, 0x2248, 0x2260, 0x2264, 0x2265, 0x221E, 0x00D7]
MARKS = [*range(0x300, 0x30D), 0x31B, 0x323, 0x326, 0x327, 0x328]
# What nearly every page needs, and no more: these bytes come before anything is seen in its own type.
WEB_NEAR = [*range(0x20, 0x7F), 0xA0, 0xA9, 0xAB, 0xB7, 0xBB, 0xC9, 0xD7, 0xE8, 0xE9, *range(0x2010, 0x2015)]
WEB_NEAR += [*range(0x2018, 0x201F), 0x2022, 0x2026, 0x202F, 0x2190, 0x2192, 0x2197, 0x2212]
WEB_MORE = sorted({*LATIN, *PUNCTUATION} - {*WEB_NEAR})
CARD_UNICODES = (
    LATIN
    + PUNCTUATION
    + MARKS
    + [*range(0x180, 0x250), *range(0x1E00, 0x1F00), *range(0x2070, 0x20C0), *range(0x2150, 0x2190)]
)


def fetch(cut: Cut, folder: Path) -> tuple[Path, Path]:
    """Download the wheel and return the font and its licence."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "-d", str(folder), cut.package]
    subprocess.run(command, check=True)
    stem = cut.package.split("==")[0].replace("-", "_")
    wheel = next(folder.glob(f"{stem}-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder / stem / "files" / cut.file, folder / stem / "LICENSE"


def cut_font(
    source: Path,
    axes: dict[str, float | tuple[float, float]],
    unicodes: list[int],
    flavor: str | None,
    features: list[str],
) -> TTFont:
    """Pin the axes, keep the characters and drop what no renderer reads."""
    # Fixed times: head.modified must be the source's own, or two runs would differ.
    font = TTFont(source, recalcTimestamp=False)
    instantiateVariableFont(font, axes, inplace=True)
    # Through bytes once: the instancer drops empty variations which the subsetter then looks for.
    buffer = BytesIO()
    font.save(buffer)
    font = TTFont(BytesIO(buffer.getvalue()), recalcTimestamp=False)
    options = subset.Options()
    options.flavor = flavor
    options.layout_features = features
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=unicodes)
    subsetter.subset(font)
    font.flavor = flavor
    return font


def ranges(codes: Iterable[int]) -> str:
    """Write characters as CSS does: ``U+20-7e, U+a0``."""
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ", ".join(f"U+{first:x}" + (f"-{last:x}" if last > first else "") for first, last in runs)


def main() -> None:
    for cut in CUTS:
        with tempfile.TemporaryDirectory() as name:
            source, licence = fetch(cut, Path(name))
            home = CARDS / cut.slug
            home.mkdir(parents=True, exist_ok=True)
            WEB.mkdir(parents=True, exist_ok=True)
            kern = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "calt", "rlig", "lnum", "tnum", "case", "frac"]
            for path, unicodes, flavor in (
                (home / f"{cut.family}.ttf", CARD_UNICODES, None),
                (WEB / f"{cut.slug}.woff2", WEB_NEAR, "woff2"),
                (WEB / f"{cut.slug}-more.woff2", WEB_MORE, "woff2"),
            ):
                axes = {**cut.axes, "wght": cut.web_weight} if flavor else cut.axes
                font = cut_font(source, axes, unicodes, flavor, kern)
                font.save(path)
                print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes, {len(font.getGlyphOrder())} glyphs")
                if flavor:
                    print(f"  unicode-range: {ranges(font.getBestCmap())};")
            shutil.copyfile(licence, home / "OFL.txt")
            shutil.copyfile(licence, WEB / f"{cut.slug}-OFL.txt")


if __name__ == "__main__":
    main()
