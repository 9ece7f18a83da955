"""Reflections: front matter and body to the model."""

from __future__ import annotations

from kiprah.content.entries.entry_files import EntryPaths, ReadContext
from kiprah.content.entries.read_entry import (
    common_of,
    day_of_entry,
    finish,
    finish_translation,
    need_title,
    open_entry,
    slug_of_entry,
    text_of,
    translations,
)
from kiprah.content.keys.entry_keys import PHOTOS, REFLECTION
from kiprah.content.photos import photo_resolver, photos_of
from kiprah.model.entry import Reflection, ReflectionText


def read_reflection(paths: EntryPaths, context: ReadContext) -> Reflection | None:
    """Read one reflection with its translations; None where its keys could not be read at all."""
    opened = open_entry(paths.path, REFLECTION, context)
    if opened is None:
        return None
    need_title(opened)
    day = day_of_entry(opened, paths, Reflection.date)
    texts = [text_of(ReflectionText, opened, opened.language or context.language)]
    bodies = [opened.body]
    for language, other in translations(paths, REFLECTION, context):
        texts.append(text_of(ReflectionText, other, language, opened))
        bodies.append(other.body)
        finish_translation(other, opened, context)
    slug = slug_of_entry(opened, paths)
    photos = photos_of(
        opened.values.part(PHOTOS) or (), bodies, photo_resolver(context, paths.folder, slug), opened.reading
    )
    finish(opened, context)
    return opened.values.make(
        Reflection,
        common=common_of(opened, slug),
        date=day,
        activity_place=opened.place_of(Reflection.activity),
        photos=photos,
        texts=tuple(texts),
        folder=paths.folder,
    )
