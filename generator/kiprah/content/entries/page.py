"""Pages of the member's own: front matter and body to the model."""

from __future__ import annotations

from kiprah.content.entries.entry_files import EntryPaths, ReadContext
from kiprah.content.entries.read_entry import (
    common_of,
    finish,
    finish_translation,
    need_title,
    open_entry,
    slug_of_entry,
    text_of,
    translations,
)
from kiprah.content.keys.entry_keys import PAGE, PHOTOS
from kiprah.content.photos import photo_resolver, photos_of
from kiprah.model.entry import Page, PageText
from kiprah.model.slug import TOP_LEVEL


def read_page(paths: EntryPaths, context: ReadContext) -> Page | None:
    """Read one page of the member's own; its address may not be one the site uses itself."""
    opened = open_entry(paths.path, PAGE, context)
    if opened is None:
        return None
    need_title(opened)
    slug = slug_of_entry(opened, paths)
    if slug in TOP_LEVEL or slug in context.languages:
        opened.reading.problems.append(opened.reading.source.problem("page-taken", 1, 1, {"value": slug}))
        opened.reading.broken = True
    texts = [text_of(PageText, opened, opened.language or context.language)]
    bodies = [opened.body]
    for language, other in translations(paths, PAGE, context):
        texts.append(text_of(PageText, other, language, opened))
        bodies.append(other.body)
        finish_translation(other, opened, context)
    photos = photos_of(
        opened.values.part(PHOTOS) or (), bodies, photo_resolver(context, paths.folder, slug), opened.reading
    )
    finish(opened, context)
    return Page(common_of(opened, slug), tuple(texts), paths.folder, photos)
