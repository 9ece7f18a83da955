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
from kiprah.plan.pages.page_list import entry_specs
from kiprah.plan.privacy.visibility import Visible
from kiprah.problem import Problem


class EditedPortfolios(Struct, frozen=True):
    """Edited entries as ``portfolio.json`` tells them, and which of all that are listed they are."""

    portfolios: tuple[Portfolio, ...]
    """Portfolios of the edited entries, one for each language; empty where none of them is listed."""
    activities: tuple[int, ...]
    """Positions of the edited ones among all listed activities, from 0."""
    reflections: tuple[int, ...]
    listed: tuple[int, int]
    """Counts of the listed activities and reflections."""


class EditedPlanner:
    """Planner of a portfolio's entries whose bodies are others: of their pages, and of what else tells bodies.

    What it plans is what a plan of the whole member has for these entries.
    """

    def __init__(
        self,
        visible: Visible,
        paths: Collection[str],
        pages: frozenset[str],
        context: SiteContext,
        theme: ThemeDigests,
        member: Member | None = None,
    ) -> None:
        """Plan entries with these main files alone; ``pages`` are the folders of all the portfolio's pages.

        ``member`` has the facts of the visible member, where they are known.
        """
        self._facts, whole = visible_facts(visible, member)
        self._paths, self._limit = paths, context.settings.feed.limit
        self._planner = MemberPlanner(context, self._facts, theme, whole=whole)
        for page_plan in self._planner.page_plans.values():
            page_plan.know_pages(pages)

    def portfolios(self) -> EditedPortfolios:
        """Plan how ``portfolio.json`` tells the entries."""
        facts = self._facts
        activities, reflections = _told(facts.activities, self._paths), _told(facts.reflections, self._paths)
        told = Told(
            tuple(facts.activities[number] for number in activities),
            tuple(facts.reflections[number] for number in reflections),
        )
        plans = self._planner.page_plans.values() if activities or reflections else ()
        return EditedPortfolios(
            tuple(self._planner.portfolio(page_plan, told) for page_plan in plans),
            activities,
            reflections,
            (len(facts.activities), len(facts.reflections)),
        )

    def outputs(self) -> tuple[Output, ...]:
        """Plan the entries' own pages and share kits, and the feeds that tell them."""
        outputs: list[Output] = []
        edited = [one for one in self._facts.log if one.common.path in self._paths]
        for page_plan in self._planner.page_plans.values():
            shown = page_plan.member(bio=False)
            for entry in edited:
                if page_plan.localized.has_page(entry):
                    page_plan.card_planner.plan_entry(entry)
                    outputs.extend(page_plan.output(spec, shown) for spec in entry_specs(page_plan.localized, entry))
        newest = newest_entries(self._facts, self._limit)
        if _told(newest.activities, self._paths) or _told(newest.reflections, self._paths):
            for page_plan in self._planner.page_plans.values():
                outputs.extend(feed_outputs(self._planner.portfolio(page_plan, newest), self._limit))
        return tuple(outputs)

    def links(self) -> tuple[Problem, ...]:
        """Name the dead and hidden links of the bodies, once all that tells them is planned."""
        edited = [one for one in self._facts.log if one.common.path in self._paths]
        texts = frozenset(text.written_in for entry in edited for text in entry.texts)
        return tuple(problem for problem in self._planner.link_problems if problem.place.path in texts)


def _told(entries: Sequence[Activity | Reflection], paths: Collection[str]) -> tuple[int, ...]:
    return tuple(number for number, entry in enumerate(entries) if entry.common.path in paths)
