"""Reading of one editable file: its values, its body, its digest, and what is wrong with it and where."""

from __future__ import annotations

import hashlib

from msgspec import Struct

from kiprah.authoring.editing.document import FileParts, read_document
from kiprah.authoring.editing.editable import KEYS_ALONE, EditableFile
from kiprah.authoring.editing.yaml_edit import CannotEdit
from kiprah.content.body_sections import split_sections
from kiprah.content.front_matter import FrontMatter, read_front_matter
from kiprah.content.keys.key_hints import FOREIGN
from kiprah.fields.decoding import DecodeContext
from kiprah.fields.groups import read_fields
from kiprah.fields.source import read_source
from kiprah.fields.values import Values
from kiprah.fields.yaml_composer import compose
from kiprah.fields.yaml_spans import ItemsSpan, KeysSpan, NodeSpan, NotSpanned, find_spans
from kiprah.fields.yaml_tree import Keys
from kiprah.problem import Problem


class ReadFile(Struct, frozen=True):
    """A file as the site's own reader sees it."""

    digest: str
    document: FileParts | None
    """Parts of the file; None where its keys cannot be read: then it can be mended only as text."""
    values: Values | None
    problems: tuple[Problem, ...]
    broken: bool
    """True where something in it keeps it from being published."""
    text: str
    """Whole text of the file, where it is text at all."""


def digest_of_file(data: bytes) -> str:
    """Return what tells one state of a file from another."""
    return hashlib.sha256(data).hexdigest()


def read_file(file: EditableFile, data: bytes, *, to_edit: bool = True) -> ReadFile:
    """Read a file by the rules that a build reads it by; without ``to_edit`` its spans are not looked for."""
    digest = digest_of_file(data)
    source, problems = read_source(file.path, data)
    text = data.decode("utf-8", "replace")
    if source is None:
        return ReadFile(digest, None, None, problems, True, text)
    reading = DecodeContext(source)
    values: Values | None
    if file.kind in KEYS_ALONE:
        node, of_yaml = compose(source, source.text)
        reading.problems += of_yaml
        node = Keys((), 1, 1) if node is None and not of_yaml else node
        hints = KEYS_ALONE[file.kind]
        values = read_fields(node, file.fields, reading, hints) if isinstance(node, Keys) else None
    else:
        front: FrontMatter | None = read_front_matter(source, file.fields, reading, FOREIGN)
        values = front.values if front is not None else None
        if front is not None:
            own = file.kind in ("activity", "event")
            sections, found = split_sections(front.body, front.body_line, source, own)
            reading.problems += found
            reading.broken = reading.broken or sections.broken
    try:
        document = read_document(data, settings=file.kind in KEYS_ALONE)
        _ = document.values if to_edit else {}
    except CannotEdit:
        document = None
    broken = values is None or reading.broken or any(problem.is_error for problem in reading.problems)
    return ReadFile(digest, document, values, (*problems, *reading.problems), broken, text)


def field_at(document: FileParts, line: int, column: int) -> str:
    """Name the key that stands at a spot, ``photos.0.alt``; ``body`` below the keys, empty where none does."""
    first = document.head.count("\n") + 1
    if document.fence and line >= first + document.keys.count("\n") + 1:
        return "body"
    lines = document.keys.split("\n")
    if not first <= line < first + len(lines):
        return ""
    spot = sum(len(one) + 1 for one in lines[: line - first]) + max(0, column - 1)
    try:
        node = find_spans(document.keys)
    except NotSpanned:
        return ""
    return ".".join(_path_to(node, spot)) if node is not None else ""


def _path_to(node: NodeSpan, spot: int) -> list[str]:
    if isinstance(node, KeysSpan):
        before = [entry for entry in node.entries if entry[0].start <= spot]
        return [before[-1][0].text, *_path_to(before[-1][1], spot)] if before else []
    if isinstance(node, ItemsSpan) and node.start <= spot:
        before_items = [number for number, item in enumerate(node.items) if item.start <= spot]
        return [str(before_items[-1]), *_path_to(node.items[before_items[-1]], spot)] if before_items else []
    return []
