"""Scanner of Markdown's block structure: what each line is, and inside which quotes, items and notes it stands.

The splitter of sections and the renderer both follow this one scanner, so that neither takes for code, or for a
heading, what the other does not. It reads lines as CommonMark does, with these differences: a fence that is never
closed is text, a nested list needs two columns more than its parent's sign, and containers nest at most so deep.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

_MAX_DEPTH = 16

FENCE = re.compile(r"^ {0,3}(?:(`{3,})(?=[^`]*$)|(~{3,}))")
ATX = re.compile(r"^ {0,3}(#{1,6})(?=[ \t]|$)[ \t]*(.*?)(?:(?:^|(?<=[ \t]))#+)?[ \t]*$")
ITEM = re.compile(r"^( {0,3})([-+*]|\d{1,9}[.)])(?:( +)(?=\S)| *$)")
RULE = re.compile(r"^ {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\n]{1,60})\]:(?: |$)")
_QUOTE = re.compile(r"^ {0,3}> ?")
_DEFINITION = re.compile(r"^ {0,3}: {1,3}(?=\S)")
_UNDERLINE = re.compile(r"^ {0,3}(?:=+|-+) *$")
_TABLE_RULE = re.compile(r"^ {0,3}(?=.*\|)(?=.*-)\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *$")
_BLOCK_NAMES = """
    address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt
    fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link
    main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead
    title tr track ul
"""
# Texts, made into patterns when they are first tried: most bodies hold no HTML.
_HTML = rf"(?i)^ {{0,3}}</?(?:{'|'.join(_BLOCK_NAMES.split())})(?=[\s>]|/>|$)"
_VERBATIM = r"(?i)^ {0,3}<(?:(pre|script|style|textarea)(?=[\s>]|$)|(!--)|(\?)|(![A-Za-z]|!\[CDATA\[))"

STRUCTURE = r"^[ \t]*(?:[-+*:|<>] ?|\d+[.)]|`{3}|~{3}|\[\^| {4}|\t)|^[^\n|]*\|"
"""Pattern of a line that is more than a paragraph's or a heading's, for any line of a text."""

LineKind = Literal["blank", "text", "heading", "underline", "rule", "fence", "code", "table", "html"]
ContainerKind = Literal["quote", "ordered", "bullets", "note", "definition"]


class Container(Struct, eq=False):
    """A quote, an item of a list, a footnote's text, or a definition: what a line stands inside."""

    kind: ContainerKind
    first: int
    """The line it begins at."""
    sign: str
    """Sign as written: ``-``, ``12.``, ``[^1]:``."""
    indent: int
    """The column of its sign, within its parent."""
    offset: int
    """Number of columns by which its other lines are indented."""
    filled: bool = True
    """True where something stands right after its sign."""


class BlockLine(Struct):
    """One line: its kind, its text without what the containers take, and the containers."""

    kind: LineKind
    text: str
    containers: tuple[Container, ...]
    starts: bool = False
    """True where it is the first line of its block."""
    open_fence: bool = False
    """True where it would begin a fence, which nothing closes; so it is text."""


def scan_lines(lines: Sequence[str]) -> list[BlockLine]:
    """Scan lines, with tabs already expanded."""
    return _Scanner(lines).run()


class _Scanner:
    """One scan: the lines so far, the containers and the block that are open."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.found: list[BlockLine] = []
        self.stack: list[Container] = []
        self.leaf: LineKind = "blank"
        self.verbatim = ""
        self.unclosed: dict[tuple[int, str], int] = {}
        """Length of the shortest fence that is known to have no end, by innermost container and sign."""

    def run(self) -> list[BlockLine]:
        """Scan every line."""
        index = 0
        while index < len(self.lines):
            line = self.lines[index]
            if self.stack or self.verbatim or self.leaf not in ("blank", "text"):
                index = self._line(index)
            elif not line:
                self.leaf = "blank"
                self.found.append(BlockLine("blank", "", ()))
                index += 1
            elif line[0].isalpha() and "|" not in line:
                # Most lines are words outside of everything: no sign of a block is a letter.
                self.found.append(BlockLine("text", line, (), self.leaf != "text"))
                self.leaf = "text"
                index += 1
            else:
                index = self._line(index)
        return self.found

    def _line(self, index: int) -> int:
        line = self.lines[index]
        depth, rest = self._matched(line, self.stack, settle=True)
        blank = not rest.strip()
        if self.verbatim and depth == len(self.stack):
            self._add("html", rest)
            if self.verbatim in rest.lower():
                self.verbatim, self.leaf = "", "blank"
            return index + 1
        self.verbatim = ""
        if blank:
            # A quote ends at a line without its sign; an item that is still empty ends at a blank line.
            del self.stack[depth:]
            while self.stack and not self.stack[-1].filled and self.stack[-1].first == index - 1:
                self.stack.pop()
            self.leaf = "blank" if self.leaf != "code" else "code"
            self.found.append(BlockLine("blank", "", tuple(self.stack)))
            return index + 1
        closed = self.stack[depth:]
        if self.leaf == "html" and not closed:
            self._add("html", rest)
            return index + 1
        after_text = self.leaf == "text"
        opened: list[Container] = []
        while len(self.stack) - len(closed) + len(opened) < _MAX_DEPTH:
            beside = closed[0] if closed and not opened else None
            container, inner = self._container(index, rest, after_text and not closed and not opened, beside)
            if container is None:
                break
            if not opened:
                del self.stack[depth:]
                closed = []
            after_text = False
            opened.append(container)
            self.stack.append(container)
            rest = inner
            self.leaf = "blank"
        return self._leaf(index, rest, depth, closed, bool(opened))

    def _leaf(self, index: int, rest: str, depth: int, closed: list[Container], opened: bool) -> int:
        if opened and not rest.strip():
            self._add("blank", "")
            return index + 1
        if (opened or not closed) and self.stack:
            self._fill(index)
        continues = self.leaf == "text" and not opened
        inside = self.stack[:depth] if closed else self.stack
        kind, length, is_open = self._kind(index, rest, inside, continues and not closed)
        if kind == "text" and continues and closed:
            # A paragraph may go on without the signs of what it stands in.
            self._add("text", rest.lstrip(), is_open=is_open)
            return index + 1
        if closed:
            del self.stack[depth:]
            continues = False
        text = rest
        starts = not (kind == self.leaf and kind in ("text", "table", "code", "html")) or (kind == "text" and opened)
        if kind == "text":
            text = rest.lstrip()
        self._add(kind, text, starts, is_open)
        if kind == "html" and starts and (match := re.match(_VERBATIM, rest)):
            end = f"</{match[1].lower()}" if match[1] else "-->" if match[2] else "?>" if match[3] else ">"
            self.verbatim = "" if end in rest[match.end() :].lower() else end
            self.leaf = "html" if self.verbatim else "blank"
        for following in range(index + 1, index + length):
            self._add(kind, self._matched(self.lines[following], self.stack)[1])
        if kind not in ("text", "table", "code", "html"):
            self.leaf = "blank"
        return index + length

    def _add(self, kind: LineKind, text: str, starts: bool = False, is_open: bool = False) -> None:
        self.found.append(BlockLine(kind, text, tuple(self.stack), starts, is_open))
        self.leaf = kind

    def _fill(self, index: int) -> None:
        for container in self.stack:
            if container.first < index:
                container.filled = True

    def _matched(self, line: str, stack: Sequence[Container], settle: bool = False) -> tuple[int, str]:
        """Count the open containers that a line goes on inside, and return what of it they leave.

        With ``settle``, a list nested by less than CommonMark asks for sets how far its parent's lines are indented.
        """
        rest = line
        for depth, container in enumerate(stack):
            if container.kind == "quote":
                match = _QUOTE.match(rest)
                if match is None:
                    return depth, rest
                rest = rest[match.end() :]
                continue
            if not rest.strip():
                rest = ""
                continue
            indent = len(rest) - len(rest.lstrip(" "))
            if indent >= container.offset:
                rest = rest[container.offset :]
            elif indent >= container.indent + 2 and _may_be_nested(container, rest.lstrip(" ")):
                rest = rest.lstrip(" ")
                if settle:
                    container.offset = indent
            else:
                return depth, rest
        return len(stack), rest

    def _container(
        self, index: int, rest: str, after_text: bool, beside: Container | None
    ) -> tuple[Container | None, str]:
        """Return the container that begins here, if one does, and what it leaves of the line."""
        if rest[:1].isalpha():
            # Most lines: every sign of a container is something else than a letter.
            return None, rest
        indent = len(rest) - len(rest.lstrip(" "))
        if indent >= 4:
            # Right below an item's words, a list may be indented by more than it must; and so may its next items.
            goes_on = beside is not None and 0 <= indent - beside.indent <= 3 < beside.indent
            if not ((after_text and self.stack) or goes_on) or not ITEM.match(rest.lstrip(" ")):
                return None, rest
            rest = rest.lstrip(" ")
        shift = indent - (len(rest) - len(rest.lstrip(" ")))
        if match := _QUOTE.match(rest):
            return Container("quote", index, ">", indent, 0), rest[match.end() :]
        if RULE.match(rest):
            return None, rest
        if match := ITEM.match(rest):
            sign, spaces = match[2], match[3] or ""
            if after_text and (not rest[match.end() :] or (sign[0].isdigit() and int(sign[:-1]) != 1)):
                return None, rest
            width = len(spaces) if 1 <= len(spaces) <= 4 else 1
            offset = len(match[1]) + len(sign) + width
            kind: ContainerKind = "ordered" if sign[0].isdigit() else "bullets"
            inner = rest[offset:]
            return Container(kind, index, sign, indent, offset + shift, bool(inner.strip())), inner
        if match := _NOTE.match(rest):
            return Container("note", index, f"[^{match[1]}]:", 0, 4), rest[match.end() :]
        if (match := _DEFINITION.match(rest)) and self._defines():
            return Container("definition", index, ":", 0, 4), rest[match.end() :]
        return None, rest

    def _defines(self) -> bool:
        """Say whether a line above is a term, or its definition."""
        for line in reversed(self.found):
            if line.kind != "blank":
                return line.kind == "text" or any(container.kind == "definition" for container in line.containers)
        return False

    def _kind(self, index: int, rest: str, inside: Sequence[Container], after_text: bool) -> tuple[LineKind, int, bool]:
        """Return the kind of the block whose line this is, how many lines it has, and whether it is an open fence."""
        if rest[:1].isalpha() and self.leaf != "table" and "|" not in rest:
            return "text", 1, False
        if rest.startswith("    "):
            if self.leaf == "text":
                return "text", 1, False
            # Tables written as HTML are often indented, and have blank lines.
            after_html = next((line.kind == "html" for line in reversed(self.found) if line.kind != "blank"), False)
            return ("html" if after_html and re.match(_HTML, rest.lstrip()) else "code"), 1, False
        if match := FENCE.match(rest):
            end = self._fence_end(index, match[1] or match[2], inside)
            return ("fence", end - index + 1, False) if end else ("text", 1, True)
        if ATX.match(rest):
            return "heading", 1, False
        if after_text and _UNDERLINE.match(rest):
            return "underline", 1, False
        if RULE.match(rest):
            return "rule", 1, False
        if self.leaf == "table" and len(inside) == len(self.stack):
            return "table", 1, False
        if "|" in rest and index + 1 < len(self.lines):
            depth, below = self._matched(self.lines[index + 1], inside)
            if depth == len(inside) and _TABLE_RULE.match(below) and _cells(below) == _cells(rest):
                return "table", 1, False
        if "<" in rest and (re.match(_HTML, rest) or re.match(_VERBATIM, rest)):
            return "html", 1, False
        return "text", 1, False

    def _fence_end(self, index: int, sign: str, inside: Sequence[Container]) -> int:
        """Return the line that closes a fence inside the same containers, or 0."""
        key = (id(inside[-1]) if inside else 0, sign[0])
        if len(sign) >= self.unclosed.get(key, len(sign) + 1):
            return 0
        closing = re.compile(rf"^ {{0,3}}{sign[0]}{{{len(sign)},}} *$")
        for number in range(index + 1, len(self.lines)):
            depth, rest = self._matched(self.lines[number], inside)
            if depth < len(inside):
                break
            if closing.match(rest):
                return number
        self.unclosed[key] = len(sign)
        return 0


def _may_be_nested(container: Container, rest: str) -> bool:
    """Say whether a line that is indented by less than CommonMark asks for is meant to stand inside a container."""
    if container.kind == "definition":
        return True
    match = ITEM.match(rest) if container.kind in ("ordered", "bullets") else None
    return match is not None and (not match[2][0].isdigit() or int(match[2][:-1]) == 1)


def _cells(row: str) -> int:
    return len(re.findall(r"(?<!\\)\|", row.strip().removeprefix("|").removesuffix("|"))) + 1
