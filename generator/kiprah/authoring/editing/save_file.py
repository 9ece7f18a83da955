"""Saving of one edited file: only over what the form was made from, put aside first, and read back."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kiprah.authoring.editing.document import FileParts, with_changes
from kiprah.authoring.editing.editable import EditableFile
from kiprah.authoring.editing.plain_values import is_nothing, pruned
from kiprah.authoring.editing.read_file import ReadFile, read_file
from kiprah.authoring.editing.replace_file import replace_file
from kiprah.authoring.editing.undo import UndoStore
from kiprah.authoring.editing.yaml_edit import CannotEdit
from kiprah.authoring.form_fields import in_declared_order
from kiprah.authoring.refusal import Refusal
from kiprah.content.folder import SiteFolder
from kiprah.fields.source import MAX_TEXT_BYTES, NOT_TEXT
from kiprah.fields.yaml_spans import Plain, plain_of_node


class Changes(Struct, frozen=True):
    """Changes that a form makes in the file that had this digest."""

    digest: str
    values: Mapping[str, Plain | None] = {}
    body: str | None = None
    text: str | None = None
    """The whole file, where its keys could not be read."""


class Conflict(Struct, frozen=True):
    """Another program changed the file since the form was made; nothing was written."""

    now: ReadFile


class Saved(Struct, frozen=True):
    """The file as it stands after saving."""

    file: ReadFile
    changed: bool


def save_file(site: SiteFolder, file: EditableFile, changes: Changes, undo: UndoStore) -> Saved | Conflict | Refusal:
    """Write what changed, or say why nothing was written."""
    try:
        before = site.read(file.path)
        now = read_file(file, before)
        if now.digest != changes.digest:
            return Conflict(now)
        after = _edited(file, now, changes)
        if isinstance(after, Refusal):
            return after
        if after == before:
            return Saved(now, False)
        undo.keep(file.path, before, after)
        replace_file(site.absolute(file.path), after)
    except OSError as error:
        return Refusal("not-saved", {"reason": str(error.strerror or error)}, "editor", "machine")
    return Saved(read_file(file, after), True)


def restore_file(
    site: SiteFolder, file: EditableFile, number: str, digest: str, undo: UndoStore
) -> Saved | Conflict | Refusal:
    """Bring an earlier version back; what stands now becomes a version itself."""
    try:
        before = site.read(file.path)
        now = read_file(file, before)
        if now.digest != digest:
            return Conflict(now)
        after = undo.read(file.path, number)
        if after is None:
            return Refusal("no-version", {}, "editor")
        if after != before:
            undo.keep(file.path, before, after, always=True)
            replace_file(site.absolute(file.path), after)
    except OSError as error:
        return Refusal("not-saved", {"reason": str(error.strerror or error)}, "editor", "machine")
    return Saved(read_file(file, after), after != before)


def _edited(file: EditableFile, now: ReadFile, changes: Changes) -> bytes | Refusal:
    texts = [*_texts(dict(changes.values)), changes.body or "", changes.text or ""]
    if any(NOT_TEXT.search(text) for text in texts):
        return Refusal("not-text", {}, "editor")
    unknown = changes.values.keys() - {field.name for field in file.fields}
    if now.document is None:
        if changes.text is None:
            return Refusal("as-text-only", {}, "editor", "content")
        after = changes.text.encode()
    elif unknown or changes.text is not None:
        return Refusal("unknown-key", {"key": ", ".join(sorted(unknown))}, "editor")
    else:
        order = [field.name for field in file.fields]
        try:
            types = {field.name: field.type for field in file.fields}
            values = {
                key: None if value is None else in_declared_order(value, types[key])
                for key, value in changes.values.items()
            }
            document = with_changes(now.document, values, order, changes.body)
        except CannotEdit:
            return Refusal("as-text-only", {}, "editor", "content")
        if not _matches_changes(file, now.document, document, changes):
            return Refusal("as-text-only", {}, "editor", "content")
        after = document.data
    if len(after) > MAX_TEXT_BYTES:
        return Refusal("too-long", {"limit": str(MAX_TEXT_BYTES // 1000)}, "editor")
    return after


def _matches_changes(file: EditableFile, before: FileParts, after: FileParts, changes: Changes) -> bool:
    """Read the file back by the site's own reader, and compare with what was meant."""
    again = read_file(file, after.data)
    if again.values is None:
        return not changes.values
    wanted = {**before.values}
    for key, value in changes.values.items():
        wanted.pop(key, None)
        if value is not None and not is_nothing(pruned(value)):
            wanted[key] = value
    body = before.shown_body if changes.body is None else changes.body.replace("\r\n", "\n").replace("\r", "\n")
    found = plain_of_node(again.values.node)
    return pruned(found) == pruned(wanted) and (after.shown_body == body or not after.fence)


def _texts(value: Plain | Mapping[str, Plain | None] | None) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for key, one in value.items() for text in (key, *_texts(one))]
    return [text for one in value or () for text in _texts(one)]
