"""Every kind of file kiprah publishes, as a value that holds all its bytes depend on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kiprah.model.photo import PhotoSource
from kiprah.plan.views.card import CardView

PictureFormat = Literal["webp", "jpeg", "avif"]


@dataclass(frozen=True, slots=True)
class PictureOutput:
    """One size of one photo in one format; ``width`` and ``height`` in pixels, never larger than the source."""

    path: str
    source: PhotoSource
    width: int
    height: int
    format: PictureFormat


@dataclass(frozen=True, slots=True)
class CardOutput:
    """One card; ``path`` ends in ``cards/<slug>/<format>.jpg``."""

    path: str
    card: CardView
    theme: str
    """The digest of the theme's card layouts, so that another layout is another output."""
