"""Files that are keys and values as a whole: ``site.yml``, ``members/<slug>.yml``."""

from __future__ import annotations

from collections.abc import Mapping

from kiprah.fields.decoding import DecodeContext
from kiprah.fields.groups import read_fields
from kiprah.fields.source import read_source
from kiprah.fields.values import Field, Values
from kiprah.fields.yaml_composer import compose
from kiprah.fields.yaml_tree import Keys
from kiprah.problem import Problem


def open_yaml_file(
    path: str, data: bytes, fields: tuple[Field, ...], hints: Mapping[str, str]
) -> tuple[Values | None, DecodeContext | None, tuple[Problem, ...]]:
    """Decode a file's keys; values and context where it holds any, else None and what stands in the way.

    An empty file holds no key, which is fine. All problems are gathered in the context; those returned are YAML's own.
    """
    source, problems = read_source(path, data)
    if source is None:
        return None, None, problems
    node, problems = compose(source, source.text)
    reading = DecodeContext(source, list(problems))
    if node is None and not problems:
        node = Keys((), 1, 1)
    if not isinstance(node, Keys):
        if node is not None:
            reading.say("front-matter-not-keys", node)
        return None, None, tuple(reading.problems)
    return read_fields(node, fields, reading, hints), reading, problems
