"""Owners of outputs: the entries that must be left out where one cannot be made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from kiprah.model.entry import Activity, Page, Reflection
from kiprah.model.photo import PhotoSource
from kiprah.model.selection import Selection
from kiprah.plan.any_output import AnyOutput
from kiprah.plan.member_planner import MemberPlanner

_Named = Mapping[str, frozenset[str]]


class Owners(Struct, frozen=True):
    """Index of the entries that show a photo, a file or a page; each entry by the path of its file."""

    pages: Mapping[str, str]
    """The entry of each page, empty for one that is no entry's."""
    photos: _Named
    """Entries that show a photo, by the digest of the photo."""
    files: _Named
    films: Mapping[str, str]
    """The file of each film, by the path of its first picture."""
    selections: frozenset[str]

    def of_page(self, path: str) -> frozenset[str]:
        """Name the entry whose page stands there."""
        owner = self.pages.get(path)
        return frozenset((owner,)) if owner else frozenset()

    def of_photo(self, photo: PhotoSource | None) -> frozenset[str]:
        """Name the entries that show a photo."""
        return self.photos.get(photo.digest, frozenset()) if photo is not None else frozenset()

    def of_file(self, path: str) -> frozenset[str]:
        """Name the entries that show a file."""
        return self.files.get(path, frozenset())


def owners_of(planner: MemberPlanner, outputs: Iterable[AnyOutput]) -> dict[str, tuple[str, ...]]:
    """Say for each output which entries must be left out where it cannot be made; none for what no entry owns.

    What shows a photo that cannot be decoded is named under the photo's digest.
    """
    known = known_owners(planner)
    owned = {output.path: tuple(sorted(owners)) for output in outputs if (owners := output.owners(known))}
    return owned | {digest: tuple(sorted(owners)) for digest, owners in known.photos.items()}


def known_owners(planner: MemberPlanner) -> Owners:
    """Gather what the entries of a member show."""
    visible = planner.visible
    photos: dict[str, set[str]] = {}
    files: dict[str, set[str]] = {}
    entries: tuple[Activity | Reflection | Page | Selection, ...]
    entries = (*visible.all_activities, *visible.all_reflections, *visible.all_pages, *visible.selections)
    for entry in entries:
        for photo in entry.photos:
            photos.setdefault(photo.source.digest, set()).add(entry.common.path)
    for activity in visible.all_activities:
        for name in (*(e.file for e in activity.evidence), *(v.file for v in activity.videos)):
            files.setdefault(f"{activity.folder}/{name}", set()).add(activity.common.path)
    for path, output in planner.files.items():
        if output.photo_source is not None:
            photos.setdefault(output.photo_source.digest, set()).update(files.get(path, ()))
    profile = visible.member.profile
    for photo in (*((profile.photo,) if profile.photo else ()), *profile.photos):
        photos.setdefault(photo.source.digest, set()).add(profile.path)
    return Owners(
        {path: owner for page_plan in planner.page_plans.values() for path, owner in page_plan.owners.items()},
        {digest: frozenset(paths) for digest, paths in photos.items()},
        {path: frozenset(paths) for path, paths in files.items()},
        {output.path: path for path, output in planner.files.items()},
        frozenset(selection.common.path for selection in visible.selections),
    )
