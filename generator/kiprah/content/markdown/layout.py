"""Preprocessor that lays out a body's blocks as the library reads them: blank lines between, four columns a level.

What a line is has been decided by the scanner; here it is only written so that the library cannot decide otherwise.
Fenced code and raw HTML are set aside, at any depth: the library knows fences at the margin alone, and would let a
block of HTML reach to its closing tag, with all Markdown between.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from kiprah.content.block_lines import ATX, STRUCTURE, BlockLine, Container, scan_lines

NEEDED = re.compile(
    rf"{STRUCTURE}|^[ \t]+(?:#|[-=]+[ \t]*$)|^#+(?:[ \t]*$|[ ]*\t|.*[#\\][ \t]*$)|^[-=]+[ \t]*$", re.MULTILINE
)
"""Pattern of what a text must hold for its layout to matter; plain paragraphs and headings are the same without it."""

_NUMBER = re.compile(r"^(\d+)\.(?= |$)")
_LOOKS_BLOCK = re.compile(
    r"^(?:[-+*] |\d+\. |#{1,6} |>|: |\[\^[^\]]*\]:|=+ *$|-+ *$)|^(?:(?:\* {0,2}){3,}|(?:- {0,2}){3,}|(?:_ {0,2}){3,})$"
)
_CODE_SPAN = re.compile(r"`[^`]+`")
_NO_ITEM = 1_000
_ITEMS = ("ordered", "bullets")


class LayoutExtension(Extension):
    """Registers the layout before the library looks for raw HTML."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the library's name
        """Register it."""
        md.preprocessors.register(_Layout(md), "kiprah-layout", 26)


class _Layout(Preprocessor):
    """Writes the lines anew."""

    def run(self, lines: list[str]) -> list[str]:
        store = self.md.htmlStash.store
        return lay_out(lines, store)


def lay_out(lines: Sequence[str], store: Callable[[str], str]) -> list[str]:
    """Write lines as the library reads them; ``store`` sets finished HTML aside and returns what stands for it."""
    scanned = scan_lines(lines)
    writer = _Writer(store, _loose_items(scanned))
    index = 0
    while index < len(scanned):
        length = 1
        if scanned[index].kind in ("fence", "html"):
            while index + length < len(scanned) and _is_continuation(scanned[index], scanned[index + length]):
                length += 1
        writer.write(scanned[index : index + length])
        index += length
    return writer.end()


def _loose_items(scanned: Sequence[BlockLine]) -> frozenset[int]:
    """Name the items of lists that have a blank line between their blocks: all of such a list is set wide."""
    lists: dict[int, int] = {}
    loose: set[int] = set()
    above: tuple[Container, ...] = ()
    after_blank = False
    for index, line in enumerate(scanned):
        if line.kind == "blank" and not (line.containers and line.containers[-1].first == index):
            after_blank = True
            continue
        inner: Container | None = None
        for depth, container in enumerate(line.containers):
            is_new = id(container) not in lists
            if is_new:
                beside = above[depth] if depth < len(above) else None
                goes_on = beside is not None and beside.kind == container.kind and container.kind in _ITEMS
                lists[id(container)] = lists[id(beside)] if goes_on and beside is not None else id(container)
                if after_blank and container.first == index and (goes_on or inner is not None):
                    loose.add(lists[id(container if goes_on else inner)])
                after_blank = False
            inner = container
        if after_blank and inner is not None and inner.filled:
            loose.add(lists[id(inner)])
        above, after_blank = line.containers, False
    return frozenset(item for item, first in lists.items() if first in loose)


def _is_continuation(first: BlockLine, line: BlockLine) -> bool:
    return line.kind == first.kind and not line.starts


class _Writer:
    """The lines written so far, and what the last of them was."""

    def __init__(self, store: Callable[[str], str], loose: frozenset[int]) -> None:
        self.store, self.loose = store, loose
        self.lines: list[str] = []
        self.above: BlockLine | None = None
        """The line above, where no blank line is between."""
        self.open: tuple[Container, ...] = ()
        self.written: set[int] = set()
        self.blanks = 0
        """Number of blank lines that wait to be written; inside which quotes, the line below tells."""
        self.title = ""
        self.block_depth = 0
        """Depth of the item that began after the last blank line; very deep where none did."""

    def write(self, block: Sequence[BlockLine]) -> None:
        """Write one line, or a whole fence."""
        line = block[0]
        if self.open:
            self._finish_empty_items(line.containers)
        self.open = line.containers
        if line.kind == "blank":
            # Most lines stand in nothing.
            if not self.open or all(c.filled or id(c) in self.written for c in line.containers):
                self.blanks += 1
            return
        above = self.above
        if above is not None and line.kind == "underline":
            if above.kind == "text" and above.starts and not self.blanks:
                self._make_heading(line)
                return
            # Below more than one line, people mean a rule, or nothing.
            line = BlockLine("rule" if line.text.strip()[0] == "-" else "text", line.text.strip(), line.containers)
            block = (line,)
        if above is not None:
            shared = [a for a, b in zip(above.containers, line.containers, strict=False) if a is b]
            wanted = self.blanks or self._wants_blank(above, line)
            self.lines.extend([_quotes(shared)] * (self.blanks or int(wanted)))
            if wanted:
                self.above = None
        if self.above is None:
            new = [depth for depth, c in enumerate(line.containers) if id(c) not in self.written]
            self.block_depth = new[0] if new else _NO_ITEM
        self.blanks = 0
        if line.kind == "text" and not line.starts and self.above is not None:
            self.lines.append(_leading_quotes(line.containers) + self._text(block))
        else:
            self.lines.append(self._prefix(line.containers) + self._text(block))
        self.above = line

    def _make_heading(self, line: BlockLine) -> None:
        """Write the line above, which stands alone, as the heading that this line makes of it."""
        above = self.lines.pop()
        position = len(above) - len(self.title)
        level = 1 if line.text.strip()[0] == "=" else 2
        self.lines.append(f"{above[:position]}{'#' * level} {_heading_text(self.title)}")
        self.above = BlockLine("heading", line.text, line.containers)

    def end(self) -> list[str]:
        """Return all that was written."""
        self._finish_empty_items(())
        return self.lines

    def _finish_empty_items(self, containers: tuple[Container, ...]) -> None:
        kept = {id(container) for container in containers}
        for depth, container in enumerate(self.open):
            if id(container) not in kept | self.written and container.kind != "quote":
                self.lines.append(self._prefix(self.open[: depth + 1]) + self.store(""))
                self.above = BlockLine("text", "", self.open[: depth + 1])

    def _prefix(self, containers: Sequence[Container]) -> str:
        prefix = ""
        for container in containers:
            if container.kind == "quote":
                prefix += "> "
            elif id(container) in self.written:
                prefix += "    "
            else:
                self.written.add(id(container))
                sign = container.sign
                prefix += f"{sign[:-1]}. " if container.kind == "ordered" else f"{sign} "
        return prefix

    def _text(self, block: Sequence[BlockLine]) -> str:
        line = block[0]
        if line.kind == "fence":
            indent = len(line.text) - len(line.text.lstrip(" "))
            code = [re.sub(rf"^ {{0,{indent}}}", "", inner.text) for inner in block[1:-1]]
            written = html.escape("\n".join((*code, "")), quote=False) if code else ""
            return self.store(f"<pre><code>{written}</code></pre>")
        if line.kind == "heading" and (match := ATX.match(line.text)):
            return f"{match[1]} {_heading_text(match[2])}"
        if line.kind == "html":
            return self.store("\n".join(inner.text for inner in block).lstrip())
        if line.kind == "rule":
            return "***"
        if line.kind == "table" and "`" in line.text:
            return _CODE_SPAN.sub(lambda m: m[0].replace("\\|", "|"), line.text)
        if line.kind == "text":
            # What is no item or rule here must not look like one to the library.
            self.title = line.text
            if not line.text[:1].isalpha() and _LOOKS_BLOCK.match(line.text):
                self.title = _NUMBER.sub(lambda m: m[1] + _escaped("."), line.text)
                if self.title == line.text:
                    self.title = _escaped(line.text[0]) + line.text[1:]
            return self.title
        return line.text

    def _wants_blank(self, above: BlockLine, line: BlockLine) -> bool:
        """Say whether the library would take a line for part of the block above it."""
        if line.containers:
            new = next((c for c in line.containers if not any(c is a for a in above.containers)), None)
            if new is not None:
                return self._wants_blank_before(new, above, line)
        if above.kind == "text" and line.kind in ("text", "underline"):
            return line.starts and line.kind == "text"
        return line.starts if above.kind == line.kind and line.kind in ("table", "code") else True

    def _wants_blank_before(self, new: Container, above: BlockLine, line: BlockLine) -> bool:
        depth = line.containers.index(new)
        beside = above.containers[depth] if len(above.containers) > depth else None
        if new.kind == "definition":
            return above.kind != "text"
        if new.kind not in _ITEMS or above.kind != "text":
            return True
        if beside is not None:
            return beside.kind != new.kind or self.block_depth > depth or id(new) in self.loose
        return not (depth and line.containers[depth - 1].kind in _ITEMS) or self.block_depth > depth


def _heading_text(title: str) -> str:
    """Write a heading's words so that their last sign stays."""
    for sign in ("#", "\\"):
        before = title[:-1]
        if title.endswith(sign) and (len(before) - len(before.rstrip("\\"))) % 2 == 0:
            return before + _escaped(sign)
    return title


def _leading_quotes(containers: Sequence[Container]) -> str:
    """Write the signs of the quotes that stand around everything else; a paragraph goes on without the others."""
    count = next((depth for depth, c in enumerate(containers) if c.kind != "quote"), len(containers))
    return "> " * count


def _escaped(sign: str) -> str:
    """Write a sign as the library writes one that a backslash stands before."""
    return f"\x02{ord(sign)}\x03"


def _quotes(containers: Sequence[Container]) -> str:
    """Write a blank line inside these containers: it needs the signs of quotes alone."""
    last = max((depth for depth, container in enumerate(containers) if container.kind == "quote"), default=-1)
    return "".join("> " if c.kind == "quote" else "    " for c in containers[: last + 1]).rstrip()
