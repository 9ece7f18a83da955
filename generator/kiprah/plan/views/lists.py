"""Views of pages that gather several entries: roles, causes, skills, years, the timeline."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiprah.plan.calendar_days import dot_places
from kiprah.plan.views.background import BackgroundView
from kiprah.plan.views.entry import (
    ActivityItem,
    EvidenceView,
    ImpactView,
    OrganizationView,
    ReflectionItem,
    TestimonialView,
)
from kiprah.plan.views.text import Hours, Label, Link, When


class RoleItem(Struct, frozen=True):
    """A role in a list: all sessions of one member with the same organization and role."""

    title: str
    """The role: ``Pengajar``."""
    href: Link
    """The role's page."""
    organization: OrganizationView
    """For whom."""
    when: When
    """From the first session to the last."""
    spans: tuple[When, ...]
    """The stretches of work; more than one where at least half a year lies between two sessions."""
    ongoing: bool
    """A session of it has no last day yet."""
    hours: Hours | None
    """The sum of its sessions; None where none is given or totals are hidden."""
    sessions: int
    """How many activities it is made of."""
    rhythm: str
    """How often, in words: ``12 kegiatan dalam 7 bulan``."""
    causes: tuple[Label, ...]
    """Of all its sessions, the newest first."""
    language: str
    """The language of its title where it is not the page's, else empty."""
    impact: tuple[ImpactView, ...]
    """What changed, the newest first."""
    summary: str
    """The description of its newest session; or empty."""
    evidence: tuple[EvidenceView, ...] = ()
    """What vouches for its activities, newest first; only on the home page."""
    attested: str = ""
    """How many of its hours organizations vouch for, in words; or empty."""
    months: tuple[tuple[int, int], ...] = ()
    """Each of its spans as first and last month, counted from the year 0 (``year * 12 + month - 1``); one that runs
    on ends with this month."""


class OtherActivities(Struct, frozen=True):
    """The activities that name no organization and so belong to no role: what the roles lack to the total."""

    activities: int
    """How many."""
    hours: Hours | None
    """Their sum; None where none is given or totals are hidden."""
    href: Link
    """Where they can be found: the list of all activities."""


class YearDots(Struct, frozen=True):
    """The year as 366 dots, wound like the seeds of a sunflower as on the cards; 0..1000 from left and top."""

    days: tuple[tuple[int, int], ...]
    """Stretches (first, last) of days of a leap year, 1 to 366, on which there was activity in any year."""

    @property
    def quiet(self) -> tuple[tuple[int, int], ...]:
        """Positions of the dots of all other days."""
        lit = self._numbers()
        return tuple(place for day, place in enumerate(dot_places(), 1) if day not in lit)

    @property
    def lit(self) -> tuple[tuple[int, int], ...]:
        """Positions of the dots of those days."""
        lit = self._numbers()
        return tuple(place for day, place in enumerate(dot_places(), 1) if day in lit)

    def _numbers(self) -> frozenset[int]:
        return frozenset(day for first, last in self.days for day in range(first, last + 1))


class StripMonth(Struct, frozen=True):
    """One month of the year strip."""

    number: int
    """1 to 12."""
    name: str
    """In words."""
    active: bool
    """There was activity in it."""


class StripYear(Struct, frozen=True):
    """One year of the strip that shows when; it shows months with activity, never how many."""

    year: int
    """The year."""
    href: Link | None
    """The year's page; None where nothing began in it."""
    months: tuple[StripMonth, ...]
    """Always twelve."""
    text: str
    """The same in words: ``2026: Januari-Maret, Juli``."""


class RoleView(Struct, frozen=True):
    """Page of a role: the one that a reviewer wants."""

    item: RoleItem
    """What lists show of it too."""
    evidence: tuple[EvidenceView, ...]
    """What vouches for its activities, the newest first."""
    testimonials: tuple[TestimonialView, ...]
    """What others say of its activities."""
    reflections: tuple[ReflectionItem, ...]
    """The member's own look back on its activities, the newest first."""
    quotes: tuple[tuple[str, Label], ...]
    """Sentences the member chose, as pull quotes, each with the activity it stands in."""
    skills: tuple[Label, ...]
    """The skills its activities show."""
    activities: tuple[ActivityItem, ...]
    """Newest first."""
    strip: tuple[StripYear, ...] = ()
    """The months in which the role was worked in."""


class TermItem(Struct, frozen=True):
    """A cause, a skill or a year in a list."""

    name: str
    """The words that are shown."""
    href: Link
    """Its page."""
    hours: Hours | None
    """The sum of its activities; None where none is given or totals are hidden."""
    activities: int
    """How many activities it has."""
    when: When | None
    """From the first activity to the last."""
    latest: tuple[Label, ...] = ()
    """The newest activities that show it; only where skills are listed."""
    language: str = ""
    """The name's language where it is not the page's."""


class TermView(Struct, frozen=True):
    """A cause's or a skill's page."""

    kind: Literal["cause", "skill"]
    """Which of the two it is."""
    item: TermItem
    """What lists show of it too."""
    roles: tuple[RoleItem, ...]
    """The roles with an activity of it, with the time and the hours of those activities alone."""
    activities: tuple[ActivityItem, ...]
    """Newest first."""
    other: OtherActivities | None = None
    """Its activities of no role; None where every activity has one."""


class TermsView(Struct, frozen=True):
    """All causes, skills, roles or years on one page."""

    kind: Literal["cause", "skill", "role", "year"]
    """What is listed."""
    terms: tuple[TermItem, ...]
    """Empty for roles."""
    roles: tuple[RoleItem, ...]
    """Only for roles."""
    overlap: bool = False
    """An activity counts for more than one of them, so that their hours add up to more than the total."""


class TimelineEntry(Struct, frozen=True):
    """One entry of the timeline: exactly one of the two is there."""

    activity: ActivityItem | None
    """An activity, or None."""
    reflection: ReflectionItem | None
    """A reflection, or None."""
    starts_role: bool
    """A milestone: the first session of a role that went on."""
    featured: bool = True
    """Where a year holds many entries, those that deserve a picture; the others are lines."""
    terms: tuple[str, ...] = ()
    """Only in the list of all activities: the paths of its causes' and skills' pages, for the filter."""


class Chapter(Struct, frozen=True):
    """A year of the timeline, newest entries first."""

    year: int
    """The year."""
    href: Link
    """The year's page; the list of reflections where the year has no activity."""
    hours: Hours | None
    """The sum of the activities that began in it."""
    entries: tuple[TimelineEntry, ...]
    """The newest first."""


class HomeView(Struct, frozen=True):
    """The home page."""

    hours: Hours | None
    """The sum of all activities; None where none is given or totals are hidden."""
    since: str
    """Month and year of the first activity, in words; or empty."""
    causes: tuple[TermItem, ...]
    """The three causes with the most hours (else the most activities)."""
    roles: tuple[RoleItem, ...]
    """Running ones first, then by last day."""
    chapters: tuple[Chapter, ...]
    """The years, the newest first."""
    strip: tuple[StripYear, ...]
    """The months with activity, the newest year first."""
    reflections: tuple[ReflectionItem, ...]
    """The newest three."""
    testimonials: tuple[TestimonialView, ...]
    """All that others say."""
    other: OtherActivities | None = None
    """The activities of no role; None where every activity has one."""
    causes_overlap: bool = False
    """An activity counts for more than one of the causes shown."""
    proof: tuple[Label, ...] = ()
    """What vouches for the member in few words, each leading to where it stands; empty where nothing does."""
    dots: YearDots | None = None
    """The days of activity as a picture; only for a member without a portrait."""


class ActivitiesView(Struct, frozen=True):
    """All activities."""

    chapters: tuple[Chapter, ...]
    """The years, the newest first, each with all its activities."""
    strip: tuple[StripYear, ...]
    """The months with activity, the newest year first."""
    causes: tuple[TermItem, ...]
    """All causes by name."""
    skills: tuple[TermItem, ...]
    """All skills by name."""


class ReflectionsView(Struct, frozen=True):
    """All reflections, newest first."""

    reflections: tuple[ReflectionItem, ...]
    """The newest first."""


class YearView(Struct, frozen=True):
    """A year's recap."""

    year: int
    """The year."""
    hours: Hours | None
    """The sum of the activities that began in it."""
    strip: StripYear
    """Its months."""
    causes: tuple[TermItem, ...]
    """Those with the most hours first."""
    roles: tuple[RoleItem, ...]
    """The roles with an activity that began in it, with the time and the hours of those activities alone."""
    impact: tuple[ImpactView, ...]
    """What changed in it, the newest first."""
    reflections: tuple[ReflectionItem, ...]
    """Those written in it, the newest first."""
    activities: tuple[ActivityItem, ...]
    """In the order they happened."""
    previous: Label | None
    """The year before with activity."""
    next: Label | None
    """The year after with activity."""
    share: Link
    """Its share kit."""
    other: OtherActivities | None = None
    """Its activities of no role; None where every activity has one."""


class SkillEvidence(Struct, frozen=True):
    """A skill with the newest activities that show it."""

    skill: Label
    """The skill, which leads to its page."""
    activities: tuple[Label, ...]
    """At most three, the newest first."""


class CvView(Struct, frozen=True):
    """The CV: prints to one or two A4 pages."""

    roles: tuple[RoleItem, ...]
    """Running ones first, then by last day."""
    hours: Hours | None
    """The sum of all activities, of roles and of others."""
    skills: tuple[SkillEvidence, ...]
    """Those shown by the most activities first."""
    certificates: tuple[tuple[EvidenceView, Label], ...]
    """Each with the activity it belongs to."""
    testimonials: tuple[TestimonialView, ...]
    """All that others say."""
    qr: tuple[str, ...]
    """The QR code of the site's address: rows of ``0`` and ``1`` without quiet zone; empty without ``url``."""
    address: str
    """The site's address as printed: ``alya.example``."""
    other: OtherActivities | None = None
    """The activities of no role; None where every activity has one."""
    background: BackgroundView = BackgroundView()
    """Education, work, awards, languages and certificates of the profile."""
    pdf: Link | None = None
    """The same as a PDF; None where the site makes none."""
    rest: OtherActivities | None = None
    """The roles after the sixteenth, which paper has no room for: how many (``activities``), and their hours."""
