"""A community: what it has besides its members, and what it says of each of them."""

from msgspec import Struct

from kiprah.model.entry import Event
from kiprah.model.member import Member
from kiprah.model.member_record import MemberRecord


class CommunityMember(Struct, frozen=True):
    """Member of a community by folder, as it is known before anything in there is read."""

    slug: str
    """The folder's name, which is the address."""
    record: MemberRecord | None
    """Record of the member; None: it cannot be read, so that nobody knows whether the member is to be shown."""
    events: tuple[Event, ...]
    """Facts of the events that list the member."""


class Community(Struct, frozen=True):
    """Community as it was read: all of it but its members' own files."""

    host: Member
    """The community as if it were a member at the site's root: its events stand as activities, its pages as pages."""
    events: tuple[Event, ...]
    """Events by day, then slug."""
    members: tuple[CommunityMember, ...]
    """Members that have a folder, by slug."""
    gone: tuple[MemberRecord, ...]
    """Records of those who have no folder here, by slug; who moved away leaves a page that leads on."""
