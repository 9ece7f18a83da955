"""Reader of Git's objects that runs nothing a repository brings: no hook, filter, text conversion, monitor or editor.

Only plumbing that prints objects is called. A repository's own settings could name programs for almost everything
else, and a repository may have come in a zip.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha1, sha256
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from kiprah.authoring.archives.archive import read_regular
from kiprah.authoring.archives.archive_names import MEMBERS_DOMAIN
from kiprah.authoring.refusal import Refusal

_TIMEOUT = 120.0
"""Seconds that reading may take; asking another host has its own."""
_QUIET = (
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.attributesFile=/dev/null"),
    *("-c", "core.pager=cat"),
    *("-c", "core.untrackedCache=false"),
    *("-c", "core.editor=false"),
    *("-c", "credential.helper="),
    *("-c", "protocol.allow=never"),
    *("-c", "submodule.recurse=false"),
    *("-c", "gc.auto=0"),
)
_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_PAGER": "cat",
    "GIT_ASKPASS": "false",
    "SSH_ASKPASS": "false",
    "LC_ALL": "C",
}
_NOT_OURS = re.compile(r"GIT_(?!SSL_|HTTP_PROXY|CEILING_DIRECTORIES|CONFIG_GLOBAL|CONFIG_SYSTEM|CONFIG_NOSYSTEM)")
"""Pattern of variables that a hook that calls us, or anybody's shell, may have set for another repository."""

_FILTERS = r"^filter\..*\.(clean|smudge|process|required)$"
FETCHED = "fetched"
"""The branch that what was fetched stands at."""
REGULAR = ("100644", "100755")


class GitFailed(Exception):
    """Git could not do it; never leaves this room."""


class TreeFile(Struct, frozen=True):
    """A file of a tree: what it is, and the id and size of its content."""

    path: str
    """Path relative to the folder that was asked for, as Git has it."""
    mode: str
    blob: str
    size: int

    @property
    def kind(self) -> str:
        """Say what it is: a file, a link, or another repository's commit."""
        if self.mode in REGULAR:
            return "file"
        return "link" if self.mode == "120000" else "module" if self.mode == "160000" else "device"


class Repository(Struct, frozen=True):
    """A repository as its objects are read."""

    folder: Path
    """Its top folder, or the bare repository."""
    prefix: str = ""
    """The site's folder in it, with a slash at the end; empty at its top."""

    def run(self, *arguments: str, stdin: bytes = b"", timeout: float = _TIMEOUT, more: Iterable[str] = ()) -> bytes:
        """Call Git and return what it prints; raises ``GitFailed``."""
        return call_git(self.folder, *arguments, stdin=stdin, timeout=timeout, more=more)

    def commit(self, revision: str) -> str | Refusal:
        """Return the whole id of the commit that somebody named."""
        if not revision or revision.startswith("-") or "\n" in revision or "\0" in revision:
            return Refusal("git-revision", {"revision": revision}, MEMBERS_DOMAIN)
        try:
            answer = self.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        except GitFailed:
            return Refusal("git-revision", {"revision": revision}, MEMBERS_DOMAIN)
        return answer.decode().strip()

    def files(self, commit: str, folder: str) -> dict[str, TreeFile]:
        """List the files of a commit below a folder, given from the site; empty where it has none."""
        top = f"{self.prefix}{folder}".strip("/")
        listed = self.run("ls-tree", "-r", "-l", "-z", "--full-tree", commit, *(("--", f"{top}/") if top else ()))
        files: dict[str, TreeFile] = {}
        for row in listed.split(b"\0"):
            facts, tab, name = row.partition(b"\t")
            if not tab:
                continue
            mode, _, blob, size = facts.decode().split()
            path = os.fsdecode(name)[len(top) + 1 if top else 0 :]
            files[path] = TreeFile(path, mode, blob, int(size) if size.isdigit() else 0)
        return files

    def file(self, commit: str, path: str) -> TreeFile | None:
        """Return one file of a commit, given from the site; None where it has none."""
        name = f"{self.prefix}{path}"
        listed = self.run("ls-tree", "-l", "-z", "--full-tree", commit, "--", name)
        for row in listed.split(b"\0"):
            facts, tab, found = row.partition(b"\t")
            if tab and os.fsdecode(found) == name:
                mode, _, blob, size = facts.decode().split()
                return TreeFile(path, mode, blob, int(size) if size.isdigit() else 0)
        return None

    def read(self, files: Iterable[TreeFile], most: int) -> dict[str, bytes]:
        """Read contents by the id of their blob; none of more than ``most`` bytes."""
        wanted = list(dict.fromkeys(one.blob for one in files if one.kind == "file" and one.size <= most))
        if not wanted:
            return {}
        printed = self.run("cat-file", "--batch", "--buffer", stdin="".join(f"{b}\n" for b in wanted).encode())
        contents: dict[str, bytes] = {}
        at = 0
        while at < len(printed):
            end = printed.index(b"\n", at)
            head = printed[at:end].split()
            if len(head) != 3 or head[1] != b"blob":
                raise GitFailed(printed[at:end].decode(errors="replace"))
            size = int(head[2])
            contents[head[0].decode()] = printed[end + 1 : end + 1 + size]
            at = end + 1 + size + 1
        return contents

    def changed_since(self, commit: str) -> tuple[str, ...]:
        """Name what differs below the site's folder between a commit and what lies there, from the site."""
        filters = self._no_filters()
        scope = ("--", self.prefix) if self.prefix else ()
        listed = self.run("diff-index", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty",
                          "--name-only", "-z", commit, *scope, more=filters)  # fmt: skip
        # What is ignored is there all the same, and a build would read it.
        others = self.run("ls-files", "--others", "-z", "--full-name", *scope, more=filters)
        names = {os.fsdecode(name) for name in (*listed.split(b"\0"), *others.split(b"\0")) if name}
        start = len(self.prefix)
        paths = sorted(name[start:] for name in names if name.startswith(self.prefix))
        then = self.files(commit, "") if paths else {}
        return tuple(path for path in paths if path not in then or not self._is_same(path, then[path]))

    def _is_same(self, path: str, then: TreeFile) -> bool:
        """Say whether a file that was only touched holds what it held."""
        place = self.folder / self.prefix / path
        try:
            if then.kind != "file" or place.is_symlink() or place.stat().st_size != then.size:
                return False
            content = read_regular(place, then.size)
        except OSError:
            return False
        digest = sha1 if len(then.blob) == 40 else sha256
        return digest(b"blob %d\0%s" % (len(content), content)).hexdigest() == then.blob

    def _no_filters(self) -> tuple[str, ...]:
        """Switch off every filter that any settings name: attributes of a stranger's file could choose one."""
        try:
            named = self.run("config", "--name-only", "-z", "--get-regexp", _FILTERS)
        except GitFailed:  # there are none
            return ()
        keys = [os.fsdecode(key) for key in named.split(b"\0") if key]
        off = [f"{key}={'false' if key.endswith('.required') else ''}" for key in keys]
        return tuple(part for setting in off for part in ("-c", setting))


def call_git(
    folder: Path,
    *arguments: str,
    stdin: bytes = b"",
    timeout: float = _TIMEOUT,
    more: Iterable[str] = (),
    environment: Mapping[str, str] | None = None,
    most: int = 0,
) -> bytes:
    """Call Git in a folder and return what it prints; raises ``GitFailed``. ``most`` bounds the files it may write."""
    try:
        done = subprocess.run(  # noqa: S603  every argument is ours, or follows one that ends the options
            ["git", *_QUIET, *more, *arguments],  # noqa: S607  whichever Git the machine has
            cwd=folder,
            input=stdin,
            capture_output=True,
            timeout=timeout,
            env={**git_environment(os.environ), **(environment or {})},
            preexec_fn=_writing_at_most(most) if most and os.name == "posix" else None,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise GitFailed(str(error)) from error
    if done.returncode:
        raise GitFailed(done.stderr.decode("utf-8", "replace").strip())
    return done.stdout


def git_environment(surroundings: Mapping[str, str]) -> dict[str, str]:
    """Return what Git is told by its surroundings: nothing that names another repository or a program."""
    kept = {name: value for name, value in surroundings.items() if not _NOT_OURS.match(name)}
    return {**kept, **_ENVIRONMENT}


def repository_of(site: Path) -> Repository | Refusal:
    """Find the repository that a site lies in."""
    try:
        top = os.fsdecode(call_git(site, "rev-parse", "--show-toplevel")).removesuffix("\n")
        prefix = os.fsdecode(call_git(site, "rev-parse", "--show-prefix")).removesuffix("\n")
    except GitFailed:
        return Refusal("git-none", {"path": str(site)}, MEMBERS_DOMAIN)
    return Repository(Path(top), prefix)


def fetched(address: str, branch: str, folder: Path, most: int, timeout: float) -> Repository | Refusal:
    """Fetch the newest commit of another host's repository into a new bare one; nothing of it is checked out.

    This opens the network, so that no build ever calls it.
    """
    try:
        call_git(folder, "init", "--quiet", "--bare", "--template=", ".")
        try:
            _fetch(address, branch, folder, most, timeout, "--depth=1")
        except GitFailed as error:
            if "dumb http" not in str(error):
                raise
            # A host of plain files knows no shallow history.
            _fetch(address, branch, folder, most, timeout)
    except GitFailed as error:
        return Refusal("pull-failed", {"address": address, "reason": str(error)[:300]}, MEMBERS_DOMAIN, "machine")
    return Repository(folder)


def _fetch(address: str, branch: str, folder: Path, most: int, timeout: float, *options: str) -> None:
    protocol = urlsplit(address).scheme
    allowed = ("-c", f"protocol.{protocol}.allow=always", "-c", "http.followRedirects=initial")
    checks = ("-c", "fetch.fsckObjects=true", "-c", "transfer.fsckObjects=true")
    call_git(
        folder,
        *("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", *options),
        *("--end-of-options", address, f"{branch or 'HEAD'}:refs/heads/{FETCHED}"),
        timeout=timeout,
        more=(*allowed, *checks),
        environment={"GIT_ALLOW_PROTOCOL": protocol},
        most=most,
    )


def _writing_at_most(size: int) -> Callable[[], None]:
    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit
