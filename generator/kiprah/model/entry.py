"""Entries that a member writes: activities, reflections, testimonials and pages."""

from datetime import date as Day  # noqa: N812  a field is called date
from itertools import repeat
from typing import Literal

from msgspec import Struct

from kiprah.model.coaching import CoachChoice
from kiprah.model.photo import Photo, PhotoText
from kiprah.problem import Place

Visibility = Literal["public", "unlisted", "private"]
"""Visibility of an entry; each is told to fewer people than the one before it."""
Frame = Literal["what", "gibbs", "4p", "star"]
ImpactSource = Literal["self", "organization", "measured"]
EvidenceKind = Literal[
    "certificate", "letter", "assignment", "attendance", "link", "photo", "report", "media", "other", "credential"
]


SUMMARY = 200
"""Maximum number of letters of a body in outputs other than those that tell it."""


class BodyLink(Struct, frozen=True, tag="link"):
    """An address inside a body that may lead to another entry; resolved when all entries are known."""

    target: str
    """Address as written, without the anchor: ``../2026-05-01-x/index.md``."""
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
    """Number of the footnote."""


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
    """Facts that every kind of entry has: its address, and who may see it. Words stand in its texts."""

    path: str
    """Its file from the site's folder, with slashes."""
    top: Place
    """Place where its file begins."""
    slug: str
    aliases: tuple[str, ...] = ()
    updated: Day | None = None
    draft: bool = False
    circle: bool = False
    """True where it is a draft that may be shown to the circle."""
    visibility: Visibility = "public"
    publish_after: Day | None = None
    extra: str = "{}"
    """The entry's own data as JSON text."""
    broken: bool = False
    """True where something in it could not be read: it is never published, whatever its other keys say."""
    risk_accepted: str = ""
    """Reason why what was asked about for somebody's safety may be published."""
    coach: CoachChoice = CoachChoice()
    """Rules of the coach that are silent about this entry."""
    cools_until: Day | None = None
    """Day until which it is held back, since it is new; None where it is not, or no longer."""
    slug_place: Place = Place("")
    """Place of ``slug:``; an empty place where its file's name says the slug."""
    alias_places: tuple[Place, ...] = ()
    """Places of ``aliases``, one for each."""

    @property
    def placed_aliases(self) -> tuple[tuple[str, Place], ...]:
        """Each old address, and where it stands."""
        return tuple(zip(self.aliases, self.alias_places or repeat(self.top), strict=False))


class LocalizedText(Struct, frozen=True):
    """Words of one file in one language; whatever is declared on a struct of this kind may be translated."""

    language: str
    written_in: str
    """The file they stand in, from the site's folder."""


class Organization(Struct, frozen=True):
    """Organization that the work was done with."""

    name: str
    url: str = ""
    about: str = ""


class Impact(Struct, frozen=True):
    """A number that changed, with its source; what it counts is a word."""

    value: str
    """A plain decimal."""
    source: ImpactSource = "self"


class ImpactText(Struct, frozen=True):
    """Words of a number that changed, in one language."""

    what: str


class Evidence(Struct, frozen=True):
    """A file or an address that vouches for an entry; exactly one of ``file`` and ``url`` is set."""

    kind: EvidenceKind = "other"
    file: str = ""
    url: str = ""
    place: Place = Place("")


class EvidenceText(Struct, frozen=True):
    """Words of a piece of evidence in one language."""

    label: str = ""


class Video(Struct, frozen=True):
    """A video file beside the entry."""

    file: str
    poster: str = ""
    place: Place = Place("")


class VideoText(Struct, frozen=True):
    """Words of a video in one language."""

    of: str
    """The video's file."""
    alt: str = ""


class EntryText(LocalizedText, frozen=True):
    """Words of an entry of any kind in one language."""

    title: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    body: Body = Body()
    photo_words: tuple[PhotoText, ...] = ()
    """Words of each photo that its file lists, or shows where no file lists it."""
    hidden: bool = False
    """True where it is a translation that is a draft, private or broken itself."""


class ActivityText(EntryText, frozen=True):
    """Words of an activity in one language; its lists are as long, and in the same order, in every language."""

    quote: str = ""
    role: str = ""
    organization: Organization | None = None
    place: str = ""
    companions: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    impact_words: tuple[ImpactText, ...] = ()
    """Words of each ``Activity.impact``."""
    evidence_words: tuple[EvidenceText, ...] = ()
    """Words of each ``Activity.evidence``."""
    video_words: tuple[VideoText, ...] = ()
    reflection: Body | None = None


class Activity(Struct, frozen=True):
    """One dated entry of the log: a day, or a span. The facts of it; its words stand in ``texts``."""

    common: Common
    date: Day
    texts: tuple[ActivityText, ...]
    """Words in each language, the default language first."""
    folder: str
    """The folder its files lie in, from the site's folder."""
    end: Day | None = None
    ongoing: bool = False
    minutes: int | None = None
    """Hours as whole minutes; None where not given."""
    estimated: bool = False
    goals: tuple[int, ...] = ()
    impact: tuple[Impact, ...] = ()
    photos: tuple[Photo, ...] = ()
    """Photos that are listed, in their order, then those only the body shows."""
    cover: str = ""
    """The file of the cover, or empty."""
    videos: tuple[Video, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    event: str = ""
    """The slug of the community's event it is part of, or empty."""
    event_place: Place = Place("")
    known: str = ""
    """ISO month or year where no more is known of ``date``, which is then its first day: ``2026-03``, ``2026``."""
    known_end: str = ""
    """ISO month or year where no more is known of ``end``, which is then the last day of it."""
    is_event_alone: bool = False
    """True where the member took part in the event and wrote nothing of it: its page is the event's."""

    @property
    def original(self) -> ActivityText:
        """The words it was written in first: by them roles, causes and skills are told apart."""
        return self.texts[0]

    @property
    def start_as_known(self) -> str:
        """The first day, month or year in ISO form, no more exact than it is known."""
        return self.known or self.date.isoformat()

    @property
    def end_as_known(self) -> str:
        """The last day, month or year likewise; the first where there is no other."""
        if self.end is None:
            return self.start_as_known
        return self.known_end or self.end.isoformat()

    @property
    def last_day(self) -> Day:
        """The last day known: ``end``, or the first day."""
        return self.end or self.date


class Event(Struct, frozen=True):
    """One happening of a community that several members took part in; all but who came is an activity's."""

    activity: Activity
    participants: tuple[str, ...] = ()
    """Slugs of members, as the event names them."""
    participants_place: Place = Place("")
    capacity: int | None = None
    """Number of people who can take part in an event to come."""
    register: str = ""
    """Address at which to register for an event to come; http(s)."""


class ReflectionText(EntryText, frozen=True):
    """Words of a reflection in one language."""

    quote: str = ""


class Reflection(Struct, frozen=True):
    """Reflection: the member looks back, in an entry of its own."""

    common: Common
    date: Day
    texts: tuple[ReflectionText, ...]
    """Words in each language, the default language first."""
    folder: str
    activity: str = ""
    """The slug of the activity it looks back on, or empty."""
    activity_place: Place = Place("")
    frame: Frame | None = None
    photos: tuple[Photo, ...] = ()

    @property
    def original(self) -> ReflectionText:
        """The words it was written in first."""
        return self.texts[0]


class TestimonialText(LocalizedText, frozen=True):
    """Words of a testimonial in one language."""

    name: str = ""
    """Name of the person who says it."""
    relation: str = ""
    body: Body = Body()


class Testimonial(Struct, frozen=True):
    """Words of somebody else."""

    common: Common
    texts: tuple[TestimonialText, ...]
    """Words in each language, the default language first."""
    date: Day | None = None
    activity: str = ""
    activity_place: Place = Place("")
    consent: bool = False

    @property
    def original(self) -> TestimonialText:
        """The words as they were given."""
        return self.texts[0]


class PageText(EntryText, frozen=True):
    """Words of a page in one language."""


class Page(Struct, frozen=True):
    """A page of the member's own, outside the log."""

    common: Common
    texts: tuple[PageText, ...]
    """Words in each language, the default language first."""
    folder: str
    photos: tuple[Photo, ...] = ()

    @property
    def original(self) -> PageText:
        """The words it was written in first."""
        return self.texts[0]
