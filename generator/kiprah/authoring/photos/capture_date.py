"""Capture dates of photos: what the camera wrote, else what the name says; only to propose a day and an order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal, Protocol, TypeVar

from msgspec import Struct

_IN_NAME = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)"
    r"(?:[-_ T](?:at )?(\d{1,2})[.:_-]?([0-5]\d)[.:_-]?([0-5]\d))?"
)
"""Pattern of a day in a file's name: ``IMG_20260314_090807``, ``IMG-20260314-WA0003``,
``WhatsApp Image 2026-03-14 at 09.08.07``, ``20260314_090807``."""


_SCREENSHOT = re.compile(
    r"screen[ _-]?(?:shot|grab|capture)|tangkapan[ _-]?layar|cuplikan[ _-]?layar|bildschirmfoto|captura de pantalla",
    re.IGNORECASE,
)
_CHAT = re.compile(
    r"whats\s?app|telegram|messenger|signal|\bline\b|jp\.naver\.line|instagram|discord|\bimo\b|wechat|com\.google\.android\.apps\.messaging",
    re.IGNORECASE,
)
"""Pattern of messengers in the name of a screenshot, into which telephones write the app that was open:
``Screenshot_2026-11-08-12-00-00-123_com.whatsapp.jpg``."""
_APART = timedelta(days=45)
"""Maximum time between photos of one activity; those further apart are rarely of one."""

MomentOrigin = Literal["camera", "name", "screenshot"]


class Moment(Struct, frozen=True):
    """A day and a time of day, ``09:08:07``; either may not be known."""

    day: date | None = None
    clock: str = ""
    origin: MomentOrigin = "camera"
    """Source of both: the camera, the file's name (a messenger's day of sending), or a screen that was photographed."""


class Dated(Protocol):
    """Protocol of a thing with the moment it is from."""

    @property
    def moment(self) -> Moment: ...


T = TypeVar("T", bound=Dated)


def moment_in_name(name: str) -> Moment:
    """Read the moment that cameras and messengers write into a photo's name."""
    match = _IN_NAME.search(name)
    if match is None:
        return Moment(origin="name")
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return Moment(origin="name")
    if match[4] is None or int(match[4]) > 23:
        return Moment(day, origin="name")
    return Moment(day, f"{int(match[4]):02}:{match[5]}:{match[6]}", "name")


def in_capture_order(photos: Iterable[T]) -> tuple[T, ...]:
    """Put photos in the order they were taken, as far as all of them tell; else they stay as they were given."""
    listed = tuple(photos)
    if not all(photo.moment.day for photo in listed):
        return listed
    if not all(photo.moment.clock for photo in listed):
        return tuple(sorted(listed, key=lambda photo: str(photo.moment.day)))
    return tuple(sorted(listed, key=lambda photo: (str(photo.moment.day), photo.moment.clock)))


def is_screenshot(name: str) -> bool:
    """Say whether a file is called as screenshots are."""
    return _SCREENSHOT.search(name) is not None


def is_screenshot_of_chat(name: str) -> bool:
    """Say whether a file is called as a screenshot that was made in a messenger."""
    return is_screenshot(name) and _CHAT.search(name) is not None


def day_of_photos(photos: Iterable[Dated], today: date) -> date | None:
    """Propose the day that most camera photos are from; of several, the newest.

    Days in names are asked where no camera says one, screenshots where nothing else does. A camera whose clock is ahead
    is not believed.
    """
    by_origin: dict[MomentOrigin, Counter[date]] = {"camera": Counter(), "name": Counter(), "screenshot": Counter()}
    for photo in photos:
        if photo.moment.day is not None and photo.moment.day <= today:
            by_origin[photo.moment.origin][photo.moment.day] += 1
    days = next((days for days in by_origin.values() if days), None)
    return max(days, key=lambda day: (days[day], day)) if days else None


def far_from(photos: Iterable[T], day: date) -> tuple[T, ...]:
    """List the photos that are months away from a day; what is not dated is not."""
    return tuple(photo for photo in photos if photo.moment.day and abs(photo.moment.day - day) > _APART)
