"""Check of a site's repository: what Git would hand to everybody and a build publishes to nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

from kiprah.authoring.git.git_ignore import GUARDED_FOLDERS, IGNORE_FILE, is_kept
from kiprah.authoring.git.git_index import GitIndex, read_git_index
from kiprah.authoring.photos.camera_traces import CameraTraces, camera_traces
from kiprah.build.git_lists import git_list, kept_out
from kiprah.build.load import LoadedSite
from kiprah.build.planned_site import PlannedSite
from kiprah.model.photo import PHOTO_ENDINGS
from kiprah.plan.output_sources import Sources
from kiprah.problem import Place, Problem

_FOLDERS = frozenset({*GUARDED_FOLDERS, "events"})
_OWN_FOLDERS = (".kiprah", "private")
_OWN_ENDINGS = (".key", ".pem", ".p12", ".pfx")
_OWN_NAMES = frozenset({".env", "id_rsa", "id_ed25519", "id_ecdsa", "id_dsa"})
_FACES_AT_MOST = 60
"""Photos that are looked at for faces; each takes a good part of a second."""


def git_problems(planned: PlannedSite) -> tuple[Problem, ...]:
    """Say kindly what lies in the repository that is not published, and what that means where all may read it."""
    loaded, plan = planned.loaded, planned.plan
    if loaded is None or plan is None:
        return ()
    site = loaded.folder.root
    sources = {member.summary.prefix: member.sources for member in plan.members}
    if loaded.community is not None:
        sources[""] = loaded.sources
    problems = list(_behind(loaded, sources))
    index = read_git_index(site)
    if index is None:
        return tuple(problems)
    if isinstance(index, str):
        return (*problems, Problem("git-unreadable", Place(str(site)), {"reason": index}))
    if is_kept(site):
        problems += kept_out(site, sources.values())
    if not index.said_private and (found := [*_in_index(planned, loaded, index, sources.values())]):
        problems += found
        place = Place(str(index.settings))
        remote = Problem("git-remote", place, {"remote": index.remote}) if index.remote else None
        problems.append(remote or Problem("git-no-remote", place))
    return tuple(problems)


def _behind(loaded: LoadedSite, sources: dict[str, Sources]) -> Iterable[Problem]:
    """Say what is published and not in the lists yet: a host that builds from Git would not have it."""
    site = loaded.folder.root
    if not is_kept(site):
        return
    missing: list[str] = []
    for root, of in sources.items():
        path = site / root / IGNORE_FILE
        written = frozenset(path.read_text("utf-8", "replace").splitlines()) if path.is_file() else frozenset()
        if root and not is_kept(site / root) and path.is_file():
            continue
        wanted = git_list(loaded, root, of).splitlines()
        missing += [f"{root}{line[2:]}" for line in wanted if line.startswith("!/") and line not in written]
    if missing:
        yield Problem("git-list-behind", Place(IGNORE_FILE), {"count": str(len(missing)), "first": missing[0]})


def _in_index(
    planned: PlannedSite, loaded: LoadedSite, index: GitIndex, sources: Iterable[Sources]
) -> Iterable[Problem]:
    tracked = [name.removeprefix(index.prefix) for name in index.tracked if name.startswith(index.prefix)]
    kinds = _by_kind(loaded, tracked, tuple(sources))
    for code, paths in kinds.items():
        yield from tracked_files(code, paths)
    photos = [path for path in tracked if _is_photo(path) and path in loaded.folder.files]
    traces = {path: _traces(loaded.folder.absolute(path)) for path in photos}
    yield from tracked_files("git-photo-place", [path for path in photos if traces[path].place])
    yield from tracked_files("git-photo-camera", [p for p in photos if traces[p].camera and not traces[p].place])
    yield from tracked_files(
        "git-photo-faces", _with_faces(planned, loaded, set(photos) - set(kinds["git-photo-waits"]))
    )
    project = index.prefix.rstrip("/").rpartition("/")[0]
    project += "/" if project else ""
    own = [n for n in index.tracked if n.startswith(project) and _is_own(n.removeprefix(project))]
    yield from tracked_files("git-own-files", own, lambda path: str(index.top / path))


def _by_kind(loaded: LoadedSite, tracked: Iterable[str], sources: tuple[Sources, ...]) -> dict[str, list[str]]:
    whole = {path for one in sources for path in one.whole}
    private = {path for one in sources for path in one.texts_with_more}
    hiding = {path for one in sources for path in one.photos_with_more}
    kinds: dict[str, list[str]] = {
        code: [] for code in ("git-text-waits", "git-photo-waits", "git-photo-hidden", "git-text-private")
    }
    for path in tracked:
        if path in whole or PurePosixPath(path).name.startswith("."):
            continue
        if path in private:
            kinds["git-text-private"].append(path)
        elif path in hiding:
            kinds["git-photo-hidden"].append(path)
        elif _is_photo(path) and not _is_of_the_site(loaded, path):
            kinds["git-photo-waits"].append(path)
        elif path.endswith(".md") and _is_entry(loaded, path):
            kinds["git-text-waits"].append(path)
    return kinds


def tracked_files(code: str, paths: Iterable[str], place: Callable[[str], str] = str) -> Iterable[Problem]:
    """Say of tracked files of one kind how many there are, at the first of them."""
    if ordered := sorted(paths):
        yield Problem(code, Place(place(ordered[0])), {"count": str(len(ordered)), "first": ordered[0]})


def _is_photo(path: str) -> bool:
    return path.casefold().endswith(PHOTO_ENDINGS)


def _is_own(name: str) -> bool:
    parts = name.split("/")
    return parts[0] in _OWN_FOLDERS or parts[-1].endswith(_OWN_ENDINGS) or parts[-1] in _OWN_NAMES


def _inside(loaded: LoadedSite, path: str) -> list[str]:
    """Return a path's parts from the member's folder on, where it lies in one."""
    parts = path.split("/")
    return parts[2:] if loaded.community is not None and parts[0] == "members" and len(parts) > 2 else parts


def _is_entry(loaded: LoadedSite, path: str) -> bool:
    parts = _inside(loaded, path)
    return len(parts) > 1 and parts[0] in _FOLDERS


def _is_of_the_site(loaded: LoadedSite, path: str) -> bool:
    """Say whether a picture is the site's own: published as it is, or its logo."""
    parts = _inside(loaded, path)
    return parts[0] in ("static", "fonts") or (len(parts) == 1 and parts[0].casefold().startswith("logo."))


def _traces(path: Path) -> CameraTraces:
    try:
        return camera_traces(path)
    except OSError:  # the reader of the site says so
        return CameraTraces()


def _with_faces(planned: PlannedSite, loaded: LoadedSite, photos: set[str]) -> list[str]:
    """Look for faces in photos of which nobody said that people can be recognized, where the extra is there."""
    if find_spec("cv2") is None:
        return []
    from kiprah.authoring.photos.face_boxes import proposed_boxes

    people_of = {photo.path: photo.people for photo in planned.photos}
    asked = sorted(path for path in photos if people_of.get(path, "") in ("", "none"))[-_FACES_AT_MOST:]
    found = []
    for path in asked:
        boxes = proposed_boxes(loaded.folder.read(path))
        if isinstance(boxes, tuple) and boxes:
            found.append(path)
    return found
