"""Writes new entries: the text that was read back first, and its photos; all of it or nothing."""

from __future__ import annotations

import errno
from datetime import date
from pathlib import Path

from msgspec import Struct

from kiprah.authoring.addresses import EntryKind, entry_path, photo_names, read_title
from kiprah.authoring.context import AuthoringContext
from kiprah.authoring.create_files import create
from kiprah.authoring.new.entry_request import EntryPhoto, EntryRequest
from kiprah.authoring.new.entry_text import entry_text
from kiprah.authoring.photos.capture_date import day_of_photos
from kiprah.authoring.photos.photo_consent import consent_refusal
from kiprah.authoring.photos.take_photo import MOST_PHOTOS
from kiprah.authoring.refusal import Refusal
from kiprah.authoring.sveltia.sveltia_site import as_sveltia_holds, has_sveltia
from kiprah.content.body_sections import split_sections
from kiprah.content.front_matter import read_front_matter
from kiprah.content.keys.entry_keys import ACTIVITY, REFLECTION, TESTIMONIAL
from kiprah.content.keys.key_hints import FOREIGN
from kiprah.fields.decoding import DecodeContext
from kiprah.fields.source import read_source
from kiprah.problem import Problem

_FIELDS = {"activities": ACTIVITY, "reflections": REFLECTION, "testimonials": TESTIMONIAL}


class NewEntry(Struct, frozen=True):
    """A new entry whose files are known, whether they are written or only to be looked at."""

    path: Path
    """Its text."""
    slug: str
    day: date
    text: str
    files: tuple[tuple[Path, bytes], ...]
    """Paths and bytes of all files, the entry's text last."""
    photos: tuple[tuple[str, EntryPhoto], ...]
    """Its photos under the names their files have."""


def write_entry(request: EntryRequest, context: AuthoringContext) -> NewEntry | tuple[Refusal, ...]:
    """Write a new entry and say what was written, or why nothing was."""
    entry = plan_entry(request, context)
    if isinstance(entry, tuple):
        return entry
    refusal = write_files(entry.files, entry.path)
    return (refusal,) if refusal else entry


def plan_entry(request: EntryRequest, context: AuthoringContext) -> NewEntry | tuple[Refusal, ...]:
    """Plan the files of a new entry without writing any: what a preview shows, and a dry run."""
    title = read_title(request.title, request.kind, context)
    refusals = [title] if isinstance(title, Refusal) else []
    refusals += [one for photo in request.photos if (one := consent_refusal(photo.people, photo.consent))][:1]
    if len(request.photos) > MOST_PHOTOS:
        refusals.append(Refusal("photos-too-many", {"most": str(MOST_PHOTOS)}))
    day = request.day or day_of_photos(request.photos, context.today) or context.today
    end = request.values.get("end")
    if isinstance(end, date) and end < day:
        values = {"end": end.isoformat(), "date": day.isoformat()}
        refusals.append(Refusal("end-before-date", values, "problems"))
    if isinstance(title, Refusal) or refusals:
        return tuple(refusals)
    names = photo_names([photo.photo.ending for photo in request.photos])
    # Sveltia shows no reflection that has no folder of its own.
    with_files = bool(request.photos or request.files) or has_sveltia(context.folder)
    path = entry_path(context.folder, request.kind, day, title.slug, with_files=with_files)
    written = entry_text(request, day, names, context.language)
    text = as_sveltia_holds(written, path.relative_to(context.folder).as_posix(), context.folder)
    problems = problems_of_text(text, request.kind)
    if problems:
        return tuple(Refusal(problem.code, problem.values, "problems") for problem in problems)
    files = [
        *((path.parent / name, photo.photo.content) for name, photo in zip(names, request.photos, strict=True)),
        *((path.parent / file.name, file.content) for file in request.files),
        (path, text.encode()),
    ]
    photos = tuple(zip(names, request.photos, strict=True))
    return NewEntry(path, title.slug, day, text, tuple(files), photos)


def problems_of_text(text: str, kind: EntryKind) -> tuple[Problem, ...]:
    """Read a text back as a build would, and return the errors it would find in keys and sections."""
    # Half a character is no text, which reading says.
    source, problems = read_source("index.md", text.encode("utf-8", "surrogatepass"))
    if source is None:
        return tuple(problems)
    decoding = DecodeContext(source)
    front = read_front_matter(source, _FIELDS[kind], decoding, FOREIGN)
    all_problems = [*problems, *decoding.problems]
    if front is not None:
        all_problems += split_sections(front.body, front.body_line, source, own_reflection=kind == "activities")[1]
    return tuple(problem for problem in all_problems if problem.is_error)


def write_files(files: tuple[tuple[Path, bytes], ...], path: Path) -> Refusal | None:
    """Write new files, all of them or none; ``path`` is the one that a refusal names."""
    try:
        create(files)
    except OSError as error:
        if isinstance(error, FileExistsError) and path.exists():
            return Refusal("exists", {"path": str(path)}, cause="content")
        if in_the_way := next((folder for folder in path.parents if folder.is_file()), None):
            return Refusal("no-folder", {"path": str(in_the_way)}, cause="content")
        values = {"path": str(path), "reason": str(error.strerror or error)}
        return Refusal(_key_of_machine(error), values, cause="machine")
    return None


def _key_of_machine(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None), errno.EFBIG):
        return "disk-full"
    return "not-allowed" if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) else "not-written"
