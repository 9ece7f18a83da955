"""Lists of large communities."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from kiprah.plan.community_lists import FacetGroup, Person, facet_value
from kiprah.plan.community_pages import _spread
from kiprah.plan.routes import Routes
from kiprah.plan.views.community import PersonItem


@pytest.mark.parametrize(("language", "shown"), [("en", "4,365"), ("id", "4.365")])
def test_a_facet_counts_in_the_figures_of_the_language(language: str, shown: str) -> None:
    people = cast("tuple[Person, ...]", (None,) * 4365)
    value = facet_value(FacetGroup("cause", "health", "Health", people), Routes("", "events"), language, current=False)
    assert (value.members, value.count) == (4365, shown)


def test_home_shows_people_from_the_whole_alphabet() -> None:
    people = cast(
        "list[PersonItem]", [SimpleNamespace(name=f"{letter}{at}") for letter in "ABCDEF" for at in range(10)]
    )
    assert {one.name[0] for one in _spread(people, "name")[:6]} >= set("ABC")
    assert _spread(people, "newest") == tuple(people[:12])
    assert len(_spread(people[:3], "name")) == 3
