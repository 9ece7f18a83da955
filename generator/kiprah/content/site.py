"""Reading a whole site: a portfolio is a community of one."""

from __future__ import annotations

from msgspec.structs import replace

from kiprah.cache.stat_index import is_never_published
from kiprah.content.entries import read_entries
from kiprah.content.entry import Collected, ReadContext, find_entries
from kiprah.content.folder import SiteFolder
from kiprah.content.photos import PHOTO_ENDINGS
from kiprah.content.profile import read_profile
from kiprah.content.read_cache import Memory
from kiprah.imaging.photo_fault import PhotoFault
from kiprah.model.member import EntryFile, Member, StaticFile
from kiprah.model.settings import Settings
from kiprah.model.site import Site
from kiprah.problem import Place, Problem
from kiprah.workers import WorkerPool

STATIC = "static"


def read_site(
    site: SiteFolder, settings: Settings, memory: Memory, workers: WorkerPool | None = None
) -> tuple[Site | None, tuple[Problem, ...]]:
    """Read everything a site holds; None where there is no member to show."""
    member, problems = read_member(site, "", "", settings, memory, workers or WorkerPool(1))
    static, static_problems = _static(site, memory)
    problems += static_problems
    if member is None:
        return None, problems
    return Site(str(site.root), settings, (member,), static), problems


def read_member(
    site: SiteFolder, root: str, prefix: str, settings: Settings, memory: Memory, workers: WorkerPool
) -> tuple[Member | None, tuple[Problem, ...]]:
    """Read one member: ``root`` is the folder in the site (``""``, ``members/alya/``), ``prefix`` the address."""
    gathered = Collected()
    desk = ReadContext(site, settings.language, settings.languages, memory.facts, gathered)
    profile = read_profile(root, desk)
    found = [
        (kind, paths)
        for kind in ("activities", "reflections", "testimonials", "pages")
        for paths in find_entries(kind, desk, root)
    ]
    read = read_entries(found, desk, memory, workers)
    files = {file.path: file for entry in read for file in entry.files}
    for entry in read:
        gathered.problems.extend(entry.problems)
        gathered.held.extend(entry.held)
        gathered.secrets.extend(entry.secrets)
    digested = tuple(_digested(desk, files[path], memory) for path in sorted(files))
    if profile is None:
        return None, tuple(gathered.problems)
    member = Member(
        prefix=prefix,
        profile=profile,
        activities=tuple(
            sorted((e.activity for e in read if e.activity is not None), key=lambda a: (a.date, a.common.slug))
        ),
        reflections=tuple(
            sorted((e.reflection for e in read if e.reflection is not None), key=lambda r: (r.date, r.common.slug))
        ),
        testimonials=tuple(
            sorted((e.testimonial for e in read if e.testimonial is not None), key=lambda t: t.common.path)
        ),
        pages=tuple(sorted((e.page for e in read if e.page is not None), key=lambda p: p.common.path)),
        files=digested,
        held=tuple(gathered.held),
        secrets=tuple(gathered.secrets),
    )
    return member, tuple(gathered.problems)


def _digested(desk: ReadContext, file: EntryFile, memory: Memory) -> EntryFile:
    if file.path.casefold().endswith(PHOTO_ENDINGS):
        facts = desk.facts_of(file.path)
        if isinstance(facts, PhotoFault):
            values = {"file": file.path.rsplit("/", 1)[-1], **facts.values}
            desk.gathered.problems.append(Problem(facts.code, file.place, values))
            return file
        return replace(file, digest=facts.digest, facts=facts)
    try:
        return replace(file, digest=memory.digest(file.path))
    except OSError as error:
        desk.gathered.problems.append(Problem("file-unreadable", file.place, {"reason": error.strerror or ""}))
        return file


def _static(site: SiteFolder, memory: Memory) -> tuple[tuple[StaticFile, ...], tuple[Problem, ...]]:
    files, problems = [], []
    for path in site.files:
        if not path.startswith(f"{STATIC}/"):
            continue
        target = path[len(STATIC) + 1 :]
        if any(is_never_published(part) and part != ".well-known" for part in target.split("/")):
            continue
        try:
            files.append(StaticFile(target, site.absolute(path), memory.digest(path), Place(path)))
        except OSError as error:
            problems.append(Problem("file-unreadable", Place(path), {"reason": error.strerror or ""}))
    return tuple(files), tuple(problems)
