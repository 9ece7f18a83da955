"""Plan of edited entries: what of a member is made anew where nothing but bodies of its log differs.

Everything else is planned from facts (``facts``), and those are as they were.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec import Struct

from kiprah.model.entry import Activity, Reflection
from kiprah.model.member import Member
from kiprah.model.site import SiteContext
from kiprah.plan.data.export import Told, newest_entries
from kiprah.plan.data.feed import feed_outputs
from kiprah.plan.data.portfolio import Portfolio
from kiprah.plan.facts import visible_facts
from kiprah.plan.member_planner import MemberPlanner, ThemeDigests
from kiprah.plan.outputs import Output
from kiprah.plan.page_list import entry_specs
from kiprah.plan.visibility import Visible
from kiprah.problem import Problem


class EditedPlan(Struct, frozen=True):
    """What is made anew for entries whose bodies are others."""

    outputs: tuple[Output, ...]
    """The entries' own pages and share kits, and the feeds that tell them."""
    portfolios: tuple[Portfolio, ...]
    """In each language, the listed ones of them as ``portfolio.json`` tells them; empty where none is listed."""
    activities: tuple[int, ...]
    """Which of all listed activities they are."""
    reflections: tuple[int, ...]
    listed: tuple[int, int]
    """How many activities and reflections are listed."""
    links: tuple[Problem, ...]
    """Dead and hidden links of their bodies."""


def plan_edited(
    visible: Visible,
    paths: Collection[str],
    pages: frozenset[str],
    context: SiteContext,
    theme: ThemeDigests,
    member: Member | None = None,
) -> EditedPlan:
    """Plan a portfolio's entries with these main files alone; ``pages`` are the folders of all its pages.

    ``member`` has the facts of the visible member, where they are known.
    The outputs are those that a plan of the whole member has for them.
    """
    facts, whole = visible_facts(visible, member)
    planner = MemberPlanner(context, facts, theme, whole=whole)
    edited = [one for one in facts.log if one.common.path in paths]
    texts = frozenset(text.written_in for entry in edited for text in entry.texts)
    outputs: list[Output] = []
    for page_plan in planner.page_plans.values():
        page_plan.know_pages(pages)
    for page_plan in planner.page_plans.values():
        shown = page_plan.member(bio=False)
        for entry in edited:
            if page_plan.localized.has_page(entry):
                page_plan.card_planner.plan_entry(entry)
                outputs.extend(page_plan.output(spec, shown) for spec in entry_specs(page_plan.localized, entry))
    limit = context.settings.feed.limit
    newest = newest_entries(facts, limit)
    if _told(newest.activities, paths) or _told(newest.reflections, paths):
        for page_plan in planner.page_plans.values():
            outputs.extend(feed_outputs(planner.portfolio(page_plan, newest), limit))
    activities, reflections = _told(facts.activities, paths), _told(facts.reflections, paths)
    told = Told(
        tuple(facts.activities[number] for number in activities),
        tuple(facts.reflections[number] for number in reflections),
    )
    is_told = bool(activities or reflections)
    return EditedPlan(
        tuple(outputs),
        tuple(planner.portfolio(page_plan, told) for page_plan in planner.page_plans.values()) if is_told else (),
        activities,
        reflections,
        (len(facts.activities), len(facts.reflections)),
        tuple(problem for problem in planner.link_problems if problem.place.path in texts),
    )


def _told(entries: Sequence[Activity | Reflection], paths: Collection[str]) -> tuple[int, ...]:
    return tuple(number for number, entry in enumerate(entries) if entry.common.path in paths)
