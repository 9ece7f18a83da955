"""Short forms of values that Sveltia CMS cannot hold: found where a site has it, and written as keys.

A text alone may stand for a group of keys: ``organization: Taman Baca``. Sveltia's field for such a group holds keys
and nothing else: it drops the text when anything else of the entry is saved, and saves no list with a text in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from msgspec import Struct

from kiprah.authoring.editing.document import FileParts, read_document
from kiprah.authoring.editing.yaml_edit import CannotEdit
from kiprah.authoring.form_fields import FormField, form_fields
from kiprah.authoring.sveltia.configuration import ENTRY_FOLDERS, KEYS, LEFT_OUT, LISTS_OF_KEYS, entry_pattern
from kiprah.authoring.yaml_text import one_line_text
from kiprah.content.folder import SiteFolder
from kiprah.content.json_schema import FILE_DECLARATIONS
from kiprah.fields.decoding import is_empty
from kiprah.fields.yaml_spans import ItemsSpan, KeysSpan, NodeSpan, NotSpanned, ScalarSpan, find_spans
from kiprah.fields.yaml_tree import Scalar
from kiprah.problem import Place, Problem

_WORDS = "en"
"""Language in which forms are asked for: they have words in every language, and only the declarations are used."""


class ShortForm(Struct, frozen=True):
    """A text that stands for keys."""

    code: str
    """Code of the problem that tells what happens to it in Sveltia."""
    key: str
    start: int
    """Offset in the keys' text at which it begins; ``end`` is where it ends."""
    end: int
    long: str
    """The same as keys, to stand in its place."""


def short_form_problems(folder: SiteFolder) -> Iterator[Problem]:
    """Find every short form in the files that Sveltia shows."""
    for path in sorted(folder.files):
        kind = _kind_of(path)
        if kind in ENTRY_FOLDERS and not re.fullmatch(entry_pattern(kind), path):
            continue
        if kind:
            yield from _file_problems(folder, path, kind)


def in_long_form(text: str, path: str) -> str:
    """Write every short form in a file's keys as keys; a text whose keys cannot be read stays as it is."""
    try:
        document = read_document(text.encode())
    except CannotEdit:
        return text
    keys = document.keys
    for short in sorted(_short_forms(keys, _kind_of(path)), key=lambda one: one.start, reverse=True):
        # A text over several lines ends with its last line's end.
        newline = "\n" if keys[: short.end].endswith("\n") else ""
        keys = keys[: short.start] + short.long + newline + keys[short.end :]
    return document.head + keys + document.fence + document.body


def path_in_sveltia(path: str) -> str:
    """Return where an entry lies so that Sveltia shows it: a day's entry in a folder of its own."""
    kind, own = _kind_of(path), f"{path.removesuffix('.md')}/index.md"
    return own if kind in ENTRY_FOLDERS and re.fullmatch(entry_pattern(kind), own) else path


def _kind_of(path: str) -> str:
    """Return the kind of a file that Sveltia may show, by its path from the content's folder; else nothing."""
    folder, _, name = path.partition("/")
    if not name:
        return {"profile.md": "profile", "site.yml": "site"}.get(path, "")
    return next((kind for kind, own in ENTRY_FOLDERS.items() if own == folder), "")


def _file_problems(folder: SiteFolder, path: str, kind: str) -> Iterator[Problem]:
    try:
        document = read_document(folder.read(path), settings=kind == "site")
    except (OSError, CannotEdit):  # whoever reads it for its content says so
        return
    for short in _short_forms(document.keys, kind):
        yield Problem(short.code, _place(path, document, short), {"key": short.key, "nearest": short.long})


def _place(path: str, document: FileParts, short: ShortForm) -> Place:
    before = re.sub(r"\r\n?", "\n", document.head.lstrip("\ufeff") + document.keys[: short.start])
    return Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _short_forms(keys: str, kind: str) -> tuple[ShortForm, ...]:
    try:
        root = find_spans(keys)
    except NotSpanned:  # the reader says where
        return ()
    return tuple(_within(root, _form(kind))) if isinstance(root, KeysSpan) else ()


@cache
def _form(kind: str) -> tuple[FormField, ...]:
    return form_fields(kind, FILE_DECLARATIONS[kind].fields, _WORDS) if kind else ()


def _within(node: KeysSpan, fields: Iterable[FormField]) -> Iterator[ShortForm]:
    known = {field.name: field for field in fields if field.control not in LEFT_OUT}
    for key, value in node.entries:
        field = known.get(key.text)
        if field is not None and field.control in KEYS:
            yield from _of_keys(value, field, "sveltia-loses")
        elif field is not None and field.control in LISTS_OF_KEYS:
            yield from _of_list(value, field)


def _of_keys(value: NodeSpan, field: FormField, code: str) -> Iterator[ShortForm]:
    if isinstance(value, KeysSpan):
        yield from _within(value, field.fields)
    elif isinstance(value, ScalarSpan) and field.short and not _says_nothing(value):
        yield ShortForm(code, field.name, value.start, value.end, _long(value, field))


def _of_list(value: NodeSpan, field: FormField) -> Iterator[ShortForm]:
    if isinstance(value, ItemsSpan):
        for item in value.items:
            yield from _of_keys(item, field, "sveltia-refuses")
    elif isinstance(value, ScalarSpan) and field.short and not _says_nothing(value):
        yield ShortForm("sveltia-loses", field.name, value.start, value.end, f"[{_long(value, field)}]")


def _long(value: ScalarSpan, field: FormField) -> str:
    return one_line_text({field.short: " ".join(value.text.split())})


def _says_nothing(value: ScalarSpan) -> bool:
    return is_empty(Scalar(value.text, 1, 1, quoted=bool(value.style)))
