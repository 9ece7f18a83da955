"""Testimonials: front matter and body to the model."""

from __future__ import annotations

from kiprah.content.entries.entry_files import EntryPaths, ReadContext
from kiprah.content.entries.read_entry import (
    common_of,
    finish,
    finish_translation,
    is_hidden,
    open_entry,
    slug_of_entry,
    translations,
)
from kiprah.content.keys.entry_keys import TESTIMONIAL
from kiprah.model.entry import Testimonial, TestimonialText


def read_testimonial(paths: EntryPaths, context: ReadContext) -> Testimonial | None:
    """Read one testimonial; without ``consent: yes`` it is never published."""
    opened = open_entry(paths.path, TESTIMONIAL, context)
    if opened is None:
        return None
    values = opened.values
    language = opened.language or context.language
    texts = [values.make(TestimonialText, language=language, written_in=opened.path, body=opened.body)]
    for code, other in translations(paths, TESTIMONIAL, context):
        if not is_hidden(other):
            text = other.values.make(TestimonialText, values, language=code, written_in=other.path, body=other.body)
            texts.append(text)
        finish_translation(other, opened, context)
    slug = slug_of_entry(opened, paths)
    if values.of(Testimonial.consent) and not is_hidden(opened) and not any(text.body.text for text in texts):
        opened.reading.say("testimonial-empty", values.node_of(Testimonial.consent))
    finish(opened, context)
    return values.make(
        Testimonial,
        common=common_of(opened, slug),
        activity_place=opened.place_of(Testimonial.activity),
        texts=tuple(texts),
    )
