"""Disk cache of member results: a row a member in the state, which names a blob."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from msgspec import DecodeError, Struct
from msgspec.msgpack import Decoder, Encoder
from msgspec.structs import replace

from kiprah.build.member_result import MemberResult
from kiprah.build.registers import RegisterChange
from kiprah.cache.blobs import Blobs
from kiprah.cache.digests import digest_of, key_of
from kiprah.cache.state import State
from kiprah.model.entry import Event
from kiprah.model.member_record import MemberRecord
from kiprah.model.settings import Viewing
from kiprah.plan.value_digests import nothing_of_places
from kiprah.problem import Problem

T = TypeVar("T")

_ENCODER = Encoder(enc_hook=nothing_of_places, order="deterministic")
_RESULTS = Decoder(MemberResult)


def own_key(shared: str, root: str, prefix: str, record: MemberRecord, events: tuple[Event, ...]) -> str:
    """Make a member's key from the one that all members share, and from what a community says of this one."""
    record = replace(record, accounts=(), source=None)
    return key_of(shared, _ENCODER.encode((root, prefix, record, events)))


class _MemberRow(Struct, frozen=True, array_like=True):
    content: str
    result: str


_ROWS = Decoder(_MemberRow)


def recalled(
    row: bytes | None, content: str, key: str, today: date, blobs: Blobs, register: bytes, *, sound: bool
) -> MemberResult | None:
    """Return the result that a member's row names, where it is of this content and key, and still holds.

    ``register`` is the member's file of addresses as it stands.
    With ``sound`` all its blobs are there too; without, publishing finds out.
    """
    known = _decoded(_ROWS, row)
    if known is None or known.content != content or known.result != _result_name(key, content):
        return None
    result = _decoded(_RESULTS, blobs.get(known.result))
    addresses = digest_of(register)
    if (
        result is None
        or not result.holds_on(today)
        or not result.register.holds_with(addresses, on_same_day=today == result.valid_from)
    ):
        return None
    if addresses == result.register.after:
        result = replace(result, register=RegisterChange(), problems=not_said_again(result.problems))
    names = (*(output.blob for output in result.outputs), *_parts_of(result)) if sound else ()
    return result if all(blobs.exists(name) for name in names) else None


def not_said_again(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Leave out what is news only once."""
    return tuple(problem for problem in problems if problem.code != "address-moved")


def last_member_result(name: str, blobs: Blobs, state: State) -> MemberResult | None:
    """Return how a member's last complete run ended, whatever has changed since."""
    row = state.get("member", name)
    return result_of_row(row, blobs) if row is not None else None


def row_of(key: str, content: str) -> bytes:
    """Make the row of a member's result, whoever made that: its name follows from key and content."""
    return _ENCODER.encode(_MemberRow(content, _result_name(key, content)))


def result_of_row(row: bytes, blobs: Blobs) -> MemberResult | None:
    """Return the result that a member's row names, whatever has changed since; None where it is not in the store."""
    known = _decoded(_ROWS, row)
    return _decoded(_RESULTS, blobs.get(known.result)) if known is not None else None


def save_result(name: str, key: str, content: str, result: MemberResult, blobs: Blobs, state: State) -> None:
    """Keep how a member's run ended, under the member's row ``name``; what it replaces is deleted."""
    row = _MemberRow(content, _result_name(key, content))
    before = _decoded(_ROWS, state.get("member", name))
    # A problem's line is read from the file again when it is shown: a draft's words are not kept.
    bare = replace(result, problems=tuple(replace(p, source="") for p in result.problems), made=0)
    blobs.put(row.result, _ENCODER.encode(bare))
    state.update("member", {name: _ENCODER.encode(row)})
    if before is not None and before.result != row.result:
        last = _decoded(_RESULTS, blobs.get(before.result))
        for name in _parts_of(last).difference(_parts_of(result)) if last is not None else ():
            blobs.delete(name)
        blobs.delete(before.result)


def _parts_of(result: MemberResult) -> frozenset[str]:
    """Name the blobs of a member's parts of the search index."""
    return frozenset(head.blob for head in result.summary.search.values())


def result_names(state: State) -> frozenset[str]:
    """Name the blobs that hold results: of members, and of what a community gathered."""
    names: set[str] = set()
    for name, row in state.rows("member").items():
        known = _decoded(_ROWS, row)
        names.add(known.result if known is not None else row.decode("ascii", "replace") if name.startswith("@") else "")
    return frozenset(names)


def row_name(prefix: str, viewing: Viewing) -> str:
    """Name a member's row: what a preview shows is another result than what is published."""
    return f"{prefix}@{'circle' if viewing.circle else 'preview' if viewing.preview else 'public'}"


def _result_name(key: str, content: str) -> str:
    return key_of("member", key, content)


def _decoded(decoder: Decoder[T], data: bytes | None) -> T | None:
    if data is None:
        return None
    try:
        return decoder.decode(data)
    except DecodeError:
        return None
