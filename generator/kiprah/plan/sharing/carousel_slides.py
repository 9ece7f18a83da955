"""Slides of a carousel: what each shows in words, before cards are made of them."""

from __future__ import annotations

from msgspec import Struct

from kiprah.model.photo import Photo
from kiprah.plan.views.card import CardKind
from kiprah.plan.views.entry import ImpactView
from kiprah.plan.views.text import Link


class Slide(Struct, frozen=True):
    """One picture of a carousel, and what it shows in words."""

    kind: CardKind
    title: str
    alt: str
    eyebrow: str = ""
    text: str = ""
    quote: str = ""
    facts: tuple[str, ...] = ()
    photo: Photo | None = None
    impacts: tuple[ImpactView, ...] = ()


class Carousel(Struct, frozen=True):
    """All slides of one activity in one language, in order."""

    slides: tuple[Slide, ...]
    caption: str
    folder: Link
    """Folder of its files: ``cards/<slug>/``."""

    def path(self, number: int) -> Link:
        """Return the picture of a slide, counted from 1."""
        return Link(f"{self.folder.path}carousel-{number:02}.jpg")

    @property
    def notes(self) -> Link:
        """Return the text file with the caption and every alt text."""
        return Link(f"{self.folder.path}carousel.txt")
