"""Preprocessor that lays out a body's blocks as the library reads them: blank lines between, four columns a level.

What a line is has been decided by the scanner; here it is only written so that the library cannot decide otherwise.
Fenced code is set aside as finished HTML, at any depth, for the library knows fences at the margin alone.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from kiprah.content.block_lines import ATX, BlockLine, Container, scan_lines

NEEDED = re.compile(r"^[ \t>]*(?:[-+*:#|>]|\d+[.)]|`{3}|~{3}|\[\^)|^[^\n|]*\|", re.MULTILINE)
"""What a text must hold for its layout to matter; plain paragraphs are the same without it."""

_NUMBER = re.compile(r"^(\d+)\.(?= |$)")
_BULLET = re.compile(r"^[-+*](?= +\S)")
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
    writer = _Writer(store)
    scanned = scan_lines(lines)
    index = 0
    while index < len(scanned):
        length = 1
        if scanned[index].kind == "fence":
            while index + length < len(scanned) and _is_inside(scanned, index, index + length):
                length += 1
        writer.write(scanned[index : index + length])
        index += length
    return writer.end()


def _is_inside(scanned: Sequence[BlockLine], start: int, index: int) -> bool:
    return scanned[index].kind == "fence" and not scanned[index].starts


class _Writer:
    """The lines written so far, and what the last of them was."""

    def __init__(self, store: Callable[[str], str]) -> None:
        self.store = store
        self.lines: list[str] = []
        self.above: BlockLine | None = None
        """The line above, where no blank line is between."""
        self.open: tuple[Container, ...] = ()
        self.written: set[int] = set()
        self.block_depth = 0
        """Since the last blank line: how deep the item stands that began then; very deep where none did."""

    def write(self, block: Sequence[BlockLine]) -> None:
        """Write one line, or a whole fence."""
        line = block[0]
        self._finish_empty_items(line.containers)
        self.open = line.containers
        if line.kind == "blank":
            if not any(not container.filled and id(container) not in self.written for container in line.containers):
                self.lines.append(_quotes(line.containers))
                self.above = None
            return
        if self.above is not None and self._wants_blank(self.above, line):
            shared = [a for a, b in zip(self.above.containers, line.containers, strict=False) if a is b]
            self.lines.append(_quotes(shared))
        if self.above is None or not self.lines[-1].strip(" >"):
            new = (depth for depth, c in enumerate(line.containers) if id(c) not in self.written)
            self.block_depth = next(new, _NO_ITEM)
        goes_on = line.kind == "text" and not line.starts and self.above is not None
        if goes_on and all(container.kind != "quote" for container in line.containers):
            self.lines.append(self._text(block))
        else:
            self.lines.append(self._prefix(line.containers) + self._text(block))
        self.above = line

    def end(self) -> list[str]:
        """Return all that was written."""
        self._finish_empty_items(())
        return self.lines

    def _finish_empty_items(self, containers: tuple[Container, ...]) -> None:
        kept = {id(container) for container in containers}
        for depth, container in enumerate(self.open):
            if id(container) not in kept and id(container) not in self.written:
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
            title = match[2]
            if title.endswith("#") and not title.endswith("\\#"):
                title = title[:-1] + _escaped("#")
            return f"{match[1]} {title}"
        if line.kind == "text":
            # What is no item here must not look like one to the library.
            return _BULLET.sub(lambda m: _escaped(m[0]), _NUMBER.sub(lambda m: m[1] + _escaped("."), line.text))
        return line.text

    def _wants_blank(self, above: BlockLine, line: BlockLine) -> bool:
        """Say whether the library would take a line for part of the block above it."""
        new = next((c for c in line.containers if not any(c is a for a in above.containers)), None)
        if new is not None:
            return self._wants_blank_before(new, above, line)
        if above.kind == "text" and line.kind in ("text", "underline"):
            return line.starts and line.kind == "text"
        if above.kind == line.kind and line.kind in ("table", "code", "html"):
            return line.starts
        return not (line.kind == "html" and above.kind == "text")

    def _wants_blank_before(self, new: Container, above: BlockLine, line: BlockLine) -> bool:
        depth = line.containers.index(new)
        beside = above.containers[depth] if len(above.containers) > depth else None
        if new.kind == "definition":
            return above.kind != "text"
        if new.kind not in _ITEMS or above.kind != "text":
            return True
        if beside is not None:
            return beside.kind != new.kind or self.block_depth > depth
        return not (depth and line.containers[depth - 1].kind in _ITEMS) or self.block_depth > depth


def _escaped(sign: str) -> str:
    """Write a sign as the library writes one that a backslash stands before."""
    return f"\x02{ord(sign)}\x03"


def _quotes(containers: Sequence[Container]) -> str:
    """Write a blank line inside these containers: it needs the signs of quotes alone."""
    last = max((depth for depth, container in enumerate(containers) if container.kind == "quote"), default=-1)
    return "".join("> " if c.kind == "quote" else "    " for c in containers[: last + 1]).rstrip()
