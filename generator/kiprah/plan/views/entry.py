"""Views of activities and reflections, in lists and on their own pages."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kiprah.plan.views.text import Hours, Label, Link, Picture, Rich, When


class OrganizationView(Struct, frozen=True):
    """The organization as the entry names it."""

    name: str
    """Name as the entry writes it."""
    url: str
    """An http(s) address or empty."""
    about: str
    """One line on what it is, or empty."""


class ActivityItem(Struct, frozen=True):
    """An activity in a list: the timeline, a cause, a year, a role."""

    title: str
    """The heading."""
    href: Link
    """Its own page."""
    language: str
    """The language of its texts where it is not the page's (not translated yet), else empty."""
    when: When
    """The day or the span."""
    organization: str
    """The name of the organization; or empty."""
    role: Label | None
    """The role it belongs to, which leads to the role's page; or None."""
    hours: Hours | None
    """Hours of it; None where the member gave none or hides them."""
    place: str
    """A town or district, never finer; or empty."""
    causes: tuple[Label, ...]
    """Causes, the main one first."""
    picture: Picture | None
    """The cover."""
    summary: str
    """Plain text: the description, or the first sentences of the body; at most about 200 letters."""
    quote: str
    """The sentence the member chose from the text; or empty."""
    pull_quote: str
    """The same to be shown between quotation marks: those within it are as its language writes them there."""
    ongoing: bool
    """True where it has no last day yet."""
    marks: tuple[str, ...]
    """Reasons why it is not public yet (draft, future), in words; only in previews."""


class ReflectionItem(Struct, frozen=True):
    """A reflection in a list or woven into the timeline."""

    title: str
    """The heading."""
    href: Link
    """Its own page."""
    language: str
    """The language of its texts where it is not the page's, else empty."""
    when: When
    """The day it was written."""
    quote: str
    """The member's chosen sentence, or empty."""
    pull_quote: str
    """The same to be shown between quotation marks: those within it are as its language writes them there."""
    summary: str
    """Plain text: the description, or the first sentences of the body; at most about 200 letters."""
    activity: Label | None
    """The activity it looks back on."""
    marks: tuple[str, ...]
    """Reasons why it is not public yet, in words; only in previews."""


class ImpactView(Struct, frozen=True):
    """Impact: a number that changed, with who counted."""

    value: str
    """The number as people write it."""
    what: str
    """Words for what the number counts."""
    source: Literal["self", "organization", "measured"]
    """Source of the number: who counted."""
    source_label: str
    """The same in words."""
    activity: Label | None
    """The activity that says so, on pages that gather several; None on the activity's own page."""
    language: str = ""
    """The words' language where it is not the page's."""


class AttestationCheck(Struct, frozen=True):
    """Data with which a visitor's browser checks a credential by itself."""

    document: str
    """The credential as JSON text."""
    keys: str
    """The keys the site knows of the organization, with spaces between them; empty where it knows none."""
    status: Link | None
    """The site's copy of the organization's list of withdrawals, or None."""
    index: str
    """Its number in that list."""
    did_address: str
    """Address at which the organization publishes its keys; empty where it publishes none."""
    status_address: str
    """Address at which the organization publishes its list of withdrawals; or empty."""
    press: str
    """The words of the button."""
    ask: str
    """The words of the button that asks the organization itself; or empty."""
    results: tuple[tuple[str, str], ...]
    """Outcomes by name (``same``, ``broken`` ...), each in words."""


class AttestationView(Struct, frozen=True):
    """Attestation of one entry: all that an organization vouches for."""

    state: str
    """State of the attestation: ``attested``, ``changed``, ``withdrawn`` or ``unknown``."""
    text: str
    """The same in one sentence."""
    by: str
    """The organization."""
    issuer: str
    """Its DID."""
    when: When
    """The day it vouched."""
    hours: Hours | None
    """Hours it vouched for; None where the site hides totals."""
    title: str
    """The words above ``how``."""
    how: tuple[str, ...]
    """Sentences on what was checked, by whom, and what is not said."""
    check: AttestationCheck | None
    """Data for the visitor's own check; None where the credential is not published."""


class EvidenceView(Struct, frozen=True):
    """Evidence that vouches for the entry."""

    kind: str
    """Kind of evidence: ``certificate``, ``letter``, ``link``, ``photo``, ``other`` ..."""
    kind_label: str
    """The kind in words."""
    label: str
    """Name that the member gives it; the kind in words where there is none."""
    href: Link | None
    """A file of this site."""
    url: str
    """Http(s) address elsewhere, where it is no file of this site."""
    attestation: AttestationView | None = None
    """Attestation that a signed credential amounts to; None for evidence of other kinds."""

    @property
    def has_name(self) -> bool:
        """The member calls it something else than its kind."""
        return self.label not in ("", self.kind_label)


class VideoView(Struct, frozen=True):
    """A video beside the entry."""

    href: Link
    """The MP4."""
    alt: str
    """Alt text: what the video shows, in words."""
    poster: Picture | None
    """The still it begins with, or None."""
    caption: str
    """A line under it: ``alt``, its quotation marks as its language writes them."""


class Goal(Struct, frozen=True):
    """A Sustainable Development Goal by number and name; its colours pass AA together."""

    number: int
    """Number of the goal, 1 to 17."""
    name: str
    """Its official name in the page's language."""


class TestimonialView(Struct, frozen=True):
    """Words of somebody else, placed by the member with consent."""

    name: str
    """Name of the person who speaks, as they agreed to be named."""
    relation: str
    """Relation of that person to the member; or empty."""
    when: When | None
    """The day they said it, or None."""
    text: Rich
    """Their words."""
    activity: Label | None
    """The activity they speak of; None on its own page."""


class ActivityView(Struct, frozen=True):
    """An activity's own page."""

    item: ActivityItem
    """Item that lists show of it too: title, date, role, causes."""
    body: Rich
    """The text without the section of reflection."""
    reflection: Rich | None
    """The section ``## Refleksi`` / ``## Reflection``, without its heading."""
    organization: OrganizationView | None
    """The organization with its address, or None."""
    companions: tuple[str, ...]
    """People who did the work as well."""
    impact: tuple[ImpactView, ...]
    """Numbers that changed, each with who counted."""
    gallery: tuple[Picture, ...]
    """The listed photos that the body does not show already."""
    videos: tuple[VideoView, ...]
    """Videos in the order of the front matter."""
    evidence: tuple[EvidenceView, ...]
    """Evidence that vouches for it; empty where there is none."""
    skills: tuple[Label, ...]
    """The skills it shows."""
    goals: tuple[Goal, ...]
    """The Sustainable Development Goals it serves."""
    tags: tuple[str, ...]
    """Free words; they lead nowhere."""
    testimonials: tuple[TestimonialView, ...]
    """Testimonials in which others speak of it."""
    reflections: tuple[ReflectionItem, ...]
    """Reflections of their own that look back on this activity."""
    previous: Label | None
    """The activity before this one in time."""
    next: Label | None
    """The activity after this one in time."""
    share: Link
    """Its share kit."""
    updated: When | None
    """Day on which the text was last changed, where that is told; else None."""
    cover: Picture | None = None
    """The photo that stands above the text; None where there is none, and where the text shows it itself."""
    photos: tuple[Picture, ...] = ()
    """The gallery without the cover."""
    event: Label | None = None
    """The community's event it was part of, or None."""

    @property
    def has_attestation(self) -> bool:
        """A signed credential vouches for it, which a visitor can check."""
        return any(item.attestation is not None for item in self.evidence)


class ReflectionView(Struct, frozen=True):
    """A reflection's own page."""

    item: ReflectionItem
    """Item that lists show of it too."""
    body: Rich
    """The text."""
    gallery: tuple[Picture, ...]
    """The listed photos that the text does not show already."""
    frame: str
    """The name of the frame it follows, in words; or empty."""
    activity: ActivityItem | None
    """The activity it looks back on, or None."""
    previous: Label | None
    """The reflection before this one in time."""
    next: Label | None
    """The reflection after this one in time."""
    share: Link
    """Its share kit."""
    updated: When | None
    """Day on which the text was last changed, where that is told; else None."""
