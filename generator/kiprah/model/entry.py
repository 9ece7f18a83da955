"""What a member writes: activities, reflections, testimonials and pages."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812  a field is called date
from typing import Literal

from msgspec import Struct

from kiprah.model.photo import Photo
from kiprah.problem import Place

Visibility = Literal["public", "unlisted", "private"]
Frame = Literal["what", "gibbs", "4p", "star"]


SUMMARY = 200
"""Of a body, other outputs than those that tell it show at most so many letters."""


class BodyLink(Struct, frozen=True, tag="link"):
    """An address inside a body that may lead to another entry; resolved when all entries are known."""

    target: str
    """As written, without the anchor: ``../2026-05-01-x/index.md``."""
    anchor: str
    place: Place


class BodyPhoto(Struct, frozen=True, tag="photo"):
    """A photo shown in a body."""

    file: str
    alt: str
    caption: str
    place: Place


class BodyLabel(Struct, frozen=True, tag="label"):
    """Words of the reader's language inside an attribute, for what shows a sign alone."""

    name: Literal["footnote-back", "task-done", "task-open"]
    number: str = ""
    """Of the footnote."""


class Body(Struct, frozen=True):
    """Markdown turned into safe HTML, in parts; a link stands inside its attribute's quotes, a photo as a block."""

    parts: tuple[str | BodyLink | BodyPhoto | BodyLabel, ...] = ()
    text: str = ""
    """The same as plain text, without footnotes, for summaries."""
    notes: str = ""
    """The footnotes as plain text."""
    source: str = ""
    """The file it stands in, from the site's folder."""


class Common(Struct, frozen=True):
    """What every entry has."""

    path: str
    """Its file from the site's folder, with slashes."""
    place: Place
    slug: str
    title: str
    language: str
    description: str = ""
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    updated: Day | None = None
    draft: bool = False
    visibility: Visibility = "public"
    publish_after: Day | None = None
    extra: str = "{}"
    broken: bool = False
    """Something in it could not be read: it is never published, whatever its other keys say."""


class Organization(Struct, frozen=True):
    """Who the work was done with."""

    name: str
    url: str = ""
    about: str = ""


class Impact(Struct, frozen=True):
    """Something that changed, as a number with its source."""

    value: str
    """A plain decimal."""
    what: str
    source: Literal["self", "organization", "measured"] = "self"


class Evidence(Struct, frozen=True):
    """A file or an address that vouches for an entry; exactly one of ``file`` and ``url`` is set."""

    kind: str
    label: str = ""
    file: str = ""
    url: str = ""
    place: Place = Place("")


class Video(Struct, frozen=True):
    """A video file beside the entry."""

    file: str
    alt: str = ""
    poster: str = ""
    place: Place = Place("")


class PhotoText(Struct, frozen=True):
    """What one language says of a photo."""

    file: str
    alt: str = ""
    caption: str = ""


class ActivityText(Struct, frozen=True):
    """What an activity says in one language."""

    language: str
    path: str
    title: str
    description: str = ""
    quote: str = ""
    role: str = ""
    organization: Organization | None = None
    place: str = ""
    companions: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    impact: tuple[str, ...] = ()
    """The ``what`` of each impact."""
    photos: tuple[PhotoText, ...] = ()
    evidence: tuple[str, ...] = ()
    """The label of each piece of evidence."""
    body: Body = Body()
    reflection: Body | None = None
    hidden: bool = False
    """A translation that is a draft or private itself."""


class Activity(Struct, frozen=True):
    """One dated entry of the log: a day, or a span."""

    common: Common
    date: Day
    end: Day | None
    ongoing: bool
    organization: Organization | None
    role: str
    minutes: int | None
    """Hours as whole minutes; None where not given."""
    estimated: bool
    causes: tuple[str, ...]
    skills: tuple[str, ...]
    goals: tuple[int, ...]
    impact: tuple[Impact, ...]
    photos: tuple[Photo, ...]
    """Listed ones in their order, then those only the body shows."""
    cover: str
    """The file of the cover, or empty."""
    videos: tuple[Video, ...]
    evidence: tuple[Evidence, ...]
    texts: tuple[ActivityText, ...]
    """The default language first."""
    folder: str
    """The folder its files lie in, from the site's folder."""

    @property
    def last_day(self) -> Day:
        """The last day known: ``end``, or the first day."""
        return self.end or self.date


class ReflectionText(Struct, frozen=True):
    """What a reflection says in one language."""

    language: str
    path: str
    title: str
    description: str = ""
    quote: str = ""
    body: Body = Body()
    photos: tuple[PhotoText, ...] = ()
    hidden: bool = False


class Reflection(Struct, frozen=True):
    """What the member makes of it, as an entry of its own."""

    common: Common
    date: Day
    activity: str
    """The slug of the activity it looks back on, or empty."""
    activity_place: Place
    frame: Frame | None
    photos: tuple[Photo, ...]
    texts: tuple[ReflectionText, ...]
    folder: str


class Testimonial(Struct, frozen=True):
    """Words of somebody else."""

    common: Common
    name: str
    relation: str
    date: Day | None
    activity: str
    activity_place: Place
    consent: bool
    texts: tuple[tuple[str, str, Body], ...]
    """Language, relation and words; the default language first."""


class PageText(Struct, frozen=True):
    """What a page says in one language."""

    language: str
    path: str
    title: str
    description: str = ""
    body: Body = Body()
    hidden: bool = False


class Page(Struct, frozen=True):
    """A page of the member's own, outside the log."""

    common: Common
    texts: tuple[PageText, ...]
    photos: tuple[Photo, ...]
    folder: str
