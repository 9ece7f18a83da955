"""Take the pictures of the themes' page: three people in both themes, on a screen and on a telephone. Needs Chromium.

python scripts/take_theme_pictures.py
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from example_files import write
from example_people import few, many
from PIL import Image
from take_pictures import PICTURES, ROOT, photographed

THEMES = ("pelita", "lembar")
SCREEN, PHONE = (1200, 1000), (500, 1000)
"""Windows in pixels; one of Chromium is at least 500 wide."""
HEIGHT, GAP = 460, 18
GROUND = "#e8e2d8"


def built(folder: Path, theme: str, cache: Path) -> Path:
    """Build a site in a theme, without cards, and return what was published."""
    settings = folder / "content" / "site.yml"
    lines = [line for line in settings.read_text("utf-8").splitlines() if not line.startswith(("theme:", "cards:"))]
    settings.write_text("\n".join([*lines, f"theme: {theme}", "cards: {formats: []}", ""]), "utf-8")
    target = folder / theme
    build = [sys.executable, "-m", "kiprah", "build", str(settings.parent), "-o", str(target)]
    subprocess.run([*build, "--cache", str(cache), "--today", "2026-11-22"], check=True, capture_output=True)
    return target


def side_by_side(browser: str, sites: list[Path], aside: Path) -> Image.Image:
    """Put the home pages of the same site in several themes beside each other, each on a screen and on a telephone."""
    shots = []
    for site in sites:
        for width, height in (SCREEN, PHONE):
            photographed(browser, site / "index.html", width, height, aside)
            with Image.open(aside) as shown:
                size = (width * HEIGHT // height, HEIGHT)
                shots.append(shown.convert("RGB").resize(size, Image.Resampling.LANCZOS))
    sheet = Image.new("RGB", (GAP + sum(shot.width + GAP for shot in shots), HEIGHT + 2 * GAP), GROUND)
    left = GAP
    for shot in shots:
        sheet.paste(shot, (left, GAP))
        left += shot.width + GAP
    return sheet


def main() -> int:
    """Build each person's site in every theme and take its picture."""
    browser = shutil.which("chromium")
    if browser is None:
        sys.exit("Chromium is needed to take pictures")
    with tempfile.TemporaryDirectory() as temporary:
        aside = Path(temporary)
        write(aside / "few", few())
        write(aside / "many", many())
        shutil.copytree(ROOT / "content", aside / "some" / "content")
        for name in ("few", "some", "many"):
            sites = [built(aside / name, theme, aside / f"{name}-cache") for theme in THEMES]
            sheet = side_by_side(browser, sites, aside / "shot.png")
            sheet.save(PICTURES / f"themes-{name}.webp", quality=80, method=6)
    return 0


if __name__ == "__main__":
    sys.exit(main())
