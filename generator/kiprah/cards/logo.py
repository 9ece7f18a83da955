"""Logo loader: the site's own logo at the size its box allows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image

from kiprah.cache.digests import digest_of
from kiprah.cards.frames import Rect
from kiprah.imaging.decoder_errors import DECODER_ERRORS
from kiprah.plan.views.card import CardLogo

_LARGEST = 20_000_000
"""Maximum pixels of a logo; one that is larger is some mistake, and may be meant to fill the memory."""

_ERRORS: tuple[type[Exception], ...] = (*DECODER_ERRORS, Image.DecompressionBombWarning)


class LogoUnread(Exception):
    """The logo is not what was found before; ``code`` and ``values`` are those of the problem to report."""

    def __init__(self, code: str, values: Mapping[str, str]) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


def is_drawable_logo(logo: CardLogo) -> bool:
    """Say whether a logo can be drawn; cards are planned without one that cannot. Raises ``LogoUnread``."""
    return _decoded(logo.source, logo.digest) is not None


def _decoded(source: Path, digest: str) -> Image.Image | None:
    try:
        data = source.read_bytes()
    except OSError as error:
        raise LogoUnread("file-unreadable", {"reason": error.strerror or ""}) from error
    if digest_of(data) != digest:
        raise LogoUnread("photo-changed", {"file": source.name})
    try:
        with Image.open(BytesIO(data), formats=("PNG", "WEBP", "JPEG")) as image:
            return image.convert("RGBA") if image.width * image.height <= _LARGEST else None
    except _ERRORS:
        return None


@lru_cache(maxsize=8)
def _load_logo(source: Path, digest: str) -> Image.Image:
    picture = _decoded(source, digest)
    assert picture is not None, "no card is planned with a logo that cannot be drawn"
    # Empty room around it would make it look smaller than it is.
    bounds = picture.getchannel("A").getbbox()
    return picture.crop(bounds) if bounds else picture


def logo_size(logo: CardLogo, box: Rect) -> tuple[int, int]:
    """Fit a logo into a box and return its size (pixels). Raises ``LogoUnread`` where it cannot be read."""
    image = _load_logo(logo.source, logo.digest)
    scale = min(box.width / image.width, box.height / image.height)
    return max(1, round(image.width * scale)), max(1, round(image.height * scale))


@lru_cache(maxsize=16)
def scaled_logo(logo: CardLogo, size: tuple[int, int]) -> Image.Image:
    """Return a logo at a size, mode ``RGBA``; treat it as read-only."""
    # Premultiplied, or the colour of what cannot be seen would shine through at the edges.
    image = _load_logo(logo.source, logo.digest).convert("RGBa")
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0).convert("RGBA")
