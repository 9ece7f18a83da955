"""Reader of what a site's repository holds and where it is pushed to: its index and settings, without any network."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from kiprah.authoring.git.git_objects import GitFailed, Repository, call_git

_REMOTE = r"^remote\..*\.url$"
_PRIVATE = "kiprah.repository"
"""Name of the setting (``git config``) that says of a repository, on somebody's own machine, that it is private."""
_SSH = re.compile(r"(?:[^@/]+@)?([^:/]+):(?!//)(.+)")


class GitIndex(Struct, frozen=True):
    """Index of a Git repository: the paths it tracks, and the address it is pushed to."""

    top: Path
    """The repository's folder."""
    settings: Path
    """Path of the repository's own settings, as a place to point at."""
    prefix: str
    """The site's folder in the repository, with a slash at its end; empty at its top."""
    tracked: tuple[str, ...]
    """Paths of all files that it tracks, from the top."""
    remote: str
    """Host and path, without names and passwords; empty where it is pushed nowhere."""
    said_private: bool


def read_git_index(site: Path) -> GitIndex | str | None:
    """Read what Git knows of a site's folder; None where it lies in no repository, else why it cannot be read."""
    if not any((folder / ".git").exists() for folder in (site, *site.parents)):
        return None
    try:
        top = os.fsdecode(call_git(site, "rev-parse", "--show-toplevel")).removesuffix("\n")
        prefix = os.fsdecode(call_git(site, "rev-parse", "--show-prefix")).removesuffix("\n")
        repository = Repository(Path(top), prefix)
        # Names alone, from the index: no file is opened, so that no filter and no monitor is asked.
        listed = repository.run("ls-files", "-z", "--cached", "--full-name")
        names = [os.fsdecode(name) for name in listed.split(b"\0") if name]
        place = os.fsdecode(repository.run("rev-parse", "--git-path", "config")).removesuffix("\n")
        return GitIndex(
            top=Path(top),
            settings=Path(top) / place,
            prefix=prefix,
            tracked=tuple(names),
            remote=_address(_setting(repository, "--get-regexp", _REMOTE).partition("\n")[2]),
            said_private=_setting(repository, "--get", _PRIVATE).strip() == "private",
        )
    except GitFailed as error:
        return (str(error).strip() or "git").splitlines()[0][:200]


def _setting(repository: Repository, *wanted: str) -> str:
    """Read settings of the repository alone, the first where there are several; empty where there is none."""
    try:
        printed = repository.run("config", "--local", "--no-includes", "-z", *wanted)
    except GitFailed as error:
        # Git says nothing where there is no such setting, and why where it cannot read them.
        if str(error):
            raise
        return ""
    return os.fsdecode(printed.split(b"\0", 1)[0])


def _address(url: str) -> str:
    """Shorten a remote's address to what a person knows it by; what stands before an ``@`` may be a password."""
    url = url.strip()
    if "://" in url:
        try:
            parts = urlsplit(url)
            return f"{parts.hostname or ''}{parts.path}".removesuffix(".git").rstrip("/")
        except ValueError:
            return "?"
    ssh = _SSH.fullmatch(url)
    return f"{ssh[1]}/{ssh[2]}".removesuffix(".git") if ssh else url.removesuffix(".git")
