"""The block of keys on top of an entry, and where its body begins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from kiprah.fields.decoding import DecodeContext
from kiprah.fields.groups import read_fields
from kiprah.fields.source import Source
from kiprah.fields.values import Field, Values
from kiprah.fields.yaml_composer import compose
from kiprah.fields.yaml_hints import key_without_space
from kiprah.fields.yaml_tree import Keys, Scalar
from kiprah.problem import Problem

_FENCE_LIKE = r"^(?:[-\u2010-\u2015\u2212]{2,}|[\u2012-\u2015]|={3,}|\*{3,}|_{3,}|-(?: -)+|\.{3})$"
"""Pattern of a mistaken ``---``: too few or too many, or what a word processor made of it; made when it is tried."""
_KEY_LIKE = r"^(?:\s+\S|[\w-]+\s*:|#|- )"


class FrontMatter(Struct, frozen=True):
    """The keys of one file and its body."""

    values: Values
    body: str
    body_line: int
    """The line of the file at which the body begins, from 1."""


def read_front_matter(
    source: Source, fields: tuple[Field, ...], reading: DecodeContext, hints: Mapping[str, str] | None = None
) -> FrontMatter | None:
    """Split off and read the front matter; None, with a problem noted, where there is none that can be read."""
    lines = source.text.split("\n")
    top = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if lines[top].rstrip() != "---":
        reading.problems.append(_no_beginning(source, lines[top].strip(), top + 1))
        return None
    keys_end, end = end_of_keys(lines, top)
    if not end:
        reading.problems.append(_no_end(source, lines, top + 1))
        return None
    if second := _second_document(lines, top, keys_end):
        reading.problems.append(source.problem("yaml-documents", second, 1))
        return None
    node, problems = compose(source, "\n".join(lines[top + 1 : keys_end]), top + 2)
    reading.problems.extend(problems)
    if any(problem.is_error for problem in problems):
        # Two answers to one question, or none: whatever was meant to hide it may be among what could not be read.
        reading.broken = True
        if node is None:
            return None
    body_line = end + 2
    body = "\n".join(lines[end + 1 :])
    if node is None:
        node = Keys((), top + 1, 1)
    if not isinstance(node, Keys):
        joined = key_without_space(source, node.line) if isinstance(node, Scalar) else None
        reading.problems.append(joined or source.problem("front-matter-not-keys", node.line, node.column))
        return None
    return FrontMatter(read_fields(node, fields, reading, hints), body, body_line)


def end_of_keys(lines: Sequence[str], top: int) -> tuple[int, int]:
    """Return the line after the last key, and the line ``---`` that closes the block begun at ``top``; 0: none does.

    ``...`` ends a YAML document, and the block only where nothing but ``---`` follows: with it as an end of its own,
    keys after it would be text that everybody may read, and a ``draft: true`` among them would hide nothing.
    """
    close = next((i for i, line in enumerate(lines[top + 1 :], top + 1) if line.rstrip() == "---"), 0)
    stop = next((i for i in range(top + 1, close) if lines[i].rstrip() == "..."), close)
    return (close if any(line.strip() for line in lines[stop + 1 : close]) else stop), close


def _second_document(lines: Sequence[str], top: int, end: int) -> int:
    """Return the line, from 1, of what follows ``...`` among the keys; 0: nothing does."""
    stop = next((i for i in range(top + 1, end) if lines[i].rstrip() == "..."), end)
    return next((i + 1 for i in range(stop + 1, end) if lines[i].strip()), 0)


def _no_beginning(source: Source, first: str, line: int) -> Problem:
    if first == "+++":
        return source.problem("toml-front-matter", line, 1)
    if first.startswith("{"):
        return source.problem("json-front-matter", line, 1)
    if re.match(_FENCE_LIKE, first):
        return source.problem("front-matter-fence", line, 1, {"value": first})
    return source.problem("no-front-matter", line, 1)


def _no_end(source: Source, lines: list[str], first: int) -> Problem:
    """Point at the line that was meant to close the block, or at the last one that looks like a key."""
    last = first
    for number, line in enumerate(lines[first:], first + 1):
        if re.match(_FENCE_LIKE, line.strip()):
            return source.problem("front-matter-fence", number, 1, {"value": line.strip()})
        if line.strip() and not re.match(_KEY_LIKE, line):
            break
        if line.strip():
            last = number
    return source.problem("front-matter-open", last, 1)
