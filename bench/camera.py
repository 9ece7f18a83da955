"""Pictures that cost what a telephone's photos cost: drawn from a seed, with detail, grain, a direction and metadata.

The scenes have a 1/f spectrum, hard edges, fine texture, parts out of focus, and grain that neighbours share, as
demosaicing leaves it. Grain is tuned by bisection until the file has the bytes per pixel asked for, since the time to
decode and encode follows that. Upright scenes are stored lying with Orientation 6 or 8, as telephones do. The bytes
follow the arguments and the versions of numpy and Pillow.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import random
import struct
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from PIL.TiffImagePlugin import IFDRational

Plane = np.ndarray[Any, np.dtype[np.float32]]

DIRECTIONS = (1, 1, 6, 1, 1, 8, 1, 6, 1, 3)
"""Every tenth picture's Orientation: three in ten stand, one is upside down."""

TURNS = {1: 0, 3: 2, 6: 1, 8: 3}
"""Quarter turns counter-clockwise from upright to how the file stores it."""


@dataclass(frozen=True)
class Roll:
    """Properties that a roll of pictures shall have."""

    seed: int = 1
    distinct: int = 20
    megapixels: float = 12.19
    quality: int = 90
    bytes_per_pixel: float = 0.33


def octaves(rs: np.random.Generator, w: int, h: int, decay: float, first: int = 3) -> Plane:
    """Return enlarged random grids added up: a 1/f spectrum of mean 0 and deviation 1."""
    out = np.zeros((h, w), np.float32)
    size, strength = first, 1.0
    while size < max(w, h):
        grid = rs.standard_normal((max(2, round(size * h / w)), max(2, size)), dtype=np.float32)
        out += strength * np.asarray(Image.fromarray(grid).resize((w, h), Image.Resampling.BICUBIC))
        size *= 2
        strength *= decay
    return np.asarray((out - out.mean()) / (out.std() + 1e-6), np.float32)


def objects(rng: random.Random, w: int, h: int) -> tuple[Plane, list[tuple[float, float, float, float]]]:
    """Return a plane of object numbers, and each one's luma, two chromas and roughness."""
    mask = Image.new("L", (w, h), 0)
    draw = ImageDraw.Draw(mask)
    shades: list[tuple[float, float, float, float]] = [(0, 0, 0, 0)]
    for number in range(1, rng.randint(70, 130)):
        shades.append((rng.randint(25, 235), rng.randint(90, 165), rng.randint(95, 170), rng.random()))
        x, y, r = rng.random() * w, h * (0.25 + 0.7 * rng.random()), w * 10 ** rng.uniform(-2.4, -0.95)
        if rng.random() < 0.5:
            draw.ellipse([x - r, y - r, x + r, y + 1.4 * r], fill=number)
        else:
            corners = rng.randint(3, 7)
            angles = [2 * math.pi * corner / corners for corner in range(corners)]
            draw.polygon(
                [(x + r * math.cos(a + rng.random()), y + r * math.sin(a + rng.random())) for a in angles], fill=number
            )
    return np.asarray(mask), shades


def scene(seed: int, w: int, h: int) -> tuple[Plane, Plane, Plane, np.random.Generator]:
    """Return a landscape with sky, ground, objects and depth of field as luma and two chromas."""
    rs, rng = np.random.default_rng(seed), random.Random(seed)
    yy, xx = np.mgrid[0:h, 0:w].astype(np.float32)
    yy /= h
    xx /= w
    big, fine = octaves(rs, w, h, 0.5), octaves(rs, w, h, 0.85, first=64)
    horizon = 0.25 + 0.3 * rng.random() + 0.06 * octaves(rs, w, 1, 0.55)[0]
    ground = yy > horizon[None, :]
    luma = np.where(ground, 95 + 34 * big + 15 * fine, 205 - 70 * yy + 7 * big + 0.8 * fine)
    cb = np.where(ground, 112 + 5 * big, 150 - 20 * yy)
    cr = np.where(ground, 132 - 6 * big, 112 + 15 * yy)
    ids, shades = objects(rng, w, h)
    shade = np.array(shades, np.float32)[ids.astype(np.intp)]
    luma = np.where(ids > 0, shade[..., 0] + 18 * big + 9 * shade[..., 3] * fine, luma)
    cb = np.where(ids > 0, shade[..., 1], cb)
    cr = np.where(ids > 0, shade[..., 2], cr)
    sharp = Image.fromarray(np.clip(luma, 0, 255).astype(np.uint8))
    blurred = sharp.filter(ImageFilter.BoxBlur(max(2, w // 330))).filter(ImageFilter.BoxBlur(max(2, w // 500)))
    lens = np.asarray(sharp.filter(ImageFilter.GaussianBlur(0.7)), np.float32)
    away = np.clip(3.2 * (np.abs(yy - rng.uniform(0.45, 0.65)) - 0.22), 0, 1)
    luma = lens * (1 - away) + np.asarray(blurred, np.float32) * away
    luma *= 1 - 0.35 * ((xx - 0.5) ** 2 + (yy - 0.5) ** 2)
    return luma.astype(np.float32), cb.astype(np.float32), cr.astype(np.float32), rs


def encoded(planes: tuple[Plane, Plane, Plane], grain: list[Plane], level: float, quality: int, turns: int) -> bytes:
    """Return the JPEG with grain of this strength; shot noise grows with the signal."""
    luma, cb, cr = planes
    y = np.clip(luma + level * (0.6 + luma / 160) * grain[0], 0, 255)
    b = np.clip(cb + 0.5 * level * grain[1], 0, 255)
    r = np.clip(cr + 0.5 * level * grain[2], 0, 255)
    stored = np.ascontiguousarray(np.rot90(np.stack([y, b, r], -1).astype(np.uint8), turns))
    h, w = stored.shape[:2]
    out = io.BytesIO()
    picture = Image.frombytes("YCbCr", (w, h), stored.tobytes())
    picture.save(out, "JPEG", quality=quality, subsampling=2, optimize=True)
    return out.getvalue()


def picture(job: tuple[int, Roll]) -> bytes:
    """Draw one picture of a roll, without metadata."""
    index, roll = job
    w = max(16, round(math.sqrt(roll.megapixels * 1e6 * 4 / 3) / 16) * 16)
    direction = DIRECTIONS[index % 10]
    width, height = (w * 3 // 4, w) if direction in (6, 8) else (w, w * 3 // 4)
    *planes, rs = scene(roll.seed * 1000 + index, width, height)
    grain = []
    for sigma in (0.55, 1.6, 1.6):
        noise = np.clip(128 + 40 * rs.standard_normal((height, width), dtype=np.float32), 0, 255).astype(np.uint8)
        soft = np.asarray(Image.fromarray(noise).filter(ImageFilter.GaussianBlur(sigma)), np.float32) - 128
        grain.append(soft / (soft.std() + 1e-6))
    # Each picture has its own budget of detail, 0.7 to 1.3 of the mean, as real rolls do.
    wanted = roll.bytes_per_pixel * (0.7 + 0.6 * ((index * 7) % 20) / 19) * width * height
    low, high, level, best = 0.0, 14.0, 2.5, b""
    for _ in range(5):
        best = encoded((planes[0], planes[1], planes[2]), grain, level, roll.quality, TURNS[direction])
        if abs(len(best) - wanted) < 0.05 * wanted:
            break
        low, high = (level, high) if len(best) < wanted else (low, level)
        level = (low + high) / 2
    return best


def roll_of(roll: Roll, jobs: int) -> list[bytes]:
    """Draw all pictures of a roll, in several processes."""
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(picture, [(index, roll) for index in range(roll.distinct)]))


def degrees(value: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    """Return degrees, minutes and seconds as EXIF writes them."""
    value = abs(value)
    return (
        IFDRational(int(value), 1),
        IFDRational(int(value % 1 * 60), 1),
        IFDRational(round((value * 60 % 1) * 6000), 100),
    )


@lru_cache(maxsize=64)
def thumbnail(picture: bytes) -> bytes:
    """Return the small picture that a telephone puts into its photo, lying as that lies."""
    with Image.open(io.BytesIO(picture)) as image:
        image.draft("RGB", (320, 320))
        image.thumbnail((160, 160))
        out = io.BytesIO()
        image.save(out, "JPEG", quality=80)
    return out.getvalue()


def with_second_folder(body: bytes, small: bytes) -> bytes:
    """Return a TIFF structure with a second folder that holds a JPEG; Pillow writes no such folder."""
    order = "<" if body[:2] == b"II" else ">"
    start = len(body) + len(body) % 2
    last = 8 + 2 + 12 * struct.unpack_from(order + "H", body, 8)[0]
    body = body[:last] + struct.pack(order + "I", start) + body[last + 4 :]
    places = (3, 0x0103, 3, 1, 6, 0, 0x0201, 4, 1, start + 42, 0x0202, 4, 1, len(small), 0)
    return body.ljust(start, b"\0") + struct.pack(order + "HHHIHHHHIIHHIII", *places) + small


def metadata(direction: int, when: dt.datetime, latitude: float, longitude: float, unique: str, small: bytes) -> bytes:
    """Return an EXIF segment such as a telephone writes, place, small picture and all."""
    stamp = when.strftime("%Y:%m:%d %H:%M:%S")
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112], exif[0x0132] = "Example", "Telephone 1", direction, stamp
    camera = exif.get_ifd(0x8769)
    camera[0x9003], camera[0x9004], camera[0x9011], camera[0xA420] = stamp, stamp, "+00:00", unique
    camera[0x829A], camera[0x829D], camera[0x8827] = IFDRational(1, 250), IFDRational(18, 10), 64
    place = exif.get_ifd(0x8825)
    place[0], place[1], place[2] = b"\x02\x03\x00\x00", "N" if latitude >= 0 else "S", degrees(latitude)
    place[3], place[4] = "E" if longitude >= 0 else "W", degrees(longitude)
    body = b"Exif\0\0" + with_second_folder(exif.tobytes().removeprefix(b"Exif\0\0"), small)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def photo(pictures: list[bytes], number: int, rng: random.Random) -> bytes:
    """Return photo ``number``: one of the pictures with metadata of its own, so that no two files are the same."""
    data = pictures[number % len(pictures)]
    when = dt.datetime(2016, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=rng.randrange(3900 * 1440))
    direction = DIRECTIONS[number % len(pictures) % 10]
    segment = metadata(direction, when, rng.uniform(-60, 65), rng.uniform(-170, 170), f"{number:032x}", thumbnail(data))
    return data[:2] + segment + data[2:]
