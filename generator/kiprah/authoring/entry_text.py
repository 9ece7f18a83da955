"""The text of a new entry: keys with what is known, examples for the rest, and the questions of a frame."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from kiprah.authoring.templates import answer, filled, scalar, starter_text


class NewPhoto(Struct, frozen=True):
    """A photo beside a new entry. Where nobody said who is in it, or whether they agreed, it waits."""

    file: str
    people: str = ""
    """``none``, ``adults`` or ``minors``; empty: not said."""
    consent: str = ""
    """``yes``, ``guardian``, ``pending`` or ``no``; empty: not said."""
    alt: str = ""
    """What it shows; empty: left to be written."""

    @property
    def settled_consent(self) -> str:
        """Return what is written of consent: nothing only where nobody can be recognised, and waiting else."""
        if self.consent:
            return self.consent
        return "" if self.people == "none" else "pending"


class NewActivity(Struct, frozen=True):
    """What is known of an activity when its file begins; empty texts are left to be written."""

    title: str
    day: date
    end: date | None = None
    organization: str = ""
    role: str = ""
    hours: str = ""
    place: str = ""
    photos: tuple[NewPhoto, ...] = ()
    frame: str = "what"
    language: str = ""
    """The language it is written in."""


def activity_text(new: NewActivity, site_language: str) -> str:
    """Write the file of a new activity."""
    return filled(
        starter_text(new.language, "activity.md"),
        {
            "title": scalar(new.title),
            "date": new.day.isoformat(),
            "more": (f"end: {new.end.isoformat()}\n" if new.end else "") + _language(new.language, site_language),
            "photos": _photos(new.language, new.photos),
            "questions": questions(new.language, new.frame),
        },
        {
            "organization": answer(new.organization),
            "role": answer(new.role),
            "hours": answer(new.hours),
            "place": answer(new.place),
        },
    )


def reflection_text(title: str, day: date, frame: str, activity: str, language: str, site_language: str) -> str:
    """Write the file of a new reflection."""
    return filled(
        starter_text(language, "reflection.md"),
        {
            "title": scalar(title),
            "date": day.isoformat(),
            "more": _language(language, site_language),
            "frame": frame,
            "questions": questions(language, frame),
        },
        {"activity": answer(activity)},
    )


def spoken_text(
    name: str, day: date, relation: str, activity: str, consent: str, language: str, site_language: str
) -> str:
    """Write the file of somebody else's words. Where they agreed before the words stand there, it is a draft."""
    return filled(
        starter_text(language, "testimonial.md"),
        {
            "title": scalar(name),
            "date": day.isoformat(),
            "more": _language(language, site_language) + ("draft: true\n" if consent == "yes" else ""),
            "consent": consent or "pending",
        },
        {"relation": answer(relation), "activity": answer(activity)},
    )


def questions(language: str, frame: str) -> str:
    """Return the questions of a frame, each a comment."""
    return starter_text(language, f"frames/{frame}.md").strip()


def _language(language: str, site_language: str) -> str:
    return "" if language == site_language else f"lang: {language}\n"


def _photos(language: str, photos: Sequence[NewPhoto]) -> str:
    if not photos:
        return ""
    listed = "".join(
        f"  - file: {photo.file}\n"
        f"    alt:{answer(photo.alt)}\n"
        + (f"    people: {photo.people}\n" if photo.people else "    # people: none\n")
        + (f"    consent: {photo.settled_consent}\n" if photo.settled_consent else "")
        for photo in photos
    )
    return filled(starter_text(language, "photos.txt"), {"photos": listed.rstrip()}, {})
