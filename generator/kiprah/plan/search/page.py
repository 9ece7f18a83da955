"""Search page of a community: what can be chosen, and where the same is found by reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from kiprah.catalog import words
from kiprah.plan.addresses.routes import Routes
from kiprah.plan.community.community_lists import Person, StoryGroup, story_groups
from kiprah.plan.localized import LocalizedMember
from kiprah.plan.search.chunks import chunk_path
from kiprah.plan.search.records import SEARCH_KINDS
from kiprah.plan.views.search import SearchChoice, SearchView
from kiprah.plan.views.text import Label, Link

_MOST = 100
"""Maximum number of causes, and of skills, to choose from: those of the most members; words find the others."""


def search_view(
    localized: LocalizedMember,
    people: Sequence[Person],
    event_terms: Mapping[str, Mapping[str, str]],
) -> SearchView:
    """Build the page's view; ``event_terms`` are the causes, skills and years of events: by kind, slug and name."""
    routes = localized.routes
    say = words(localized.language, "site").say
    causes = _choices(story_groups(people, "cause"), event_terms.get("cause", {}))
    skills = _choices(story_groups(people, "skill"), event_terms.get("skill", {}))
    years = _choices(story_groups(people, "year"), event_terms.get("year", {}))
    spoken = localized.language.partition("-")[0]
    stems: Literal["id", "en", ""] = "id" if spoken == "id" else "en" if spoken == "en" else ""
    return SearchView(
        index=Link(chunk_path(routes.root, "s", 0)),
        stems=stems,
        kinds=tuple(SearchChoice(kind, say(f"search.{kind}"), localized.spoken) for kind in SEARCH_KINDS),
        causes=causes,
        skills=skills,
        years=tuple(reversed(years)),
        lists=tuple(_lists(localized, routes, bool(causes), bool(skills), bool(years))),
    )


def _choices(groups: Mapping[str, StoryGroup], events: Mapping[str, str]) -> tuple[SearchChoice, ...]:
    members = {slug: len(group.members) for slug, group in groups.items()}
    names = {**events, **{slug: group.name for slug, group in groups.items()}}
    kept = sorted(names, key=lambda slug: (-members.get(slug, 0), slug))[:_MOST]
    return tuple(SearchChoice(slug, names[slug]) for slug in sorted(kept, key=lambda s: (names[s].casefold(), s)))


def _lists(localized: LocalizedMember, routes: Routes, causes: bool, skills: bool, years: bool) -> Iterable[Label]:
    say = localized.words.say
    yield Label(say("page.members"), routes.members())
    yield Label(say("page.events"), routes.activities())
    if causes:
        yield Label(say("page.causes"), routes.causes())
    if skills:
        yield Label(say("page.skills"), routes.skills())
    if years:
        yield Label(say("page.years"), routes.years())
