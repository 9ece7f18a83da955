"""Splitter of bodies before they are rendered: comments and private sections go, the reflection stands apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from kiprah.content.block_lines import STRUCTURE, BlockLine, Container, scan_lines
from kiprah.content.private_marks import ID_END, ID_START, PRIVATE_USE
from kiprah.fields.source import Source
from kiprah.problem import Problem

REFLECTION_HEADINGS = frozenset({"refleksi", "reflection"})

_ATX = re.compile(r"^ {0,3}(#{1,6})(?!#)[ \t]*(.*?)(?:(?:^|[ \t]+)#+)?[ \t]*$")
_HASHTAG = re.compile(r"^ {0,3}#[^#\s]")
_UNSPACED = re.compile(r"^ {0,3}#+[^#\s]")
_DEFINED = re.compile(r"^ {0,3}\[[^\]\n]+\]:")
_ATTRIBUTES = re.compile(r"^(.*?)[ \t]*\{([^{}]*)\}[ \t]*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_LOOKS_PRIVATE = re.compile(r"\{[^}\n]*(?:visib|privat)", re.IGNORECASE)
_CONFLICT = re.compile(r"^(?:<{7}(?: |$)|>{7}(?: |$)|\|{7} )")
_HTML_BLOCK = re.compile(r"<(/?)(?:address|article|aside|center|details|div|dl|figure|ol|pre|section|table|ul)\b", re.I)
_SCANNED = re.compile(rf"{STRUCTURE}|^[ \t]*[-=]+[ \t]*$", re.MULTILINE)
_PLAIN = BlockLine("text", "", ())
_FENCE_SIGNS = re.compile(r"`{3}|~{3}")
_MAX_RESCANS = 100


class Sections(Struct, frozen=True):
    """Sections of a body, each as Markdown."""

    main: str
    reflection: str | None
    private: tuple[tuple[str, str], ...]
    """Heading and text of each private section."""
    broken: bool
    """True where it could not be told for sure what is private: nothing of the entry may be published."""


class _Line(Struct, frozen=True):
    """One line of a body, without comments."""

    text: str
    number: int
    scanned: BlockLine

    @property
    def code(self) -> bool:
        """Say whether it is fenced code."""
        return self.scanned.kind == "fence"


class _Heading(Struct, frozen=True):
    """A heading outside all containers, and how many lines it takes."""

    level: int
    title: str
    private: bool
    lines: int


def split_sections(body: str, first_line: int, source: Source, own_reflection: bool) -> tuple[Sections, list[Problem]]:
    """Split a body; ``own_reflection`` is set where a section headed Refleksi or Reflection stands apart.

    Fails closed: a heading whose attributes cannot be read makes the whole entry unpublishable.
    """
    raw = PRIVATE_USE.sub("", body).split("\n")
    problems = list(_conflicts(raw, first_line, source))
    lines, comment_line = _without_comments(raw, first_line)
    if comment_line:
        problems.append(source.problem("comment-open", comment_line, 1))
    problems.extend(_doubtful_fences(lines, source))
    main: list[str] = []
    reflection: list[str] = []
    private: list[tuple[str, list[str]]] = []
    # The levels of the private section and of the reflection that are open; 0 is none.
    private_level = reflection_level = 0
    open_html = 0
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
                if open_html > 0 or line.scanned.open_fence or _UNSPACED.match(line.text):
                    # Markdown elsewhere would not see this heading; whoever wrote it may have meant either.
                    problems.append(source.problem("visibility-unclear", line.number, 1))
                private_level = 0
            if reflection_level and heading.level <= reflection_level:
                reflection_level = 0
            skip = heading.lines - 1
            if heading.private and not private_level:
                private_level, open_html = heading.level, 0
                private.append((heading.title, []))
                continue
            if not private_level and own_reflection and heading.level <= 3 and _is_reflection(heading.title):
                reflection_level = heading.level
                reflection.append("")
                continue
        if private_level:
            private[-1][1].append(line.text)
            if heading is None and not line.code and _LOOKS_PRIVATE.search(line.text):
                # Markdown may see a heading here that is not seen by us, and let another section begin.
                problems.append(source.problem("visibility-unclear", line.number, line.text.index("{") + 1))
            if not line.code:
                open_html += sum(-1 if match[1] else 1 for match in _HTML_BLOCK.finditer(line.text))
                if line.scanned.open_fence or (line.scanned.kind == "html" and _ATX.match(line.text)):
                    problems.append(source.problem("visibility-unclear", line.number, 1))
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
    notes = [_notes("\n".join(part)) for part in (main, reflection)]
    own = _with_notes("\n".join(reflection), notes[0]).strip("\n") if reflection else None
    parts = tuple((title, "\n".join(text).strip("\n")) for title, text in private)
    broken = any(problem.is_error for problem in problems)
    return Sections(_with_notes("\n".join(main), notes[1]).strip("\n"), own, parts, broken), problems


def _conflicts(raw: Sequence[str], first_line: int, source: Source) -> Iterator[Problem]:
    """Find where Git could not merge two versions, and wrote both."""
    for index, text in enumerate(raw):
        if _CONFLICT.match(text):
            yield source.problem("merge-marks", first_line + index, 1)
            return


def _doubtful_fences(lines: Sequence[_Line], source: Source) -> Iterator[Problem]:
    """Doubt what looks private inside a fence, where another fence is never closed: they may pair up wrongly."""
    if not any(line.scanned.open_fence for line in lines):
        return
    for line in lines:
        if line.code and _LOOKS_PRIVATE.search(line.text):
            yield source.problem("visibility-unclear", line.number, line.text.index("{") + 1)


def _notes(text: str) -> list[tuple[str, str]]:
    """List the footnotes of a text, each with its name and all its lines."""
    if "[^" not in text:
        return []
    lines = text.split("\n")
    found: list[tuple[Container, int]] = []
    for index, line in enumerate(_scan(lines)):
        if line.kind == "blank" or not line.containers or line.containers[0].kind != "note":
            continue
        if found and found[-1][0] is line.containers[0]:
            found.pop()
        found.append((line.containers[0], index))
    return [(note.sign[2:-2], "\n".join(lines[note.first : last + 1])) for note, last in found]


def _with_notes(text: str, others: list[tuple[str, str]]) -> str:
    """Bring along footnotes this part refers to and the other part defines; drop those only the other needs."""
    own = {name for name, _ in _notes(text)}
    for name, note in others:
        if f"[^{name}]" in text and name not in own:
            text += f"\n\n{note}"
    for name, note in _notes(text):
        if text.count(f"[^{name}]") == 1:
            text = text.replace(note, "")
    return text


def _is_reflection(title: str) -> bool:
    bare = title.partition(ID_START)[0]
    return bare.strip().rstrip(":").casefold() in REFLECTION_HEADINGS


def _heading(lines: Sequence[_Line], index: int, source: Source, problems: list[Problem]) -> _Heading | None:
    """Return the heading that begins at a line, if one does that Markdown sees outside all quotes and lists.

    One that is marked private counts wherever it stands: what follows it must not be published.
    """
    line = lines[index]
    if "#" in line.text and (match := _ATX.match(line.text)):
        marked = _LOOKS_PRIVATE.search(match[2]) is not None
        is_inside = line.scanned.containers or line.scanned.kind == "html"
        if not marked and (is_inside or _HASHTAG.match(line.text)):
            return None
        return _with_attributes(len(match[1]), match[2], 1, line, source, problems)
    below = lines[index + 1] if index + 1 < len(lines) else None
    underline = _UNDERLINE.match(below.text) if below is not None else None
    if below is None or underline is None:
        return None
    above_blank = index == 0 or not lines[index - 1].text.strip() or lines[index - 1].code
    if (
        above_blank
        and not below.code
        and line.text.strip()
        and not line.text.startswith(("    ", "\t", ">", "|"))
        and not _DEFINED.match(line.text)
        and (below.scanned.kind == "underline" or _LOOKS_PRIVATE.search(line.text))
        and not (line.scanned.containers and not _LOOKS_PRIVATE.search(line.text))
    ):
        level = 1 if underline[1][0] == "=" else 2
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
        elif _LOOKS_PRIVATE.search("{" + token):
            problems.append(source.problem("visibility-unclear", line.number, column))
            private = True
        else:
            problems.append(source.problem("heading-attribute", line.number, column, {"value": token}))
    mark = f" {ID_START}{own_id}{ID_END}" if own_id else ""
    return _Heading(level, title + mark, private, lines)


def _without_comments(raw: Sequence[str], first_line: int) -> tuple[list[_Line], int]:
    """Return the lines without HTML comments, each as it was scanned; and where a comment stays open.

    What a comment holds begins no fence and closes none, so one that holds a fence's signs is removed before the next
    is looked for; in code a comment is text.
    """
    texts = list(raw)
    scanned = _scan(texts)
    comment_line = start = rescans = 0
    while not comment_line:
        opened = next((n for n in range(start, len(texts)) if scanned[n].kind != "fence" and "<!--" in texts[n]), -1)
        if opened < 0:
            break
        before, _, rest = texts[opened].partition("<!--")
        end = opened
        while "-->" not in rest and end + 1 < len(texts):
            end += 1
            rest = texts[end]
        _, closed, after = rest.partition("-->")
        removed = texts[opened : end + 1]
        if end == opened:
            texts[opened] = before + after
        else:
            texts[opened : end + 1] = [before, *[""] * (end - opened - 1), after]
        start = opened
        if any(_FENCE_SIGNS.search(text) for text in removed):
            scanned = _scan(texts)
            rescans += 1
        if not closed or rescans > _MAX_RESCANS:
            comment_line = first_line + opened
    scanned = scanned if texts == list(raw) else _scan(texts)
    return [_Line(text, first_line + n, scanned[n]) for n, text in enumerate(texts)], comment_line


def _scan(texts: Sequence[str]) -> list[BlockLine]:
    if not _SCANNED.search("\n".join(texts)):
        return [_PLAIN] * len(texts)
    return scan_lines([text.expandtabs(4) for text in texts])
