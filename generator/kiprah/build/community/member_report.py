"""Report of a community's build: for each member what was published, what was left out and why, sizes and time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import json

from kiprah.build.community.member_task import MemberRun
from kiprah.cache.atomic_write import write_atomically
from kiprah.catalog import words
from kiprah.content.folder import MEMBERS
from kiprah.model.community import Community
from kiprah.model.settings import Settings
from kiprah.problem import Problem
from kiprah.problem_words import problem_message

_FORMAT = 1


def member_report(
    community: Community,
    runs: Sequence[MemberRun],
    problems: Sequence[Problem],
    settings: Settings,
    is_published: bool,
) -> dict[str, Any]:
    """Describe a build member by member, in the order of their addresses; texts of drafts are not in it.

    Where nothing of it ``is_published``, no member is said to be: those that are well are ready.
    """
    limits, language = settings.limits, settings.language
    by_member: dict[str, list[Problem]] = {}
    rest: list[Problem] = []
    for problem in problems:
        folder, _, inside = problem.place.path.partition("/")
        slug = inside.partition("/")[0].removesuffix(".yml") if folder == MEMBERS else ""
        (by_member.setdefault(slug, []) if slug else rest).append(problem)
    ran = {run.slug: run for run in runs}
    members = {}
    for member in community.members:
        run = ran.get(member.slug)
        members[member.slug] = _member(run, member.record is None, by_member.get(member.slug, []), language)
        if run is not None and run.result.complete:
            members[member.slug]["status"] = "published" if is_published else "ready"
        if run is None and member.record is not None:
            members[member.slug]["status"] = "moved" if member.record.leads_on else "paused"
    return {
        "format": _FORMAT,
        "published": is_published,
        "limits": {"entries": limits.entries, "photos": limits.photos, "megabytes": limits.megabytes},
        "members": members,
        "problems": [_problem(problem, language) for problem in rest],
    }


def _member(run: MemberRun | None, unreadable: bool, problems: Sequence[Problem], language: str) -> dict[str, Any]:
    if run is None:
        return {"status": "left-out" if unreadable else "", "problems": [_problem(p, language) for p in problems]}
    return {
        "status": "left-out",
        "files": run.result.files.count,
        "left_out": [{"what": held.what, "reason": held.reason, "until": held.until} for held in run.held],
        "problems": [_problem(problem, language) for problem in problems],
        "used": {
            "entries": run.usage.entries,
            "photos": run.usage.photos,
            "megabytes": round(run.usage.megabytes, 2),
            "seconds": round(run.seconds, 3),
            "memory_megabytes": run.megabytes,
        },
        "unchanged": run.cached,
        "lost": run.ending != "done",
        **({"worker": run.worker} if run.worker else {}),
    }


def _problem(problem: Problem, language: str) -> dict[str, Any]:
    place = problem.place
    return {
        "code": problem.code,
        "level": problem.level,
        "path": place.path,
        "line": place.line,
        "message": problem_message(problem, words(language, "problems")),
    }


def write_report(path: Path, report: dict[str, Any]) -> None:
    """Write a report as JSON, whole or not at all."""
    write_atomically(path, json.format(json.encode(report), indent=2), b"\n")
