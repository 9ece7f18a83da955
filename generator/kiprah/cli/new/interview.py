"""The questions of ``kiprah new activity``: the few things that matter, each with what can be proposed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kiprah.cli.language import interface_language
from kiprah.cli.new.context import Begun, title_answer
from kiprah.cli.new.photos import asked_alts, asked_people, asked_photos, file_names
from kiprah.cli.new.prompt import ask, told

if TYPE_CHECKING:
    from kiprah.authoring.entry_text import NewPhoto
    from kiprah.authoring.refusal import Refusal
    from kiprah.authoring.take_photo import ImportedPhoto


class Proposals(Struct, frozen=True):
    """What is known of a new activity so far; None where nothing was said, which is then asked."""

    title: tuple[str, str] | None = None
    """With the address it makes."""
    day: date | None = None
    end: date | None = None
    organization: str | None = None
    role: str | None = None
    hours: str | None = None
    place: str | None = None
    taken: tuple[ImportedPhoto, ...] = ()
    people: str | None = None
    consent: str | None = None
    photos: tuple[NewPhoto, ...] = ()
    """What was answered of each photo."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names its photos get."""
        return file_names(self.taken)


def days_between(day: date | None, last: date | None) -> int:
    """Return how many days it ran, as far as that is known."""
    if last is None:
        return 1
    return 366 if day is None else max(1, (last - day).days + 1)


def interview(known: Proposals, begun: Begun) -> Proposals:
    """Ask for what was not said; Ctrl-C ends the command, and nothing was written yet."""
    from kiprah.authoring.capture_date import day_of_photos
    from kiprah.authoring.existing import organizations, roles

    told("how-to-skip")
    if known.title is None:
        title = ask("title", lambda typed: title_answer(typed, "activities", begun), needed=True)
        known = replace(known, title=title)
    if not known.taken:
        known = replace(known, taken=asked_photos())
    if known.day is None:
        known = replace(known, day=_asked_day(day_of_photos(known.taken, begun.today), begun.today))
    if known.organization is None:
        known = replace(known, organization=_asked_text("organization", organizations(begun.used)))
    if known.role is None:
        known = replace(known, role=_asked_text("role", roles(begun.used, known.organization or "")))
    if known.hours is None:
        known = replace(known, hours=_asked_hours(known, begun))
    if known.taken and known.consent is None:
        known = replace(known, photos=asked_people(known.names, known.taken, known.people))
    if known.taken:
        known = replace(known, taken=asked_alts(known.taken))
    return known


def _asked_hours(known: Proposals, begun: Begun) -> str | None:
    from kiprah.authoring.existing import last_hours
    from kiprah.authoring.parse_answers import hours_answer

    days = days_between(known.day, known.end)
    last = last_hours(begun.used, known.organization or "", known.role or "")

    def read(typed: str) -> str | Refusal:
        return hours_answer(last if typed == "=" and last else typed, days)

    return ask("hours-again" if last else "hours", read, values={"hours": last})


def _asked_text(key: str, used: Sequence[str]) -> str:
    from kiprah.authoring.existing import as_used, close_to
    from kiprah.authoring.parse_answers import text_answer
    from kiprah.authoring.refusal import Refusal
    from kiprah.content.keys import ACTIVITY

    doubted: set[str] = set()

    def read(typed: str) -> str | Refusal:
        answer = text_answer(ACTIVITY, key, typed)
        if isinstance(answer, str) and (near := close_to(answer, used)) and answer not in doubted:
            doubted.add(answer)
            return Refusal("close-to", {"value": answer, "near": near})
        return as_used(answer, used) if isinstance(answer, str) else answer

    return ask(key, read, used) or ""


def _asked_day(proposed: date | None, today: date) -> date:
    from kiprah.authoring.parse_answers import day_answer

    language = interface_language()
    as_typed: list[str] = []

    def read(typed: str) -> date | Refusal:
        as_typed.append(typed)
        return day_answer(typed, today, language)

    usual = proposed or today
    day = ask("day-of-photos" if proposed else "day", read, values={"day": _in_words(usual, language)})
    if day is None:
        return usual
    if as_typed[-1] != day.isoformat():
        told("day-read", day=_in_words(day, language))
    if day > today:
        told("day-ahead")
    return day


def _in_words(day: date, language: str) -> str:
    from babel.dates import format_date

    return format_date(day, "full", locale=language)
