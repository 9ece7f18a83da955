"""Reading a whole site: a portfolio is a community of one."""

from __future__ import annotations

from msgspec.structs import replace

from kiprah.content.activity import read_activity
from kiprah.content.digest import digest_of
from kiprah.content.entry import Desk, Gathered, find_entries
from kiprah.content.folder import SiteFolder
from kiprah.content.photo_fault import PhotoFault
from kiprah.content.photo_index import PhotoIndex
from kiprah.content.photos import PHOTO_ENDINGS
from kiprah.content.profile import read_profile
from kiprah.content.reflection import read_page, read_reflection, read_testimonial
from kiprah.content.stamps import is_never_published
from kiprah.model.entry import Activity
from kiprah.model.member import EntryFile, Member, StaticFile
from kiprah.model.settings import Settings
from kiprah.model.site import Site
from kiprah.problem import Place, Problem

STATIC = "static"


def read_site(site: SiteFolder, settings: Settings, index: PhotoIndex) -> tuple[Site | None, tuple[Problem, ...]]:
    """Read everything a site holds; None where there is no member to show."""
    member, problems = read_member(site, "", "", settings, index)
    static, static_problems = _static(site)
    problems += static_problems
    if member is None:
        return None, problems
    return Site(str(site.root), settings, (member,), static), problems


def read_member(
    site: SiteFolder, root: str, prefix: str, settings: Settings, index: PhotoIndex
) -> tuple[Member | None, tuple[Problem, ...]]:
    """Read one member: ``root`` is the folder in the site (``""``, ``members/alya/``), ``prefix`` the address."""
    gathered = Gathered()
    desk = Desk(site, settings.language, settings.languages, lambda path: index.facts(site, path), gathered)
    profile = read_profile(root, desk)
    activities: list[Activity] = []
    files: list[EntryFile] = []
    for paths in find_entries("activities", desk, root):
        activity, beside = read_activity(paths, desk)
        if activity is not None:
            activities.append(activity)
            files.extend(_digested(desk, file) for file in beside)
            gathered.problems.extend(_not_listed(site, activity))
    reflections = [r for p in find_entries("reflections", desk, root) if (r := read_reflection(p, desk))]
    testimonials = [t for p in find_entries("testimonials", desk, root) if (t := read_testimonial(p, desk))]
    pages = [p for q in find_entries("pages", desk, root) if (p := read_page(q, desk))]
    if profile is None:
        return None, tuple(gathered.problems)
    member = Member(
        prefix=prefix,
        profile=profile,
        activities=tuple(sorted(activities, key=lambda a: (a.date, a.common.slug))),
        reflections=tuple(sorted(reflections, key=lambda r: (r.date, r.common.slug))),
        testimonials=tuple(sorted(testimonials, key=lambda t: t.common.path)),
        pages=tuple(sorted(pages, key=lambda p: p.common.path)),
        files=tuple(sorted({file.path: file for file in files}.values(), key=lambda f: f.path)),
        held=tuple(gathered.held),
        secrets=tuple(gathered.secrets),
    )
    return member, tuple(gathered.problems)


def _digested(desk: Desk, file: EntryFile) -> EntryFile:
    if file.path.casefold().endswith(PHOTO_ENDINGS):
        facts = desk.facts_of(file.path)
        if isinstance(facts, PhotoFault):
            values = {"file": file.path.rsplit("/", 1)[-1], **facts.values}
            desk.gathered.problems.append(Problem(facts.code, file.place, values))
            return file
        return replace(file, digest=facts.digest, facts=facts)
    try:
        return replace(file, digest=digest_of(desk.site.read(file.path)))
    except OSError as error:
        desk.gathered.problems.append(Problem("file-unreadable", file.place, {"reason": error.strerror or ""}))
        return file


def _not_listed(site: SiteFolder, activity: Activity) -> list[Problem]:
    """Hint at photos that lie beside a bundle and that nothing shows."""
    if not activity.common.path.rsplit("/", 1)[-1].startswith("index."):
        return []
    used = {photo.file for photo in activity.photos}
    used |= {e.file for e in activity.evidence} | {v.poster for v in activity.videos}
    return [
        Problem("photo-not-listed", Place(f"{activity.folder}/{name}"), {"file": name}, "note")
        for name in site.names_in(activity.folder)
        if name.casefold().endswith(PHOTO_ENDINGS) and name not in used
    ]


def _static(site: SiteFolder) -> tuple[tuple[StaticFile, ...], tuple[Problem, ...]]:
    files, problems = [], []
    for path in site.files:
        if not path.startswith(f"{STATIC}/"):
            continue
        target = path[len(STATIC) + 1 :]
        if any(is_never_published(part) and part != ".well-known" for part in target.split("/")):
            continue
        try:
            files.append(StaticFile(target, site.absolute(path), digest_of(site.read(path)), Place(path)))
        except OSError as error:
            problems.append(Problem("file-unreadable", Place(path), {"reason": error.strerror or ""}))
    return tuple(files), tuple(problems)
