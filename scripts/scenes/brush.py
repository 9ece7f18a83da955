"""The painter's hand: the picture again, in strokes from broad to fine that follow its forms."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from scenes.canvas import Grid, blurred, noise


def painted(
    picture: Grid,
    seed: int,
    scale: float,
    *,
    widths: tuple[float, ...] = (30, 15, 7),
    keep: float = 0.3,
) -> Grid:
    """Return the picture in brush strokes; ``keep`` is the share of the picture itself that stays."""
    rng = np.random.default_rng(seed)
    height, width, _ = picture.shape
    target = (np.clip(picture, 0, 1) * 255).astype(np.uint8)
    angle = _flow(picture, rng, scale)
    zoom = 2
    board = Image.fromarray(target).filter(ImageFilter.GaussianBlur(12 * scale)).resize((width * zoom, height * zoom))
    bristle = Image.new("L", board.size, 128)
    for layer, brush in enumerate(widths):
        w = max(2.0, brush * scale)
        soft = np.asarray(Image.fromarray(target).filter(ImageFilter.GaussianBlur(w * 0.22)), np.float32)
        now = np.asarray(board.resize((width, height), Image.Resampling.BOX), np.float32)
        error = blurred(np.abs(now - soft).mean(2), w * 0.35)
        step = w * 0.55
        gx, gy = np.meshgrid(np.arange(step / 2, width, step), np.arange(step / 2, height, step))
        x = (gx + rng.uniform(-step, step, gx.shape) * 0.6).ravel().clip(0, width - 1)
        y = (gy + rng.uniform(-step, step, gy.shape) * 0.6).ravel().clip(0, height - 1)
        wanted = error[y.astype(int), x.astype(int)] > (2.0 if layer == 0 else 5.0)
        x, y = x[wanted], y[wanted]
        order = rng.permutation(len(x))
        _strokes(board, bristle, soft, angle, x[order], y[order], w, zoom, rng)
    strokes = np.asarray(board.resize((width, height), Image.Resampling.BOX), np.float32) / 255
    relief = np.asarray(bristle.resize((width, height), Image.Resampling.BOX), np.float32)
    relief = (relief - blurred(relief, 3 * scale)) / 128
    result = strokes * (1 - keep) + picture * keep
    return (result * (1 + 0.09 * relief[..., None])).astype(np.float32)


def _flow(picture: Grid, rng: np.random.Generator, scale: float) -> Grid:
    """Return the direction of the strokes: along edges where there are any, else a slow drift."""
    light = blurred(picture @ np.array([0.3, 0.6, 0.1], np.float32), 2.5 * scale)
    dy, dx = (np.gradient(light, axis=axis) for axis in (0, 1))
    spread = 9 * scale
    xx, yy, xy = blurred(dx * dx, spread), blurred(dy * dy, spread), blurred(dx * dy, spread)
    along = 0.5 * np.arctan2(2 * xy, xx - yy) + np.pi / 2
    sure = np.hypot(xx - yy, 2 * xy)
    sure = np.clip(sure / (np.percentile(sure, 70) + 1e-9), 0, 1)
    drift = 0.35 + 0.7 * noise(light.shape, 420 * scale, rng, 2)
    c = np.cos(2 * along) * sure + np.cos(2 * drift) * (1 - sure)
    s = np.sin(2 * along) * sure + np.sin(2 * drift) * (1 - sure)
    return np.asarray(0.5 * np.arctan2(s, c), np.float32)


def _strokes(
    board: Image.Image,
    bristle: Image.Image,
    soft: Grid,
    angle: Grid,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    w: float,
    zoom: int,
    rng: np.random.Generator,
) -> None:
    height, width = angle.shape
    count = len(x)
    color = soft[y.astype(int), x.astype(int)]
    turn = rng.integers(0, 2, count) * np.pi
    path = np.zeros((count, 5, 2), np.float32)
    path[:, 0] = np.stack([x, y], 1)
    alive = np.ones(count, bool)
    length = np.ones(count, int)
    last = np.zeros((count, 2))
    for i in range(1, 5):
        a = angle[y.astype(int), x.astype(int)] + turn
        move = np.stack([np.cos(a), np.sin(a)], 1)
        back = (move * last).sum(1) < 0
        move[back] *= -1
        last = move
        x = (x + move[:, 0] * w * 0.75).clip(0, width - 1)
        y = (y + move[:, 1] * w * 0.75).clip(0, height - 1)
        near = np.abs(soft[y.astype(int), x.astype(int)] - color).mean(1) < 11
        alive &= near
        length[alive] = i + 1
        path[:, i] = np.stack([x, y], 1)
    shift = rng.normal(0, 2.6, (count, 1)) + rng.normal(0, 1.2, (count, 3))
    shown = np.clip(color + shift, 0, 255).astype(np.uint8).tolist()
    tone = rng.integers(60, 200, count).tolist()
    size = (w * zoom * rng.uniform(0.7, 1.1, count)).tolist()
    path = path * zoom
    on_board, on_bristle = ImageDraw.Draw(board), ImageDraw.Draw(bristle)
    for i in range(count):
        points = [tuple(p) for p in path[i, : max(2, length[i])].tolist()]
        if length[i] == 1:
            points[1] = (
                points[0][0] + (points[1][0] - points[0][0]) * 0.4,
                points[0][1] + (points[1][1] - points[0][1]) * 0.4,
            )
        r = size[i] / 2
        fill = tuple(shown[i])
        on_board.line(points, fill=fill, width=round(size[i]), joint="curve")
        for px, py in (points[0], points[-1]):
            on_board.ellipse((px - r, py - r, px + r, py + r), fill=fill)
        on_bristle.line(points, fill=tone[i], width=round(size[i]))
