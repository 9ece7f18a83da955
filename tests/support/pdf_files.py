"""Writes PDFs by hand, in the ways in which programs end them: tables, streams, both, updates, a fast first page."""

from __future__ import annotations

import zlib
from itertools import pairwise

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PAGES = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
)


def _written(objects: dict[int, bytes], before: bytes) -> tuple[bytes, dict[int, int]]:
    """Write objects behind what is there, and note where each begins."""
    places = {}
    for number, body in objects.items():
        places[number] = len(before)
        before += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    return before, places


def _numbered(bodies: tuple[bytes, ...]) -> dict[int, bytes]:
    return dict(enumerate(bodies, 1))


def _table(places: dict[int, int], trailer: bytes, line: bytes = b" \n") -> bytes:
    rows = b"".join(b"%d 1\n%010d 00000 n%b" % (number, at, line) for number, at in places.items())
    return b"xref\n0 1\n0000000000 65535 f%b%btrailer\n<< %b >>\n" % (line, rows, trailer)


def ended(data: bytes, at: int) -> bytes:
    return data + b"startxref\n%d\n%%%%EOF\n" % at


def with_table(*bodies: bytes, trailer: bytes = b"/Size 9 /Root 1 0 R") -> bytes:
    data, places = _written(_numbered((*PAGES, *bodies)), HEAD)
    return ended(data + _table(places, trailer), len(data))


def _stream_of(places: dict[int, int], number: int, at: int, more: bytes = b"") -> bytes:
    index = b" ".join(b"%d 1" % one for one in (*places, number))
    rows = b"".join(b"\1" + place.to_bytes(4, "big") + b"\0" for place in (*places.values(), at))
    head = b"<< /Type /XRef /W [1 4 1] /Index [%b] /Size 99 /Root 1 0 R %b /Filter /FlateDecode /Length %d >>"
    packed = zlib.compress(rows)
    made = head % (index, more, len(packed))
    return b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, made, packed)


def with_stream(*bodies: bytes) -> bytes:
    data, places = _written(_numbered((*PAGES, *bodies)), HEAD)
    return ended(data + _stream_of(places, 90, len(data)), len(data))


def with_packed_objects(*bodies: bytes) -> bytes:
    """Write with the given objects in a packed object stream."""
    starts = [0]
    for body in bodies:
        starts.append(starts[-1] + len(body) + 1)
    index = b" ".join(b"%d %d" % (20 + number, start) for number, (start, _) in enumerate(pairwise(starts))) + b" "
    packed = zlib.compress(index + b" ".join(bodies))
    head = b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >>" % (
        len(bodies),
        len(index),
        len(packed),
    )
    return with_stream(head + b"\nstream\n" + packed + b"\nendstream")


def hybrid(*bodies: bytes) -> bytes:
    data, places = _written(_numbered((*PAGES, *bodies)), HEAD)
    stream = len(data)
    data += _stream_of(places, 91, stream)
    return ended(data + _table(places, b"/Size 99 /Root 1 0 R /XRefStm %d" % stream), len(data))


def updated(*bodies: bytes) -> bytes:
    """Write with a second revision behind the first."""
    first = with_table()
    last = first.rindex(b"xref\n0 1")
    data, places = _written({3: PAGES[2], **{20 + n: body for n, body in enumerate(bodies)}}, first)
    return ended(data + _table(places, b"/Size 99 /Root 1 0 R /Prev %d" % last), len(data))


def linearized(*bodies: bytes) -> bytes:
    """Write with the first page in front: the end leads to a table near the beginning."""
    parameters = b"9 0 obj\n<< /Linearized 1 /L 999 /H [9 9] /O 3 /E 9 /N 1 /T 9 >>\nendobj\n"
    at = len(HEAD + parameters)
    trailer = b"/Size 99 /Root 1 0 R /Prev %010d"
    guessed = _table({1: 0, 3: 0}, trailer % 0) + b"startxref\n0\n%%EOF\n"
    front, near = _written({1: PAGES[0], 3: PAGES[2]}, HEAD + parameters + guessed)
    back, far = _written({2: PAGES[1], **{20 + n: body for n, body in enumerate(bodies)}}, front)
    first = _table(near, trailer % len(back)) + b"startxref\n0\n%%EOF\n"
    assert len(first) == len(guessed)
    back = back.replace(guessed, first)
    return ended(back + _table(far, b"/Size 9"), at)


WAYS = {
    "table": with_table,
    "stream": with_stream,
    "packed": with_packed_objects,
    "hybrid": hybrid,
    "updated": updated,
    "linearized": linearized,
}
