"""Capture dates of photos: what the camera wrote, else what the name says; only to propose a day and an order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from msgspec import Struct

_IN_NAME = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)"
    r"(?:[-_ T](?:at )?(\d{1,2})[.:_-]?([0-5]\d)[.:_-]?([0-5]\d))?"
)
"""``IMG_20260314_090807``, ``IMG-20260314-WA0003``, ``WhatsApp Image 2026-03-14 at 09.08.07``, ``20260314_090807``."""


class Moment(Struct, frozen=True):
    """A day and a time of day, ``09:08:07``; either may not be known."""

    day: date | None = None
    clock: str = ""


class Dated(Protocol):
    """Something with the moment it is from."""

    @property
    def moment(self) -> Moment: ...


T = TypeVar("T", bound=Dated)


def moment_in_name(name: str) -> Moment:
    """Read the moment that cameras and messengers write into a photo's name."""
    match = _IN_NAME.search(name)
    if match is None:
        return Moment()
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return Moment()
    if match[4] is None or int(match[4]) > 23:
        return Moment(day)
    return Moment(day, f"{int(match[4]):02}:{match[5]}:{match[6]}")


def in_capture_order(photos: Iterable[T]) -> tuple[T, ...]:
    """Put photos in the order they were taken, as far as all of them tell; else they stay as they were given."""
    listed = tuple(photos)
    if not all(photo.moment.day for photo in listed):
        return listed
    if not all(photo.moment.clock for photo in listed):
        return tuple(sorted(listed, key=lambda photo: str(photo.moment.day)))
    return tuple(sorted(listed, key=lambda photo: (str(photo.moment.day), photo.moment.clock)))


def day_of_photos(photos: Iterable[Dated], today: date) -> date | None:
    """Propose the newest day that has been; a camera whose clock is ahead is not believed."""
    days = (photo.moment.day for photo in photos)
    return max((day for day in days if day is not None and day <= today), default=None)
