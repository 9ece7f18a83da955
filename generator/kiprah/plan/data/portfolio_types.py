"""Types of ``portfolio.json``, as ``docs/portfolio.md`` describes it: names and order of the keys are the file's own.

What has its default (no text, nothing listed) is left out of the file.
"""

from __future__ import annotations

from msgspec import Struct

from kiprah.plan.data.background_json import BackgroundJson

Number = int | float


class GeneratorJson(Struct, frozen=True):
    """Program that wrote the file."""

    name: str
    version: str


class OrganizationJson(Struct, frozen=True, omit_defaults=True):
    """An organization, or what an entry says of it."""

    name: str = ""
    url: str = ""
    about: str = ""


class PhotoJson(Struct, frozen=True, omit_defaults=True):
    """A picture in its largest published size, in pixels."""

    url: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    credit: str = ""


class CardJson(Struct, frozen=True):
    """A card to share, in pixels."""

    format: str
    url: str
    width: int
    height: int


class SlideJson(Struct, frozen=True, omit_defaults=True):
    """One picture of a carousel, in pixels."""

    url: str
    width: int
    height: int
    alt: str = ""


class CarouselJson(Struct, frozen=True, omit_defaults=True):
    """An activity as slides to swipe through."""

    caption: str = ""
    url: str = ""
    slides: tuple[SlideJson, ...] = ()


class ImpactJson(Struct, frozen=True, omit_defaults=True):
    """Impact: a number that changed, with its source."""

    value: Number
    what: str = ""
    source: str = ""


class AttestationJson(Struct, frozen=True, omit_defaults=True):
    """Attestation that an organization signed."""

    state: str
    """State of the attestation: ``attested``, ``changed``, ``withdrawn`` or ``unknown``."""
    by: str = ""
    issuer: str = ""
    """A DID."""
    date: str = ""
    """ISO date of the signature."""
    hours: Number | None = None


class EvidenceJson(Struct, frozen=True, omit_defaults=True):
    """Evidence that vouches for an entry."""

    kind: str = ""
    label: str = ""
    url: str = ""
    attestation: AttestationJson | None = None


class VideoJson(Struct, frozen=True, omit_defaults=True):
    """A video beside an entry."""

    url: str
    alt: str = ""


class LinkJson(Struct, frozen=True, omit_defaults=True):
    """One of the member's links."""

    label: str = ""
    url: str = ""


class BodyJson(Struct, frozen=True, omit_defaults=True):
    """A text as HTML with absolute addresses and as plain text."""

    html: str = ""
    text: str = ""


class HoursJson(Struct, frozen=True):
    """A total of hours."""

    hours: Number
    hours_estimated: bool


class SpanJson(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One stretch of work of a role."""

    date: str
    end: str = ""
    ongoing: bool


class ActivityTextJson(Struct, frozen=True, omit_defaults=True, rename={"companions": "with"}):
    """Words of an activity in one language."""

    url: str = ""
    title: str = ""
    summary: str = ""
    quote: str = ""
    organization: OrganizationJson | None = None
    role: str = ""
    place: str = ""
    causes: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    impact: tuple[str, ...] = ()
    html: str = ""
    text: str = ""
    reflection: BodyJson | None = None
    cards: tuple[CardJson, ...] = ()
    carousel: CarouselJson | None = None


class ActivityJson(Struct, frozen=True, omit_defaults=True, kw_only=True, rename={"companions": "with"}):
    """One dated entry of the log."""

    slug: str
    url: str
    date: str
    end: str = ""
    ongoing: bool
    updated: str = ""
    organization: OrganizationJson | None = None
    role: str = ""
    hours: Number | None = None
    hours_estimated: bool | None = None
    causes: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    sdgs: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    place: str = ""
    companions: tuple[str, ...] = ()
    impact: tuple[ImpactJson, ...] = ()
    evidence: tuple[EvidenceJson, ...] = ()
    photos: tuple[PhotoJson, ...] = ()
    videos: tuple[VideoJson, ...] = ()
    texts: dict[str, ActivityTextJson]


class ReflectionTextJson(Struct, frozen=True, omit_defaults=True):
    """Words of a reflection in one language."""

    url: str = ""
    title: str = ""
    summary: str = ""
    quote: str = ""
    html: str = ""
    text: str = ""
    cards: tuple[CardJson, ...] = ()


class ReflectionJson(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Reflection: the member looks back, in an entry of its own."""

    slug: str
    url: str
    date: str
    updated: str = ""
    activity: str = ""
    frame: str = ""
    photos: tuple[PhotoJson, ...] = ()
    texts: dict[str, ReflectionTextJson]


class TestimonialTextJson(Struct, frozen=True, omit_defaults=True):
    """Somebody else's words in one language."""

    relation: str = ""
    html: str = ""
    text: str = ""
    cards: tuple[CardJson, ...] = ()


class TestimonialJson(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Words of somebody else."""

    name: str
    date: str = ""
    activity: str = ""
    texts: dict[str, TestimonialTextJson]


class PageTextJson(Struct, frozen=True, omit_defaults=True):
    """Words of a page of the member's own in one language."""

    url: str = ""
    title: str = ""
    summary: str = ""
    html: str = ""
    text: str = ""


class PageJson(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A page of the member's own."""

    slug: str
    url: str
    photos: tuple[PhotoJson, ...] = ()
    texts: dict[str, PageTextJson]


class RoleTextJson(Struct, frozen=True, omit_defaults=True):
    """Words of a role in one language."""

    url: str = ""
    role: str = ""
    organization: OrganizationJson | None = None
    summary: str = ""
    causes: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    cards: tuple[CardJson, ...] = ()


class RoleJson(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """All activities with the same organization and role."""

    slug: str
    url: str
    role: str = ""
    organization: OrganizationJson | None = None
    date: str
    end: str = ""
    ongoing: bool
    spans: tuple[SpanJson, ...] = ()
    hours: Number | None = None
    hours_estimated: bool | None = None
    causes: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    texts: dict[str, RoleTextJson]


class MemberTextJson(Struct, frozen=True, omit_defaults=True):
    """Words of the profile in one language."""

    url: str = ""
    name: str = ""
    headline: str = ""
    pronouns: str = ""
    place: str = ""
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    html: str = ""
    text: str = ""
    cards: tuple[CardJson, ...] = ()
    background: BackgroundJson | None = None


class MemberJson(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Member whose portfolio it is."""

    name: str
    url: str
    email: str = ""
    photo: PhotoJson | None = None
    links: tuple[LinkJson, ...] = ()
    texts: dict[str, MemberTextJson]


class SiteJson(Struct, frozen=True, omit_defaults=True):
    """Site that the portfolio stands on."""

    url: str = ""
    title: str = ""
    description: str = ""
    language: str = ""
    languages: tuple[str, ...] = ()
    updated: str = ""
    """ISO date of the last change, or empty."""


class PortfolioJson(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Portfolio: the whole file."""

    generator: GeneratorJson
    format: int
    site: SiteJson
    member: MemberJson
    totals: HoursJson | None = None
    roles: tuple[RoleJson, ...]
    activities: tuple[ActivityJson, ...]
    reflections: tuple[ReflectionJson, ...]
    testimonials: tuple[TestimonialJson, ...]
    pages: tuple[PageJson, ...]
