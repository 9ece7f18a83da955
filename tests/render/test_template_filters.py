"""What a theme asks of a list or a heading: how much there is room for, how roles lie beside each other, how it is set."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from sample_pages import pages

from kiprah.plan.roles.role_axis import axis_of
from kiprah.plan.views.lists import RoleItem, RoleView
from kiprah.render.template_filters import few, is_high, is_long, is_wordy, left_out


def role(*months: tuple[int, int]) -> RoleItem:
    subject = pages()["role"].subject
    assert isinstance(subject, RoleView)
    return replace(subject.item, months=months)


@pytest.mark.parametrize(
    ("count", "number", "most", "shown", "out"),
    [(8, 6, 8, 8, 0), (9, 6, 8, 6, 3), (5, 6, None, 5, 0), (7, 6, None, 6, 1), (3, 0, None, 0, 3), (3, -1, None, 0, 3)],
)
def test_few_shows_all_where_they_are_no_more_than_most(
    count: int, number: int, most: int | None, shown: int, out: int
) -> None:
    items = tuple(range(count))
    assert few(items, number, most) == items[:shown]
    assert left_out(items, number, most) == out


def test_roles_lie_on_whole_years() -> None:
    short, long = role((24300, 24300)), role((24290, 24301), (24310, 24340))
    axis = axis_of((short, long))
    assert (axis.first, axis.last, axis.is_drawn) == (2024, 2028, True)
    assert axis.ticks == (40.0, 80.0, 120.0, 160.0)
    first, second = axis.rows
    # 24300 is January 2025, a year after the axis begins; one month of sixty is 3.3 of 200.
    assert first.role is short and first.bars == ((40.0, 3.3),)
    assert second.bars == ((6.7, 40.0), (73.3, 103.3))


def test_what_is_short_is_seen_and_one_role_is_compared_with_nothing() -> None:
    life = role((24000, 25199))
    axis = axis_of((role((24300, 24300)),), (life, role((24300, 24300))))
    assert (axis.first, axis.last) == (2000, 2099)
    assert axis.rows[0].bars == ((50.0, 2),) and not axis.is_drawn


def test_headings_are_told_apart_by_what_they_need() -> None:
    assert is_long("a" * 57) and not is_long("a" * 56)
    assert is_wordy("Pemberdayaanku besar") and not is_wordy("Pemberdayaan besar")
    assert all(map(is_high, ("שלום", "مرحبا", "नमस्ते", "日本", "ა")))
    assert not any(map(is_high, ("Łódź – “naïve” €", "Việt Nam", "Ζωή Жизнь")))
