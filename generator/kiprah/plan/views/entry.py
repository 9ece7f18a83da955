"""What lists and pages show of activities and reflections."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiprah.plan.views.text import Hours, Label, Link, Picture, Rich, When


class Organization(Struct, frozen=True):
    """The organization as the entry names it."""

    name: str
    url: str
    """An http(s) address or empty."""
    about: str
    """One line on what it is, or empty."""


class ActivityItem(Struct, frozen=True):
    """An activity in a list: the timeline, a cause, a year, a role."""

    title: str
    href: Link
    language: str
    """The language of its texts where it is not the page's (not translated yet), else empty."""
    when: When
    organization: str
    role: Label | None
    hours: Hours | None
    """None where the member gave none or hides them."""
    place: str
    causes: tuple[Label, ...]
    picture: Picture | None
    """The cover."""
    summary: str
    """Plain text: the description, or the first sentences of the body; at most about 200 letters."""
    quote: str
    ongoing: bool
    marks: tuple[str, ...]
    """Only in previews: why it is not public yet (draft, future), in words."""


class ReflectionItem(Struct, frozen=True):
    """A reflection in a list or woven into the timeline."""

    title: str
    href: Link
    language: str
    when: When
    quote: str
    """The member's chosen sentence, or empty."""
    summary: str
    activity: Label | None
    """The activity it looks back on."""
    marks: tuple[str, ...]


class Impact(Struct, frozen=True):
    """One thing that changed, with who counted."""

    value: str
    """The number as people write it."""
    what: str
    source: Literal["self", "organization", "measured"]
    source_label: str
    activity: Label | None
    """The activity that says so, on pages that gather several; None on the activity's own page."""
    language: str = ""
    """The words' language where it is not the page's."""


class Evidence(Struct, frozen=True):
    """Something that vouches for the entry."""

    kind: str
    """``certificate``, ``letter``, ``link``, ``photo``, ``other`` ..."""
    kind_label: str
    label: str
    href: Link | None
    """A file of this site."""
    url: str
    """Or an http(s) address elsewhere."""


class Video(Struct, frozen=True):
    """A video beside the entry."""

    href: Link
    alt: str
    poster: Picture | None


class Goal(Struct, frozen=True):
    """A Sustainable Development Goal by number and name; its colours pass AA together."""

    number: int
    name: str


class Testimonial(Struct, frozen=True):
    """Words of somebody else, placed by the member with consent."""

    name: str
    relation: str
    when: When | None
    text: Rich
    activity: Label | None


class ActivityView(Struct, frozen=True):
    """An activity's own page."""

    item: ActivityItem
    body: Rich
    reflection: Rich | None
    """The section ``## Refleksi`` / ``## Reflection``, without its heading."""
    organization: Organization | None
    companions: tuple[str, ...]
    """Who else did the work."""
    impact: tuple[Impact, ...]
    gallery: tuple[Picture, ...]
    """The listed photos that the body does not show already."""
    videos: tuple[Video, ...]
    evidence: tuple[Evidence, ...]
    skills: tuple[Label, ...]
    goals: tuple[Goal, ...]
    tags: tuple[str, ...]
    testimonials: tuple[Testimonial, ...]
    reflections: tuple[ReflectionItem, ...]
    """Reflections of their own that look back on this activity."""
    previous: Label | None
    """The activity before this one in time."""
    next: Label | None
    share: Link
    updated: When | None


class ReflectionView(Struct, frozen=True):
    """A reflection's own page."""

    item: ReflectionItem
    body: Rich
    gallery: tuple[Picture, ...]
    """The listed photos that the text does not show already."""
    frame: str
    """The name of the frame it follows, in words; or empty."""
    activity: ActivityItem | None
    previous: Label | None
    next: Label | None
    share: Link
    updated: When | None
