"""Disk cache of member results: a row a member in the state, which names a blob."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder
from msgspec.structs import replace

from kiprah.build.address_registers import RegisterChange
from kiprah.build.member.member_result import MemberResult, decoded_result
from kiprah.cache.blobs import Blobs, blob_content, is_shared, put_content, shared_store
from kiprah.cache.digests import digest_of, key_of
from kiprah.cache.row_decoding import decoded_row
from kiprah.cache.state import State
from kiprah.content.member_folder import Usage
from kiprah.model.entry import Event
from kiprah.model.member_record import MemberRecord
from kiprah.model.settings import Viewing
from kiprah.plan.value_digests import nothing_of_places
from kiprah.problem import Problem

_ENCODER = Encoder(enc_hook=nothing_of_places, order="deterministic")


def own_key(shared: str, root: str, prefix: str, record: MemberRecord, events: tuple[Event, ...]) -> str:
    """Make a member's key from the one that all members share, and from what a community says of this one."""
    record = replace(record, accounts=(), source=None)
    return key_of(shared, _ENCODER.encode((root, prefix, record, events)))


class MemberRow(Struct, frozen=True, array_like=True):
    """Row of the state: all that is noted of a member's last result."""

    content: str
    """A digest of the member's files."""
    key: str
    """A digest of all else that shaped the result."""
    head: bytes = b""
    """The result without its details, in which is most of it, and without what is to be written of its addresses."""
    stats: bytes = b""
    """Digest of what the file system said of all that the run read; empty where some was too young to rely on that."""
    register: str = ""
    """Digest of the member's file of addresses; noted with ``stats``."""
    usage: Usage = Usage(0, 0, 0.0)
    """Size of all that the member brings; noted with ``stats``."""
    passed_over: tuple[Problem, ...] = ()
    """Problems that name the files that are not read, and say why; noted with ``stats``."""

    @property
    def result(self) -> str:
        """Name the blob that holds the result, on whichever machine it was made."""
        return key_of("member", self.key, self.content)


_ROWS = Decoder(MemberRow)


class ResultName(Struct, frozen=True):
    """Name of a member's result: its row in the state, the key of all it depends on, and the member's files."""

    row: str
    key: str
    content: str

    @property
    def blob(self) -> str:
        """Name the blob that holds the result."""
        return MemberRow(self.content, self.key).result

    @property
    def as_row(self) -> bytes:
        """Make a row that names this very result and holds nothing of it."""
        return _ENCODER.encode(MemberRow(self.content, self.key))

    def is_in(self, row: bytes | None) -> bool:
        """Say whether a row names this very result."""
        known = decoded_row(_ROWS, row)
        return known is not None and known.content == self.content and known.key == self.key


def member_row(row: bytes | None) -> MemberRow | None:
    """Read a member's row; None where there is none, or it has another shape."""
    return decoded_row(_ROWS, row)


def unchanged_result(known: MemberRow, key: str, today: date) -> MemberResult | None:
    """Return the result that a row names, if it is of this key and still holds; the files are those that it notes.

    None too where its file of addresses is to be another: what that is, is in the result alone.
    """
    if known.key != key:
        return None
    result = decoded_result(known.head or None)
    if result is None or result.register.after != known.register:
        return None
    return _holding(result, known.register, today)


def note_stats(rows: Mapping[str, MemberRow], state: State) -> None:
    """Note in members' rows what the file system says of files none of which is young."""
    state.update("member", {name: _ENCODER.encode(row) for name, row in rows.items()})


def recalled(
    name: ResultName, row: bytes | None, today: date, blobs: Blobs, register: bytes, *, sound: bool
) -> MemberResult | None:
    """Return the result of this name, where this machine's row names it or others may have made it, if it still holds.

    ``register`` is the member's file of addresses as it stands.
    With ``sound`` its details and all its blobs are there too; without, who asks for them finds out.
    """
    known = decoded_row(_ROWS, row)
    is_noted = known is not None and name.is_in(row)
    if not is_noted and not is_shared(blobs):
        return None
    addresses = digest_of(register)
    head = decoded_result(known.head or None) if known is not None and is_noted and not sound else None
    if head is None or head.register.after != addresses:
        head = decoded_result(blob_content(blobs, name.blob))
    result = _holding(head, addresses, today)
    if result is None:
        return None
    names = blobs_of(result, blobs) if sound else frozenset()
    return result if names <= blobs.exists(*names) else None


def _holding(result: MemberResult | None, addresses: str, today: date) -> MemberResult | None:
    """Return a result if it still holds with this digest of the file of addresses; what it has already is no news."""
    if result is None or not result.holds_on(today):
        return None
    if not result.register.holds_with(addresses, on_same_day=today == result.valid_from):
        return None
    news = result.register.content or result.problems
    if addresses != result.register.after or not news:
        return result
    return replace(result, register=RegisterChange(b"", addresses, addresses), problems=without_news(result.problems))


def note_results(results: Iterable[tuple[ResultName, MemberResult]], state: State) -> None:
    """Note in this machine's rows what it has made, or others have."""
    rows: dict[str, bytes] = {}
    for name, result in results:
        register = replace(result.register, content=b"")
        head = replace(result, packed_details=b"", blob=name.blob, register=register)
        rows[name.row] = _ENCODER.encode(MemberRow(name.content, name.key, _ENCODER.encode(head)))
    state.update("member", rows)


def blobs_of(result: MemberResult, blobs: Blobs) -> frozenset[str]:
    """Name the blobs that a result names."""
    return frozenset(output.blob for output in result.details(blobs).outputs) | _parts_of(result)


def without_news(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Leave out what is news only once."""
    return tuple(problem for problem in problems if problem.code != "address-moved")


def last_member_result(name: str, blobs: Blobs, state: State) -> MemberResult | None:
    """Return how a member's last complete run ended, whatever has changed since."""
    row = state.get("member", name)
    return result_of_row(row, blobs) if row is not None else None


def result_blob(row: bytes) -> str:
    """Name the blob of the result that a member's row names; empty where that is no row."""
    known = decoded_row(_ROWS, row)
    return known.result if known is not None else ""


def result_of_row(row: bytes, blobs: Blobs) -> MemberResult | None:
    """Return the result that a member's row names, whatever has changed since; None where it is not in the store."""
    known = decoded_row(_ROWS, row)
    return decoded_result(blob_content(blobs, known.result)) if known is not None else None


def save_result(name: ResultName, result: MemberResult, blobs: Blobs, state: State) -> MemberResult:
    """Keep how a member's run ended, under the member's row; what it replaces is deleted.

    Others see the result once they see all that it names. Returns the result without its details.
    """
    row = MemberRow(name.content, name.key)
    before = decoded_row(_ROWS, state.get("member", name.row))
    last = decoded_result(blob_content(blobs, before.result)) if before is not None else None
    others = shared_store(blobs)
    if others is not None:
        others.share(blobs_of(result, blobs) - (blobs_of(last, blobs) if last is not None else frozenset()))
    # A problem's line is read from the file again when it is shown: a draft's words are not kept.
    bare = replace(result, problems=tuple(replace(p, source="") for p in result.problems), made=0)
    put_content(blobs, row.result, _ENCODER.encode(bare))
    if others is not None:
        others.share((row.result,), anew=True)
    note_results(((name, bare),), state)
    if before is not None and before.result != row.result:
        parts = _parts_of(last).difference(_parts_of(result)) if last is not None else ()
        blobs.delete(*parts, before.result)
    return replace(result, packed_details=b"", blob=row.result)


def _parts_of(result: MemberResult) -> frozenset[str]:
    """Name the blobs of a member's parts of the search index."""
    return frozenset(head.blob for head in result.search.values())


def blobs_of_results(state: State, blobs: Blobs) -> frozenset[str]:
    """Name the blobs of all results that are noted: of what is published, and of what a preview shows."""
    rows = state.rows("member").values()
    results = (result for row in rows if (result := result_of_row(row, blobs)) is not None)
    return frozenset(name for result in results for name in blobs_of(result, blobs))


def result_names(state: State) -> frozenset[str]:
    """Name the blobs that hold results: of members, and of what a community gathered."""
    names: set[str] = set()
    for name, row in state.rows("member").items():
        known = decoded_row(_ROWS, row)
        names.add(known.result if known is not None else row.decode("ascii", "replace") if name.startswith("@") else "")
    return frozenset(names)


def row_name(prefix: str, viewing: Viewing) -> str:
    """Name a member's row: what a preview shows is another result than what is published."""
    return f"{prefix}@{'circle' if viewing.circle else 'preview' if viewing.preview else 'public'}"
