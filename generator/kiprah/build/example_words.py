"""Words of the example, asked of every site that is to be published; where there were none that is remembered."""

from __future__ import annotations

from kiprah.authoring.examples import example_files, example_problems
from kiprah.build.cache_keys import Code
from kiprah.cache.digests import digest_of
from kiprah.cache.probes import Probes
from kiprah.content.folder import SiteFolder
from kiprah.model.settings import Settings
from kiprah.problem import Problem

_NONE = "none"


def words_of_example(
    folder: SiteFolder, settings: Settings, url: str | None, known: Probes, code: Code
) -> tuple[Problem, ...]:
    """Find what is still the example's, as ``example_problems`` does.

    Which files may hold any of it follows from their places: in a community they are few, and those of all its members
    are not listed for it. Whether they do follows from what is in them.
    """
    asked = repr((settings.kind, settings.url, settings.languages, url is None, code.digest(("authoring",))))
    contents = repr([(path, _digest_of_file(folder, path)) for path in example_files(folder, settings)])

    def words() -> tuple[Problem, ...]:
        return example_problems(folder, settings, url)

    answer = known.answer("example words", f"{asked} {contents}", lambda: "some" if words() else _NONE)
    return () if answer == _NONE else words()


def _digest_of_file(folder: SiteFolder, path: str) -> str:
    try:
        return digest_of(folder.read_or_nothing(path))
    except OSError:  # whoever reads it for its content says so
        return ""
