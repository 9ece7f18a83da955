"""People: simple figures of good proportion, mostly from behind or at a distance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from scenes.canvas import Canvas, Grid, Point, mix, oval, rgb, smooth, tube

SKINS = ("#c68a5e", "#a56b43", "#8a5534", "#d7a27a", "#b57a50")
HAIR = "#231a19"


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody looks like and wears."""

    top: Any = "#3f7f86"
    bottom: Any = "#3a4256"
    skin: str = SKINS[0]
    head: str = "hijab"
    """``hijab``, ``short``, ``bun``, ``tail``, ``bob``, ``cap``, ``caping``."""
    cloth: Any = "#d9c3a0"
    """The headscarf's colour, or the hat's."""
    legs: str = "trousers"
    """``trousers``, ``skirt``, ``shorts``."""
    long: bool = False
    """A tunic that reaches the thighs."""
    sleeves: str = "long"
    pattern: str = ""
    """``batik``, ``stripes``, ``vest`` or nothing."""
    second: Any = "#e7d6b0"
    """The colour of the pattern."""
    child: bool = False
    shoes: Any = "#2c2a2e"


def patterned(look: Look, unit: float) -> Any:
    """Return the fill of the upper garment."""
    base, ink = rgb(look.top), rgb(look.second)
    if look.pattern == "batik":

        def batik(x: Grid, y: Grid) -> Grid:
            u, v = (x + y) * (7.5 / unit), (x - y) * (7.5 / unit)
            petal = (np.cos(u) * np.cos(v)) ** 2
            dots = (np.cos(2 * u) + np.cos(2 * v)) * 0.25 + 0.5
            share = (np.clip((petal - 0.45) * 3, 0, 1) * 0.55 + np.clip((dots - 0.8) * 4, 0, 1) * 0.3)[..., None]
            return np.asarray(base * (1 - share) + ink * share, np.float32)

        return batik
    if look.pattern == "stripes":

        def stripes(x: Grid, y: Grid) -> Grid:
            share = np.clip(np.cos(y * (14 / unit)) * 3, 0, 1)[..., None] * 0.7
            return np.asarray(base * (1 - share) + ink * share, np.float32)

        return stripes
    return base


class Figure:
    """One person being painted: units are a seventh of the standing height, y goes up from the ground."""

    def __init__(
        self, c: Canvas, x: float, y: float, height: float, look: Look, flip: bool = False, rim: float = 0.25
    ) -> None:
        self.c, self.look, self.rim = c, look, rim
        self.x, self.y, self.flip = x, y, flip
        self.u = height / 7.2
        self.big = 1.27 if look.child else 1.0
        self.top = patterned(look, self.u)

    def at(self, px: float, py: float) -> Point:
        return self.x + (-px if self.flip else px) * self.u, self.y - py * self.u

    def part(
        self, points: Sequence[Point], fill: Any, *, curved: bool = True, volume: float = 0.55, **more: Any
    ) -> None:
        placed = [self.at(*p) for p in points]
        self.c.paint(smooth(placed) if curved else placed, fill, volume=volume, rim=self.rim, size=self.u * 0.3, **more)

    def limb(self, points: Sequence[Point], widths: Sequence[float], fill: Any, volume: float = 0.55) -> None:
        outline = tube([self.at(*p) for p in points], [w * self.u for w in widths])
        self.c.paint(outline, fill, volume=volume, rim=self.rim, size=self.u * 0.16)

    def crease(self, points: Sequence[Point], width: float = 0.09, strength: float = 0.35) -> None:
        self.c.shade(
            tube([self.at(*p) for p in points], [0.02 * self.u, width * self.u, 0.02 * self.u]), strength, self.u * 0.04
        )

    def shadow(self, rx: float = 1.4, ry: float = 0.28, dx: float = 0.5, strength: float = 0.5) -> None:
        sx, sy = self.at(0, 0.05)
        away = -self.c.sun[0]
        self.c.shade(oval(sx + away * dx * self.u, sy, rx * self.u, ry * self.u), strength, self.u * 0.18)

    # --- parts -------------------------------------------------------------------------------------------------

    def arm(self, shoulder: Point, elbow: Point, hand: Point, width: float = 0.46) -> None:
        skin, sleeve = self.look.skin, self.top
        if self.look.pattern == "vest":
            sleeve = rgb(self.look.second)
        if self.look.sleeves == "long":
            self.limb([shoulder, elbow, hand], [width, width * 0.86, width * 0.62], sleeve)
        else:
            self.limb(
                [elbow, ((elbow[0] + hand[0]) / 2, (elbow[1] + hand[1]) / 2), hand],
                [width * 0.66, width * 0.62, width * 0.45],
                skin,
            )
            middle = (shoulder[0] * 0.3 + elbow[0] * 0.7, shoulder[1] * 0.3 + elbow[1] * 0.7)
            self.limb([elbow, shoulder], [width * 0.66, width * 0.7], skin)
            self.limb([shoulder, middle], [width * 1.02, width * 1.0], sleeve)
        dx, dy = hand[0] - elbow[0], hand[1] - elbow[1]
        n = max(0.01, float(np.hypot(dx, dy)))
        tip = (hand[0] + dx / n * 0.3, hand[1] + dy / n * 0.3)
        self.limb([hand, ((hand[0] + tip[0]) / 2, (hand[1] + tip[1]) / 2), tip], [0.27, 0.33, 0.2], skin)

    def leg(self, hip: Point, knee: Point, ankle: Point, toe: float = 0.0) -> None:
        look = self.look
        if look.legs == "shorts":
            self.limb([knee, ankle], [0.5, 0.34], look.skin)
            self.limb(
                [hip, ((hip[0] + knee[0]) / 2, (hip[1] + knee[1]) / 2), (knee[0], knee[1] + 0.15)],
                [0.92, 0.86, 0.8],
                look.bottom,
            )
        else:
            self.limb([hip, knee, ankle], [0.95, 0.68, 0.5], look.bottom)
        self.part(
            [
                (ankle[0] - 0.22, ankle[1] - 0.02),
                (ankle[0] + 0.2, ankle[1] - 0.02),
                (ankle[0] + 0.26 + toe, ankle[1] - 0.3),
                (ankle[0] - 0.26 + toe * 0.2, ankle[1] - 0.32),
            ],
            look.shoes,
            volume=0.3,
        )

    def head(self, cx: float, cy: float, view: str = "back", tilt: float = 0.0) -> None:
        """Paint a head whose centre is given; ``tilt`` leans it to the side."""
        look, k = self.look, self.big

        def h(px: float, py: float) -> Point:
            s, co = np.sin(tilt), np.cos(tilt)
            return cx + (px * co + py * s) * k, cy + (-px * s + py * co) * k

        def shape(points: Sequence[Point], fill: Any, **more: Any) -> None:
            self.part([h(*p) for p in points], fill, **more)

        skin, kind = look.skin, look.head
        dark = mix(HAIR, "#4a352c", 0.15)
        fx, fy = self.at(*h(0, 0))
        self.c.mark(f"{view}-head", fx - 0.62 * k * self.u, fy - 0.78 * k * self.u, 1.24 * k * self.u, 1.5 * k * self.u)
        if kind == "hijab":
            cloth = look.cloth
            if view == "back":
                shape(
                    [
                        (0, 0.68),
                        (0.36, 0.58),
                        (0.54, 0.2),
                        (0.54, -0.25),
                        (0.62, -0.62),
                        (0.92, -1.02),
                        (0.7, -1.5),
                        (0, -1.8),
                        (-0.7, -1.5),
                        (-0.92, -1.02),
                        (-0.62, -0.62),
                        (-0.54, -0.25),
                        (-0.54, 0.2),
                        (-0.36, 0.58),
                    ],
                    cloth,
                )
                self.crease([h(-0.42, -0.4), h(-0.2, -0.9), h(-0.05, -1.55)])
                self.crease([h(0.44, -0.35), h(0.3, -0.9), h(0.2, -1.4)], 0.07)
            elif view == "side":
                self.part(
                    [
                        h(*p)
                        for p in [
                            (0.05, 0.5),
                            (0.42, 0.4),
                            (0.5, 0.12),
                            (0.58, -0.05),
                            (0.48, -0.14),
                            (0.46, -0.35),
                            (0.3, -0.5),
                            (0, -0.4),
                        ]
                    ],
                    skin,
                    volume=0.4,
                )
                shape(
                    [
                        (0.08, 0.68),
                        (0.4, 0.52),
                        (0.34, 0.34),
                        (0.2, 0.1),
                        (0.18, -0.3),
                        (0.34, -0.54),
                        (0.5, -0.7),
                        (0.55, -1.25),
                        (0.1, -1.6),
                        (-0.55, -1.45),
                        (-0.78, -0.95),
                        (-0.55, -0.35),
                        (-0.52, 0.25),
                        (-0.28, 0.6),
                    ],
                    cloth,
                )
                self.crease([h(0.2, -0.5), h(-0.05, -0.85), h(-0.1, -1.4)])
                self.crease([h(0.1, -0.2), h(-0.3, -0.4), h(-0.5, -0.8)], 0.06)
            else:
                shape(
                    [
                        (0, 0.68),
                        (0.38, 0.58),
                        (0.56, 0.2),
                        (0.54, -0.25),
                        (0.66, -0.66),
                        (0.92, -1.05),
                        (0.6, -1.55),
                        (0, -1.72),
                        (-0.6, -1.55),
                        (-0.92, -1.05),
                        (-0.66, -0.66),
                        (-0.54, -0.25),
                        (-0.56, 0.2),
                        (-0.38, 0.58),
                    ],
                    cloth,
                )
                self._face(h, 0.35, 0.44)
                self.crease([h(-0.3, -0.52), h(0, -0.95), h(0.3, -1.2)])
            return
        neck = [h(0, -0.35), h(0, -0.95)]
        self.limb(neck, [0.42, 0.5], mix(skin, "#3a2018", 0.0 if view == "front" else 0.18), 0.3)
        if view == "back":
            for side in (-1, 1):
                shape([(side * 0.48, 0.08), (side * 0.58, 0.02), (side * 0.54, -0.18), (side * 0.46, -0.2)], skin)
            shape(
                [
                    (0, 0.66),
                    (0.36, 0.56),
                    (0.52, 0.2),
                    (0.5, -0.2),
                    (0.3, -0.5),
                    (0, -0.56),
                    (-0.3, -0.5),
                    (-0.5, -0.2),
                    (-0.52, 0.2),
                    (-0.36, 0.56),
                ],
                dark,
                volume=0.5,
            )
        elif view == "side":
            self.part(
                [
                    h(*p)
                    for p in [
                        (0.1, 0.5),
                        (0.44, 0.4),
                        (0.5, 0.1),
                        (0.6, -0.06),
                        (0.48, -0.14),
                        (0.46, -0.36),
                        (0.28, -0.54),
                        (0, -0.45),
                        (-0.1, 0.1),
                    ]
                ],
                skin,
                volume=0.4,
            )
            shape(
                [
                    (0.1, 0.68),
                    (0.44, 0.52),
                    (0.42, 0.34),
                    (0.2, 0.3),
                    (0.06, 0.08),
                    (0.0, -0.12),
                    (-0.1, -0.4),
                    (-0.38, -0.42),
                    (-0.56, 0.0),
                    (-0.48, 0.4),
                    (-0.25, 0.62),
                ],
                dark,
                volume=0.5,
            )
            shape([(0.02, 0.06), (0.1, 0.0), (0.06, -0.16), (-0.04, -0.14)], skin)
        else:
            shape(
                [
                    (0, 0.68),
                    (0.4, 0.56),
                    (0.56, 0.15),
                    (0.5, -0.2),
                    (0.2, -0.3),
                    (-0.2, -0.3),
                    (-0.5, -0.2),
                    (-0.56, 0.15),
                    (-0.4, 0.56),
                ],
                dark,
                volume=0.4,
            )
            self._face(h, 0.42, 0.5, -0.08)
        if kind == "bun":
            spot = (0.0, 0.2) if view == "back" else (-0.55, 0.25)
            shape(
                [(spot[0] + 0.26 * np.cos(a), spot[1] + 0.24 * np.sin(a)) for a in np.linspace(0, 5.6, 9)],
                mix(dark, "#6a5148", 0.25),
                volume=0.9,
            )
        if kind == "tail":
            start = (0.0, 0.1) if view == "back" else (-0.5, 0.2)
            self.limb(
                [h(*start), h(start[0] * 1.5 + 0.1, -0.5), h(start[0] * 1.4 - 0.05, -1.25)],
                [0.34, 0.42, 0.12],
                mix(dark, "#6a5148", 0.2),
            )
        if kind == "bob" and view != "front":
            shape(
                [
                    (-0.55, 0.2),
                    (0.54 if view == "back" else 0.05, 0.2),
                    (0.6 if view == "back" else 0.05, -0.3),
                    (0.5 if view == "back" else 0.0, -0.75),
                    (0, -0.85),
                    (-0.5, -0.75),
                    (-0.62, -0.3),
                ],
                dark,
                volume=0.6,
            )
        if kind == "cap":
            shape(
                [(0, 0.74), (0.4, 0.62), (0.56, 0.25), (0.54, 0.14), (-0.54, 0.14), (-0.56, 0.25), (-0.4, 0.62)],
                look.cloth,
            )
            if view == "side":
                shape([(0.4, 0.28), (0.95, 0.16), (0.95, 0.1), (0.4, 0.14)], look.cloth)
        if kind == "caping":
            self.part(
                [
                    h(*p)
                    for p in [
                        (0, 1.0),
                        (0.25, 0.8),
                        (1.15, 0.14),
                        (0.9, 0.0),
                        (0, -0.06),
                        (-0.9, 0.0),
                        (-1.15, 0.14),
                        (-0.25, 0.8),
                    ]
                ],
                look.cloth,
                curved=False,
                volume=0.7,
            )
            for a in (-0.6, -0.2, 0.25, 0.65):
                self.crease([h(a * 0.1, 0.9), h(a * 0.5, 0.45), h(a, 0.05)], 0.03, 0.3)

    def _face(self, h: Callable[[float, float], Point], rx: float, ry: float, drop: float = 0.0) -> None:
        """Paint a small face from the front: light, not likeness."""
        skin = self.look.skin
        self.part(
            [h(rx * np.cos(a), drop + ry * np.sin(a)) for a in np.linspace(0, 5.9, 14)],
            mix(skin, "#ffe0bb", 0.12),
            volume=0.16,
        )
        for side in (-1, 1):
            ex = side * rx * 0.36
            self.c.paint(
                [self.at(*h(ex + 0.055 * np.cos(a), drop + 0.01 + 0.035 * np.sin(a))) for a in np.linspace(0, 6, 9)],
                "#33211c",
                grain=0,
                alpha=0.9,
            )
            self.crease([h(ex - 0.1, drop + 0.12), h(ex, drop + 0.16), h(ex + 0.1, drop + 0.12)], 0.05, 0.5)
            px, py = self.at(*h(side * rx * 0.58, drop - 0.14))
            self.c.glow(px, py, 0.16 * self.u * self.big, "#d8603f", 0.2)
        self.crease([h(-0.02, drop - 0.02), h(0.05, drop - 0.12), h(-0.03, drop - 0.14)], 0.05, 0.35)
        self.crease([h(-0.11, drop - 0.23), h(0, drop - 0.28), h(0.11, drop - 0.23)], 0.06, 0.7)

    def torso_up(self, hem: float, y: float = 0.0, width: float = 1.0) -> None:
        """Paint an upright trunk from the front or behind, from the shoulders down to ``hem``."""
        w = width * (0.9 if self.look.child else 1.0)
        flare = 0.98 if self.look.long else 0.82
        self.part(
            [
                (0.3 * w, 5.98 + y),
                (0.72 * w, 5.82 + y),
                (0.96 * w, 5.45 + y),
                (0.86 * w, 4.9 + y),
                (0.72 * w, 4.4 + y),
                (flare * w, hem + 0.4 + y),
                (flare * w, hem + y),
                (0, hem - 0.06 + y),
                (-flare * w, hem + y),
                (-flare * w, hem + 0.4 + y),
                (-0.72 * w, 4.4 + y),
                (-0.86 * w, 4.9 + y),
                (-0.96 * w, 5.45 + y),
                (-0.72 * w, 5.82 + y),
                (-0.3 * w, 5.98 + y),
            ],
            self.top,
            volume=0.6,
        )
        self.crease([(-0.35 * w, 4.9 + y), (-0.15 * w, 4.4 + y), (-0.3 * w, 3.9 + y)], 0.1, 0.22)
        self.crease([(0.5 * w, 5.1 + y), (0.35 * w, 4.6 + y), (0.5 * w, 4.1 + y)], 0.1, 0.22)


def standing(
    c: Canvas,
    x: float,
    y: float,
    height: float,
    look: Look,
    *,
    view: str = "back",
    left: tuple[Point, Point] | None = None,
    right: tuple[Point, Point] | None = None,
    stride: float = 0.0,
    tilt: float = 0.0,
    flip: bool = False,
    rim: float = 0.25,
    shadow: float = 0.5,
    bag: Any = None,
) -> Figure:
    """Paint somebody who stands or walks; ``left`` and ``right`` move an arm: elbow and hand."""
    f = Figure(c, x, y, height, look, flip, rim)
    if shadow:
        f.shadow(strength=shadow)
    side = view == "side"
    spread = 0.12 if side else 0.4
    if look.legs == "skirt":
        for s in (-1, 1):
            f.leg((s * 0.2, 1.0), (s * 0.25, 0.7), (s * 0.28 + stride * s * 0.4, 0.36), 0.25 if side else 0)
        w = 0.72 if side else 0.92
        f.part(
            [
                (-0.6, 4.2),
                (0.6, 4.2),
                (w + stride * 0.3, 1.6),
                (w + 0.1 + stride * 0.5, 0.42),
                (0, 0.36),
                (-w - 0.1 - stride * 0.5, 0.42),
                (-w - stride * 0.3, 1.6),
            ],
            look.bottom,
            volume=0.6,
        )
        f.crease([(-0.3, 3.4), (-0.35, 2.0), (-0.5, 0.6)], 0.14, 0.3)
        f.crease([(0.25, 3.4), (0.3, 2.0), (0.3, 0.6)], 0.14, 0.3)
    else:
        f.leg((-spread * 0.9, 3.7), (-spread - stride * 0.55, 2.05), (-spread - stride * 1.1, 0.36), 0.3 if side else 0)
        f.leg((spread * 0.9, 3.7), (spread + stride * 0.7, 2.1), (spread + stride, 0.36), 0.3 if side else 0)
    hem = 2.7 if look.long else 3.35
    arms = [(-1, left or ((-1.12, 4.45), (-1.02, 3.45))), (1, right or ((1.12, 4.45), (1.02, 3.45)))]
    if side:
        far = left or ((0.25, 4.4), (0.55, 3.5))
        f.arm((0.1, 5.45), *far)
        w = 0.74
        f.part(
            [
                (0.0, 5.98),
                (0.4, 5.75),
                (0.62, 5.2),
                (0.58, 4.4),
                (0.62, hem),
                (0, hem - 0.05),
                (-0.62, hem),
                (-0.52, 4.4),
                (-0.66, 5.2),
                (-0.5, 5.8),
            ],
            f.top,
            volume=0.6,
        )
        near = right or ((-0.25, 4.4), (0.2, 3.45))
        f.head(0.1, 6.62 + (0.12 if look.child else 0), view, tilt)
        f.arm((-0.08, 5.45), *near)
        return f
    # A raised arm, or a hand before the chest, is nearer to us than the trunk.
    near = [e[1] >= 5.3 or (view == "front" and abs(h[0]) < 0.92) for _, (e, h) in arms]
    for (s, (elbow, hand)), over in zip(arms, near, strict=True):
        if not over:
            f.arm((s * 0.8, 5.5), elbow, hand)
    f.torso_up(hem)
    if look.pattern == "vest":
        f.crease([(0, 5.7), (0, 4.6), (0, 3.5)], 0.06, 0.3)
        for yy in (5.0, 4.2):
            f.limb([(-0.74, yy), (0, yy - 0.03), (0.74, yy)], [0.16, 0.16, 0.16], "#e9e2c4", volume=0.1)
    if bag is not None:
        f.limb([(-0.7, 5.8), (0.1, 4.9), (0.85, 4.0)], [0.12, 0.12, 0.12], mix(bag, "#000000", 0.25))
        f.part([(0.55, 4.1), (1.2, 4.1), (1.25, 3.2), (0.55, 3.15)], bag)
    for (s, (elbow, hand)), over in zip(arms, near, strict=True):
        if over and view != "front":
            f.arm((s * 0.8, 5.5), elbow, hand)
    f.head(0, 6.62 + (0.12 if look.child else 0), view, tilt)
    for (s, (elbow, hand)), over in zip(arms, near, strict=True):
        if over and view == "front":
            f.arm((s * 0.8, 5.5), elbow, hand)
    return f


def bending(
    c: Canvas,
    x: float,
    y: float,
    height: float,
    look: Look,
    *,
    flip: bool = False,
    rim: float = 0.25,
    reach: float = 0.0,
    shadow: float = 0.5,
) -> Figure:
    """Paint somebody who bends to pick something up, seen from the side, facing right."""
    f = Figure(c, x, y, height, look, flip, rim)
    if shadow:
        f.shadow(1.9, 0.3, 0.9, shadow)
    f.arm((1.45, 4.15), (1.75, 3.2), (1.55 + reach, 2.2))
    if look.legs == "skirt":
        f.leg((-0.3, 1.2), (-0.35, 0.8), (-0.4, 0.36), 0.3)
        f.leg((0.2, 1.2), (0.3, 0.8), (0.3, 0.36), 0.3)
        f.part(
            [(-0.75, 3.9), (0.1, 4.0), (0.55, 3.1), (0.62, 0.45), (0, 0.38), (-0.75, 0.45), (-0.95, 2.6)], look.bottom
        )
    else:
        f.leg((-0.25, 3.6), (-0.55, 2.05), (-0.65, 0.36), 0.3)
        f.leg((-0.1, 3.6), (0.3, 2.1), (0.25, 0.36), 0.3)
    f.part(
        [
            (-0.75, 3.3),
            (-0.8, 3.95),
            (-0.2, 4.5),
            (0.7, 4.75),
            (1.35, 4.72),
            (1.65, 4.4),
            (1.55, 3.95),
            (1.0, 3.6),
            (0.3, 3.2),
            (-0.2, 2.95),
        ],
        f.top,
        volume=0.6,
    )
    f.crease([(0.2, 4.3), (0.5, 3.9), (0.5, 3.5)], 0.1, 0.3)
    f.head(2.12, 4.42, "side", 0.75)
    f.arm((1.25, 4.25), (1.45, 3.25), (1.85 + reach, 2.35))
    return f


def crouching(
    c: Canvas,
    x: float,
    y: float,
    height: float,
    look: Look,
    *,
    flip: bool = False,
    rim: float = 0.25,
    hand: Point = (1.75, 0.75),
    shadow: float = 0.5,
) -> Figure:
    """Paint somebody who squats, seen from the side, facing right."""
    f = Figure(c, x, y, height, look, flip, rim)
    if shadow:
        f.shadow(1.7, 0.3, 0.4, shadow)
    f.arm((0.75, 2.9), (1.25, 1.95), (hand[0] + 0.1, hand[1] + 0.15))
    f.leg((-0.5, 1.25), (0.85, 2.0), (0.3, 0.4), 0.35)
    f.leg((-0.55, 1.15), (0.7, 1.75), (0.05, 0.36), 0.35)
    f.part(
        [
            (-0.95, 0.85),
            (-1.0, 1.6),
            (-0.7, 2.5),
            (-0.15, 3.2),
            (0.5, 3.4),
            (0.85, 3.1),
            (0.8, 2.5),
            (0.5, 1.9),
            (0.1, 1.3),
            (-0.3, 0.8),
        ],
        f.top,
        volume=0.6,
    )
    f.crease([(-0.5, 2.4), (-0.1, 2.1), (0.2, 1.6)], 0.1, 0.3)
    f.head(0.92, 3.78, "side", 0.4)
    f.arm((0.35, 2.95), (0.75, 1.75), hand)
    return f


def sitting(
    c: Canvas,
    x: float,
    y: float,
    height: float,
    look: Look,
    *,
    view: str = "back",
    left: tuple[Point, Point] | None = None,
    right: tuple[Point, Point] | None = None,
    tilt: float = 0.0,
    turn: float = 0.0,
    flip: bool = False,
    rim: float = 0.25,
    shadow: float = 0.5,
) -> Figure:
    """Paint somebody who sits on the floor, legs crossed; ``turn`` moves the head aside."""
    f = Figure(c, x, y, height, look, flip, rim)
    if shadow:
        f.shadow(2.0, 0.34, 0.5, shadow)
    k = 0.92 if look.child else 1.0
    legs = [
        (-1.65, 0.2),
        (-1.45, 0.62),
        (-0.7, 0.86),
        (0.7, 0.86),
        (1.45, 0.62),
        (1.65, 0.2),
        (1.2, -0.04),
        (-1.2, -0.04),
    ]
    trunk = [
        (-0.84 * k, 0.02),
        (-0.9 * k, 0.7),
        (-0.7 * k, 1.4),
        (-0.88 * k, 2.2),
        (-0.84 * k, 2.55),
        (-0.34 * k, 2.84),
        (0.34 * k, 2.84),
        (0.84 * k, 2.55),
        (0.88 * k, 2.2),
        (0.7 * k, 1.4),
        (0.9 * k, 0.7),
        (0.84 * k, 0.02),
    ]
    arms = [(-1, left or ((-1.15, 1.45), (-0.85, 0.8))), (1, right or ((1.15, 1.45), (0.85, 0.8)))]
    bottom = look.bottom
    if view == "back":
        f.part(legs, bottom)
        for s, (elbow, hand) in arms:
            f.arm((s * 0.74 * k, 2.4), elbow, hand)
        f.part(trunk, f.top, volume=0.6)
    else:
        f.part(trunk, f.top, volume=0.6)
        f.part(legs, bottom)
        f.crease([(-1.3, 0.4), (0, 0.25), (1.3, 0.45)], 0.14, 0.5)
        for s, (elbow, hand) in arms:
            f.arm((s * 0.74 * k, 2.4), elbow, hand)
    f.crease([(-0.4, 2.0), (-0.15, 1.4), (-0.35, 0.7)], 0.1, 0.25)
    f.head(turn, 3.5 + (0.1 if look.child else 0), view, tilt)
    return f


def bust(
    c: Canvas,
    x: float,
    y: float,
    unit: float,
    look: Look,
    *,
    view: str = "back",
    tilt: float = 0.0,
    flip: bool = False,
    rim: float = 0.25,
) -> Figure:
    """Paint head and shoulders; ``unit`` is about a head's width, ``y`` where the shoulders leave the picture."""
    f = Figure(c, x, y, unit * 7.2, look, flip, rim)
    f.part(
        [
            (-1.3, -0.6),
            (-1.25, 0.35),
            (-0.98, 0.85),
            (-0.4, 1.12),
            (0.4, 1.12),
            (0.98, 0.85),
            (1.25, 0.35),
            (1.3, -0.6),
        ],
        f.top,
        volume=0.6,
    )
    f.head(0, 1.9, view, tilt)
    return f


WARDROBE = (
    Look(top="#2f7f7b", bottom="#2c3547", cloth="#e0b264", skin=SKINS[0], long=True),
    Look(
        top="#b5523b", bottom="#3b3a44", head="short", skin=SKINS[1], sleeves="short", pattern="batik", second="#e9c58f"
    ),
    Look(top="#d8c7a4", bottom="#5a4438", cloth="#7d3f4d", skin=SKINS[3], long=True, legs="skirt"),
    Look(top="#3d5c86", bottom="#2a2c36", head="tail", skin=SKINS[4], sleeves="short"),
    Look(top="#7b8f54", bottom="#39405a", head="cap", cloth="#2d4a57", skin=SKINS[2], sleeves="short"),
    Look(top="#a8446a", bottom="#41414f", cloth="#c9d3cf", skin=SKINS[0], long=True, pattern="batik", second="#f0cf9a"),
    Look(top="#e2a23b", bottom="#40525c", head="bun", skin=SKINS[1], sleeves="short"),
    Look(
        top="#54707d",
        bottom="#30323c",
        head="short",
        skin=SKINS[2],
        sleeves="short",
        pattern="stripes",
        second="#c7d2cd",
    ),
    Look(top="#4d4a74", bottom="#2b2b38", cloth="#8fb0a5", skin=SKINS[4], long=True),
)

CHILDREN = (
    Look(top="#d9654b", bottom="#6b4a3b", head="short", skin=SKINS[1], sleeves="short", child=True, legs="shorts"),
    Look(top="#ddcfb2", bottom="#a23b34", cloth="#e4d8c0", skin=SKINS[0], child=True, legs="skirt"),
    Look(top="#e3b23f", bottom="#3f5566", head="tail", skin=SKINS[2], sleeves="short", child=True, legs="shorts"),
    Look(
        top="#4f8f9a",
        bottom="#55443a",
        head="short",
        skin=SKINS[4],
        sleeves="short",
        child=True,
        pattern="stripes",
        second="#e9e2cf",
        legs="shorts",
    ),
    Look(top="#7fa05a", bottom="#39476a", head="bob", skin=SKINS[3], sleeves="short", child=True, legs="skirt"),
    Look(top="#a46aa0", bottom="#4c3f52", cloth="#d79a86", skin=SKINS[1], child=True, legs="skirt"),
    Look(top="#e0d9c8", bottom="#a23b34", head="short", skin=SKINS[2], sleeves="short", child=True, legs="shorts"),
    Look(top="#d77f9c", bottom="#5a5a70", head="bun", skin=SKINS[0], sleeves="short", child=True, legs="skirt"),
)

ALYA = Look(top="#e4d4b6", bottom="#3b4a5a", cloth="#2f8f83", skin=SKINS[0], long=True, legs="skirt")
"""The student wears a teal headscarf in every picture she is in."""


def lit(look: Look, tint: Any, share: float) -> Look:
    """Return the same clothes under coloured light: dusk, a lamp, backlight."""
    return replace(
        look,
        top=mix(look.top, tint, share),
        bottom=mix(look.bottom, tint, share),
        skin="#" + "".join(f"{int(v * 255):02x}" for v in mix(look.skin, tint, share)),
        cloth=mix(look.cloth, tint, share),
        second=mix(look.second, tint, share),
        shoes=mix(look.shoes, tint, share),
    )
