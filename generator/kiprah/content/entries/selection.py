"""Selections: front matter and body to the model."""

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
from kiprah.content.keys.entry_keys import PHOTOS, SELECTION
from kiprah.content.photos import photo_resolver, photos_of
from kiprah.fields.yaml_tree import Items, Scalar
from kiprah.model.selection import Selection, SelectionText
from kiprah.problem import Place


def read_selection(paths: EntryPaths, context: ReadContext) -> Selection | None:
    """Read one selection with its translations; None where its keys could not be read at all."""
    opened = open_entry(paths.path, SELECTION, context)
    if opened is None:
        return None
    need_title(opened)
    texts = [text_of(SelectionText, opened, opened.language or context.language)]
    bodies = [opened.body]
    for language, other in translations(paths, SELECTION, context):
        texts.append(text_of(SelectionText, other, language, opened))
        bodies.append(other.body)
        finish_translation(other, opened, context)
    slug = slug_of_entry(opened, paths)
    photos = photos_of(
        opened.values.part(PHOTOS) or (), bodies, photo_resolver(context, paths.folder, slug), opened.reading
    )
    places: list[tuple[str, Place]] = []
    for slot in (Selection.activities, Selection.reflections):
        node = opened.values.node_of(slot)
        items = node.items if isinstance(node, Items) else (node,) if isinstance(node, Scalar) else ()
        places += [
            (item.text, opened.reading.source.place(item.line, item.column))
            for item in items
            if isinstance(item, Scalar)
        ]
    finish(opened, context)
    return opened.values.make(
        Selection,
        common=common_of(opened, slug),
        texts=tuple(texts),
        folder=paths.folder,
        photos=photos,
        places=tuple(places),
    )
