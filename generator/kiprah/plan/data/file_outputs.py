"""The data files as values: each holds all that its bytes depend on, already in its language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from kiprah.model.summary import SitemapUrl
from kiprah.plan.any_output import AnyOutput, part_digest
from kiprah.plan.data.json_value import Fields
from kiprah.plan.data.portfolio import Portfolio


class FeedImage(Struct, frozen=True):
    """The picture of a feed's entry; ``width`` and ``height`` in pixels."""

    url: str
    mime: str
    width: int
    height: int


class FeedEntry(Struct, frozen=True):
    """An activity or a reflection in a feed; every address is absolute."""

    url: str
    """Its page, which is also its identity."""
    title: str
    language: str
    published: str
    """ISO date."""
    updated: str
    """ISO date."""
    summary: str
    html: str
    tags: tuple[str, ...]
    image: FeedImage | None
    author: str = ""
    """Name of the author, where that is not who the feed is of."""


class Feed(Struct, frozen=True):
    """Content of a feed, of either format."""

    title: str
    description: str
    language: str
    home: str
    author: str
    icon: str
    version: str
    """The version of kiprah."""
    entries: tuple[FeedEntry, ...]
    """Entries of the feed, newest first."""


class FeedOutput(AnyOutput, frozen=True):
    """``feed.xml`` (Atom 1.0) or ``feed.json`` (JSON Feed 1.1)."""

    format: Literal["atom", "json"]
    url: str
    """Its own address."""
    feed: Feed


class CalendarEntry(Struct, frozen=True):
    """A day or a span of days in the calendar."""

    kind: Literal["event", "journal"]
    url: str
    title: str
    language: str
    start: str
    """ISO date of the first day."""
    end: str
    """ISO date of the last day; empty while it runs."""
    updated: str
    """ISO date."""
    description: str
    """Description, in which line breaks are meant."""
    place: str
    categories: tuple[str, ...]
    about: str = ""
    """The address of the activity that a journal entry looks back on."""


class CalendarOutput(AnyOutput, frozen=True):
    """``activities.ics``."""

    url: str
    """Its own address."""
    home: str
    name: str
    description: str
    language: str
    entries: tuple[CalendarEntry, ...]
    """Entries in the order they happened."""


class SitemapOutput(AnyOutput, frozen=True):
    """A sitemap of at most 50,000 pages."""

    pages: tuple[SitemapUrl, ...]


class SitemapIndexOutput(AnyOutput, frozen=True):
    """The list of sitemaps, where one is not enough."""

    sitemaps: tuple[str, ...]
    """Absolute addresses of the sitemaps."""


class JsonOutput(AnyOutput, frozen=True):
    """A JSON document: ``resume.json``, ``manifest.webmanifest``."""

    document: Fields


class PortfolioOutput(AnyOutput, frozen=True):
    """``portfolio.json``; what it says is put into its own words when it is written."""

    portfolios: tuple[Portfolio, ...]
    """The same in each language, the site's default first."""

    def parts(self, digest: Callable[[Any], bytes]) -> tuple[tuple[str, bytes], ...]:
        """Digest what it tells of entries apart from all else: another body is another part alone."""
        facts = b"".join([digest(replace(p, activities=(), reflections=())) for p in self.portfolios])
        return portfolio_parts(part_digest(facts), self.entry_digests(digest))

    def entry_digests(self, digest: Callable[[Any], bytes]) -> bytes:
        """Join the digests of all entries it tells: language by language, activities before reflections."""
        told = ((*portfolio.activities, *portfolio.reflections) for portfolio in self.portfolios)
        return b"".join([digest(entry) for entries in told for entry in entries])


def portfolio_parts(facts: bytes, entries: bytes) -> tuple[tuple[str, bytes], ...]:
    """Name the parts of ``portfolio.json``: a digest of its facts, and the joined ones of its entries."""
    return ("facts", facts), ("entries", part_digest(entries))


class EncodedOutput(AnyOutput, frozen=True):
    """A data file whose bytes are known already."""

    content: bytes


class IconOutput(AnyOutput, frozen=True):
    """``favicon.svg``: an initial, or the lamp where there is none, on the brand colour."""

    initial: str
    color: str
    """Colour as ``#rrggbb``."""


class TextOutput(AnyOutput, frozen=True):
    """A small text for robots or the host: ``robots.txt``, ``_headers``, ``_redirects``, ``.nojekyll``."""

    text: str


DataOutput: TypeAlias = (
    FeedOutput
    | CalendarOutput
    | SitemapOutput
    | SitemapIndexOutput
    | JsonOutput
    | PortfolioOutput
    | EncodedOutput
    | IconOutput
    | TextOutput
)
