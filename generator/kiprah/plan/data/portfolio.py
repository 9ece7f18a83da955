"""Portfolio: what one member shows in one language, as pages show it; data files are made from it."""

from __future__ import annotations

from msgspec import Struct

from kiprah.model.settings import CardFormat
from kiprah.plan.addresses.routes import Routes
from kiprah.plan.sharing.carousel_slides import Carousel
from kiprah.plan.views.background import BackgroundView
from kiprah.plan.views.entry import ActivityView, ReflectionView, TestimonialView
from kiprah.plan.views.lists import RoleView
from kiprah.plan.views.page import MemberView, SiteView
from kiprah.plan.views.text import Hours, Link, Rich


class ActivityExport(Struct, frozen=True):
    """An activity's page, and what machines want plainer than people."""

    slug: str
    view: ActivityView
    amounts: tuple[str, ...]
    """The number of each impact as a plain decimal, in the view's order."""
    carousel: Carousel | None
    has_cards: bool = True
    """False of a community's event that the member only attended: its page and its cards are the community's."""


class ReflectionExport(Struct, frozen=True):
    """A reflection's page, its frame by name, and the slug of the listed activity it looks back on."""

    slug: str
    view: ReflectionView
    frame: str
    activity: str


class RoleExport(Struct, frozen=True):
    """A role's page and the slugs of its activities, oldest first."""

    slug: str
    view: RoleView
    activities: tuple[str, ...]


class TestimonialExport(Struct, frozen=True):
    """Somebody's words and the slug of the listed activity they speak of."""

    slug: str
    view: TestimonialView
    activity: str


class PageExport(Struct, frozen=True):
    """A page of the member's own."""

    slug: str
    href: Link
    language: str
    """The language of its text where it is not the portfolio's, else empty."""
    title: str
    description: str
    body: Rich


class Portfolio(Struct, frozen=True):
    """Portfolio of one member in one language, from which nothing unlisted or private can be reached."""

    language: str
    routes: Routes
    site: SiteView
    member: MemberView
    """View of the member, with the bio."""
    hours: Hours | None
    """The total; None where no activity gives hours or the site hides them."""
    roles: tuple[RoleExport, ...]
    activities: tuple[ActivityExport, ...]
    """Activities, oldest first."""
    reflections: tuple[ReflectionExport, ...]
    """Reflections, oldest first."""
    testimonials: tuple[TestimonialExport, ...]
    pages: tuple[PageExport, ...]
    cards: tuple[CardFormat, ...]
    """The cards that every entry and the member have; empty where the site makes none."""
    left_out: tuple[str, ...] = ()
    """Paths of cards that cannot be drawn."""
    background: BackgroundView = BackgroundView()
    """Education, work and the like; empty where only some entries are told."""
