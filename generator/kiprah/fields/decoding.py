"""One file's decoding: where its problems are gathered, and how a value that does not fit is said."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from kiprah.fields.source import NOT_TEXT, Source
from kiprah.fields.yaml_hints import quoted_line
from kiprah.fields.yaml_tree import Node, Scalar
from kiprah.problem import Problem, with_subject

_HASHTAG = re.compile(r"[ \t]#[^\s#]")
_EMPTY = re.compile(r"^(?:|~|null|Null|NULL)$")


class Wrong(Exception):
    """A value that does not fit its type; becomes a problem at the value's place and never leaves this room."""

    def __init__(self, code: str, values: Mapping[str, str] | None = None, node: Node | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.values = dict(values or {})
        self.node = node


class Unreadable(Wrong):
    """A value whose mistakes are problems already."""

    def __init__(self) -> None:
        super().__init__("")


class DecodeContext(Struct):
    """Context of one file's decoding: where problems are gathered."""

    source: Source
    problems: list[Problem] = []
    broken: bool = False
    """True where something that decides who may see the entry, or that it needs, could not be read."""

    elsewhere: frozenset[str] = frozenset()
    """Keys that stand in another file: those of facts, while a translation is read."""
    meant: set[str] = set()
    """Keys that are there under another name: said once, and not missed as well."""

    _has_hashtag: bool | None = None

    @property
    def has_hashtag(self) -> bool:
        """Say whether a word anywhere in the file begins with ``#``, as a hashtag does and a YAML comment may."""
        if self._has_hashtag is None:
            self._has_hashtag = _HASHTAG.search(self.source.text) is not None
        return self._has_hashtag

    def say(self, code: str, node: Node | None, values: Mapping[str, str] | None = None) -> None:
        """Note a problem at a node."""
        line, column = (node.line, node.column) if node is not None else (1, 1)
        self.problems.append(self.source.problem(code, line, column, values))

    def say_wrong(self, wrong: Wrong, key: str, node: Node) -> None:
        """Note that a key's value does not fit its type."""
        self.say(wrong.code, node, with_subject(wrong.code, wrong.values, key=key))


def whole_text(node: Node, reading: DecodeContext) -> str:
    """Return a single value's text; where a comment cuts it off that was perhaps meant as text, note that."""
    scalar = scalar_of(node, "text")
    if not scalar.quoted and reading.has_hashtag:
        _note_hashtag(scalar, reading)
    return scalar.text.strip()


def _note_hashtag(scalar: Scalar, reading: DecodeContext) -> None:
    words = scalar.text.split()
    number, column = scalar.line, scalar.column
    while words:
        line = reading.source.line(number)
        rest = line[column - 1 :].split()
        after = rest[len(words) :] if rest[: len(words)] == words else []
        if after and after[0].startswith("#") and len(after[0]) > 1:
            nearest = quoted_line(line) if number == scalar.line else ""
            reading.say("hash-comment", scalar, {"value": " ".join(after), "nearest": nearest})
        if rest[: len(words)] == words or rest != words[: len(rest)] or number > scalar.line + len(words):
            return
        words = words[len(rest) :]
        number, column = number + 1, 1


def scalar_of(node: Node, expected: str) -> Scalar:
    """Return the node as a single value; raise ``Wrong`` for a list or keys."""
    if not isinstance(node, Scalar):
        raise Wrong("not-a-value", {"expected": expected})
    # Quotes let an escape bring in what no file may hold itself: "\\e" is a command to a terminal.
    if not_text := NOT_TEXT.search(node.text):
        raise Wrong("control-character", {"character": f"U+{ord(not_text[0]):04X}"})
    return node


def scalar_text(node: Node) -> str:
    """Return a single value's text, and nothing for a list or keys."""
    return node.text if isinstance(node, Scalar) else ""


def is_empty(node: Node) -> bool:
    """Say whether a key was left without a value."""
    return isinstance(node, Scalar) and not node.quoted and _EMPTY.match(node.text) is not None
