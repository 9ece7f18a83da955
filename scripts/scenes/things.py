"""Things and grounds: wood, books, leaves, water, light through windows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from scenes.canvas import Canvas, Point, box, cushion, fade, mix, noise, oval, rgb, smooth, tube

SPINES = (
    "#8c3b2e",
    "#2f5d62",
    "#d0a24c",
    "#394867",
    "#b9b09a",
    "#6b7f4f",
    "#a65d3d",
    "#5b3a4f",
    "#d9cdb4",
    "#3c7a74",
    "#7a2f3c",
    "#c7793a",
    "#e3d9c3",
    "#2c3e4f",
)


def sky(c: Canvas, horizon: float, *colors: Any, clouds: Any = None, cover: float = 0.5, cell: float = 320) -> None:
    """Paint a sky down to the horizon, with soft clouds of a colour."""
    c.wash(fade((0, 0), (0, horizon), *colors), grain=0.02)
    if clouds is not None:
        field = noise(c.shape, cell * c.scale, c.rng, 4)
        tall = int(horizon * c.scale)
        rows = np.linspace(0, min(len(field), tall * 2) - 1, tall).astype(int)
        part = np.clip(field[rows] + cover - 0.5, 0, 1.2)[..., None]
        away = np.linspace(1, 0.35, tall)[:, None, None]
        c.rgb[:tall] = c.rgb[:tall] * (1 - part * away * 0.8) + rgb(clouds) * part * away * 0.8


def hills(c: Canvas, base: float, height: float, color: Any, rough: float = 1.0, peaks: int = 6) -> None:
    """Paint a range of hills or trees that stands on ``base``."""
    xs = np.linspace(-60, c.width + 60, peaks * 6)
    ys = (
        base
        - height * (0.55 + 0.45 * np.sin(xs / c.width * peaks * 1.7 + c.rng.uniform(0, 6)))
        - c.rng.uniform(0, height * 0.3 * rough, len(xs))
    )
    pts = smooth(list(zip(xs.tolist(), ys.tolist(), strict=True)), closed=False)
    c.paint([*pts, (c.width + 60, base + 40), (-60, base + 40)], color, grain=0.06)


def volcano(c: Canvas, x: float, base: float, width: float, height: float, color: Any, mist: Any) -> None:
    """Paint a far volcano that fades into mist at its foot."""
    pts = [
        (x - width, base),
        (x - width * 0.5, base - height * 0.32),
        (x - width * 0.16, base - height * 0.84),
        (x - width * 0.05, base - height),
        (x + width * 0.06, base - height * 0.97),
        (x + width * 0.18, base - height * 0.8),
        (x + width * 0.5, base - height * 0.34),
        (x + width, base),
    ]
    c.paint(
        [*smooth(pts, closed=False), (x + width, base + 5), (x - width, base + 5)],
        fade((x, base - height), (x, base), color, mist),
        grain=0.05,
        volume=0.3,
        size=60,
    )


def leaf(x: float, y: float, length: float, angle: float, width: float = 0.34) -> list[Point]:
    """Return a leaf that starts at a point and grows in a direction (radians, 0 to the right)."""
    c, s = np.cos(angle), np.sin(angle)
    out = []
    for t, w in ((0, 0), (0.25, 0.8), (0.5, 1), (0.75, 0.7), (1, 0), (0.75, -0.7), (0.5, -1), (0.25, -0.8)):
        u, v = t * length, w * width * length / 2
        out.append((float(x + u * c - v * s), float(y + u * s + v * c)))
    return out


def foliage(
    c: Canvas,
    x: float,
    y: float,
    rx: float,
    ry: float,
    colors: Sequence[Any],
    count: int,
    size: float,
    *,
    soft: float = 0,
    spread: float = 6.3,
    point: float = 0,
) -> None:
    """Paint a mass of leaves, dark below and away from the light, light above."""
    shapes: list[tuple[Sequence[Point], Any]] = []
    a, r = c.rng.uniform(0, 2 * np.pi, count), np.sqrt(c.rng.uniform(0, 1, count))
    px, py = x + rx * r * np.cos(a), y + ry * r * np.sin(a)
    toward = np.clip(
        0.5 + 0.55 * ((px - x) / rx * c.sun[0] + (py - y) / ry * c.sun[1]) + c.rng.normal(0, 0.16, count), 0, 1
    )
    order = np.argsort(toward)
    for i in order:
        t = toward[i] * (len(colors) - 1)
        low = min(int(t), len(colors) - 2)
        color = mix(colors[low], colors[low + 1], float(t - low)) * float(c.rng.uniform(0.88, 1.1))
        shapes.append(
            (
                leaf(
                    float(px[i]),
                    float(py[i]),
                    size * float(c.rng.uniform(0.6, 1.3)),
                    point + float(c.rng.uniform(-spread / 2, spread / 2)),
                    0.5,
                ),
                color,
            )
        )
    c.many(shapes, soft=soft)


def grass(
    c: Canvas,
    x0: float,
    x1: float,
    y: float,
    height: float,
    colors: Sequence[Any],
    count: int,
    depth: float = 0,
    soft: float = 0,
) -> None:
    """Paint blades of grass along a line, ``depth`` deep."""
    shapes: list[tuple[Sequence[Point], Any]] = []
    rows = np.sort(c.rng.uniform(0, 1, count))
    for t in rows:
        gx = float(c.rng.uniform(x0, x1))
        gy = y + float(t) * depth
        tall = height * float(c.rng.uniform(0.5, 1.2)) * (0.6 + 0.5 * float(t))
        lean = float(c.rng.normal(0, 0.28)) * tall
        wide = tall * 0.05 + 1.2
        color = mix(colors[0], colors[-1], float(c.rng.uniform(0, 1)))
        shapes.append(
            (
                [
                    (gx - wide, gy),
                    (gx - wide * 0.4 + lean * 0.4, gy - tall * 0.6),
                    (gx + lean, gy - tall),
                    (gx + wide * 0.6 + lean * 0.4, gy - tall * 0.6),
                    (gx + wide, gy),
                ],
                color,
            )
        )
    c.many(shapes, soft=soft)


def specks(
    c: Canvas,
    area: tuple[float, float, float, float],
    colors: Sequence[Any],
    count: int,
    size: float,
    flat: float = 0.5,
    alpha: float = 1.0,
    power: float = 1.0,
) -> None:
    """Scatter small spots, larger towards the viewer: sand, gravel, litter, mud."""
    x, y, w, h = area
    t = np.sort(c.rng.uniform(0, 1, count) ** power)
    shapes: list[tuple[Sequence[Point], Any]] = []
    for v in t:
        r = size * (0.25 + 0.9 * float(v)) * float(c.rng.uniform(0.4, 1.2))
        shapes.append(
            (
                oval(x + float(c.rng.uniform(0, w)), y + float(v) * h, r, r * flat, float(c.rng.uniform(-0.4, 0.4)), 8),
                colors[int(c.rng.integers(len(colors)))],
            )
        )
    c.many(shapes, alpha=alpha)


def bokeh(
    c: Canvas,
    area: tuple[float, float, float, float],
    colors: Sequence[Any],
    count: int,
    size: float,
    strength: float = 0.35,
) -> None:
    """Add discs of light that are out of focus."""
    x, y, w, h = area
    for _ in range(count):
        r = size * float(c.rng.uniform(0.45, 1.15))
        px, py = x + float(c.rng.uniform(0, w)), y + float(c.rng.uniform(0, h))
        color = rgb(colors[int(c.rng.integers(len(colors)))])
        c.beam(oval(px, py, r, r), color, strength * float(c.rng.uniform(0.4, 1)), r * 0.05)
        c.beam(oval(px, py, r * 0.98, r * 0.98), color, strength * 0.12, r * 0.4)


def planks(
    c: Canvas, corners: Sequence[Point], color: Any, count: int, *, gap: float = 2.2, shine: float = 0.0
) -> None:
    """Paint boards over a four-cornered area, side by side from its first corner (upper left, then clockwise)."""
    a, b, d, e = (np.asarray(p, float) for p in corners)
    for i in range(count):
        s, t = i / count, (i + 1) / count
        quad = [a + (b - a) * s, a + (b - a) * t, e + (d - e) * t, e + (d - e) * s]
        tone = rgb(color) * float(c.rng.uniform(0.88, 1.08))
        c.paint([(float(p[0]), float(p[1])) for p in quad], tone, grain=0.13)
        c.shade(tube([tuple(quad[1]), tuple(quad[2])], [gap * 0.5, gap * 1.4]), 0.55, 0.6)
    if shine:
        c.beam([(float(p[0]), float(p[1])) for p in (a, b, d, e)], c.warm, shine, 40)


def shelf(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    rows: int,
    *,
    wood: Any = "#7a5236",
    dark: float = 0.0,
    full: float = 0.93,
    colors: Sequence[Any] = SPINES,
    labels: bool = True,
    tint: Any = "#2a2230",
) -> None:
    """Paint a bookcase from the front; ``dark`` sinks it into shadow."""
    wood = mix(wood, tint, dark)
    c.shade(box(x + 10, y + 14, width, height), 0.4, 18)
    c.paint(box(x, y, width, height), mix(wood, "#1c130f", 0.62), grain=0.08)
    step = height / rows
    board = max(5.0, step * 0.07)
    for row in range(rows):
        top, floor = y + row * step + board, y + (row + 1) * step
        c.shade(box(x, top, width, step * 0.3), 0.5, 8)
        px = x + board
        shapes: list[tuple[Sequence[Point], Any]] = []
        extra: list[tuple[Sequence[Point], Any]] = []
        while px < x + width - board - 6:
            wide = step * float(c.rng.uniform(0.07, 0.2))
            if px + wide > x + width - board:
                break
            if c.rng.uniform() > full:
                px += wide * float(c.rng.uniform(1.2, 2.5))
                continue
            tall = (step - board) * float(c.rng.uniform(0.62, 0.92))
            color = mix(rgb(colors[int(c.rng.integers(len(colors)))]) * float(c.rng.uniform(0.8, 1.1)), tint, dark)
            lean = step * 0.1 if c.rng.uniform() < 0.07 else 0.0
            shapes.append(
                ([(px + lean, floor - tall), (px + wide + lean, floor - tall), (px + wide, floor), (px, floor)], color)
            )
            shapes.append(
                (
                    [
                        (px + wide * 0.78 + lean, floor - tall),
                        (px + wide + lean, floor - tall),
                        (px + wide, floor),
                        (px + wide * 0.78, floor),
                    ],
                    color * 0.72,
                )
            )
            if labels and wide > step * 0.1:
                cy = floor - tall * 0.2
                extra.append(
                    (box(px + wide * 0.12, cy - step * 0.05, wide * 0.64, step * 0.1), mix("#efe6cf", tint, dark))
                )
            if c.rng.uniform() < 0.4:
                cy = floor - tall * 0.85
                extra.append((box(px + wide * 0.1 + lean, cy, wide * 0.68, step * 0.025), mix(color, "#f0d9a0", 0.6)))
            px += wide + 1.2
        c.many(shapes + extra)
        c.paint(
            box(x, floor - board * 0.1, width, board),
            fade((0, floor), (0, floor + board), mix(wood, "#ffe3b8", 0.22), wood),
            grain=0.12,
        )
    for sx in (x - board * 0.4, x + width - board * 0.6):
        c.paint(
            box(sx, y - board * 0.3, board, height + board),
            fade((sx, 0), (sx + board, 0), mix(wood, "#ffe3b8", 0.2), mix(wood, "#1c130f", 0.3)),
            grain=0.12,
        )
    c.paint(
        box(x - board * 0.6, y - board * 0.5, width + board * 1.2, board * 1.1), mix(wood, "#ffe3b8", 0.12), grain=0.12
    )


def window(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    outside: Any,
    *,
    panes: tuple[int, int] = (2, 3),
    frame: Any = "#5d4230",
    light: float = 0.5,
    green: bool = True,
) -> None:
    """Paint a bright window with what is outside it, out of focus."""
    c.paint(box(x, y, width, height), outside, grain=0.02)
    if green:
        with c.inside(x, y, width, height):
            foliage(
                c,
                x + width * 0.3,
                y + height * 0.8,
                width * 0.5,
                height * 0.3,
                ("#5f8a4e", "#9fc06a", "#dfe9a0"),
                110,
                width * 0.12,
                soft=width * 0.02,
            )
            foliage(
                c,
                x + width * 0.9,
                y + height * 0.5,
                width * 0.25,
                height * 0.45,
                ("#6d9650", "#b5cf78", "#eff3b9"),
                90,
                width * 0.12,
                soft=width * 0.025,
            )
    bar = max(7.0, width * 0.035)
    for i in range(panes[0] + 1):
        px = x + width * i / panes[0] - bar / 2
        c.paint(
            box(px, y - bar / 2, bar, height + bar),
            fade((px, 0), (px + bar, 0), mix(frame, "#ffe7c0", 0.35), frame),
            grain=0.1,
        )
    for i in range(panes[1] + 1):
        py = y + height * i / panes[1] - bar / 2
        c.paint(
            box(x - bar / 2, py, width + bar, bar),
            fade((0, py), (0, py + bar), mix(frame, "#ffe7c0", 0.35), frame),
            grain=0.1,
        )
    c.paint(
        box(x - bar * 2, y + height + bar * 0.4, width + bar * 4, bar * 1.4),
        mix(frame, "#ffe7c0", 0.3),
        grain=0.1,
        volume=0.3,
    )
    c.glow(x + width / 2, y + height / 2, max(width, height) * 1.1, c.warm, light)


def book_flat(
    c: Canvas, x: float, y: float, width: float, thick: float, color: Any, *, label: str = "", turn: float = 0.0
) -> None:
    """Paint a closed book lying down, spine to the viewer, its upper left corner given."""
    cover = rgb(color)
    c.paint(
        cushion(x, y, width, thick, thick * 0.16),
        fade((0, y), (0, y + thick), mix(cover, "#fff0d0", 0.2), cover, mix(cover, "#120c10", 0.35)),
        grain=0.1,
        volume=0.25,
        size=5,
    )
    for share in (0.06, 0.09, 0.91, 0.94):
        c.paint(
            box(x + width * share, y + thick * 0.03, width * 0.008, thick * 0.94),
            mix(cover, "#f3d796", 0.55),
            grain=0.02,
        )
    if label:
        lx = x + width * 0.7
        c.paint(box(lx, y + thick * 0.14, width * 0.17, thick * 0.72), "#f2ead6", grain=0.04)
        c.text(lx + width * 0.085, y + thick * 0.5, label, thick * 0.36, "#3c2f2b", turn=turn)


def bunting(c: Canvas, points: Sequence[Point], size: float, colors: Sequence[Any], soft: float = 0.0) -> None:
    """Paint a string of small flags."""
    line = smooth(points, closed=False, steps=24)
    c.paint(tube(line, [2.5, 2.5], curved=False), "#4c4036", soft=soft, grain=0)
    p = np.asarray(line)
    length = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(p, axis=0).T))])
    for i, at in enumerate(np.arange(size * 0.6, length[-1], size * 1.25)):
        x, y = float(np.interp(at, length, p[:, 0])), float(np.interp(at, length, p[:, 1]))
        sway = float(c.rng.normal(0, size * 0.1))
        c.paint(
            [(x - size * 0.42, y), (x + size * 0.42, y), (x + sway, y + size)],
            rgb(colors[i % len(colors)]),
            volume=0.4,
            size=8,
            soft=soft,
            grain=0.08,
        )


def lamp_string(c: Canvas, points: Sequence[Point], gap: float, size: float, color: Any = "#ffcf7a") -> None:
    """Paint a string of bulbs and their light."""
    line = smooth(points, closed=False, steps=30)
    c.paint(tube(line, [2.4, 2.4], curved=False), "#20191a", grain=0)
    p = np.asarray(line)
    length = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(p, axis=0).T))])
    for at in np.arange(gap * 0.5, length[-1], gap):
        x, y = float(np.interp(at, length, p[:, 0])), float(np.interp(at, length, p[:, 1])) + size
        c.glow(x, y, size * 6, color, 0.55)
        c.paint(oval(x, y, size * 0.55, size * 0.75), "#fff1c9", grain=0)


def plastic_chair(c: Canvas, x: float, y: float, size: float, color: Any, *, back: bool = True) -> None:
    """Paint a stackable plastic chair from behind (or the front), standing at a point; ``size`` is its height."""
    s = size / 100
    dark = mix(color, "#141a26", 0.35)
    c.shade(oval(x + 6 * s, y, 40 * s, 8 * s), 0.45, 5 * s)
    for lx, lean in ((-26, -4), (26, 4)):
        c.paint(tube([(x + lx * s, y - 48 * s), (x + (lx + lean) * s, y)], [7 * s, 5 * s]), dark, volume=0.4, size=3)
    for lx in (-20, 20):
        c.paint(
            tube([(x + lx * s, y - 46 * s), (x + lx * 1.05 * s, y - 8 * s)], [5 * s, 4 * s]), mix(dark, "#141a26", 0.4)
        )
    seat = [(x - 33 * s, y - 50 * s), (x + 33 * s, y - 50 * s), (x + 30 * s, y - 42 * s), (x - 30 * s, y - 42 * s)]
    c.paint(seat, dark, volume=0.4, size=4)
    rest = [
        (x - 30 * s, y - 100 * s),
        (x, y - 106 * s),
        (x + 30 * s, y - 100 * s),
        (x + 32 * s, y - 72 * s),
        (x + 29 * s, y - 50 * s),
        (x - 29 * s, y - 50 * s),
        (x - 32 * s, y - 72 * s),
    ]
    c.paint(smooth(rest), color if back else mix(color, dark, 0.4), volume=0.6, size=6 * s, rim=0.25)
    for lx in (-12, 0, 12):
        c.shade(tube([(x + lx * s, y - 92 * s), (x + lx * s, y - 64 * s)], [4 * s, 4 * s]), 0.45, 0.8 * s)


def pot(
    c: Canvas, x: float, y: float, width: float, height: float, color: Any = "#9aa0a3", inside: Any = "#c98a3c"
) -> None:
    """Paint a big aluminium pot, seen a little from above; ``x, y`` is the middle of its foot."""
    top = y - height
    ry = width * 0.16
    c.shade(oval(x + width * 0.1, y, width * 0.6, ry * 0.9), 0.6, 14)
    body = [
        (x - width / 2, top),
        (x - width * 0.48, y - ry * 0.4),
        (x - width * 0.38, y),
        (x + width * 0.38, y),
        (x + width * 0.48, y - ry * 0.4),
        (x + width / 2, top),
    ]
    dark, bright = mix(color, "#15171d", 0.6), mix(color, "#fff4dd", 0.45)
    c.paint(
        body,
        fade(
            (x - width / 2, 0),
            (x + width / 2, 0),
            mix(color, "#15171d", 0.3),
            bright,
            color,
            dark,
            mix(dark, c.warm, 0.18),
        ),
        grain=0.09,
    )
    for t in (0.3, 0.6):
        c.shade(
            tube(
                [
                    (x - width * 0.49, top + height * t),
                    (x, top + height * t + ry * 0.6),
                    (x + width * 0.49, top + height * t),
                ],
                [2, 3, 2],
            ),
            0.3,
            1,
        )
    c.paint(oval(x, top, width * 0.515, ry * 1.06), mix(color, "#fff4dd", 0.5), volume=0.3)
    c.paint(oval(x, top + 2, width * 0.475, ry * 0.9), mix(inside, "#1b100b", 0.55))
    c.paint(oval(x, top + ry * 0.25, width * 0.44, ry * 0.62), inside, grain=0.2, volume=0.3)
    for side in (-1, 1):
        c.paint(
            tube(
                [
                    (x + side * width * 0.5, top + height * 0.22),
                    (x + side * width * 0.58, top + height * 0.27),
                    (x + side * width * 0.5, top + height * 0.36),
                ],
                [6, 8, 6],
            ),
            dark,
            volume=0.4,
        )


def steam(
    c: Canvas, x: float, y: float, width: float, height: float, strength: float = 0.35, color: Any = "#fff3e0"
) -> None:
    """Add steam that rises from a point."""
    for _ in range(13):
        t = float(c.rng.uniform(0, 1))
        px = x + float(c.rng.normal(0, width * (0.18 + 0.3 * t)))
        r = width * (0.18 + 0.42 * t)
        c.beam(
            smooth(
                [
                    (px - r, y - t * height),
                    (px - r * 0.2, y - t * height - r * 1.5),
                    (px + r, y - t * height - r * 0.3),
                    (px + r * 0.1, y - t * height + r),
                ]
            ),
            color,
            strength * (1 - t * 0.7) * 0.35,
            r * 0.4,
        )


def water(
    c: Canvas,
    y0: float,
    y1: float,
    *colors: Any,
    light: Any = "#fff0cf",
    count: int = 500,
    at: float | None = None,
    spread: float = 0.25,
    strength: float = 0.7,
) -> None:
    """Paint water between two lines, with glints under a light that stands over ``at``."""
    c.paint(box(-4, y0, c.width + 8, y1 - y0), fade((0, y0), (0, y1), *colors), grain=0.05)
    dark: list[tuple[Sequence[Point], Any]] = []
    bright: list[tuple[Sequence[Point], Any]] = []
    for v in np.sort(c.rng.uniform(0, 1, count)):
        v = float(v) ** 1.5
        gy = y0 + v * (y1 - y0)
        wide = (8 + 90 * v) * float(c.rng.uniform(0.4, 1.3))
        thick = (0.8 + 4.5 * v) * float(c.rng.uniform(0.5, 1.2))
        gx = float(c.rng.uniform(0, c.width))
        dark.append(
            (oval(gx, gy, wide, thick, 0, 10), mix(colors[min(len(colors) - 1, int(v * len(colors)))], "#0d2230", 0.35))
        )
        if at is not None:
            gx = at + float(c.rng.normal(0, c.width * (0.03 + spread * v)))
            bright.append((oval(gx, gy, wide * 0.6, thick * 0.7, 0, 10), light))
    c.many(dark, alpha=0.35)
    if bright:
        c.many(bright, alpha=strength)


def seedling(
    c: Canvas,
    x: float,
    y: float,
    size: float,
    *,
    bag: bool = True,
    greens: Sequence[Any] = ("#3d6b35", "#6fa04a", "#b7d06c"),
) -> None:
    """Paint a young plant in a black bag of soil (or in the ground)."""
    if bag:
        c.shade(oval(x + size * 0.1, y, size * 0.34, size * 0.07), 0.5, size * 0.05)
        c.paint(
            smooth(
                [
                    (x - size * 0.24, y - size * 0.5),
                    (x + size * 0.24, y - size * 0.5),
                    (x + size * 0.27, y - size * 0.1),
                    (x + size * 0.2, y),
                    (x - size * 0.2, y),
                    (x - size * 0.27, y - size * 0.1),
                ]
            ),
            "#26262c",
            volume=0.6,
            rim=0.25,
            size=size * 0.06,
        )
        c.paint(oval(x, y - size * 0.5, size * 0.24, size * 0.06), "#4a3526", grain=0.2)
    root = y - size * (0.5 if bag else 0.0)
    sway = float(c.rng.normal(0, size * 0.06))
    c.paint(
        tube(
            [(x, root), (x + sway * 0.5, root - size * 0.4), (x + sway, root - size * 0.8)],
            [size * 0.05, size * 0.035, size * 0.02],
        ),
        "#5d6b3a",
    )
    for i in range(7):
        t = 0.25 + 0.11 * i
        side = -1 if i % 2 else 1
        angle = -np.pi / 2 + side * float(c.rng.uniform(0.55, 1.15))
        tone = mix(greens[0], greens[2], float(c.rng.uniform(0.1, 0.9)))
        c.paint(
            leaf(x + sway * t, root - size * 0.8 * t, size * float(c.rng.uniform(0.3, 0.44)), float(angle), 0.42),
            tone,
            volume=0.5,
            rim=0.2,
            size=size * 0.05,
        )


def table(
    c: Canvas,
    x0: float,
    x1: float,
    top: float,
    near: float,
    foot: float,
    color: Any,
    *,
    cloth: bool = False,
    inset: float = 0.06,
) -> None:
    """Paint a table: its top from ``top`` to ``near``, its front down to ``foot``."""
    wide = x1 - x0
    c.shade(oval((x0 + x1) / 2 + 20, foot, wide * 0.52, 26), 0.5, 18)
    if cloth:
        folds = int(wide / 70)
        c.paint(
            box(x0, near - 2, wide, foot - near),
            fade((0, near), (0, foot), mix(color, "#000010", 0.12), mix(color, "#000010", 0.4)),
            grain=0.06,
        )
        for i in range(folds):
            px = x0 + wide * (i + 0.5) / folds + float(c.rng.normal(0, 8))
            c.shade(tube([(px, near), (px + 4, (near + foot) / 2), (px - 3, foot)], [3, 13, 20]), 0.28, 6)
    else:
        for px in (x0 + wide * 0.05, x1 - wide * 0.05):
            c.paint(
                box(px - 12, near, 24, foot - near),
                fade((px - 12, 0), (px + 12, 0), mix(color, "#ffe9c8", 0.15), mix(color, "#120b08", 0.5)),
                grain=0.1,
            )
        c.paint(box(x0, near - 2, wide, 26), mix(color, "#120b08", 0.35), grain=0.1)
    c.paint(
        [(x0 + wide * inset, top), (x1 - wide * inset, top), (x1, near), (x0, near)],
        fade((0, top), (0, near), mix(color, "#fff1d8", 0.28), color),
        grain=0.1,
    )


def sheet(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    color: Any = "#f3ecdb",
    turn: float = 0.0,
    lines: int = 0,
    ink: Any = "#6b6f7a",
    shear: float = 0.0,
) -> None:
    """Paint a sheet of paper around a point, with lines of writing on it."""
    co, si = np.cos(turn), np.sin(turn)

    def at(u: float, v: float) -> Point:
        return float(x + u * co - v * si + shear * v), float(y + u * si + v * co)

    w, h = width / 2, height / 2
    corners = [at(-w, -h), at(w, -h), at(w, h), at(-w, h)]
    c.shade([(px + width * 0.025, py + height * 0.04) for px, py in corners], 0.4, width * 0.02)
    c.paint(corners, color, grain=0.04, volume=0.12, size=width * 0.1)
    marks: list[tuple[Sequence[Point], Any]] = []
    for i in range(lines):
        v = -h + height * (i + 1) / (lines + 1)
        end = w * float(c.rng.uniform(0.2, 0.8))
        thick = height / (lines + 1) * 0.09
        marks.append(([at(-w * 0.8, v - thick), at(end, v - thick), at(end, v + thick), at(-w * 0.8, v + thick)], ink))
    c.many(marks, alpha=0.75)


def room(c: Canvas, floor: float, wall: Any, ground: Any, *, planked: int = 12) -> None:
    """Paint a room's back wall and floor."""
    c.paint(
        box(-4, -4, c.width + 8, floor + 8),
        fade((0, 0), (c.width, floor), mix(wall, "#fff2d8", 0.2), wall, mix(wall, "#1d2030", 0.35)),
        grain=0.05,
    )
    if planked:
        wide = c.width
        planks(
            c,
            [(wide * 0.08, floor), (wide * 0.92, floor), (wide * 1.5, c.height + 10), (-wide * 0.5, c.height + 10)],
            ground,
            planked,
        )
        c.paint(
            [(-4, floor), (wide * 0.09, floor), (-wide * 0.48, c.height + 10), (-4, c.height + 10)],
            mix(ground, "#1d1510", 0.2),
            grain=0.1,
        )
        c.paint(
            [(wide + 4, floor), (wide * 0.91, floor), (wide * 1.48, c.height + 10), (wide + 4, c.height + 10)],
            mix(ground, "#1d1510", 0.35),
            grain=0.1,
        )
    else:
        c.paint(
            box(-4, floor, c.width + 8, c.height - floor + 8),
            fade((0, floor), (0, c.height), mix(ground, "#fff2d8", 0.1), mix(ground, "#1d1510", 0.25)),
            grain=0.08,
        )
    c.shade(box(-4, floor - 8, c.width + 8, 26), 0.35, 12)


def mat(c: Canvas, corners: Sequence[Point], color: Any, second: Any, rows: int = 7) -> None:
    """Paint a woven mat on the floor (far left corner first, clockwise)."""
    a, b, d, e = (np.asarray(p, float) for p in corners)
    c.shade([(float(p[0]), float(p[1]) + 10) for p in (a, b, d, e)], 0.3, 10)
    c.paint([(float(p[0]), float(p[1])) for p in (a, b, d, e)], color, grain=0.1)
    for i in range(rows):
        s, t = (i + 0.3) / rows, (i + 0.55) / rows
        quad = [a + (e - a) * s, b + (d - b) * s, b + (d - b) * t, a + (e - a) * t]
        c.paint([(float(p[0]), float(p[1])) for p in quad], second, alpha=0.55, grain=0.12)


def haze(c: Canvas, y0: float, y1: float, color: Any, strength: float) -> None:
    """Lay mist between two heights, thickest in the middle."""
    gy = np.arange(c.shape[0], dtype=np.float32)[:, None] / c.scale
    t = np.clip(1 - np.abs((gy - (y0 + y1) / 2) / ((y1 - y0) / 2)), 0, 1)
    t = (t * t * (3 - 2 * t) * strength * (1 + 0.35 * c.broad))[..., None]
    c.rgb = (c.rgb * (1 - t) + rgb(color) * t).astype(np.float32)


def grade(c: Canvas, color: Any, share: float) -> None:
    """Pull everything towards a colour, by its own light."""
    light = (c.rgb @ np.array([0.3, 0.59, 0.11], np.float32))[..., None]
    c.rgb = (c.rgb * (1 - share) + light * rgb(color) * 1.6 * share).astype(np.float32)


def rain(c: Canvas, count: int, length: float, strength: float, slant: float = 0.18) -> None:
    """Add streaks of rain."""
    shapes: list[tuple[Sequence[Point], Any]] = []
    for _ in range(count):
        x, y = float(c.rng.uniform(-50, c.width + 50)), float(c.rng.uniform(-50, c.height))
        n = length * float(c.rng.uniform(0.4, 1.2))
        shapes.append(([(x, y), (x + 1.8, y), (x + 1.8 - n * slant, y + n), (x - n * slant, y + n)], "#d6e0ea"))
    c.many(shapes, alpha=strength)


def sack(c: Canvas, x: float, y: float, size: float, color: Any, tie: Any = "#c24a35") -> None:
    """Paint a full sack that stands on the ground."""
    c.shade(oval(x + size * 0.12, y, size * 0.5, size * 0.1), 0.5, size * 0.06)
    body = [
        (x - size * 0.36, y),
        (x - size * 0.44, y - size * 0.35),
        (x - size * 0.32, y - size * 0.72),
        (x - size * 0.1, y - size * 0.88),
        (x + size * 0.1, y - size * 0.88),
        (x + size * 0.34, y - size * 0.7),
        (x + size * 0.43, y - size * 0.34),
        (x + size * 0.36, y),
    ]
    c.paint(smooth(body), color, volume=0.8, rim=0.2, size=size * 0.1, grain=0.12)
    c.paint(
        smooth(
            [
                (x - size * 0.1, y - size * 0.86),
                (x - size * 0.2, y - size * 1.05),
                (x, y - size * 0.98),
                (x + size * 0.2, y - size * 1.06),
                (x + size * 0.1, y - size * 0.86),
            ]
        ),
        mix(color, "#fff0d8", 0.1),
        volume=0.6,
        size=size * 0.05,
    )
    c.paint(box(x - size * 0.12, y - size * 0.9, size * 0.24, size * 0.05), tie)
    for k in (-0.2, 0.05, 0.22):
        c.shade(
            tube(
                [
                    (x + k * size * 0.4, y - size * 0.8),
                    (x + k * size, y - size * 0.45),
                    (x + k * size * 1.2, y - size * 0.1),
                ],
                [1, size * 0.04, 1],
            ),
            0.3,
            size * 0.02,
        )
