"""Face suggestions: what a person then accepts or not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from kiprah.imaging.faces import NoFaceFinder, suggest_faces

PORTRAIT = Path(__file__).parents[2] / "content" / "alya.jpg"


@pytest.mark.slow
@pytest.mark.parametrize(
    "turn", [None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270]
)
def test_a_face_is_found_however_the_picture_lies(turn: Image.Transpose | None) -> None:
    pytest.importorskip("cv2", reason="opencv-python-headless is not installed")
    with Image.open(PORTRAIT) as image:
        picture = image.convert("RGB") if turn is None else image.convert("RGB").transpose(turn)
    found = suggest_faces(picture)
    assert len(found) == 1
    box = found[0]
    x, y = box.x + box.width / 2, box.y + box.height / 2
    back = {
        None: (x, y),
        Image.Transpose.ROTATE_90: (1 - y, x),
        Image.Transpose.ROTATE_180: (1 - x, 1 - y),
        Image.Transpose.ROTATE_270: (y, 1 - x),
    }
    assert back[turn] == pytest.approx((0.41, 0.49), abs=0.04)


def test_without_the_extra_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "cv2", None)
    with pytest.raises(NoFaceFinder):
        suggest_faces(Image.new("RGB", (40, 40)))


@pytest.mark.slow
def test_where_nobody_is_nothing_is_found() -> None:
    pytest.importorskip("cv2", reason="opencv-python-headless is not installed")
    assert suggest_faces(Image.new("RGB", (300, 200), (120, 160, 90))) == ()
