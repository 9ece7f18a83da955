"""The day on which a plan would differ: on the day before it is the same, on that day it is another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiprah.build.load import silent
from kiprah.build.output_keys import output_keys
from kiprah.build.planned_site import read_and_plan
from kiprah.plan.member import MemberPlan
from support.building import DAY, request_in
from support.sites import draw_photo, make_site
from support.variants import variants

HARI = "content/activities/2026-05-01-hari/index.md"
PHOTO = "---\ntitle: Hari\nphotos: [{file: a.jpg, alt: Papan, people: adults, consent: yes, consent_until: 2026-11-30}]\n---\nIsi.\n"
CASES: Mapping[str, tuple[dict[str, str], date | None]] = {
    "nothing": ({}, None),
    "an embargo": ({HARI: "---\ntitle: Hari\npublish_after: 2026-12-03\n---\nIsi.\n"}, date(2026, 12, 3)),
    "an embargo that is over": ({HARI: "---\ntitle: Hari\npublish_after: 2026-11-22\n---\nIsi.\n"}, None),
    "a consent, which holds through its last day": ({HARI: PHOTO}, date(2026, 12, 1)),
    "a consent that ends today": ({HARI: PHOTO.replace("11-30", "11-22")}, date(2026, 11, 23)),
    "a consent that is over": ({HARI: PHOTO.replace("11-30", "11-21")}, None),
    "a day to come": ({"content/activities/2026-12-24-nanti.md": "---\ntitle: Nanti\n---\nIsi.\n"}, date(2026, 12, 24)),
    "a reflection of a day to come": ({"content/reflections/2026-12-25-nanti.md": "---\ntitle: N\n---\nIsi.\n"}, date(2026, 12, 25)),
    "a page's embargo": ({"content/pages/x.md": "---\ntitle: X\npublish_after: 2026-11-23\n---\nIsi.\n"}, date(2026, 11, 23)),
    "what runs on": ({HARI: "---\ntitle: Hari\norganization: R\nrole: Guru\nongoing: true\n---\nIsi.\n"}, date(2026, 12, 1)),
    "what ends on a day to come": ({HARI: "---\ntitle: Hari\norganization: R\nrole: Guru\nend: 2026-11-25\n---\nIsi.\n"}, date(2026, 11, 26)),
    "what ends today": ({HARI: "---\ntitle: Hari\norganization: R\nrole: Guru\nend: 2026-11-22\n---\nIsi.\n"}, date(2026, 11, 23)),
    "what ends after the month": ({HARI: "---\ntitle: Hari\norganization: R\nrole: Guru\nend: 2027-01-05\n---\nIsi.\n"}, date(2026, 12, 1)),
    "a reader's page": (
        {HARI: "---\ntitle: Hari\n---\nIsi.\n", "content/selections/x.md": "---\ntitle: X\nactivities: [hari]\nuntil: 2026-11-25\n---\nIsi.\n"},
        date(2026, 11, 26),
    ),
    "the first of several": (
        {HARI: PHOTO, "content/pages/x.md": "---\ntitle: X\npublish_after: 2026-11-29\n---\nIsi.\n"},
        date(2026, 11, 29),
    ),
}  # fmt: skip


@pytest.fixture
def plan_on(tmp_path: Path) -> Callable[[date], tuple[MemberPlan, dict[str, str]]]:
    def plan(day: date) -> tuple[MemberPlan, dict[str, str]]:
        found = read_and_plan(request_in(tmp_path, today=day), silent)
        assert found.plan is not None and found.theme is not None, found.problems
        (member,) = found.plan.members
        keys = output_keys(member.outputs, found.theme)
        return member, {output.path: one.key for output, one in zip(member.outputs, keys, strict=True)}

    return plan


@pytest.mark.parametrize("case", variants(CASES, quick=5))
def test_a_plan_holds_until_the_day_on_which_it_differs(
    case: str, tmp_path: Path, plan_on: Callable[[date], tuple[MemberPlan, dict[str, str]]]
) -> None:
    files, expected = CASES[case]
    make_site(tmp_path, files)
    draw_photo(tmp_path / HARI.replace("index.md", "a.jpg"), 1)
    today, keys = plan_on(DAY)
    assert today.valid_until == expected
    # Not a day too early, nor one too late: with a year from now where nothing changes.
    last = (expected or DAY + timedelta(365)) - timedelta(1)
    assert plan_on(last)[1] == keys
    if expected is not None and not case.startswith("what ends"):
        # Of what has an end nothing follows today's month: its plan is made again for nothing, which costs time alone.
        assert plan_on(expected)[1] != keys
