"""Out of doors by water: the beach, two rivers, the mangrove nursery."""

from __future__ import annotations

import numpy as np

from scenes.canvas import Canvas, Point, box, fade, mix, oval, smooth, tube
from scenes.people import ALYA, WARDROBE, Look, bending, crouching, lit, standing
from scenes.things import bokeh, foliage, grass, haze, hills, leaf, sack, seedling, sky, specks, volcano, water

LITTER = ("#e9e6dc", "#3f7fa8", "#c8452f", "#e0b83f", "#5f9a6a", "#d98aa0", "#2c3038")


def _litter(c: Canvas, x0: float, x1: float, y: float, depth: float, count: int, size: float) -> None:
    for t in np.sort(c.rng.uniform(0, 1, count)):
        x, yy = float(c.rng.uniform(x0, x1)), y + depth * float(t)
        s = size * (0.5 + 0.7 * float(t))
        kind, tone = int(c.rng.integers(4)), LITTER[int(c.rng.integers(len(LITTER)))]
        c.shade(oval(x + s * 0.1, yy + s * 0.12, s * 0.6, s * 0.14), 0.4, s * 0.08)
        if kind == 0:
            a = float(c.rng.uniform(-0.5, 0.5))
            u, v = np.cos(a), np.sin(a)
            c.paint(
                tube(
                    [
                        (x - s * u, yy - s * v * 0.5),
                        (x + s * 0.5 * u, yy + s * 0.25 * v),
                        (x + s * u, yy + s * 0.5 * v),
                    ],
                    [s * 0.34, s * 0.36, s * 0.14],
                ),
                mix(tone, "#eef4f2", 0.55),
                volume=0.7,
                rim=0.4,
                alpha=0.9,
            )
            c.paint(
                tube(
                    [(x + s * u * 0.95, yy + s * 0.48 * v), (x + s * u * 1.1, yy + s * 0.55 * v)], [s * 0.18, s * 0.18]
                ),
                tone,
            )
        elif kind == 1:
            pts = [
                (
                    x + s * 0.6 * float(c.rng.uniform(0.5, 1)) * np.cos(a),
                    yy + s * 0.25 * float(c.rng.uniform(0.5, 1.2)) * np.sin(a),
                )
                for a in np.linspace(0, 5.6, 8)
            ]
            c.paint(smooth(pts), tone, volume=0.7, alpha=0.92, rim=0.3)
        elif kind == 2:
            a = float(c.rng.uniform(-0.7, 0.7))
            c.paint(
                tube(
                    [
                        (x - s * 0.5 * np.cos(a), yy - s * 0.3 * np.sin(a)),
                        (x, yy),
                        (x + s * 0.5 * np.cos(a), yy + s * 0.3 * np.sin(a)),
                    ],
                    [s * 0.3, s * 0.2, s * 0.32],
                ),
                tone,
                volume=0.5,
            )
        else:
            c.paint(oval(x, yy, s * 0.3, s * 0.16), tone, volume=0.6, rim=0.3)


def beach_evening(c: Canvas) -> None:
    sky(c, 560, "#4a6f97", "#a9a2b0", "#f2ad77", "#ffdf9d", clouds="#f6bb94", cover=0.4)
    c.glow(1180, 490, 820, "#ffd68a", 0.8)
    c.paint(oval(1180, 478, 58, 58), "#fff6d8", soft=3, grain=0)
    hills(c, 562, 90, "#7b7590", 0.8, 3)
    c.paint(
        smooth(
            [(-40, 380), (120, 400), (260, 452), (420, 470), (560, 520), (640, 566), (640, 580), (-40, 580)], steps=6
        ),
        "#5a5a70",
        grain=0.08,
    )
    water(c, 556, 800, "#e9b184", "#a08c92", "#567a8e", "#4c6f7c", at=1180, spread=0.2, count=700, light="#ffeabc")
    for y, thick, x in ((720, 18, 0), (770, 24, 3), (812, 30, 6)):
        pts = [(px, y + 10 * np.sin(px / 190 + x) + float(c.rng.normal(0, 3))) for px in range(-60, 1900, 60)]
        c.paint(tube(pts, [thick * float(c.rng.uniform(0.3, 1)) for _ in pts]), "#fdf0dc", alpha=0.85, soft=2)
    shore = [(px, 830 + 16 * np.sin(px / 260) + px * 0.02) for px in range(-60, 1921, 60)]
    c.paint([*shore, (1920, 1400), (-60, 1400)], fade((0, 830), (0, 1350), "#b98f68", "#c79b68", "#8f6a48"), grain=0.12)
    c.beam([(900, 830), (1460, 830), (1760, 1350), (560, 1350)], "#ffcf8a", 0.28, 80)
    c.paint([*shore, *[(x, y + 60) for x, y in reversed(shore)]], "#8d8284", alpha=0.5, soft=10)
    specks(c, (-20, 890, 1840, 470), ("#6f5138", "#a67e55", "#d9b483", "#e9cfa0"), 1500, 4, 0.5, 0.6)
    _litter(c, 60, 1740, 900, 330, 34, 26)
    tint = "#4a2c33"
    standing(c, 1400, 905, 330, lit(WARDROBE[1], tint, 0.35), view="side", rim=0.8, stride=0.35)
    bending(c, 1560, 915, 340, lit(WARDROBE[4], tint, 0.35), rim=0.8)
    bending(c, 330, 945, 400, lit(WARDROBE[2], tint, 0.3), rim=0.8, flip=True)
    standing(c, 470, 950, 410, lit(WARDROBE[7], tint, 0.3), rim=0.8, right=((1.15, 4.4), (1.1, 3.4)))
    sack(c, 530, 955, 110, "#4a5566")
    bending(c, 880, 1130, 640, lit(ALYA, tint, 0.2), rim=0.8, reach=0.1)
    sack(c, 1130, 1165, 200, "#d7cfb6")
    crouching(c, 1400, 1190, 620, lit(WARDROBE[6], tint, 0.22), flip=True, rim=0.8)
    grass(c, -60, 260, 1330, 210, ("#4f4a2c", "#8b7a42"), 160, 40)
    with c.layer(blur=12):
        sack(c, 120, 1400, 420, "#3c6a70")


def tide_line(c: Canvas) -> None:
    sky(c, 330, "#bcd0d6", "#f3e6c8")
    water(c, 330, 520, "#9fb9bc", "#7fa1a6", "#8fa79d", count=300, at=500, spread=0.4, light="#fdf6e0")
    c.paint(box(-10, 500, 1820, 860), fade((0, 500), (0, 1350), "#b99d75", "#c8a873", "#8d6c47"), grain=0.1)
    c.blur(16)
    c.paint(
        [(-20, 760), (500, 700), (1100, 745), (1820, 690), (1820, 1400), (-20, 1400)],
        fade((0, 700), (0, 1350), "#c09c6a", "#9d7a50"),
        soft=30,
        grain=0.12,
    )
    specks(c, (-20, 720, 1840, 640), ("#7b5a3b", "#a98358", "#dcb989", "#f0d8ab", "#5d4430"), 2600, 6, 0.5, 0.7)
    twigs = []
    for _ in range(220):
        x = float(c.rng.uniform(-40, 1840))
        y = 860 + 45 * np.sin(x / 230) + float(c.rng.normal(0, 40))
        a, n = float(c.rng.normal(0, 0.5)), float(c.rng.uniform(30, 130))
        twigs.append(
            (
                tube(
                    [
                        (x, y),
                        (x + n * 0.5 * np.cos(a), y + n * 0.3 * np.sin(a) - 5),
                        (x + n * np.cos(a), y + n * 0.5 * np.sin(a)),
                    ],
                    [2, 6, 3],
                ),
                mix("#4a3423", "#8f6a45", float(c.rng.uniform(0, 1))),
            )
        )
    c.many(twigs)
    _litter(c, 20, 1780, 800, 160, 34, 44)
    c.shade(oval(560, 1130, 240, 40), 0.5, 16)
    bottle = [
        (330, 1090),
        (380, 1030),
        (620, 1010),
        (690, 1035),
        (760, 1040),
        (765, 1085),
        (695, 1092),
        (620, 1120),
        (390, 1150),
    ]
    c.paint(
        smooth(bottle), fade((0, 1010), (0, 1150), "#eaf6f2", "#a9cdcf", "#6f9ca0"), volume=0.6, rim=0.5, alpha=0.88
    )
    c.paint(tube([(400, 1060), (610, 1035)], [12, 8]), "#ffffff", alpha=0.7, soft=3)
    c.paint([(470, 1022), (560, 1014), (566, 1128), (480, 1142)], "#c8452f", alpha=0.8, volume=0.3)
    c.paint(tube([(758, 1062), (800, 1060)], [52, 50], curved=False, caps=False), "#2f6fa0", volume=0.7)
    c.shade(oval(1230, 1190, 220, 40), 0.5, 16)
    c.paint(
        smooth([(1010, 1180), (1090, 1110), (1300, 1090), (1420, 1130), (1400, 1200), (1230, 1225), (1080, 1230)]),
        "#2f5f86",
        volume=0.5,
        rim=0.4,
    )
    c.paint(
        smooth([(1030, 1170), (1100, 1115), (1290, 1098), (1390, 1132), (1370, 1180), (1220, 1200), (1090, 1205)]),
        "#4f86a8",
        volume=0.3,
    )
    c.paint(tube([(1120, 1200), (1180, 1090), (1290, 1100)], [20, 24, 18]), "#20425f", volume=0.6)
    c.paint(tube([(1180, 1092), (1360, 1170)], [20, 18]), "#20425f", volume=0.6)
    for x, y, a, col in ((840, 1235, 0.2, "#e35d4a"), (200, 1220, -0.5, "#f2d44f"), (1560, 1120, 0.7, "#7fc0d6")):
        u, v = 130 * np.cos(a), 60 * np.sin(a)
        c.shade(tube([(x - u, y - v + 8), (x + u, y + v + 8)], [12, 12]), 0.4, 5)
        c.paint(tube([(x - u, y - v), (x + u, y + v)], [13, 13], curved=False), col, volume=0.7, rim=0.3)
    with c.layer(blur=22):
        foliage(c, 1700, 1330, 190, 90, ("#4a3a22", "#7d6a3a", "#b9a35c"), 40, 150)


def sacks_and_truck(c: Canvas) -> None:
    sky(c, 620, "#8fb0c4", "#e9e2cc", clouds="#fbf4e0", cover=0.5)
    hills(c, 640, 130, "#7f9a93", 0.9, 4)
    for x in (140, 380, 1620):
        c.paint(tube([(x, 720), (x + 20, 430), (x + 4, 250)], [26, 20, 15]), "#6b5340", volume=0.4)
        for k in range(11):
            a = -np.pi / 2 + (k - 5) * 0.52
            c.paint(
                tube(
                    [
                        (x + 4, 250),
                        (x + 4 + 110 * np.cos(a), 250 + 100 * np.sin(a)),
                        (x + 4 + 190 * np.cos(a), 250 + 125 * np.sin(a) + 70 * abs(np.cos(a))),
                    ],
                    [8, 24, 3],
                ),
                mix("#3c6040", "#8aa55a", float(c.rng.uniform(0, 1))),
                volume=0.3,
            )
    c.paint(box(-10, 680, 1820, 680), fade((0, 680), (0, 1350), "#d9bd8c", "#b28c5c"), grain=0.12)
    specks(c, (-20, 720, 1840, 640), ("#8a6a45", "#c9a570", "#ecd3a0"), 1200, 5, 0.5, 0.6)
    c.shade(oval(1290, 1010, 460, 46), 0.6, 18)
    c.paint(
        smooth([(1330, 760), (1390, 590), (1560, 580), (1650, 700), (1720, 760), (1720, 930), (1330, 930)], steps=4),
        fade((0, 580), (0, 930), "#5f9aa0", "#2f666d"),
        volume=0.5,
        rim=0.3,
    )
    c.paint(
        [(1410, 620), (1545, 610), (1615, 715), (1400, 720)],
        fade((1400, 600), (1620, 720), "#e9f2ee", "#8fb4b8"),
        grain=0.01,
    )
    c.paint(
        [(900, 760), (1335, 760), (1335, 930), (900, 930)], fade((0, 760), (0, 930), "#3f7f86", "#28555c"), volume=0.3
    )
    for x in (960, 1070, 1180, 1280):
        sack(c, x, 800 - (x % 3) * 14, 170, mix("#d8cfb4", "#5b6a78", (x % 5) / 4))
    c.paint(box(890, 750, 455, 26), "#28555c", volume=0.3)
    for x in (1010, 1590):
        c.paint(oval(x, 940, 84, 84), "#25252a", volume=0.5)
        c.paint(oval(x, 940, 40, 40), "#a9aeb0", volume=0.6)
    standing(
        c,
        760,
        1040,
        640,
        WARDROBE[4],
        view="side",
        right=((0.6, 4.9), (1.35, 5.2)),
        left=((0.8, 4.9), (1.5, 4.9)),
        rim=0.3,
    )
    sack(c, 905, 760, 190, "#e0d6bb")
    standing(c, 560, 1090, 660, WARDROBE[6], view="side", right=((0.5, 4.3), (1.2, 3.9)), left=((0.6, 4.4), (1.3, 4.0)))
    sack(c, 690, 900, 190, "#55687a")
    for i in range(9):
        x = 90 + i * 190 + float(c.rng.uniform(-12, 12))
        sack(
            c,
            x,
            1250 + (i % 2) * 24,
            250,
            ("#d9d0b6", "#4f6474", "#c9b58c", "#3c6a70")[(i * 3) % 4],
            ("#c24a35", "#2c3a4a", "#d0a24c")[i % 3],
        )
    bending(c, 180, 1110, 620, WARDROBE[8], rim=0.3)


def _bank(c: Canvas, y: float, lean: float, colors: tuple[str, str], near: bool = True) -> None:
    pts = [(x, y + lean * x + 18 * np.sin(x / 170) + float(c.rng.normal(0, 5))) for x in range(-60, 1921, 60)]
    c.paint(
        [*smooth(pts, closed=False, steps=4), (1920, 1420 if near else y + 60), (-60, 1420 if near else y + 60)],
        fade((0, y), (0, y + 420), *colors),
        grain=0.14,
    )


def river_bank(c: Canvas) -> None:
    sky(c, 360, "#dfe6d4", "#f6eec8")
    hills(c, 420, 190, "#8aa58a", 1, 5)
    for i in range(34):
        x = i * 58 + float(c.rng.uniform(-20, 20))
        top = float(c.rng.uniform(-60, 120))
        bend = float(c.rng.normal(0, 40))
        c.paint(
            tube([(x, 560), (x + bend * 0.3, 300), (x + bend, top)], [11, 9, 4]),
            mix("#4f6f3c", "#a6b565", float(c.rng.uniform(0, 1))),
            volume=0.5,
        )
    for _ in range(26):
        foliage(
            c,
            float(c.rng.uniform(0, 1800)),
            float(c.rng.uniform(20, 300)),
            150,
            90,
            ("#3f6638", "#7d9f4c", "#d3d987"),
            50,
            58,
            spread=1.8,
            point=1.2,
        )
    c.blur(5)
    c.paint(
        [(-20, 520), (1820, 470), (1820, 620), (-20, 660)], fade((0, 480), (0, 640), "#7a7a48", "#5c5637"), grain=0.15
    )
    grass(c, -20, 1820, 560, 60, ("#4f6a35", "#9db258"), 900, 70)
    water(
        c,
        620,
        1130,
        "#9a9470",
        "#7d805f",
        "#5f6a52",
        "#566049",
        light="#fbf1c8",
        at=1100,
        spread=0.35,
        count=650,
        strength=0.55,
    )
    for x, y, r in ((300, 800, 70), (560, 720, 44), (1520, 760, 60), (1340, 920, 90), (760, 960, 60)):
        c.shade(oval(x, y + r * 0.3, r * 1.2, r * 0.3), 0.5, 8)
        c.paint(
            smooth(
                [
                    (x - r, y + r * 0.25),
                    (x - r * 0.7, y - r * 0.3),
                    (x, y - r * 0.5),
                    (x + r * 0.8, y - r * 0.2),
                    (x + r, y + r * 0.25),
                ]
            ),
            mix("#6b6a60", "#9a9480", float(c.rng.uniform(0, 1))),
            volume=0.8,
            rim=0.2,
        )
    _litter(c, 380, 1300, 700, 160, 14, 26)
    for x, y, h, look, kind, flip in (
        (520, 860, 430, WARDROBE[4], "b", False),
        (860, 820, 410, WARDROBE[1], "s", True),
        (1200, 850, 420, WARDROBE[6], "b", True),
    ):
        if kind == "b":
            bending(c, x, y, h, look, flip=flip)
        else:
            standing(c, x, y, h, look, view="side", flip=flip, right=((0.6, 4.6), (1.3, 4.2)))
        c.paint(oval(x, y - 14, 90, 18), "#7d805f", alpha=0.9, soft=4)
        c.paint(tube(oval(x, y - 12, 110, 22), [3, 3]), "#e9e4bf", alpha=0.5)
    _bank(c, 1090, -0.03, ("#8a6f4a", "#5f4a33"))
    grass(c, -20, 1820, 1120, 80, ("#3f5a2c", "#8fa64e", "#c9c872"), 900, 120)
    standing(c, 1480, 1210, 720, ALYA, rim=0.5, right=((1.2, 4.5), (1.3, 3.4)))
    sack(c, 1620, 1215, 200, "#3c6a70")
    sack(c, 300, 1180, 210, "#d9d0b6")
    sack(c, 480, 1215, 220, "#c9b58c", "#2c3a4a")
    c.beam([(900, -20), (1500, -20), (1000, 1350), (200, 1350)], c.warm, 0.14, 90)
    with c.layer(blur=14):
        grass(c, -20, 700, 1360, 260, ("#2c421f", "#6b8a3c"), 90, 40)


def river_morning(c: Canvas) -> None:
    sky(c, 620, "#c9d6d6", "#f3e3c3", "#fbeccb")
    c.glow(420, 420, 780, "#fff0cc", 0.6)
    volcano(c, 1250, 600, 700, 330, "#8fa3ad", "#dcdcc9")
    hills(c, 640, 150, "#9fb3a6", 0.9, 4)
    haze(c, 480, 740, "#f6ecd2", 0.75)
    for x, r in ((90, 190), (320, 130), (1560, 170), (1740, 210)):
        foliage(c, x, 540, r, r * 0.9, ("#5d7c66", "#8aa582", "#c9d2a6"), 220, 44)
    haze(c, 560, 800, "#f6ecd2", 0.6)
    c.paint(
        [(-20, 700), (820, 690), (1010, 760), (620, 1040), (300, 1370), (-20, 1370)],
        fade((0, 690), (0, 1350), "#9fae78", "#54683c"),
        grain=0.12,
    )
    c.paint(
        [(1120, 690), (1820, 700), (1820, 1370), (1620, 1370), (1430, 1010), (1180, 800)],
        fade((0, 690), (0, 1350), "#a6b07a", "#5a6a3e"),
        grain=0.12,
    )
    c.paint(
        [(820, 690), (1120, 690), (1180, 800), (1430, 1010), (1620, 1370), (300, 1370), (620, 1040), (1010, 760)],
        fade((0, 690), (0, 1350), "#f0e3c4", "#b9c0ae", "#7d958e"),
        grain=0.05,
    )
    glints = []
    for _ in range(420):
        t = float(c.rng.uniform(0, 1)) ** 1.4
        y = 700 + 640 * t
        x = 960 - 60 * t + float(c.rng.normal(0, 60 + 260 * t))
        glints.append(
            (oval(x, y, 6 + 44 * t, 0.8 + 3 * t, 0, 8), mix("#fff6dc", "#5f7f7c", float(c.rng.uniform(0, 1))))
        )
    with c.inside(300, 690, 1300, 660):
        c.many(glints, alpha=0.4)
    grass(c, -20, 700, 760, 46, ("#5a7540", "#aebb70"), 700, 240)
    grass(c, 1230, 1820, 760, 46, ("#5a7540", "#aebb70"), 600, 240)
    path = [(-160, 1180), (180, 1060), (430, 960), (620, 880), (760, 800), (850, 740)]
    c.paint(tube(path, [330, 210, 150, 90, 46, 20]), "#c9b184", soft=6, grain=0.12)
    for x, y, h, look, bag in (
        (800, 775, 170, WARDROBE[7], None),
        (735, 808, 215, WARDROBE[5], "#b4553a"),
        (640, 868, 285, WARDROBE[4], None),
        (500, 950, 390, WARDROBE[1], "#394867"),
    ):
        standing(c, x, y, h, lit(look, "#c9c8ae", 0.28 if h < 250 else 0.12), stride=0.2, rim=0.6, bag=bag)
    standing(c, 330, 1120, 590, ALYA, stride=0.25, rim=0.6, left=((-1.15, 4.4), (-1.2, 3.3)), bag="#d0a24c")
    sack(c, 208, 1075, 130, "#d9d0b6")
    haze(c, 640, 920, "#fbf1da", 0.4)
    grass(c, -20, 560, 1150, 90, ("#33471f", "#8a9a4c"), 500, 200)
    grass(c, 1380, 1820, 1080, 90, ("#33471f", "#8a9a4c"), 500, 260)
    c.beam([(250, 200), (560, 200), (1500, 1350), (500, 1350)], "#fff0cc", 0.14, 90)
    with c.layer(blur=16):
        foliage(c, 1740, 1240, 220, 240, ("#263a20", "#55733a", "#a9b864"), 80, 120)


def seedling_rows(c: Canvas) -> None:
    sky(c, 420, "#cfe0dd", "#f4efd4")
    for x in (120, 420, 760, 1120, 1480, 1750):
        foliage(c, x, 350, 240, 170, ("#44704a", "#86aa60", "#dbe3a0"), 200, 50, soft=2)
    c.paint([(-20, -20), (1820, -20), (1820, 130), (-20, 210)], "#2f4a40", alpha=0.82, grain=0.1)
    net = [(tube([(i * 21, -10), (i * 21 + 8, 200)], [2, 2], curved=False), "#456657") for i in range(90)]
    c.many(net, alpha=0.6)
    for x in (200, 760, 1330, 1720):
        c.paint(tube([(x, 110), (x - 10, 900)], [20, 26], curved=False), "#8a6a48", volume=0.6)
    c.blur(8)
    c.paint(box(-10, 560, 1820, 800), fade((0, 560), (0, 1350), "#8d7a54", "#5c4a34"), grain=0.14)
    specks(c, (-20, 600, 1840, 760), ("#4a3826", "#7d6444", "#a98d60"), 900, 6, 0.5, 0.6)
    standing(c, 1330, 810, 430, WARDROBE[4], view="side", flip=True, right=((0.5, 4.3), (1.1, 3.4)), rim=0.4)
    c.paint(smooth([(1235, 640), (1290, 640), (1284, 700), (1240, 700)]), "#3f7f86", volume=0.6)
    c.paint(tube([(1240, 660), (1180, 690)], [8, 6]), "#3f7f86")
    crouching(c, 480, 830, 470, ALYA, rim=0.5, hand=(1.8, 1.0))
    for row in range(7):
        y = 700 + row * row * 9 + row * 44
        s = 74 + row * 34
        gap = s * 0.72
        count = int(1900 / gap) + 1
        for k in range(count):
            x = -30 + k * gap + (row % 2) * gap * 0.5
            if row < 3 and (380 < x < 660 or 1180 < x < 1430):
                continue
            seedling(
                c, x + float(c.rng.normal(0, 3)), y + float(c.rng.normal(0, 4)), s * float(c.rng.uniform(0.88, 1.1))
            )
        if row == 2:
            c.paint(box(-10, y + 16, 1820, 26), "#7d6446", alpha=0.6, soft=8)
    c.beam([(300, -20), (900, -20), (1250, 1350), (250, 1350)], c.warm, 0.18, 70)
    bokeh(c, (900, 200, 800, 300), ("#fff6cf",), 16, 26, 0.2)


def mangrove_flat(c: Canvas) -> None:
    sky(c, 560, "#9fbccb", "#e6e4d3", "#f6e9c9", clouds="#fdf6e6", cover=0.55)
    hills(c, 566, 60, "#8fa6a3", 0.6, 7)
    water(c, 556, 720, "#dfe0cf", "#a9bcb6", "#8aa3a0", at=700, spread=0.3, count=420, light="#fffbe8", strength=0.5)
    c.paint(box(-10, 690, 1820, 670), fade((0, 690), (0, 1350), "#a29682", "#83705a", "#5c4a3a"), grain=0.14)
    pools = []
    for _ in range(46):
        t = float(c.rng.uniform(0, 1)) ** 1.2
        y, x = 720 + 600 * t, float(c.rng.uniform(-40, 1840))
        pools.append(
            (oval(x, y, 40 + 160 * t, 5 + 20 * t, 0, 18), mix("#dfe3d6", "#a9b5b0", float(c.rng.uniform(0, 1))))
        )
    c.many(pools, alpha=0.65, soft=3)
    specks(c, (-20, 720, 1840, 640), ("#4f3f31", "#8f7a62", "#b9a88c"), 900, 6, 0.45, 0.5)
    for row in range(6):
        y = 780 + row * row * 14 + row * 34
        s = 46 + row * 26
        for k in range(-1, int(1900 / (s * 2.3)) + 1):
            x = k * s * 2.3 + (row * 57) % 90
            c.paint(tube([(x + s * 0.25, y), (x + s * 0.22, y - s * 0.9)], [s * 0.06, s * 0.05]), "#b89a68", volume=0.4)
            seedling(c, x, y, s, bag=False, greens=("#3d6040", "#6f9550", "#b5c873"))
            c.shade(oval(x, y, s * 0.3, s * 0.06), 0.4, 4)
    tan = "#d8b878"
    hat = Look(top="#54707d", bottom="#4a4438", head="caping", cloth=tan, skin="#8a5534", sleeves="long")
    crouching(c, 380, 870, 380, hat)
    bending(c, 700, 850, 360, WARDROBE[1], reach=0.1)
    standing(c, 1420, 845, 350, WARDROBE[8], rim=0.3, right=((1.15, 4.3), (1.0, 3.3)))
    crouching(c, 1150, 900, 410, WARDROBE[6], flip=True)
    bending(c, 900, 1190, 700, ALYA, rim=0.4, reach=0.15)
    seedling(c, 1120, 1215, 190, bag=False)
    crouching(
        c,
        1520,
        1240,
        680,
        Look(top="#b5523b", bottom="#3b3a44", head="caping", cloth=tan, skin="#a56b43", sleeves="long"),
        flip=True,
        rim=0.35,
    )
    c.paint(smooth([(200, 1150), (420, 1150), (400, 1260), (220, 1260)]), "#3f7f86", volume=0.7, rim=0.2)
    for k in range(5):
        seedling(c, 235 + k * 40, 1180 + (k % 2) * 14, 150)
    with c.layer(blur=13):
        seedling(c, 90, 1420, 480, bag=False)


def planting_hands(c: Canvas) -> None:
    c.wash(fade((0, 0), (0, 1000), "#a9bb94", "#cdc99a", "#8a8358"))
    for _ in range(14):
        foliage(
            c,
            float(c.rng.uniform(0, 1350)),
            float(c.rng.uniform(50, 700)),
            180,
            140,
            ("#4f7a4c", "#9ab568", "#eef0bd"),
            24,
            130,
        )
    c.blur(34)
    bokeh(c, (0, 0, 1350, 760), ("#fff6cf", "#eaf3b8"), 20, 70, 0.2)
    c.paint(
        smooth([(-60, 1010), (300, 950), (700, 985), (1100, 940), (1420, 1000), (1420, 1860), (-60, 1860)], steps=6),
        fade((0, 950), (0, 1800), "#7d5f44", "#553d2c", "#2f221b"),
        grain=0.3,
    )
    specks(c, (-40, 980, 1430, 840), ("#33241b", "#6b4f38", "#957354", "#b59a74", "#4a3426"), 2400, 13, 0.7, 0.8)
    c.beam([(100, 940), (800, 940), (1000, 1500), (200, 1500)], c.warm, 0.2, 70)
    c.shade(oval(690, 1330, 330, 110), 0.6, 40)
    c.paint(
        smooth([(430, 1330), (560, 1215), (700, 1190), (850, 1220), (960, 1340), (700, 1410)]),
        "#4a3324",
        volume=0.7,
        grain=0.35,
        size=40,
    )
    specks(c, (440, 1210, 510, 170), ("#2c1f17", "#6b4c36", "#8a6849"), 420, 11, 0.7)
    stem = [(690, 1250), (700, 1050), (682, 820), (700, 640)]
    c.paint(tube(stem, [30, 24, 18, 10]), "#6f8045", volume=0.7, rim=0.4)
    for x, y, n, a, k in (
        (690, 900, 300, -0.45, 0.3),
        (690, 880, 310, -2.6, 0.5),
        (694, 1010, 220, -0.1, 0.15),
        (692, 1020, 220, -3.0, 0.2),
        (698, 700, 300, -0.95, 0.8),
        (690, 700, 290, -2.15, 0.7),
        (700, 650, 280, -1.5, 1.0),
    ):
        c.paint(smooth(leaf(x, y, n, a, 0.42)), mix("#3f7040", "#b3cf6c", k), volume=0.8, rim=0.5, size=26)
        c.paint(
            tube([(x, y), (x + n * 0.95 * np.cos(a), y + n * 0.95 * np.sin(a))], [7, 2]),
            mix("#3f7040", "#e9f0b0", 0.6),
            alpha=0.7,
        )

    def hand(side: int, skin: str, sleeve: str) -> None:
        def at(u: float, v: float) -> Point:
            return 700 + side * u, v

        c.shade([at(260, 1330), at(640, 1300), at(700, 1620), at(300, 1480)], 0.5, 30)
        c.paint(
            tube([at(820, 1560), at(590, 1430), at(430, 1330)], [300, 210, 170]), skin, volume=0.7, rim=0.35, size=44
        )
        c.paint(tube([at(900, 1610), at(640, 1465)], [400, 270], caps=False), sleeve, volume=0.7, rim=0.35, size=44)
        c.shade(tube([at(700, 1380), at(650, 1480), at(640, 1570)], [6, 20, 8]), 0.3, 8)
        c.paint(
            smooth(
                [
                    at(470, 1220),
                    at(380, 1190),
                    at(270, 1230),
                    at(240, 1310),
                    at(280, 1390),
                    at(400, 1430),
                    at(490, 1400),
                ]
            ),
            skin,
            volume=0.7,
            rim=0.3,
            size=40,
        )
        for i, (a, b, d) in enumerate(
            (
                ((300, 1225), (190, 1215), (95, 1275)),
                ((280, 1275), (180, 1275), (90, 1330)),
                ((290, 1330), (200, 1340), (120, 1385)),
                ((320, 1385), (240, 1400), (170, 1430)),
            )
        ):
            c.shade(tube([at(a[0], a[1] + 16), at(b[0], b[1] + 18), at(d[0], d[1] + 16)], [50, 46, 34]), 0.35, 10)
            c.paint(
                tube([at(*a), at(*b), at(*d)], [74, 64 - i * 2, 44]),
                mix(skin, "#5b321f", 0.04 * i),
                volume=0.75,
                rim=0.35,
                size=15,
            )
            tip = at(d[0] - 4, d[1] - 2)
            c.paint(oval(tip[0], tip[1], 15, 12), mix(skin, "#f3d3b8", 0.6), alpha=0.8, soft=1.5)
        c.paint(tube([at(400, 1215), at(290, 1150), at(170, 1160)], [86, 68, 46]), skin, volume=0.75, rim=0.4, size=17)
        c.paint(oval(*at(168, 1154), 17, 13), mix(skin, "#f3d3b8", 0.6), alpha=0.8, soft=1.5)
        dirt = []
        for _ in range(70):
            u, v, r = float(c.rng.uniform(80, 420)), float(c.rng.uniform(1190, 1430)), float(c.rng.uniform(2, 9))
            dirt.append((oval(*at(u, v), r, r * 0.7, 0, 8), mix("#3b2a1f", "#6b4c36", float(c.rng.uniform(0, 1)))))
        c.many(dirt, alpha=0.55)

    hand(1, "#c68a5e", "#f0e6d2")
    hand(-1, "#c08257", "#efe4cf")
    specks(c, (380, 1420, 640, 260), ("#2c1f17", "#6b4c36", "#8a6849"), 260, 16, 0.7)
    with c.layer(blur=20):
        grass(c, -20, 1370, 1830, 240, ("#2c3a1c", "#7a8a45"), 46, 30)
