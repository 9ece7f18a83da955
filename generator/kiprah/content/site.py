"""Reader of a site: what all members share, and each member from its own folder."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from kiprah.cache.stat_index import is_never_published
from kiprah.content.credential_files import read_attesters, read_credentials
from kiprah.content.entries.entry_files import Collected, ReadContext, find_profile
from kiprah.content.entries.read_entries import all_entries, read_entries
from kiprah.content.folder import SiteFolder
from kiprah.content.fonts import fonts_of
from kiprah.content.read_cache import PROFILE_KIND, ReadCache
from kiprah.imaging.photo_fault import PhotoFault
from kiprah.model.member import EntryFile, Member, StaticFile
from kiprah.model.photo import PHOTO_ENDINGS
from kiprah.model.settings import Settings
from kiprah.model.site import SiteContext
from kiprah.problem import Place, Problem, unreadable_file, with_subject
from kiprah.workers import WorkerPool

_STATIC = "static"


def read_context(site: SiteFolder, settings: Settings, cache: ReadCache) -> tuple[SiteContext, tuple[Problem, ...]]:
    """Read what all members share: settings, static files, fonts."""
    static, problems = _static(site, cache)
    fonts = fonts_of(site.root, settings.brand.font)
    attesters, more = read_attesters(site, settings)
    return SiteContext(str(site.root), settings, static, fonts, attesters), (*problems, *more)


def read_member(
    site: SiteFolder, root: str, prefix: str, settings: Settings, cache: ReadCache, workers: WorkerPool
) -> tuple[Member | None, tuple[Problem, ...]]:
    """Read one member: ``root`` is the folder in the site (``""``, ``members/alya/``), ``prefix`` the address."""
    gathered = Collected()
    context = ReadContext(site, settings.language, settings.languages, cache.facts, gathered)
    own = find_profile(root, context)
    profiles = [(PROFILE_KIND, own)] if own is not None else []
    read = read_entries([*profiles, *all_entries(context, root)], context, cache, workers)
    profile = read[0].profile if profiles else None
    files = {file.path: file for entry in read for file in entry.files}
    for entry in read:
        gathered.problems.extend(entry.problems)
        gathered.held.extend(entry.held)
        gathered.secrets.extend(entry.secrets)
    digested = with_digests(context, files, cache)
    credentials, faults = read_credentials(site, digested)
    gathered.problems.extend(faults)
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
        selections=tuple(sorted((e.selection for e in read if e.selection is not None), key=lambda s: s.common.path)),
        files=digested,
        held=tuple(gathered.held),
        secrets=tuple(gathered.secrets),
        credentials=credentials,
    )
    return member, tuple(gathered.problems)


def with_digests(context: ReadContext, files: Mapping[str, EntryFile], cache: ReadCache) -> tuple[EntryFile, ...]:
    """Give the files beside entries their digests, in the order of their paths."""
    return tuple(_digested(context, files[path], cache) for path in sorted(files))


def _digested(context: ReadContext, file: EntryFile, cache: ReadCache) -> EntryFile:
    if file.path.casefold().endswith(PHOTO_ENDINGS):
        facts = context.facts_of(file.path)
        if isinstance(facts, PhotoFault):
            values = with_subject(facts.code, facts.values, file=file.path.rsplit("/", 1)[-1])
            context.gathered.problems.append(Problem(facts.code, file.place, values))
            return file
        return replace(file, digest=facts.digest, facts=facts)
    try:
        return replace(file, digest=cache.digest(file.path))
    except OSError as error:
        context.gathered.problems.append(unreadable_file(file.place, error))
        return file


def _static(site: SiteFolder, cache: ReadCache) -> tuple[tuple[StaticFile, ...], tuple[Problem, ...]]:
    files, problems = [], []
    for path in site.paths_below(_STATIC):
        target = path[len(_STATIC) + 1 :]
        if any(is_never_published(part) and part != ".well-known" for part in target.split("/")):
            continue
        try:
            files.append(StaticFile(target, site.absolute(path), cache.digest(path), Place(path)))
        except OSError as error:
            problems.append(unreadable_file(Place(path), error))
    return tuple(files), tuple(problems)
