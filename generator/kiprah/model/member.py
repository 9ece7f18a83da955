"""One person and what they logged."""

from pathlib import Path
from typing import Literal

from msgspec import Struct

from kiprah.model.addresses import AddressRegister
from kiprah.model.background import (
    Award,
    AwardText,
    Certificate,
    CertificateText,
    Education,
    EducationText,
    SpokenLanguage,
    Work,
    WorkText,
)
from kiprah.model.coaching import CoachChoice
from kiprah.model.credential import SignedCredential
from kiprah.model.entry import Activity, Body, LocalizedText, Page, Reflection, Testimonial
from kiprah.model.member_record import MemberRecord
from kiprah.model.photo import Photo, PhotoFacts, PhotoText
from kiprah.model.selection import Selection
from kiprah.problem import Place

EventsShown = Literal["all", "own"]
"""Choice of a community's events in a member's timeline: all they took part in, or those they wrote of."""


class WebLink(Struct, frozen=True):
    """An address of the member elsewhere."""

    url: str
    """Http(s) address."""


class WebLinkText(Struct, frozen=True):
    """Label of an address in one language."""

    label: str


class ProfileText(LocalizedText, frozen=True):
    """Words of the profile in one language."""

    name: str = ""
    headline: str = ""
    pronouns: str = ""
    place: str = ""
    skills: tuple[str, ...] = ()
    languages: tuple[SpokenLanguage, ...] = ()
    interests: tuple[str, ...] = ()
    link_words: tuple[WebLinkText, ...] = ()
    """Words of each ``Profile.links``."""
    portrait_words: PhotoText | None = None
    """Words of ``Profile.photo``."""
    bio: Body = Body()
    photo_words: tuple[PhotoText, ...] = ()
    """Words of each of ``Profile.photos``."""
    education_words: tuple[EducationText, ...] = ()
    """Words of each ``Profile.education``; likewise the following."""
    work_words: tuple[WorkText, ...] = ()
    award_words: tuple[AwardText, ...] = ()
    certificate_words: tuple[CertificateText, ...] = ()


class Profile(Struct, frozen=True):
    """``profile.md``: its facts; the words stand in ``texts``."""

    path: str
    top: Place
    """Place where its file begins."""
    texts: tuple[ProfileText, ...]
    """Words in each language, the default language first."""
    email: str = ""
    links: tuple[WebLink, ...] = ()
    photo: Photo | None = None
    photos: tuple[Photo, ...] = ()
    """Photos that the bio shows."""
    events: EventsShown = "all"
    education: tuple[Education, ...] = ()
    """Entries in the order in which they are written; likewise the following."""
    work: tuple[Work, ...] = ()
    awards: tuple[Award, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    id: str = ""
    """Opaque id by which credentials call the person; empty until the first is asked for."""
    risk_accepted: str = ""
    """Reason why what was asked about for somebody's safety may be published."""
    coach: CoachChoice = CoachChoice()
    """Rules of the coach that are silent everywhere."""

    @property
    def original(self) -> ProfileText:
        """The words it was written in first."""
        return self.texts[0]


class StaticFile(Struct, frozen=True):
    """A file of ``static/``, copied as it is."""

    path: str
    """Path at which it is published, from the site's root."""
    source: Path
    """Absolute path from which it is read."""
    digest: str
    place: Place


class EntryFile(Struct, frozen=True):
    """A file beside an entry that may be published after cleaning: evidence or a video."""

    path: str
    """Path from the site's folder: ``activities/x/letter.pdf``."""
    source: Path
    """Absolute path from which it is read."""
    digest: str
    place: Place
    facts: PhotoFacts | None = None
    """Facts of the file where it is a picture."""


class Withheld(Struct, frozen=True):
    """Item that is not published, and why: ``held.<reason>`` in the catalogue ``problems`` says it in words."""

    what: str
    """The file from the site's folder, with ``#section`` for a section."""
    reason: str
    until: str = ""
    """ISO date after which it may be published, where there is one."""


class Member(Struct, frozen=True):
    """One person: the profile and what they logged, public or not."""

    prefix: str
    """Root of the member's pages: empty for a portfolio, ``members/alya/`` in a community."""
    profile: Profile
    activities: tuple[Activity, ...]
    """Activities by date, then slug."""
    reflections: tuple[Reflection, ...]
    testimonials: tuple[Testimonial, ...]
    pages: tuple[Page, ...]
    files: tuple[EntryFile, ...]
    held: tuple[Withheld, ...]
    """Sections that were left out while reading."""
    secrets: tuple[tuple[str, str], ...]
    """Texts that must appear in no output, each after the file it stands in."""
    record: MemberRecord = MemberRecord("")
    """Record of what a community says of the member."""
    selections: tuple[Selection, ...] = ()
    """Selections that are shown to one reader each, by file."""
    credentials: tuple[tuple[str, SignedCredential], ...] = ()
    """Credentials whose signature agrees, by the path of their file."""
    register: AddressRegister = AddressRegister()
    """Register of what was published of the member until now."""

    @property
    def log(self) -> tuple[Activity | Reflection, ...]:
        """Every activity and every reflection, public or not."""
        return (*self.activities, *self.reflections)
