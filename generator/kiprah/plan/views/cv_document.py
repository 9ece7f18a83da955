"""View of a CV as a document, already in its language; a page decides how much of it fits."""

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
    what: str = ""
    when: str = ""
    notes: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    url: str = ""
    minutes: int | None = None
    estimated: bool = False


class CvDocument(Struct, frozen=True):
    """Content of a CV: all that it may say."""

    language: str
    direction: Literal["ltr", "rtl"]
    title: str
    person: str
    headline: str
    place: str
    email: str
    links: tuple[CvLink, ...]
    about: str
    roles: tuple[CvItem, ...]
    """Roles, as items; the activities of no role are the last of them, as one."""
    total: str
    education: tuple[CvItem, ...]
    work: tuple[CvItem, ...]
    awards: tuple[tuple[str, str], ...]
    certificates: tuple[tuple[str, str], ...]
    skills: str
    languages: str
    interests: str
    testimonials: tuple[tuple[str, str], ...]
    """Words of each testimonial, and who said them."""
    address: str
    """Address to which the QR code leads; or empty."""
    printed: str
    color: str
    day: str
    """The newest day among all it shows, ISO; it stands for the clock."""
    hours_shown: bool = True
