"""Who may see what on which day: each reason at the first and the last day that it holds."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest

from kiprah.model.entry import Common
from kiprah.model.photo import Box, Photo, PhotoSource
from kiprah.model.settings import Viewing
from kiprah.plan.privacy.consent import Admission, hold_reason
from kiprah.plan.privacy.leaks import LeakTrace, find_leak
from kiprah.plan.privacy.visibility import marks_of, why_not
from kiprah.problem import Place
from support.building import DAY

TOMORROW, YESTERDAY = DAY + timedelta(1), DAY - timedelta(1)
PUBLIC, DRAFTS, FUTURE, CIRCLE = (
    Viewing(DAY),
    Viewing(DAY, drafts=True),
    Viewing(DAY, future=True),
    Viewing(DAY, circle=True),
)


def common(**values: Any) -> Common:
    return Common("activities/2026-05-01-hari.md", Place("activities/2026-05-01-hari.md"), "hari", **values)


@pytest.mark.parametrize(
    ("values", "day", "public", "drafts", "future", "circle"),
    [
        ({}, DAY, (), (), (), ()),
        ({}, None, (), (), (), ()),
        ({}, TOMORROW, ("future",), ("future",), (), ("future",)),
        ({"publish_after": DAY}, DAY, (), (), (), ()),
        ({"publish_after": TOMORROW}, DAY, ("embargo",), ("embargo",), (), ()),
        ({"cools_until": DAY}, DAY, (), (), (), ()),
        ({"cools_until": TOMORROW}, DAY, ("cool-off",), ("cool-off",), (), ()),
        ({"draft": True}, DAY, ("draft",), (), ("draft",), ("draft",)),
        ({"draft": True, "circle": True}, DAY, ("draft",), (), ("draft",), ()),
        ({"visibility": "private"}, DAY, ("private",), ("private",), ("private",), ("private",)),
        ({"visibility": "private", "circle": True}, DAY, ("private",), ("private",), ("private",), ("private",)),
        ({"visibility": "unlisted"}, DAY, (), (), (), ()),
        ({"broken": True, "circle": True}, DAY, ("broken",), ("broken",), ("broken",), ("broken",)),
        ({"draft": True, "publish_after": TOMORROW}, DAY, ("draft", "embargo"), ("embargo",), ("draft",), ("draft",)),
    ],
)  # fmt: skip
def test_each_reason_holds_for_whom_and_when_it_should(
    values: dict[str, Any],
    day: date | None,
    public: tuple[str, ...],
    drafts: tuple[str, ...],
    future: tuple[str, ...],
    circle: tuple[str, ...],
) -> None:
    seen = [why_not(common(**values), day, viewing) for viewing in (PUBLIC, DRAFTS, FUTURE, CIRCLE)]
    assert seen == [public, drafts, future, circle]
    # A preview marks what the public is not shown, and no public page is marked.
    assert [marks_of(common(**values), day, viewing) for viewing in (PUBLIC, DRAFTS)] == [(), public]


def pictured(digest: str = "a", hide: tuple[Box, ...] = (), **values: Any) -> Photo:
    return Photo(PhotoSource(Path("/x/a.jpg"), digest, 60, 40, hide), "a", "a.jpg", **values)


@pytest.mark.parametrize(
    ("values", "ask", "strict"),
    [
        ({}, None, "people-not-said"),
        ({"people": "none"}, None, None),
        ({"people": "adults", "consent": "yes"}, None, None),
        ({"people": "adults", "consent": "yes", "consent_until": DAY}, None, None),
        ({"people": "adults", "consent": "yes", "consent_until": YESTERDAY}, "consent-expired", "consent-expired"),
        ({"people": "none", "consent_until": YESTERDAY}, "consent-expired", "consent-expired"),
        ({"people": "minors", "consent": "yes"}, "minors-without-guardian", "minors-without-guardian"),
        ({"people": "minors", "consent": "guardian", "consent_until": YESTERDAY}, "consent-expired", "consent-expired"),
        ({"people": "minors", "consent": "guardian"}, None, None),
        ({"people": "none", "broken": True}, "broken", "broken"),
        *(({"people": "adults", "consent": said}, f"consent-{said}", f"consent-{said}") for said in ("no", "pending", "withdrawn")),
    ],
)  # fmt: skip
def test_every_doubt_about_a_photo_holds_it_back(values: dict[str, Any], ask: str | None, strict: str | None) -> None:
    policies: tuple[tuple[Literal["ask", "strict"], str | None], ...] = (("ask", ask), ("strict", strict))
    for policy, expected in policies:
        assert hold_reason(pictured(**values), policy, DAY) == expected


def test_what_is_withheld_is_withheld_under_any_name() -> None:
    box = Box(0.1, 0.1, 0.2, 0.2)
    admission = Admission("ask", DAY, frozenset({"a"}), {"b": (box,)})
    held: list[Any] = []
    shown = admission.admitted(
        (pictured(people="none"), pictured("b", people="none"), pictured("c", (box,), people="none")), "x", held
    )
    assert [(one.what, one.reason) for one in held] == [("x/a.jpg", "same-picture-held")]
    # What any entry hides is hidden in every copy, and what an entry alone says of boxes decides nothing.
    assert [(one.source.digest, one.source.hide) for one in shown] == [("b", (box,)), ("c", ())]


@pytest.mark.parametrize("many", [False, True])
def test_a_trace_is_found_however_a_page_writes_it(many: bool) -> None:
    others = tuple(
        LeakTrace(f"kalimat nomor {number} yang tidak ada di mana pun", "b.md") for number in range(200 * many)
    )
    trace = LeakTrace("budi's ibu menangis - dan 'pergi'", "a.md")
    for page in (
        "x BUDI'S ibu  menangis -\n dan 'pergi'. y",
        "budi&#39;s ibu menangis - dan \u2018pergi\u2019",
        "Budi\u2019s ibu menangis - dan 'pergi'",
    ):
        assert find_leak(page, (*others, trace)) == trace, page
    assert find_leak("budi's ibu menangis dan 'pergi'", (*others, trace)) is None
