"""Cool-off: holds back what is new for some days from its first build on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

from msgspec.structs import replace

from kiprah.model.addresses import AddressRegister
from kiprah.model.entry import Activity, Common, Reflection
from kiprah.model.member import Member
from kiprah.model.settings import Settings, Viewing
from kiprah.plan.entry_marks import entry_mark, file_mark
from kiprah.plan.privacy.visibility import why_not
from kiprah.problem import Place, Problem

T = TypeVar("T", Activity, Reflection)


def with_register(member: Member, register: AddressRegister, settings: Settings, viewing: Viewing) -> Member:
    """Give a member what was published of it until now, and let each new entry wait as long as the settings ask.

    An activity or a reflection is new until a build published it. Who gave it a ``publish_after`` has decided for it;
    what nobody may see yet has not begun to wait.
    """
    member = replace(member, register=register)
    if not settings.cool_off or (settings.kind == "community" and not member.prefix):
        # A community's events are announcements.
        return member
    files = {address.entry for address in register.addresses.values()}
    marks = {address.mark for address in register.addresses.values()}
    plainly = Viewing(viewing.today)

    def waiting(entry: T, day: date) -> T:
        common = entry.common
        if common.publish_after is not None or common.path in files or entry_mark(entry) in marks:
            return entry
        if why_not(common, day, plainly):
            return entry
        first = register.waiting.get(file_mark(common.path), viewing.today)
        until = first + timedelta(settings.cool_off)
        return replace(entry, common=replace(common, cools_until=until)) if until > viewing.today else entry

    return replace(
        member,
        activities=tuple(a if a.is_event_alone else waiting(a, a.date) for a in member.activities),
        reflections=tuple(waiting(r, r.date) for r in member.reflections),
    )


def begins_to_cool(settings: Settings, register: bytes) -> tuple[Problem, ...]:
    """Say that without a register nobody knows what was published already, so that all of it counts as new."""
    if not settings.cool_off or register:
        return ()
    return (Problem("cool-off-begins", Place("site.yml"), {"days": str(settings.cool_off)}),)


def still_waiting(member: Member, viewing: Viewing) -> dict[str, date]:
    """Name the day of the first build of each entry that waits, and of no other."""
    commons: list[Common] = [a.common for a in member.activities] + [r.common for r in member.reflections]
    register = member.register.waiting
    return {
        file_mark(c.path): register.get(file_mark(c.path), viewing.today) for c in commons if c.cools_until is not None
    }
