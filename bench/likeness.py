"""Likeness of two pictures: mean SSIM of their luma, as Wang et al. (2004) define it."""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image

Plane = np.ndarray[Any, np.dtype[np.float32]]

_SIGMA, _REACH = 1.5, 5
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def _kernel() -> Plane:
    weights = np.exp(-(np.arange(-_REACH, _REACH + 1, dtype=np.float32) ** 2) / (2 * _SIGMA**2))
    return np.asarray(weights / weights.sum(), np.float32)


_WEIGHTS = _kernel()


def _blurred(plane: Plane) -> Plane:
    """Return the Gaussian mean around each pixel whose whole neighbourhood is inside the picture."""
    height, width = plane.shape[0] - 2 * _REACH, plane.shape[1] - 2 * _REACH
    across = np.zeros((plane.shape[0], width), np.float32)
    for at, weight in enumerate(_WEIGHTS):
        across += weight * plane[:, at : at + width]
    down = np.zeros((height, width), np.float32)
    for at, weight in enumerate(_WEIGHTS):
        down += weight * across[at : at + height]
    return down


def ssim(one: Image.Image, other: Image.Image) -> float:
    """Return the mean SSIM (1 for equal pictures) of two pictures of one size."""
    x, y = (np.asarray(image.convert("L"), np.float32) for image in (one, other))
    mean_x, mean_y = _blurred(x), _blurred(y)
    var_x, var_y = _blurred(x * x) - mean_x**2, _blurred(y * y) - mean_y**2
    both = _blurred(x * y) - mean_x * mean_y
    top = (2 * mean_x * mean_y + _C1) * (2 * both + _C2)
    return float((top / ((mean_x**2 + mean_y**2 + _C1) * (var_x + var_y + _C2))).mean())
