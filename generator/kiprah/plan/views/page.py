"""Views that every page has: the site, the member, itself; and those of pages that need nothing else."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiprah.plan.views.community import (
    CommunityHead,
    CommunityTermsView,
    CommunityTermView,
    CommunityView,
    DirectoryView,
    EventsView,
    EventView,
    MovedMemberView,
)
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
from kiprah.plan.views.search import SearchView
from kiprah.plan.views.selection import SelectionView
from kiprah.plan.views.share import ShareView
from kiprah.plan.views.text import Link, Picture, Rich

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
    "selection",
    "plain",
    "not-found",
    "moved",
    "community",
    "directory",
    "events",
    "event",
    "community-term",
    "community-terms",
    "search",
    "moved-member",
]


class MenuItem(Struct, frozen=True):
    """One entry of the menu."""

    label: str
    """The words that are shown."""
    href: Link | None
    """A page of this site."""
    url: str
    """Http(s) address elsewhere, where it is no page of this site."""
    current: bool
    """True where the page stands at or below this entry."""
    from_catalogue: bool = False
    """True where the label is kiprah's own word, not the member's: write ``with_language(item.label)``."""

    @property
    def target(self) -> Link | str:
        """Address it leads to, of the two whichever there is."""
        return self.href if self.href is not None else self.url


class Language(Struct, frozen=True):
    """The same page in a language of the site."""

    code: str
    """Language code (BCP 47): ``id``, ``en``, ``ar``."""
    name: str
    """Name of the language in its own words: ``Bahasa Indonesia``."""
    locale: str
    """Locale as link previews want it, ``id_ID``; the code alone for a language kiprah does not speak."""
    href: Link
    """The page in that language."""
    current: bool
    """True where it is the language of this page."""


class ProfileLink(Struct, frozen=True):
    """A link of the profile."""

    label: str
    """The name it is shown under."""
    url: str
    """An http(s) address elsewhere."""


class MemberView(Struct, frozen=True):
    """Data of the member, as every page names them."""

    name: str
    """The full name."""
    headline: str
    """One line on who this is; or empty."""
    pronouns: str
    """Pronouns as the member writes them; or empty."""
    place: str
    """A town or district, never finer; or empty."""
    email: str
    """E-mail address, empty where not given; themes write it as a ``mailto:`` link."""
    links: tuple[ProfileLink, ...]
    """Pages of the member elsewhere."""
    skills: tuple[str, ...]
    """Skills named in the profile itself."""
    languages: tuple[str, ...]
    """Languages the member speaks, each with its level where given."""
    interests: tuple[str, ...]
    """Interests: what else the member likes."""
    picture: Picture | None
    """The portrait, or None."""
    bio: Rich
    """Bio of the member; empty except on the home page and the CV."""
    home: Link
    """The member's home page."""
    activities: Link
    """The list of all activities."""
    cv: Link
    """The CV."""
    resume: Link
    """The CV as JSON Resume."""
    reflections: Link | None = None
    """The list of all reflections; None where there are none."""
    feed: Link | None = None
    """The Atom feed; None without ``url``."""
    json_feed: Link | None = None
    """The JSON feed; None without ``url``."""
    calendar: Link | None = None
    """The calendar file; None without ``url``."""
    roles: Link | None = None
    """The list of all roles; None where there are none."""
    share: Link = Link("share/profile/")
    """The member's own share kit."""
    first_name: str = ""
    """The first word of the name, for ``profile:first_name``."""
    last_name: str = ""
    """The rest of the name, or empty."""
    community_role: str = ""
    """Role of the member in the community; or empty."""
    cohort: str = ""
    """The year or group they joined the community with; or empty."""
    since: str = ""
    """Month and year of joining the community, in words; or empty."""
    until: str = ""
    """Month and year of leaving it, in words; or empty."""


class SiteView(Struct, frozen=True):
    """Data of the site, the same on every page of one language."""

    title: str
    """The title in ``site.yml``."""
    description: str
    """The description in ``site.yml``, or empty."""
    url: str
    """Absolute address of the site, with a slash at the end; empty where it has none."""
    home: Link
    """The home page in this page's language."""
    options: tuple[tuple[str, str | int | float | bool], ...]
    """The theme's options; templates read them as ``option("name")``."""
    hours_shown: bool
    """True where hours are shown; False where the site hides them all: ``hours: hide``."""
    preview: bool
    """True where drafts or future entries are shown; never in a public build, nor in a circle, which says so itself."""
    extra: str
    """The site's own data as JSON text; templates read it as ``extra``."""
    papers: tuple[str, str] = ("", "")
    """Background colours of the pages, light and dark, ``#rrggbb``, for the browser's own frame (``theme-color``)."""
    community: CommunityHead | None = None
    """Header above every page of a community; None on a portfolio."""


class CardImage(Struct, frozen=True):
    """The card that link previews show."""

    url: str
    """Absolute address, with ``?v=`` that changes with the bytes; without it on community pages that keep their own."""
    width: int
    """Width in pixels."""
    height: int
    """Height in pixels."""
    alt: str
    """Alt text: what the card shows, in words."""


class PageView(Struct, frozen=True):
    """Data of the page itself: what its head says, in ``<head>`` as in JSON-LD."""

    kind: PageKind
    """Kind of the page; also the name of its template and of its subject."""
    href: Link
    """The page's own link."""
    title: str
    """The heading, without the site's name."""
    description: str = ""
    """Plain text, at most about 160 letters."""
    crumbs: tuple[tuple[str, Link], ...] = ()
    """Titles and links of the pages from the home page down to the parent."""
    noindex: bool = False
    """True where search engines are asked to leave it out."""
    og_type: Literal["profile", "article", "website"] = "website"
    """Type of the page, for ``og:type``."""
    published: str = ""
    """ISO date or empty."""
    modified: str = ""
    """ISO date or empty."""
    section: str = ""
    """The main cause in words, for ``article:section``; or empty."""
    tags: tuple[str, ...] = ()
    """Tags of the page, for ``article:tag``."""
    head_title: str = ""
    """Title for ``<title>``: with the member's name or the site's title."""
    path: str = ""
    """Path at which it is published, from the site's root: ``activities/x/index.html``."""
    language: str = ""
    """Language code (BCP 47), for ``lang``."""
    locale: str = ""
    """The language for ``og:locale``: ``id_ID``."""
    direction: Literal["ltr", "rtl"] = "ltr"
    """Direction of the writing, for ``dir``."""
    canonical: str = ""
    """Absolute address of the page, or empty where the site has no address."""
    card: CardImage | None = None
    """The card that link previews show; None where there is none."""
    json_ld: str = ""
    """JSON that is safe inside ``<script type="application/ld+json">``; or empty."""
    languages: tuple[Language, ...] = ()
    """Languages this page exists in, this one too; empty for sites of one language."""
    menu: tuple[MenuItem, ...] = ()
    """The main menu."""


class PlainView(Struct, frozen=True):
    """A page of the member's own, ``pages/contact.md``."""

    title: str
    """The heading."""
    body: Rich
    """The text."""


class NotFoundView(Struct, frozen=True):
    """``404.html``: all its links are absolute paths, since it answers for every address."""

    base: str
    """The path the site stands under, with slashes at both ends."""


class MovedView(Struct, frozen=True):
    """An old address (``aliases``) that leads to the entry."""

    title: str
    """The title of the page it leads to."""
    href: Link
    """The page it leads to."""


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
    | SelectionView
    | PlainView
    | NotFoundView
    | MovedView
    | CommunityView
    | DirectoryView
    | EventsView
    | EventView
    | CommunityTermView
    | CommunityTermsView
    | SearchView
    | MovedMemberView
)
"""View of a page's subject; templates see it as the page's kind, with ``_`` for ``-``: ``activity``, ``not_found``."""
