"""Findings of a review as values: what changed of whom, and what there is to ask."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct

from kiprah.authoring.left_out import LeftOut
from kiprah.lint.look_alikes import LookAlike
from kiprah.problem import Problem

Change = Literal["new", "changed", "removed", "same"]
ReviewVerdict = Literal["hold", "ask", "merge"]
VERDICTS: tuple[ReviewVerdict, ...] = get_args(ReviewVerdict)
"""Verdicts, the worst first."""


class PhotoFinding(Struct, frozen=True):
    """A photo that is new, or of which something else is said now."""

    path: str
    """Path relative to the site's folder."""
    change: Change
    people: str
    """Kind of people in it; empty: not said."""
    consent: str
    until: date | None
    hidden: int
    """Number of places in it that are made unrecognizable."""
    alt: str
    reason: str
    """Reason why it is not published as it stands (``held.<reason>`` in the catalogue ``problems``), or empty."""
    source: Path
    """Path of the photo on this machine."""
    by: str = ""
    """People and consent as they were said before, ``people/consent``, where the description differs; else empty."""

    @property
    def shows_people(self) -> bool:
        """Say whether somebody may be in it: nobody said that nobody is."""
        return self.people != "none"


class EntryFinding(Struct, frozen=True):
    """An entry that is new, changed or gone."""

    path: str
    change: Change
    title: str
    state: tuple[str, ...]
    """Reasons why it is not public now (``draft``, ``private``, ``future`` ...); empty where it would be published."""
    before: str = ""
    """The public text as it was."""
    after: str = ""
    """The public text as it is."""
    photos: tuple[PhotoFinding, ...] = ()


class Domain(Struct, frozen=True):
    """A host that a member's pages lead to."""

    host: str
    count: int
    is_new: bool


class LimitUse(Struct, frozen=True):
    """Use of a counted limit."""

    what: Literal["entries", "photos", "megabytes"]
    used: int
    limit: int

    @property
    def is_over(self) -> bool:
        """Say whether there is more than may be published."""
        return self.used > self.limit


class MemberFindings(Struct, frozen=True):
    """Findings of a review on one member."""

    slug: str
    name: str
    change: Change
    touched: tuple[str, ...]
    """Paths of all files that differ, from the site's folder."""
    entries: tuple[EntryFinding, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Problems found with the member; an entry with an error is not published."""
    risks: tuple[Problem, ...] = ()
    """Problems that could harm somebody."""
    domains: tuple[Domain, ...] = ()
    unpublished: tuple[LeftOut, ...] = ()
    """Files that will not be published, ever."""
    limits: tuple[LimitUse, ...] = ()
    look_alikes: tuple[LookAlike, ...] = ()
    person: str = ""
    """The opaque id that organizations sign hours for."""
    record_before: str = ""
    """The community's word as it was, where it differs."""
    record_after: str = ""
    owner: Literal["yes", "no", "nobody", ""] = ""
    """Answer to whether the author may change this folder; ``nobody``: no account noted; empty: no author named."""
    unreadable: bool = False
    """True where it could not be read within the time it was given, or killed its reader."""

    @property
    def photos(self) -> tuple[PhotoFinding, ...]:
        """Return every photo there is to look at."""
        return tuple(photo for entry in self.entries for photo in entry.photos)

    @property
    def record_changed(self) -> bool:
        """Say whether the community's own word on the member differs."""
        return self.record_before != self.record_after

    @property
    def verdict(self) -> ReviewVerdict:
        """Say what to do: hold it, ask first, or merge."""
        errors = any(problem.is_error for problem in self.problems)
        over = any(use.is_over for use in self.limits)
        minors = any(photo.people == "minors" and photo.consent == "guardian" for photo in self.photos)
        twin = any(alike.is_twin for alike in self.look_alikes)
        if errors or over or self.risks or self.owner == "no" or twin or self.unreadable:
            return "hold"
        people = any(photo.shows_people and not photo.reason for photo in self.photos)
        asked = self.change in ("new", "removed") or self.owner == "nobody" or self.record_changed or self.look_alikes
        if asked or people or minors or any(domain.is_new for domain in self.domains) or self.unpublished:
            return "ask"
        return "merge"


class Review(Struct, frozen=True):
    """Findings of a review on a whole community."""

    title: str
    since: str
    """The whole id of the commit it is compared with; empty: everything was looked at."""
    author: str
    members: tuple[MemberFindings, ...]
    """Findings on each member, the worst first."""
    elsewhere: tuple[str, ...]
    """Files that differ and are no member's: the community's settings, events, other pages."""

    @property
    def verdict(self) -> ReviewVerdict:
        """Say what to do about all of it."""
        verdicts = {one.verdict for one in self.members} | ({"ask"} if self.elsewhere else set())
        return next((verdict for verdict in VERDICTS if verdict in verdicts), "merge")
