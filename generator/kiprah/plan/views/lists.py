"""What pages show that gather several entries: roles, causes, skills, years, the timeline."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiprah.plan.views.entry import (
    ActivityItem,
    Evidence,
    Impact,
    Organization,
    ReflectionItem,
    Testimonial,
)
from kiprah.plan.views.text import Hours, Label, Link, When


class RoleItem(Struct, frozen=True):
    """A role in a list: all sessions of one member with the same organization and role."""

    title: str
    """The role: ``Pengajar``."""
    href: Link
    organization: Organization
    when: When
    """From the first session to the last."""
    spans: tuple[When, ...]
    """The stretches of work; more than one where at least half a year lies between two sessions."""
    ongoing: bool
    hours: Hours | None
    sessions: int
    rhythm: str
    """How often, in words: ``12 kegiatan dalam 7 bulan``."""
    causes: tuple[Label, ...]
    language: str
    impact: tuple[Impact, ...]
    summary: str
    evidence: tuple[Evidence, ...] = ()
    """What vouches for its activities, newest first; only on the home page."""


class StripMonth(Struct, frozen=True):
    """One month of the year strip."""

    number: int
    name: str
    active: bool


class StripYear(Struct, frozen=True):
    """One year of the strip that shows when; it shows months with activity, never how many."""

    year: int
    href: Link | None
    months: tuple[StripMonth, ...]
    text: str
    """The same in words: ``2026: Januari-Maret, Juli``."""


class RoleView(Struct, frozen=True):
    """The page a reviewer wants."""

    item: RoleItem
    evidence: tuple[Evidence, ...]
    testimonials: tuple[Testimonial, ...]
    reflections: tuple[ReflectionItem, ...]
    quotes: tuple[tuple[str, Label], ...]
    """Sentences the member chose, each with the activity it stands in."""
    skills: tuple[Label, ...]
    activities: tuple[ActivityItem, ...]
    """Newest first."""
    strip: tuple[StripYear, ...] = ()
    """The months in which the role was worked in."""


class TermItem(Struct, frozen=True):
    """A cause, a skill or a year in a list."""

    name: str
    href: Link
    hours: Hours | None
    activities: int
    when: When | None
    """From the first activity to the last."""
    latest: tuple[Label, ...] = ()
    """The newest activities that show it; only where skills are listed."""
    language: str = ""
    """The name's language where it is not the page's."""


class TermView(Struct, frozen=True):
    """A cause's or a skill's page."""

    kind: Literal["cause", "skill"]
    item: TermItem
    roles: tuple[RoleItem, ...]
    activities: tuple[ActivityItem, ...]
    """Newest first."""


class TermsView(Struct, frozen=True):
    """All causes, skills, roles or years on one page."""

    kind: Literal["cause", "skill", "role", "year"]
    terms: tuple[TermItem, ...]
    """Empty for roles."""
    roles: tuple[RoleItem, ...]
    """Only for roles."""


class TimelineEntry(Struct, frozen=True):
    """One entry of the timeline: exactly one of the two is there."""

    activity: ActivityItem | None
    reflection: ReflectionItem | None
    starts_role: bool
    """A milestone: the first session of a role."""
    featured: bool = True
    """Where a year holds many entries, those that deserve a picture; the others are lines."""
    terms: tuple[str, ...] = ()
    """Only in the list of all activities: the paths of its causes' and skills' pages, for the filter."""


class Chapter(Struct, frozen=True):
    """A year of the timeline, newest entries first."""

    year: int
    href: Link
    hours: Hours | None
    entries: tuple[TimelineEntry, ...]


class HomeView(Struct, frozen=True):
    """The home page."""

    hours: Hours | None
    since: str
    """Month and year of the first activity, in words; or empty."""
    causes: tuple[TermItem, ...]
    """The three causes with the most hours (else the most activities)."""
    roles: tuple[RoleItem, ...]
    chapters: tuple[Chapter, ...]
    strip: tuple[StripYear, ...]
    reflections: tuple[ReflectionItem, ...]
    """The newest three."""
    testimonials: tuple[Testimonial, ...]


class ActivitiesView(Struct, frozen=True):
    """All activities."""

    chapters: tuple[Chapter, ...]
    strip: tuple[StripYear, ...]
    causes: tuple[TermItem, ...]
    skills: tuple[TermItem, ...]


class ReflectionsView(Struct, frozen=True):
    """All reflections, newest first."""

    reflections: tuple[ReflectionItem, ...]


class YearView(Struct, frozen=True):
    """A year's recap."""

    year: int
    hours: Hours | None
    strip: StripYear
    causes: tuple[TermItem, ...]
    roles: tuple[RoleItem, ...]
    impact: tuple[Impact, ...]
    reflections: tuple[ReflectionItem, ...]
    activities: tuple[ActivityItem, ...]
    """In the order they happened."""
    previous: Label | None
    next: Label | None
    share: Link


class SkillEvidence(Struct, frozen=True):
    """A skill with the newest activities that show it."""

    skill: Label
    activities: tuple[Label, ...]


class CvView(Struct, frozen=True):
    """The CV: prints to one or two A4 pages."""

    roles: tuple[RoleItem, ...]
    """Running ones first, then by last day."""
    hours: Hours | None
    skills: tuple[SkillEvidence, ...]
    certificates: tuple[tuple[Evidence, Label], ...]
    """Each with the activity it belongs to."""
    testimonials: tuple[Testimonial, ...]
    qr: tuple[str, ...]
    """The QR code of the site's address: rows of ``0`` and ``1`` without quiet zone; empty without ``url``."""
    address: str
    """The site's address as printed: ``alya.example``."""
