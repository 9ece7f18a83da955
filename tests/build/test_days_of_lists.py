"""What a community gathered, and circles that end: the first and the last day on which each holds; and who may vanish."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kiprah.build.circle.ended_circles import CIRCLES_FILE, ended_circles, note_circle
from kiprah.build.community.community_build import removals
from kiprah.build.community.gathered_lists import GatheredLists
from kiprah.model.community import Community, CommunityMember
from kiprah.model.member_record import MemberRecord
from kiprah.publish.circle import folder as circle_folder
from support.building import DAY


@pytest.mark.parametrize(
    ("until", "days"),
    [
        (None, {-1: False, 0: True, 1: True, 4000: True}),
        (DAY + timedelta(9), {-1: False, 0: True, 8: True, 9: False, 10: False}),
    ],
)
def test_lists_hold_from_the_day_they_were_gathered_until_they_would_differ(
    until: date | None, days: dict[int, bool]
) -> None:
    lists = GatheredLists("key", {}, (), (), (), {}, True, DAY, until, (), {})
    assert {number: lists.holds_on(DAY + timedelta(number)) for number in days} == days


def test_a_circle_ends_after_its_last_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, circle, other = tmp_path / ".kiprah", tmp_path / "circle", tmp_path / "other"
    there = {str(circle), str(other)}
    monkeypatch.setattr(circle_folder, "is_circle", lambda path: str(path) in there)
    assert ended_circles(cache, DAY) == ()
    note_circle(cache, circle, DAY)
    note_circle(cache, other, DAY + timedelta(1))
    assert ended_circles(cache, DAY) == ()
    assert ended_circles(cache, DAY + timedelta(1)) == ((circle, DAY.isoformat()),)
    assert [path for path, _ in ended_circles(cache, DAY + timedelta(2))] == [circle, other]
    note_circle(cache, other, None)
    there.remove(str(circle))
    assert ended_circles(cache, DAY + timedelta(9)) == (), "one that has no end any more, and one that was deleted"


@pytest.mark.parametrize("damaged", [b"", b"{", b"[]", b"\xff", b'{"a": 1}'])
def test_a_damaged_register_of_circles_is_an_empty_one(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / CIRCLES_FILE).write_bytes(damaged)
    assert ended_circles(tmp_path, date(2099, 1, 1)) == ()
    note_circle(tmp_path, tmp_path / "circle", DAY)
    assert b"2026-11-22" in (tmp_path / CIRCLES_FILE).read_bytes()


def community(*paused: str, gone: tuple[MemberRecord, ...] = ()) -> Community:
    members = tuple(CommunityMember(slug, MemberRecord(slug, status="paused"), ()) for slug in paused)
    return cast(Community, SimpleNamespace(members=members, gone=gone))


@pytest.mark.parametrize(
    ("members", "gone", "is_refused"),
    [(3, 0, False), (3, 1, False), (3, 2, True), (50, 1, False), (50, 2, True), (100, 2, False), (100, 3, True), (149, 3, True), (150, 3, False)],
)  # fmt: skip
def test_more_than_a_slip_of_the_hand_is_refused(members: int, gone: int, is_refused: bool) -> None:
    """One member alone may always vanish; more than that and more than a fiftieth at once may not."""
    before = [f"members/m{number:03}/" for number in range(members)]
    found: tuple[Any, ...] = removals(community(), ["@site", *before], before[gone:])
    assert [problem.code for problem in found] == ["too-many-removals"] * is_refused
    if is_refused:
        assert found[0].values == {"count": str(gone), "members": str(members), "first": "members/m000/"}


def test_who_is_paused_or_moved_on_purpose_is_not_missed() -> None:
    before = ["members/alya/", "members/bima/", "members/citra/"]
    moved = MemberRecord("bima", moved_to="https://bima.example/")
    assert removals(community("alya", gone=(moved,)), before, before[2:]) == ()
    assert removals(community("alya"), before, []) != ()
    assert removals(community(gone=(MemberRecord("bima"),)), before, before[2:]) != (), "a record alone says nothing"
