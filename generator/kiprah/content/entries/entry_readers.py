"""Readers of entries: from the files of one entry of any kind to all that they say."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from kiprah.content.entries.activity import read_activity, read_event
from kiprah.content.entries.entry_files import Collected, EntryPaths, ReadContext
from kiprah.content.entries.page import read_page
from kiprah.content.entries.reflection import read_reflection
from kiprah.content.entries.selection import read_selection
from kiprah.content.entries.testimonial import read_testimonial
from kiprah.content.folder import SiteFolder
from kiprah.content.profile import read_profile
from kiprah.content.read_cache import PROFILE_KIND, ReadEntry
from kiprah.imaging.photo_fault import PhotoFault
from kiprah.model.entry import Activity
from kiprah.model.member import Withheld
from kiprah.model.photo import PHOTO_ENDINGS, PhotoFacts
from kiprah.problem import Place, Problem

_MISSPELT = frozenset({"file-case", "file-missing-near"})
"""Problems that propose the file that was probably meant."""


def read_entry(kind: str, paths: EntryPaths, context: ReadContext) -> ReadEntry:
    """Read an entry with its translations, and what its photos say; ``kind`` is the folder of its kind."""
    gathered = Collected()
    photos: dict[str, str] = {}

    def facts_of(path: str) -> PhotoFacts | PhotoFault:
        facts = context.facts_of(path)
        photos[path] = facts.digest if isinstance(facts, PhotoFacts) else ""
        return facts

    own = replace(context, facts_of=facts_of, gathered=gathered)
    activity, files = read_activity(paths, own) if kind == "activities" else (None, ())
    event = None
    if kind == "events":
        event, files = read_event(paths, own)
    reflection = read_reflection(paths, own) if kind == "reflections" else None
    testimonial = read_testimonial(paths, own) if kind == "testimonials" else None
    page = read_page(paths, own) if kind == "pages" else None
    selection = read_selection(paths, own) if kind == "selections" else None
    profile = read_profile(paths, own) if kind == PROFILE_KIND else None
    shown = event.activity if event is not None else activity
    if shown is not None and paths.is_bundle:
        gathered.problems.extend(_not_listed(context.site, shown, gathered.problems))
    read = (activity, event, reflection, testimonial, page, selection)
    if (
        kind != PROFILE_KIND
        and all(one is None for one in read)
        and any(problem.is_error for problem in gathered.problems)
    ):
        # Nothing stands for it that could be held back later.
        gathered.held.append(Withheld(paths.path, "broken"))
    return ReadEntry(
        activity=activity,
        reflection=reflection,
        testimonial=testimonial,
        page=page,
        selection=selection,
        event=event,
        profile=profile,
        files=files,
        problems=tuple(gathered.problems),
        held=tuple(gathered.held),
        secrets=tuple(gathered.secrets),
        photos=tuple(sorted(photos.items())),
    )


def _not_listed(site: SiteFolder, activity: Activity, known_problems: Sequence[Problem]) -> list[Problem]:
    """Hint at photos that lie beside a bundle and that nothing shows."""
    used = {photo.file for photo in activity.photos}
    used |= {e.file for e in activity.evidence} | {v.poster for v in activity.videos}
    # Nor is what is listed and cannot be shown: that was said with its reason.
    used |= {p.values["file"] for p in known_problems if p.place.path == activity.common.path and "file" in p.values}
    # What a hint has just proposed need not be hinted at again.
    used |= {
        p.values["nearest"] for p in known_problems if p.place.path == activity.common.path and p.code in _MISSPELT
    }
    return [
        Problem("photo-not-listed", Place(f"{activity.folder}/{name}"), {"file": name})
        for name in site.names_in(activity.folder)
        if name.casefold().endswith(PHOTO_ENDINGS) and name not in used
    ]
