"""Parts of a text file of the site, exactly as its bytes are: keys, body, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from kiprah.authoring.editing.yaml_edit import CannotEdit, edit_yaml, newline_of, values_of_yaml
from kiprah.content.front_matter import end_of_keys
from kiprah.fields.yaml_spans import Plain

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_MARK = "\ufeff"


class FileParts(Struct, frozen=True):
    """A file in its parts; put together they are the file."""

    head: str
    """Text before the keys: a byte order mark, the line of dashes."""
    keys: str
    fence: str
    """The line of dashes behind the keys; empty in settings, which are keys alone."""
    body: str

    @property
    def text(self) -> str:
        """Put it together."""
        return self.head + self.keys + self.fence + self.body

    @property
    def data(self) -> bytes:
        """Return the bytes of the file."""
        return self.text.encode()

    @property
    def values(self) -> dict[str, Plain]:
        """Return the keys with their values; raises ``CannotEdit``."""
        return values_of_yaml(self.keys)

    @property
    def shown_body(self) -> str:
        """Return the body as a form shows it: with one kind of line end."""
        return self.body.replace("\r\n", "\n").replace("\r", "\n")


def read_document(data: bytes, *, settings: bool = False) -> FileParts:
    """Split a file as the reader does; raises ``CannotEdit`` where it has no keys that begin and end."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise CannotEdit from error
    mark = _MARK if text.startswith(_MARK) else ""
    text = text[len(mark) :]
    if settings:
        return FileParts(mark, text, "", "")
    lines = _LINE.findall(text)
    top = next((number for number, line in enumerate(lines) if line.strip()), -1)
    if top < 0 or lines[top].rstrip() != "---":
        raise CannotEdit
    keys_end, end = end_of_keys(lines, top)
    if not end:
        raise CannotEdit
    parts = (lines[: top + 1], lines[top + 1 : keys_end], lines[keys_end : end + 1], lines[end + 1 :])
    head, keys, fence, body = ("".join(part) for part in parts)
    return FileParts(mark + head, keys, fence, body)


def with_changes(
    document: FileParts, changes: Mapping[str, Plain | None], order: Sequence[str], body: str | None = None
) -> FileParts:
    """Return a document in which keys are changed, and the body where one is given; raises ``CannotEdit``."""
    keys = edit_yaml(document.keys, changes, order) if changes else document.keys
    fence, text = document.fence, document.body
    if body is not None and body != document.shown_body:
        newline = newline_of(document.text)
        text = _body_with(document.body, body, newline)
        if fence and not fence.endswith(("\n", "\r")):
            fence += newline
    return FileParts(document.head, keys, fence, text)


def _body_with(old: str, new: str, newline: str) -> str:
    """Put a body in the place of another; lines before and after what changed keep their bytes."""
    before, now = _LINE.findall(old), _LINE.findall(new.replace("\r\n", "\n").replace("\r", "\n"))
    plain = [line.replace("\r\n", "\n").replace("\r", "\n") for line in before]
    first = 0
    while first < min(len(plain), len(now)) and plain[first] == now[first]:
        first += 1
    last = 0
    while last < min(len(plain), len(now)) - first and plain[-1 - last] == now[-1 - last]:
        last += 1
    middle = [line.replace("\n", newline) for line in now[first : len(now) - last]]
    return "".join([*before[:first], *middle, *before[len(before) - last :]])
