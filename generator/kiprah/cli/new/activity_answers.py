"""Answers about a new activity, from flags and questions, and the request they make."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from kiprah.authoring.addresses import Title
    from kiprah.authoring.new.entry_request import EntryPhoto, EntryRequest
    from kiprah.authoring.photos.take_evidence import ImportedEvidence
    from kiprah.authoring.yaml_text import Value


class ActivityAnswers(Struct, frozen=True):
    """Answers for a new activity so far; None where no flag gave one, which is then asked."""

    title: Title | None = None
    day: date | None = None
    end: date | None = None
    organization: str | None = None
    role: str | None = None
    hours: str | None = None
    place: str | None = None
    impact: tuple[int | float, str] | None = None
    """A number and what it counts."""
    source: str | None = None
    """Source of that number: ``self``, ``organization`` or ``measured``."""
    cause: str | None = None
    evidence: ImportedEvidence | None = None
    photos: tuple[EntryPhoto, ...] = ()
    people: str | None = None
    """Kind of people in all of the photos; ``each``: it differs."""
    consent: str | None = None

    def request(self, frame: str, language: str) -> EntryRequest:
        """Return the entry that was answered for."""
        from kiprah.authoring.new.entry_request import AttachedFile, EntryRequest

        assert self.title is not None
        values: dict[str, Value] = {
            "end": self.end,
            "organization": self.organization,
            "role": self.role,
            "hours": self.hours,
            "place": self.place,
            "causes": (self.cause,) if self.cause else (),
        }
        if self.impact is not None:
            number, what = self.impact
            values["impact"] = [{"value": number, "what": what, "source": self.source or "self"}]
        files: tuple[AttachedFile, ...] = ()
        if self.evidence is not None and self.evidence.url:
            values["evidence"] = [{"kind": "link", "url": self.evidence.url}]
        elif self.evidence is not None:
            name = f"evidence-1.{self.evidence.ending}"
            values["evidence"] = [{"kind": self.evidence.kind, "file": name}]
            files = (AttachedFile(name, self.evidence.content),)
        return EntryRequest(
            "activities",
            self.title.text,
            day=self.day,
            values=values,
            photos=self.photos,
            files=files,
            frame=frame,
            language=language,
        )


def days_between(day: date | None, last: date | None) -> int:
    """Return how many days it ran, as far as that is known."""
    if last is None:
        return 1
    return 366 if day is None else max(1, (last - day).days + 1)
