"""Zip scanner (APPNOTE 6.3): what stands beside and between the members, and what each member carries itself.

The bounds are those of the archives that members send, written again: this room shares no code with what it checks.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from kiprah.metadata_scan import UNSEEN, kind_of_trace, traces_within
from kiprah.metadata_scan.office_part import traces_in_part
from kiprah.metadata_scan.unpacking import Unpacking
from kiprah.metadata_scan.zip_structure import traces_in_structure

_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_OF_OFFICE = frozenset({"[content_types].xml", "content.xml"})
"""Parts without which no program opens a package as a document."""
_THUMBNAIL = re.compile(r"(?i)^(?:docprops/thumbnail\.\w+|thumbnails/\w+\.\w+)$")
_PIECE = 1 << 16
_HONEST = 10_000_000
"""Bytes that any member may have; a larger one is no more than so many times what it is packed."""
_RATIO = 200
_FAULTS = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError,
    LookupError, OverflowError,
)  # fmt: skip
"""Exceptions with which ``zipfile`` ends on bytes that are no sound archive."""


def traces_in_zip(data: bytes, unpacking: Unpacking) -> tuple[str, ...]:
    """Name what a zip carries: notes of its own, bytes that belong to no member, and whatever its members carry.

    A document of an office program is read as one. What is locked, packed in an unknown way, too large, or an archive
    in an archive in an archive cannot be seen, and is named so.
    """
    if data.count(b"PK\1\2") > unpacking.members:
        # Each takes memory as soon as they are listed.
        return ("too many files",)
    try:
        container = zipfile.ZipFile(BytesIO(data))
    except _FAULTS:
        return ("damaged",)
    with container, unpacking.one_deeper() as may_be_read:
        entries = container.infolist()
        if refused := _refusal(entries, unpacking) if may_be_read else "nested archive":
            return (refused,)
        traces = [*traces_in_structure(data, entries, container.start_dir), *_in_members(container, entries, unpacking)]
    return _first_of_each(traces)


def _refusal(entries: list[zipfile.ZipInfo], unpacking: Unpacking) -> str:
    """Say why nothing is unpacked, before a byte of it is; empty where all may be, and is counted."""
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        return "encryption"
    if any(entry.compress_type not in _PACKED for entry in entries):
        return "unknown packing"
    unpacking.members -= len(entries)
    unpacking.bytes -= sum(entry.file_size for entry in entries)
    if unpacking.members < 0:
        return "too many files"
    lying = any(entry.file_size > max(_HONEST, _RATIO * entry.compress_size) for entry in entries)
    return "too large" if lying or unpacking.bytes < 0 else ""


def _in_members(container: zipfile.ZipFile, entries: list[zipfile.ZipInfo], unpacking: Unpacking) -> Iterator[str]:
    names = {entry.filename.lower() for entry in entries}
    is_office = not names.isdisjoint(_OF_OFFICE)
    for entry in entries:
        name = entry.filename
        content = _content(container, entry)
        if name.endswith("/"):
            traces: tuple[str, ...] = ("leftovers",) if entry.file_size else ()
        elif content is None:
            traces = ("damaged",)
        elif is_office and (in_part := traces_in_part(name, content, unpacking)) is not None:
            yield from in_part
            continue
        else:
            traces = traces_within(name, content, unpacking)
        if is_office and traces and _THUMBNAIL.search(name) and not UNSEEN.intersection(traces):
            # Some programs leave notes of their own in it: who saves without it is rid of them.
            traces = ("thumbnail",)
        yield from (f"{kind_of_trace(trace)} ({_shown(name)})" for trace in traces)


def _content(container: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
    """Unpack a member, never a byte more than it is said to have; None where it is not what the archive says."""
    pieces: list[bytes] = []
    left = entry.file_size
    try:
        with container.open(entry) as stream:
            while piece := stream.read(min(_PIECE, left + 1)):
                left -= len(piece)
                if left < 0:
                    return None
                pieces.append(piece)
    except _FAULTS:
        return None
    return None if left else b"".join(pieces)


def _shown(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)[-60:]


def _first_of_each(traces: list[str]) -> tuple[str, ...]:
    """Keep one member of each kind of trace; what is locked reads as if it were damaged, and is not."""
    found: dict[str, str] = {}
    for trace in traces:
        found.setdefault(kind_of_trace(trace), trace)
    if "encryption" in found:
        found.pop("damaged", None)
    return tuple(found.values())
