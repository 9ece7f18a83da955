"""Composer of YAML: from text to a tree, with no guessed types, no anchors, no tags, no key given twice."""

from __future__ import annotations

import yaml

from kiprah.fields.source import Source
from kiprah.fields.yaml_hints import explained, quoted_line, reason_of
from kiprah.fields.yaml_tree import Items, Keys, Node, Scalar
from kiprah.problem import Problem

MAX_DEPTH = 12
"""Levels of nesting, more than anything kiprah reads has; the limit keeps a hostile file from filling the stack."""

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
        begun = error.context_mark
        start = (begun.line + 1 + offset, begun.column + 1) if begun else None
        return None, (explained(source, line, column, start, reason_of(error)),)
    except yaml.YAMLError:
        return None, (source.problem("bad-yaml", first_line, 1),)
    except _Refused as refused:
        return None, (source.problem(refused.code, refused.line, refused.column, refused.values),)
    return node, tuple(problems)


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

    def _sign(self, code: str, line: int, column: int) -> _Refused:
        nearest = quoted_line(self._source.line(line))
        return _Refused(code, line, column, {"sign": self._source.line(line)[column - 1 : column], "nearest": nearest})

    def _node(self, event: yaml.NodeEvent, depth: int) -> Node:
        line, column = self._spot(event)
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise self._sign("yaml-anchor", line, column)
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise self._sign("yaml-tag", line, column)
        if depth > MAX_DEPTH:
            raise _Refused("yaml-depth", line, column)
        if isinstance(event, yaml.ScalarEvent):
            # An unquoted value has no style, or an empty one: the two loaders differ.
            return Scalar(event.value, line, column, bool(event.style))
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
