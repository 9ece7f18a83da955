"""Registers of addresses as a build reads, changes and writes them: only a real one does, and only what differs."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiprah.build.request import Request
from kiprah.build.up_to_date import Inputs
from kiprah.cache.atomic_write import write_atomically
from kiprah.cache.digests import digest_of
from kiprah.content.folder import SiteFolder
from kiprah.model.addresses import REGISTERS, AddressRegister, register_path
from kiprah.model.community import Community
from kiprah.model.settings import Viewing
from kiprah.problem import Place, Problem

_NOT_OURS = (errno.EACCES, errno.EPERM, errno.EROFS)
"""A host's machine that only reads the content."""


class RegisterChange(Struct, frozen=True, array_like=True):
    """Change that a plan makes in one register's file; with both of them the same plan ends the same."""

    content: bytes = b""
    """The file as it should be; empty where it stands so already."""
    before: str = ""
    """A digest of the file as it was read."""
    after: str = ""
    """A digest of it as it should be."""

    def holds_with(self, digest: str, *, on_same_day: bool) -> bool:
        """Say whether a plan with this file would end the same.

        What is new is noted with the day, so that with the file as it was before it would on that day alone.
        """
        return digest == self.after or (on_same_day and digest == self.before)


class WantedRegister(Struct, frozen=True):
    """One register's file as it was read, and as it should be."""

    path: str
    """Path relative to the site's folder."""
    before: bytes
    after: bytes


def register_change(before: AddressRegister, after: AddressRegister) -> RegisterChange:
    """Compare a register's file with what a plan makes of it."""
    # Only now: after an edit the file stands as it should.
    from kiprah.content.address_register import register_content

    content = register_content(before, after)
    changed = content if content != before.raw else b""
    return RegisterChange(changed, digest_of(before.raw), digest_of(content))


def wanted_registers(pairs: Iterable[tuple[str, bytes, RegisterChange]]) -> tuple[WantedRegister, ...]:
    """List the files that differ; each pair is a member's slug (none: the site's own), the file, and its change."""
    return tuple(
        WantedRegister(register_path(slug), before, change.content) for slug, before, change in pairs if change.content
    )


def with_registers(folder: SiteFolder, wanted: Iterable[WantedRegister]) -> SiteFolder:
    """Return a folder in which these files are read as they should be."""
    return replace(folder, contents={**folder.contents, **{one.path: one.after for one in wanted}})


def write_registers(
    folder: SiteFolder, wanted: Iterable[WantedRegister]
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Write the files that differ; returns the paths written, and a note where the content can only be read.

    What somebody else wrote meanwhile stands: the next build reads it. Raises ``OSError``.
    """
    written: list[str] = []
    for register in wanted:
        target = folder.absolute(register.path)
        try:
            if register.path in folder.links or _content(target) != register.before:
                continue
            write_atomically(target, register.after)
        except OSError as error:
            if error.errno not in _NOT_OURS:
                raise
            return tuple(written), (not_kept(register.path, error),)
        written.append(register.path)
    return tuple(written), ()


def not_kept(path: str, error: OSError) -> Problem:
    """Say that a register could not be written where the content can only be read."""
    return Problem("addresses-not-kept", Place(path), {"file": path, "reason": error.strerror or ""})


def keep_registers(
    request: Request, folder: SiteFolder, viewing: Viewing, wanted: Iterable[WantedRegister], inputs: Inputs
) -> tuple[Problem, ...]:
    """Note what is published now, which is no change of what the build read; a preview notes nothing."""
    if request.preview or viewing.preview:
        return ()
    written, problems = write_registers(folder, wanted)
    if written:
        inputs.take(written)
    return problems


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def printed_as_errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Let a printed address that is gone count as an error: the moment to know is before anything is published."""
    return tuple(replace(p, strict=True) if p.code == "printed-address-gone" else p for p in problems)


def strangers(folder: SiteFolder, community: Community) -> tuple[Problem, ...]:
    """Name the registers of members who are not here."""
    here = {member.slug for member in community.members} | {record.slug for record in community.gone}
    paths = sorted(path for path in folder.paths_below(REGISTERS.rstrip("/")) if path.endswith(".yml"))
    return tuple(
        Problem("addresses-of-nobody", Place(path), {"member": slug})
        for path in paths
        if (slug := path[len(REGISTERS) : -len(".yml")]) not in here
    )
