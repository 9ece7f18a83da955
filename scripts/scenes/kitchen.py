"""The emergency kitchen: pots, parcels, rain at night."""

from __future__ import annotations

import numpy as np

from scenes.canvas import Canvas, box, fade, mix, oval, smooth, tube
from scenes.people import ALYA, CHILDREN, WARDROBE, Look, bust, lit, sitting, standing
from scenes.things import bokeh, foliage, plastic_chair, pot, rain, sack, specks, steam, table


def _tent(c: Canvas, top: float, color: str, dark: str) -> None:
    c.paint(
        [(-20, -20), (1820, -20), (1820, top + 60), (900, top - 40), (-20, top + 80)],
        fade((0, 0), (0, top + 80), dark, color),
        grain=0.08,
    )
    for i in range(9):
        x = 60 + i * 215
        c.shade(tube([(900 + (x - 900) * 0.5, -20), (x, top + 60 - abs(x - 900) * 0.02)], [4, 12]), 0.3, 6)
    scallops = [
        (x, top + 40 + 60 * abs(x - 900) / 900 - (26 if i % 2 else 0)) for i, x in enumerate(range(-40, 1880, 60))
    ]
    c.paint([(-40, top - 40), (1860, top - 40), *reversed(scallops)], mix(color, "#fff0d0", 0.1), alpha=0.6, grain=0.06)


def big_pots(c: Canvas) -> None:
    c.wash(fade((0, 0), (0, 900), "#c9cfc2", "#b9bda4", "#8f8a68"))
    for x in (120, 500, 1250, 1640):
        foliage(c, x, 430, 300, 220, ("#48694a", "#86a068", "#d9dfae"), 160, 70, soft=3)
    c.blur(16)
    rain(c, 200, 90, 0.10)
    c.paint(box(-10, 800, 1820, 560), fade((0, 800), (0, 1350), "#8d7657", "#54432f"), grain=0.16)
    specks(c, (-20, 840, 1840, 500), ("#3f3124", "#7d6444", "#a58a60"), 500, 7, 0.4, 0.4)
    _tent(c, 190, "#d58a3f", "#8f4f25")
    c.glow(900, 420, 1000, "#ffc27a", 0.35)
    for x in (70, 1700):
        c.paint(tube([(x, 100), (x + 10, 1150)], [28, 34], curved=False), "#a98a58", volume=0.6)
    standing(
        c,
        330,
        960,
        600,
        WARDROBE[8],
        view="side",
        right=((0.7, 4.7), (1.5, 4.4)),
        left=((0.9, 4.6), (1.6, 4.3)),
        rim=0.4,
    )
    standing(
        c,
        1500,
        980,
        620,
        WARDROBE[1],
        view="side",
        flip=True,
        right=((0.7, 4.6), (1.4, 4.0)),
        left=((0.9, 4.6), (1.6, 4.2)),
        rim=0.4,
    )
    standing(
        c,
        930,
        930,
        590,
        WARDROBE[2],
        view="front",
        left=((-1.3, 4.4), (-0.6, 3.9)),
        right=((1.3, 4.4), (0.7, 3.9)),
        rim=0.3,
    )
    for x, w, h, soup in ((560, 330, 250, "#d9a24a"), (940, 400, 300, "#e9dfc4"), (1330, 340, 260, "#b5522f")):
        for k in (-1, 0, 1):
            c.paint(box(x + k * w * 0.36 - 18, 1130, 36, 90), "#3a3330", volume=0.4)
        for _ in range(9):
            fx, fh = x + float(c.rng.normal(0, w * 0.22)), float(c.rng.uniform(40, 90))
            c.beam(
                smooth(
                    [
                        (fx - 18, 1215),
                        (fx - 10, 1215 - fh * 0.6),
                        (fx + 4, 1215 - fh),
                        (fx + 16, 1215 - fh * 0.5),
                        (fx + 18, 1215),
                    ]
                ),
                "#ff8a2c",
                0.8,
                5,
            )
        c.glow(x, 1190, w * 0.8, "#ff9a3c", 0.5, 0.5)
        pot(c, x, 1135, w, h, inside=soup)
    c.paint(tube([(470, 700), (540, 900)], [16, 18], curved=False), "#8a5f3a", volume=0.6)
    c.paint(tube([(1385, 690), (1330, 890)], [16, 18], curved=False), "#8a5f3a", volume=0.6)
    for x, y, w in ((560, 850, 200), (940, 800, 260), (1330, 840, 210)):
        steam(c, x, y, w, 560, 0.5)
    standing(
        c, 150, 1260, 800, ALYA, view="side", right=((0.6, 4.5), (1.2, 4.0)), left=((0.8, 4.5), (1.5, 4.1)), rim=0.4
    )
    c.paint(smooth([(270, 830), (420, 820), (430, 900), (270, 910)]), "#3f7f86", volume=0.7, rim=0.3)
    for k in range(9):
        c.paint(
            oval(290 + k * 15, 836 - (k % 3) * 10, 15, 10, 0.4), ("#6f9a48", "#c8452f", "#e9e2c8")[k % 3], volume=0.6
        )
    with c.layer(blur=15):
        sack(c, 1690, 1420, 380, "#e3dac2", "#2f6d66")
        c.paint(oval(640, 1390, 260, 90), "#c9cdd0", volume=0.6)


def parcels(c: Canvas) -> None:
    c.wash(fade((0, 0), (1800, 1350), "#7a8f94", "#4f666c"))
    squares = []
    for i in range(-2, 26):
        for k in range(-2, 20):
            if (i + k) % 2:
                x, y = i * 76 - 20, k * 76 - 30
                squares.append((box(x, y, 76, 76), "#e9e5d8"))
    c.many(squares, alpha=0.45)
    c.glow(260, 120, 1300, c.warm, 0.45)
    c.shade([(1100, -20), (1840, -20), (1840, 1380), (1500, 1380)], 0.3, 130)
    for row in range(4):
        for col in range(6):
            x, y = (
                210 + col * 250 + (row % 2) * 36 + float(c.rng.normal(0, 8)),
                210 + row * 290 + float(c.rng.normal(0, 8)),
            )
            if row == 3 and col > 3:
                continue
            s = 108 + float(c.rng.normal(0, 4))
            a = float(c.rng.normal(0.05, 0.12))
            co, si = np.cos(a), np.sin(a)

            def at(
                u: float,
                v: float,
                o: tuple[float, float] = (x, y),
                k: float = s,
                f: tuple[float, float] = (float(co), float(si)),
            ) -> tuple[float, float]:
                return o[0] + (u * f[0] - v * f[1]) * k, o[1] + (u * f[1] + v * f[0]) * k

            c.shade([(px + 16, py + 24) for px, py in (at(-1, -0.75), at(1, -0.75), at(1, 0.8), at(-1, 0.8))], 0.55, 14)
            c.paint(
                smooth(
                    [
                        at(-1, -0.7),
                        at(0, -0.82),
                        at(1, -0.7),
                        at(1.06, 0),
                        at(1, 0.74),
                        at(0, 0.84),
                        at(-1, 0.74),
                        at(-1.06, 0),
                    ]
                ),
                fade(at(-1, -1), at(1, 1), "#d8b27a", "#b98a52", "#8d6236"),
                volume=0.6,
                rim=0.3,
                size=26,
                grain=0.1,
            )
            c.paint([at(-1, -0.66), at(1, -0.66), at(0.2, 0.1), at(-0.2, 0.1)], "#c79c62", alpha=0.8, volume=0.3)
            c.shade(tube([at(-0.96, -0.64), at(0, 0.12), at(0.96, -0.64)], [3, 6, 3]), 0.45, 3)
            c.shade(tube([at(-0.9, 0.7), at(0, 0.12), at(0.9, 0.7)], [3, 5, 3]), 0.3, 3)
            c.paint(
                tube([at(-1.04, 0.1), at(0, 0.16), at(1.04, 0.1)], [7, 7, 7]),
                ("#c8452f", "#2f7f78", "#e0b83f")[(row + col) % 3],
                volume=0.5,
            )
            c.paint([at(-0.4, 0.3), at(0.3, 0.3), at(0.3, 0.62), at(-0.4, 0.62)], "#f6f0df", grain=0.03)
            for k in (0.4, 0.5):
                c.paint(tube([at(-0.3, k), at(0.16, k)], [4, 4]), "#5d5a60", alpha=0.7)
    for start, wrist, skin, sleeve in (
        ((2000, 1120), (1560, 1110), "#a56b43", "#4d4a74"),
        ((1500, 1520), (1330, 1230), "#c68a5e", "#f0e6d2"),
    ):
        dx, dy = wrist[0] - start[0], wrist[1] - start[1]
        n = float(np.hypot(dx, dy))
        ux, uy = dx / n, dy / n
        c.shade(tube([(start[0] + 20, start[1] + 50), (wrist[0] + 20, wrist[1] + 46)], [190, 130]), 0.5, 22)
        c.paint(
            tube([start, wrist, (wrist[0] + ux * 60, wrist[1] + uy * 60)], [170, 116, 120]),
            skin,
            volume=0.7,
            rim=0.3,
            size=30,
        )
        c.paint(
            tube([start, (wrist[0] - ux * 40, wrist[1] - uy * 40)], [230, 180], caps=False),
            sleeve,
            volume=0.6,
            rim=0.3,
            size=30,
        )
        for k, spread in enumerate((-46, -16, 14, 42)):
            vx, vy = -uy, ux
            base = (wrist[0] + ux * 80 + vx * spread, wrist[1] + uy * 80 + vy * spread)
            tip = (base[0] + ux * (100 - 8 * k) + vx * spread * 0.5, base[1] + uy * (100 - 8 * k) + vy * spread * 0.5)
            c.paint(
                tube([base, ((base[0] + tip[0]) / 2, (base[1] + tip[1]) / 2), tip], [46, 42, 30]),
                mix(skin, "#5b321f", 0.03 * k),
                volume=0.7,
                rim=0.3,
                size=11,
            )


def night_post(c: Canvas) -> None:
    c.wash(fade((0, 0), (0, 1000), "#101b2b", "#1b2d40", "#26384a"))
    for x in (60, 330, 1480, 1730):
        foliage(c, x, 380, 260, 330, ("#0b141d", "#13232b", "#223a3a"), 260, 60)
    c.blur(10)
    c.paint(box(-10, 900, 1820, 460), fade((0, 900), (0, 1350), "#2b3540", "#171d26"), grain=0.1)
    c.glow(900, 640, 900, "#ffb562", 0.75)
    c.paint(
        [(380, 800), (1450, 800), (1450, 980), (380, 980)], fade((0, 800), (0, 980), "#7d5c3e", "#4a3a2e"), grain=0.1
    )
    c.paint(
        [(440, 470), (1390, 470), (1390, 940), (440, 940)],
        fade((440, 0), (1390, 0), "#5a4632", "#c98f4e", "#5a4632"),
        grain=0.06,
    )
    c.paint(
        [(330, 500), (620, 300), (1210, 290), (1500, 500), (1500, 540), (1200, 440), (640, 440), (330, 540)],
        fade((0, 290), (0, 540), "#39566e", "#223849"),
        volume=0.4,
        rim=0.4,
        grain=0.08,
    )
    for x in (400, 1430):
        c.paint(tube([(x, 510), (x, 990)], [18, 20], curved=False), "#2b2622", volume=0.4, rim=0.3)
    c.paint(tube([(915, 300), (915, 500)], [4, 4]), "#171310")
    c.glow(915, 540, 420, "#ffd594", 1.0)
    c.paint(oval(915, 535, 30, 40), "#fff4d4", grain=0)
    tint = "#2a1d18"
    c.paint(box(560, 370, 700, 70), "#e9dfc8", volume=0.15)
    c.text(910, 405, "POSKO DAPUR", 46, "#8c3426")
    for x, h, look, view in ((620, 380, WARDROBE[6], "side"), (1250, 400, WARDROBE[7], "back")):
        standing(c, x, 935, h, lit(look, tint, 0.3), view=view, rim=0.5)
    sitting(c, 800, 935, 400, lit(WARDROBE[2], tint, 0.3), view="back", rim=0.5)
    sitting(c, 1020, 940, 400, lit(WARDROBE[5], tint, 0.25), view="back", rim=0.5)
    table(c, 1080, 1400, 830, 860, 960, "#8a6a48")
    for k in range(6):
        c.paint(box(1110 + k * 44, 806 - (k % 2) * 22, 38, 24), "#c79c62", volume=0.4)
    standing(
        c,
        330,
        1120,
        560,
        Look(top="#2f6d86", bottom="#20242e", head="cap", cloth="#2f6d86", skin="#6b4128", long=True),
        view="side",
        stride=0.3,
        rim=0.6,
        right=((0.5, 4.5), (1.1, 4.3)),
    )
    sack(c, 455, 830, 130, "#c9bfa6")
    pools = []
    for _ in range(60):
        t = float(c.rng.uniform(0, 1))
        y, x = 985 + 350 * t, float(c.rng.uniform(-40, 1840))
        near = np.exp(-(((x - 900) / 480) ** 2))
        pools.append(
            (
                oval(x, y, 50 + 130 * t, 4 + 12 * t, 0, 16),
                mix("#26394a", "#e9a552", float(near) * float(c.rng.uniform(0.3, 0.9))),
            )
        )
    c.many(pools, alpha=0.55, soft=3)
    c.beam([(560, 960), (1300, 960), (1640, 1350), (260, 1350)], "#ffae55", 0.28, 70)
    rings = []
    for _ in range(70):
        x, y = float(c.rng.uniform(0, 1800)), float(c.rng.uniform(1010, 1340))
        r = 6 + (y - 1000) * 0.05
        rings.append((tube(oval(x, y, r, r * 0.3, 0, 14), [1.6, 1.6], caps=False), "#9fb6c4"))
    c.many(rings, alpha=0.5)
    rain(c, 900, 130, 0.17)
    with c.layer(blur=16):
        c.paint(
            smooth([(1560, 1400), (1500, 1120), (1600, 900), (1760, 860), (1860, 1000), (1860, 1400)]),
            "#1d2f3d",
            volume=0.6,
            rim=0.5,
        )
    bokeh(c, (120, 480, 260, 260), ("#ffcf86",), 4, 20, 0.4)
    bokeh(c, (1560, 420, 200, 200), ("#ffcf86", "#9fc3d6"), 4, 18, 0.35)


def waiting_line(c: Canvas) -> None:
    c.wash(fade((0, 0), (0, 900), "#5d6f78", "#7f8a84", "#6b6552"))
    c.paint(
        [(-20, -20), (1820, -20), (1820, 330), (900, 210), (-20, 350)],
        fade((0, 0), (0, 350), "#1f4257", "#37667c"),
        grain=0.1,
    )
    for i in range(8):
        c.shade(tube([(900 + (i - 3.5) * 90, -20), (i * 257, 320)], [4, 10]), 0.35, 6)
    foliage(c, 200, 480, 300, 160, ("#3f584a", "#6f8a68", "#aebc92"), 160, 70, soft=4)
    foliage(c, 1620, 470, 300, 160, ("#3f584a", "#6f8a68", "#aebc92"), 160, 70, soft=4)
    c.blur(9)
    c.paint(box(-10, 760, 1820, 600), fade((0, 760), (0, 1350), "#857459", "#4d4132"), grain=0.15)
    for x in (120, 1690):
        c.paint(tube([(x, 200), (x, 1000)], [24, 28], curved=False), "#8d7248", volume=0.6)
    standing(c, 1480, 1010, 600, WARDROBE[8], view="front", left=((-1.3, 4.5), (-1.0, 3.9)))
    table(c, 1120, 1760, 868, 930, 1180, "#c9bfa6", cloth=True)
    for k in range(8):
        c.paint(box(1190 + (k % 4) * 130, 838 - (k // 4) * 42, 96, 46), "#c79c62", volume=0.5, rim=0.2)
    line = (
        (950, 1120, 640, WARDROBE[5], "side"),
        (770, 1130, 660, WARDROBE[1], "side"),
        (600, 1140, 640, WARDROBE[2], "side"),
        (410, 1150, 680, WARDROBE[7], "side"),
        (230, 1160, 650, WARDROBE[6], "side"),
    )
    for i, (x, y, h, look, view) in enumerate(line):
        standing(c, x, y, h, look, view=view, right=((0.5, 4.4), (0.9, 3.9)) if i == 0 else None)
    standing(c, 690, 1175, 430, CHILDREN[0], view="side")
    standing(c, 330, 1190, 400, CHILDREN[4], view="front")
    specks(c, (-20, 1160, 1840, 200), ("#3f3124", "#7d6444"), 260, 8, 0.4, 0.4)
    rain(c, 160, 80, 0.10)
    with c.layer(blur=15):
        plastic_chair(c, 1600, 1480, 460, "#3f7f86")
        bust(c, 60, 1400, 220, WARDROBE[4])
