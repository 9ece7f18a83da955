"""The road: a bicycle with a box of books, rice fields, a volcano."""

from __future__ import annotations

from typing import Any

import numpy as np

from scenes.canvas import Canvas, Point, Points, box, fade, mix, oval, smooth, tube
from scenes.people import ALYA, Figure
from scenes.things import SPINES, bokeh, foliage, grass, haze, hills, sky, specks, volcano


def _wheel(c: Canvas, x: float, y: float, r: float) -> None:
    ring = oval(x, y, r, r, 0, 60)
    spokes = []
    for a in np.linspace(0, np.pi, 11, endpoint=False):
        dx, dy = r * np.cos(a), r * np.sin(a)
        spokes.append((tube([(x - dx, y - dy), (x + dx, y + dy)], [r * 0.014, r * 0.014], curved=False), "#c9c6bd"))
    c.many(spokes, alpha=0.9)
    c.paint(
        tube([*ring, ring[0], ring[1]], [r * 0.1, r * 0.1], curved=False, caps=False),
        "#242226",
        volume=0.5,
        rim=0.3,
        size=4,
    )
    inner = oval(x, y, r * 0.9, r * 0.9, 0, 60)
    c.paint(tube([*inner, inner[0], inner[1]], [r * 0.035, r * 0.035], curved=False, caps=False), "#b9b6ae", volume=0.5)
    c.paint(oval(x, y, r * 0.08, r * 0.08), "#8d8a84", volume=0.6)


def bicycle(c: Canvas) -> None:
    c.wash(fade((0, 0), (1350, 1300), "#d9c59a", "#c2a676", "#a38558"))
    for k in range(60):
        x, y = float(c.rng.uniform(0, 1350)), float(c.rng.uniform(0, 1250))
        c.paint(
            smooth(oval(x, y, float(c.rng.uniform(40, 150)), float(c.rng.uniform(20, 70)), 0.2, 9)),
            mix("#b99a68", "#e9d9b4", k / 60),
            alpha=0.2,
            soft=16,
        )
    c.paint(box(140, 120, 430, 760), fade((140, 0), (570, 0), "#3f7f78", "#2c5f5b"), volume=0.2, grain=0.1)
    for x in (170, 365):
        for y in (160, 520):
            c.shade(box(x, y, 175, 320), 0.28, 4)
    c.paint(box(110, 90, 490, 36), "#7a5236", volume=0.3)
    foliage(c, 1180, 330, 300, 360, ("#2f5a3c", "#6b9a4c", "#c9d982"), 330, 74)
    flowers = []
    for _ in range(70):
        x, y = 1180 + float(c.rng.normal(0, 150)), 330 + float(c.rng.normal(0, 190))
        flowers.append((oval(x, y, 17, 14, 0, 9), mix("#c8456a", "#f09ab0", float(c.rng.uniform(0, 1)))))
    c.many(flowers)
    c.paint(box(-10, 1180, 1370, 640), fade((0, 1180), (0, 1800), "#a99372", "#7d6850", "#665440"), grain=0.14)
    specks(c, (-20, 1220, 1390, 560), ("#5d4b38", "#8f7a5c", "#b9a484"), 700, 8, 0.45, 0.5)
    c.shade(box(-10, 1170, 1370, 40), 0.4, 14)
    c.beam([(-40, 0), (500, 0), (1400, 1500), (300, 1800)], c.warm, 0.22, 80)
    back, front, r = (400.0, 1290.0), (1030.0, 1290.0), 232.0
    c.shade(oval(760, 1530, 560, 46), 0.6, 18)
    _wheel(c, *back, r)
    _wheel(c, *front, r)
    crank, seat, head, low = (640.0, 1305.0), (560.0, 1010.0), (920.0, 985.0), (940.0, 1050.0)
    green = "#2f6d66"

    def bar(a: Point, b: Point, w: float = 24) -> None:
        c.paint(tube([a, b], [w, w], curved=False), green, volume=0.75, rim=0.45, size=6)

    bar(back, crank, 15)
    bar(back, (575, 1040), 15)
    bar(crank, seat)
    bar(crank, low)
    bar((575, 1045), low)
    c.paint(tube([head, low, front], [24, 24, 18]), green, volume=0.75, rim=0.45, size=6)
    c.paint(tube([head, (912, 930), (840, 880), (760, 900)], [20, 18, 17, 18]), "#c9c6bd", volume=0.7, rim=0.4)
    c.paint(tube([(770, 898), (720, 914)], [30, 28]), "#3a2c26", volume=0.5)
    c.paint(
        smooth([(450, 985), (480, 955), (600, 958), (690, 978), (680, 998), (560, 1004)]),
        "#4a2f22",
        volume=0.7,
        rim=0.4,
    )
    c.paint(tube(oval(*crank, 62, 62), [11, 11]), "#8d8a84", volume=0.5)
    c.paint(tube([(640, 1305), (690, 1395)], [16, 14]), "#8d8a84", volume=0.5)
    c.paint(box(655, 1388, 84, 18), "#26242a", volume=0.5)
    c.paint(tube([(700, 1040), (680, 1180)], [2, 2]), "#26242a")
    for a, b in (((300, 1065), (540, 1065)), ((330, 1070), (400, 1285))):
        c.paint(tube([a, b], [12, 12], curved=False), "#6b6a66", volume=0.6)
    c.paint(tube([(212, 1230), (260, 1090), (400, 1045), (545, 1095)], [14, 16, 16, 14]), "#8d8a84", volume=0.5)
    x0, x1, top, foot = 190.0, 560.0, 800.0, 1055.0
    books: list[tuple[Points, Any]] = []
    px = x0 + 20
    while px < x1 - 40:
        w, t = float(c.rng.uniform(20, 44)), float(c.rng.uniform(60, 150))
        col = mix(SPINES[int(c.rng.integers(len(SPINES)))], "#20181a", 0.0)
        books.append((box(px, top - t + 20, w, t), col))
        books.append((box(px + w * 0.75, top - t + 20, w * 0.25, t), col * 0.7))
        books.append((box(px + w * 0.15, top - t * 0.55, w * 0.55, 14), "#efe6cf"))
        px += w + 2
    c.many(books)
    c.paint(box(x0, top, x1 - x0, foot - top), fade((x0, 0), (x1, 0), "#cf9f63", "#a87642"), volume=0.25, grain=0.14)
    for y in (top, top + 88, top + 176):
        c.shade(box(x0, y + 80, x1 - x0, 7), 0.55, 2)
    for x in (x0 + 6, x1 - 34):
        c.paint(box(x, top - 6, 28, foot - top + 8), "#8a5f38", volume=0.4, grain=0.14)
    c.text((x0 + x1) / 2, top + 132, "PINJAM, KEMBALI,", 34, "#5b3a20", alpha=0.9)
    c.text((x0 + x1) / 2, top + 44, "SEPEDA BUKU", 44, "#5b3a20", alpha=0.9)
    c.text((x0 + x1) / 2, top + 218, "CERITA", 34, "#5b3a20", alpha=0.9)
    grass(c, -20, 1370, 1650, 60, ("#4c5f2f", "#9aa857"), 130, 140)
    with c.layer(blur=20):
        foliage(c, 1290, 1690, 230, 200, ("#24402a", "#55803f", "#b5c96a"), 70, 130)


def field_road(c: Canvas) -> None:
    sky(c, 620, "#86aac4", "#cfd9d2", "#f6e6bd", clouds="#fdf1da", cover=0.45)
    volcano(c, 1050, 640, 860, 420, "#6f8aa0", "#d9dcc4")
    c.beam(smooth([(1080, 215), (1160, 150), (1300, 130), (1400, 160), (1300, 190), (1160, 210)]), "#fdf1da", 0.45, 26)
    hills(c, 660, 80, "#8fa78c", 0.9, 7)
    haze(c, 520, 720, "#f6ecd0", 0.7)
    c.paint(box(-10, 650, 1820, 720), fade((0, 650), (0, 1350), "#c4cc86", "#8aa552", "#54752f"), grain=0.1)
    for i in range(12):
        y = 664 + i * i * 4.4
        c.paint(tube([(-20, y), (700, y - 3), (1820, y + 6)], [2 + i * 0.7] * 3), "#5f7a3a", alpha=0.55)
    road = [(900, 655), (905, 720), (930, 840), (1010, 1030), (1180, 1370)]
    c.paint(
        tube(road, [10, 34, 110, 270, 560], caps=False), fade((0, 650), (0, 1350), "#e0cda0", "#b39868"), grain=0.14
    )
    c.paint(tube(road, [2, 8, 26, 60, 130], caps=False), "#94a85a", alpha=0.5, soft=5, grain=0.2)
    for x, y, s in (
        (650, 650, 0.4),
        (720, 660, 0.35),
        (1160, 655, 0.4),
        (1290, 668, 0.55),
        (420, 668, 0.6),
        (1560, 690, 0.9),
        (140, 700, 1.0),
    ):
        c.paint(
            tube([(x, y + 14), (x + 8 * s, y - 120 * s), (x - 6 * s, y - 250 * s)], [16 * s, 12 * s, 9 * s]), "#5d5040"
        )
        for k in range(9):
            a = -np.pi / 2 + (k - 4) * 0.55
            c.paint(
                tube(
                    [
                        (x - 6 * s, y - 250 * s),
                        (x - 6 * s + 70 * s * np.cos(a), y - 250 * s + 60 * s * np.sin(a)),
                        (x - 6 * s + 110 * s * np.cos(a), y - 250 * s + 60 * s * np.sin(a) + 50 * s * abs(np.cos(a))),
                    ],
                    [4 * s, 14 * s, 2],
                ),
                mix("#4b6b40", "#96ac5c", float(c.rng.uniform(0, 1))),
            )
    x, y, h = 985.0, 1035.0, 420.0
    c.shade(oval(x + 50, y, 120, 20), 0.5, 12)
    for dx in (-6,):
        ring = oval(x + dx, y - 62, 24, 62, 0, 40)
        c.paint(tube([*ring, ring[0]], [10, 10], curved=False), "#232228", volume=0.4)
    f = Figure(c, x, y - 40, h, ALYA, rim=0.6)
    f.leg((-0.4, 3.2), (-0.62, 2.2), (-0.5, 1.2))
    f.leg((0.4, 3.2), (0.62, 1.8), (0.5, 0.5))
    f.part([(-0.7, 3.7), (0.7, 3.7), (0.95, 2.2), (0.8, 1.4), (-0.8, 1.6), (-0.95, 2.2)], ALYA.bottom)
    f.arm((-0.8, 5.5), (-1.25, 4.7), (-1.2, 4.1))
    f.arm((0.8, 5.5), (1.25, 4.7), (1.2, 4.1))
    f.torso_up(3.2)
    f.head(0, 6.62)
    bx, by = f.at(0, 2.1)
    c.paint(
        box(bx - 62, by - 62, 124, 96),
        fade((bx - 62, 0), (bx + 62, 0), "#cf9f63", "#9c6c3c"),
        volume=0.4,
        rim=0.4,
        grain=0.12,
    )
    books = [(box(bx - 56 + k * 16, by - 84 - (k * 7) % 14, 13, 26 + (k * 7) % 14), SPINES[k]) for k in range(7)]
    c.many(books)
    c.text(bx, by - 12, "BUKU", 30, "#5b3a20")
    grass(c, -20, 860, 900, 46, ("#5f8436", "#c2cc6a"), 900, 470)
    grass(c, 1320, 1820, 860, 46, ("#5f8436", "#c2cc6a"), 700, 500)
    c.beam([(-40, 100), (300, 0), (1500, 1350), (300, 1350)], c.warm, 0.16, 100)
    with c.layer(blur=15):
        grass(c, -40, 620, 1380, 330, ("#3b5a24", "#a5b455"), 90, 40)
        grass(c, 1560, 1860, 1380, 330, ("#3b5a24", "#a5b455"), 50, 40)
    bokeh(c, (0, 700, 800, 300), ("#fff6cf",), 14, 8, 0.35)
