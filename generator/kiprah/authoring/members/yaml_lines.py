"""Changes of single keys in YAML that a person wrote: only the lines of what changes change, and all is read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import yaml
from msgspec import Struct

from kiprah.authoring.yaml_text import Value, key_text
from kiprah.fields.decoding import DecodeContext
from kiprah.fields.source import Source
from kiprah.fields.types import Free
from kiprah.fields.yaml_tree import Keys, compose


class NotChangeable(Exception):
    """A text whose lines cannot be told apart by key; never leaves this room."""


class KeyLines(Struct, frozen=True):
    """Lines of a text between two of which its keys stand: the whole of a YAML file, or what two fences hold."""

    lines: tuple[str, ...]
    first: int
    """Index of the first line of the keys."""
    last: int
    """Index of the line behind them."""
    keys: Keys
    newline: str = "\n"

    @property
    def values(self) -> dict[str, Any]:
        """Return every key with its value as plain texts."""
        reading = DecodeContext(Source("", ""))
        return {key.text: Free().read(node, reading) for key, node in self.keys.entries}

    def text(self) -> str:
        """Return the whole text."""
        return self.newline.join(self.lines)

    def with_keys(self, changed: Mapping[str, Value]) -> KeyLines:
        """Replace the lines of these keys, and add those that were not there; None takes a key out."""
        left = dict(changed)
        starts = [key.line - 1 for key, _ in self.keys.entries]
        written = list(self.lines[self.first : starts[0] if starts else self.last])
        for number, (key, _) in enumerate(self.keys.entries):
            end = starts[number + 1] if number + 1 < len(starts) else self.last
            own = list(self.lines[starts[number] : end])
            if key.text in left:
                below = next((at for at in range(len(own), 0, -1) if own[at - 1].strip() and own[at - 1][:1] != "#"), 1)
                own = [*_lines_of(key.text, left.pop(key.text)), *own[below:]]
            written += own
        while left and written and not written[-1].strip():
            written.pop()
        for name, value in left.items():
            written += _lines_of(name, value)
        wanted = {**self.values, **{key: value for key, value in changed.items() if value is not None}}
        gone = {key for key, value in changed.items() if value is None}
        answer = self._with_lines(written)
        if answer.values.keys() != wanted.keys() - gone:
            raise NotChangeable
        return answer

    def without_items(self, name: str, unwanted: Callable[[str], bool]) -> KeyLines | None:
        """Take items out of a key's list; None where it holds none of them."""
        value = self.values.get(name)
        items = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        kept = [item for item in items if not (isinstance(item, str) and unwanted(item))]
        if len(kept) == len(items):
            return None
        if isinstance(value, str):
            return self.with_keys({name: None})
        block = "\n".join(self.lines[self.first : self.last])
        answer = self._with_lines(_without(block, name, unwanted).split("\n"))
        if answer.values != {**self.values, name: kept} and answer.values != {
            key: value for key, value in self.values.items() if key != name or kept
        }:
            raise NotChangeable
        return answer

    def _with_lines(self, lines: Sequence[str]) -> KeyLines:
        whole = (*self.lines[: self.first], *lines, *self.lines[self.last :])
        return _key_lines(whole, self.first, self.first + len(lines), self.newline)


def lines_of_yaml(text: str) -> KeyLines:
    """Take a whole YAML file apart; raises ``NotChangeable``."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    return _key_lines(lines, 0, len(lines) - 1 if lines[-1] == "" else len(lines), newline)


def lines_of_front_matter(text: str) -> KeyLines:
    """Take the keys on top of an entry apart; raises ``NotChangeable``."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    top = next((number for number, line in enumerate(lines) if line.strip()), 0)
    ends = (number for number, line in enumerate(lines) if number > top and line.rstrip() in ("---", "..."))
    end = next(ends, 0)
    if lines[top].lstrip("\ufeff").rstrip() != "---" or not end:
        raise NotChangeable
    return _key_lines(lines, top + 1, end, newline)


def _key_lines(lines: Sequence[str], first: int, last: int, newline: str) -> KeyLines:
    source = Source("", "\n".join(lines))
    node, problems = compose(source, "\n".join(lines[first:last]), first + 1)
    if any(problem.is_error for problem in problems) or not (node is None or isinstance(node, Keys)):
        raise NotChangeable
    keys = node or Keys((), first + 1, 1)
    starts = [key.line for key, _ in keys.entries]
    if len(set(starts)) < len(starts) or any(key.column != 1 for key, _ in keys.entries):
        # Keys in braces on one line: nothing here would know where one of them ends.
        raise NotChangeable
    return KeyLines(tuple(lines), first, last, keys, newline)


def _lines_of(name: str, value: Value) -> list[str]:
    return [] if value is None else key_text(name, value).rstrip("\n").split("\n")


def _without(block: str, name: str, unwanted: Callable[[str], bool]) -> str:
    """Take the items out by where they stand; the loader written in Python says where a value ends."""
    root = yaml.compose(block, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)
    node = next(value for key, value in root.value if key.value == name)
    if not isinstance(node, yaml.SequenceNode):
        raise NotChangeable
    kept = [item for item in node.value if not (isinstance(item, yaml.ScalarNode) and unwanted(item.value.strip()))]
    if node.flow_style:
        start, end = node.value[0].start_mark.index, node.value[-1].end_mark.index
        slices = (block[item.start_mark.index : item.end_mark.index] for item in kept)
        return f"{block[:start]}{', '.join(slices)}{block[end:]}"
    lines = block.split("\n")
    gone = {
        number
        for item in node.value
        if item not in kept
        for number in range(item.start_mark.line, max(item.start_mark.line, item.end_mark.line) + 1)
    }
    if not kept:
        gone.add(next(key for key, value in root.value if value is node).start_mark.line)
    return "\n".join(line for number, line in enumerate(lines) if number not in gone)
