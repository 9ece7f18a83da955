"""The settings of ``site.yml``, and what the command line says over them."""

from datetime import date
from typing import Literal, get_args

from msgspec import Struct

from kiprah.model.credential import NamedAttester

SETTINGS_FILE = "site.yml"

PictureFormat = Literal["webp", "jpeg", "avif"]
CardFormat = Literal["link", "square", "portrait", "story"]
Paper = Literal["a4", "letter", "f4"]
SiteKind = Literal["portfolio", "community"]
HoursShown = Literal["show", "hide"]
OnError = Literal["stop", "skip"]
PhotoPolicy = Literal["ask", "strict"]
DirectoryOrder = Literal["name", "joined", "newest"]
Facet = Literal["causes", "skills", "places", "cohorts"]


class Brand(Struct, frozen=True):
    """The person's colour and font, on the site and on the cards."""

    color: str = "#0f766e"
    """Colour as ``#rrggbb``."""
    font: str = ""
    """A font file beside ``site.yml``, or empty."""


class PhotoSettings(Struct, frozen=True):
    """Settings of photos: how they are cut and held back."""

    widths: tuple[int, ...] = (480, 960, 1600)
    """Widths in pixels, small to large."""
    formats: tuple[PictureFormat, ...] = ("webp", "jpeg")
    policy: PhotoPolicy = "ask"


class CardSettings(Struct, frozen=True):
    """Settings of cards: which of them are made."""

    formats: tuple[CardFormat, ...] = get_args(CardFormat)
    qr: bool = True


class CvSettings(Struct, frozen=True):
    """Settings of the CV: whether it is published as a PDF too, and on what paper."""

    pdf: bool = False
    pages: int = 2
    """Number of pages: one or two."""
    paper: Paper = "a4"


class FeedSettings(Struct, frozen=True):
    """Settings of the feeds: how long they are."""

    limit: int = 30


class MenuEntry(Struct, frozen=True):
    """One entry of the site's own menu."""

    label: str
    page: str = ""
    """A page of the site: ``cv``, ``activities/x``, ``contact``."""
    url: str = ""
    """Http(s) address, where it is no page of the site."""


class Directory(Struct, frozen=True):
    """Settings of a community's directory: how its members are listed."""

    per_page: int = 60
    order: DirectoryOrder = "name"
    facets: tuple[Facet, ...] = get_args(Facet)


class Limits(Struct, frozen=True):
    """Limits of what one member may bring to a community; what is over is left out, in the order of addresses."""

    entries: int = 300
    photos: int = 600
    megabytes: int = 500


class Join(Struct, frozen=True):
    """Invitation to join a community: exactly one of ``url`` and ``email``, or neither."""

    label: str = ""
    url: str = ""
    email: str = ""


class Settings(Struct, frozen=True):
    """Settings of a site: the whole of ``site.yml``."""

    kind: SiteKind = "portfolio"
    title: str = ""
    url: str = ""
    """Absolute address with a slash at the end, or empty."""
    description: str = ""
    language: str = "id"
    languages: tuple[str, ...] = ("id",)
    """Languages of the site, the default language first."""
    timezone: str = "Asia/Jakarta"
    theme: str = "pelita"
    theme_options: tuple[tuple[str, str | int | float | bool], ...] = ()
    brand: Brand = Brand()
    hours: HoursShown = "show"
    on_error: OnError = "stop"
    photos: PhotoSettings = PhotoSettings()
    cards: CardSettings = CardSettings()
    feed: FeedSettings = FeedSettings()
    cv: CvSettings = CvSettings()
    menu: tuple[MenuEntry, ...] | None = None
    """Entries of the menu; None: the default menu."""
    noindex: bool = False
    members: Directory = Directory()
    """Settings of the directory; only of a community, like what follows."""
    limits: Limits = Limits()
    join: Join = Join()
    featured: tuple[str, ...] = ()
    """Members and entries chosen by people: ``alya``, ``alya/reading-class``."""
    attesters: tuple[NamedAttester, ...] = ()
    """Organizations whose signatures are known here."""
    cool_off: int = 0
    """Number of days that a new entry is held back, from its first build on."""
    extra: str = "{}"
    """The site's own data as JSON text."""


class Viewing(Struct, frozen=True):
    """Audience of a build, and its day: whether drafts and the like are shown; the same for a whole run."""

    today: date
    drafts: bool = False
    future: bool = False
    circle: bool = False
    """True where it is for people with the passphrase: what waits for its day, and drafts that say ``circle: true``."""

    @property
    def preview(self) -> bool:
        """Say whether this build may show what is not public."""
        return self.drafts or self.future or self.circle
