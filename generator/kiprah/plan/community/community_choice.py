"""Choice of what a community's home shows: some people and entries of all, not of one name or one member alone."""

from __future__ import annotations

from collections.abc import Sequence

from kiprah.plan.summary import Story
from kiprah.plan.views.community import PersonItem

_PEOPLE = 12


def faces_of(people: Sequence[PersonItem]) -> tuple[PersonItem, ...]:
    """Take some of all, those with a portrait first, from the whole directory: else all would begin with one letter."""
    shown: list[PersonItem] = []
    for with_portrait in (True, False):
        some = [one for one in people if (one.picture is not None) is with_portrait]
        wanted = min(_PEOPLE - len(shown), len(some))
        shown += [some[place * len(some) // wanted] for place in range(wanted)]
    return tuple(shown)


def spread(people: Sequence[PersonItem], order: str) -> tuple[PersonItem, ...]:
    """Take some from the whole of an alphabet, else all would bear one name; other orders begin for a reason."""
    if order != "name":
        return tuple(people[:_PEOPLE])
    wanted = min(_PEOPLE, len(people))
    return tuple(people[place * len(people) // wanted] for place in range(wanted))


def one_each(stories: Sequence[Story], most: int) -> list[Story]:
    """Take the newest story of each member first, so that one day's log of one person does not fill the page."""
    first: dict[str, Story] = {}
    rest: list[Story] = []
    for story in stories:
        if story.item.person.href.path in first:
            rest.append(story)
        else:
            first[story.item.person.href.path] = story
    chosen = [*first.values(), *rest[: max(0, most - len(first))]]
    return sorted(chosen, key=lambda story: story.day, reverse=True)[:most]
