"""Visibility: the one place that decides which entries are published, and which stand in lists."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from kiprah.model.entry import Activity, Common, Page, Reflection, Testimonial
from kiprah.model.member import Member, Withheld
from kiprah.model.role import Role
from kiprah.model.selection import Selection
from kiprah.model.settings import Settings, Viewing
from kiprah.plan.privacy.consent import admission_of
from kiprah.plan.roles.role_list import roles_of

T = TypeVar("T", Activity, Reflection, Page, Selection)

Reason = Literal["draft", "private", "future", "embargo", "broken", "consent", "empty", "ended", "cool-off", "no-page"]


class Visible(Struct, frozen=True):
    """Visible part of one member, in order, as one build publishes it; nothing else may reach an output."""

    member: Member
    settings: Settings
    viewing: Viewing
    activities: tuple[Activity, ...]
    """Activities that are listed, oldest first."""
    unlisted_activities: tuple[Activity, ...]
    reflections: tuple[Reflection, ...]
    """Reflections that are listed, oldest first."""
    unlisted_reflections: tuple[Reflection, ...]
    testimonials: tuple[Testimonial, ...]
    pages: tuple[Page, ...]
    unlisted_pages: tuple[Page, ...]
    roles: tuple[Role, ...]
    """Roles rolled up from the listed activities."""
    held: tuple[Withheld, ...]
    """Items that are not published, each with its reason, sorted."""
    withheld: frozenset[str]
    """Digests of photos that may be published nowhere."""
    selections: tuple[Selection, ...] = ()
    """Selections that are shown to one reader each; they stand in no list."""

    @property
    def all_activities(self) -> tuple[Activity, ...]:
        """Every activity that has a page."""
        return self.activities + self.unlisted_activities

    @property
    def all_reflections(self) -> tuple[Reflection, ...]:
        """Every reflection that has a page."""
        return self.reflections + self.unlisted_reflections

    @property
    def log(self) -> tuple[Activity | Reflection, ...]:
        """Every activity and every reflection that has a page."""
        return (*self.all_activities, *self.all_reflections)

    @property
    def all_pages(self) -> tuple[Page, ...]:
        """Every page of the member's own that is published."""
        return self.pages + self.unlisted_pages


def why_not(common: Common, day: date | None, viewing: Viewing) -> tuple[Reason, ...]:
    """Name every reason that keeps an entry from being published; none means that it is."""
    reasons: list[Reason] = []
    if common.broken:
        reasons.append("broken")
    if common.visibility == "private":
        reasons.append("private")
    if common.draft and not viewing.drafts and not (viewing.circle and common.circle):
        reasons.append("draft")
    if day is not None and day > viewing.today and not viewing.future:
        reasons.append("future")
    is_early = common.publish_after is not None and common.publish_after > viewing.today
    if is_early and not viewing.future and not viewing.circle:
        reasons.append("embargo")
    is_cooling = common.cools_until is not None and common.cools_until > viewing.today
    if is_cooling and not viewing.future and not viewing.circle:
        reasons.append("cool-off")
    return tuple(reasons)


def marks_of(common: Common, day: date | None, viewing: Viewing) -> tuple[Reason, ...]:
    """Name why an entry that a preview shows is not public yet."""
    if not viewing.preview:
        return ()
    return why_not(common, day, Viewing(viewing.today))


def visible_of(member: Member, settings: Settings, viewing: Viewing) -> Visible:
    """Sort a member's entries into listed, unlisted and held back."""
    held = list(member.held)
    admission = admission_of(member, settings.photos.policy, viewing.today)

    def admitted(common: Common, day: date | None, known: str = "", *, own: bool = True) -> bool:
        reasons = why_not(common, day, viewing)
        if not own:
            return not reasons
        until = ""
        if set(reasons) <= {"future", "embargo", "cool-off"}:
            days = (known or day, common.publish_after, common.cools_until)
            until = max((str(d) for d in days if d is not None), default="")
        held.extend(Withheld(common.path, reason, until) for reason in reasons[:1])
        return not reasons

    def with_photos(entry: T) -> T:
        return replace(entry, photos=admission.admitted(entry.photos, entry.folder, held))

    # What a community is about to do is what people look for; a member's log tells of what was done.
    announces = settings.kind == "community" and not member.prefix
    activities = [
        with_photos(a)
        for a in member.activities
        if admitted(a.common, None if announces else a.date, a.known, own=not a.is_event_alone)
    ]
    reflections = [with_photos(r) for r in member.reflections if admitted(r.common, r.date)]
    pages = [with_photos(p) for p in member.pages if admitted(p.common, None)]
    ended = [s for s in member.selections if s.until is not None and s.until < viewing.today]
    held.extend(Withheld(s.common.path, "ended") for s in ended)
    selections = [with_photos(s) for s in member.selections if s not in ended and admitted(s.common, None)]
    folder = member.profile.path.rpartition("/")[0]
    portrait = admission.admitted((member.profile.photo,) if member.profile.photo else (), folder, held)
    profile = replace(
        member.profile,
        photo=portrait[0] if portrait else None,
        photos=admission.admitted(member.profile.photos, folder, held),
    )
    testimonials = []
    for testimonial in member.testimonials:
        if not testimonial.consent:
            held.append(Withheld(testimonial.common.path, "consent"))
        elif not any(text.body.text for text in testimonial.texts) and not testimonial.common.draft:
            held.append(Withheld(testimonial.common.path, "empty"))
        elif admitted(testimonial.common, testimonial.date):
            if testimonial.common.visibility == "public":
                testimonials.append(testimonial)
            else:
                held.append(Withheld(testimonial.common.path, "no-page"))
    listed = tuple(a for a in activities if a.common.visibility == "public")
    return Visible(
        member=replace(member, profile=profile),
        settings=settings,
        viewing=viewing,
        activities=listed,
        unlisted_activities=tuple(a for a in activities if a.common.visibility == "unlisted"),
        reflections=tuple(r for r in reflections if r.common.visibility == "public"),
        unlisted_reflections=tuple(r for r in reflections if r.common.visibility == "unlisted"),
        testimonials=tuple(testimonials),
        pages=tuple(p for p in pages if p.common.visibility == "public"),
        unlisted_pages=tuple(p for p in pages if p.common.visibility == "unlisted"),
        roles=roles_of(listed),
        selections=tuple(selections),
        held=tuple(sorted(set(held), key=lambda h: (h.what, h.reason))),
        withheld=admission.withheld,
    )
