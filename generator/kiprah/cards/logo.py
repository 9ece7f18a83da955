"""Logo loader: the site's own logo at the size its box allows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from kiprah.cache.digests import digest_of
from kiprah.cards.frames import Rect
from kiprah.plan.views.card import CardLogo

_LARGEST = 20_000_000
"""Maximum pixels of a logo; one that is larger is some mistake, and may be meant to fill the memory."""


class LogoBroken(Exception):
    """The logo cannot be drawn; ``code`` and ``values`` are those of the problem to report."""

    def __init__(self, code: str, values: Mapping[str, str]) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


@lru_cache(maxsize=8)
def _load_logo(source: Path, digest: str) -> Image.Image:
    try:
        data = source.read_bytes()
    except OSError as error:
        raise LogoBroken("file-unreadable", {"reason": error.strerror or ""}) from error
    if digest_of(data) != digest:
        raise LogoBroken("photo-changed", {"file": source.name})
    try:
        with Image.open(BytesIO(data), formats=("PNG", "WEBP", "JPEG")) as image:
            if image.width * image.height > _LARGEST:
                raise LogoBroken("logo-broken", {"file": source.name})
            picture = image.convert("RGBA")
    except (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombWarning) as error:
        raise LogoBroken("logo-broken", {"file": source.name}) from error
    # Empty room around it would make it look smaller than it is.
    bounds = picture.getchannel("A").getbbox()
    return picture.crop(bounds) if bounds else picture


def logo_size(logo: CardLogo, box: Rect) -> tuple[int, int]:
    """Fit a logo into a box and return its size (pixels). Raises ``LogoBroken`` where it cannot be read."""
    image = _load_logo(logo.source, logo.digest)
    scale = min(box.width / image.width, box.height / image.height)
    return max(1, round(image.width * scale)), max(1, round(image.height * scale))


@lru_cache(maxsize=16)
def scaled_logo(logo: CardLogo, size: tuple[int, int]) -> Image.Image:
    """Return a logo at a size, mode ``RGBA``; treat it as read-only."""
    # Premultiplied, or the colour of what cannot be seen would shine through at the edges.
    image = _load_logo(logo.source, logo.digest).convert("RGBa")
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0).convert("RGBA")
