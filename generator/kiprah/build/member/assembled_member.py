"""Assembly of one member: what their files say, the events that list them, and what was published of them until now."""

from __future__ import annotations

from msgspec.structs import replace

from kiprah.build.member.shard import Shard
from kiprah.build.register_cache import cached_register
from kiprah.cache.state import State
from kiprah.content.folder import SiteFolder
from kiprah.content.read_cache import ReadCache
from kiprah.content.site import read_member
from kiprah.model.addresses import AddressRegister, register_path
from kiprah.model.member import Member
from kiprah.plan.privacy.cool_off import with_register
from kiprah.problem import Problem
from kiprah.workers import WorkerPool


def assembled_member(
    shard: Shard, folder: SiteFolder, state: State, workers: WorkerPool, cache: ReadCache
) -> tuple[Member | None, tuple[Problem, ...]]:
    """Put together all that a member is planned from; None where nothing of them may be published."""
    settings = shard.context.settings
    member, problems = read_member(folder, shard.root, shard.prefix, settings, cache, workers)
    if member is not None and settings.kind == "community":
        from kiprah.content.event_facts import with_events

        member, more = with_events(replace(member, record=shard.record), shard.events, shard.slug)
        problems += more
        if not member.profile.original.name:
            # Nobody stands in a directory without a name.
            member = None
    register, more = _register(shard, state)
    problems += more
    return with_register(member, register, settings, shard.viewing) if member is not None else None, problems


def _register(shard: Shard, state: State) -> tuple[AddressRegister, tuple[Problem, ...]]:
    """Read a member's file of addresses; a portfolio's has a line for every page of the site."""
    if shard.root:
        from kiprah.content.address_register import parse_register

        return parse_register(register_path(shard.slug), shard.register)
    return cached_register(shard.register, shard.reading, state)
