"""Coaching of one member: reads their files, asks the rules, and finds the line of every quotation."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiprah.build.load import LoadedSite, NotLoaded, load_site, member_tasks
from kiprah.build.request import Request
from kiprah.cache.state import State, open_state
from kiprah.content.event_facts import with_events
from kiprah.content.folder import MEMBERS, SiteFolder
from kiprah.content.read_cache import ReadCache
from kiprah.content.site import read_member
from kiprah.fields.source import read_source
from kiprah.lint.coach.lexicon import Lexicon
from kiprah.lint.coach.report import CoachReport, CoachSection, coach_report
from kiprah.lint.coach.rules import MOST_WORDS, Remark, coach_input
from kiprah.model.member import Member
from kiprah.model.settings import Settings
from kiprah.plan.attestation import attestations_of
from kiprah.plan.member import visible_member
from kiprah.plan.privacy.leaks import published_paths
from kiprah.problem import Problem
from kiprah.workers import WorkerPool

_WORDS = Path(__file__).parents[1] / "lint" / "coach" / "words"
_WORD = re.compile(r"[^\W_]+")
_OPENING = 6
"""Number of words by which a sentence is found again in its file."""


class Coached(Struct, frozen=True):
    """Answer of the coach: its report, or the problems that keep it from one."""

    settings: Settings | None
    problems: tuple[Problem, ...] = ()
    report: CoachReport | None = None
    member: str = ""
    """The member's name."""
    members: tuple[str, ...] = ()
    """Slugs of a community's members whom one may ask about."""


def read_coached(request: Request, slug: str = "") -> Coached:
    """Read one member and ask the rules; of a community ``slug`` says whom."""
    with open_state(request.cache) as state:
        loaded = load_site(request, state)
        if isinstance(loaded, NotLoaded):
            return Coached(loaded.settings, loaded.problems)
        member, problems = (
            (None, ()) if loaded.community is not None and not slug else _read(request, loaded, slug, state)
        )
    members = tuple(task.slug for task in member_tasks(loaded))
    if member is None:
        return Coached(loaded.settings, problems, members=members)
    attestations, _ = attestations_of(member, loaded.context.attesters)
    notes = coach_input(member, loaded.viewing.today, coach_lexicons(), attestations)
    report = _placed(coach_report(notes), loaded.folder)
    return Coached(loaded.settings, problems, report, member.profile.original.name, members)


def _read(request: Request, loaded: LoadedSite, slug: str, state: State) -> tuple[Member | None, tuple[Problem, ...]]:
    """Read a portfolio's one member, or the member of a community with this slug."""
    known = None if request.force else state
    if loaded.community is None:
        cache = ReadCache(loaded.folder, loaded.reading, known)
        member, problems = read_member(loaded.folder, "", "", loaded.settings, cache, WorkerPool(1))
    else:
        task = next((task for task in member_tasks(loaded) if task.slug == slug), None)
        if task is None:
            return None, ()
        root = f"{MEMBERS}/{slug}/"
        cache = ReadCache(task.files.folder, loaded.reading, known, root)
        member, problems = read_member(task.files.folder, root, root, loaded.settings, cache, WorkerPool(1))
        if member is not None:
            member, found = with_events(replace(member, record=task.record), task.events, slug)
            problems += found
    if member is not None:
        visible = visible_member(member, loaded.settings, loaded.viewing)
        cache.save(published_paths(visible), visible.withheld)
    return member, problems


@cache
def coach_lexicons() -> dict[str, Lexicon]:
    """Return the lists of words by language, as they came with kiprah."""
    return {
        path.stem: Lexicon(path.stem, tomllib.loads(path.read_text("utf-8"))) for path in sorted(_WORDS.glob("*.toml"))
    }


def _placed(report: CoachReport, folder: SiteFolder) -> CoachReport:
    """Give every quotation the line at which it begins in its file."""
    texts: dict[str, str] = {}

    def text_of(path: str) -> str:
        if path not in texts:
            source = read_source(path, folder.read(path))[0] if path in folder.files else None
            texts[path] = source.text if source is not None else ""
        return texts[path]

    def placed(remark: Remark) -> Remark:
        shown = remark.words[:MOST_WORDS]
        words = tuple(replace(word, line=line_of_words(word.sought or word.text, text_of(word.path))) for word in shown)
        return replace(remark, words=words, more=len(remark.words) - len(shown))

    sections = (CoachSection(s.key, tuple(placed(remark) for remark in s.remarks)) for s in report.sections)
    return CoachReport(tuple(placed(remark) for remark in report.good), tuple(sections), report.is_empty)


def line_of_words(sentence: str, text: str) -> int:
    """Find the line on which a sentence begins, by its first words, whatever marks stand between; 0: nowhere."""
    words = _WORD.findall(sentence)[:_OPENING]
    for count in (len(words), len(words) // 2):
        if count:
            found = re.search(r"[\W_]+".join(re.escape(word) for word in words[:count]), text)
            if found:
                return text.count("\n", 0, found.start()) + 1
    return 0
