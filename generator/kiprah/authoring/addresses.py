"""Addresses and file layout of new entries: a slug that is free, and where the entry's files lie."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from msgspec import Struct

from kiprah.authoring.context import AuthoringContext
from kiprah.authoring.existing_entries import taken_by
from kiprah.authoring.new.parse_answers import text_answer
from kiprah.authoring.refusal import Refusal
from kiprah.content.keys.entry_keys import ACTIVITY, TESTIMONIAL
from kiprah.model.slug import is_reserved, slug_of

EntryKind = Literal["activities", "reflections", "testimonials"]


class Title(Struct, frozen=True):
    """A title, or the name of who speaks, with the slug it makes."""

    text: str
    slug: str


def read_title(typed: str, kind: EntryKind, context: AuthoringContext) -> Title | Refusal:
    """Read a title, or the name of who speaks, with its slug; one whose slug is taken is refused."""
    named = kind == "testimonials"
    title = text_answer(TESTIMONIAL if named else ACTIVITY, "from" if named else "title", typed)
    if isinstance(title, Refusal):
        return title
    slug = free_slug(title, kind, context)
    return slug if isinstance(slug, Refusal) else Title(title, slug)


def free_slug(title: str, kind: EntryKind, context: AuthoringContext) -> str | Refusal:
    """Make the slug of a new entry; one that is taken, or that no address can be, is refused."""
    slug = slug_of(title)
    if not slug or is_reserved(slug) or slug == "profile" or (len(slug) == 4 and slug.isdigit()):
        return Refusal("no-address", {"title": title})
    other = taken_by(slug, kind, context.entries)
    if other is None:
        return slug
    tried = (f"{title[:100]} {number}" for number in range(2, len(context.entries) + 3))
    free = next(like for like in tried if taken_by(slug_of(like), kind, context.entries) is None)
    path = (context.folder / other).as_posix()
    return Refusal("taken", {"title": title, "path": path, "like": free}, cause="content")


def entry_path(folder: Path, kind: EntryKind, day: date, slug: str, *, with_files: bool) -> Path:
    """Return where an entry's text lies: in a folder of its own where files may join it, else as one file."""
    if kind == "testimonials":
        return folder / kind / f"{slug}.md"
    name = f"{day.isoformat()}-{slug}"
    return folder / kind / name / "index.md" if with_files or kind == "activities" else folder / kind / f"{name}.md"


def photo_names(endings: Sequence[str]) -> tuple[str, ...]:
    """Name the photos beside an entry: a camera's name tells a day, and a person's own more."""
    return tuple(f"photo-{number}.{ending}" for number, ending in enumerate(endings, 1))
