"""YAML as a tree of texts with places: no guessed types, no anchors, no tags, no key given twice."""

from __future__ import annotations

import yaml
from msgspec import Struct

from kiprah.content.source import Source
from kiprah.problem import Problem

MAX_DEPTH = 12
"""Nothing kiprah reads is nested deeper; the limit keeps a hostile file from filling the stack."""

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar(Struct, frozen=True):
    """A value as its text; ``quoted`` tells ``"yes"`` from ``yes``."""

    text: str
    line: int
    column: int
    quoted: bool


class Items(Struct, frozen=True):
    """A list of values."""

    items: tuple[Node, ...]
    line: int
    column: int


class Keys(Struct, frozen=True):
    """Keys and their values, in the order written."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int


Node = Scalar | Items | Keys


class _Refused(Exception):
    def __init__(self, code: str, line: int, column: int, values: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.code, self.line, self.column, self.values = code, line, column, values or {}


def compose(source: Source, text: str, first_line: int = 1) -> tuple[Node | None, tuple[Problem, ...]]:
    """Read one YAML document; ``first_line`` is the line of the file at which ``text`` begins. Empty text is None."""
    offset = first_line - 1
    problems: list[Problem] = []
    try:
        node = _Composer(yaml.parse(text, Loader=_LOADER), offset, source, problems).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1 + offset, mark.column + 1) if mark else (first_line, 1)
        return None, (_explained(source, line, column, error),)
    except yaml.YAMLError:
        return None, (source.problem("bad-yaml", first_line, 1),)
    except _Refused as refused:
        return None, (source.problem(refused.code, refused.line, refused.column, refused.values),)
    return node, tuple(problems)


def _explained(source: Source, line: int, column: int, error: yaml.MarkedYAMLError) -> Problem:
    # The parser's own words help nobody who is not a programmer; the few mistakes people make have codes of their own.
    text = source.line(line)
    reason = f"{error.problem or ''} {error.context or ''}"
    if "\t" in text[: len(text) - len(text.lstrip())] or "'\\t'" in reason or "tab" in reason:
        return source.problem("yaml-tab", line, column)
    if "mapping values are not allowed" in reason:
        return source.problem("yaml-colon", line, column)
    if "unexpected end of stream" in reason or "found unexpected end" in reason:
        return source.problem("yaml-quote", line, column)
    return source.problem("bad-yaml", line, column)


class _Composer:
    def __init__(self, events: object, offset: int, source: Source, problems: list[Problem]) -> None:
        self._events = iter(events)  # type: ignore[call-overload]
        self._offset = offset
        self._source = source
        self._problems = problems

    def document(self) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Refused("yaml-documents", *self._spot(event))
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event, 0)
        if isinstance(root, Scalar) and not root.text and not root.quoted:
            return None
        return root

    def _spot(self, event: yaml.Event) -> tuple[int, int]:
        mark = event.start_mark
        assert mark is not None
        return mark.line + 1 + self._offset, mark.column + 1

    def _node(self, event: yaml.NodeEvent, depth: int) -> Node:
        line, column = self._spot(event)
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise _Refused("yaml-anchor", line, column)
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise _Refused("yaml-tag", line, column, {"tag": str(tag)})
        if depth > MAX_DEPTH:
            raise _Refused("yaml-depth", line, column)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, line, column, event.style is not None)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(self._events), yaml.SequenceEndEvent):
                items.append(self._node(inner, depth + 1))
            return Items(tuple(items), line, column)
        return self._keys(line, column, depth)

    def _keys(self, line: int, column: int, depth: int) -> Keys:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, int] = {}
        while not isinstance(inner := next(self._events), yaml.MappingEndEvent):
            key = self._node(inner, depth + 1)
            if not isinstance(key, Scalar):
                raise _Refused("yaml-key", key.line, key.column)
            value = self._node(next(self._events), depth + 1)
            if key.text in seen:
                # Fails closed: with two answers to one question, neither is believed.
                self._problems.append(
                    self._source.problem(
                        "duplicate-key", key.line, key.column, {"key": key.text, "first": str(seen[key.text])}
                    )
                )
                continue
            seen[key.text] = key.line
            entries.append((key, value))
        return Keys(tuple(entries), line, column)
