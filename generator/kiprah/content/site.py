"""Reading a whole site: a portfolio is a community of one."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from kiprah.content.activity import read_activity
from kiprah.content.entry import Desk, EntryPaths, Gathered, find_entries
from kiprah.content.folder import SiteFolder
from kiprah.content.memory import Memory, ReadEntry, key_of_entry
from kiprah.content.photo_fault import PhotoFault
from kiprah.content.photos import MISSPELT, PHOTO_ENDINGS
from kiprah.content.profile import read_profile
from kiprah.content.reflection import read_page, read_reflection, read_testimonial
from kiprah.content.stamps import is_never_published
from kiprah.model.entry import Activity
from kiprah.model.member import EntryFile, Member, StaticFile
from kiprah.model.photo import PhotoFacts
from kiprah.model.settings import Settings
from kiprah.model.site import Site
from kiprah.problem import Place, Problem

STATIC = "static"


def read_site(site: SiteFolder, settings: Settings, memory: Memory) -> tuple[Site | None, tuple[Problem, ...]]:
    """Read everything a site holds; None where there is no member to show."""
    member, problems = read_member(site, "", "", settings, memory)
    static, static_problems = _static(site, memory)
    problems += static_problems
    if member is None:
        return None, problems
    return Site(str(site.root), settings, (member,), static), problems


def read_member(
    site: SiteFolder, root: str, prefix: str, settings: Settings, memory: Memory
) -> tuple[Member | None, tuple[Problem, ...]]:
    """Read one member: ``root`` is the folder in the site (``""``, ``members/alya/``), ``prefix`` the address."""
    gathered = Gathered()
    desk = Desk(site, settings.language, settings.languages, memory.facts, gathered)
    profile = read_profile(root, desk)
    read = [
        read_entry(kind, paths, desk, memory)
        for kind in ("activities", "reflections", "testimonials", "pages")
        for paths in find_entries(kind, desk, root)
    ]
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


def read_entry(kind: str, paths: EntryPaths, desk: Desk, memory: Memory) -> ReadEntry:
    """Read one entry, or recall what reading it brought: its texts, its photos and what lies beside it are the same."""
    try:
        texts = tuple(memory.digest(path) for path in (paths.path, *(path for _, path in paths.translations)))
    except OSError:
        # Reading it says which file, and why.
        unread = _read_entry(kind, paths, desk)
        memory.note(paths.path, unread)
        return unread
    memory.texts.update(zip((paths.path, *(path for _, path in paths.translations)), texts, strict=True))
    beside = desk.site.names_in(paths.folder) if _is_bundle(paths) else ()
    key = key_of_entry(kind, (paths, texts, beside, desk.language, desk.languages))
    known = memory.recall(paths.path, key)
    if known is None:
        known = _read_entry(kind, paths, desk)
        if not known.held and not known.secrets and not any(problem.is_error for problem in known.problems):
            memory.keep(paths.path, key, known)
        else:
            memory.note(paths.path, known)
    return known


def _read_entry(kind: str, paths: EntryPaths, desk: Desk) -> ReadEntry:
    gathered = Gathered()
    photos: dict[str, str] = {}

    def facts_of(path: str) -> PhotoFacts | PhotoFault:
        facts = desk.facts_of(path)
        photos[path] = facts.digest if isinstance(facts, PhotoFacts) else ""
        return facts

    own = replace(desk, facts_of=facts_of, gathered=gathered)
    activity, files = read_activity(paths, own) if kind == "activities" else (None, ())
    reflection = read_reflection(paths, own) if kind == "reflections" else None
    testimonial = read_testimonial(paths, own) if kind == "testimonials" else None
    page = read_page(paths, own) if kind == "pages" else None
    if activity is not None and _is_bundle(paths):
        gathered.problems.extend(_not_listed(desk.site, activity, gathered.problems))
    return ReadEntry(
        activity=activity,
        reflection=reflection,
        testimonial=testimonial,
        page=page,
        files=files,
        problems=tuple(gathered.problems),
        held=tuple(gathered.held),
        secrets=tuple(gathered.secrets),
        photos=tuple(sorted(photos.items())),
    )


def _is_bundle(paths: EntryPaths) -> bool:
    return paths.path.rpartition("/")[2].startswith("index.")


def _digested(desk: Desk, file: EntryFile, memory: Memory) -> EntryFile:
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


def _not_listed(site: SiteFolder, activity: Activity, said: Sequence[Problem]) -> list[Problem]:
    """Hint at photos that lie beside a bundle and that nothing shows."""
    used = {photo.file for photo in activity.photos}
    used |= {e.file for e in activity.evidence} | {v.poster for v in activity.videos}
    # What a hint has just proposed need not be hinted at again.
    used |= {p.values["nearest"] for p in said if p.place.path == activity.common.path and p.code in MISSPELT}
    return [
        Problem("photo-not-listed", Place(f"{activity.folder}/{name}"), {"file": name}, "note")
        for name in site.names_in(activity.folder)
        if name.casefold().endswith(PHOTO_ENDINGS) and name not in used
    ]


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
