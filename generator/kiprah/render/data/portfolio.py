"""``portfolio.json`` with single entries told anew, the others as they stand in the file."""

from __future__ import annotations

from collections.abc import Iterable

from kiprah.plan.data.json_value import json_text
from kiprah.plan.site import Fragment

_BEGIN = b"\n    {\n"
_END = b"\n    }"


def with_fragments(file: bytes, fragments: Iterable[Fragment]) -> bytes:
    """Put new entries in the place of old ones. Raises ``ValueError`` where the file has no such entry.

    The file is our own, written with an indent of 2: no line inside an entry begins with fewer than six spaces, and no
    text holds a line break.
    """
    for fragment in fragments:
        at = file.index(b'\n  "' + fragment.section.encode() + b'": [\n') + 1
        for _ in range(fragment.position):
            at = file.index(_END + b",\n", at) + len(_END) + 1
        begin = file.index(_BEGIN, at) + 1
        end = file.index(_END, begin) + len(_END)
        text = "\n".join(f"    {line}" for line in json_text(fragment.told).rstrip("\n").split("\n"))
        file = file[:begin] + text.encode() + file[end:]
    return file
