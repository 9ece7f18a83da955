"""Dialects of Markdown as plain Markdown: shortcodes, Liquid, wiki links, comments, properties."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

_FIGURE = re.compile(r"\{\{[<%]\s*figure\s+[^>%]*?src=[\"']([^\"']+)[\"'][^>%]*[>%]\}\}")
_SHORTCODE = re.compile(r"\{\{[<%].*?[>%]\}\}", re.DOTALL)
_RAW = re.compile(r"\{%-?\s*(?:raw|endraw)\s*-?%\}")
_LIQUID = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_COMMENT = re.compile(r"%%.*?(?:%%|\Z)", re.DOTALL)
_EMBED = re.compile(r"!\[\[([^\]|#]+)(?:#[^\]|]*)?(?:\|[^\]]*)?\]\]")
_WIKI = re.compile(r"\[\[([^\]|]+)(?:\|([^\]]*))?\]\]")
_FIELD = re.compile(r"^\s*([A-Za-z][\w ]{0,40}):: *(.*)$", re.MULTILINE)
_NOTION_ID = re.compile(r" [0-9a-f]{32}(?=\.md$|/|$)")
_PROPERTY = re.compile(r"^([^\n:]{1,60}): (.+)$")
_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


class NoteText(Struct, frozen=True):
    """One note: where it lies, its front matter, its body."""

    path: str
    head: Mapping[str, Any]
    body: str


def hugo_body(note: NoteText) -> NoteText:
    """Write figures as pictures, and leave other shortcodes out."""
    body = _SHORTCODE.sub("", _FIGURE.sub(r"![](\1)", _HIDDEN.sub("", note.body)))
    return NoteText(note.path, note.head, body)


def jekyll_body(note: NoteText) -> NoteText:
    """Leave Liquid out; of what is marked as raw only the marks."""
    parts = re.split(r"(\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\})", _HIDDEN.sub("", note.body), flags=re.DOTALL)
    body = "".join(_RAW.sub("", part) if number % 2 else _LIQUID.sub("", part) for number, part in enumerate(parts))
    return NoteText(note.path, note.head, body)


def obsidian_body(note: NoteText) -> NoteText:
    """Leave comments out, write wiki links as words and embedded files as pictures; fields are front matter."""
    text = _COMMENT.sub("", _HIDDEN.sub("", note.body))
    fields = {match[1].strip(): match[2].strip() for match in _FIELD.finditer(text)}
    text = _EMBED.sub(lambda match: f"![](<{match[1].strip()}>)", _FIELD.sub("", text))
    text = _WIKI.sub(lambda match: match[2] or match[1].partition("#")[0], text)
    return NoteText(note.path, {**fields, **note.head}, text)


def notion_note(note: NoteText) -> NoteText:
    """Read the heading as the title, and the lines below it as properties."""
    lines = note.body.lstrip("\ufeff\n").split("\n")
    head: dict[str, Any] = dict(note.head)
    if lines and lines[0].startswith("# "):
        head["title"] = lines.pop(0)[2:].strip()
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and (match := _PROPERTY.match(lines[0])):
        head.setdefault(match[1].strip(), match[2].strip().partition(" \u2192 ")[0])
        lines.pop(0)
    head.setdefault("title", _NOTION_ID.sub("", note.path.rpartition("/")[2]).removesuffix(".md"))
    for theirs, ours in (
        ("Organization", "organization"), ("Organisasi", "organization"), ("Role", "role"), ("Peran", "role"),
        ("Place", "place"), ("Tempat", "place"), ("Tags", "tags"), ("Tag", "tags"),
    ):  # fmt: skip
        if theirs in head:
            head.setdefault(ours, head[theirs])
    return NoteText(note.path, head, "\n".join(lines))
