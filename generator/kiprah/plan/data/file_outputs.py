"""The data files as values: each holds all that its bytes depend on, already in its language."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from kiprah.model.summary import SitemapUrl
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
    """Who wrote it, where that is not who the feed is of."""


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
    """Newest first."""


class FeedOutput(Struct, frozen=True):
    """``feed.xml`` (Atom 1.0) or ``feed.json`` (JSON Feed 1.1)."""

    path: str
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
    """Line breaks are meant."""
    place: str
    categories: tuple[str, ...]
    about: str = ""
    """The address of the activity that a journal entry looks back on."""


class CalendarOutput(Struct, frozen=True):
    """``activities.ics``."""

    path: str
    url: str
    """Its own address."""
    home: str
    name: str
    description: str
    language: str
    entries: tuple[CalendarEntry, ...]
    """In the order they happened."""


class SitemapOutput(Struct, frozen=True):
    """A sitemap of at most 50,000 pages."""

    path: str
    pages: tuple[SitemapUrl, ...]


class SitemapIndexOutput(Struct, frozen=True):
    """The list of sitemaps, where one is not enough."""

    path: str
    sitemaps: tuple[str, ...]
    """Absolute addresses."""


class JsonOutput(Struct, frozen=True):
    """A JSON document: ``resume.json``, ``manifest.webmanifest``."""

    path: str
    document: Fields


class PortfolioOutput(Struct, frozen=True):
    """``portfolio.json``; what it says is put into its own words when it is written."""

    path: str
    portfolios: tuple[Portfolio, ...]
    """The same in each language, the site's default first."""


class EncodedOutput(Struct, frozen=True):
    """A data file whose bytes are known already."""

    path: str
    content: bytes


class IconOutput(Struct, frozen=True):
    """``favicon.svg``: an initial, or the lamp where there is none, on the brand colour."""

    path: str
    initial: str
    color: str
    """``#rrggbb``."""


class TextOutput(Struct, frozen=True):
    """A small text for robots or the host: ``robots.txt``, ``_headers``, ``_redirects``, ``.nojekyll``."""

    path: str
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
