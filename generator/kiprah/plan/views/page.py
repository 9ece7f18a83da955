"""What every page knows: the site, the member, itself; and the pages that need nothing else."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiprah.plan.views.entry import ActivityView, ReflectionView
from kiprah.plan.views.lists import (
    ActivitiesView,
    CvView,
    HomeView,
    ReflectionsView,
    RoleView,
    TermsView,
    TermView,
    YearView,
)
from kiprah.plan.views.text import Label, Link, Picture, Rich

PageKind = Literal[
    "home",
    "activities",
    "activity",
    "reflections",
    "reflection",
    "role",
    "term",
    "terms",
    "year",
    "cv",
    "share",
    "plain",
    "not-found",
    "moved",
]


class MenuItem(Struct, frozen=True):
    """One entry of the menu."""

    label: str
    href: Link | None
    """A page of this site."""
    url: str
    """Or an http(s) address elsewhere."""
    current: bool
    """The page stands at or below this entry."""
    spoken: bool = False
    """The label is kiprah's own word, not the member's: ``interface(item.label)`` marks its language where needed."""


class Language(Struct, frozen=True):
    """The same page in a language of the site."""

    code: str
    name: str
    """In its own words: ``Bahasa Indonesia``."""
    locale: str
    """As link previews want it, ``id_ID``; the code alone for a language kiprah does not speak."""
    href: Link
    current: bool


class ProfileLink(Struct, frozen=True):
    """A link of the profile."""

    label: str
    url: str


class MemberView(Struct, frozen=True):
    """The person."""

    name: str
    headline: str
    pronouns: str
    place: str
    email: str
    """Empty where not given; themes write it as a ``mailto:`` link."""
    links: tuple[ProfileLink, ...]
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    interests: tuple[str, ...]
    picture: Picture | None
    bio: Rich
    """Empty except on the home page and the CV."""
    home: Link


class SiteView(Struct, frozen=True):
    """What is the same on every page of one language."""

    title: str
    description: str
    url: str
    """Absolute, with a slash at the end; empty where the site has none."""
    home: Link
    """The home page in this page's language."""
    options: tuple[tuple[str, str | int | float | bool], ...]
    """The theme's options; templates read them as ``option("name")``."""
    hours_shown: bool
    preview: bool
    """True where drafts or future entries are shown; never a public build."""
    feed: Link | None
    json_feed: Link | None
    calendar: Link | None
    resume: Link
    activities: Link
    reflections: Link | None
    """None where there are none."""
    cv: Link
    extra: str
    """The site's own data as JSON text; templates read it as ``extra``."""
    papers: tuple[str, str] = ("", "")
    """What the pages stand on in light and in dark, ``#rrggbb``, for the browser's own frame (``theme-color``)."""


class CardImage(Struct, frozen=True):
    """The card that link previews show."""

    url: str
    """Absolute, with ``?v=`` that changes with the bytes."""
    width: int
    height: int
    alt: str


class PageView(Struct, frozen=True):
    """The page itself: what its head says, in ``<head>`` as in JSON-LD."""

    kind: PageKind
    href: Link
    """The page's own link."""
    title: str
    """The heading, without the site's name."""
    description: str = ""
    """Plain text, at most about 160 letters."""
    crumbs: tuple[tuple[str, Link], ...] = ()
    """From the home page down to the parent."""
    noindex: bool = False
    og_type: Literal["profile", "article", "website"] = "website"
    published: str = ""
    """ISO date or empty."""
    modified: str = ""
    """ISO date or empty."""
    section: str = ""
    """The main cause in words, for ``article:section``; or empty."""
    tags: tuple[str, ...] = ()
    head_title: str = ""
    """For ``<title>``: with the member's name or the site's title."""
    path: str = ""
    """Where it is published, from the site's root: ``activities/x/index.html``."""
    language: str = ""
    direction: Literal["ltr", "rtl"] = "ltr"
    canonical: str = ""
    """Absolute, or empty where the site has no address."""
    card: CardImage | None = None
    json_ld: str = ""
    """JSON that is safe inside ``<script type="application/ld+json">``; or empty."""
    languages: tuple[Language, ...] = ()
    """Every language this page exists in, this one too; empty for sites of one language."""
    menu: tuple[MenuItem, ...] = ()


class ShareCard(Struct, frozen=True):
    """One card to download."""

    format: Literal["link", "square", "portrait", "story"]
    label: str
    """What it is for, in words."""
    href: Link
    file_name: str
    """A proposal for the downloaded file."""
    width: int
    height: int


class CarouselSlide(Struct, frozen=True):
    """One slide of a carousel to download."""

    number: int
    """Counted from 1."""
    href: Link
    alt: str
    """What it shows, in words."""
    file_name: str
    """A proposal for the downloaded file; sorted by name, the slides are in order."""
    width: int
    height: int


class CarouselView(Struct, frozen=True):
    """An activity as slides to swipe through."""

    slides: tuple[CarouselSlide, ...]
    caption: str
    """The caption to copy; line breaks are meant."""
    notes: Link
    """A text file with the caption and every slide's alt text."""


class ShareView(Struct, frozen=True):
    """An entry's share kit."""

    title: str
    href: Link
    """The entry, the profile or the year it belongs to."""
    url: str
    """Its absolute address; empty where the site has none."""
    cards: tuple[ShareCard, ...]
    alt: str
    """The alt text to copy."""
    caption: str
    """The caption to copy; line breaks are meant."""
    links: tuple[tuple[str, str], ...]
    """Name and address of each network's share page; empty where the site has no address."""
    carousel: CarouselView | None = None
    """Of an activity with photos, where the site makes portrait cards."""
    more: tuple[Label, ...] = ()
    """Other kits: a profile's roles and testimonials, an activity's role and what is said of it."""


class PlainView(Struct, frozen=True):
    """A page of the member's own, ``pages/contact.md``."""

    title: str
    body: Rich


class NotFoundView(Struct, frozen=True):
    """``404.html``: all its links are absolute paths, since it answers for every address."""

    base: str
    """The path the site stands under, with slashes at both ends."""


class MovedView(Struct, frozen=True):
    """An old address (``aliases``) that leads to the entry."""

    title: str
    href: Link


Subject = (
    HomeView
    | ActivitiesView
    | ActivityView
    | ReflectionsView
    | ReflectionView
    | RoleView
    | TermView
    | TermsView
    | YearView
    | CvView
    | ShareView
    | PlainView
    | NotFoundView
    | MovedView
)
"""What a page is about; a template sees it as its page's kind, with ``_`` for ``-``: ``activity``, ``not_found``."""
