"""Keeps the lists of what may go into Git equal to what a build published, where a site has such lists."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiprah.authoring.git.git_ignore import IGNORE_FILE, community_list, is_kept, member_list, save_list
from kiprah.build.load import LoadedSite
from kiprah.build.outcome import BuildOutcome
from kiprah.build.request import Request
from kiprah.content.folder import SiteFolder
from kiprah.plan.output_sources import Sources
from kiprah.problem import Place, Problem


def save_git_lists(request: Request, site: LoadedSite, outcome: BuildOutcome) -> tuple[Problem, ...]:
    """Write what was published into the lists; only a build for everybody's eyes has published anything.

    Says what is published and still kept out of Git, since its file holds more than is shown.
    """
    if request.preview or site.viewing.preview:
        return ()
    try:
        if not is_kept(site.folder.root):
            return ()
        for root, sources in _sources(site, outcome).items():
            folder = site.folder.root / root
            if not root or is_kept(folder) or not (folder / IGNORE_FILE).exists():
                save_list(folder, git_list(site, root, sources))
    except OSError as error:
        return (list_not_written(error),)
    return kept_out(site.folder.root, _sources(site, outcome).values())


def list_not_written(error: OSError) -> Problem:
    """Say that a list could not be written; what was to be published is."""
    return Problem("git-list-not-written", Place(IGNORE_FILE), {"reason": error.strerror or str(error)})


def _sources(site: LoadedSite, outcome: BuildOutcome) -> dict[str, Sources]:
    return {**outcome.sources, **({"": site.sources} if site.community is not None else {})}


def git_list(site: LoadedSite, root: str, sources: Sources) -> str:
    """Write the list of one folder."""
    names = [_as_written(site.folder, path)[len(root) :] for path in sources.whole if path.startswith(root)]
    of = community_list if site.community is not None and not root else member_list
    return of(names, site.settings.language)


def _as_written(folder: SiteFolder, path: str) -> str:
    file = folder.files.get(path)
    return file.raw if file is not None and file.raw else path


def kept_out(site: Path, all_sources: Iterable[Sources]) -> tuple[Problem, ...]:
    """Say of each file that is published and not in the list why, where the site lies in a repository."""
    if not any((folder / ".git").exists() for folder in (site, *site.parents)):
        return ()
    problems: list[Problem] = []
    for sources in all_sources:
        problems += (Problem("git-text-kept-out", Place(path)) for path in sources.texts_with_more)
        problems += (Problem("git-photo-kept-out", Place(path), {"file": path}) for path in sources.photos_with_more)
    return tuple(problems)
