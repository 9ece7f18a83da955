"""Splitting a body before it is rendered: comments and private sections go, the reflection stands apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from kiprah.fields.source import Source
from kiprah.problem import Problem

REFLECTION_HEADINGS = frozenset({"refleksi", "reflection"})

ID_START, ID_END = "\ue000", "\ue001"
"""Private-use marks that carry a heading's own id through Markdown; a body's own are removed first."""

_ATX = re.compile(r"^ {0,3}(#{1,6})(?!#)[ \t]*(.*?)[ \t]*#*[ \t]*$")
_ATTRIBUTES = re.compile(r"^(.*?)[ \t]*\{([^{}]*)\}[ \t]*$")
_UNDERLINE = re.compile(r"^(=+|-+)[ \t]*$")
_FENCE = re.compile(r"^(~{3,}|`{3,})[^`]*$")
_LOOKS_PRIVATE = re.compile(r"\{[^}\n]*(?:visib|privat)", re.IGNORECASE)
_NOTE = re.compile(r"^(\[\^([^\]\n]{1,60})\]:.*(?:\n(?: {4}|\t).*)*)", re.MULTILINE)
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")


class Sections(Struct, frozen=True):
    """A body in its parts, each as Markdown."""

    main: str
    reflection: str | None
    private: tuple[tuple[str, str], ...]
    """Heading and text of each private section."""
    broken: bool
    """What is private could not be told for sure: nothing of the entry may be published."""


class _Line(Struct, frozen=True):
    text: str
    number: int
    code: bool


class _Heading(Struct, frozen=True):
    level: int
    title: str
    private: bool
    lines: int


def split_sections(body: str, first_line: int, source: Source, own_reflection: bool) -> tuple[Sections, list[Problem]]:
    """Split a body; ``own_reflection`` is set where a section headed Refleksi or Reflection stands apart.

    Fails closed: a heading whose attributes cannot be read makes the whole entry unpublishable.
    """
    problems: list[Problem] = []
    lines, comment_line = _without_comments(_PRIVATE_USE.sub("", body), first_line)
    if comment_line:
        problems.append(source.problem("comment-open", comment_line, 1))
    main: list[str] = []
    reflection: list[str] = []
    private: list[tuple[str, list[str]]] = []
    # The levels of the private section and of the reflection that are open; 0 is none.
    private_level = reflection_level = 0
    skip = 0
    for index, line in enumerate(lines):
        if skip:
            skip -= 1
            if private_level:
                private[-1][1].append(line.text)
            continue
        heading = None if line.code else _heading(lines, index, source, problems)
        if heading is not None:
            if private_level and heading.level <= private_level:
                private_level = 0
            if reflection_level and heading.level <= reflection_level:
                reflection_level = 0
            skip = heading.lines - 1
            if heading.private and not private_level:
                private_level = heading.level
                private.append((heading.title, []))
                continue
            if not private_level and own_reflection and heading.level <= 3 and _is_reflection(heading.title):
                reflection_level = heading.level
                reflection.append("")
                continue
        if private_level:
            private[-1][1].append(line.text)
            continue
        target = reflection if reflection_level else main
        if heading is not None:
            target.extend(["", "#" * heading.level + " " + heading.title, ""])
            continue
        if not line.code and _LOOKS_PRIVATE.search(line.text):
            column = line.text.index("{") + 1
            problems.append(source.problem("visibility-unclear", line.number, column))
            continue
        target.append(line.text)
    notes = [_NOTE.findall("\n".join(part)) for part in (main, reflection)]
    told = _with_notes("\n".join(reflection), notes[0]).strip("\n") if reflection else None
    parts = tuple((title, "\n".join(text).strip("\n")) for title, text in private)
    broken = any(problem.is_error for problem in problems)
    return Sections(_with_notes("\n".join(main), notes[1]).strip("\n"), told, parts, broken), problems


def _with_notes(text: str, others: list[tuple[str, str]]) -> str:
    """Bring along footnotes this part refers to and the other part defines; drop those only the other needs."""
    own = {name for _, name in _NOTE.findall(text)}
    for note, name in others:
        if f"[^{name}]" in text and name not in own:
            text += f"\n\n{note}"
    for note, name in _NOTE.findall(text):
        if text.count(f"[^{name}]") == 1:
            text = text.replace(note, "")
    return text


def _is_reflection(title: str) -> bool:
    bare = title.partition(ID_START)[0]
    return bare.strip().rstrip(":").casefold() in REFLECTION_HEADINGS


def _heading(lines: list[_Line], index: int, source: Source, problems: list[Problem]) -> _Heading | None:
    line = lines[index]
    if match := _ATX.match(line.text):
        return _with_attributes(len(match[1]), match[2], 1, line, source, problems)
    below = lines[index + 1] if index + 1 < len(lines) else None
    above_blank = index == 0 or not lines[index - 1].text.strip() or lines[index - 1].code
    if (
        below is not None
        and above_blank
        and not below.code
        and line.text.strip()
        and not line.text.startswith(("    ", "\t", ">", "|"))
        and _UNDERLINE.match(below.text)
    ):
        level = 1 if below.text[0] == "=" else 2
        return _with_attributes(level, line.text.strip(), 2, line, source, problems)
    return None


def _with_attributes(
    level: int, text: str, lines: int, line: _Line, source: Source, problems: list[Problem]
) -> _Heading:
    match = _ATTRIBUTES.match(text)
    if not match:
        if _LOOKS_PRIVATE.search(text):
            problems.append(source.problem("visibility-unclear", line.number, line.text.index("{") + 1))
            return _Heading(level, "", True, lines)
        return _Heading(level, text, False, lines)
    tokens = match[2].lstrip(":").split()
    if not tokens or not (_LOOKS_PRIVATE.search(text) or any(t.startswith(("#", ".")) or "=" in t for t in tokens)):
        return _Heading(level, text, False, lines)
    title, private, own_id = match[1], False, ""
    column = line.text.rindex("{") + 1
    for token in tokens:
        if token.startswith("#") and re.fullmatch(r"#[\w-]{1,60}", token):
            own_id = token[1:]
        elif re.fullmatch(r"visibility=([\"']?)(private|public)\1", token):
            private = "private" in token
        else:
            code = "visibility-unclear" if _LOOKS_PRIVATE.search("{" + token) else "heading-attribute"
            problems.append(source.problem(code, line.number, column, {"value": token}))
            private = private or code == "visibility-unclear"
    mark = f" {ID_START}{own_id}{ID_END}" if own_id else ""
    return _Heading(level, title + mark, private, lines)


def _without_comments(body: str, first_line: int) -> tuple[list[_Line], int]:
    """Return the lines without HTML comments, each with its number and whether it is code; and where one stays open."""
    lines: list[_Line] = []
    comment_line = 0
    raw = body.split("\n")
    fenced = _fenced(raw)
    for index, text in enumerate(raw):
        number = first_line + index
        if index in fenced and not comment_line:
            lines.append(_Line(text, number, True))
            continue
        kept = ""
        rest = text
        while rest:
            if comment_line:
                _, closed, rest = rest.partition("-->")
                if closed:
                    comment_line = 0
                    continue
                break
            before, opened, rest = rest.partition("<!--")
            kept += before
            if opened:
                comment_line = number
        lines.append(_Line(kept, number, False))
    return lines, comment_line


def _fenced(raw: list[str]) -> frozenset[int]:
    """Return the numbers of the lines inside closed fences: an unclosed one is text to Markdown, so it is text here."""
    inside: set[int] = set()
    for start, end in _fences(raw):
        inside.update(range(start, end + 1))
    return frozenset(inside)


def _fences(raw: list[str]) -> Iterator[tuple[int, int]]:
    index = 0
    closers: dict[str, list[int]] = {}
    for number, text in enumerate(raw):
        bare = text.rstrip(" ")
        if bare and set(bare) in ({"`"}, {"~"}):
            closers.setdefault(bare, []).append(number)
    while index < len(raw):
        match = _FENCE.match(raw[index])
        if match:
            end = next((n for n in closers.get(match[1], ()) if n > index), None)
            if end is not None:
                yield index, end
                index = end
        index += 1
