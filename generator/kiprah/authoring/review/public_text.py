"""Public text of an entry: every word that its page, cards and lists would show, one piece a line."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import fields as struct_fields

from kiprah.model.entry import Activity, Body, EntryText, Page, Reflection, Testimonial
from kiprah.model.member import Profile
from kiprah.problem import Place

PublicEntry = Activity | Reflection | Testimonial | Page | Profile

_NO_WORDS = frozenset({"written_in", "language", "source", "parts", "of", "tags"})
"""Fields of texts that say where they stand, not what they tell."""


def public_text(entry: PublicEntry) -> str:
    """Return the words of an entry in all its languages; what a translation hides is not among them.

    All texts are walked through, field by field, so that a field which somebody adds is looked at as well.
    """
    lines = (line.strip() for part in _parts(entry) for line in part.split("\n") if line.strip())
    # A translation says what it leaves out in the original's words: once is enough.
    return "\n".join(dict.fromkeys(lines))


def changed_lines(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Compare two public texts: each line with ``+`` or ``-``; what stayed is left out."""
    old, new = before.split("\n"), after.split("\n")
    lines: list[tuple[str, str]] = []
    for kind, start, end, first, last in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            lines += [("-", line) for line in old[start:end] if line.strip()]
            lines += [("+", line) for line in new[first:last] if line.strip()]
    return tuple(lines)


def _parts(entry: PublicEntry) -> Iterator[str]:
    for text in entry.texts:
        if not (isinstance(text, EntryText) and text.hidden):
            yield from _words(text)
            yield from (f"#{tag}" for tag in (text.tags if isinstance(text, EntryText) else ()))
    if isinstance(entry, Profile):
        yield entry.email
        yield from (link.url for link in entry.links)
    if not isinstance(entry, Testimonial):
        yield from (photo.credit for photo in entry.photos)


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Body):
        yield from (value.text, value.notes)
    elif isinstance(value, tuple):
        if value and all(isinstance(one, str) for one in value):
            yield ", ".join(value)
        else:
            for one in value:
                yield from _words(one)
    elif isinstance(value, Struct) and not isinstance(value, Place):
        for declared in struct_fields(value):
            if declared.name not in _NO_WORDS:
                yield from _words(getattr(value, declared.name))
