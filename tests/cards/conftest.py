"""Cards for tests: the shipped layouts, a view of each kind, and scenes drawn by Pillow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from kiprah.cards import CardLayouts, load_layouts
from kiprah.imaging.decoded_photo import DecodedPhoto
from kiprah.model.photo import PhotoSource
from kiprah.plan.views.card import CardPhoto, CardView
from support.card_layers import forget_layer, install_layer

LAYOUTS = Path(__file__).parents[2] / "themes" / "pelita" / "cards"


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(LAYOUTS.glob("*.yml"))}


@pytest.fixture(scope="session")
def layouts(texts: dict[str, str]) -> CardLayouts:
    found, problems = load_layouts(texts)
    assert not problems
    assert found is not None
    return found


@pytest.fixture(scope="session")
def scene() -> DecodedPhoto:
    image = Image.new("RGB", (1200, 800), "#e8c9a0")
    draw = ImageDraw.Draw(image)
    for i in range(40):
        draw.rectangle((i * 30, 400 + (i * 37) % 300, i * 30 + 24, 800), fill=(40 + i * 5, 90 + i * 2, 200 - i * 4))
    return DecodedPhoto(image)


def card_photo(photo: DecodedPhoto) -> CardPhoto:
    return CardPhoto(PhotoSource("/photo.jpg", "0" * 32, *photo.size), (0.5, 0.4), "#8a8a6a")


@pytest.fixture(scope="session")
def view() -> Callable[..., CardView]:
    def make(
        kind: str = "activity", card_format: str = "link", photo: DecodedPhoto | None = None, **given: Any
    ) -> CardView:
        values: dict[str, Any] = {
            "kind": kind,
            "format": card_format,
            "language": "id",
            "eyebrow": "Pengajar · Rumah Pelangi",
            "title": "Mengajar membaca di Rumah Pelangi",
            "text": "Sabtu pagi bersama dua puluh lima anak.",
            "quote": "Ternyata suaraku ada tempatnya." if kind == "reflection" else "",
            "facts": ("14 Maret – 20 Juni 2026", "42 jam", "Sleman, ID"),
            "causes": ("Pendidikan", "Anak"),
            "name": "Alya Prameswari",
            "address": "alya.example",
            "url": "https://alya.example/activities/mengajar-membaca/",
            "color": "#0f766e",
            "photo": card_photo(photo) if photo else None,
        }
        return CardView(**{**values, **given})

    return make


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Install the package of the documentation; its code may be written anew."""
    monkeypatch.syspath_prepend(tmp_path)
    install_layer(tmp_path)
    yield tmp_path
    forget_layer()
