"""View of a card, for card layouts."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from msgspec import Struct

from kiprah.model.photo import PhotoSource
from kiprah.model.settings import CardFormat

CardKind = Literal[
    "activity",
    "reflection",
    "role",
    "testimonial",
    "profile",
    "year",
    "slide-cover",
    "slide-photo",
    "slide-change",
    "slide-quote",
    "slide-end",
]
"""Kinds of cards, by what they are about; the slides are those of an activity's carousel."""

CARD_SIZES: dict[CardFormat, tuple[int, int]] = {
    "link": (1200, 630),
    "square": (1080, 1080),
    "portrait": (1080, 1350),
    "story": (1080, 1920),
}
"""Sizes in pixels, as the networks take them; checked 2026-11-22."""


class CardPhoto(Struct, frozen=True):
    """The photo behind a card and the point (0..1 from left and top) that must stay in view."""

    source: PhotoSource
    """The photo, decoded only when the card is drawn."""
    focus: tuple[float, float]
    """Position of the point that must stay in view."""
    color: str
    """Its mean colour, ``#rrggbb``."""
    cover: tuple[int, int] = (1, 1)
    """The largest size the pages show, in pixels: the card is cut from a picture decoded at least so large."""


class CardLogo(Struct, frozen=True):
    """The site's own mark, from ``static/``."""

    source: Path
    """Path of the file; no part of the card's key."""
    digest: str
    """Digest of the file's bytes; part of the card's key."""


class CardView(Struct, frozen=True):
    """View of one card, already in its language and already written as people write it."""

    kind: CardKind
    """Kind of the card, by what it is about."""
    format: CardFormat
    """Format of the card: the name of its size."""
    language: str
    """Language (BCP 47) of what the card is about, for shaping, line breaks and direction: ``id``, ``en``, ``ar``."""
    eyebrow: str
    """A short line above the title: role and organization, the reflection's label, the year's label; may be empty."""
    title: str
    """The heading."""
    text: str
    """A sentence under the title: headline, description, a photo's caption; may be empty."""
    quote: str
    """Quotation in somebody's own words; on the card of a reflection or a testimonial the main thing; may be empty."""
    facts: tuple[str, ...]
    """Short facts in order of weight: date or span, hours, place. Each is one unbreakable piece."""
    causes: tuple[str, ...]
    """Names of the causes, the main one first."""
    name: str
    """The member's name."""
    address: str
    """The site's address as printed: ``alya.example``; may be empty."""
    url: str
    """The absolute address the QR code holds; empty means no QR code."""
    color: str
    """The brand colour, ``#rrggbb``."""
    photo: CardPhoto | None
    """The photo behind the words, or None."""
    fonts: tuple[Path, ...] = ()
    """Paths of the brand's font files, tried before the shipped ones; no part of the card's key."""
    more_fonts: tuple[Path, ...] = ()
    """Paths of the site's other font files, tried after the shipped ones; no part of the card's key."""
    goals: tuple[str, ...] = ()
    """The Sustainable Development Goals it serves, number and name: ``4 Quality Education``."""
    figures: tuple[str, ...] = ()
    """The numbers of what changed, as people write them: ``25``."""
    changes: tuple[str, ...] = ()
    """Words for what each of the figures counts."""
    position: str = ""
    """Number of the slide, and of all slides: ``2/7``; empty on a card."""
    days: tuple[tuple[int, int], ...] = ()
    """Days on which it was: stretches (first, last) of days of a leap year, 1 to 366."""
    logo: CardLogo | None = None
    """The mark of the site, or None."""
