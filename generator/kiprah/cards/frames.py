"""Geometry of cards: rectangles in pixels, resolved from a layout's boxes, mirrored for right-to-left languages."""

from __future__ import annotations

from msgspec import Struct

from kiprah.cards.formats import FORMATS
from kiprah.cards.layers import Placement
from kiprah.model.settings import CardFormat

_RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku-arab", "ps", "sd", "syr", "ug", "ur", "yi"))
_RIGHT_TO_LEFT_SCRIPTS = frozenset(("arab", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg"))


class Rect(Struct, frozen=True):
    """A rectangle in pixels of the card."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Return its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Return its lower side."""
        return self.y + self.height

    def pixels(self) -> tuple[int, int, int, int]:
        """Round to the pixel grid: left, top, right and bottom."""
        return round(self.x), round(self.y), round(self.right), round(self.bottom)


def is_right_to_left(language: str) -> bool:
    """Say whether a language (BCP 47) is written from right to left; a script in the tag decides."""
    parts = language.lower().split("-")
    scripts = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    if scripts:
        return scripts[0] in _RIGHT_TO_LEFT_SCRIPTS
    return parts[0] in _RIGHT_TO_LEFT


def frame_of(name: str, card_format: CardFormat) -> Rect:
    """Return the canvas, or what of it no network covers or cuts away."""
    facts = FORMATS[card_format]
    if name == "canvas":
        return Rect(0, 0, *facts.size)
    left, top, right, bottom = facts.safe
    return Rect(left, top, right - left, bottom - top)


def rect_of(placement: Placement, card_format: CardFormat, mirrored: bool) -> Rect:
    """Resolve a layer's box. It is mirrored within its own frame: the safe area is not in the middle of every card."""
    frame = frame_of(placement.frame, card_format)
    x, width = placement.box.x.of(frame.width), placement.box.width.of(frame.width)
    y, height = placement.box.y.of(frame.height), placement.box.height.of(frame.height)
    if mirrored:
        x = frame.width - x - width
    return Rect(frame.x + x, frame.y + y, width, height)
