"""The block of keys on top of an entry, and where its body begins."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kiprah.content.schema import Field, Reading, Values, read_fields
from kiprah.content.source import Source
from kiprah.content.yaml_nodes import Keys, compose


class FrontMatter(Struct, frozen=True):
    """The keys of one file and its body."""

    values: Values
    body: str
    body_line: int
    """The line of the file at which the body begins, from 1."""


def read_front_matter(
    source: Source, fields: tuple[Field, ...], reading: Reading, hints: Mapping[str, str] | None = None
) -> FrontMatter | None:
    """Split off and read the front matter; None, with a problem noted, where there is none that can be read."""
    lines = source.text.split("\n")
    if not lines or lines[0].rstrip() != "---":
        first = lines[0].strip() if lines else ""
        code = "toml-front-matter" if first == "+++" else "json-front-matter" if first == "{" else "no-front-matter"
        reading.problems.append(source.problem(code, 1, 1))
        return None
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
    if not end:
        reading.problems.append(source.problem("front-matter-open", 1, 1))
        return None
    node, problems = compose(source, "\n".join(lines[1:end]), 2)
    reading.problems.extend(problems)
    if any(problem.is_error for problem in problems):
        # Two answers to one question, or none: whatever was meant to hide it may be among what could not be read.
        reading.broken = True
        if node is None:
            return None
    body_line = end + 2
    body = "\n".join(lines[end + 1 :])
    if node is None:
        node = Keys((), 1, 1)
    if not isinstance(node, Keys):
        reading.problems.append(source.problem("front-matter-not-keys", 2, 1))
        return None
    return FrontMatter(read_fields(node, fields, reading, hints), body, body_line)
