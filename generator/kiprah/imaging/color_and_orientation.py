"""Normalizes pixels: orientation, 8-bit mode, and colour converted to sRGB."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageCms

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

_BAND = 1 << 20
"""Number of pixels in a band."""
_SAME = 2
"""Levels of 255 by which a profile may differ from sRGB and still be called sRGB."""


def apply_orientation(image: Image.Image, orientation: int) -> Image.Image:
    """Rotate and mirror by EXIF's orientation 1..8; any other number leaves the picture as it is."""
    turn = _UPRIGHT.get(orientation)
    return image if turn is None else image.transpose(turn)


def flatten(image: Image.Image) -> Image.Image | None:
    """Convert any mode to ``L``, ``RGB`` or ``CMYK``: 8 bits, no palette, transparency over white.

    Returns None for 32-bit and floating-point pixels, whose white nobody can know.
    """
    if image.mode in ("I;16", "I;16L", "I;16B", "I;16N"):
        # Pillow's own conversion clips at 255, which turns nearly all of a 16-bit picture white.
        deep = image if image.mode == "I;16" else image.convert("I").convert("I;16")
        return deep.point(lambda level: level * (1 / 256)).convert("L")
    if image.mode in ("I", "F"):
        return None
    if image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        return _over_white(image)
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _over_white(image: Image.Image) -> Image.Image:
    """Composite a picture with transparency over white, band by band: at once it would take four times its memory."""
    flat = Image.new("RGB", image.size)
    rows = max(1, _BAND // image.width)
    for top in range(0, image.height, rows):
        part = image.crop((0, top, image.width, min(top + rows, image.height))).convert("RGBA")
        white = Image.new("RGBA", part.size, (255, 255, 255, 255))
        white.alpha_composite(part)
        flat.paste(white.convert("RGB"), (0, top))
    return flat


def to_srgb(image: Image.Image, transform: ImageCms.ImageCmsTransform | None) -> Image.Image:
    """Convert a flattened picture to ``RGB``, through its profile's transform where it has one."""
    converted = ImageCms.applyTransform(image, transform) if transform else None
    if converted is not None:
        return converted
    # Pillow copies a picture that is what it should become.
    return image if image.mode == "RGB" else image.convert("RGB")


def copy_pixels(image: Image.Image) -> Image.Image:
    """Copy a picture's pixels into a new picture, without its metadata."""
    # Pasting copies rows; going through bytes would pack and unpack every pixel, five times as slow.
    rebuilt = Image.new(image.mode, image.size)
    rebuilt.paste(image)
    return rebuilt


def srgb_transform(profile: bytes | None, mode: str) -> ImageCms.ImageCmsTransform | None:
    """Build the colour transform from an ICC profile to sRGB for a flattened picture's mode.

    None without a profile, with one that is sRGB already, and with one that cannot be used: it counts as none,
    as it does in a browser.
    """
    if not profile:
        return None
    try:
        transform = ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
    if mode != "RGB":
        return transform
    # Most photos carry sRGB itself under one of many names; converting them would cost time and a level of rounding.
    probe = Image.frombytes("RGB", (8, 64), _CUBE)
    moved = ImageCms.applyTransform(probe, transform)
    if moved is None:
        return None
    apart = max(abs(before - after) for before, after in zip(_CUBE, moved.tobytes(), strict=True))
    return None if apart <= _SAME else transform


_LEVELS = (0, 36, 73, 109, 146, 182, 219, 255)
_CUBE = bytes(level for red in _LEVELS for green in _LEVELS for blue in _LEVELS for level in (red, green, blue))
