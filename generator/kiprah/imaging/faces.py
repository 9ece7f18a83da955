"""Face suggester: boxes that may be faces, for a person to accept; nothing of it is kept, and no build asks it.

The network (YuNet) was trained on upright faces: the picture is looked at turned four ways, and upright at twice its
size too, since small faces are found only there. What it does not find is no proof that nobody is there.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from PIL import Image

from kiprah.model.photo import Box

MODEL = Path(__file__).parent / "models" / "face_detection_yunet_2023mar.onnx"
_SHA256 = "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4"
_LONGER_SIDE = 1024
_LIKELY, _SURE = 0.3, 0.6
"""Minimum scores of a face; the second where it is turned, or fills much of the picture: that is mostly no face."""
_LARGE = 0.02
"""Share of the picture's area from which a face counts as large."""
_MOST = 40
_SAME = 0.3
"""Share of their area from which two boxes are one face."""
_LOOKS = (
    (None, 1),
    (None, 2),
    (Image.Transpose.ROTATE_90, 1),
    (Image.Transpose.ROTATE_180, 1),
    (Image.Transpose.ROTATE_270, 1),
)
"""Turn of the picture for each look, and how many times as large it is."""


class NoFaceFinder(Exception):
    """Error of a machine on which no library that finds faces is installed."""


def suggest_faces(image: Image.Image) -> tuple[Box, ...]:
    """Suggest boxes of an upright picture, the likeliest first; raises ``NoFaceFinder`` without the extra ``faces``."""
    try:
        import cv2
        import numpy
    except ImportError as error:
        raise NoFaceFinder from error
    if hashlib.sha256(MODEL.read_bytes()).hexdigest() != _SHA256:
        raise NoFaceFinder
    scale = min(1.0, _LONGER_SIDE / max(image.size))
    small = image.convert("RGB").resize([max(1, round(side * scale)) for side in image.size])
    # It says on every start that it runs where it always runs.
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
    detector: Any = cv2.FaceDetectorYN.create(str(MODEL), "", small.size, _LIKELY, 0.3, 200)
    found: list[tuple[float, Box]] = []
    for turn, zoom in _LOOKS:
        turned = small if turn is None else small.transpose(turn)
        larger = turned if zoom == 1 else turned.resize((turned.width * zoom, turned.height * zoom))
        detector.setInputSize(larger.size)
        faces = detector.detect(numpy.ascontiguousarray(numpy.asarray(larger)[:, :, ::-1]))[1]
        for face in faces if faces is not None else ():
            x, y, width, height = (float(number) for number in face[:4])
            shares = (x / larger.width, y / larger.height, width / larger.width, height / larger.height)
            box, score = _turned_back(shares, turn), float(face[14])
            if score >= (_LIKELY if turn is None and box.width * box.height < _LARGE else _SURE):
                found.append((score, box))
    kept: list[Box] = []
    for _, box in sorted(found, key=lambda one: one[0], reverse=True):
        if box.width > 0 and box.height > 0 and all(_overlap(box, other) < _SAME for other in kept):
            kept.append(box)
    return tuple(kept[:_MOST])


def _turned_back(box: tuple[float, float, float, float], turn: Image.Transpose | None) -> Box:
    x, y, width, height = box
    if turn is Image.Transpose.ROTATE_90:  # counter-clockwise: its top was our right side
        x, y, width, height = 1 - y - height, x, height, width
    elif turn is Image.Transpose.ROTATE_180:
        x, y = 1 - x - width, 1 - y - height
    elif turn is Image.Transpose.ROTATE_270:
        x, y, width, height = y, 1 - x - width, height, width
    left, top = max(0.0, x), max(0.0, y)
    return Box(left, top, min(1.0, x + width) - left, min(1.0, y + height) - top)


def _overlap(one: Box, other: Box) -> float:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    along = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    shared = max(0.0, across) * max(0.0, along)
    return shared / (one.width * one.height + other.width * other.height - shared)
