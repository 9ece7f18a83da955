"""Spans of YAML nodes: from which character to which a value stands in a text, so that it alone can be replaced."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from typing import TypeAlias

import yaml
from msgspec import Struct

from kiprah.fields.yaml_composer import MAX_DEPTH
from kiprah.fields.yaml_tree import Items, Keys, Node, Scalar

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"
"""A value without places: every scalar is a text, as nothing is guessed of it."""


class ScalarSpan(Struct, frozen=True):
    """A single value; ``style`` is its quote, ``|`` or ``>``, or empty."""

    text: str
    start: int
    end: int
    style: str
    column: int


class ItemsSpan(Struct, frozen=True):
    """A list; ``dashes`` says where each item of a list in block style begins."""

    items: tuple[NodeSpan, ...]
    dashes: tuple[int, ...]
    start: int
    end: int
    flow: bool
    column: int


class KeysSpan(Struct, frozen=True):
    """Keys and their values."""

    entries: tuple[tuple[ScalarSpan, NodeSpan], ...]
    start: int
    end: int
    flow: bool
    column: int


NodeSpan = ScalarSpan | ItemsSpan | KeysSpan


class NotSpanned(Exception):
    """The text is no YAML that kiprah reads."""


def find_spans(text: str) -> NodeSpan | None:
    """Find the spans of one YAML document, read as ``compose`` does; None where it holds no value.

    The loader written in Python says where a value ends; the faster one does not.
    """
    try:
        tokens = [token.start_mark.index for token in _scanned(text) if isinstance(token, yaml.BlockEntryToken)]
        events = yaml.parse(text, Loader=yaml.SafeLoader)
        root = _Spans(events, tokens).document()
    except (yaml.YAMLError, RecursionError) as error:
        raise NotSpanned from error
    return None if isinstance(root, ScalarSpan) and not root.text and not root.style else root


def plain_of_span(node: NodeSpan | None) -> Plain:
    """Return the value of a span."""
    if node is None:
        return {}
    if isinstance(node, ScalarSpan):
        return unicodedata.normalize("NFC", node.text).strip()
    if isinstance(node, ItemsSpan):
        return [plain_of_span(item) for item in node.items]
    return {plain_key(key.text): plain_of_span(value) for key, value in node.entries}


def plain_of_node(node: Node | None) -> Plain:
    """Return the value of a node of the reader's own tree."""
    if node is None:
        return {}
    if isinstance(node, Scalar):
        return unicodedata.normalize("NFC", node.text).strip()
    if isinstance(node, Items):
        return [plain_of_node(item) for item in node.items]
    assert isinstance(node, Keys)
    return {plain_key(key.text): plain_of_node(value) for key, value in node.entries}


def plain_key(text: str) -> str:
    """Return a key as it is compared."""
    return unicodedata.normalize("NFC", text)


def _scanned(text: str) -> Iterator[yaml.Token]:
    yield from yaml.scan(text, Loader=yaml.SafeLoader)


class _Spans:
    def __init__(self, events: object, dashes: list[int]) -> None:
        self._events = iter(events)  # type: ignore[call-overload]
        self._dashes = dashes

    def document(self) -> NodeSpan | None:
        root: NodeSpan | None = None
        documents = 0
        for event in self._events:
            documents += isinstance(event, yaml.DocumentStartEvent)
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, 0)
        if documents > 1:
            raise NotSpanned
        return root

    def _node(self, event: yaml.NodeEvent, depth: int) -> NodeSpan:
        if isinstance(event, yaml.AliasEvent) or event.anchor or getattr(event, "tag", None) or depth > MAX_DEPTH:
            raise NotSpanned
        assert event.start_mark is not None and event.end_mark is not None
        start, column = event.start_mark.index, event.start_mark.column
        if isinstance(event, yaml.ScalarEvent):
            return ScalarSpan(event.value, start, event.end_mark.index, event.style or "", column)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(start, column, bool(event.flow_style), depth)
        assert isinstance(event, yaml.MappingStartEvent)
        return self._keys(start, column, bool(event.flow_style), depth)

    def _items(self, start: int, column: int, flow: bool, depth: int) -> ItemsSpan:
        items: list[NodeSpan] = []
        while not isinstance(inner := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(inner, depth + 1))
        dashes = () if flow else tuple(self._dashes[bisect_left(self._dashes, item.start) - 1] for item in items)
        end = inner.end_mark.index if flow and inner.end_mark else items[-1].end if items else start
        return ItemsSpan(tuple(items), dashes, start, end, flow, column)

    def _keys(self, start: int, column: int, flow: bool, depth: int) -> KeysSpan:
        entries: list[tuple[ScalarSpan, NodeSpan]] = []
        while not isinstance(inner := next(self._events), yaml.MappingEndEvent):
            key = self._node(inner, depth + 1)
            if not isinstance(key, ScalarSpan):
                raise NotSpanned
            entries.append((key, self._node(next(self._events), depth + 1)))
        end = inner.end_mark.index if flow and inner.end_mark else entries[-1][1].end if entries else start
        return KeysSpan(tuple(entries), start, end, flow, column)
