"""Consent: decides which photos may be shown; every doubt holds back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from kiprah.model.member import Member, Withheld
from kiprah.model.photo import Box, Photo
from kiprah.model.settings import PhotoPolicy

HoldReason = Literal[
    "broken",
    "consent-no",
    "consent-withdrawn",
    "consent-pending",
    "consent-expired",
    "minors-without-guardian",
    "people-not-said",
    "same-picture-held",
]


def hold_reason(photo: Photo, policy: PhotoPolicy, today: date) -> HoldReason | None:
    """Name the reason a photo may not be published, or None; a consent holds through its last day."""
    if photo.broken:
        return "broken"
    if photo.consent in ("no", "withdrawn", "pending"):
        return {"no": "consent-no", "withdrawn": "consent-withdrawn", "pending": "consent-pending"}[photo.consent]  # type: ignore[return-value]
    if photo.consent_until is not None and photo.consent_until < today:
        return "consent-expired"
    if photo.people == "minors" and photo.consent != "guardian":
        return "minors-without-guardian"
    if policy == "strict" and photo.people is None:
        return "people-not-said"
    return None


class Admission(Struct, frozen=True):
    """Rule by which one member's photos are admitted: a copy of a held photo is held too, and hidden alike."""

    policy: PhotoPolicy
    today: date
    withheld: frozenset[str]
    """Digests of photos that may be shown nowhere, under whatever name they lie about."""
    hide: Mapping[str, tuple[Box, ...]]
    """Boxes that any entry hides in a picture, by the picture's digest."""

    def reason(self, photo: Photo) -> HoldReason | None:
        """Name the reason this photo is not published, or None."""
        own = hold_reason(photo, self.policy, self.today)
        if own is None and photo.source.digest in self.withheld:
            return "same-picture-held"
        return own

    def admitted(self, photos: Iterable[Photo], folder: str, held: list[Withheld]) -> tuple[Photo, ...]:
        """Keep the photos that may be shown, hiding in each what any entry hides in it; note the others."""
        kept = []
        for photo in photos:
            reason = self.reason(photo)
            if reason is not None:
                held.append(Withheld(f"{folder}/{photo.file}" if folder else photo.file, reason))
                continue
            kept.append(replace(photo, source=replace(photo.source, hide=self.hide.get(photo.source.digest, ()))))
        return tuple(kept)


def all_photos(member: Member) -> Iterable[Photo]:
    """Yield every photo a member names anywhere, public or not."""
    if member.profile.photo is not None:
        yield member.profile.photo
    yield from member.profile.photos
    for photos in (
        *(activity.photos for activity in member.activities),
        *(reflection.photos for reflection in member.reflections),
        *(page.photos for page in member.pages),
        *(selection.photos for selection in member.selections),
    ):
        yield from photos


def admission_of(member: Member, policy: PhotoPolicy, today: date) -> Admission:
    """Look at all photos of a member at once."""
    withheld: set[str] = set()
    hide: dict[str, dict[Box, None]] = {}
    for photo in all_photos(member):
        reason = hold_reason(photo, policy, today)
        # A photo that merely does not say who is in it may be said elsewhere to show nobody.
        if reason is not None and reason != "people-not-said":
            withheld.add(photo.source.digest)
        for box in photo.source.hide:
            hide.setdefault(photo.source.digest, {})[box] = None
    ordered = {d: tuple(sorted(b, key=lambda x: (x.x, x.y, x.width, x.height))) for d, b in hide.items()}
    return Admission(policy, today, frozenset(withheld), ordered)
