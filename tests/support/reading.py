"""A portfolio as one value, read from texts as a build reads it."""

from __future__ import annotations

from kiprah.content.folder import SiteFolder
from kiprah.content.read_cache import ReadCache
from kiprah.content.site import read_context, read_member
from kiprah.model.settings import Settings
from kiprah.model.site import Site
from kiprah.problem import Problem
from kiprah.workers import WorkerPool


def read_site(site: SiteFolder, settings: Settings) -> tuple[Site | None, tuple[Problem, ...]]:
    """Read a whole portfolio; None where there is no member to show."""
    cache = ReadCache(site)
    member, problems = read_member(site, "", "", settings, cache, WorkerPool(1))
    context, more = read_context(site, settings, cache)
    return (Site(context, (member,)) if member is not None else None), (*problems, *more)
