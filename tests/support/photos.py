"""Small photos, with and without what a phone tells of them."""

from __future__ import annotations

from io import BytesIO
from random import Random

from PIL import Image


def jpeg(width: int = 64, height: int = 48) -> bytes:
    """Make a small photo."""
    target = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(target, "JPEG")
    return target.getvalue()


def noise(size: tuple[int, int]) -> Image.Image:
    """Draw grey noise, the same each time: Pillow's own depends on what was drawn before it in the process."""
    return Image.frombytes("L", size, Random(7).randbytes(size[0] * size[1]))


def located(width: int = 64, height: int = 48, *, place: bool = True) -> bytes:
    """Make a small photo that says which phone took it, and where."""
    exif = Image.Exif()
    exif[0x0110] = "Ponsel 7"
    if place:
        exif[0x8825] = {1: "S", 2: (7.0, 46.0, 12.3), 3: "E", 4: (110.0, 22.0, 40.1)}
    target = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(target, "JPEG", exif=exif.tobytes())
    return target.getvalue()
