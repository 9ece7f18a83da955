"""View of a share kit: cards, a carousel and captions to pass on."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiprah.plan.views.text import Label, Link


class ShareCard(Struct, frozen=True):
    """One card to download."""

    format: Literal["link", "square", "portrait", "story"]
    """Format of the card: the name of its size."""
    label: str
    """Purpose of the card, in words."""
    href: Link
    """The JPEG."""
    file_name: str
    """A proposal for the downloaded file."""
    width: int
    """Width in pixels."""
    height: int
    """Height in pixels."""


class CarouselSlide(Struct, frozen=True):
    """One slide of a carousel to download."""

    number: int
    """Number of the slide, counted from 1."""
    href: Link
    """The JPEG."""
    alt: str
    """Alt text: what the slide shows, in words."""
    file_name: str
    """A proposal for the downloaded file; sorted by name, the slides are in order."""
    width: int
    """Width in pixels."""
    height: int
    """Height in pixels."""


class CarouselView(Struct, frozen=True):
    """An activity as slides to swipe through."""

    slides: tuple[CarouselSlide, ...]
    """Slides in order."""
    caption: str
    """The caption to copy; line breaks are meant."""
    notes: Link
    """A text file with the caption and every slide's alt text."""


class ShareView(Struct, frozen=True):
    """An entry's share kit."""

    title: str
    """The title of what is shared."""
    href: Link
    """The entry, the profile or the year it belongs to."""
    url: str
    """Its absolute address; empty where the site has none."""
    cards: tuple[ShareCard, ...]
    """Cards, one of each size the site makes."""
    alt: str
    """The alt text to copy."""
    caption: str
    """The caption to copy; line breaks are meant."""
    links: tuple[tuple[str, str], ...]
    """Name and address of each network's share page; empty where the site has no address."""
    carousel: CarouselView | None = None
    """Carousel of an activity with photos, where the site makes portrait cards; else None."""
    more: tuple[Label, ...] = ()
    """Other kits: a profile's roles and testimonials, an activity's role and what is said of it."""
