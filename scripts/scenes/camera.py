"""From a painted canvas to a file as a phone writes it: grade, grain, what the camera adds, orientation."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from scenes.brush import painted
from scenes.canvas import Canvas, blurred, noise, rgb

MAKE, MODEL = "Kancil", "Kancil K3 Lite"
MOST_BYTES, LEAST_QUALITY = 335_000, 70

_STORED = {1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}


@dataclass(frozen=True, slots=True)
class Shot:
    """What the camera wrote of one picture."""

    taken: str
    """``2026:03:14 08:12:40``."""
    latitude: float
    longitude: float
    orientation: int = 1
    comment: str = ""
    creator: str = ""
    """Written as XMP where given."""


def developed(canvas: Canvas, seed: int, *, keep: float = 0.3, fade: float = 0.035, dusk: float = 0.0) -> Image.Image:
    """Turn a canvas into a photo: brush, bloom, a gentle curve, split tones, vignette, grain."""
    s = canvas.scale
    picture = painted(np.clip(canvas.rgb, 0, 1.6), seed, s, keep=keep)
    light = picture @ np.array([0.3, 0.59, 0.11], np.float32)
    bright = np.clip(light - 0.72, 0, 1)[..., None] * picture
    picture = picture + 0.5 * np.stack([blurred(bright[..., i], 34 * s) for i in range(3)], -1)
    picture = np.clip(picture, 0, None)
    picture = picture / (1 + 0.10 * picture) * 1.065
    x = np.clip(picture, 0, 1)
    picture = x * 0.72 + (x * x * (3 - 2 * x)) * 0.28
    light = (picture @ np.array([0.3, 0.59, 0.11], np.float32))[..., None]
    cool, warm = rgb("#123b52"), rgb("#ffdda6")
    picture = picture + (1 - light) ** 2 * (cool - 0.17) * (0.16 + dusk) + light**2 * (warm - 0.86) * 0.12
    picture = picture * (1 - fade) + fade * 0.55
    picture = light + (picture - light) * 0.80
    height, width = light.shape[:2]
    gy, gx = np.mgrid[0:height, 0:width].astype(np.float32)
    far = np.hypot((gx / width - 0.5) * 1.9, (gy / height - 0.48) * 1.9)[..., None]
    picture = picture * (1 - 0.20 * np.clip(far - 0.45, 0, 1) ** 1.5)
    rng = np.random.default_rng(seed + 7)
    grain = noise((height, width), 2.6 * s, rng, 1)[..., None] * (0.010 + 0.010 * (1 - light))
    return Image.fromarray((np.clip(picture + grain, 0, 1) * 255 + 0.5).astype(np.uint8))


def exif_of(shot: Shot, size: tuple[int, int]) -> Image.Exif:
    """Return what a phone writes into a photo."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131] = MAKE, MODEL, "KancilOS 4.2 build 20260117"
    exif[0x0112], exif[0x0132] = shot.orientation, shot.taken
    exif[0x8769] = {
        0x9003: shot.taken,
        0x9004: shot.taken,
        0x9011: "+07:00",
        0xA002: size[0],
        0xA003: size[1],
        0xA431: "KNC3L-0048211907",
        0x829D: (17, 10),
        0x8827: 100,
    }
    exif[0x8825] = {
        1: "S" if shot.latitude < 0 else "N",
        2: _sexagesimal(shot.latitude),
        3: "E" if shot.longitude >= 0 else "W",
        4: _sexagesimal(shot.longitude),
        29: shot.taken[:10],
    }
    return exif


def _sexagesimal(value: float) -> tuple[float, float, float]:
    value = abs(value)
    minutes = (value - int(value)) * 60
    return float(int(value)), float(int(minutes)), round((minutes - int(minutes)) * 60, 3)


def jpeg_of(picture: Image.Image, shot: Shot) -> bytes:
    """Return the file: turned as the camera was held, with EXIF, and a comment and XMP where the shot says so."""
    turn = _STORED[shot.orientation]
    stored = picture.transpose(turn) if turn is not None else picture
    more: dict[str, bytes] = {}
    if shot.comment:
        more["comment"] = shot.comment.encode()
    if shot.creator:
        more["xmp"] = _XMP.format(creator=shot.creator, taken=shot.taken[:10].replace(":", "-")).encode()
    for quality in range(84, LEAST_QUALITY - 1, -2):
        file = io.BytesIO()
        stored.save(
            file, "JPEG", quality=quality, optimize=True, subsampling=2, exif=exif_of(shot, stored.size), **more
        )
        if file.tell() <= MOST_BYTES:
            break
    return file.getvalue()


_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'photoshop:DateCreated="{taken}"><dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq></dc:creator>'
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)


def write_if_changed(path: Path, data: bytes) -> bool:
    """Write a file unless it holds these bytes already; say whether it was written."""
    if path.exists() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return True
