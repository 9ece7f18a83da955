"""The student herself: half a figure by a window, the one face that is painted close."""

from __future__ import annotations

from scenes.canvas import Canvas, Point, box, fade, mix, oval, round_fade, smooth, tube
from scenes.people import ALYA, patterned
from scenes.things import bokeh, shelf, window

SKIN, SHADE, BLUSH = "#c98e63", "#9a5f3f", "#d4694a"
CLOTH, FOLD = "#2f8f83", "#1f665f"


def portrait(c: Canvas) -> None:
    c.wash(fade((0, 0), (1350, 1400), "#d8c69c", "#a98f68", "#5f4b3a"))
    window(c, -140, 40, 660, 1080, fade((0, 40), (0, 1120), "#fffdf0", "#f1f0c8", "#cfe0a2"), panes=(2, 3), light=0.75)
    shelf(c, 690, 90, 760, 1180, 4, dark=0.12)
    c.blur(26)
    bokeh(c, (-40, 60, 560, 980), ("#fff6d2", "#eef4be"), 18, 70, 0.16)
    bokeh(c, (700, 120, 620, 1000), ("#ffd79a",), 8, 34, 0.12)
    _clothes(c)
    _head(c)
    _book_and_hands(c)
    c.glow(130, 500, 1100, c.warm, 0.16)


def _clothes(c: Canvas) -> None:
    body = [
        (130, 1860),
        (190, 1560),
        (300, 1360),
        (470, 1270),
        (640, 1240),
        (830, 1262),
        (1010, 1340),
        (1130, 1520),
        (1210, 1860),
    ]
    c.shade([(x + 50, y + 30) for x, y in body], 0.4, 40)
    c.paint(smooth(body), patterned(ALYA, 200), volume=0.6, rim=0.4, size=110)
    for line in (
        [(330, 1480), (380, 1650), (340, 1850)],
        [(1010, 1480), (960, 1650), (1010, 1850)],
        [(560, 1500), (600, 1700), (560, 1850)],
    ):
        c.shade(tube(line, [8, 40, 60]), 0.22, 18)


def _head(c: Canvas) -> None:
    back = [
        (690, 372),
        (850, 410),
        (950, 540),
        (970, 720),
        (940, 900),
        (960, 1040),
        (1040, 1180),
        (1080, 1330),
        (980, 1440),
        (800, 1520),
        (640, 1540),
        (470, 1490),
        (350, 1390),
        (320, 1270),
        (400, 1130),
        (446, 1010),
        (420, 880),
        (408, 700),
        (440, 530),
        (540, 410),
    ]
    c.shade([(x + 40, y + 46) for x, y in back], 0.45, 36)
    c.paint(
        smooth(back),
        fade((350, 500), (1060, 1300), mix(CLOTH, "#d9f0dc", 0.22), CLOTH, FOLD),
        volume=0.75,
        rim=0.55,
        size=90,
        grain=0.08,
    )
    # The face: an oval turned a little to the window.
    face = [
        (668, 500),
        (780, 520),
        (856, 600),
        (872, 710),
        (858, 800),
        (812, 880),
        (740, 940),
        (668, 962),
        (596, 936),
        (526, 870),
        (496, 785),
        (490, 690),
        (508, 590),
        (580, 520),
    ]
    c.shade(smooth([(x + 4, y + 16) for x, y in face]), 0.5, 22, "#123c3a")
    c.paint(
        smooth(face),
        fade((490, 640), (890, 860), mix(SKIN, "#ffe3bd", 0.36), SKIN, mix(SKIN, SHADE, 0.5)),
        volume=0.32,
        size=84,
        grain=0.03,
    )
    c.shade(
        smooth(
            [
                (668, 496),
                (780, 514),
                (860, 600),
                (850, 612),
                (770, 556),
                (668, 540),
                (580, 556),
                (506, 612),
                (502, 600),
                (580, 514),
            ]
        ),
        0.5,
        12,
        "#5a3426",
    )
    c.shade(
        smooth([(830, 660), (872, 710), (858, 800), (812, 880), (730, 945), (690, 960), (760, 890), (812, 800)]),
        0.22,
        26,
        "#5a3426",
    )
    for x, y, s in ((570, 806, 0.34), (784, 808, 0.30)):
        c.paint(oval(x, y, 64, 44), BLUSH, alpha=s, soft=20, grain=0)
    c.glow(566, 770, 90, "#ffe6c4", 0.16)
    c.glow(650, 610, 120, "#ffe6c4", 0.12)
    _eye(c, 584, 724, 1, 52)
    _eye(c, 760, 725, -1, 49)
    for pts in ([(522, 676), (556, 656), (604, 652), (636, 660)], [(708, 661), (744, 652), (794, 657), (824, 679)]):
        c.paint(tube(pts, [5, 15, 16, 9]), "#3a241c", alpha=0.78, soft=2.6, grain=0.1)
    # The nose is a shadow and a light, no outline.
    c.shade(tube([(694, 740), (696, 780), (700, 812)], [4, 12, 18]), 0.2, 10, "#6b3a28")
    c.paint(tube([(662, 720), (661, 776), (664, 812)], [6, 12, 20]), "#ffe0ba", alpha=0.3, soft=8, grain=0)
    c.shade(tube([(636, 828), (654, 838), (670, 834), (688, 838), (704, 828)], [7, 9, 6, 9, 7]), 0.5, 4, "#6b3222")
    c.paint(oval(668, 816, 18, 12), "#ffe6c8", alpha=0.3, soft=6, grain=0)
    upper = [
        (592, 874),
        (634, 873),
        (656, 869),
        (669, 872),
        (682, 869),
        (710, 872),
        (750, 872),
        (712, 889),
        (669, 895),
        (628, 890),
    ]
    lower = [(592, 874), (628, 890), (669, 895), (712, 889), (750, 872), (720, 908), (671, 920), (622, 909)]
    c.paint(smooth(upper), "#ad5a4b", grain=0.05, soft=1.6)
    c.paint(smooth(lower), "#c6735f", volume=0.4, size=10, soft=1.6)
    c.paint(
        tube([(582, 868), (624, 888), (669, 895), (714, 888), (760, 866)], [5, 5, 6, 5, 5]),
        "#6a3028",
        alpha=0.8,
        soft=1.4,
        grain=0,
    )
    c.paint(tube([(640, 904), (669, 908), (702, 903)], [3, 8, 3]), "#f3c1ac", alpha=0.55, soft=4, grain=0)
    for pts in ([(572, 862), (566, 876), (572, 888)], [(770, 859), (776, 873), (770, 886)]):
        c.shade(tube(pts, [3, 8, 3]), 0.3, 5, "#6b3222")
    c.shade(oval(669, 936, 46, 7), 0.16, 7, "#6b3222")
    _drape(c)


def _eye(c: Canvas, x: float, y: float, side: int, w: float) -> None:
    def at(u: float, v: float) -> Point:
        return x + u * side * w / 50, y + v * w / 50

    c.shade(oval(x, y - 20, w * 1.05, 18), 0.2, 9, "#6b3a28")
    white = [at(-48, 5), at(-24, -12), at(4, -17), at(34, -10), at(50, 4), at(26, 16), at(-14, 18)]
    c.paint(smooth(white), fade((x, y - 20), (x, y + 16), "#bfae9c", "#f1e8da"), grain=0, soft=0.8)
    iris = [(px, py) for px, py in oval(x + 2, y, w * 0.41, w * 0.42) if py > y - w * 0.31]
    c.paint(iris, round_fade((x + 2, y + 7), w * 0.44, "#64402a", "#22130f"), grain=0, soft=0.8)
    c.paint(oval(x + 2, y, w * 0.18, w * 0.19), "#120a08", grain=0)
    c.paint(oval(x - 7, y - 7, w * 0.1, w * 0.1), "#fffaf0", grain=0, soft=0.5)
    c.paint(oval(x + 10, y + 8, w * 0.07, w * 0.05), "#e3b98f", alpha=0.6, grain=0, soft=1)
    lid = [at(-54, 8), at(-26, -13), at(4, -19), at(36, -12), at(60, 0)]
    c.paint(tube(lid, [4, 10, 13, 12, 4]), "#2a1712", grain=0, soft=1)
    c.paint(tube([at(-32, -26), at(4, -33), at(42, -24)], [2, 5, 2]), "#7a4630", alpha=0.5, soft=2, grain=0)
    c.paint(tube([at(-36, 17), at(4, 22), at(42, 13)], [2, 4, 2]), "#7a4630", alpha=0.4, soft=1.6, grain=0)


def _drape(c: Canvas) -> None:
    # The scarf under the chin, and one end laid over the shoulder.
    front = [
        (436, 930),
        (500, 1000),
        (590, 1046),
        (690, 1050),
        (800, 1008),
        (890, 930),
        (938, 850),
        (950, 960),
        (980, 1110),
        (1024, 1270),
        (960, 1400),
        (790, 1500),
        (640, 1520),
        (470, 1460),
        (360, 1350),
        (372, 1230),
        (426, 1080),
    ]
    c.paint(
        smooth(front),
        fade((380, 900), (1000, 1450), mix(CLOTH, "#d9f0dc", 0.26), CLOTH, FOLD),
        volume=0.7,
        rim=0.3,
        size=70,
        grain=0.08,
    )
    c.shade(tube([(512, 850), (590, 962), (668, 996), (758, 962), (856, 850)], [8, 26, 34, 26, 8]), 0.42, 14, "#0f3f3b")
    for pts, w, s in (
        ([(470, 1040), (560, 1130), (700, 1180), (880, 1190), (1000, 1290)], 40, 0.3),
        ([(450, 1090), (530, 1230), (660, 1270), (830, 1320), (930, 1400)], 50, 0.34),
        ([(440, 1120), (490, 1300), (610, 1400), (760, 1460)], 50, 0.3),
        ([(880, 960), (860, 1060), (780, 1120)], 34, 0.3),
    ):
        c.shade(tube(pts, [4, w * 0.7, w, w * 0.6, 4]), s, 13, "#0f3f3b")
        c.beam(tube([(x - 12, y - 30) for x, y in pts], [3, w * 0.4, w * 0.5, w * 0.3, 3]), "#bfe8d2", 0.16, 12)
    for pts in ([(560, 420), (470, 560), (440, 720)], [(800, 410), (900, 540), (920, 720)]):
        c.shade(tube(pts, [4, 26, 6]), 0.26, 12, "#0f3f3b")
    c.paint(oval(826, 1030, 15, 15), "#e3bd6a", volume=0.8, rim=0.6, size=5)


def _book_and_hands(c: Canvas) -> None:
    c.shade([(360, 1540), (990, 1540), (1020, 1860), (330, 1860)], 0.5, 40)
    for x0, x1, color in ((330, 668, "#b4553a"), (668, 1010, "#a64c33")):
        c.paint(
            [(x0, 1545 if x0 < 600 else 1575), (x1, 1575 if x0 < 600 else 1545), (x1, 1860), (x0, 1860)],
            color,
            volume=0.4,
            rim=0.4,
            size=26,
        )
    for k in range(4):
        y = 1560 + k * 5
        c.paint(
            [(346, y - 14), (668, y + 14), (668, y + 19), (346, y - 9)], mix("#fbf3e0", "#cdbf9f", k / 4), grain=0.02
        )
        c.paint(
            [(668, y + 14), (994, y - 14), (994, y - 9), (668, y + 19)], mix("#f3e8cf", "#bfae8d", k / 4), grain=0.02
        )
    c.paint(box(455, 1640, 190, 110), "#f0dfb6", alpha=0.9, grain=0.05)
    c.text(550, 1676, "CERITA DARI", 24, "#7a3524")
    c.text(550, 1714, "SUNGAI", 34, "#7a3524")
    for side, x in ((-1, 350), (1, 990)):
        for i in range(4):
            y = 1625 + i * 50
            tip = x - side * (96 - 8 * abs(i - 1.5))
            c.shade(tube([(x, y + 10), (tip, y + 8)], [48, 38]), 0.4, 9)
            c.paint(
                tube([(x + side * 24, y + 6), ((x + tip) / 2, y - 6), (tip, y)], [52, 48, 36]),
                mix(SKIN, SHADE, 0.05 * i + (0.18 if side > 0 else 0)),
                volume=0.7,
                rim=0.35,
                size=13,
            )
            c.paint(oval(tip + side * 6, y - 2, 13, 11), mix(SKIN, "#ffe3cf", 0.55), alpha=0.7, soft=2, grain=0)
        c.paint(
            smooth(
                [
                    (x - side * 6, 1600),
                    (x + side * 60, 1590),
                    (x + side * 120, 1680),
                    (x + side * 130, 1860),
                    (x - side * 4, 1860),
                ]
            ),
            mix(SKIN, SHADE, 0.12 if side < 0 else 0.3),
            volume=0.6,
            size=30,
        )
        c.paint(
            smooth(
                [
                    (x + side * 40, 1640),
                    (x + side * 110, 1560),
                    (x + side * 220, 1640),
                    (x + side * 240, 1900),
                    (x + side * 50, 1900),
                ]
            ),
            ALYA.top,
            volume=0.6,
            rim=0.3,
            size=40,
        )
