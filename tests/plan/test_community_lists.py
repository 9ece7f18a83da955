"""Lists of large communities."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from kiprah.build.load import silent
from kiprah.build.planned_site import read_and_plan
from kiprah.plan.addresses.routes import Routes
from kiprah.plan.community.community_choice import spread
from kiprah.plan.community.community_lists import FacetGroup, Person, facet_value, letters_of
from kiprah.plan.outputs import PageOutput
from kiprah.plan.pages.paging import ListPage, pages_in_order
from kiprah.plan.views.community import CommunityTermView, PersonItem
from kiprah.plan.views.text import Link
from kiprah.workers import WorkerPool
from support.building import request_in
from support.communities import COMMUNITY, make_community


@pytest.mark.parametrize(("language", "shown"), [("en", "4,365"), ("id", "4.365")])
def test_a_facet_counts_in_the_figures_of_the_language(language: str, shown: str) -> None:
    people = cast("tuple[Person, ...]", (None,) * 4365)
    value = facet_value(FacetGroup("cause", "health", "Health", people), Routes("", "events"), language, current=False)
    assert (value.members, value.count) == (4365, shown)


def test_home_shows_people_from_the_whole_alphabet() -> None:
    people = cast(
        "list[PersonItem]", [SimpleNamespace(name=f"{letter}{at}") for letter in "ABCDEF" for at in range(10)]
    )
    assert {one.name[0] for one in spread(people, "name")[:6]} >= set("ABC")
    assert spread(people, "newest") == tuple(people[:12])
    assert len(spread(people[:3], "name")) == 3


def pages_of(names: list[str], per_page: int) -> tuple[ListPage[Person], ...]:
    people = cast("list[Person]", [SimpleNamespace(item=SimpleNamespace(name=name)) for name in names])
    return tuple(pages_in_order(people, per_page, Link("members/")))


def test_a_long_directory_leads_to_where_each_letter_begins() -> None:
    names = [*(f"Alya {n}" for n in range(5)), "Bima", "Citra", "Éka", "Zahra", "Zaki"]
    pages = pages_of(names, 2)
    first, *_, last = letters_of(pages, "name")
    where = {one.letter: one.href.path for one in first}
    assert where == {"A": "members/", "B": "members/page/3/", "C": "members/page/4/", "É": "members/page/4/"} | {
        "Z": "members/page/5/"
    }
    assert [one.letter for one in first if one.current] == ["A"]
    assert [one.letter for one in last if one.current] == ["Z"]
    assert set(letters_of(pages, "newest")) == set(letters_of(pages_of(names[:6], 2), "name")) == {()}


@pytest.mark.parametrize(
    ("per_page", "shown"),
    [
        # Full pages from the oldest; the list's own address shows what is left and one page more.
        (60, {"": 45, "page/1/": 30}),
        (10, {"": 15, **{f"page/{number}/": 10 for number in range(1, 7)}}),
    ],
)
def test_a_list_of_entries_shows_thirty_a_page_or_as_many_as_a_directory_of_fewer(
    tmp_path: Path, per_page: int, shown: dict[str, int]
) -> None:
    text = "---\ntitle: Kelas\ncauses: [education]\n---\nIsi.\n"
    days = (f"2026-0{1 + n // 28}-{1 + n % 28:02}" for n in range(75))
    files = {f"content/members/alya/activities/{day}-kelas-{day}.md": text for day in days}
    root = make_community(tmp_path, files, f"{COMMUNITY}members: {{per_page: {per_page}}}\n")
    request = request_in(root)
    plan = read_and_plan(request, silent, WorkerPool(1)).plan
    assert plan is not None
    pages = {
        output.path.removeprefix("causes/education/").removesuffix("index.html"): len(output.subject.stories)
        for output in plan.outputs
        if isinstance(output, PageOutput) and isinstance(output.subject, CommunityTermView)
    }
    assert {page: count for page, count in pages.items() if not page.startswith("years/")} == shown
