"""Member task: a member of a community as a build lists it, as it runs it, and how the run went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kiprah.build.member.member_result import MemberResult
from kiprah.build.member.shard import Shard
from kiprah.content.folder import GroupedFiles, SiteFolder
from kiprah.content.member_folder import MemberFolder, Usage, files_of_member, member_folder
from kiprah.model.addresses import register_path
from kiprah.model.entry import Event
from kiprah.model.member import Withheld
from kiprah.model.member_record import MemberRecord
from kiprah.model.settings import Limits
from kiprah.problem import Problem

if TYPE_CHECKING:
    from kiprah.build.member.contained import Ending


class MemberTask(Struct, frozen=True):
    """Task of one member's run: the shard without what it shares with all others, and the member's files."""

    slug: str
    record: MemberRecord
    events: tuple[Event, ...]
    files: MemberFolder
    register: bytes
    """The member's file of addresses as it stands."""

    def shard(self, shared: Shard) -> Shard:
        """Put the shard together."""
        root = f"members/{self.slug}/"
        return replace(shared, root=root, prefix=root, record=self.record, events=self.events, register=self.register)


class MemberListing(Struct, frozen=True):
    """A member whose files were listed, and not looked at: most members of a community have not changed."""

    slug: str
    record: MemberRecord
    events: tuple[Event, ...]
    site: SiteFolder
    limits: Limits
    limits_key: bytes
    """A digest of the limits, made once for all members."""

    @property
    def stats(self) -> bytes:
        """Return, of digests, what the file system says of all that the run reads and what limits it; else empty."""
        files = self.site.files
        if not isinstance(files, GroupedFiles) or self.slug not in files.listing.groups:
            return b""
        group = files.listing.groups[self.slug]
        register = files.own.get(register_path(self.slug))
        return group + self.limits_key + (repr(register.stat).encode() if register is not None else b"")

    def is_older_than(self, time: int) -> bool:
        """Say whether none of the files that the run reads changed since a time, in nanoseconds."""
        register = self.site.files.get(register_path(self.slug))
        files = files_of_member(self.site, self.slug).values()
        return all(file.changed < time for file in files) and (register is None or register.changed < time)

    def register(self) -> bytes:
        """Read the member's file of addresses; empty where there is none. Raises ``OSError``."""
        return self.site.read_or_nothing(register_path(self.slug))

    def task(self) -> MemberTask:
        """Look at the files, and count them. Raises ``OSError``."""
        files = member_folder(self.site, self.slug, files_of_member(self.site, self.slug), self.limits)
        return MemberTask(self.slug, self.record, self.events, files, self.register())


class MemberRun(Struct, frozen=True):
    """Report of one member's run: its result, its ending, and what it took."""

    slug: str
    result: MemberResult
    usage: Usage
    cached: bool
    """True where nothing had changed."""
    ending: Ending = "done"
    seconds: float = 0.0
    megabytes: int = 0
    worker: str = ""
    """The address of the worker of a cluster that ran it."""
    passed_over: tuple[Problem, ...] = ()
    """Problems that name the member's files that were not read, and say why."""
    register: bytes = b""
    """The member's file of addresses as it stood, where it is to be another."""
    over_limits: tuple[Withheld, ...] = ()
    """Entries not read as they are more than the community takes; each stands in ``held`` too."""

    @property
    def held(self) -> tuple[Withheld, ...]:
        """All of the member that is not published, and why."""
        return (*self.over_limits, *self.result.held)


def weight_of(task: MemberTask) -> float:
    """Estimate how much there is to do for a member: about so many entries."""
    return task.files.usage.entries + 20 * task.files.usage.photos
