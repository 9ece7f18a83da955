"""Views of pages that gather several entries: roles, causes, skills, years, the timeline."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiprah.plan.views.background import BackgroundView
from kiprah.plan.views.chapters import Chapter
from kiprah.plan.views.entry import (
    ActivityItem,
    EvidenceView,
    ImpactView,
    OrganizationView,
    ReflectionItem,
    TestimonialView,
)
from kiprah.plan.views.months import StripYear, YearDots
from kiprah.plan.views.text import Hours, Label, Link, QrCode, When

_COVERS = 5


class RoleItem(Struct, frozen=True):
    """A role in a list: all sessions of one member with the same organization and role."""

    title: str
    """The role: ``Pengajar``."""
    href: Link
    """The role's page."""
    organization: OrganizationView
    """Organization for which the work was done."""
    when: When
    """Time from the first session to the last."""
    spans: tuple[When, ...]
    """The stretches of work; more than one where at least half a year lies between two sessions."""
    ongoing: bool
    """True where a session of it has no last day yet."""
    hours: Hours | None
    """The sum of its sessions; None where none is given or totals are hidden."""
    sessions: int
    """Number of activities it is made of."""
    rhythm: str
    """Frequency of its sessions, in words: ``12 kegiatan dalam 7 bulan``."""
    causes: tuple[Label, ...]
    """Causes of all its sessions, those of the newest first."""
    language: str
    """The language of its title where it is not the page's, else empty."""
    impact: tuple[ImpactView, ...]
    """Numbers that changed, the newest first."""
    summary: str
    """The description of its newest session; or empty."""
    evidence: tuple[EvidenceView, ...] = ()
    """Evidence that vouches for its activities, newest first; only on the home page."""
    attested: str = ""
    """Sum of its hours that organizations vouch for, in words; or empty."""
    months: tuple[tuple[int, int], ...] = ()
    """Spans, each as first and last month, counted from the year 0 (``year * 12 + month - 1``); one that runs on ends
    with this month."""

    @property
    def is_repeated(self) -> bool:
        """It is made of more than one activity."""
        return self.sessions > 1


class OtherActivities(Struct, frozen=True):
    """The activities that name no organization and so belong to no role: what the roles lack to the total."""

    activities: int
    """Number of these activities."""
    hours: Hours | None
    """Sum of their hours; None where none is given or totals are hidden."""
    href: Link
    """Page where they can be found: the list of all activities."""


class RoleView(Struct, frozen=True):
    """Page of a role: the one that a reviewer wants."""

    item: RoleItem
    """Item that lists show of it too."""
    evidence: tuple[EvidenceView, ...]
    """Evidence that vouches for its activities, the newest first."""
    testimonials: tuple[TestimonialView, ...]
    """Testimonials in which others speak of its activities."""
    reflections: tuple[ReflectionItem, ...]
    """The member's own look back on its activities, the newest first."""
    quotes: tuple[tuple[str, Label], ...]
    """Sentences the member chose, as pull quotes, each with the activity it stands in."""
    skills: tuple[Label, ...]
    """The skills its activities show."""
    activities: tuple[ActivityItem, ...]
    """Activities of the role, newest first."""
    strip: tuple[StripYear, ...] = ()
    """The months in which the role was worked in; worth showing where ``item.is_repeated``."""

    @property
    def first_quote(self) -> tuple[str, Label] | None:
        """The newest of the sentences with its activity, or None."""
        return self.quotes[0] if self.quotes else None

    @property
    def other_quotes(self) -> tuple[tuple[str, Label], ...]:
        """The sentences after the newest."""
        return self.quotes[1:]


class TermItem(Struct, frozen=True):
    """A cause, a skill or a year in a list."""

    name: str
    """The words that are shown."""
    href: Link
    """Its page."""
    hours: Hours | None
    """The sum of its activities; None where none is given or totals are hidden."""
    activities: int
    """Number of its activities."""
    when: When | None
    """Time from the first activity to the last."""
    latest: tuple[Label, ...] = ()
    """The newest activities that show it; only where skills are listed."""
    language: str = ""
    """The name's language where it is not the page's."""


class TermView(Struct, frozen=True):
    """A cause's or a skill's page."""

    kind: Literal["cause", "skill"]
    """Kind of the page: a cause's or a skill's."""
    item: TermItem
    """Item that lists show of it too."""
    roles: tuple[RoleItem, ...]
    """The roles with an activity of it, with the time and the hours of those activities alone."""
    activities: tuple[ActivityItem, ...]
    """Activities of the cause or skill, newest first."""
    other: OtherActivities | None = None
    """Its activities of no role; None where every activity has one."""


class TermsView(Struct, frozen=True):
    """All causes, skills, roles or years on one page."""

    kind: Literal["cause", "skill", "role", "year"]
    """Kind of what is listed."""
    terms: tuple[TermItem, ...]
    """Causes, skills or years; empty for roles."""
    roles: tuple[RoleItem, ...]
    """Roles; only where roles are listed."""
    overlap: bool = False
    """True where an activity counts for more than one of them, so that their hours add up to more than the total."""


class HomeView(Struct, frozen=True):
    """The home page."""

    hours: Hours | None
    """The sum of all activities; None where none is given or totals are hidden."""
    since: str
    """Month and year of the first activity, in words; or empty."""
    causes: tuple[TermItem, ...]
    """The three causes with the most hours (else the most activities)."""
    roles: tuple[RoleItem, ...]
    """Roles, the running ones first, then by last day."""
    chapters: tuple[Chapter, ...]
    """The years, the newest first."""
    strip: tuple[StripYear, ...]
    """The months with activity, the newest year first."""
    reflections: tuple[ReflectionItem, ...]
    """The newest three reflections."""
    testimonials: tuple[TestimonialView, ...]
    """Testimonials: all that others say."""
    other: OtherActivities | None = None
    """The activities of no role; None where every activity has one."""
    causes_overlap: bool = False
    """True where an activity counts for more than one of the causes shown."""
    proof: tuple[Label, ...] = ()
    """Short labels of what vouches for the member, each leading to where it stands; empty where nothing does."""
    dots: YearDots | None = None
    """The days of activity as a picture; only for a member without a portrait."""

    @property
    def quoted(self) -> tuple[ReflectionItem, ...]:
        """The newest reflections of which the member chose a sentence."""
        return tuple(reflection for reflection in self.reflections if reflection.quote)


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
    """Reflections, the newest first."""


class YearView(Struct, frozen=True):
    """A year's recap."""

    year: int
    """The year."""
    hours: Hours | None
    """The sum of the activities that began in it."""
    strip: StripYear
    """Its months."""
    causes: tuple[TermItem, ...]
    """Causes, those with the most hours first."""
    roles: tuple[RoleItem, ...]
    """The roles with an activity that began in it, with the time and the hours of those activities alone."""
    impact: tuple[ImpactView, ...]
    """Numbers that changed in it, the newest first."""
    reflections: tuple[ReflectionItem, ...]
    """Reflections written in it, the newest first."""
    activities: tuple[ActivityItem, ...]
    """Activities in the order they happened."""
    previous: Label | None
    """The year before with activity."""
    next: Label | None
    """The year after with activity."""
    share: Link
    """Its share kit."""
    other: OtherActivities | None = None
    """Its activities of no role; None where every activity has one."""

    @property
    def covers(self) -> tuple[ActivityItem, ...]:
        """The first activities with a photo, two to five of them; empty where one alone has one."""
        shown = tuple(activity for activity in self.activities if activity.picture is not None)[:_COVERS]
        return shown if len(shown) > 1 else ()


class SkillEvidence(Struct, frozen=True):
    """A skill with the newest activities that show it."""

    skill: Label
    """The skill, which leads to its page."""
    activities: tuple[Label, ...]
    """Activities that show it, at most three, the newest first."""


class CvView(Struct, frozen=True):
    """The CV: prints to one or two A4 pages."""

    roles: tuple[RoleItem, ...]
    """Roles, the running ones first, then by last day; each with as much of what changed as paper has room for."""
    hours: Hours | None
    """The sum of all activities, of roles and of others."""
    skills: tuple[SkillEvidence, ...]
    """Skills, those shown by the most activities first."""
    certificates: tuple[tuple[EvidenceView, Label], ...]
    """Certificates, each with the activity it belongs to."""
    testimonials: tuple[TestimonialView, ...]
    """Testimonials: all that others say."""
    qr: QrCode | None
    """The QR code of the site's address; None without ``url``."""
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
