"""Small photos, with and without what a phone tells of them."""

from __future__ import annotations

from io import BytesIO

from PIL import Image


def jpeg(width: int = 64, height: int = 48) -> bytes:
    """Make a small photo."""
    target = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(target, "JPEG")
    return target.getvalue()


def located(width: int = 64, height: int = 48, *, place: bool = True) -> bytes:
    """Make a small photo that says which phone took it, and where."""
    exif = Image.Exif()
    exif[0x0110] = "Ponsel 7"
    if place:
        exif[0x8825] = {1: "S", 2: (7.0, 46.0, 12.3), 3: "E", 4: (110.0, 22.0, 40.1)}
    target = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(target, "JPEG", exif=exif.tobytes())
    return target.getvalue()
