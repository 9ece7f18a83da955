"""Texts with keys: front matter and settings, changed value by value, everything else byte for byte as it was."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping

from kiprah.authoring.editing.document import FileParts, read_document, with_changes
from kiprah.authoring.editing.yaml_edit import CannotEdit
from kiprah.fields.yaml_spans import ItemsSpan, NodeSpan, NotSpanned, Plain, ScalarSpan, find_spans

_KEYED = (".md", ".yml", ".yaml")
_FILE_KEYS = frozenset({"cover", "photo", "poster", "logo", "image", "mark"})
"""Keys whose text is the name of a file."""
_LISTED = ("photos", "videos")
"""Lists whose items in short form are names of files."""
_ADDRESS_KEYS = frozenset(
    {
        "slug",
        "aliases",
        "url",
        "file",
        "activity",
        "activities",
        "reflections",
        "event",
        "participants",
        "email",
        "page",
    }
    | {"did", "id", "featured", "register", "moved_to", "source", "accounts", "hide", "lang", "consent", "people"}
    | _FILE_KEYS
)
"""Keys whose texts are addresses, names of files or words that mean something: other words would break them."""


def read_keyed(path: str, data: bytes) -> FileParts | None:
    """Split a text with keys; None where it is none, or cannot be changed value by value."""
    if not path.endswith(_KEYED):
        return None
    try:
        parts = read_document(data, settings=not path.endswith(".md"))
        _ = parts.values
    except CannotEdit:
        return None
    return parts


def with_values(parts: FileParts, values: Mapping[str, Plain], body: str | None = None) -> FileParts:
    """Return a text with these values for its keys; a key that is not there goes. Raises ``CannotEdit``."""
    before = parts.values
    changes: dict[str, Plain | None] = {key: one for key, one in values.items() if before.get(key) != one}
    changes.update(dict.fromkeys(before.keys() - values.keys()))
    changed = with_changes(parts, changes, (*before, *values)) if changes else parts
    return FileParts(changed.head, changed.keys, changed.fence, parts.body if body is None else body)


def without_files(value: Plain, folder: str, is_erased: Callable[[str], bool]) -> Plain | None:
    """Return a value without what names files that go: items, a cover, a portrait; None where it goes whole."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        kept = [
            one
            for item in value
            if not _is_of(item, folder, is_erased)
            for one in (without_files(item, folder, is_erased),)
        ]
        return [one for one in kept if one is not None] or (None if value else [])
    found: dict[str, Plain] = {}
    for key, one in value.items():
        if key in _FILE_KEYS and _is_of(one, folder, is_erased):
            continue
        inner = without_files(one, folder, is_erased)
        if inner is not None:
            found[key] = inner
    return found


def file_in_item(item: Plain) -> str:
    """Return the name of the file that an item of a list names; empty where it names none."""
    if isinstance(item, dict):
        item = item.get("file", "")
    return item if isinstance(item, str) else ""


def files_named(value: Plain, folder: str, key: str = "") -> Iterator[str]:
    """Yield the path of every file that a value names."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from files_named(one, folder, name)
    elif isinstance(value, list):
        for one in value:
            yield from files_named(one, folder, "file" if key in _LISTED and isinstance(one, str) else "")
    elif key == "file" or key in _FILE_KEYS:
        yield path_beside(value, folder)


def path_beside(name: str, folder: str) -> str:
    """Return the path from the site's folder of a file that keys name."""
    return unicodedata.normalize("NFC", posixpath.normpath(posixpath.join(folder, name.strip())))


def with_words(value: Plain, replaced: Callable[[str], str], key: str = "") -> Plain:
    """Return a value in which words are replaced, except where a text is an address or the name of a file."""
    if isinstance(value, str):
        return value if key in _ADDRESS_KEYS else replaced(value)
    if isinstance(value, list):
        # A photo or a film in short form is the name of its file.
        of_items = "file" if key in _LISTED else key
        return [with_words(one, replaced, of_items if isinstance(one, str) else "") for one in value]
    return {name: with_words(one, replaced, name) for name, one in value.items()}


def texts_within(value: Plain) -> list[str]:
    """Return every text of a value, keys aside."""
    if isinstance(value, str):
        return [value]
    return [text for one in (value.values() if isinstance(value, dict) else value) for text in texts_within(one)]


def comment_spans(keys: str) -> list[tuple[int, int]]:
    """Find the comments among keys; a sign inside a value begins none."""
    try:
        scalars = sorted(_scalars(find_spans(keys)))
    except NotSpanned:
        return []
    found: list[tuple[int, int]] = []
    for match in re.finditer(r"(?:^|(?<=[ \t]))#(?=([^\r\n]*))", keys, re.MULTILINE):
        before = bisect_right(scalars, (match.start(), len(keys))) - 1
        in_value = before >= 0 and scalars[before][1] > match.start()
        in_comment = bool(found) and found[-1][1] > match.start()
        if not in_value and not in_comment:
            found.append((match.start(), match.end(1)))
    return found


def _scalars(node: NodeSpan | None) -> Iterator[tuple[int, int]]:
    if isinstance(node, ScalarSpan):
        yield node.start, node.end
    elif isinstance(node, ItemsSpan):
        for item in node.items:
            yield from _scalars(item)
    elif node is not None:
        for key, value in node.entries:
            yield key.start, key.end
            yield from _scalars(value)


def _is_of(item: Plain, folder: str, is_erased: Callable[[str], bool]) -> bool:
    name = file_in_item(item)
    return bool(name) and is_erased(path_beside(name, folder))
