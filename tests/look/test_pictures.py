"""A few pages as they look, beside pictures of how they looked when a person last judged them.

``KIPRAH_WRITE_GOLDENS=1`` takes the pictures anew: look at them before they are committed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from support.chromium import find_chromium, has_windows

GOLDENS = Path(__file__).with_name("goldens")
SMALLER = {390: 2, 794: 2, 1440: 4}
"""How much smaller the pictures are kept, by width: enough to see a line move, too little to see how a glyph's edge is drawn."""
STRAYS = 40
"""How far a pixel's colour may be off, of 255: a lossy picture's edges and another Chromium's are."""
SHARE = 0.005
"""How many pixels may be further off; a paragraph that wraps otherwise moves several times as many."""
SHARE_WITH_HINTS = 0.04
"""The same for a browser with windows, which draws glyphs with the hints of its machine."""
SHOWN: dict[str, dict[str, Any]] = {
    "home-390": {"page": "", "width": 390, "height": 1600},
    "home-1440": {"page": "", "width": 1440, "height": 1500},
    "activity-390-dark": {"page": "activities/delapan-anak/", "width": 390, "height": 1600, "dark": True},
    "activity-1440": {"page": "activities/delapan-anak/", "width": 1440, "height": 1500},
    "role-1440": {"page": "roles/rumah-baca-gerimis-koordinator/", "width": 1440, "height": 1200},
    "share-390": {"page": "share/delapan-anak/", "width": 390, "height": 1600},
    "sheet-390": {"page": "", "width": 390, "height": 1600, "theme": "lembar"},
    "sheet-1440": {"page": "", "width": 1440, "height": 1500, "theme": "lembar"},
    "cv-print": {"page": "cv/", "width": 794, "height": 1123, "media": "print"},
}
pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_looks_as_it_did(name: str, host: str, sheet_host: str, ask: Callable[..., Any], tmp_path: Path) -> None:
    job = dict(SHOWN[name])
    place = sheet_host if job.pop("theme", "") else host
    taken = ask("picture", url=place + job.pop("page"), file=str(tmp_path / "taken.png"), **job)
    with Image.open(taken) as image:
        shown = image.convert("RGB").reduce(SMALLER[job["width"]])
    golden = GOLDENS / f"{name}.webp"
    if os.environ.get("KIPRAH_WRITE_GOLDENS"):
        GOLDENS.mkdir(exist_ok=True)
        shown.save(golden, quality=90, method=6)
    with Image.open(golden) as image:
        assert image.size == shown.size
        apart = ImageChops.difference(image.convert("RGB"), shown)
    red, green, blue = apart.split()
    off = ImageChops.lighter(ImageChops.lighter(red, green), blue).point(lambda value: 255 if value > STRAYS else 0)
    limit = SHARE_WITH_HINTS if has_windows(find_chromium() or "") else SHARE
    share = off.histogram()[255] / (off.width * off.height)
    if share > limit:
        shown.save(tmp_path / f"{name}-now.png")
        off.save(tmp_path / f"{name}-off.png")
    assert share <= limit, f"{share:.1%} of {name} looks otherwise; see {tmp_path}"


def test_the_goldens_are_small_and_none_is_left_over() -> None:
    found = sorted(GOLDENS.glob("*"))
    assert {path.name for path in found} == {f"{name}.webp" for name in SHOWN}
    assert sum(path.stat().st_size for path in found) < 1_000_000
