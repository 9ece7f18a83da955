"""Shard: all that one member's run depends on besides its files, as a value that can travel."""

from __future__ import annotations

from msgspec import Struct
from msgspec.msgpack import Encoder
from msgspec.structs import replace

from kiprah.build.cache_keys import LoadedTheme
from kiprah.build.member.result_cache import (
    own_key,
)
from kiprah.cache.blobs import Blobs
from kiprah.cache.digests import key_of
from kiprah.cache.state import State
from kiprah.content.folder import SiteFolder
from kiprah.content.read_cache import ReadCache, is_within
from kiprah.model.entry import Event
from kiprah.model.member_record import MemberRecord
from kiprah.model.settings import Viewing
from kiprah.model.site import SiteContext
from kiprah.plan.value_digests import nothing_of_places

_ENCODER = Encoder(enc_hook=nothing_of_places, order="deterministic")


class Shard(Struct, frozen=True):
    """Shard of a site: all that one member's run depends on besides the member's own files."""

    context: SiteContext
    viewing: Viewing
    theme: LoadedTheme
    reading: str
    """The recipe of reading: which code and libraries shape what is read."""
    blobs: Blobs
    root: str = ""
    """The member's folder in the site: empty for a portfolio, ``members/alya/`` in a community."""
    prefix: str = ""
    """Path below which the member's pages stand."""
    record: MemberRecord = MemberRecord("")
    """Record of the member that a community keeps."""
    events: tuple[Event, ...] = ()
    """Facts of the events that list the member."""
    register: bytes = b""
    """The member's file of addresses as it stands; a result says with which it holds."""
    leave_out: bool = False
    """True where an entry that cannot be made is left out; else nothing of the member is published."""
    strict: bool = False
    force: bool = False
    """True where every byte is made again."""

    @property
    def slug(self) -> str:
        """The member's name in a community; empty for a portfolio."""
        return self.root.rstrip("/").rpartition("/")[2]

    @property
    def shared_key(self) -> str:
        """Digest all of it that a community's members share and that shapes their results.

        Today is not in it, since a result says how long it holds; nor is where the site lies on this machine: a
        restored cache serves another checkout.
        """
        shown = (self.viewing.drafts, self.viewing.future, self.viewing.circle, self.leave_out, self.strict)
        context = replace(self.context, folder="")
        return key_of(_ENCODER.encode((context, shown)), self.theme.value, self.reading)

    @property
    def key(self) -> str:
        """Digest all of it that shapes the result."""
        return own_key(self.shared_key, self.root, self.prefix, self.record, self.events)


def files_of(folder: SiteFolder, root: str) -> list[str]:
    """Name the files that belong to a member."""
    return [path for path in folder.files if is_within(path, root)]


def read_cache_of(shard: Shard, folder: SiteFolder, state: State) -> ReadCache:
    """Load what earlier builds read of a member."""
    return ReadCache(folder, shard.reading, None if shard.force else state, shard.root)
