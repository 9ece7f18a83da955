"""Edits of YAML in place: what changed is written where it stands, and every other byte stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kiprah.authoring.editing.plain_values import is_nothing, pruned
from kiprah.authoring.editing.yaml_splices import Splices, with_splices
from kiprah.fields.yaml_spans import KeysSpan, NodeSpan, NotSpanned, Plain, find_spans, plain_of_span


class CannotEdit(Exception):
    """The text cannot be changed value by value: it is not read, or not read back as it was meant."""


def values_of_yaml(text: str) -> dict[str, Plain]:
    """Return the keys of a text with their values; raise ``CannotEdit`` where it holds no keys."""
    return _values(_keys(text))


def edit_yaml(text: str, changes: Mapping[str, Plain | None], order: Sequence[str]) -> str:
    """Change keys of a text, and nothing else in it.

    ``order`` says where a new key stands. A key whose value is None or empty is removed. What was written is read back
    before it is returned; raises ``CannotEdit`` where it would not be what was meant.
    """
    newline = newline_of(text)
    whole = text if not text or text.endswith(("\n", "\r")) else text + newline
    root = _keys(whole)
    before = _values(root)
    wanted = {**before}
    for key, value in changes.items():
        kept = pruned(value) if value is not None else ""
        if value is None or (is_nothing(kept) and not is_nothing(pruned(before.get(key, "")))):
            wanted.pop(key, None)
        elif kept != pruned(before.get(key, "")):
            wanted[key] = kept
    if wanted == before:
        return text
    for careful in (False, True):
        splices = Splices(whole, newline, careful=careful)
        splices.change_keys(root, wanted, order)
        edited = with_splices(whole, splices.made)
        if _reads_as(edited, wanted):
            return edited if whole == text else edited.removesuffix(newline)
    raise CannotEdit


def newline_of(text: str) -> str:
    """Return what ends the lines of a text; a single line ends as Unix wants it."""
    if "\r\n" in text:
        return "\r\n"
    return "\r" if "\r" in text and "\n" not in text else "\n"


def _keys(text: str) -> KeysSpan:
    try:
        root: NodeSpan | None = find_spans(text)
    except NotSpanned as error:
        raise CannotEdit from error
    if root is None:
        # After what is there, which can only be comments.
        return KeysSpan((), len(text), len(text), False, 0)
    if not isinstance(root, KeysSpan) or len({key.text for key, _ in root.entries}) != len(root.entries):
        raise CannotEdit
    return root


def _values(root: KeysSpan) -> dict[str, Plain]:
    values = plain_of_span(root)
    assert isinstance(values, dict)
    return values


def _reads_as(text: str, wanted: Mapping[str, Plain]) -> bool:
    try:
        return pruned(values_of_yaml(text)) == pruned(dict(wanted))
    except CannotEdit:
        return False
