"""The certificate: one page, as a PDF with the metadata that office programs leave in."""

from __future__ import annotations

import io
import time

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from scenes.canvas import Canvas, box, fade, mix, smooth, tube
from scenes.things import leaf

WIDTH, HEIGHT = 1754, 1240
INK, GREEN, GOLD = "#33313a", "#0f766e", "#b98a3c"


def _line(draw: ImageDraw.ImageDraw, y: float, words: str, size: float, color: str) -> None:
    font = ImageFont.load_default(size)
    left, _, right, _ = font.getbbox(words)
    draw.text((WIDTH / 2 - (right - left) / 2 - left, y), words, font=font, fill=color)


def certificate_picture() -> Image.Image:
    """Draw the certificate."""
    c = Canvas(WIDTH, HEIGHT, 77)
    c.wash(fade((0, 0), (WIDTH, HEIGHT), "#fdf9ee", "#f6eedb"), grain=0.012)
    for inset, width, color in ((44, 5, GREEN), (60, 2, GOLD)):
        for x, y, w, h in (
            (inset, inset, WIDTH - 2 * inset, width),
            (inset, HEIGHT - inset - width, WIDTH - 2 * inset, width),
            (inset, inset, width, HEIGHT - 2 * inset),
            (WIDTH - inset - width, inset, width, HEIGHT - 2 * inset),
        ):
            c.paint(box(x, y, w, h), color, grain=0)
    for sx, sy in ((1, 1), (-1, 1), (1, -1), (-1, -1)):
        cx, cy = (130 if sx > 0 else WIDTH - 130), (130 if sy > 0 else HEIGHT - 130)
        for i in range(7):
            a = np.arctan2(sy, sx) + (i - 3) * 0.36
            c.paint(
                leaf(cx, cy, 92 - 9 * abs(i - 3), float(a), 0.4), mix(GREEN, GOLD, i / 6), volume=0.3, size=5, grain=0
            )
    signature = [
        (1130, 1010),
        (1168, 930),
        (1186, 1000),
        (1212, 950),
        (1238, 996),
        (1262, 960),
        (1296, 992),
        (1336, 942),
        (1352, 1000),
        (1420, 962),
        (1480, 970),
    ]
    c.paint(tube(smooth(signature, closed=False), [2, 6, 4, 6, 3, 5, 2], curved=False), "#26386b", grain=0)
    page = Image.fromarray((np.clip(c.rgb, 0, 1) * 255 + 0.5).astype(np.uint8))
    draw = ImageDraw.Draw(page)
    for y, words, size, color in (
        (150, "RUMAH BACA GERIMIS", 40, GREEN),
        (230, "Sertifikat", 108, INK),
        (392, "diberikan kepada", 32, "#6b6660"),
        (448, "Alya Sekarjati", 78, GREEN),
        (570, "sebagai Koordinator Sabtu Sore, 7 Februari sampai 27 Juni 2026", 34, INK),
        (624, "delapan belas pertemuan, lima puluh delapan jam", 34, INK),
        (716, "Rapatnya selalu molor. Tidak ada anak yang pulang tanpa ditanya.", 30, "#6b6660"),
    ):
        _line(draw, y, words, size, color)
    small = ImageFont.load_default(27)
    draw.text((270, 1010), "Sleman, 28 Juni 2026", font=small, fill=INK)
    draw.text((1195, 1028), "Bu Ratri, pendiri", font=small, fill=INK)
    return page


def certificate() -> bytes:
    """Return the certificate as PDF, the same bytes every time."""
    day = time.strptime("2026-06-28 09:14:00", "%Y-%m-%d %H:%M:%S")
    file = io.BytesIO()
    certificate_picture().save(
        file,
        "PDF",
        resolution=150,
        quality=86,
        title="Sertifikat koordinator",
        author="Bu Ratri (laptop keluarga)",
        subject="draf ketiga, jangan disebar",
        producer="KancilWriter 7.1",
        creator="KancilWriter",
        creationDate=day,
        modDate=day,
    )
    return file.getvalue()
