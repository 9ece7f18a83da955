"""The settings of ``site.yml``, and what the command line says over them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

PictureFormat = Literal["webp", "jpeg", "avif"]
CardFormat = Literal["link", "square", "portrait", "story"]


@dataclass(frozen=True, slots=True)
class Brand:
    """The person's colour and font, on the site and on the cards."""

    color: str = "#0f766e"
    """``#rrggbb``."""
    font: str = ""
    """A font file beside ``site.yml``, or empty."""


@dataclass(frozen=True, slots=True)
class PhotoSettings:
    """How photos are cut and held back."""

    widths: tuple[int, ...] = (480, 960, 1600)
    """Pixels, small to large."""
    formats: tuple[PictureFormat, ...] = ("webp", "jpeg")
    policy: Literal["ask", "strict"] = "ask"


@dataclass(frozen=True, slots=True)
class CardSettings:
    """Which cards are made."""

    formats: tuple[CardFormat, ...] = ("link", "square", "portrait", "story")
    qr: bool = True


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """How long the feeds are."""

    limit: int = 30


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One entry of the site's own menu."""

    label: str
    page: str = ""
    """A page of the site: ``cv``, ``activities/x``, ``contact``."""
    url: str = ""
    """Or an http(s) address."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole of ``site.yml``."""

    kind: Literal["portfolio", "community"] = "portfolio"
    title: str = ""
    url: str = ""
    """Absolute with a slash at the end, or empty."""
    description: str = ""
    language: str = "id"
    languages: tuple[str, ...] = ("id",)
    """The default language first."""
    timezone: str = "Asia/Jakarta"
    theme: str = "pelita"
    theme_options: tuple[tuple[str, str | int | float | bool], ...] = ()
    brand: Brand = Brand()
    hours: Literal["show", "hide"] = "show"
    on_error: Literal["stop", "skip"] = "stop"
    photos: PhotoSettings = PhotoSettings()
    cards: CardSettings = CardSettings()
    feed: FeedSettings = FeedSettings()
    menu: tuple[MenuEntry, ...] | None = None
    """None: the default menu."""
    noindex: bool = False
    extra: str = "{}"
    """The site's own data as JSON text."""


@dataclass(frozen=True, slots=True)
class Viewing:
    """What a build shows beyond the public: the same for a whole run."""

    today: date
    drafts: bool = False
    future: bool = False

    @property
    def preview(self) -> bool:
        """Say whether this build may show what is not public."""
        return self.drafts or self.future
