"""Splitter of safe HTML into parts: links that are resolved later, photos, and labels in the reader's language."""

from __future__ import annotations

import difflib
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from kiprah.content.private_marks import TASK_DONE, TASK_OPEN
from kiprah.fields.source import Source
from kiprah.model.entry import Body, BodyLabel, BodyLink, BodyPhoto
from kiprah.problem import Place, Problem

Part = str | BodyLink | BodyPhoto | BodyLabel

_HAS_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")
_ID = re.compile(r'\sid="([^"]+)"')
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s+[a-z-]+(?:=\"[^\"]*\")?)*\s*/?>")
_ATTRIBUTE = re.compile(r"([a-z-]+)=\"([^\"]*)\"")
_IMG = r"<img(?:\s+[a-z-]+=\"[^\"]*\")*\s*/?>"
_BLOCK_WITH_IMG = re.compile(
    rf"<(p|h[1-6]|summary)((?:\s+[a-z-]+=\"[^\"]*\")*)>((?:(?!</\1>).)*?{_IMG}(?:(?!</\1>).)*)</\1>", re.DOTALL
)
_SLOT = re.compile(rf"{_IMG}|(<a(?:\s+[a-z-]+=\"[^\"]*\")*?\s+href=\")([^\"]*)(\")|[{TASK_DONE}{TASK_OPEN}]")
_EMPTY = re.compile(r"^(?:\s|<br>|<a(?:\s+[a-z-]+=\"[^\"]*\")*>\s*</a>)*$")
_BACK = re.compile(r"^#[a-z]+-fnref\d*-.*\Z")
_BACK_TITLE = re.compile(r' title="(\d+)"')
_NOTES = re.compile(r'<div>\s*<hr>\s*<ol>\s*<li id="[a-z]+-fn-.*\Z', re.DOTALL)
_BOXES = {TASK_DONE: ("task-done", "\u2611"), TASK_OPEN: ("task-open", "\u2610")}
"""Name of a task's box and the sign that shows it, by its mark."""


def split_parts(safe: str, source: Source, first_line: int) -> tuple[Body, list[Problem]]:
    """Split sanitized HTML into what is finished and what depends on the page it will stand in."""
    problems: list[Problem] = []
    lifted = _BLOCK_WITH_IMG.sub(_lift_photos, safe) if "<img" in safe else safe
    ids = frozenset(_ID.findall(safe))
    parts: list[Part] = []
    position = 0
    for match in _SLOT.finditer(lifted):
        if match[1] is None:
            parts.append(lifted[position : match.start()])
            sign = match[0]
            parts.extend(_box(sign) if sign in _BOXES else _photo(sign, source, first_line))
            position = match.end()
            continue
        address = html.unescape(match[2])
        if address.startswith("#"):
            problems.extend(_dead_anchor(address[1:], ids, source, first_line))
            back = _BACK_TITLE.match(lifted, match.end()) if _BACK.match(address) else None
            if back is not None:
                parts.append(f'{lifted[position : match.end()]} aria-label="')
                parts.append(BodyLabel("footnote-back", back[1]))
                parts.append('"')
                position = back.end()
            continue
        if _HAS_SCHEME.match(address):
            continue
        target, _, anchor = address.partition("#")
        target = unicodedata.normalize("NFC", unquote(target))
        parts.append(lifted[position : match.start()] + match[1])
        parts.append(BodyLink(target, anchor, spot_of(source, first_line, match[2], target)))
        parts.append(match[3])
        position = match.end()
    parts.append(lifted[position:])
    notes = _NOTES.search(safe) if "-fn-" in safe else None
    text = safe[: notes.start()] if notes else safe
    return Body(tuple(_joined(parts)), plain_text(text), plain_text(notes[0]) if notes else "", source.path), problems


def spot_of(source: Source, first_line: int, *needles: str) -> Place:
    """Find where in a body the first of these texts stands; its beginning where none does."""
    lines = source.text.split("\n")
    for needle in needles:
        for number in range(first_line, len(lines) + 1):
            column = lines[number - 1].find(needle) if needle else -1
            if column >= 0:
                return source.place(number, column + 1)
    return source.place(first_line, 1)


def plain_text(safe: str) -> str:
    """Write sanitized HTML as plain text, with one space where a block ends."""
    spaced = re.sub(r"</(?:p|h[1-6]|li|dd|dt|td|th|tr|blockquote|pre|summary)>|<br>", " ", safe)
    if "fnref" in spaced:
        spaced = re.sub(r'<sup id="[^"]*fnref[^"]*">.*?</sup>|<a href="#[a-z]+-fnref[^>]*>\u21a9</a>', "", spaced)
    for mark, (_, sign) in _BOXES.items():
        spaced = spaced.replace(mark, sign)
    return " ".join(html.unescape(_TAG.sub("", spaced)).split())


def _dead_anchor(anchor: str, ids: frozenset[str], source: Source, first_line: int) -> Iterable[Problem]:
    """Find a link to a heading that the body it stands in does not have."""
    if anchor in ids:
        return
    scope, _, bare = anchor.partition("-")
    near = difflib.get_close_matches(anchor, sorted(ids), 1, 0.6)
    values = {"anchor": bare, "file": source.path, "nearest": "#" + near[0].removeprefix(f"{scope}-") if near else ""}
    place = spot_of(source, first_line, f"#{bare}")
    yield source.problem("dead-anchor", place.line, place.column, values)


def _lift_photos(match: re.Match[str]) -> str:
    # A figure may not stand inside a paragraph: a photo goes after the block it was written in.
    tag, attributes, inner = match[1], match[2], match[3]
    photos = "".join(re.findall(_IMG, inner))
    rest = re.sub(_IMG, "", inner)
    return photos if _EMPTY.match(rest) else f"<{tag}{attributes}>{rest}</{tag}>{photos}"


def _box(mark: str) -> Iterator[Part]:
    name, sign = _BOXES[mark]
    yield '<span role="img" aria-label="'
    yield BodyLabel("task-done" if name == "task-done" else "task-open")
    yield f'">{sign}</span>'


def _photo(tag: str, source: Source, first_line: int) -> Iterator[Part]:
    values = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag)}
    address, alt, caption = values.get("src", ""), values.get("alt", ""), values.get("title", "")
    if not address:
        return
    if _HAS_SCHEME.match(address):
        # Nothing loads from another host: a remote picture becomes a link to it.
        label = html.escape(alt or address)
        yield f'<p><a href="{html.escape(address, quote=True)}" rel="noopener">{label}</a></p>'
        return
    name = unicodedata.normalize("NFC", unquote(address)).removeprefix("./")
    yield BodyPhoto(name, alt, caption, spot_of(source, first_line, address, name))


def _joined(parts: Iterable[Part]) -> Iterator[Part]:
    kept = ""
    for part in parts:
        if isinstance(part, str):
            kept += part
            continue
        if kept:
            yield kept
        kept = ""
        yield part
    if kept:
        yield kept
