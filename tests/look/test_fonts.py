"""The fonts of pelita: the style sheet names exactly the letters that each file holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ASSETS = Path(__file__).parents[2] / "themes" / "pelita" / "assets"
FACES = dict(
    re.findall(r'@font-face \{[^}]*url\("([^"]+)"\)[^}]*unicode-range: ([^;]+);', (ASSETS / "pelita.css").read_text())
)


def letters(ranges: str) -> set[int]:
    """Read a ``unicode-range``."""
    found: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def test_every_font_file_is_named() -> None:
    assert set(FACES) == {path.relative_to(ASSETS).as_posix() for path in ASSETS.rglob("*.woff2")}


@pytest.mark.parametrize("file", FACES)
def test_a_face_names_the_letters_its_file_holds(file: str) -> None:
    assert letters(FACES[file]) == set(TTFont(ASSETS / file).getBestCmap())


def test_no_letter_stands_in_two_files_of_a_family() -> None:
    for family in ("fraunces", "figtree"):
        near, more = (letters(FACES[f"fonts/{family}{part}.woff2"]) for part in ("", "-more"))
        assert not near & more and set(range(0x20, 0x7F)) < near
