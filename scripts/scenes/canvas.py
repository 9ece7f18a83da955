"""A canvas that is painted shape by shape, in design pixels, with one light for everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Point = tuple[float, float]
Points = Sequence[Point]
Grid = NDArray[np.floating]
Fill = "str | tuple[float, float, float] | Callable[[Grid, Grid], Grid]"


def rgb(color: Any) -> Grid:
    """Return a colour as three numbers 0..1; takes ``#rrggbb`` or three numbers."""
    if isinstance(color, str):
        return np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)], np.float32)
    return np.asarray(color, np.float32)


def mix(first: Any, second: Any, share: float) -> Grid:
    """Return a colour between two."""
    return rgb(first) * (1 - share) + rgb(second) * share


def fade(start: Point, end: Point, *colors: Any) -> Callable[[Grid, Grid], Grid]:
    """Return a fill that runs through the colours from one point to another."""
    stops = np.stack([rgb(c) for c in colors])
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy

    def fill(x: Grid, y: Grid) -> Grid:
        t = np.clip(((x - start[0]) * dx + (y - start[1]) * dy) / length, 0, 1) * (len(stops) - 1)
        low = np.minimum(t.astype(np.int32), len(stops) - 2)
        share = (t - low)[..., None]
        share = share * share * (3 - 2 * share) * 0.5 + share * 0.5
        return np.asarray(stops[low] * (1 - share) + stops[low + 1] * share, np.float32)

    return fill


def round_fade(
    center: Point, radius: float, inner: Any, outer: Any, squash: float = 1.0
) -> Callable[[Grid, Grid], Grid]:
    """Return a fill that runs from the inner colour at a point to the outer one at a distance."""
    a, b = rgb(inner), rgb(outer)

    def fill(x: Grid, y: Grid) -> Grid:
        t = np.clip(np.hypot(x - center[0], (y - center[1]) / squash) / radius, 0, 1)[..., None]
        t = t * t * (3 - 2 * t)
        return np.asarray(a * (1 - t) + b * t, np.float32)

    return fill


def smooth(points: Points, *, closed: bool = True, steps: int = 10) -> list[Point]:
    """Return a Catmull-Rom curve through the points."""
    p = np.asarray(points, float)
    n = len(p)
    if n < 3:
        return [tuple(q) for q in p]
    out: list[Point] = []
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    for i in range(n if closed else n - 1):
        a, b, c, d = ((p[(i + k) % n] if closed else p[min(max(i + k, 0), n - 1)]) for k in (-1, 0, 1, 2))
        q = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        out.extend((float(x), float(y)) for x, y in q)
    if not closed:
        out.append((float(p[-1][0]), float(p[-1][1])))
    return out


def tube(points: Points, widths: Sequence[float], *, curved: bool = True, caps: bool = True) -> list[Point]:
    """Return the outline of a line whose width changes from point to point."""
    line = smooth(points, closed=False) if curved and len(points) > 2 else [tuple(map(float, q)) for q in points]
    p = np.asarray(line, float)
    along = np.linspace(0, len(widths) - 1, len(p))
    half = np.interp(along, np.arange(len(widths)), np.asarray(widths, float)) / 2
    direction = np.gradient(p, axis=0)
    direction /= np.maximum(np.hypot(direction[:, 0], direction[:, 1]), 1e-6)[:, None]
    normal = np.stack([-direction[:, 1], direction[:, 0]], 1)
    left, right = p + normal * half[:, None], p - normal * half[:, None]
    outline = [tuple(q) for q in left]
    if caps:
        angle = np.linspace(np.pi / 2, -np.pi / 2, 9)[1:-1, None]
        outline += [tuple(q) for q in p[-1] + half[-1] * (np.cos(angle) * direction[-1] + np.sin(angle) * normal[-1])]
    outline += [tuple(q) for q in right[::-1]]
    if caps:
        angle = np.linspace(-np.pi / 2, -3 * np.pi / 2, 9)[1:-1, None]
        outline += [tuple(q) for q in p[0] + half[0] * (np.cos(angle) * direction[0] + np.sin(angle) * normal[0])]
    return [(float(x), float(y)) for x, y in outline]


def oval(x: float, y: float, rx: float, ry: float, turn: float = 0.0, count: int = 40) -> list[Point]:
    """Return an ellipse around a point; ``turn`` in radians."""
    a = np.linspace(0, 2 * np.pi, count, endpoint=False)
    u, v = rx * np.cos(a), ry * np.sin(a)
    c, s = np.cos(turn), np.sin(turn)
    return [(float(x + p * c - q * s), float(y + p * s + q * c)) for p, q in zip(u, v, strict=True)]


def box(x: float, y: float, width: float, height: float) -> list[Point]:
    """Return a rectangle by its upper left corner."""
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def cushion(x: float, y: float, width: float, height: float, r: float) -> list[Point]:
    """Return a rectangle with round corners."""
    out: list[Point] = []
    r = min(r, width / 2, height / 2)
    for cx, cy, start in (
        (x + width - r, y + r, -90),
        (x + width - r, y + height - r, 0),
        (x + r, y + height - r, 90),
        (x + r, y + r, 180),
    ):
        turns = np.radians(np.linspace(start, start + 90, 7))
        out.extend((float(cx + r * np.cos(a)), float(cy + r * np.sin(a))) for a in turns)
    return out


def noise(shape: tuple[int, int], cell: float, rng: np.random.Generator, octaves: int = 3) -> Grid:
    """Return soft noise, mean about 0, most of it within -1..1; ``cell`` is the largest feature in pixels."""
    height, width = shape
    total = np.zeros(shape, np.float32)
    weight, norm = 1.0, 0.0
    for _ in range(octaves):
        small = (max(2, int(np.ceil(width / cell)) + 2), max(2, int(np.ceil(height / cell)) + 2))
        field = Image.fromarray(rng.standard_normal((small[1], small[0])).astype(np.float32))
        total += weight * np.asarray(field.resize((width, height), Image.Resampling.BICUBIC), np.float32)
        norm += weight * weight
        weight *= 0.55
        cell = max(1.5, cell / 2.2)
    return total / np.float32(np.sqrt(norm) * 1.6)


def blurred(field: Grid, radius: float) -> Grid:
    """Return a field of numbers, blurred; the radius is a standard deviation in pixels."""
    if radius < 0.3:
        return field
    step = max(1, int(radius / 6))
    height, width = field.shape
    image = Image.fromarray(field)
    if step > 1:
        image = image.resize((max(1, width // step), max(1, height // step)), Image.Resampling.BOX)
    data = np.asarray(image, np.float32)
    low, high = float(data.min()), float(data.max())
    if high - low < 1e-6:
        return field
    # Pillow blurs bytes only: two of them, coarse and rest, keep sixteen bits.
    scaled = (data - low) / (high - low) * 255
    coarse = np.floor(scaled)
    parts = [Image.fromarray(part.astype(np.uint8)) for part in (coarse, (scaled - coarse) * 255)]
    done = [np.asarray(p.filter(ImageFilter.GaussianBlur(radius / step)), np.float32) for p in parts]
    out = Image.fromarray(((done[0] + done[1] / 255) / 255 * (high - low) + low).astype(np.float32))
    if step > 1:
        out = out.resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(out, np.float32)


class Canvas:
    """What is painted on: design pixels in, light and colour out."""

    def __init__(
        self,
        width: int,
        height: int,
        seed: int,
        *,
        scale: float = 1.0,
        sun: Point = (-0.55, -0.83),
        warm: Any = "#ffe2b0",
    ) -> None:
        self.width, self.height, self.scale = width, height, scale
        self.shape = (round(height * scale), round(width * scale))
        self.rng = np.random.default_rng(seed)
        length = float(np.hypot(*sun))
        self.sun = (sun[0] / length, sun[1] / length)
        self.warm = rgb(warm)
        self.rgb = np.zeros((*self.shape, 3), np.float32)
        self.alpha = np.ones(self.shape, np.float32)
        self.broad = noise(self.shape, 90 * scale, self.rng, 4)
        self.fine = noise(self.shape, 14 * scale, self.rng, 2)
        self._under: list[tuple[Grid, Grid]] = []
        self._clip: tuple[int, int, int, int] | None = None
        self.marks: dict[str, list[tuple[float, float, float, float]]] = {}

    # --- masks -------------------------------------------------------------------------------------------------

    def _window(self, points: Iterable[Point], pad: float) -> tuple[int, int, int, int] | None:
        p = np.asarray(list(points), float) * self.scale
        height, width = self.shape
        x0, y0 = np.floor(p.min(0) - pad).astype(int)
        x1, y1 = np.ceil(p.max(0) + pad).astype(int) + 1
        left, top, right, bottom = self._clip or (0, 0, width, height)
        x0, y0, x1, y1 = max(left, x0), max(top, y0), min(right, x1), min(bottom, y1)
        return (int(x0), int(y0), int(x1), int(y1)) if x1 > x0 and y1 > y0 else None

    def _mask(self, shapes: Sequence[Points], window: tuple[int, int, int, int], soft: float) -> Grid:
        x0, y0, x1, y1 = window
        zoom = 4 if max(x1 - x0, y1 - y0) < 700 else 2
        image = Image.new("L", ((x1 - x0) * zoom, (y1 - y0) * zoom))
        draw = ImageDraw.Draw(image)
        for points in shapes:
            if len(points) > 2:
                draw.polygon(
                    [((x * self.scale - x0) * zoom, (y * self.scale - y0) * zoom) for x, y in points], fill=255
                )
        mask = np.asarray(image.reduce(zoom), np.float32) / 255
        return blurred(mask, soft * self.scale)

    def _grid(self, window: tuple[int, int, int, int]) -> tuple[Grid, Grid]:
        x0, y0, x1, y1 = window
        y, x = np.mgrid[y0:y1, x0:x1].astype(np.float32)
        return x / self.scale, y / self.scale

    def _put(self, window: tuple[int, int, int, int], mask: Grid, color: Grid, mode: str) -> None:
        x0, y0, x1, y1 = window
        under = self.rgb[y0:y1, x0:x1]
        cover = mask[..., None]
        if mode == "over":
            self.rgb[y0:y1, x0:x1] = under * (1 - cover) + color * cover
            a = self.alpha[y0:y1, x0:x1]
            self.alpha[y0:y1, x0:x1] = a + (1 - a) * mask
        elif mode == "light":
            self.rgb[y0:y1, x0:x1] = under + color * cover * (1.25 - np.clip(under, 0, 1))
        elif mode == "dark":
            self.rgb[y0:y1, x0:x1] = under * (1 - cover * (1 - color))
        else:
            raise ValueError(mode)

    # --- painting ----------------------------------------------------------------------------------------------

    def paint(
        self,
        points: Points,
        fill: Any,
        *,
        more: Sequence[Points] = (),
        alpha: float = 1.0,
        soft: float = 0.0,
        volume: float = 0.0,
        size: float = 0.0,
        rim: float = 0.0,
        grain: float = 0.05,
        mode: str = "over",
    ) -> None:
        """Paint a shape: ``volume`` models it by the light, ``rim`` lights its edge, ``soft`` blurs its outline."""
        shapes = [points, *more]
        window = self._window((q for shape in shapes for q in shape), soft * self.scale * 3 + 2)
        if window is None:
            return
        mask = self._mask(shapes, window, soft)
        x0, y0, x1, y1 = window
        if callable(fill):
            color = fill(*self._grid(window))
        else:
            color = np.broadcast_to(rgb(fill), (*mask.shape, 3)).astype(np.float32)
        if grain and mode == "over":
            texture = self.broad[y0:y1, x0:x1] * 0.7 + self.fine[y0:y1, x0:x1] * 0.5
            color = color * (1 + grain * texture[..., None])
        if volume or rim:
            color = self._modelled(mask, color, volume, size or min(x1 - x0, y1 - y0) * 0.22 / self.scale, rim)
        self._put(window, mask * alpha, color, mode)

    def _modelled(self, mask: Grid, color: Grid, volume: float, size: float, rim: float) -> Grid:
        reach = max(1.0, size * self.scale)
        pad = int(reach * 2) + 2
        wide = np.pad(mask, pad)
        soft = blurred(wide, reach)

        def moved(field: Grid, by: float) -> Grid:
            dx, dy = round(self.sun[0] * by), round(self.sun[1] * by)
            return np.roll(field, (dy, dx), (0, 1))[pad:-pad, pad:-pad]

        if volume:
            relief = (moved(soft, reach * 0.6) - moved(soft, -reach * 0.6)) * 1.6
            lit, dark = np.clip(relief, 0, 1)[..., None], np.clip(-relief, 0, 1)[..., None]
            color = color * (1 - dark * volume * (1.25 - 0.35 * rgb("#8aa0c8")))
            color = color + lit * volume * (self.warm * 0.5) * (0.3 + color) * (1.15 - 0.8 * color)
        if rim:
            width = max(1.5, reach * 0.22)
            edge = np.clip(mask - moved(blurred(wide, width * 0.7), -width * 1.6), 0, 1)[..., None]
            color = color + edge * rim * self.warm
        return color

    def many(
        self, shapes: Sequence[tuple[Points, Any]], *, alpha: float = 1.0, soft: float = 0.0, zoom: int = 3
    ) -> None:
        """Paint many small flat shapes at once, each over the one before."""
        if not shapes:
            return
        window = self._window((q for points, _ in shapes for q in points), soft * 3 + 2)
        if window is None:
            return
        x0, y0, x1, y1 = window
        if max(x1 - x0, y1 - y0) > 900:
            zoom = 2
        size = ((x1 - x0) * zoom, (y1 - y0) * zoom)
        paint, cover = Image.new("RGB", size), Image.new("L", size)
        on_paint, on_cover = ImageDraw.Draw(paint), ImageDraw.Draw(cover)
        for points, color in shapes:
            placed = [((x * self.scale - x0) * zoom, (y * self.scale - y0) * zoom) for x, y in points]
            if len(placed) < 3:
                continue
            r, g, b = (int(np.clip(v, 0, 1) * 255 + 0.5) for v in rgb(color))
            on_paint.polygon(placed, fill=(r, g, b))
            on_cover.polygon(placed, fill=255)
        mask = np.asarray(cover.reduce(zoom), np.float32) / 255
        # The colour under a half covered pixel is mixed with black: undo that by the cover itself.
        color = np.asarray(paint.reduce(zoom), np.float32) / 255 / np.maximum(mask, 0.02)[..., None]
        mask = blurred(mask, soft * self.scale)
        if soft:
            color = np.stack([blurred(color[..., i], soft * self.scale) for i in range(3)], -1)
        self._put(window, mask * alpha, np.clip(color, 0, 1), "over")

    def wash(self, fill: Any, *, alpha: float = 1.0, mode: str = "over", grain: float = 0.04) -> None:
        """Paint everything."""
        self.paint(box(-2, -2, self.width + 4, self.height + 4), fill, alpha=alpha, mode=mode, grain=grain)

    def glow(self, x: float, y: float, radius: float, color: Any, strength: float, squash: float = 1.0) -> None:
        """Add light around a point."""
        window = self._window([(x - radius, y - radius * squash), (x + radius, y + radius * squash)], 1)
        if window is None:
            return
        gx, gy = self._grid(window)
        t = np.clip(1 - np.hypot(gx - x, (gy - y) / squash) / radius, 0, 1)
        self._put(window, (t * t * strength).astype(np.float32), rgb(color), "light")

    def shade(self, points: Points, strength: float, soft: float, color: Any = "#20283a") -> None:
        """Lay a soft shadow."""
        self.paint(points, rgb(color), alpha=strength, soft=soft, mode="dark", grain=0)

    def beam(self, points: Points, color: Any, strength: float, soft: float) -> None:
        """Lay soft light."""
        self.paint(points, rgb(color), alpha=strength, soft=soft, mode="light", grain=0)

    def blur(self, radius: float) -> None:
        """Put all that is painted so far out of focus."""
        self.rgb = np.stack([blurred(self.rgb[..., i], radius * self.scale) for i in range(3)], -1)

    @contextmanager
    def inside(self, x: float, y: float, width: float, height: float) -> Iterator[None]:
        """Keep what follows inside a rectangle."""
        before, s = self._clip, self.scale
        tall, wide = self.shape
        self._clip = (
            max(0, round(x * s)),
            max(0, round(y * s)),
            min(wide, round((x + width) * s)),
            min(tall, round((y + height) * s)),
        )
        yield
        self._clip = before

    @contextmanager
    def layer(self, blur: float = 0.0, alpha: float = 1.0) -> Iterator[None]:
        """Paint what follows on a layer of its own, then lay it over the rest, out of focus or thin."""
        self._under.append((self.rgb, self.alpha))
        self.rgb, self.alpha = np.zeros_like(self.rgb), np.zeros_like(self.alpha)
        yield
        color, cover = self.rgb, self.alpha
        self.rgb, self.alpha = self._under.pop()
        if blur:
            color = np.stack([blurred(color[..., i], blur * self.scale) for i in range(3)], -1)
            cover = blurred(cover, blur * self.scale)
        cover3 = (np.clip(cover, 0, 1) * alpha)[..., None]
        self.rgb = self.rgb * (1 - cover3) + color * alpha
        self.alpha = self.alpha + (1 - self.alpha) * cover3[..., 0]

    def text(
        self, x: float, y: float, words: str, size: float, color: Any, *, turn: float = 0.0, alpha: float = 1.0
    ) -> None:
        """Write words around a point; ``turn`` in degrees, counter-clockwise."""
        font = ImageFont.load_default(max(4.0, size * self.scale * 2))
        left, top, right, bottom = font.getbbox(words)
        image = Image.new("L", (int(right - left) + 8, int(bottom - top) + 8))
        ImageDraw.Draw(image).text((4 - left, 4 - top), words, font=font, fill=255)
        image = image.rotate(turn, Image.Resampling.BICUBIC, expand=True)
        image = image.resize((max(1, image.width // 2), max(1, image.height // 2)), Image.Resampling.BOX)
        height, width = self.shape
        px, py = round(x * self.scale - image.width / 2), round(y * self.scale - image.height / 2)
        x0, y0, x1, y1 = max(0, px), max(0, py), min(width, px + image.width), min(height, py + image.height)
        if x1 > x0 and y1 > y0:
            mask = np.asarray(image, np.float32)[y0 - py : y1 - py, x0 - px : x1 - px] / 255
            self._put((x0, y0, x1, y1), mask * alpha, rgb(color), "over")

    def mark(self, name: str, x: float, y: float, width: float, height: float) -> None:
        """Remember where something is, as shares of the picture: faces, for the boxes that hide them."""
        place = (x / self.width, y / self.height, width / self.width, height / self.height)
        self.marks.setdefault(name, []).append(place)
