"""When photos were taken, by their names, and the order and day that are proposed."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec import Struct

from kiprah.authoring.photos.capture_date import (
    Moment,
    day_of_photos,
    far_from,
    in_capture_order,
    is_screenshot_of_chat,
    moment_in_name,
)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("IMG_20260314_090807.jpg", "2026-03-14 09:08:07"),
        ("IMG-20260314-WA0003.jpg", "2026-03-14 "),
        ("WhatsApp Image 2026-03-14 at 09.08.07.jpeg", "2026-03-14 09:08:07"),
        ("20260314_090807.jpg", "2026-03-14 09:08:07"),
        ("photo_2026-03-14_09-08-07.jpg", "2026-03-14 09:08:07"),
        ("signal-2026-03-14-090807.jpeg", "2026-03-14 09:08:07"),
        ("Screenshot 2026-03-14 at 9.08.07.png", "2026-03-14 09:08:07"),
        ("IMG_1234.jpg", "None "),
        ("DSC20261399.jpg", "None "),
        ("2026-02-30.jpg", "None "),
        ("120260314.jpg", "None "),
        ("class.jpg", "None "),
    ],
)
def test_cameras_and_messengers_write_the_day_into_the_name(name: str, said: str) -> None:
    moment = moment_in_name(name)
    assert f"{moment.day} {moment.clock}" == said


class Shot(Struct, frozen=True):
    moment: Moment
    name: str


def shots(*moments: tuple[str, str | None, str]) -> list[Shot]:
    return [Shot(Moment(date.fromisoformat(day) if day else None, clock), name) for name, day, clock in moments]


def test_photos_are_put_in_order_as_far_as_all_of_them_tell() -> None:
    def names(*moments: tuple[str, str | None, str]) -> str:
        return "".join(shot.name for shot in in_capture_order(shots(*moments)))

    assert (
        names(("a", "2026-03-14", "10:00:00"), ("b", "2026-03-14", "09:00:00"), ("c", "2026-03-13", "11:00:00"))
        == "cba"
    )
    assert names(("a", "2026-03-14", "10:00:00"), ("b", "2026-03-14", ""), ("c", "2026-03-13", "")) == "cab"
    assert names(("a", "2026-03-14", "10:00:00"), ("b", None, ""), ("c", "2026-03-13", "")) == "abc"


def test_the_newest_day_that_has_been_is_proposed() -> None:
    today = date(2026, 3, 17)
    found = shots(("a", "2026-03-14", ""), ("b", "2026-03-15", ""), ("c", "2030-01-01", ""), ("d", None, ""))
    assert day_of_photos(found, today) == date(2026, 3, 15)
    assert day_of_photos(found[2:], today) is None


def origins(*moments: tuple[str, str]) -> list[Shot]:
    return [Shot(Moment(date.fromisoformat(day), "", origin), "x") for day, origin in moments]  # type: ignore[arg-type]


def test_the_day_is_what_most_camera_photos_say() -> None:
    today = date(2026, 12, 1)
    camera = [("2026-11-07", "camera")] * 4
    assert day_of_photos(origins(*camera, ("2026-11-08", "screenshot")), today) == date(2026, 11, 7)
    assert day_of_photos(origins(*camera, ("2026-11-09", "camera")), today) == date(2026, 11, 7)
    assert day_of_photos(origins(("2026-11-07", "camera"), *[("2026-11-10", "name")] * 5), today) == date(2026, 11, 7)
    # Without a camera's word the name's is taken, without that the screenshot's; of equals the newest.
    assert day_of_photos(origins(("2026-11-06", "name"), ("2026-11-08", "screenshot")), today) == date(2026, 11, 6)
    assert day_of_photos(origins(("2026-11-08", "screenshot")), today) == date(2026, 11, 8)
    assert day_of_photos(origins(("2026-11-06", "camera"), ("2026-11-08", "camera")), today) == date(2026, 11, 8)


def test_photos_months_away_are_told_from_those_of_a_weekend() -> None:
    photos = origins(("2026-03-01", "camera"), ("2026-11-07", "camera"), ("2026-11-08", "camera"))
    assert far_from(photos, date(2026, 11, 8)) == (photos[0],)


@pytest.mark.parametrize(
    ("name", "is_chat"),
    [
        ("Screenshot_2026-11-08-12-00-00-123_com.whatsapp.jpg", True),
        ("Screenshot_20261108-120000_WhatsApp.png", True),
        ("Tangkapan Layar 2026-11-08 Telegram.png", True),
        ("Screenshot 2026-11-08 at 9.08.07.png", False),
        ("WhatsApp Image 2026-03-14 at 09.08.07.jpeg", False),
        ("IMG_20260314_090807.jpg", False),
    ],
)
def test_a_chats_screenshot_is_known_by_its_name(name: str, is_chat: bool) -> None:
    assert is_screenshot_of_chat(name) is is_chat
