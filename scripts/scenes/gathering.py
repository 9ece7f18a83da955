"""Where people meet: the blood-donor desk, a small stage, the sign-language circle."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenes.canvas import Canvas, Point, box, fade, mix, oval, round_fade, smooth, tube
from scenes.people import ALYA, WARDROBE, Look, bust, lit, standing
from scenes.things import (
    bokeh,
    bunting,
    foliage,
    grass,
    lamp_string,
    plastic_chair,
    room,
    sheet,
    sky,
    specks,
    table,
    window,
)


def donor_desk(c: Canvas) -> None:
    room(c, 760, "#d2cdbb", "#a89a84", planked=0)
    window(c, 60, 100, 380, 430, fade((0, 100), (0, 530), "#fbfdf4", "#dfe9cf"), panes=(2, 2), light=0.5)
    c.shade(box(590, 130, 900, 250), 0.35, 16)
    c.paint(
        [(580, 110), (1480, 104), (1470, 360), (590, 366)],
        fade((580, 0), (1480, 0), "#a5352f", "#c04a3c", "#9c332e"),
        volume=0.3,
        grain=0.05,
    )
    c.text(1090, 200, "DONOR DARAH", 84, "#fbf1e0")
    c.text(1090, 290, "Tetes Pagi  -  duduk dulu, baru cerita", 34, "#f6dcc4")
    c.paint(smooth([(690, 150), (728, 215), (740, 260), (690, 300), (640, 260), (652, 215)]), "#f6e6d2", volume=0.3)
    for x in (560, 1500):
        c.paint(tube([(x, 90), (x, 800)], [16, 18], curved=False), "#8f8f8a", volume=0.6)
    standing(
        c,
        1640,
        900,
        640,
        Look(top="#eef0ec", bottom="#5f6f78", cloth="#c7d6d2", skin="#b57a50", long=True),
        view="side",
        flip=True,
    )
    for x, look, left, right in (
        (820, WARDROBE[0], ((-1.25, 4.4), (-0.5, 4.1)), ((1.25, 4.4), (0.6, 4.1))),
        (1230, ALYA, ((-1.2, 4.4), (-0.6, 4.1)), ((1.35, 4.5), (1.1, 4.2))),
    ):
        standing(c, x, 1115, 800, look, view="front", left=left, right=right, shadow=0)
    table(c, 560, 1520, 770, 860, 1180, "#eef0ea", cloth=True)
    sheet(c, 820, 812, 130, 54, lines=3, shear=-0.4)
    sheet(c, 1080, 820, 150, 56, lines=3, shear=-0.3)
    for k in range(4):
        sheet(c, 1330 + k * 5, 815 - k * 7, 150, 50, "#e7efe9", shear=-0.3)
    for x in (670, 720, 762):
        c.paint(oval(x, 800, 26, 9), "#e9e1cf", volume=0.4)
        c.paint(box(x - 18, 760, 36, 40), ("#d8c9a0", "#c8452f", "#d8c9a0")[x % 3], volume=0.5)
    c.paint(oval(1450, 770, 60, 16), "#d9d2c2", volume=0.4)
    for k in range(6):
        c.paint(oval(1420 + k * 13, 752 - (k % 3) * 12, 18, 14), ("#d9a441", "#e0b83f", "#c98a2f")[k % 3], volume=0.8)
    for x in (300, 470):
        plastic_chair(c, x, 1130, 330, "#3f7f86", back=False)
    standing(c, 430, 1290, 860, WARDROBE[7], rim=0.4)
    c.beam([(80, 700), (440, 700), (1300, 1350), (500, 1350)], c.warm, 0.22, 60)
    with c.layer(blur=15):
        plastic_chair(c, 1600, 1560, 700, "#b4553a")


def empty_chairs(c: Canvas) -> None:
    room(c, 620, "#cfcab8", "#a2947e", planked=0)
    window(c, 1180, 70, 520, 430, fade((0, 70), (0, 500), "#fdfdf4", "#dfe9cf"), panes=(3, 2), light=0.7)
    c.paint(box(180, 160, 520, 300), "#f2eee0", volume=0.2)
    c.paint(smooth([(330, 210), (380, 300), (390, 350), (330, 400), (270, 350), (280, 300)]), "#b03a32", volume=0.4)
    for i, w in enumerate((210, 180, 220, 150)):
        c.paint(tube([(450, 230 + i * 48), (450 + w, 230 + i * 48)], [9, 9], curved=False), "#8d9a98")
    for row, (y, s, n, x0, gap) in enumerate(
        ((800, 260, 6, 260, 250), (990, 340, 5, 190, 340), (1270, 470, 4, 170, 480))
    ):
        for i in range(n):
            x = x0 + i * gap
            plastic_chair(c, x, y, s, ("#3f7f86", "#3f7f86", "#c7b78f")[(i + row) % 3])
    c.beam([(1190, 620), (1690, 620), (1300, 1350), (100, 1350)], c.warm, 0.34, 70)
    c.glow(1440, 300, 1000, c.warm, 0.25)


def microphone(c: Canvas) -> None:
    sky(c, 700, "#1d2743", "#4b3f5f", "#9c5f58")
    c.glow(900, 690, 900, "#e9975a", 0.35)
    for x in (80, 360, 1500, 1740):
        foliage(c, x, 430, 230, 280, ("#10161f", "#1c2a2c", "#33443a"), 180, 60)
    c.paint(box(-10, 680, 1820, 680), fade((0, 680), (0, 1350), "#5d4a46", "#2a2530"), grain=0.08)
    tint = "#2a1c2a"
    for row, (y, h, n) in enumerate(((770, 54, 15), (850, 66, 13), (950, 82, 11), (1080, 104, 9))):
        for i in range(n):
            x = 1800 * (i + 0.5) / n + float(c.rng.normal(0, 14)) + (row % 2) * 40
            look = lit(WARDROBE[int(c.rng.integers(len(WARDROBE)))], tint, 0.42 - row * 0.05)
            bust(c, x, y, h, look, view="front", rim=0.5)
    lamp_string(c, [(-20, 160), (450, 290), (900, 210), (1380, 300), (1820, 130)], 96, 17)
    lamp_string(c, [(-20, 330), (500, 400), (980, 340), (1400, 420), (1820, 320)], 88, 12)
    bunting(c, [(-20, 60), (600, 150), (1200, 140), (1820, 40)], 60, ("#b4353a", "#f0e6d2"))
    c.blur(13)
    bokeh(c, (40, 120, 1720, 360), ("#ffcf7a", "#ffb562", "#fff0c4"), 34, 38, 0.3)
    c.paint(
        [(-20, 1240), (1820, 1200), (1820, 1400), (-20, 1400)],
        fade((0, 1200), (0, 1350), "#6f4a32", "#3a261c"),
        grain=0.14,
    )
    c.paint(tube([(1240, 1400), (1130, 1060), (960, 800)], [26, 24, 22], curved=False), "#23232a", volume=0.7, rim=0.6)
    c.paint(
        tube([(985, 850), (905, 690)], [64, 92], curved=False),
        fade((860, 0), (1000, 0), "#3a3c44", "#17181d"),
        volume=0.7,
        rim=0.6,
    )
    c.paint(tube([(920, 715), (904, 680)], [108, 116], curved=False), "#8d8f96", volume=0.7, rim=0.5)
    c.paint(
        oval(872, 600, 118, 128, -0.42), round_fade((830, 550), 210, "#d9d6cc", "#2f3138"), volume=0.8, rim=0.8, size=30
    )
    mesh = []
    for i in range(-9, 10):
        for k in range(-9, 10):
            u, v = i * 13.5, k * 13.5
            if (u / 112) ** 2 + (v / 122) ** 2 < 0.95:
                x, y = 872 + u * np.cos(-0.42) - v * np.sin(-0.42), 600 + u * np.sin(-0.42) + v * np.cos(-0.42)
                mesh.append((oval(float(x), float(y), 4.4, 4.4, 0, 8), "#1d1e24"))
    c.many(mesh, alpha=0.55)
    c.paint(tube([(770, 640), (880, 712), (985, 660)], [13, 17, 13]), "#b9bbc0", volume=0.6, rim=0.4)
    c.glow(820, 530, 130, "#fff0cc", 0.5)
    sheet(c, 330, 1200, 520, 330, "#f3ead2", turn=-0.12, lines=8, shear=-0.1)
    c.paint(tube([(60, 1420), (150, 1290), (250, 1240)], [190, 120, 70]), "#c68a5e", volume=0.7, rim=0.5, size=26)
    c.paint(tube([(0, 1500), (110, 1330)], [280, 180], caps=False), "#f0e6d2", volume=0.6, rim=0.4)
    for k in range(3):
        c.paint(
            tube([(210 + k * 6, 1250 + k * 34), (290, 1232 + k * 30), (330 - k * 12, 1244 + k * 28)], [46, 42, 30]),
            mix("#c68a5e", "#5b321f", 0.05 * k),
            volume=0.7,
            rim=0.3,
            size=11,
        )


def chairs_at_dusk(c: Canvas) -> None:
    sky(c, 640, "#31446b", "#8a6f8d", "#e59a72", "#f9cf97", clouds="#eeaa90", cover=0.4)
    for x, s in ((90, 1.0), (300, 0.7), (1540, 0.8), (1740, 1.1)):
        foliage(c, x, 470, 200 * s, 230 * s, ("#141d26", "#24372f", "#4b5f40"), 260, 42)
        c.paint(tube([(x, 760), (x + 8, 520)], [24, 15]), "#1b1a1c")
    c.paint(box(-10, 690, 1820, 680), fade((0, 690), (0, 1350), "#6d6546", "#363a2c"), grain=0.12)
    c.paint(box(600, 560, 620, 180), fade((0, 560), (0, 740), "#8a6546", "#4f3a2c"), volume=0.2, grain=0.12)
    c.paint([(560, 300), (1260, 300), (1260, 340), (560, 340)], "#b4353a", volume=0.3)
    for x in (575, 1230):
        c.paint(tube([(x, 300), (x, 740)], [20, 22], curved=False), "#4a3a30", volume=0.5)
    c.glow(910, 470, 420, "#ffc474", 0.6)
    c.paint(box(640, 350, 540, 215), fade((640, 0), (1180, 0), "#a58a6a", "#e3c292", "#a58a6a"), grain=0.05)
    c.text(910, 420, "MALAM CERITA", 58, "#8c3426")
    c.text(910, 490, "16 Agustus", 36, "#5d4a3e")
    c.paint(tube([(910, 620), (910, 520)], [6, 5]), "#20191a")
    c.paint(oval(912, 512, 9, 12), "#20191a")
    bunting(c, [(-20, 130), (460, 300), (910, 230), (1360, 300), (1820, 110)], 52, ("#b4353a", "#f3ead8"))
    lamp_string(c, [(-20, 240), (450, 380), (640, 330)], 74, 11)
    lamp_string(c, [(1180, 330), (1400, 380), (1820, 220)], 74, 11)
    grass(c, -20, 1820, 760, 26, ("#39412a", "#7d7a48"), 1200, 560)
    for row, (y, s, n) in enumerate(((830, 120, 9), (930, 160, 8), (1065, 215, 7), (1260, 300, 6))):
        for i in range(n):
            x = 900 + (i - (n - 1) / 2) * s * (1.06 + 0.02 * row)
            if row > 1 and i == n // 2:
                continue
            plastic_chair(c, x, y, s, mix(("#3f7f86", "#b4553a", "#3f7f86")[(i + row) % 3], "#241f30", 0.25))
    c.beam([(640, 740), (1180, 740), (1500, 1350), (300, 1350)], "#ffb866", 0.2, 80)


def _hand(
    c: Canvas,
    wrist: Point,
    angle: float,
    size: float,
    skin: str,
    fingers: Sequence[tuple[float, float, float]],
    thumb: tuple[float, float, float],
    side: int,
    sleeve: str,
) -> None:
    """Paint a raised hand: each finger by direction, length and bend; ``angle`` is the palm's, radians, up is -pi/2."""
    co, si = np.cos(angle), np.sin(angle)

    def at(u: float, v: float) -> Point:
        return float(wrist[0] + (u * co - v * side * si) * size), float(wrist[1] + (u * si + v * side * co) * size)

    c.paint(
        tube([at(-330, 0), at(-150, 0), at(0, 0), at(40, 0)], [150 * size, 122 * size, 96 * size, 100 * size]),
        skin,
        volume=0.5,
        rim=0.3,
        size=34 * size,
    )
    c.paint(
        tube([at(-460, 0), at(-190, 0)], [240 * size, 176 * size], caps=False),
        sleeve,
        volume=0.7,
        rim=0.4,
        size=34 * size,
    )
    palm = [
        at(-10, -46),
        at(60, -72),
        at(140, -84),
        at(172, -48),
        at(178, 10),
        at(172, 58),
        at(136, 78),
        at(60, 66),
        at(-10, 46),
    ]

    def finger(number: int) -> None:
        a, length, bend = fingers[number]
        v = (-58.0, -20.0, 18.0, 54.0)[number]
        start = 150.0 if bend > 1 else 122.0
        reach = length + 150 - start
        middle = (start + reach * 0.55 * np.cos(a), v + reach * 0.55 * np.sin(a))
        tip = (middle[0] + reach * 0.5 * np.cos(a + bend), middle[1] + reach * 0.5 * np.sin(a + bend))
        path = [at(start, v), at(float(middle[0]), float(middle[1])), at(float(tip[0]), float(tip[1]))]
        c.shade(tube([(x + 5 * size, y + 9 * size) for x, y in path], [40 * size, 36 * size, 26 * size]), 0.2, 7 * size)
        c.paint(
            tube(path, [51 * size, 44 * size, 33 * size]),
            mix(skin, "#ffe0c0", 0.03 * number),
            volume=0.5,
            rim=0.3,
            size=15 * size,
        )
        for share in (0.36, 0.72):
            k = share * 2 if share < 0.5 else (share - 0.5) * 2
            p, q = (path[0], path[1]) if share < 0.5 else (path[1], path[2])
            x, y = p[0] + (q[0] - p[0]) * k, p[1] + (q[1] - p[1]) * k
            c.shade(oval(x, y, 13 * size, 4 * size, float(np.arctan2(q[0] - p[0], p[1] - q[1]))), 0.16, 3 * size)

    for number in range(4):
        if fingers[number][2] < 1:
            finger(number)
    c.paint(smooth(palm), skin, volume=0.45, rim=0.2, size=34 * size, soft=2.5)
    c.shade(tube([at(150, -64), at(120, 0), at(140, 66)], [4 * size, 9 * size, 4 * size]), 0.2, 5 * size)
    c.shade(tube([at(40, -8), at(90, -30), at(128, -74)], [3 * size, 9 * size, 4 * size]), 0.2, 5 * size)
    for number in range(4):
        if fingers[number][2] >= 1:
            finger(number)
    turn, length, bend = thumb
    middle = (50 + length * 0.5 * np.cos(turn), -50 + length * 0.5 * np.sin(turn))
    tip = (middle[0] + length * 0.5 * np.cos(turn + bend), middle[1] + length * 0.5 * np.sin(turn + bend))
    c.paint(
        tube(
            [at(20, -34), at(float(middle[0]), float(middle[1])), at(float(tip[0]), float(tip[1]))],
            [66 * size, 54 * size, 38 * size],
        ),
        skin,
        volume=0.5,
        rim=0.3,
        size=18 * size,
    )


def signing_hands(c: Canvas) -> None:
    room(c, 900, "#c6b491", "#7d5a40", planked=0)
    window(c, 90, 60, 620, 760, fade((0, 60), (0, 820), "#fffdf0", "#eef0c8", "#cfe0a8"), panes=(2, 3), light=0.7)
    standing(c, 1240, 1330, 900, WARDROBE[5], view="front")
    standing(c, 1600, 1330, 940, WARDROBE[7], view="front")
    foliage(c, 900, 820, 110, 200, ("#35583c", "#6f9a58", "#c3d88c"), 90, 70)
    c.blur(30)
    bokeh(c, (60, 60, 760, 700), ("#fff6d6", "#eef3c0"), 18, 60, 0.18)
    c.glow(420, 420, 1100, c.warm, 0.25)
    _hand(
        c,
        (640, 1010),
        -1.35,
        1.28,
        "#a56b43",
        ((-0.16, 215, 0.02), (-0.02, 245, 0.0), (0.08, 225, 0.02), (0.26, 180, 0.02)),
        (-0.85, 200, 0.35),
        1,
        "#54707d",
    )
    _hand(
        c,
        (1230, 1000),
        -1.9,
        1.25,
        "#c68a5e",
        ((0.06, 230, 0.0), (0.05, 130, 2.5), (0.02, 122, 2.5), (-0.02, 104, 2.5)),
        (0.15, 175, 0.75),
        -1,
        "#2f8f83",
    )


def signing_circle(c: Canvas) -> None:
    sky(c, 560, "#dfe9da", "#f6f0d0")
    for x in (150, 520, 980, 1450, 1740):
        foliage(c, x, 400, 280, 190, ("#4b7a4c", "#8fb262", "#e3e8a8"), 190, 60, soft=3)
    c.blur(8)
    c.paint(box(-10, 600, 1820, 760), fade((0, 600), (0, 1350), "#a3b06e", "#64793f"), grain=0.12)
    grass(c, -20, 1820, 640, 24, ("#64813f", "#b9c774"), 1400, 700)
    c.paint(
        tube([(1330, 900), (1290, 620), (1340, 380), (1300, 60)], [150, 104, 92, 110]),
        "#6b4f38",
        volume=0.8,
        grain=0.25,
        rim=0.3,
    )
    for x, y in ((1020, 60), (1300, 20), (1600, 70), (1750, 180)):
        foliage(c, x, y, 300, 150, ("#24452c", "#4f8244", "#b9d074"), 260, 56)
    c.shade(oval(1180, 1010, 620, 150), 0.4, 50)
    specks(c, (500, 820, 1100, 420), ("#e6e6a0", "#cfe08a"), 260, 14, 0.5, 0.45)
    people = (
        (470, 890, WARDROBE[7], ((-1.2, 4.6), (-0.5, 5.1)), ((1.2, 4.6), (0.5, 5.2))),
        (760, 840, WARDROBE[5], None, ((1.3, 4.9), (0.7, 5.7))),
        (1040, 840, WARDROBE[6], ((-1.3, 4.8), (-0.8, 5.6)), ((1.2, 4.6), (0.3, 5.0))),
        (1500, 910, WARDROBE[1], ((-1.2, 4.6), (-0.4, 5.0)), None),
    )
    for x, y, look, left, right in people:
        standing(c, x, y, 560, look, view="front", left=left, right=right, rim=0.3)
    for x, y, look, left, right in (
        (300, 1180, WARDROBE[3], None, ((1.3, 4.8), (1.2, 5.9))),
        (900, 1280, ALYA, ((-1.4, 4.9), (-1.35, 5.9)), ((1.35, 4.9), (1.3, 6.0))),
        (1420, 1240, WARDROBE[8], None, ((1.3, 4.7), (1.15, 5.6))),
    ):
        standing(c, x, y, 760, look, left=left, right=right, rim=0.5)
    c.beam([(100, -20), (700, -20), (1100, 1350), (100, 1350)], c.warm, 0.18, 90)


def sign_class(c: Canvas) -> None:
    room(c, 720, "#c7bb9e", "#8a6648", planked=0)
    window(c, 1340, 90, 420, 500, fade((0, 90), (0, 590), "#fffdf0", "#e6ecc4"), panes=(2, 3), light=0.55)
    c.shade(box(320, 120, 620, 400), 0.4, 18)
    c.paint(box(300, 100, 620, 400), fade((300, 100), (920, 500), "#fbf8ee", "#dfe2de"), grain=0.02)
    for i, (word, y) in enumerate((("BACA", 185), ("BUKU", 285), ("BAGUS", 385))):
        c.text(450, y, word, 58, "#2f5d62")
        for k in range(4):
            c.paint(
                tube([(640 + k * 22, y + 30), (636 + k * 24, y - 26 + (k * 7 + i * 5) % 16)], [16, 12]),
                "#c68a5e",
                volume=0.4,
            )
        c.paint(oval(668, y + 34, 46, 22), "#c68a5e", volume=0.4)
        c.paint(tube([(730, y), (860, y)], [5, 5]), "#a9a9a4")
    standing(
        c, 1120, 960, 700, WARDROBE[7], view="front", left=((-1.35, 4.6), (-0.75, 5.0)), right=((1.4, 4.5), (0.3, 4.55))
    )
    standing(c, 1420, 970, 660, ALYA, view="front", left=((-1.3, 4.6), (-0.7, 5.0)), right=((1.2, 4.5), (1.0, 3.6)))
    hands = {1, 4, 6}
    k = 0
    for row, (y, u, n) in enumerate(((1010, 96, 5), (1170, 124, 5), (1370, 168, 4))):
        for i in range(n):
            x = 900 + (i - (n - 1) / 2) * u * 3.1 + (row % 2) * u * 0.6 - 120
            look = WARDROBE[(k * 2 + row) % len(WARDROBE)]
            f = bust(c, x, y, u, look, rim=0.4)
            if k in hands:
                f.arm((0.9, 0.6), (1.4, 0.9), (1.35, 2.2))
            k += 1
    c.beam([(1340, 600), (1760, 600), (1300, 1350), (500, 1350)], c.warm, 0.2, 60)
