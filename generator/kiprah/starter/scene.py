"""The photo in a new site: a beach in the morning, drawn, so that nobody's picture is shipped."""

from __future__ import annotations

import math
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 1067
_SKY = ((250, 214, 165), (244, 236, 214), (168, 208, 216))
_SEA = ((120, 178, 186), (42, 112, 128))
_SAND = ((232, 209, 165), (206, 172, 122))


def beach() -> bytes:
    """Draw the scene; the same bytes at any time with one version of Pillow."""
    scene = Image.new("RGB", (WIDTH, HEIGHT))
    scene.paste(_fade((_SKY[2], _SKY[1], _SKY[0]), 0, 560), (0, 0))
    _sun(scene)
    scene.paste(_fade(_SEA, 560, 880), (0, 560))
    draw = ImageDraw.Draw(scene)
    _hills(draw)
    _glitter(draw)
    _shore(scene)
    _bags(scene)
    _palm(scene)
    target = BytesIO()
    scene.save(target, "JPEG", quality=88, optimize=True)
    return target.getvalue()


def _fade(colors: tuple[tuple[int, int, int], ...], top: int, bottom: int) -> Image.Image:
    strip = Image.new("RGB", (1, len(colors)))
    strip.putdata(list(colors))
    return strip.resize((WIDTH, bottom - top), Image.Resampling.BICUBIC)


def _sun(scene: Image.Image) -> None:
    glow = Image.new("L", scene.size, 0)
    ImageDraw.Draw(glow).ellipse((900, 260, 1260, 620), fill=150)
    glow = glow.filter(ImageFilter.GaussianBlur(90))
    scene.paste(Image.new("RGB", scene.size, (255, 236, 190)), mask=glow)
    ImageDraw.Draw(scene).ellipse((1010, 372, 1150, 512), fill=(255, 244, 214))


def _hills(draw: ImageDraw.ImageDraw) -> None:
    for base, height, color, shift in ((566, 120, (132, 168, 168), 0.4), (568, 74, (92, 138, 140), 2.2)):
        ridge = [
            (x, base - height * max(0.0, math.sin(x / 330 + shift) * (1 - x / 1150)) - 8 * math.sin(x / 57))
            for x in range(0, 1160, 10)
        ]
        draw.polygon([(0, base), *ridge, (1160, base)], fill=color)


def _glitter(draw: ImageDraw.ImageDraw) -> None:
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
        curve = [
            (x, 58 - lift + 30 * math.sin(x / 260 + 0.6) + 10 * math.sin(x / 71)) for x in range(0, WIDTH + 10, 10)
        ]
        ImageDraw.Draw(edge).polygon([(0, sand.height), *curve, (WIDTH, sand.height)], fill=255)
        edge = edge.filter(ImageFilter.GaussianBlur(1.5))
        layer = Image.new("RGB", sand.size, fill) if fill else sand
        scene.paste(layer, (0, 740), edge)


def _bags(scene: Image.Image) -> None:
    shade = Image.new("L", scene.size, 0)
    shadow = ImageDraw.Draw(shade)
    places = ((420, 950, 1.0, (38, 92, 88)), (590, 975, 1.15, (214, 124, 62)), (300, 985, 1.1, (60, 118, 110)))
    for x, y, size, _ in places:
        shadow.ellipse((x - 96 * size, y - 14, x + 130 * size, y + 24), fill=90)
    scene.paste((120, 92, 60), mask=shade.filter(ImageFilter.GaussianBlur(10)))
    draw = ImageDraw.Draw(scene)
    for x, y, size, color in places:
        _bag(draw, x, y, size, color)


def _bag(draw: ImageDraw.ImageDraw, x: int, y: int, size: float, color: tuple[int, int, int]) -> None:
    light = tuple(min(255, level + 34) for level in color)
    body = [
        (x + size * 86 * math.cos(turn) * (1 - 0.22 * math.sin(turn)), y - size * 70 - size * 78 * math.sin(turn))
        for turn in (step / 24 * math.tau for step in range(24))
    ]
    draw.polygon(body, fill=color)
    draw.polygon([(x - size * 20, y - size * 140), (x + size * 22, y - size * 140), (x, y - size * 172)], fill=color)
    draw.polygon([(x - 34 * size, y - 176 * size), (x + 34 * size, y - 180 * size), (x, y - 146 * size)], fill=light)
    draw.line((x - size * 40, y - size * 116, x - size * 54, y - size * 40), fill=light, width=5)


def _palm(scene: Image.Image) -> None:
    large = scene.crop((1180, 60, 1600, 960)).resize((840, 1800), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(large)
    trunk = [(620 + 120 * math.sin(step / 13), 1760 - step * 64) for step in range(22)]
    for step, ((x, y), (next_x, next_y)) in enumerate(pairwise(trunk)):
        width = 62 - step
        draw.line((x, y, next_x, next_y), fill=(112, 84, 58) if step % 2 else (124, 94, 66), width=width)
    top_x, top_y = trunk[-1]
    for number in range(9):
        turn = math.pi * (0.08 + number * 0.105) * -1
        reach = 360 + 40 * math.sin(number * 2.1)
        leaf: list[tuple[float, float]] = []
        back: list[tuple[float, float]] = []
        for part in range(13):
            along = part / 12
            across = top_x + math.cos(turn) * reach * along
            down = top_y + math.sin(turn) * reach * along * 0.8 + 300 * along * along
            broad = 30 * math.sin(math.pi * min(1.0, along + 0.12)) + 2
            leaf.append((across, down - broad))
            back.append((across, down + broad * 0.4))
        draw.polygon([*leaf, *reversed(back)], fill=(44, 104 + number * 4, 78))
    scene.paste(large.resize((420, 900), Image.Resampling.LANCZOS), (1180, 60))
