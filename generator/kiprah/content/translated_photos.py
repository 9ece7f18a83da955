"""Photos and films of translations: words, and nothing that decides who may see them."""

from __future__ import annotations

from kiprah.content.keys import PHOTOS, PORTRAIT
from kiprah.fields.decoding import DecodeContext
from kiprah.fields.values import Values
from kiprah.model.entry import Activity, PhotoText
from kiprah.model.photo import Photo

_WORDS = frozenset({"file", "alt", "caption"})
"""What may be said of a photo in another language, and which photo it is."""


def name_photo_facts(values: Values, reading: DecodeContext, original: Values, of_original: DecodeContext) -> None:
    """Name what a translation says of photos beyond words: it would be lost without a word."""
    ours = {photo.find(Photo.file): photo for photo in _photos(original)}
    for photo in _photos(values):
        own = ours.get(photo.find(Photo.file))
        for declared in photo.fields:
            name, node = declared.name, photo.nodes.get(declared.name)
            if node is None or name in _WORDS:
                continue
            reading.say("translation-fact", node, {"key": name})
            if declared.guards and (own is None or own.given.get(name) != photo.given.get(name)):
                # The two do not agree on who may see it: until they do, nobody does.
                of_original.broken = True


def film_texts(values: Values) -> tuple[PhotoText, ...]:
    """Return what a translation says of films."""
    return tuple(PhotoText(film.file, film.alt) for film in values.of(Activity.videos))


def name_film_facts(values: Values, reading: DecodeContext, original: Values) -> None:
    """Name what a translation of an activity says of films beyond words, and films that the original does not have."""
    ours = {film.file for film in original.of(Activity.videos)}
    for film in values.of(Activity.videos):
        is_new = film.file not in ours and not original.is_unreadable(Activity.videos)
        for key in ("videos",) if is_new else ("poster",) if film.poster else ():
            place = film.place
            reading.problems.append(reading.source.problem("translation-fact", place.line, place.column, {"key": key}))


def _photos(values: Values) -> tuple[Values, ...]:
    portrait = values.part(PORTRAIT)
    return (*(values.part(PHOTOS) or ()), *((portrait,) if portrait else ()))
