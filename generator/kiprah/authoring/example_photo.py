"""The photo in a new site: a beach in the morning, drawn, so that nobody's picture is shipped."""

from __future__ import annotations

import math
from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 1067
_FINE = 2
"""It is drawn this many times as large and then made smaller, which smooths every edge."""
_Point = tuple[float, float]
_Color = int | tuple[int, ...]
_SKY = ((250, 214, 165), (244, 236, 214), (168, 208, 216))
_SEA = ((120, 178, 186), (42, 112, 128))
_SAND = ((232, 209, 165), (206, 172, 122))


def beach() -> bytes:
    """Draw the scene; the same bytes at any time with one version of Pillow."""
    scene = Image.new("RGB", (WIDTH * _FINE, HEIGHT * _FINE))
    scene.paste(_fade((_SKY[2], _SKY[1], _SKY[0]), 0, 560), (0, 0))
    _sun(scene)
    scene.paste(_fade(_SEA, 560, 880), (0, 560 * _FINE))
    draw = _Pen(scene)
    _hills(draw)
    _glitter(draw)
    _shore(scene)
    _bags(scene)
    _palm(scene)
    target = BytesIO()
    scene = scene.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    scene.save(target, "JPEG", quality=88, optimize=True)
    return target.getvalue()


class _Pen:
    """Draws on a picture that is larger than the numbers it is given say."""

    def __init__(self, image: Image.Image, fine: float = _FINE) -> None:
        self._draw = ImageDraw.Draw(image)
        self._fine = fine

    def polygon(self, points: Sequence[_Point], fill: _Color) -> None:
        self._draw.polygon([(x * self._fine, y * self._fine) for x, y in points], fill)

    def ellipse(self, box: tuple[float, float, float, float], fill: _Color) -> None:
        left, top, right, bottom = (edge * self._fine for edge in box)
        self._draw.ellipse((left, top, right, bottom), fill)

    def line(self, ends: tuple[float, float, float, float], fill: _Color, width: float) -> None:
        left, top, right, bottom = (end * self._fine for end in ends)
        self._draw.line((left, top, right, bottom), fill, round(width * self._fine))


def _fade(colors: tuple[tuple[int, int, int], ...], top: int, bottom: int) -> Image.Image:
    strip = Image.new("RGB", (1, len(colors)))
    strip.putdata(list(colors))
    return strip.resize((WIDTH * _FINE, (bottom - top) * _FINE), Image.Resampling.BICUBIC)


def _sun(scene: Image.Image) -> None:
    glow = Image.new("L", scene.size, 0)
    _Pen(glow).ellipse((900, 260, 1260, 620), fill=150)
    glow = glow.filter(ImageFilter.GaussianBlur(90 * _FINE))
    scene.paste(Image.new("RGB", scene.size, (255, 236, 190)), mask=glow)
    _Pen(scene).ellipse((1010, 372, 1150, 512), fill=(255, 244, 214))


def _hills(draw: _Pen) -> None:
    for base, height, color, shift in ((562, 120, (132, 168, 168), 0.4), (562, 74, (92, 138, 140), 2.2)):
        ridge = [
            (x, base - max(0.0, height * math.sin(x / 330 + shift) + 8 * math.sin(x / 57) + 6) * (1 - x / 1160))
            for x in range(0, 1164, 4)
        ]
        draw.polygon([(0, base), *ridge, (1160, base)], fill=color)


def _glitter(draw: _Pen) -> None:
    for row in range(24):
        y = 572 + row * 9
        for column in range(5):
            x = 1080 + math.sin(row * 2.3 + column * 1.7) * (24 + row * 7)
            length = 10 + row * 2 + column * 4
            draw.line((x - length, y, x + length, y), fill=(236, 232, 206), width=2 + row // 9)


def _shore(scene: Image.Image) -> None:
    sand = _fade(_SAND, 740, HEIGHT)
    for lift, fill in ((26, (246, 250, 246)), (0, None)):
        edge = Image.new("L", sand.size, 0)
        curve = [(x, 58 - lift + 30 * math.sin(x / 260 + 0.6) + 10 * math.sin(x / 71)) for x in range(0, WIDTH + 4, 4)]
        _Pen(edge).polygon([(0, HEIGHT), *curve, (WIDTH, HEIGHT)], fill=255)
        edge = edge.filter(ImageFilter.GaussianBlur(_FINE))
        layer = Image.new("RGB", sand.size, fill) if fill else sand
        scene.paste(layer, (0, 740 * _FINE), edge)


def _bags(scene: Image.Image) -> None:
    shade = Image.new("L", scene.size, 0)
    shadow = _Pen(shade)
    places = ((420, 950, 1.0, (38, 92, 88)), (590, 975, 1.15, (214, 124, 62)), (300, 985, 1.1, (60, 118, 110)))
    for x, y, size, _ in places:
        shadow.ellipse((x - 96 * size, y - 14, x + 130 * size, y + 24), fill=90)
    scene.paste((120, 92, 60), mask=shade.filter(ImageFilter.GaussianBlur(10 * _FINE)))
    draw = _Pen(scene)
    for x, y, size, color in places:
        _bag(draw, x, y, size, color)


def _bag(draw: _Pen, x: int, y: int, size: float, color: tuple[int, int, int]) -> None:
    light = tuple(min(255, level + 34) for level in color)
    body = [
        (x + size * 86 * math.cos(turn) * (1 - 0.22 * math.sin(turn)), y - size * 70 - size * 78 * math.sin(turn))
        for turn in (step / 96 * math.tau for step in range(96))
    ]
    draw.polygon(body, fill=color)
    draw.polygon([(x - size * 20, y - size * 140), (x + size * 22, y - size * 140), (x, y - size * 172)], fill=color)
    draw.polygon([(x - 34 * size, y - 176 * size), (x + 34 * size, y - 180 * size), (x, y - 146 * size)], fill=light)
    draw.line((x - size * 40, y - size * 116, x - size * 54, y - size * 40), fill=light, width=5)


def _palm(scene: Image.Image) -> None:
    shade = Image.new("L", scene.size, 0)
    _Pen(shade).ellipse((1310, 926, 1450, 956), fill=80)
    scene.paste((120, 92, 60), mask=shade.filter(ImageFilter.GaussianBlur(10 * _FINE)))
    draw = _Pen(scene)
    trunk = [(1340 + 60 * math.sin(step / 13), 940 - step * 32) for step in range(22)]
    for step, ((x, y), (next_x, next_y)) in enumerate(pairwise(trunk)):
        width = 31 - step / 2
        draw.line((x, y, next_x, next_y), fill=(112, 84, 58) if step % 2 else (124, 94, 66), width=width)
    top_x, top_y = trunk[-1]
    for number in range(8):
        turn = math.pi * (0.06 + number * 0.126) * -1
        reach = 180 + 20 * math.sin(number * 2.1)
        leaf: list[_Point] = []
        back: list[_Point] = []
        for part in range(25):
            along = part / 24
            across = top_x + math.cos(turn) * reach * along
            down = top_y + math.sin(turn) * reach * along * 0.8 + 150 * along * along
            broad = 15 * math.sin(math.pi * min(1.0, along + 0.12)) + 1
            leaf.append((across, down - broad))
            back.append((across, down + broad * 0.4))
        draw.polygon([*leaf, *reversed(back)], fill=(44, 104 + number * 4, 78))
