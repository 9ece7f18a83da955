"""The reading house: shelves, mats, cards, a blackboard, and the people who come."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from scenes.canvas import Canvas, Points, box, cushion, fade, mix, oval, rgb, round_fade, smooth, tube
from scenes.people import ALYA, CHILDREN, WARDROBE, Look, bust, lit, sitting, standing
from scenes.things import (
    SPINES,
    bokeh,
    book_flat,
    bunting,
    foliage,
    grass,
    haze,
    lamp_string,
    leaf,
    mat,
    planks,
    rain,
    room,
    sheet,
    shelf,
    sky,
    table,
    volcano,
    window,
)

DAY = ("#fffbe8", "#f0efc8", "#cfdca0")


def _stack(c: Canvas, x: float, y: float, width: float, count: int, thick: float, labels: bool = False) -> float:
    """Pile books on a point; return the height reached."""
    for i in range(count):
        t = thick * float(c.rng.uniform(0.75, 1.25))
        w = width * float(c.rng.uniform(0.82, 1.05))
        y -= t
        color = SPINES[int(c.rng.integers(len(SPINES)))]
        label = f"{int(c.rng.integers(100, 900))} {'GRM'[i % 3]}" if labels else ""
        book_flat(c, x - w / 2 + float(c.rng.uniform(-0.06, 0.06)) * width, y, w, t - 1.5, color, label=label)
    return y


def shelves_first_day(c: Canvas) -> None:
    room(c, 800, "#cbb692", "#83583a", planked=11)
    window(c, 110, 130, 470, 520, fade((0, 130), (0, 650), *DAY), light=0.55)
    shelf(c, 760, 120, 860, 690, 4, full=0.8)
    c.shade(box(740, 790, 900, 40), 0.6, 16)
    c.beam([(120, 700), (590, 700), (1500, 1350), (520, 1350)], c.warm, 0.30, 26)
    for i in range(3):
        x = 250 + i * 190
        c.beam([(x, 640), (x + 120, 640), (x + 620, 1200), (x + 420, 1200)], c.warm, 0.12, 20)
    for x, y, w, n in (
        (720, 1010, 210, 6),
        (990, 1060, 230, 4),
        (1400, 1000, 220, 7),
        (1620, 1090, 240, 3),
        (510, 1120, 230, 3),
    ):
        c.shade(oval(x + 50, y, w * 0.66, 26), 0.55, 16)
        _stack(c, x, y, w, n, 36)
    c.paint([(1070, 1200), (1290, 1200), (1320, 1300), (1050, 1300)], "#a97c4f", volume=0.3)
    c.paint(box(1050, 1180, 270, 26), "#c2946078"[:7], volume=0.3)
    for i in range(8):
        sheet(c, 1090 + i * 26, 1180 - 6 * (i % 3), 60, 90, SPINES[(i * 3) % len(SPINES)], turn=0.1 * ((i % 3) - 1))
    c.paint(box(1050, 1200, 270, 110), fade((1050, 0), (1320, 0), "#c49a66", "#8c6039"), volume=0.25, grain=0.1)
    c.text(1185, 1255, "BUKU", 34, "#5b3d25", alpha=0.8)
    with c.layer(blur=16):
        _stack(c, 190, 1420, 470, 4, 78)
        foliage(c, 1730, 1220, 150, 230, ("#1f3b2b", "#3f6a45", "#7ea35c"), 60, 120)
    bokeh(c, (100, 560, 900, 500), ("#fff2cc",), 22, 9, 0.35)


def labels(c: Canvas) -> None:
    c.wash(fade((0, 0), (1350, 1500), "#e9dcae", "#a9a878", "#3e5150"))
    window(c, -80, -60, 760, 1000, fade((0, 0), (0, 940), *DAY), panes=(2, 2), light=0.7)
    shelf(c, 820, 60, 700, 1000, 4, dark=0.35)
    c.blur(24)
    bokeh(c, (60, 40, 700, 820), ("#fff3cf", "#dff0b8"), 26, 52, 0.22)
    planks(c, [(-50, 1290), (1400, 1290), (1700, 1820), (-350, 1820)], "#9a6a42", 5)
    c.beam([(0, 1290), (800, 1290), (1300, 1800), (100, 1800)], c.warm, 0.4, 60)
    c.shade(oval(790, 1440, 560, 70), 0.65, 30)
    y = 1460.0
    data = (
        ("#2f5d62", "028.5 GRM", 150),
        ("#b4553a", "398.2 KAN", 120),
        ("#d0a24c", "372.4 BAC", 160),
        ("#394867", "591.9 SAW", 110),
        ("#6b7f4f", "398.8 PAN", 140),
        ("#d9cdb4", "808.0 ALY", 96),
        ("#7a2f3c", "899.2 PUI", 132),
    )
    for i, (color, label, thick) in enumerate(data):
        y -= thick
        w = 860 - (i * 37) % 120
        book_flat(c, 250 + (i * 61) % 90, y, w, thick - 3, color)
        lx = 250 + (i * 61) % 90 + w * 0.64
        c.paint(
            box(lx, y + thick * 0.18, 190, thick * 0.62), fade((lx, 0), (lx + 190, 0), "#fbf5e4", "#e6dcc2"), grain=0.03
        )
        c.text(lx + 95, y + thick * 0.49, label, min(34, thick * 0.26), "#463631")
    c.beam([(180, 560), (430, 560), (420, 1460), (160, 1460)], c.warm, 0.22, 40)
    for i in range(3):
        sheet(c, 330 + i * 150, 1600 + (i % 2) * 60, 150, 80, "#f7f0de", turn=0.2 - 0.25 * i, lines=2)
    c.paint(tube([(820, 1680), (1130, 1560)], [26, 20], curved=False), "#3b3a44", volume=0.7, rim=0.3)
    c.paint(tube([(1130, 1560), (1172, 1544)], [18, 4], curved=False), "#d7c7a4")


def saturday_mats(c: Canvas) -> None:
    room(c, 690, "#c9b18a", "#80573a", planked=13)
    window(c, 620, 90, 600, 470, fade((0, 90), (0, 560), "#fbfbf0", "#e3ebc9", "#bcd3a2"), panes=(3, 2), light=0.55)
    shelf(c, 60, 180, 400, 520, 3, dark=0.15)
    shelf(c, 1380, 180, 400, 520, 3, dark=0.28)
    bunting(
        c, [(-20, 50), (480, 110), (920, 60), (1400, 110), (1820, 40)], 46, ("#b4553a", "#d0a24c", "#3c7a74", "#e8dcc0")
    )
    mat(c, [(330, 770), (1480, 770), (1800, 1290), (0, 1290)], "#b9935a", "#8a4f38", 6)
    c.beam([(640, 690), (1210, 690), (1560, 1350), (300, 1350)], c.warm, 0.26, 50)
    teacher = Look(top="#7d4f68", bottom="#3d3a4a", cloth="#e8d6b0", skin="#b57a50", long=True, legs="skirt")
    sitting(
        c,
        920,
        850,
        640,
        teacher,
        view="front",
        left=((-1.15, 1.5), (-0.45, 1.35)),
        right=((1.15, 1.5), (0.45, 1.35)),
        rim=0.1,
    )
    c.paint(
        [(850, 705), (920, 722), (990, 705), (994, 760), (920, 778), (846, 760)],
        fade((846, 0), (994, 0), "#f6eedb", "#d9c9a5", "#f6eedb"),
        volume=0.2,
    )
    for x, y, h, k, turn in (
        (560, 970, 560, 0, 0.05),
        (790, 1000, 545, 1, 0.0),
        (1040, 985, 560, 2, -0.05),
        (1290, 960, 540, 6, -0.1),
    ):
        sitting(c, x, y, h, CHILDREN[k], turn=turn, rim=0.4)
    for x, y, h, k, turn in (
        (420, 1190, 660, 3, 0.12),
        (720, 1225, 640, 5, 0.05),
        (1060, 1215, 660, 4, 0.0),
        (1400, 1185, 640, 7, -0.12),
    ):
        sitting(c, x, y, h, CHILDREN[k], turn=turn, rim=0.4)
    with c.layer(blur=20):
        c.paint(box(-20, -20, 130, 1400), "#3a261b", volume=0.4, size=20)
        _stack(c, 1690, 1400, 330, 3, 60)


def tea_and_rain(c: Canvas) -> None:
    c.wash(fade((0, 0), (0, 1300), "#b9cdb6", "#7fa08c", "#3f6156"))
    for _ in range(9):
        foliage(
            c,
            float(c.rng.uniform(0, 1350)),
            float(c.rng.uniform(200, 1150)),
            260,
            200,
            ("#2f5a45", "#5f8f5c", "#b9cf97"),
            40,
            150,
        )
    c.blur(30)
    rain(c, 260, 120, 0.14)
    c.blur(3)
    bokeh(c, (0, 0, 1350, 900), ("#f4ffe6", "#dff0d0"), 22, 44, 0.18)
    for x in (-30, 640, 1290):
        c.paint(box(x, -10, 70, 1360), fade((x, 0), (x + 70, 0), "#4b3324", "#8a6244", "#3e2a1e"), grain=0.14)
    c.paint(box(-10, 560, 1380, 46), fade((0, 560), (0, 606), "#8a6244", "#4b3324"), grain=0.14)
    drops = []
    for _ in range(150):
        x, y, r = float(c.rng.uniform(40, 1290)), float(c.rng.uniform(0, 1150)), float(c.rng.uniform(2, 7))
        drops.append((oval(x, y, r, r * 1.2, 0, 10), mix("#e9f4ea", "#7fa394", float(c.rng.uniform(0, 0.7)))))
    c.many(drops, alpha=0.6)
    planks(c, [(-60, 1290), (1410, 1290), (1560, 1820), (-210, 1820)], "#8e6340", 4)
    c.beam([(80, 1290), (1250, 1290), (1350, 1500), (0, 1500)], "#d8ead2", 0.35, 50)
    for x, y, s in ((470, 1540, 1.0), (820, 1610, 1.12)):
        w, h = 175 * s, 340 * s
        c.shade(oval(x + 70, y + 6, w * 0.95, 46), 0.6, 22)
        c.paint(oval(x, y, w * 0.95, 44 * s), "#e9e1cd", volume=0.5, rim=0.2)
        c.paint(oval(x, y - 8, w * 0.6, 25 * s), "#cfc3a8")
        glass = [(x - w * 0.5, y - h), (x + w * 0.5, y - h), (x + w * 0.39, y - 10), (x - w * 0.39, y - 10)]
        c.paint(glass, "#e9f0e2", alpha=0.28)
        c.paint(
            [
                (x - w * 0.475, y - h * 0.8),
                (x + w * 0.475, y - h * 0.8),
                (x + w * 0.375, y - 18),
                (x - w * 0.375, y - 18),
            ],
            fade((x - w / 2, 0), (x + w / 2, 0), "#7c2f12", "#d98432", "#b4561d", "#54200f"),
            volume=0.2,
            alpha=0.95,
        )
        c.paint(oval(x, y - h * 0.8, w * 0.475, 20 * s), "#e39a45", volume=0.3)
        c.paint(
            tube([(x - w * 0.33, y - h * 0.95), (x - w * 0.26, y - h * 0.15)], [12, 8]), "#fff6de", alpha=0.65, soft=3
        )
        c.paint(tube(oval(x, y - h, w * 0.5, 21 * s), [6, 6]), "#f6fbef", alpha=0.7)
        for k in range(3):
            px = x - 40 + k * 40
            c.beam(
                tube(
                    [(px, y - h - 10), (px + 26, y - h - 110), (px - 20, y - h - 210), (px + 14, y - h - 320)],
                    [14, 34, 40, 8],
                ),
                "#ffffff",
                0.2,
                16,
            )
    c.shade(oval(1120, 1700, 210, 56), 0.55, 20)
    c.paint(oval(1100, 1680, 215, 66), "#efe8d6", volume=0.5, rim=0.2)
    c.paint(oval(1100, 1672, 165, 46), "#d9ceb4")
    for k, (dx, dy, a) in enumerate(((-70, 0, 0.2), (50, 10, -0.3), (-10, -34, 0.05), (80, -30, 0.4))):
        c.paint(
            smooth(oval(1100 + dx, 1655 + dy, 78, 30, a, 12)),
            ("#c9822f", "#b9701f", "#d8973f", "#bd7526")[k],
            volume=0.8,
            rim=0.2,
            grain=0.25,
            size=12,
        )


def low_table(c: Canvas) -> None:
    room(c, 760, "#b79d78", "#7a5033", planked=12)
    window(c, 470, 70, 860, 600, fade((0, 70), (0, 670), "#fffdf0", "#f3f0c6", "#cfdfa0"), panes=(3, 2), light=0.75)
    shelf(c, -120, 210, 420, 560, 3, dark=0.35)
    shelf(c, 1500, 210, 420, 560, 3, dark=0.4)
    c.glow(900, 380, 900, c.warm, 0.35)
    c.shade(oval(900, 985, 620, 60), 0.6, 24)
    for x in (420, 1380):
        c.paint(box(x - 24, 800, 48, 190), "#4a2f20", volume=0.4)
    c.paint(
        [(420, 730), (1380, 730), (1500, 815), (300, 815)], fade((0, 730), (0, 815), "#e3bd84", "#a97345"), grain=0.12
    )
    c.paint(box(300, 812, 1200, 34), "#6b442b", grain=0.1)
    c.paint([(780, 742), (1000, 742), (1024, 790), (756, 790)], "#fbf3df")
    c.shade(tube([(890, 742), (890, 790)], [3, 5]), 0.4, 2)
    _stack(c, 1270, 775, 190, 4, 26)
    c.paint(tube([(560, 760), (640, 776)], [9, 9], curved=False), "#c7482f", volume=0.4)
    boy = replace(CHILDREN[0], top="#d9a441")
    sitting(
        c, 700, 1130, 700, boy, left=((-1.15, 1.5), (-0.4, 1.7)), right=((1.2, 1.6), (0.85, 2.2)), turn=0.14, rim=0.8
    )
    sitting(
        c,
        1105,
        1150,
        830,
        replace(ALYA, bottom="#33475a"),
        left=((-1.25, 1.7), (-1.1, 2.5)),
        right=((1.2, 1.5), (0.8, 1.6)),
        turn=-0.16,
        tilt=-0.12,
        rim=0.8,
    )
    c.beam([(500, 900), (1300, 900), (1700, 1350), (100, 1350)], c.warm, 0.14, 60)
    with c.layer(blur=22):
        foliage(c, 60, 1210, 200, 200, ("#1c3328", "#33563a", "#6b8a4c"), 46, 150)


def syllables(c: Canvas) -> None:
    c.wash(fade((0, 0), (1800, 1350), "#c79b5d", "#a97c48", "#7d5636"))
    strips: list[tuple[Points, Any]] = []
    for i in range(-14, 46):
        x = i * 62
        strips.append(
            ([(x, -20), (x + 30, -20), (x - 270 + 30, 1380), (x - 270, 1380)], mix("#b98c50", "#8f6438", (i % 3) / 2))
        )
    c.many(strips, alpha=0.5)
    strips = []
    for i in range(-2, 30):
        y = i * 54
        strips.append(([(-20, y), (1830, y + 200), (1830, y + 224), (-20, y + 24)], "#7d5230"))
    c.many(strips, alpha=0.28)
    c.paint([(-20, 1120), (1830, 1290), (1830, 1340), (-20, 1170)], "#8b3b34", alpha=0.85)
    c.glow(300, 100, 1300, c.warm, 0.5)
    words = ("BA", "JU", "KU", "DA", "NG", "BU", "RU", "MI", "SA", "PI", "LA", "TI")
    places = (
        (360, 330, -0.15),
        (610, 290, 0.08),
        (850, 340, -0.05),
        (1110, 300, 0.12),
        (1370, 350, -0.1),
        (300, 640, 0.12),
        (1500, 660, 0.2),
        (420, 930, -0.2),
        (1290, 960, 0.1),
        (680, 1080, 0.06),
        (1000, 1100, -0.1),
        (1560, 1000, -0.24),
    )
    for i, ((x, y, a), word) in enumerate(zip(places, words, strict=True)):
        tone = ("#f6efdc", "#f2dfae", "#dfe7d6", "#f0d2c0")[i % 4]
        sheet(c, x, y, 210, 150, tone, turn=a)
        c.text(x, y, word, 86, ("#2f5d62", "#9c3f2c", "#394867")[i % 3], turn=-np.degrees(a))
    for i, word in enumerate(("BU", "KU")):
        sheet(c, 800 + i * 222, 690 + i * 8, 214, 154, "#fffaf0", turn=0.02)
        c.text(800 + i * 222, 690 + i * 8, word, 92, "#b4452f")
    for shoulder, wrist, tip, skin, size, sleeve in (
        ((-80, 1330), (420, 985), (705, 770), "#a56b43", 0.8, "#d9654b"),
        ((1900, 1230), (1420, 900), (1120, 760), "#c68a5e", 1.0, "#f0e6d2"),
    ):
        dx, dy = tip[0] - wrist[0], tip[1] - wrist[1]
        c.shade(
            tube(
                [(shoulder[0] + 30, shoulder[1] + 50), (wrist[0] + 26, wrist[1] + 44), (tip[0] + 12, tip[1] + 22)],
                [190 * size, 130 * size, 30],
            ),
            0.5,
            22,
        )
        c.paint(
            tube(
                [shoulder, ((shoulder[0] + wrist[0]) / 2, (shoulder[1] + wrist[1]) / 2), wrist],
                [150 * size, 120 * size, 92 * size],
            ),
            skin,
            volume=0.6,
            rim=0.3,
            size=26,
        )
        middle = (wrist[0] * 0.6 + shoulder[0] * 0.4, wrist[1] * 0.6 + shoulder[1] * 0.4)
        c.paint(tube([shoulder, middle], [210 * size, 160 * size], caps=False), sleeve, volume=0.6, rim=0.3, size=30)
        n = float(np.hypot(dx, dy))
        ux, uy, vx, vy = dx / n, dy / n, -dy / n, dx / n

        def hand(
            u: float,
            v: float,
            o: tuple[float, float] = wrist,
            f: tuple[float, float, float, float] = (ux, uy, vx, vy),
            z: float = size,
        ) -> tuple[float, float]:
            return o[0] + (u * f[0] + v * f[2]) * z, o[1] + (u * f[1] + v * f[3]) * z

        side = -1 if dx < 0 else 1
        c.paint(
            smooth(
                [
                    hand(-40, -44),
                    hand(60, -66),
                    hand(140, -70),
                    hand(170, 0),
                    hand(140, 66),
                    hand(50, 62),
                    hand(-40, 44),
                ]
            ),
            skin,
            volume=0.6,
            rim=0.3,
            size=24,
        )
        for v in (-8, 26, 56):
            c.paint(
                tube(
                    [
                        hand(120, v * side),
                        hand(196, (v + 4) * side),
                        hand(176, (v + 14) * side),
                        hand(130, (v + 14) * side),
                    ],
                    [44 * size, 42 * size, 36 * size, 26 * size],
                ),
                mix(skin, "#5a2f1d", 0.08),
                volume=0.6,
                size=12,
            )
        c.paint(
            tube(
                [hand(110, -46 * side), hand(210, -44 * side), hand(n / size - 16, -10 * side)],
                [50 * size, 42 * size, 30 * size],
            ),
            skin,
            volume=0.6,
            rim=0.3,
            size=14,
        )
        c.paint(
            smooth(
                [
                    hand(n / size - 26, -20 * side),
                    hand(n / size - 4, -16 * side),
                    hand(n / size - 6, 0),
                    hand(n / size - 28, -4 * side),
                ]
            ),
            "#ecc4a4",
            alpha=0.8,
        )
        c.paint(
            tube(
                [hand(20, -50 * side), hand(90, -92 * side), hand(160, -88 * side)], [58 * size, 46 * size, 32 * size]
            ),
            skin,
            volume=0.6,
            rim=0.25,
            size=14,
        )


def class_portrait(c: Canvas) -> None:
    sky(c, 700, "#e9efdc", "#f6edc9")
    c.paint(box(-10, 120, 1820, 700), fade((0, 120), (1800, 800), "#d9c8a2", "#bfa47a"), grain=0.07)
    c.paint(
        [(-20, -20), (1820, -20), (1820, 150), (-20, 190)], fade((0, 0), (0, 190), "#8f4d36", "#6a3528"), grain=0.14
    )
    for i in range(40):
        c.shade(tube([(i * 48, -10), (i * 48 - 8, 186)], [3, 5]), 0.3, 2)
    window(c, 170, 280, 360, 380, fade((0, 280), (0, 660), "#7d8f72", "#51664f"), light=0.1, green=False)
    c.paint(box(1240, 250, 330, 600), fade((1240, 0), (1570, 0), "#3e6a63", "#2f524e"), volume=0.2, grain=0.1)
    for y in (300, 560):
        c.shade(box(1280, y, 250, 210), 0.25, 4)
    c.paint(box(690, 300, 420, 110), "#2f6d66", volume=0.25)
    c.text(900, 355, "RUMAH BACA GERIMIS", 36, "#f6ecd0")
    c.paint(box(-20, 800, 1840, 570), fade((0, 800), (0, 1350), "#a58b66", "#7d6448"), grain=0.1)
    c.shade(box(-20, 800, 1840, 30), 0.5, 14)
    foliage(c, 60, 640, 150, 260, ("#2d5138", "#5f8f4e", "#b5cc74"), 150, 80)
    foliage(c, 1730, 660, 150, 250, ("#2d5138", "#5f8f4e", "#a9c46a"), 150, 80)
    standing(c, 560, 1130, 760, WARDROBE[1], view="front")
    standing(c, 1240, 1130, 740, ALYA, view="front")
    for x, k in ((720, 4), (890, 3), (1065, 2)):
        standing(c, x, 1165, 545, CHILDREN[k], view="front")
    for x, k in ((520, 1), (740, 0), (960, 5), (1190, 6)):
        sitting(c, x, 1265, 610, CHILDREN[k], view="front")
    c.beam([(-50, 0), (400, 0), (1300, 1350), (200, 1350)], c.warm, 0.16, 90)
    with c.layer(blur=18):
        foliage(c, 20, 1300, 200, 120, ("#23412d", "#4d7a41", "#a2bf66"), 46, 120)
        foliage(c, 1770, 1290, 180, 130, ("#23412d", "#4d7a41", "#a2bf66"), 46, 120)


def sticky_notes(c: Canvas) -> None:
    c.wash(fade((0, 0), (1800, 1350), "#d3c4a4", "#a58f6e"))
    c.shade(cushion(190, 150, 1470, 920, 20), 0.5, 26)
    c.paint(cushion(170, 120, 1470, 920, 16), "#a9adab", volume=0.4, size=14)
    c.paint(box(196, 146, 1418, 868), fade((196, 146), (1614, 1014), "#fbf8ee", "#eef0ea", "#cfd6d4"), grain=0.02)
    heads = ("AMAN", "RAGU", "COBA", "SELESAI")
    for i, head in enumerate(heads):
        x = 196 + 1418 * (i + 0.5) / 4
        c.text(x, 196, head, 46, "#2f5d62")
        c.paint(tube([(x - 130, 232), (x + 120, 228)], [4, 5]), "#2f5d62", alpha=0.7)
        if i:
            c.paint(tube([(196 + 1418 * i / 4, 170), (196 + 1418 * i / 4 + 4, 990)], [4, 4]), "#6f8a8c", alpha=0.6)
    tones = ("#f2cf5b", "#f0a58a", "#9fcdb0", "#f3e3a0", "#a9c6de", "#e9b0bf")
    counts = (8, 6, 7, 5)
    for col in range(4):
        for k in range(counts[col]):
            x = 196 + 1418 * col / 4 + 92 + (k % 2) * 165 + float(c.rng.uniform(-14, 14))
            y = 330 + (k // 2) * 172 + float(c.rng.uniform(-12, 12))
            sheet(
                c,
                x,
                y,
                138,
                132,
                tones[int(c.rng.integers(6))],
                turn=float(c.rng.normal(0, 0.06)),
                lines=3,
                ink="#4a4652",
            )
    c.paint(box(560, 1012, 560, 36), "#8f9492", volume=0.3)
    for i, col in enumerate(("#b4452f", "#2f5d62", "#394867")):
        c.paint(tube([(640 + i * 130, 1008), (740 + i * 130, 1004)], [20, 18], curved=False), col, volume=0.6)
    c.beam([(150, 100), (620, 100), (1050, 1050), (560, 1050)], c.warm, 0.22, 30)
    c.shade([(1300, 0), (1840, 0), (1840, 1350), (1500, 1350)], 0.35, 80)
    person = standing(c, 1430, 1790, 1130, ALYA, left=((-1.5, 5.6), (-1.9, 6.9)), rim=0.5)
    sx, sy = person.at(-2.05, 7.3)
    sheet(c, sx - 10, sy - 50, 130, 124, "#f2cf5b", turn=-0.1, lines=3)
    with c.layer(blur=14):
        bust(c, 260, 1370, 200, WARDROBE[3], rim=0.3)
        bust(c, 760, 1420, 190, WARDROBE[5], rim=0.3)


def blackboard(c: Canvas) -> None:
    room(c, 800, "#c2b08a", "#7f5a3e", planked=0)
    window(c, -120, 120, 420, 520, fade((0, 120), (0, 640), *DAY), panes=(2, 3), light=0.6)
    c.shade(box(470, 150, 960, 520), 0.5, 24)
    c.paint(box(450, 130, 960, 520), "#6f4a30", volume=0.4, grain=0.12)
    c.paint(box(480, 158, 900, 464), fade((480, 158), (1380, 622), "#46695f", "#2f5049", "#263f3e"), grain=0.18)
    for y, words, size in (
        (245, "Hari ini kita membaca", 52),
        (345, "hu - jan   a - wan", 64),
        (455, "ge - ri - mis", 74),
    ):
        c.text(900, y, words, size, "#e9ecdf", alpha=0.88)
    c.paint(tube([(640, 520), (760, 560), (900, 520), (1010, 560)], [4, 5, 4]), "#e6c27a", alpha=0.8)
    c.paint(box(470, 640, 930, 22), "#8a6142", volume=0.3)
    c.beam([(300, 200), (460, 160), (1500, 1350), (500, 1350)], c.warm, 0.2, 60)
    standing(c, 1260, 960, 720, ALYA, left=((-1.5, 5.5), (-1.95, 6.35)), rim=0.45)
    for row, (y, h, ks) in enumerate(((1050, 520, (1, 6, 3, 0)), (1290, 660, (4, 2, 5)))):
        count = len(ks)
        for i, k in enumerate(ks):
            x = 270 + i * (1130 / (count - 0.2)) + row * 130
            sitting(c, x, y, h, CHILDREN[k], turn=0.12 * (1 if x < 800 else -0.4), rim=0.45)
    sitting(c, 1580, 1270, 660, CHILDREN[7], right=((1.35, 2.8), (1.2, 4.3)), turn=-0.1, rim=0.45)


def aisle(c: Canvas) -> None:
    far = (675.0, 800.0)
    c.wash(round_fade(far, 1200, "#ffe9bb", "#3b2c26"))
    c.paint(
        [(-10, 1810), (500, 1010), (850, 1010), (1360, 1810)],
        fade((0, 1010), (0, 1800), "#d9b27c", "#6a472f"),
        grain=0.12,
    )
    for i in range(9):
        t = i / 8
        c.shade(tube([(500 + 350 * t, 1010), (-300 + 1950 * t, 1810)], [1, 8]), 0.4, 2)
    c.paint(box(500, 480, 350, 535), fade((0, 480), (0, 1015), "#fff8de", "#f3e7b0"), grain=0.02)
    foliage(c, 675, 900, 160, 120, ("#7fa05e", "#bccf82", "#eef0b8"), 60, 60, soft=8)
    for x in (560, 675, 790):
        c.paint(box(x - 6, 480, 12, 535), "#8a6546")
    for y in (600, 750):
        c.paint(box(500, y, 350, 12), "#8a6546")
    c.paint([(-10, -10), (500, 480), (850, 480), (1360, -10)], fade((0, 0), (0, 480), "#4a3a30", "#b89c70"), grain=0.06)
    for side in (-1, 1):
        shapes, boards = [], []
        for row in range(5):
            for i in range(64):
                z0, z1 = 1 + i * 0.085, 1 + (i + 0.92) * 0.085

                def spot(z: float, level: float, s: int = side) -> tuple[float, float]:
                    return far[0] + s * 800 / z, far[1] + (1250 - level * 500) / z

                tall = float(c.rng.uniform(0.58, 0.86))
                color = rgb(SPINES[int(c.rng.integers(len(SPINES)))])
                depth = min(1.0, (z0 - 1) / 4.2)
                light = 0.45 + 0.75 * depth if side > 0 else 0.38 + 0.65 * depth
                color = mix(color * light, "#ffe6b0", depth * 0.35)
                lower, upper = row, row + tall
                if c.rng.uniform() < 0.94:
                    shapes.append(([spot(z0, lower), spot(z0, upper), spot(z1, upper), spot(z1, lower)], color))
                    shapes.append(
                        (
                            [spot(z1 * 0.99, lower), spot(z1 * 0.99, upper), spot(z1, upper), spot(z1, lower)],
                            color * 0.6,
                        )
                    )
                    if i < 40:
                        za, zb = z0 + (z1 - z0) * 0.2, z0 + (z1 - z0) * 0.75
                        shapes.append(
                            (
                                [
                                    spot(za, lower + 0.16),
                                    spot(za, lower + 0.25),
                                    spot(zb, lower + 0.25),
                                    spot(zb, lower + 0.16),
                                ],
                                mix("#efe4c8", "#5a4a3a", 0.45 - 0.3 * depth),
                            )
                        )
        for row in range(6):
            near, level = far[0] + side * 830, far[1] + 1250 - row * 500
            end, height = far[0] + side * 128, far[1] + (1250 - row * 500) / 6.3
            board = [(near, level + 26), (near, level - 12), (end, height - 2), (end, height + 3)]
            boards.append((board, "#8a6040" if side > 0 else "#6f4a32"))
        c.paint(
            [
                (far[0] + side * 900, far[1] + 1400),
                (far[0] + side * 900, far[1] - 1500),
                (far[0] + side * 126, far[1] - 320),
                (far[0] + side * 126, far[1] + 215),
            ],
            fade((far[0] + side * 760, 0), (far[0] + side * 150, 0), "#1d1411", "#5f4630"),
            grain=0.08,
        )
        c.many(shapes)
        c.many(boards)
    c.glow(far[0], 760, 760, "#ffe4ac", 0.5)
    c.beam([(510, 1010), (840, 1010), (1130, 1800), (230, 1800)], "#ffe4ac", 0.3, 50)
    standing(
        c, 735, 1290, 560, ALYA, view="side", right=((0.3, 4.75), (0.95, 4.9)), left=((0.4, 4.6), (1.0, 4.75)), rim=0.7
    )
    c.paint([(788, 895), (860, 880), (866, 912), (796, 926)], "#f4ead2", volume=0.3)
    bokeh(c, (420, 500, 520, 700), ("#fff0c4",), 24, 10, 0.3)


def catalogue_desk(c: Canvas) -> None:
    c.wash(fade((0, 0), (1800, 900), "#38404a", "#2a2f38", "#1e2129"))
    shelf(c, -60, 40, 900, 720, 4, dark=0.55, tint="#1c2430")
    shelf(c, 960, 40, 900, 720, 4, dark=0.62, tint="#1c2430")
    c.blur(10)
    c.glow(1240, 560, 900, "#ffc070", 0.55)
    planks(c, [(-60, 820), (1860, 820), (2100, 1370), (-300, 1370)], "#8f5f3a", 4)
    c.glow(1150, 1000, 760, "#ffc070", 0.6, 0.55)
    c.paint(tube([(1500, 1000), (1560, 640), (1330, 400)], [20, 18, 16], curved=False), "#2c3b3e", volume=0.5, rim=0.4)
    c.paint(oval(1500, 1010, 130, 34), "#26343a", volume=0.5, rim=0.3)
    c.paint(
        [(1260, 350), (1400, 330), (1450, 480), (1130, 520)],
        fade((1130, 0), (1450, 0), "#3f7f78", "#25504d"),
        volume=0.5,
        rim=0.4,
    )
    c.paint(oval(1290, 500, 160, 26, -0.12), "#fff3cf")
    c.beam([(1150, 510), (1440, 480), (1760, 1350), (640, 1350)], "#ffcf86", 0.30, 30)
    c.shade([(330, 1130), (980, 1130), (1080, 1240), (280, 1240)], 0.6, 24)
    c.paint([(360, 660), (900, 640), (930, 1010), (380, 1030)], "#23262c", volume=0.3, rim=0.4)
    c.paint(
        [(384, 684), (880, 664), (906, 986), (402, 1004)],
        fade((384, 684), (900, 1000), "#dfeaf0", "#b5cbd8"),
        grain=0.01,
    )
    rows = []
    for i in range(9):
        y = 740 + i * 26
        for x0, w, tone in (
            (412, 60, "#5a7f96"),
            (490, 200 - (i * 37) % 90, "#394b58"),
            (730, 60, "#6f8796"),
            (810, 46, "#c7683a" if i in (2, 5) else "#6fa06a"),
        ):
            rows.append(([(x0, y), (x0 + w, y - 1), (x0 + w, y + 9), (x0, y + 10)], tone))
    c.many(rows, alpha=0.85)
    c.paint([(380, 1030), (932, 1010), (1040, 1130), (300, 1150)], "#33373f", volume=0.3, rim=0.3)
    keys = []
    for r in range(4):
        for k in range(12):
            x, y = 404 + k * 42 - r * 14 + r * k * 1.6, 1044 + r * 18 - k * 1.4
            keys.append(([(x, y), (x + 32, y - 1), (x + 34, y + 10), (x, y + 11)], "#1e2126"))
    c.many(keys)
    _stack(c, 1210, 1090, 320, 5, 46, labels=True)
    c.shade(oval(1650, 1180, 160, 40), 0.5, 16)
    c.paint([(1400, 1130), (1700, 1100), (1760, 1230), (1430, 1270)], "#f3e8cd", volume=0.2)
    c.paint([(1556, 1116), (1562, 1114), (1600, 1250), (1592, 1252)], "#c9b48a")
    lines = []
    for i in range(7):
        y = 1142 + i * 15
        lines.append(
            ([(1424 + i * 3, y + 8), (1540 + i * 4, y - 4), (1540 + i * 4, y - 1), (1424 + i * 3, y + 11)], "#7c7264")
        )
        lines.append(
            ([(1584 + i * 4, y - 8), (1690 + i * 5, y - 19), (1690 + i * 5, y - 16), (1584 + i * 4, y - 5)], "#7c7264")
        )
    c.many(lines, alpha=0.8)
    c.paint(smooth([(120, 1010), (250, 1010), (240, 1170), (130, 1170)]), "#b4553a", volume=0.7, rim=0.3)
    c.paint(oval(185, 1012, 64, 17), "#4a2417")
    c.paint(tube([(250, 1050), (300, 1070), (246, 1130)], [16, 17, 14]), "#a34a32", volume=0.5)


def house_at_dusk(c: Canvas) -> None:
    sky(c, 760, "#2c3f63", "#6b6487", "#d98a6a", "#f6c58a", clouds="#e9a98c", cover=0.35)
    volcano(c, 1380, 720, 620, 330, "#4b4f70", "#c58f86")
    haze(c, 560, 820, "#e9b490", 0.5)
    for x, s in ((80, 1.0), (300, 0.7), (1700, 1.1)):
        foliage(c, x, 560, 210 * s, 240 * s, ("#141f2a", "#22352f", "#43583f"), 240, 46)
        c.paint(tube([(x, 900), (x + 10, 620)], [26, 16]), "#1b1a1c")
    c.paint(box(-10, 850, 1820, 510), fade((0, 850), (0, 1350), "#5a5a48", "#2f332f"), grain=0.12)
    c.paint(box(480, 540, 860, 360), fade((480, 0), (1340, 0), "#8f7a68", "#a58a6a", "#6f6058"), grain=0.08)
    roof = [(400, 560), (560, 350), (1260, 350), (1420, 560)]
    c.paint(roof, fade((0, 350), (0, 560), "#5d3a36", "#3c2729"), grain=0.16)
    tiles = []
    for r in range(9):
        y = 372 + r * 21
        left = 400 + (560 - y) * 0.76
        for k in range(int((1820 - 2 * left) / 26)):
            tile = oval(left + k * 26 + (r % 2) * 13, y, 14, 8, 0, 8)
            tone = mix("#4a2d2c", "#7d4a3c", float(c.rng.uniform(0, 0.7)))
            tiles.append((tile, tone))
    c.many(tiles, alpha=0.7)
    c.shade(box(480, 556, 860, 50), 0.6, 10)
    for x in (560, 1120):
        c.glow(x + 80, 690, 330, "#ffb95e", 0.6)
        c.paint(box(x, 620, 160, 160), fade((0, 620), (0, 780), "#ffe3a0", "#ffb860"), grain=0.02)
        with c.inside(x, 620, 160, 160):
            shelf(c, x + 12, 690, 130, 90, 1, dark=0.25, tint="#8a4f20", labels=False)
        for k in (0, 76, 152):
            c.paint(box(x + k, 616, 9, 168), "#3d2a24")
        c.paint(box(x, 694, 160, 8), "#3d2a24")
    c.glow(910, 760, 420, "#ffb95e", 0.75)
    c.paint(box(820, 610, 180, 290), fade((0, 610), (0, 900), "#fff0c0", "#ffc06a"), grain=0.02)
    c.paint([(820, 610), (772, 596), (772, 912), (820, 900)], "#35504d", volume=0.3)
    standing(c, 905, 893, 240, lit(ALYA, "#2a1a1a", 0.55), rim=0.5, shadow=0)
    c.paint(box(720, 560, 380, 40), "#2f6d66", volume=0.3)
    c.text(910, 580, "RUMAH BACA GERIMIS", 25, "#ffeebf")
    lamp_string(c, [(-20, 500), (250, 585), (480, 545)], 62, 10)
    lamp_string(c, [(1340, 545), (1560, 600), (1820, 480)], 62, 10)
    c.paint([(800, 900), (1020, 900), (1060, 940), (760, 940)], "#8d7358", volume=0.2)
    c.paint(
        [(770, 940), (1050, 940), (1300, 1360), (520, 1360)],
        fade((0, 940), (0, 1350), "#a3805c", "#3f3a36"),
        grain=0.14,
    )
    c.beam([(820, 900), (1000, 900), (1260, 1350), (560, 1350)], "#ffbd66", 0.5, 40)
    shoes = []
    for i in range(12):
        x, y = 600 + (i * 83) % 640, 952 + (i * 29) % 60
        tone = ("#b4452f", "#2f5d62", "#d0a24c", "#2a2a33")[i % 4]
        shoes += [(oval(x, y, 20, 7, 0.2, 12), tone), (oval(x + 26, y + 4, 20, 7, 0.1, 12), tone)]
    c.many(shoes)
    grass(c, -20, 620, 1010, 60, ("#1d2d28", "#3f5a3c"), 700, 330)
    grass(c, 1220, 1820, 1010, 60, ("#1d2d28", "#3f5a3c"), 700, 330)
    for x in (150, 330, 1480, 1660):
        foliage(c, x, 1110, 90, 60, ("#18261f", "#33503a", "#6f7f4a"), 60, 44)
    bokeh(c, (60, 780, 1700, 300), ("#ffdd8a",), 18, 7, 0.6)


def together_at_dusk(c: Canvas) -> None:
    sky(c, 800, "#3c5580", "#a07f95", "#f09a6c", "#ffd796", clouds="#f6b791", cover=0.42)
    c.glow(930, 730, 760, "#ffcf7d", 0.85)
    c.paint(oval(930, 715, 66, 66), "#fff3cf", soft=3, grain=0)
    volcano(c, 420, 790, 640, 360, "#5d5b80", "#e0a285")
    haze(c, 640, 860, "#ffc793", 0.6)
    c.paint(box(-10, 790, 1820, 200), fade((0, 790), (0, 990), "#b58a5e", "#6f7a48"), grain=0.08)
    for i in range(9):
        y = 800 + i * i * 3.2
        c.paint(tube([(-20, y), (900, y - 5 + i), (1820, y + 4)], [2 + i, 3 + i, 2 + i]), "#5a5f3c", alpha=0.8)
    grass(c, -10, 1810, 850, 26, ("#7f8748", "#c2a85a"), 1100, 140)
    for x, s in ((90, 1.0), (1660, 1.25)):
        c.paint(tube([(x, 960), (x + 22 * s, 700), (x - 8, 480 / s)], [26 * s, 20 * s, 16 * s]), "#2a2527")
        for k in range(11):
            a = -np.pi / 2 + (k - 5) * 0.5
            tip = (x - 8 + 190 * s * np.cos(a), 480 / s + 130 * s * np.sin(a) + 60 * s * abs(np.cos(a)))
            middle = (x - 8 + 110 * s * np.cos(a), 480 / s + 100 * s * np.sin(a))
            c.paint(tube([(x - 8, 480 / s), middle, tip], [10 * s, 20 * s, 3]), "#2b2f2b")
    c.paint(box(-10, 990, 1820, 370), fade((0, 990), (0, 1350), "#4c4d33", "#23271f"), grain=0.1)
    tint = "#3a2430"
    people = (
        (330, 1130, 690, WARDROBE[1]),
        (520, 1150, 640, WARDROBE[2]),
        (700, 1140, 700, WARDROBE[7]),
        (890, 1160, 650, ALYA),
        (1070, 1145, 660, WARDROBE[6]),
        (1250, 1140, 720, WARDROBE[4]),
        (1430, 1150, 650, WARDROBE[8]),
    )
    for i, (x, y, h, look) in enumerate(people):
        left = ((-1.45, 5.1), (-1.95, 5.5)) if i % 2 else ((-1.15, 4.45), (-1.0, 3.5))
        right = ((1.45, 5.1), (1.95, 5.55)) if i % 2 else ((1.15, 4.45), (1.0, 3.5))
        standing(c, x, y, h, lit(look, tint, 0.38), left=left, right=right, rim=0.9, shadow=0, tilt=0.05 * (-1) ** i)
    for x, k in ((620, 0), (980, 1), (1330, 3)):
        standing(c, x, 1195, 440, lit(CHILDREN[k], tint, 0.38), rim=0.9, shadow=0)
    grass(c, -20, 1820, 1140, 90, ("#20241b", "#565a35"), 1700, 230)
    with c.layer(blur=9):
        grass(c, -20, 1820, 1340, 210, ("#15170f", "#3d3c22"), 260, 40)
    c.glow(930, 730, 1300, "#ffb469", 0.25)


def circle(c: Canvas) -> None:
    room(c, 640, "#cdbb95", "#84593a", planked=13)
    window(c, 90, 80, 520, 430, fade((0, 80), (0, 510), *DAY), panes=(3, 2), light=0.55)
    shelf(c, 760, 110, 480, 520, 3)
    c.shade(box(1330, 150, 400, 300), 0.4, 16)
    c.paint(box(1320, 140, 400, 300), "#f6f2e4", volume=0.2)
    c.text(1520, 190, "SIAPA YANG", 34, "#2f5d62")
    c.text(1520, 236, "MENDENGAR?", 34, "#2f5d62")
    for i in range(4):
        c.paint(tube([(1370, 300 + i * 32), (1560 + (i * 53) % 120, 296 + i * 32)], [4, 4]), "#7d8a8c")
    mat(c, [(420, 720), (1380, 720), (1720, 1230), (80, 1230)], "#a9804e", "#3c6a66", 6)
    c.beam([(110, 640), (620, 640), (1400, 1350), (500, 1350)], c.warm, 0.25, 40)
    for x, y, h, k in ((560, 850, 600, 5), (790, 810, 600, 1), (1010, 805, 610, 2), (1230, 850, 600, 7)):
        sitting(c, x, y, h, WARDROBE[k], view="front", turn=0.06 * (1 if x < 900 else -1), rim=0.3)
    sitting(c, 330, 970, 660, WARDROBE[3], view="front", right=((1.3, 1.8), (1.2, 2.9)), turn=0.15)
    sitting(c, 1470, 980, 650, WARDROBE[6], view="front", turn=-0.15)
    for i, (x, y) in enumerate(((760, 1010), (900, 980), (1040, 1020))):
        sheet(c, x, y, 150, 60, ("#f6efdc", "#f2dfae", "#dfe7d6")[i], turn=0.1 * (i - 1), lines=2, shear=-0.4)
    for x, y, h, look, turn in (
        (500, 1280, 780, WARDROBE[4], 0.12),
        (900, 1315, 800, ALYA, 0.0),
        (1310, 1285, 780, WARDROBE[8], -0.1),
    ):
        sitting(c, x, y, h, look, turn=turn, rim=0.45, right=((1.3, 1.9), (1.35, 2.9)) if look is ALYA else None)


def name_tags(c: Canvas) -> None:
    planks(c, [(-60, -60), (1860, -60), (2050, 1420), (-250, 1420)], "#b5824f", 7)
    c.glow(300, 80, 1300, c.warm, 0.5)
    c.shade([(1200, -20), (1830, -20), (1830, 1380), (1500, 1380)], 0.35, 120)
    names = ("Sari", "Galih", "Nisa", "Arif", "Dewi", "Panji", "Laras", "Hanif", "Putri")
    tones = ("#2f7f78", "#b4553a", "#d0a24c", "#394867", "#6b7f4f", "#8a4a63", "#3c7a9a", "#c7793a", "#5f6a72")
    for i, (name, tone) in enumerate(zip(names, tones, strict=True)):
        x, y = 400 + (i % 3) * 440 + (i // 3) * 24, 300 + (i // 3) * 330 + (i % 2) * 26
        a = float(c.rng.normal(0, 0.09))
        c.paint(
            tube([(x - 10, y - 100), (x - 60, y - 190), (x + 80, y - 220), (x + 16, y - 100)], [9, 9, 9, 9]),
            mix(tone, "#1d1a20", 0.2),
            volume=0.4,
        )
        sheet(c, x, y, 310, 200, "#f7f1e1", turn=a)
        co, si = np.cos(a), np.sin(a)
        top = [(-155, -100), (155, -100), (155, -52), (-155, -52)]
        c.paint([(x + u * co - v * si, y + u * si + v * co) for u, v in top], tone, volume=0.2, size=8)
        c.text(x - 76 * -si, y - 76 * co, "RELAWAN", 24, "#fbf5e4", turn=-np.degrees(a))
        c.text(x, y + 24, name, 66, "#33313a", turn=-np.degrees(a))
    for p, q, col in (
        ((1520, 260), (1680, 420), "#b4452f"),
        ((1560, 220), (1740, 360), "#2f5d62"),
        ((120, 1120), (300, 1240), "#394867"),
    ):
        c.shade(tube([(p[0] + 12, p[1] + 20), (q[0] + 12, q[1] + 20)], [38, 36], curved=False), 0.5, 10)
        c.paint(tube([p, q], [36, 34], curved=False), "#ece5d2", volume=0.7, size=8)
        c.paint(
            tube([p, (p[0] * 0.65 + q[0] * 0.35, p[1] * 0.65 + q[1] * 0.35)], [38, 38], curved=False),
            col,
            volume=0.7,
            size=8,
        )
    with c.layer(blur=14):
        c.paint(oval(1640, 1190, 170, 160), "#efe6d2", volume=0.5)
        c.paint(oval(1640, 1180, 130, 122), "#7c3f1c", volume=0.4)


def small_fair(c: Canvas) -> None:
    sky(c, 520, "#cfe0dc", "#f2ead0")
    foliage(c, 300, 330, 420, 260, ("#3f6a45", "#7fa35c", "#d2dd96"), 340, 60, soft=3)
    foliage(c, 1450, 320, 460, 280, ("#3f6a45", "#7fa35c", "#d2dd96"), 360, 60, soft=3)
    c.paint(box(-10, 560, 1820, 800), fade((0, 560), (0, 1350), "#c8b083", "#8a7050"), grain=0.1)
    c.blur(9)
    bunting(
        c,
        [(-20, 130), (450, 260), (900, 170), (1350, 260), (1820, 110)],
        70,
        ("#b4553a", "#d0a24c", "#3c7a74", "#e8dcc0"),
    )
    for x, k in ((420, 2), (1500, 4)):
        standing(c, x, 900, 560, WARDROBE[k], view="side", flip=x > 900)
    table(c, 240, 1560, 850, 980, 1270, "#3c7a74", cloth=True)
    for i in range(7):
        x = 370 + i * 172
        color = SPINES[(i * 5 + 2) % len(SPINES)]
        c.paint([(x - 56, 760), (x + 56, 760), (x + 62, 915), (x - 62, 915)], color, volume=0.3, grain=0.1)
        c.paint([(x - 36, 785), (x + 36, 785), (x + 38, 830), (x - 38, 830)], mix(color, "#fff1cf", 0.6))
    for i in range(4):
        _stack(c, 420 + i * 320, 985, 150, 2 + i % 2, 26)
    with c.layer(blur=18):
        c.paint(leaf(60, 1350, 520, -1.1, 0.4), "#31553a")
        c.paint(leaf(1800, 1340, 480, -2.2, 0.4), "#31553a")
