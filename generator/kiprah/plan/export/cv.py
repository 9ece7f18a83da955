"""CV as a document, already in its language; a page decides how much of it fits."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class CvLink(Struct, frozen=True):
    """An address of the member elsewhere."""

    label: str
    url: str


class CvItem(Struct, frozen=True):
    """A role, a school, a job."""

    name: str
    """Title of the role, name of the school, or the position."""
    what: str = ""
    """Name of the organization, the course of study, or the employer."""
    when: str = ""
    """Days, months or years, as people write them."""
    notes: tuple[str, ...] = ()
    """Facts set in one line: hours, rhythm, score, place."""
    lines: tuple[str, ...] = ()
    """Lines below it; a page with little room takes the first ones."""
    url: str = ""
    minutes: int | None = None
    """Minutes of a role, of which the sum of those left out is made; None where not given."""
    estimated: bool = False


class CvDocument(Struct, frozen=True):
    """Content of a CV: all that it may say."""

    language: str
    """Language code (BCP 47) of its words."""
    direction: Literal["ltr", "rtl"]
    title: str
    """Title of the file, which readers show above it."""
    person: str
    """Name of the member."""
    headline: str
    place: str
    email: str
    links: tuple[CvLink, ...]
    about: str
    """Beginning of the biography, as plain text."""
    roles: tuple[CvItem, ...]
    """Roles, as items; the activities of no role are the last of them, as one."""
    total: str
    """Hours of all roles together, in words; empty where none are shown."""
    education: tuple[CvItem, ...]
    work: tuple[CvItem, ...]
    awards: tuple[tuple[str, str], ...]
    """Title of each award, and by whom and when it was given."""
    certificates: tuple[tuple[str, str], ...]
    """Name of each certificate, and by whom and when it was issued, or the activity it is of."""
    skills: str
    """Names of skills in one text; languages and interests likewise."""
    languages: str
    interests: str
    testimonials: tuple[tuple[str, str], ...]
    """Words of each testimonial, and who said them."""
    address: str
    """Address to which the QR code leads; or empty."""
    printed: str
    """The same address as people read it on paper."""
    color: str
    """Colour of the brand (``#rrggbb``)."""
    day: str
    """The newest day among all it shows, ISO; it stands for the clock."""
    hours_shown: bool = True
    """True where the settings let hours be shown."""
