"""Check of a site: everything a build would find, and advice, without publishing."""

from __future__ import annotations

from collections.abc import Callable

from kiprah.authoring.sveltia.sveltia_site import sveltia_problems
from kiprah.build.address_registers import printed_as_errors
from kiprah.build.checks.git_check import git_problems
from kiprah.build.load import LoadedSite, NotLoaded, load_site, silent, with_sources
from kiprah.build.member.member_work import LibraryExchanged
from kiprah.build.pipeline import at_level, exit_code, outcome_of
from kiprah.build.planned_site import read_and_plan
from kiprah.build.request import Progress, Report, Request
from kiprah.cache.lock import AlreadyBuilding, build_lock
from kiprah.cache.probes import Probes
from kiprah.cache.state import open_state
from kiprah.lint.advice import advise
from kiprah.model.settings import Viewing
from kiprah.model.site import Site
from kiprah.problem import Place, Problem, in_order, machine_problem
from kiprah.render.kinds import kind_of
from kiprah.render.template_fields import template_problems
from kiprah.workers import WorkerPool

_OF_DRAWING = ("template-fault", "template-field", "template-name")
"""Codes of problems that drawing a page meets in its template."""


def check(
    request: Request,
    progress: Progress | None = None,
    beyond: Callable[[Site, Viewing], tuple[Problem, ...]] | None = None,
) -> Report:
    """Find everything that a build would find, and what could be better; publishes nothing.

    What is made on the way stays in the blob store, where the next build finds it. ``beyond`` looks further than this
    machine, where that is wanted.
    """
    tell = progress or silent
    with WorkerPool(request.jobs) as workers:
        planned = read_and_plan(request, tell, workers)
    advice: list[Problem] = []
    if planned.plan is not None and planned.site is not None and planned.viewing is not None:
        advice += [p for output in planned.plan.outputs if (p := kind_of(output).remark(output)) is not None]
        advice += advise(planned.site, planned.viewing)
        advice += git_problems(planned)
        advice += beyond(planned.site, planned.viewing) if beyond is not None else ()
    of_templates: tuple[Problem, ...] = ()
    if planned.theme is not None and not planned.theme.theme.trusted:
        of_templates = template_problems(planned.theme.theme, planned.theme.asset_links)
    if planned.loaded is None:
        return Report(
            2 if planned.bad_settings else 1, at_level(in_order(planned.problems), request), (), planned.settings
        )
    rendered = _rendered_problems(request, planned.loaded, tell)
    if isinstance(rendered, Report):
        return rendered
    folder = planned.loaded.folder
    examples = planned.loaded.examples
    of_editor = sveltia_problems(folder, planned.loaded.settings)
    # What drawing a page met was found without drawing it, with a hint.
    named = {(problem.place.path, problem.place.line) for problem in of_templates}
    rendered = tuple(p for p in rendered if p.code not in _OF_DRAWING or (p.place.path, p.place.line) not in named)
    found = printed_as_errors(with_sources((*planned.problems, *rendered, *examples, *of_editor), folder))
    problems = at_level(in_order((*found, *with_sources((*advice, *of_templates), folder))), request)
    code = 2 if planned.bad_settings else exit_code(problems, found)
    return Report(code, problems, planned.plan.held if planned.plan else (), planned.settings)


def _rendered_problems(request: Request, loaded: LoadedSite, tell: Progress) -> tuple[Problem, ...] | Report:
    """Make all that a build would publish, and return what was wrong; or a report of what stood in the way."""
    try:
        with (
            build_lock(request.cache, request.patience, lambda: tell("wait", 0, 1)),
            open_state(request.cache) as state,
            WorkerPool(request.jobs) as workers,
        ):
            try:
                return outcome_of(request, loaded, state, workers, tell, sound=False).problems
            except LibraryExchanged:
                Probes(state).forget()
                site = load_site(request, state)
                if isinstance(site, NotLoaded):
                    return ()
                return outcome_of(request, site, state, workers, tell, sound=False).problems
    except AlreadyBuilding:
        return Report(3, (Problem("already-building", Place(str(request.cache))),), (), None)
    except OSError as error:
        return Report(3, (machine_problem(error),), (), None)
