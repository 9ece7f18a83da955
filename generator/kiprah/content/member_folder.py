"""Folders of a community's members: each with its own files alone, and no more of them than the community allows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from kiprah.content.entries.entry_files import KIND_FOLDERS
from kiprah.content.folder import GroupedFiles, ListedFile, SiteFolder, folder_of
from kiprah.model.member import Withheld
from kiprah.model.photo import PHOTO_ENDINGS
from kiprah.model.settings import Limits
from kiprah.problem import Place, Problem

_THE_SITES = {name.rstrip("/"): name for name in ("site.yml", "static/", "themes/", "fonts/", "events/", "members/")}
"""Names of what only the community brings: below a member's folder it is passed over, and said."""


class Usage(Struct, frozen=True):
    """Size of all that a member brings, as its limits count it."""

    entries: int
    photos: int
    megabytes: float


class MemberFolder(Struct, frozen=True):
    """Files of a member that are read, after its limits, and problems with the others."""

    root: Path
    """The site's folder."""
    files: Mapping[str, ListedFile]
    """Files by path from there, in the order of the paths."""
    usage: Usage
    """Size of all that lies there."""
    problems: tuple[Problem, ...]
    """Problems that say what is passed over, and why."""
    over_limits: tuple[Withheld, ...] = ()
    """Each entry that is more than the community takes."""

    @property
    def folder(self) -> SiteFolder:
        """Put the member's files together as a folder; most members have not changed, and need none."""
        return folder_of(self.root, self.files)


def files_of_member(site: SiteFolder, slug: str) -> Mapping[str, ListedFile]:
    """Return the files of one member of a community, by path from the site's folder."""
    root = f"members/{slug}/"
    group = site.files.group_of(root) if isinstance(site.files, GroupedFiles) else None
    if group is not None:
        return group.files
    return {path: site.files[path] for path in site.paths_below(root.rstrip("/"))}


def member_folder(site: SiteFolder, slug: str, files: Mapping[str, ListedFile], limits: Limits) -> MemberFolder:
    """Keep what a member may bring: whole entries in the order of their names, until a limit is reached.

    Counted before anything is read, so that the same files are the same pages on every machine.
    """
    root = f"members/{slug}/"
    problems: dict[str, Problem] = {}
    loose: list[str] = []
    entries: dict[tuple[str, str], list[str]] = {}
    for path in files:
        kind, _, rest = path[len(root) :].partition("/")
        if kind in _THE_SITES and (rest or _THE_SITES[kind] == kind):
            stranger = _THE_SITES[kind]
            problems.setdefault(stranger, Problem("member-file", Place(f"{root}{stranger}"), {"file": stranger}))
        elif rest and kind in KIND_FOLDERS:
            entries.setdefault((kind, _entry_name(rest)), []).append(path)
        else:
            loose.append(path)
    most = (limits.entries, limits.photos, limits.megabytes << 20)
    whole = (sum(map(_entries, entries.values())), _photos(files), _size(files.values()))
    total = Usage(whole[0], whole[1], whole[2] / (1 << 20))
    if not problems and all(value <= limit for value, limit in zip(whole, most, strict=True)):
        return MemberFolder(site.root, files, total, ())
    kept = set(loose)
    photos, size = _photos(loose), _size(files[path] for path in loose)
    left: list[tuple[str, str]] = []
    count = 0
    for name in sorted(entries):
        group = entries[name]
        after = (count + _entries(group), photos + _photos(group), size + _size(files[path] for path in group))
        if any(value > limit for value, limit in zip(after, most, strict=True)):
            left.append(name)
            continue
        count, photos, size = after
        kept.update(group)
    if left:
        values = {
            "count": str(len(left)),
            "first": "/".join(left[0]),
            "entries": str(limits.entries),
            "photos": str(limits.photos),
            "megabytes": str(limits.megabytes),
        }
        problems["limits"] = Problem("member-limits", Place(root), values)
    ordered = {path: file for path, file in files.items() if path in kept}
    over = tuple(Withheld(_main_file(entries[name]), "limits") for name in left)
    return MemberFolder(site.root, ordered, total, tuple(problems.values()), over)


def _entry_name(path: str) -> str:
    """Name the entry a file belongs to: its folder, or what a flat file, its translations and its photos begin with."""
    first, inside, _ = path.partition("/")
    return first if inside else first.partition(".")[0]


def _main_file(group: Iterable[str]) -> str:
    """Name an entry's own text, by which it is known elsewhere; of files without a text the first."""

    def rank(path: str) -> tuple[bool, bool, int, str]:
        name = path.rpartition("/")[2]
        return not name.endswith(".md"), not name.startswith("index."), len(name), path

    return min(group, key=rank)


def _entries(group: Iterable[str]) -> bool:
    """Count a group of files as one entry; photos that lie beside flat files are none."""
    return any(not _is_photo(path) for path in group)


def _photos(files: Iterable[str]) -> int:
    return sum(map(_is_photo, files))


def _is_photo(path: str) -> bool:
    # Most files are texts: nothing else is asked of them.
    return not path.endswith(".md") and path.casefold().endswith(PHOTO_ENDINGS)


def _size(files: Iterable[ListedFile]) -> int:
    return sum(file.size for file in files)
