"""Git's history of what is erased: the line that takes it out, to be run by a person."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from kiprah.authoring.erasing.erasure import Erasure
from kiprah.authoring.git.git_objects import Repository, repository_of
from kiprah.authoring.refusal import Refusal


def filter_line(repository: Repository, paths: tuple[str, ...]) -> str:
    """Write the command that takes paths out of a repository's history."""
    chosen = " ".join(f"--path {shlex.quote(path)}" for path in paths)
    return f"git -C {shlex.quote(str(repository.folder))} filter-repo --invert-paths {chosen}"


def history_lines(erasure: Erasure, folder: Path) -> tuple[str, ...]:
    """Write the commands that take what is erased out of Git's history; none where there is no repository."""
    repository = repository_of(folder)
    if isinstance(repository, Refusal):
        return ()
    lines = []
    paths = _paths(erasure)
    if paths:
        lines.append(filter_line(repository, tuple(f"{repository.prefix}{path}" for path in paths)))
    if erasure.kind == "person":
        rules = "\\n".join(f"regex:(?i){_pattern(name)}==>***" for name in erasure.names.names)
        line = f"git -C {shlex.quote(str(repository.folder))} filter-repo --replace-text"
        lines.append(f"{line} <(printf {shlex.quote(rules + chr(92) + 'n')})")
    return tuple(lines)


def _paths(erasure: Erasure) -> tuple[str, ...]:
    """Name whole folders by themselves, and the files that lie in none."""
    top = {f"{one}/" for one in erasure.folders}
    outer = {one for one in top if not any(one != other and one.startswith(other) for other in top)}
    rest = (path for path in erasure.files if not any(path.startswith(one) for one in outer))
    return (*sorted(outer), *rest)


def _pattern(name: str) -> str:
    """Write a name as Git's filter looks for it, and as printf lets it through."""
    words = [re.escape(word).replace("\\", "\\\\").replace("%", "%%") for word in name.split()]
    return "\\\\s+".join(words)
