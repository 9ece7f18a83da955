"""Hints for YAML that cannot be read: each slip by name, with the line as it should be where that is clear."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kiprah.fields.source import Source
from kiprah.problem import Problem

if TYPE_CHECKING:
    import yaml

_CURLY = "“”„‟«»‘’‚‛"
# Patterns are texts here, made when they are first tried: most files have no mistake.
_SPACE = "[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]"
_KEYED = r"^(?P<lead>\s*(?:- +)?(?P<key>[^\s:#\"'\[\]{},][^:#\"'\[\]{},]{0,40}?)\s*:\s+)(?P<value>\S.*?)\s*$"
_JOINED = r"^(?P<lead>\s*(?P<key>[A-Za-z_][\w-]{0,40}):)(?!//)(?P<value>[^\s:][^:]*?)\s*$"
_HASHTAG = r"(?:(?<=[\[{,:])|^)\s*(?P<text>[^\s\[\]{},:#\"'][^\[\]{},:\"']*\s#[^\s#\[\]{},\"'][^\[\]{},\"']*)(?=[\]},])"
"""A text within brackets whose ``#`` begins a comment, so that what would close them is not read."""
_SIGNS = "@`%&*!|>,]}#?"
_LONGEST = 120
"""Maximum letters of a line that is repeated in a hint."""


def explained(source: Source, line: int, column: int, start: tuple[int, int] | None, reason: str) -> Problem:
    """Name the slip behind a parser's words: ``line`` and ``column`` are where it gave up, ``start`` where it began."""
    text = source.line(line)
    if "\t" in text[: len(text) - len(text.lstrip())] or "'\\t'" in reason or "tab" in reason:
        return source.problem("yaml-tab", line, column)
    for number in (line, *((start[0],) if start else ())):
        found = _of_line(source, number)
        if found is not None:
            return found
    if "unexpected end" in reason or "expected ',' or" in reason:
        return _never_closed(source, *(start or (line, column)))
    if "mapping values are not allowed" in reason:
        if ": " not in text[: column - 1]:
            return source.problem("yaml-indent", line, len(text) - len(text.lstrip()) + 1)
        return source.problem("yaml-colon", line, column, {"nearest": quoted_line(text)})
    if "escape" in reason:
        return source.problem("yaml-escape", line, column, {"nearest": ""})
    if "could not find expected ':'" in reason:
        spot = start or (line, column)
        return source.problem("yaml-no-key", *spot)
    if re.search(r"did not find expected key|<block end>|<document start>|indentation", reason):
        return source.problem("yaml-indent", line, column)
    return source.problem("bad-yaml", line, column)


def quoted_line(text: str) -> str:
    """Return a line ``key: value`` with its value in quotes; empty where it is no such line, or too long to repeat."""
    match = re.match(_KEYED, text)
    if match is None or len(text) > _LONGEST:
        return ""
    value = match["value"]
    bare = re.sub(r"^[“”„«\"](.*)[“”»\"]$", r"\1", value)
    if '"' not in bare and "\\" not in bare:
        value = f'"{bare}"'
    else:
        value = "'" + value.replace("'", "''") + "'"
    return f"{match['key'].strip()}: {value}"


def _of_line(source: Source, line: int) -> Problem | None:
    """Look at one line for a slip that its own text shows."""
    text = source.line(line)
    for number in (line, line - 1):
        if special := _special_space(source, number):
            return special
    if joined := key_without_space(source, line):
        return joined
    match = re.match(_KEYED, text)
    if match is None:
        return None
    value, column = match["value"], len(match["lead"]) + 1
    nearest = quoted_line(text)
    if value[0] in _CURLY:
        return source.problem("smart-quotes", line, column, {"key": match["key"].strip(), "nearest": nearest})
    if value[0] in "\"'":
        closing = _closing(value)
        if closing and value[closing + 1 :].strip():
            return source.problem("yaml-after-quote", line, column + closing + 1, {"nearest": nearest})
        if not closing:
            return _never_closed(source, line, column)
        if value[0] == '"' and "\\" in value:
            return source.problem("yaml-escape", line, column + value.index("\\"), {"nearest": _single(match, value)})
    if value[0] in "[{":
        if value.count("[") + value.count("{") > value.count("]") + value.count("}"):
            return _never_closed(source, line, column)
        if value[-1] not in "]}":
            return source.problem("yaml-sign", line, column, {"sign": value[0], "nearest": nearest})
    if value[0] in _SIGNS:
        return source.problem(code_of_sign(value[0]), line, column, {"sign": value[0], "nearest": nearest})
    return None


def _never_closed(source: Source, line: int, column: int) -> Problem:
    """Say that a quote or bracket stays open; with the text in quotes where a hashtag hides what closes it."""
    text = source.line(line)
    match = re.compile(_HASHTAG).search(text, column) if len(text) <= _LONGEST else None
    return source.problem("yaml-quote", line, column, {"nearest": f'"{match["text"].strip()}"' if match else ""})


def _special_space(source: Source, line: int) -> Problem | None:
    """Find a space that only looks like one where YAML counts: before a line's text, or after its colon or hyphen."""
    text = source.line(line)
    space = re.search(_SPACE, text)
    if space is None or not (text[: space.start()].strip() or ":").endswith((":", "-")):
        return None
    return source.problem("yaml-space", line, space.start() + 1, {"character": f"U+{ord(space[0]):04X}"})


def code_of_sign(sign: str) -> str:
    """Return the problem of a text that begins with a sign of YAML's."""
    return "yaml-anchor" if sign in "&*" else "yaml-tag" if sign == "!" else "yaml-sign"


def key_without_space(source: Source, line: int) -> Problem | None:
    """Find ``key:value`` without its space on a line or the one before it."""
    for number in (line, line - 1):
        text = source.line(number)
        if match := re.match(_JOINED, text):
            nearest = f"{match['key']}: {match['value']}" if len(text) <= _LONGEST else ""
            return source.problem("yaml-colon-space", number, len(match["lead"]), {"nearest": nearest})
    return None


def _closing(value: str) -> int:
    """Return where the quote that opens a value is closed; 0 where it is not on this line."""
    sign = value[0]
    index = 1
    while index < len(value):
        if value[index] == "\\" and sign == '"':
            index += 2
            continue
        if value[index] == sign:
            if sign == "'" and value[index + 1 : index + 2] == "'":
                index += 2
                continue
            return index
        index += 1
    return 0


def _single(match: re.Match[str], value: str) -> str:
    inner = value[1:-1].replace("'", "''")
    return f"{match['key'].strip()}: '{inner}'"


def reason_of(error: yaml.MarkedYAMLError) -> str:
    """Return what the parser says, in its own words: read here, and never shown."""
    return f"{error.problem or ''} {error.context or ''}"
