"""Take the pictures of the README from the built example: docs/pictures/*.png. Needs Chromium.

python scripts/take_pictures.py
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
PAGES = {"home": ("index.html", 1280, 1500), "activity": ("activities/delapan-anak/index.html", 1280, 1500)}
PHONES = (
    ("index.html", False),
    ("activities/delapan-anak/index.html", True),
    ("roles/rumah-baca-gerimis-pendamping-baca/index.html", False),
)
"""Pages as a telephone shows them, side by side; True for the dark palette."""
CARDS = ("delapan-anak", "2025")


def photographed(browser: str, page: Path, width: int, height: int, target: Path, *, dark: bool = False) -> None:
    """Take a picture of a page in the light palette, or the dark one."""
    command = [
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--virtual-time-budget=10000",
        "--run-all-compositor-stages-before-draw",
        f"--blink-settings=preferredColorScheme={0 if dark else 1}",
        f"--window-size={width},{height}",
        f"--screenshot={target}",
        page.as_uri(),
    ]
    subprocess.run(command, check=True, capture_output=True)


def small(path: Path, width: int) -> None:
    """Make a picture as small as a README needs it, in few colours."""
    with Image.open(path) as image:
        shown = image.convert("RGB").resize((width, image.height * width // image.width), Image.Resampling.LANCZOS)
    shown.quantize(192, dither=Image.Dither.FLOYDSTEINBERG).save(path, optimize=True)


def main() -> int:
    """Build the example aside and take every picture."""
    browser = shutil.which("chromium")
    if browser is None:
        sys.exit("Chromium is needed to take pictures")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as aside:
        site = Path(aside) / "public"
        build = [sys.executable, "-m", "kiprah", "build", "--cache", f"{aside}/cache", "--today", "2026-11-22"]
        subprocess.run([*build, str(ROOT / "content"), "-o", str(site)], check=True, capture_output=True)
        sheets = Path(aside) / "sheet"
        shutil.copytree(ROOT / "content", sheets / "content")
        settings = sheets / "content" / "site.yml"
        settings.write_text(settings.read_text("utf-8").replace("theme: pelita", "theme: lembar"), "utf-8")
        subprocess.run([*build, str(sheets / "content"), "-o", str(sheets / "public")], check=True, capture_output=True)
        photographed(browser, sheets / "public" / "index.html", 1280, 1500, PICTURES / "sheet.png")
        small(PICTURES / "sheet.png", 1000)
        for name, (page, width, height) in PAGES.items():
            photographed(browser, site / page, width, height, PICTURES / f"{name}.png")
            small(PICTURES / f"{name}.png", 1000)
        phones = Image.new("RGB", (60 + 3 * 530, 1160), "#e8e2d8")
        for place, (page, dark) in enumerate(PHONES):
            # A window of Chromium is at least 500 pixels wide.
            photographed(browser, site / page, 500, 1100, Path(aside) / "phone.png", dark=dark)
            with Image.open(Path(aside) / "phone.png") as shown:
                phones.paste(shown.convert("RGB"), (30 + place * 530, 30))
        phones.save(PICTURES / "phone.png")
        small(PICTURES / "phone.png", 1000)
        sheet = Image.new("RGB", (1320, 1010), "#e8e2d8")
        for row, slug in enumerate(CARDS):
            left = 30
            for name, width in (("link", 620), ("square", 325), ("story", 245)):
                with Image.open(site / "cards" / slug / f"{name}.jpg") as card:
                    shown = card.resize((width, card.height * width // card.width), Image.Resampling.LANCZOS)
                sheet.paste(shown, (left, 30 + row * 490))
                left += width + 25
        sheet.save(PICTURES / "cards.png")
        small(PICTURES / "cards.png", 1000)
    return 0


if __name__ == "__main__":
    sys.exit(main())
