"""The small pieces a page is made of: links, dates, hours, labels and safe HTML, already in the page's language."""

from __future__ import annotations

from msgspec import Struct


class Link(Struct, frozen=True):
    """A place inside the site; printed in a template it becomes an address relative to the page it stands on."""

    path: str
    """From the site's root, without a leading slash; a page's folder ends in ``/``; empty is the home page."""
    anchor: str = ""
    """The part after ``#``, without it."""


class When(Struct, frozen=True):
    """A day or a span of days, for machines and for people."""

    start: str
    """ISO date of the first day."""
    end: str
    """ISO date of the last day; equal to ``start`` for a single day; empty while it runs."""
    text: str
    """As written in a sentence: ``14 Maret - 20 Juni 2026``."""
    short: str
    """As written in a narrow column: ``Mar - Jun 2026``."""
    day: str
    """Day and month of the start without the year: ``14 Mar``."""
    within: str = ""
    """As written under a heading that names the year: ``14 Mar``, ``14 Mar - 20 Jun``, ``since July``."""


class Hours(Struct, frozen=True):
    """A number of hours."""

    value: str
    """A plain decimal with a point, for machines: ``42.5``."""
    text: str
    """With its unit, as people write it: ``42,5 jam``; starts with a word for "about" when estimated."""
    estimated: bool
    """At least one part of it was estimated, not counted."""


class Label(Struct, frozen=True):
    """A name that leads to a page: a cause, a skill, a role."""

    name: str
    href: Link
    language: str = ""
    """The name's language where it is not the page's."""


class Place(Struct, frozen=True):
    """A coarse place, never finer than a district or a town."""

    name: str


class SourceSet(Struct, frozen=True):
    """The files of one picture in one format, from small to large."""

    mime: str
    files: tuple[tuple[Link, int], ...]
    """Each file and its width in pixels."""


class Picture(Struct, frozen=True):
    """A photo in all its sizes; print it with the theme's ``picture`` macro."""

    sources: tuple[SourceSet, ...]
    """Best format first; the last one is what every browser reads."""
    fallback: Link
    """A middle size in the last format, for ``src``."""
    full: Link
    """The largest size in the last format, for the gallery without script."""
    width: int
    height: int
    """Pixels of the largest size, for ``width`` and ``height``, so that nothing jumps."""
    alt: str
    caption: str
    credit: str
    tone: int
    """0..63, the nearest of 64 placeholder tones: class ``tone-<n>`` (red, green, blue in four steps each)."""
    focus: tuple[float, float]
    language: str = ""
    """The language of alt text and caption where it is not the page's."""


class Rich(Struct, frozen=True):
    """Sanitized HTML in parts, in reading order; print it with the theme's ``rich`` macro."""

    parts: tuple[str | Link | Picture, ...] = ()
    """HTML text; links where an address stands in an attribute; pictures where a photo stands."""
    language: str = ""
    """The text's language where it is not the page's."""
