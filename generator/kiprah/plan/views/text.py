"""The small pieces a page is made of: links, dates, hours, labels and safe HTML, already in the page's language."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

_QUIET_ZONE = 4
"""Modules that stay white around a QR code, as its standard asks."""
_DARK_RUN = re.compile("1+")


class Link(Struct, frozen=True):
    """A place inside the site; printed in a template it becomes an address relative to the page it stands on."""

    path: str
    """Path from the site's root, without a leading slash; a page's folder ends in ``/``; empty is the home page."""
    anchor: str = ""
    """The part after ``#``, without it."""


class When(Struct, frozen=True):
    """A day or a span of days, for machines and for people."""

    start: str
    """ISO date of the first day."""
    end: str
    """ISO date of the last day; equal to ``start`` for a single day; empty while it runs."""
    text: str
    """Day or span as written in a sentence: ``14 Maret - 20 Juni 2026``."""
    short: str
    """Day or span as written in a narrow column: ``Mar - Jun 2026``."""
    day: str
    """Day and month of the start without the year: ``14 Mar``."""
    within: str = ""
    """Day or span as written under a heading that names the year: ``14 Mar``, ``14 Mar - 20 Jun``, ``since July``."""

    @property
    def in_its_year(self) -> str:
        """As written under a heading that names the year: ``within``, or the day where there is none."""
        return self.within or self.day

    @property
    def months_run(self) -> tuple[int, int] | None:
        """Begin and end of a span in its first year, on a line of 144, twelve a month; None within one month."""
        year_alone = len("2026")
        if self.start[:7] == self.end[:7] or len(self.start) <= year_alone or len(self.end) == year_alone:
            return None
        last = int(self.end[5:7]) if self.end[:4] == self.start[:4] else 12
        return (int(self.start[5:7]) - 1) * 12, last * 12


class Hours(Struct, frozen=True):
    """A number of hours."""

    value: str
    """A plain decimal with a point, for machines: ``42.5``."""
    text: str
    """Number with its unit, as people write it: ``42,5 jam``; starts with a word for "about" when estimated."""
    estimated: bool
    """True where at least one part of it was estimated, not counted."""


class Label(Struct, frozen=True):
    """A name that leads to a page: a cause, a skill, a role."""

    name: str
    """The words that are shown."""
    href: Link
    """The page."""
    language: str = ""
    """The name's language where it is not the page's."""


class SourceSet(Struct, frozen=True):
    """The files of one picture in one format, from small to large."""

    mime: str
    """MIME type, for ``type``: ``image/avif``, ``image/webp``, ``image/jpeg``."""
    files: tuple[tuple[Link, int], ...]
    """Files, each with its width in pixels."""

    @property
    def smallest(self) -> Link:
        """The smallest file."""
        return self.files[0][0]


class Picture(Struct, frozen=True):
    """A photo in all its sizes; print it with the theme's ``picture`` macro."""

    sources: tuple[SourceSet, ...]
    """Files by format, the best first; the last one is what every browser reads."""
    fallback: Link
    """A middle size in the last format, for ``src``."""
    full: Link
    """The largest size in the last format, for the gallery without script."""
    width: int
    """Width of the largest size in pixels, for ``width``, so that nothing jumps."""
    height: int
    """Height of the largest size in pixels, for ``height``, so that nothing jumps."""
    alt: str
    """Alt text: what the photo shows, in words."""
    caption: str
    """A line under it, its quotation marks as its language writes them; or empty."""
    credit: str
    """Name of the photographer, or empty."""
    tone: int
    """Number, 0..63, of the nearest of 64 placeholder tones (red, green, blue in four steps each); see ``classes``."""
    focus: tuple[float, float]
    """The point that must stay in view, from left and top, 0..1; see ``classes``."""
    language: str = ""
    """The language of alt text and caption where it is not the page's."""
    written_caption: str = ""
    """The caption as it was written, where ``caption`` has other quotation marks."""

    @property
    def better(self) -> tuple[SourceSet, ...]:
        """The formats before the one that every browser reads, best first."""
        return self.sources[:-1]

    @property
    def best(self) -> SourceSet | None:
        """The best format; None where there is only the one that every browser reads."""
        return self.sources[0] if len(self.sources) > 1 else None

    @property
    def plain(self) -> SourceSet:
        """The format that every browser reads."""
        return self.sources[-1]

    @property
    def smallest(self) -> Link:
        """The smallest file in the best format."""
        return self.sources[0].smallest

    @property
    def plain_caption(self) -> str:
        """The caption as it was written, for data."""
        return self.written_caption or self.caption

    @property
    def classes(self) -> str:
        """The classes of its ``img``: the placeholder's tone and the place it is held by, ``tone-27 fx-2 fy-1``."""
        x, y = (round(part * 4) for part in self.focus)
        return f"tone-{self.tone} fx-{x} fy-{y}"

    @property
    def shape(self) -> Literal["", "tall", "wide"]:
        """``tall`` where it is taller than wide, ``wide`` where it is much wider than tall, else empty."""
        return "tall" if self.height > self.width else "wide" if self.width > self.height * 1.65 else ""


class Rich(Struct, frozen=True):
    """Sanitized HTML in parts, in reading order; print it with the theme's ``rich`` macro."""

    parts: tuple[str | Link | Picture, ...] = ()
    """HTML text; links where an address stands in an attribute; pictures where a photo stands."""
    language: str = ""
    """The text's language where it is not the page's."""

    @property
    def has_pictures(self) -> bool:
        """A photo stands in it."""
        return any(isinstance(part, Picture) for part in self.parts)


class QrCode(Struct, frozen=True):
    """An address as a QR code; print it with the theme's ``qr_code`` macro."""

    rows: tuple[str, ...]
    """Rows of ``0`` and ``1`` without quiet zone."""

    @property
    def side(self) -> int:
        """Width and height in modules, with four of quiet zone all around."""
        return len(self.rows) + 2 * _QUIET_ZONE

    @property
    def runs(self) -> tuple[tuple[int, int, int], ...]:
        """Dark modules that stand in a row: from left, from top, how many."""
        return tuple(
            (run.start() + _QUIET_ZONE, top, len(run[0]))
            for top, row in enumerate(self.rows, _QUIET_ZONE)
            for run in _DARK_RUN.finditer(row)
        )
