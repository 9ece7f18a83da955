"""Splices that turn one YAML text into another: the least that has to change, in the style of what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from kiprah.authoring.editing.plain_values import is_nothing, origins, pruned, yaml_value
from kiprah.authoring.editing.scalar_style import scalar_like
from kiprah.authoring.yaml_text import item_text, key_text, one_line_text
from kiprah.fields.yaml_spans import ItemsSpan, KeysSpan, NodeSpan, Plain, ScalarSpan, plain_of_span

Splice = tuple[int, int, str]
"""Offsets of the first character and after the last, and the text that stands there instead."""

_LINE_END = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_COMMENT_LINE = re.compile(r"([ \t]*)#[^\r\n]*(?:\r\n|\r|\n)")
_COMMENT = re.compile(r"[ \t]*(#[^\r\n]*)(?:\r\n|\r|\n)")


def with_splices(text: str, splices: Iterable[Splice], start: int = 0, end: int | None = None) -> str:
    """Return a text, or a part of it, with these splices, which do not overlap."""
    parts, position = [], start
    for first, last, replacement in sorted(splices, key=lambda splice: splice[:2]):
        parts += [text[position:first], replacement]
        position = last
    return "".join([*parts, text[position : len(text) if end is None else end]])


class Splices:
    """Collector of the splices of one text, whose last line ends."""

    def __init__(self, text: str, newline: str, *, careful: bool) -> None:
        """Take the text; ``careful`` puts every new text into double quotes."""
        self._text = text
        self._newline = newline
        self._careful = careful
        self.made: list[Splice] = []

    def change_keys(self, node: KeysSpan, wanted: Mapping[str, Plain], order: Sequence[str]) -> None:
        """Make keys what is wanted; new ones stand in their order among those that are there."""
        gone = []
        for number, (key, value) in enumerate(node.entries):
            now = plain_of_span(value)
            if key.text not in wanted:
                gone.append(number)
            elif pruned(now) != pruned(wanted[key.text]):
                self._change_entry(node, key, value, wanted[key.text])
        self._remove_keys(node, gone)
        names = [key.text for key, _ in node.entries]
        self._add_keys(node, {key: value for key, value in wanted.items() if key not in names}, [*order, *wanted])

    def _change_entry(self, node: KeysSpan, key: ScalarSpan, value: NodeSpan, wanted: Plain) -> None:
        if self._change(value, wanted):
            return
        if node.flow:
            self._put(value.start, value.end, one_line_text(yaml_value(wanted), in_list=True))
            return
        lines = self._lines(key_text(key.text, yaml_value(wanted), " " * key.column)).lstrip(" ")
        # Instead of a block of text, its last line's end included.
        ends_line = self._text[value.end - 1 : value.end] in ("\n", "\r")
        self._put(key.start, value.end, lines if ends_line else lines.removesuffix(self._newline))

    def _change(self, node: NodeSpan, wanted: Plain) -> bool:
        """Change a value where it stands; False where it has to be written anew as a whole."""
        if isinstance(node, ScalarSpan) and isinstance(wanted, str):
            self._put(node.start, node.end, scalar_like(self._text, node, wanted, self._newline, careful=self._careful))
            return True
        if isinstance(node, KeysSpan) and isinstance(wanted, dict) and node.entries:
            # A key that says nothing may stay as it stands.
            kept = {key.text: "" for key, value in node.entries if is_nothing(pruned(plain_of_span(value)))}
            self.change_keys(node, {**kept, **wanted}, [*wanted])
            return True
        if isinstance(node, ItemsSpan) and isinstance(wanted, list) and node.items and wanted:
            made = len(self.made)
            if self._change_items(node, wanted):
                return True
            del self.made[made:]
        return False

    def _change_items(self, node: ItemsSpan, wanted: list[Plain]) -> bool:
        sources = origins([pruned(plain_of_span(item)) for item in node.items], [pruned(one) for one in wanted])
        if sources == [*range(len(node.items))]:
            return all(self._change_item(node, index, one) for index, one in enumerate(wanted))
        if node.flow:
            self._change_flow_items(node, wanted, sources)
            return True
        starts = [self._line_start(dash) for dash in node.dashes]
        if any(self._text[start:dash].strip(" ") for start, dash in zip(starts, node.dashes, strict=True)):
            return False
        column = node.dashes[0] - starts[0]
        for index in range(1, len(starts)):
            starts[index] = self._above_comments(starts[index], self._line_end(node.items[index - 1].end), column)
        ends = [*starts[1:], self._below_comments(self._line_end(node.items[-1].end), column)]
        chunks = []
        for source, value in zip(sources, wanted, strict=True):
            if source is None:
                chunks.append(self._lines(item_text(yaml_value(value), " " * column)))
                continue
            inner = Splices(self._text, self._newline, careful=self._careful)
            if not inner._change_item(node, source, value):
                return False
            chunks.append(with_splices(self._text, inner.made, starts[source], ends[source]))
        self._put(starts[0], ends[-1], "".join(chunks))
        return True

    def _change_item(self, node: ItemsSpan, index: int, wanted: Plain) -> bool:
        item = node.items[index]
        if pruned(plain_of_span(item)) == pruned(wanted) or self._change(item, wanted):
            return True
        if node.flow:
            self._put(item.start, item.end, one_line_text(yaml_value(wanted), in_list=True))
            return True
        dash = node.dashes[index]
        lines = self._lines(item_text(yaml_value(wanted), " " * (dash - self._line_start(dash)))).lstrip(" ")
        self._put(dash, item.end, lines.removesuffix(self._newline))
        return not (isinstance(item, ScalarSpan) and item.style in ("|", ">"))

    def _change_flow_items(self, node: ItemsSpan, wanted: list[Plain], sources: list[int | None]) -> None:
        items = node.items
        kept = [source for source in sources if source is not None]
        new = [
            one_line_text(yaml_value(one), in_list=True) for one, s in zip(wanted, sources, strict=True) if s is None
        ]
        in_order = bool(kept) and kept == sorted(kept) and sources[: len(kept)] == kept
        if not in_order:
            parts = []
            for source, value in zip(sources, wanted, strict=True):
                if source is None:
                    parts.append(one_line_text(yaml_value(value), in_list=True))
                else:
                    inner = Splices(self._text, self._newline, careful=self._careful)
                    inner._change_item(node, source, value)
                    parts.append(with_splices(self._text, inner.made, items[source].start, items[source].end))
            self._put(items[0].start, items[-1].end, ", ".join(parts))
            return
        for source, value in zip(kept, wanted, strict=False):
            self._change_item(node, source, value)
        for index in range(kept[-1]):
            if index not in kept:
                self._put(items[index].start, items[index + 1].start, "")
        added = "".join(f", {text}" for text in new)
        if added or kept[-1] != len(items) - 1:
            self._put(items[kept[-1]].end, items[-1].end, added)

    def _remove_keys(self, node: KeysSpan, gone: Sequence[int]) -> None:
        entries = node.entries
        stays = [number for number in range(len(entries)) if number not in gone]
        for number in gone:
            key, value = entries[number]
            if node.flow:
                after = number + 1 < len(entries) and any(other > number for other in stays)
                before = next((other for other in reversed(stays) if other < number), None)
                if after:
                    self._put(key.start, entries[number + 1][0].start, "")
                elif before is not None and before == number - 1:
                    self._put(entries[before][1].end, entries[-1][1].end, "")
                elif before is None and number == 0:
                    self._put(key.start, entries[-1][1].end, "")
                continue
            start, end = self._line_start(key.start), self._line_end(value.end)
            if self._text[start : key.start].strip(" "):
                # The first key behind a dash: the next one takes its place.
                following = next((entries[other][0].start for other in stays if other > number), None)
                if following is not None:
                    self._put(key.start, following, "")
                continue
            comment = _COMMENT.match(self._text, value.end)
            is_one_line = self._line_start(value.end) == start
            rest = self._text[start : key.start] + comment[1] + self._newline if comment and is_one_line else ""
            self._put(start, end, rest)

    def _add_keys(self, node: KeysSpan, new: Mapping[str, Plain], order: Sequence[str]) -> None:
        if not new:
            return
        rank = {key: number for number, key in reversed([*enumerate(order)])}
        if node.flow:
            added = [f"{key}: {one_line_text(yaml_value(value), in_list=True)}" for key, value in new.items()]
            if node.entries:
                self._put(node.entries[-1][1].end, node.entries[-1][1].end, "".join(f", {one}" for one in added))
            else:
                self._put(node.start, node.end, "{" + ", ".join(added) + "}")
            return
        places: dict[int, list[str]] = {}
        present = [(rank.get(key.text, -1), key, value) for key, value in node.entries]
        for name in sorted(new, key=lambda key: rank[key]):
            before = [one for one in present if 0 <= one[0] < rank[name]]
            lines = self._lines(key_text(name, yaml_value(new[name]), " " * node.column))
            if before:
                _, key, value = max(before, key=lambda one: one[0])
                places.setdefault(self._below_comments(self._line_end(value.end), key.column), []).append(lines)
            elif node.entries:
                first = node.entries[0][0]
                moved = lines[first.column :] + " " * first.column
                places.setdefault(first.start, []).append(moved)
            else:
                places.setdefault(node.start, []).append(lines)
        for place, parts in places.items():
            self._put(place, place, "".join(parts))

    def _put(self, start: int, end: int, replacement: str) -> None:
        if self._text[start:end] != replacement:
            self.made.append((start, end, replacement))

    def _lines(self, text: str) -> str:
        return text.replace("\n", self._newline)

    def _line_start(self, position: int) -> int:
        return max(self._text.rfind("\n", 0, position), self._text.rfind("\r", 0, position)) + 1

    def _line_end(self, position: int) -> int:
        """Return where the next line begins; a block of text ends there already."""
        if position and self._text[position - 1] in "\r\n":
            return position
        match = _LINE_END.match(self._text, position)
        assert match is not None
        return match.end()

    def _below_comments(self, position: int, column: int) -> int:
        """Go on behind comments that belong to what stands above, as they are indented further."""
        while (match := _COMMENT_LINE.match(self._text, position)) and len(match[1]) > column:
            position = match.end()
        return position

    def _above_comments(self, start: int, least: int, column: int) -> int:
        """Go up before comments that stand right above a line, and are not indented further."""
        while start > least:
            above = self._line_start(start - 1 - (self._text[start - 2 : start] == "\r\n"))
            comment = _COMMENT_LINE.match(self._text, above)
            if above < least or comment is None or len(comment[1]) > column:
                break
            start = above
        return start
